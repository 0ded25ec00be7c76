"""Delays of lines: drawn when they are asked for, from one luck for all kinds."""

from __future__ import annotations

from datetime import date

import numpy as np

from backsim.chance.delays import AT_ONCE, Delay
from backsim.chance.distributions import Constant, Floats, Uniform
from backsim.simulation.calendar import Calendar
from backsim.simulation.line_delays import LineDelays
from backsim.units import DAY, HOUR

MONDAY = Calendar(date(2026, 1, 5))


def no_luck() -> Floats:
    raise AssertionError("what is always the same needs no luck")


def test_what_is_always_the_same_draws_nothing() -> None:
    delays = LineDelays((AT_ONCE, Delay(Constant(1.5 * DAY))), no_luck, MONDAY)
    assert delays.ends_at(0, 7, 99) == 99
    assert delays.ends_at(1, 7, 99) == 99 + 36 * HOUR


def test_each_line_has_its_own_draw_and_each_kind_reads_it() -> None:
    drawn = []

    def luck() -> Floats:
        drawn.append("once")
        return np.array([0.25, 0.75])

    days = Delay(Uniform(0.0, 4.0 * DAY))
    working = Delay(Uniform(4.0 * DAY, 8.0 * DAY), working=True)
    delays = LineDelays((days, working), luck, MONDAY)
    assert [delays.ends_at(0, line, HOUR) for line in (0, 1, 0)] == [
        DAY + HOUR,
        3 * DAY + HOUR,
        DAY + HOUR,
    ]
    assert drawn == ["once"]
    # Five and seven working days from a Monday: the Monday after, and the Wednesday.
    assert [delays.ends_at(1, line, HOUR) // DAY for line in (0, 1)] == [7, 9]
