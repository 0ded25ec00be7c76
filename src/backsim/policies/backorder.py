"""May this line wait?"""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints, ints_of
from backsim.policies.base import BackorderRule
from backsim.units import FOREVER, Code, Pieces, Row, Tick


@final
class OpenToAll(BackorderRule):
    """Take every backorder."""

    def allows(
        self,
        now: Tick,
        quantity: Pieces,
        backorders: Pieces,
        on_order: Pieces,
        expected_at: Tick,
        segment: Code,
    ) -> bool:
        return True


@final
class Limited(BackorderRule):
    """Take a backorder within the limits; every condition that is set must hold.

    ``max_backorders`` counts waiting pieces, this line's included. ``max_wait`` is in ticks until
    the store expects to serve the line. ``only_on_order``: only if what is on order already covers
    this line and all before it. ``segments``: only for these segments; empty: for all.

    >>> Limited(max_backorders=10).allows(0, 2, 9, 50, 5, 0)
    False
    >>> Limited(max_backorders=11).allows(0, 2, 9, 50, 5, 0)
    True
    """

    def __init__(
        self,
        max_backorders: Pieces = FOREVER,
        max_wait: Tick = FOREVER,
        only_on_order: bool = False,
        segments: tuple[int, ...] = (),
    ) -> None:
        self.max_backorders: Final = max_backorders
        self.max_wait: Final = max_wait
        self.only_on_order: Final = only_on_order
        self.segments: Final[Ints] = ints_of(segments)

    def allows(
        self,
        now: Tick,
        quantity: Pieces,
        backorders: Pieces,
        on_order: Pieces,
        expected_at: Tick,
        segment: Code,
    ) -> bool:
        return (
            backorders + quantity <= self.max_backorders
            and expected_at - now <= self.max_wait
            and (not self.only_on_order or backorders + quantity <= on_order)
            and (not len(self.segments) or holds(self.segments, segment))
        )


def holds(segments: Ints, segment: Code) -> bool:
    """Is this one of the segments?"""
    i: Row = 0
    while i < len(segments):
        if segments[i] == segment:
            return True
        i += 1
    return False
