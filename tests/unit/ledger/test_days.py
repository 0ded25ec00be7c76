"""Whole-number sums over time."""

from __future__ import annotations

import numpy as np

from backsim.ledger.days import amount_ticks, day_ends, per_day, weighted_sum
from backsim.units import DAY


def test_the_last_day_ends_at_the_horizon() -> None:
    assert day_ends(2 * DAY + 5).tolist() == [DAY, 2 * DAY, 2 * DAY + 5]


def test_a_tick_belongs_to_the_day_that_it_begins() -> None:
    at = np.array([0, DAY - 1, DAY, 3 * DAY - 1])
    assert per_day(at, np.array([1, 2, 4, 8]), 3 * DAY).tolist() == [3, 4, 8]


def test_a_weighted_sum_agrees_with_whole_numbers_of_any_size() -> None:
    amounts = np.array([3, -(10**12), 7 * 10**12])
    ticks = np.array([10**8 + 1, 123_456_789, 10**8 - 1])
    exact = sum(a * t for a, t in zip(amounts.tolist(), ticks.tolist(), strict=True))
    assert exact > 2**63
    assert weighted_sum(amounts, ticks) == exact


def test_steps_before_the_window_count_from_its_start() -> None:
    at, amounts = np.array([0, 10, 30]), np.array([5, 1, 100])
    # From 20 to 30 the level is 6; the last step comes as the window closes.
    assert amount_ticks(at, amounts, 20, 30) == 60
