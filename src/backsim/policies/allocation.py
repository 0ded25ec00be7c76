"""Who is served first when goods arrive?

The waiting line with the smallest key is served first; equal keys in order of arrival.
"""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints, ints_of
from backsim.policies.base import AllocationRule
from backsim.units import Code, Money, Pieces, Tick


@final
class EarliestPromise(AllocationRule):
    """The line that was promised first; lines without a promise last."""

    def key(
        self,
        placed_at: Tick,
        promised_at: Tick,
        quantity: Pieces,
        value: Money,
        prepaid: Money,
        preorder: bool,
        segment: Code,
    ) -> float:
        return float(promised_at)


@final
class PreordersFirst(AllocationRule):
    """Pre-orders before backorders."""

    def key(
        self,
        placed_at: Tick,
        promised_at: Tick,
        quantity: Pieces,
        value: Money,
        prepaid: Money,
        preorder: bool,
        segment: Code,
    ) -> float:
        return 0.0 if preorder else 1.0


@final
class MostValuable(AllocationRule):
    """The line worth most."""

    def key(
        self,
        placed_at: Tick,
        promised_at: Tick,
        quantity: Pieces,
        value: Money,
        prepaid: Money,
        preorder: bool,
        segment: Code,
    ) -> float:
        return float(-value)


@final
class SmallestFirst(AllocationRule):
    """The line with the fewest pieces.

    A small arrival then serves most customers.
    """

    def key(
        self,
        placed_at: Tick,
        promised_at: Tick,
        quantity: Pieces,
        value: Money,
        prepaid: Money,
        preorder: bool,
        segment: Code,
    ) -> float:
        return float(quantity)


@final
class PaidFirst(AllocationRule):
    """The line of which the largest share is already paid."""

    def key(
        self,
        placed_at: Tick,
        promised_at: Tick,
        quantity: Pieces,
        value: Money,
        prepaid: Money,
        preorder: bool,
        segment: Code,
    ) -> float:
        return float(-prepaid) / float(value) if value else 0.0


@final
class BySegment(AllocationRule):
    """Segments in a given order: the segment with the smallest ``rank`` is served first."""

    def __init__(self, rank: tuple[int, ...]) -> None:
        self.rank: Final[Ints] = ints_of(rank)

    def key(
        self,
        placed_at: Tick,
        promised_at: Tick,
        quantity: Pieces,
        value: Money,
        prepaid: Money,
        preorder: bool,
        segment: Code,
    ) -> float:
        return float(self.rank[segment])
