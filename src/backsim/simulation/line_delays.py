"""Delays with a draw of their own for each line, made from its luck when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backsim.chance.delays import Delay
from backsim.chance.distributions import Constant, Floats
from backsim.chance.luck import ticks
from backsim.records.log import Column
from backsim.simulation.calendar import Calendar


class LineDelays:
    """When something of a line is over that began at some moment, by kind of delay.

    Kinds read the same luck, so that arms that differ in one of them stay paired; a delay that is
    always the same draws none.
    """

    def __init__(
        self, kinds: Sequence[Delay], luck: Callable[[], Floats], calendar: Calendar
    ) -> None:
        self._kinds = tuple(kinds)
        self._luck = luck
        self._calendar = calendar
        self._drawn: dict[int, Column] = {}

    def ends_at(self, kind: int, line: int, now: int) -> int:
        """In ticks since the start."""
        time, working = self._kinds[kind]
        if isinstance(time, Constant):
            delay = round(time.value)
        else:
            if kind not in self._drawn:
                self._drawn[kind] = ticks(time.quantile(self._luck()))
            delay = int(self._drawn[kind][line])
        return self._calendar.working_after(now, delay) if working else now + delay
