"""Which ship date is the customer given?"""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import PromiseRule
from backsim.units import FOREVER, Tick


@final
class Expected(PromiseRule):
    """The date on which the store expects to ship, plus a buffer.

    >>> Expected(buffer=3).date(0, 9, 0, 5, 2)
    12
    """

    def __init__(self, buffer: Tick = 0) -> None:
        self.buffer: Final = buffer

    def date(
        self,
        now: Tick,
        expected_at: Tick,
        release_at: Tick,
        lead_time_mean: Tick,
        lead_time_sd: Tick,
    ) -> Tick:
        if expected_at >= FOREVER:
            return FOREVER
        return max(max(expected_at, release_at), now) + self.buffer


@final
class Quantile(PromiseRule):
    """The date by which the goods are there with a given probability, plus a buffer.

    The store knows its suppliers: for this rule, ``expected_at`` is that date.

    >>> Quantile(quantile=0.9, buffer=3).date(0, 9, 0, 5, 2)
    12
    """

    def __init__(self, quantile: float, buffer: Tick = 0) -> None:
        self.quantile: Final = quantile
        self.buffer: Final = buffer

    def date(
        self,
        now: Tick,
        expected_at: Tick,
        release_at: Tick,
        lead_time_mean: Tick,
        lead_time_sd: Tick,
    ) -> Tick:
        if expected_at >= FOREVER:
            return FOREVER
        return max(max(expected_at, release_at), now) + self.buffer


@final
class Fixed(PromiseRule):
    """The same wait for everybody, counted from the order or from the release.

    Whichever of them is later; whatever is on order.
    """

    def __init__(self, wait: Tick) -> None:
        self.wait: Final = wait

    def date(
        self,
        now: Tick,
        expected_at: Tick,
        release_at: Tick,
        lead_time_mean: Tick,
        lead_time_sd: Tick,
    ) -> Tick:
        return max(now, release_at) + self.wait


@final
class Window(PromiseRule):
    """Between two waits, the same for everybody, counted from the order or from the release.

    The latest of these dates is the promise; what the customer goes by lies in the window.

    >>> rule = Window(earliest=14, latest=21)
    >>> rule.date(2, 9, 0, 5, 2), rule.width()
    (23, 7)
    """

    def __init__(self, earliest: Tick, latest: Tick) -> None:
        self.earliest: Final = earliest
        self.latest: Final = latest

    def date(
        self,
        now: Tick,
        expected_at: Tick,
        release_at: Tick,
        lead_time_mean: Tick,
        lead_time_sd: Tick,
    ) -> Tick:
        return max(now, release_at) + self.latest

    def width(self) -> Tick:
        return self.latest - self.earliest
