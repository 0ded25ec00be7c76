"""Delays: how long something takes, by the calendar or in working days."""

from __future__ import annotations

from typing import NamedTuple

from backsim.chance.distributions import Constant, Distribution


class Delay(NamedTuple):
    """How long something takes, in ticks of the calendar, or in ticks of working days."""

    time: Distribution
    working: bool = False
    """Do Saturdays and Sundays not count?"""


AT_ONCE = Delay(Constant(0.0))
