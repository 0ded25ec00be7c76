"""SimPy with a published order of events at one instant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import simpy
from simpy.events import EventPriority

from backsim.records.codes import Priority

RECEIPT = EventPriority(int(Priority.RECEIPT))
CANCELLATION = EventPriority(int(Priority.CANCELLATION))
PAYMENT = EventPriority(int(Priority.PAYMENT))
RELEASE = EventPriority(int(Priority.RELEASE))
REVIEW_BEFORE = EventPriority(int(Priority.REVIEW_BEFORE))
DEMAND = EventPriority(int(Priority.DEMAND))
REVIEW = EventPriority(int(Priority.REVIEW))


class Clock(simpy.Environment):
    """An environment whose time is a whole number of ticks."""

    tick = 0
    """The present instant: a plain number that each event sets, since it is read all the time."""


class At(simpy.Event):
    """An event at a given tick, in its class's turn among the events of that tick.

    A process may yield it, or it may carry the one thing that is to be done.
    """

    def __init__(
        self,
        env: Clock,
        at: int,
        priority: EventPriority,
        action: Callable[[simpy.Event], None] | None = None,
    ) -> None:
        self.env: Clock = env
        self.at = at
        self.callbacks = [_strike] if action is None else [_strike, action]
        self._value = None
        self._ok = True
        env.schedule(self, priority, at - env.tick)


def _strike(event: Any) -> None:
    """The clock shows the time of the ``At`` that happens now, before anybody acts on it."""
    event.env.tick = event.at
