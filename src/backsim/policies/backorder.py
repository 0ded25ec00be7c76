"""May this line wait?"""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints, ints_of
from backsim.policies.base import BackorderRule
from backsim.units import FOREVER, Code, Pieces, Row, Tick


@final
class OpenToAll(BackorderRule):
    """Every backorder is taken."""

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
    """Backorders are taken up to a number of waiting pieces and up to a wait.

    Every condition that is set must hold. ``max_pieces`` counts this line's pieces too, as far as
    they are not here; ``max_wait`` is in ticks until the store expects to serve the line.
    ``only_when_on_order``: only if what is on order already covers those pieces and all before
    them. ``segments``: only for these segments; empty: for all.

    >>> Limited(max_pieces=10).allows(0, 2, 9, 50, 5, 0)
    False
    >>> Limited(max_pieces=11).allows(0, 2, 9, 50, 5, 0)
    True
    """

    def __init__(
        self,
        max_pieces: Pieces = FOREVER,
        max_wait: Tick = FOREVER,
        only_when_on_order: bool = False,
        segments: tuple[int, ...] = (),
    ) -> None:
        self.max_pieces: Final = max_pieces
        self.max_wait: Final = max_wait
        self.only_when_on_order: Final = only_when_on_order
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
            backorders + quantity <= self.max_pieces
            and expected_at - now <= self.max_wait
            and (not self.only_when_on_order or backorders + quantity <= on_order)
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
