"""The interval of a mean, by hand and by simulation."""

from __future__ import annotations

from math import inf, isnan, sqrt

import numpy as np
import pytest

from backsim.inference import Estimate, estimate
from backsim.inference.sample import moments, quantile


def test_interval_of_three_numbers_by_hand() -> None:
    # Mean 4, sd 2; t(0.975, 2 df) = 4.302653 (printed tables), half = 4.302653 * 2 / sqrt(3).
    found = estimate([2.0, 4.0, 6.0], confidence=0.95)
    half = 4.302653 * 2 / sqrt(3)
    assert found.mean == 4.0
    assert found.low == pytest.approx(4 - half, abs=1e-5)
    assert found.high == pytest.approx(4 + half, abs=1e-5)


def test_two_numbers_have_the_cauchy_quantile() -> None:
    # With one degree of freedom t(0.75) = 1: a 50 % interval is mean +- sd / sqrt(2).
    found = estimate([0.0, 2.0], confidence=0.5)
    assert (found.low, found.high) == pytest.approx((0.0, 2.0))


def test_missing_values_are_left_out_and_not_counted() -> None:
    full = estimate([1.0, 2.0, 4.0], confidence=0.9)
    assert estimate([1.0, None, 2.0, float("nan"), 4.0, inf], confidence=0.9) == full
    assert full.n == 3


def test_one_value_bounds_nothing() -> None:
    assert estimate([3.0]) == Estimate(3.0, -inf, inf, 3.0, 3.0, 1)


def test_one_value_has_no_spread_that_is_known() -> None:
    mean, sd = moments([3.0])
    assert mean == 3.0
    assert isnan(sd)


def test_no_value_is_no_number() -> None:
    found = estimate([None, None])
    assert isnan(found.mean)
    assert isnan(found.p10)
    assert isnan(found.p90)
    assert (found.low, found.high, found.n) == (-inf, inf, 0)


def test_equal_values_have_no_spread_at_all() -> None:
    # 0.1 + 0.1 + 0.1 is not 3 * 0.1 in floats; that must not show as a spread.
    found = estimate([0.1, 0.1, 0.1])
    assert (found.low, found.mean, found.high) == (0.1, 0.1, 0.1)


def test_spread_of_single_futures_by_hand() -> None:
    # Eleven values 0..10: exactly one tenth of the way is 1, nine tenths is 9.
    found = estimate([float(v) for v in (7, 3, 10, 0, 1, 9, 8, 2, 6, 4, 5)])
    assert (found.p10, found.p90) == (1.0, 9.0)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.37, 0.5, 0.9, 1.0])
def test_quantiles_agree_with_numpy(share: float) -> None:
    numbers = [3.5, -1.0, 8.25, 0.0, 2.0, 2.0, 11.0]
    assert quantile(numbers, share) == pytest.approx(float(np.quantile(numbers, share)))


def test_moments_agree_with_numpy() -> None:
    numbers = [1e9 + v for v in (0.1, 0.2, 0.7)]
    mean, sd = moments(numbers)
    assert mean == pytest.approx(float(np.mean(numbers)))
    assert sd == pytest.approx(float(np.std(np.array(numbers) - 1e9, ddof=1)), rel=1e-6)


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_interval_covers_the_truth_as_often_as_it_says(confidence: float) -> None:
    studies = 4000
    draws = np.random.default_rng(11).normal(5.0, 2.0, size=(studies, 6))
    found = [estimate(row.tolist(), confidence) for row in draws]
    hits = sum(one.low <= 5.0 <= one.high for one in found)
    z = (hits - studies * confidence) / sqrt(studies * confidence * (1 - confidence))
    assert abs(z) < 3.5
