"""Delays as people write them: a distribution of durations, of which all may be working days."""

from __future__ import annotations

import re
from typing import Any

from backsim.chance.delays import Delay
from backsim.scenario.values import times, wording
from backsim.scenario.values.distributions import Measure, distribution
from backsim.scenario.values.hints import quoted
from backsim.units import DAY

_WORKING = re.compile(r"\b(?:working|business)[\s_]+(?=days?\b)")


def delay(raw: Any) -> Delay:
    """A distribution of durations: of the calendar, or all of it in working days.

    >>> delay("7 days")
    Delay(time=Constant(value=604800.0), working=False)
    >>> delay("uniform(7, 10 working days)")
    Delay(time=Uniform(low=604800.0, high=864000.0), working=True)

    Raises ``ValueError``, or ``FaultsError`` for faults inside a mapping.
    """
    if not _WORKING.search(str(raw)):
        return Delay(distribution(raw, _CALENDAR))
    return Delay(distribution(raw, Measure(_working_days, DAY, counts=False)), working=True)


def say_delay(value: Delay) -> str:
    """A delay as people write it.

    >>> say_delay(delay("uniform(7, 10 working days)"))
    'uniform(7 working days, 10 working days)'
    """
    return wording.distribution(value.time, _say_working if value.working else wording.duration)


def _working_days(raw: object) -> float:
    """So many working days, in ticks of working time; a number alone is of working days, too."""
    told = _WORKING.sub("", raw) if isinstance(raw, str) else raw
    if isinstance(told, int | float) and not isinstance(told, bool):
        told = f"{told} days"
    elif told == raw:
        raise ValueError(f"{quoted(raw)} among working days: write all of it in working days")
    return times.seconds(told)


def _say_working(ticks: float) -> str:
    number = ticks / DAY
    return f"{wording.trimmed(number)} working day{'' if number == 1 else 's'}"


_CALENDAR = Measure(times.seconds, DAY, counts=False)
