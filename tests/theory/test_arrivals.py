"""Customers come as a Poisson process with the rates of the week."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest
from scipy.stats import chi2, kstest

from backsim.chance.distributions import Constant
from backsim.records.log import Column
from backsim.scenario.model import Burst, Scenario
from backsim.simulation import draw
from backsim.units import DAY

Store = Callable[..., Scenario]

WEEKLY = (0.5, 0.5, 1.0, 1.0, 1.5, 2.5, 0.0)


def daily_counts(scenario: Scenario, replications: int) -> Column:
    """Customers per day, a row per replication."""
    days = scenario.horizon // DAY
    return np.array(
        [
            np.bincount(draw(scenario, 1, r).visits.at // DAY, minlength=days)
            for r in range(replications)
        ]
    )


def test_daily_counts_are_poisson(store: Store) -> None:
    counts = daily_counts(store(rate=4.0), 20).ravel()
    n = len(counts)
    assert abs(counts.mean() - 4.0) / sqrt(4.0 / n) < 4
    # n - 1 times variance over mean is chi-square with n - 1 degrees of freedom.
    statistic = float(np.sum((counts - counts.mean()) ** 2) / counts.mean())
    assert 1e-4 < chi2.sf(statistic, n - 1) < 1 - 1e-4


def test_gaps_are_exponential(store: Store) -> None:
    gaps = np.diff(draw(store(rate=4.0), 1, 0).visits.at) / DAY
    assert len(gaps) > 2000
    assert kstest(gaps, "expon", args=(0, 0.25)).pvalue > 1e-4


def test_every_weekday_has_its_rate(store: Store) -> None:
    scenario = store(rate=4.0, weekly=WEEKLY, horizon=52 * 7 * DAY)
    assert scenario.start.weekday() == 0
    counts = daily_counts(scenario, 5).reshape(-1, 7)
    z = (counts.mean(axis=0)[:6] - 4 * np.array(WEEKLY[:6])) / np.sqrt(
        4 * np.array(WEEKLY[:6]) / len(counts)
    )
    assert np.all(np.abs(z) < 4)
    assert counts[:, 6].sum() == 0


@pytest.mark.parametrize("gap_cv", [0.25, 2.0])
def test_the_spread_of_counts_grows_with_the_square_of_the_gap_cv(
    store: Store, gap_cv: float
) -> None:
    """The index of dispersion of a renewal process tends to cv squared (Cox 1962, 4.2)."""
    scenario = store(rate=100.0, gap_cv=gap_cv, horizon=20 * DAY)
    totals = np.array([len(draw(scenario, 1, r).visits.at) for r in range(800)])
    dispersion = totals.var(ddof=1) / totals.mean() / gap_cv**2
    assert abs(dispersion - 1) < 4 * sqrt(2 / len(totals))


def test_a_burst_adds_its_own_customers(store: Store) -> None:
    burst = Burst("viral", Constant(10.0 * DAY), 30.0, 2 * DAY)
    scenario = store(rate=1.0, bursts=(burst,), horizon=40 * DAY)
    counts = daily_counts(scenario, 200)
    day = np.arange(40)
    halvings = np.maximum(np.stack([day, day + 1]) - 10, 0) / 2
    expected = 1.0 + 30 * 2 / np.log(2) * -np.diff(0.5**halvings, axis=0)[0]
    z = (counts.mean(axis=0) - expected) / np.sqrt(expected / len(counts))
    assert np.all(np.abs(z) < 4.5)  # the largest of forty
