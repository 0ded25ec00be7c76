"""Arrivals have the rate, the spread and the decay that were asked for, and stay paired."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest

from backsim.chance.arrivals import burst_arrivals, daily_arrivals, operational_times
from backsim.units import DAY

RUNS = 400


def z_of_mean(values: list[int], expected: float) -> float:
    """How many standard errors the mean of the values is off."""
    return float((np.mean(values) - expected) / (np.std(values, ddof=1) / sqrt(len(values))))


def test_poisson_counts_have_their_mean_and_their_dispersion() -> None:
    counts = [len(operational_times(1, "n", r, 50.0)) for r in range(RUNS)]
    assert abs(z_of_mean(counts, 50.0)) < 4
    # The dispersion index times (n - 1) is chi-square with n - 1 degrees of freedom.
    dispersion = np.var(counts, ddof=1) / np.mean(counts)
    assert abs(dispersion - 1) / sqrt(2 / (RUNS - 1)) < 4


@pytest.mark.parametrize("cv", [0.3, 1.0, 2.0])
def test_gaps_have_mean_one_and_their_cv(cv: float) -> None:
    gaps = np.diff(operational_times(3, "gaps", 0, 40_000.0, cv), prepend=0.0)
    assert abs(np.mean(gaps) - 1) / (cv / sqrt(len(gaps))) < 4
    squares = (gaps - 1) ** 2
    assert abs(np.mean(squares) - cv**2) / (np.std(squares) / sqrt(len(gaps))) < 4


def test_gaps_without_spread_are_a_clock() -> None:
    assert operational_times(1, "n", 0, 4.5, 0.0).tolist() == [1.0, 2.0, 3.0, 4.0]


def test_a_gap_cv_of_zero_gives_the_same_number_every_day() -> None:
    at = daily_arrivals(1, "n", 0, np.array([4.0, 4.0]), 0.0)
    assert at.tolist() == [DAY // 4, DAY // 2, 3 * DAY // 4, DAY, DAY + DAY // 4, DAY + DAY // 2,
                           DAY + 3 * DAY // 4]  # fmt: skip


@pytest.mark.parametrize("cv", [0.0, 0.5, 1.0])
def test_a_longer_time_only_adds_arrivals_behind(cv: float) -> None:
    short, long = (operational_times(1, "n", 0, until, cv) for until in (30.5, 3_000.5))
    assert short.tolist() == long[: len(short)].tolist()


@pytest.mark.parametrize("until", [0.0, -1.0])
def test_nobody_comes_in_no_time(until: float) -> None:
    assert len(operational_times(1, "n", 0, until)) == 0


def test_days_have_their_own_rates() -> None:
    rates = np.array([20.0, 0.0, 60.0])
    days = [daily_arrivals(1, "n", r, rates) // DAY for r in range(RUNS)]
    counts = np.array([np.bincount(day, minlength=3) for day in days])
    assert abs(z_of_mean(counts[:, 0].tolist(), 20.0)) < 4
    assert counts[:, 1].sum() == 0
    assert abs(z_of_mean(counts[:, 2].tolist(), 60.0)) < 4


def test_within_a_day_every_hour_is_alike() -> None:
    times = np.concatenate([daily_arrivals(1, "n", r, np.array([50.0])) for r in range(RUNS)])
    assert abs(np.mean(times) / DAY - 0.5) / sqrt(1 / 12 / len(times)) < 4


def test_arms_with_other_rates_stay_paired() -> None:
    slow = daily_arrivals(1, "n", 0, np.full(40, 5.0))
    fast = daily_arrivals(1, "n", 0, np.full(40, 10.0))
    # At twice the rate, the k-th customer comes at half the time (to the tick).
    assert np.all(np.abs(2 * fast[: len(slow)] - slow) <= 1)


def test_a_burst_brings_its_number_and_halves_on_time() -> None:
    runs = [burst_arrivals(1, "n", r, 5 * DAY, 12.0, 3 * DAY) for r in range(RUNS)]
    assert abs(z_of_mean([len(run) for run in runs], 12 * 3 / log(2))) < 4
    everybody = np.concatenate(runs)
    assert everybody.min() >= 5 * DAY
    early = np.mean(everybody < 8 * DAY)
    assert abs(early - 0.5) / sqrt(0.25 / len(everybody)) < 4


def test_a_burst_without_a_peak_brings_nobody() -> None:
    assert len(burst_arrivals(1, "n", 0, DAY, 0.0, DAY)) == 0
