"""How much is taken off the list value of a line?"""

from __future__ import annotations

from typing import Final, TypeAlias, final

from backsim.columns import Floats, Ints, floats_of, ints_of
from backsim.policies.base import PricingRule
from backsim.records.codes import Offer
from backsim.units import FOREVER, Code, Money, Pieces, Row, Tick, share_of

_BACKORDER: Final[Code] = int(Offer.BACKORDER)
_PREORDER: Final[Code] = int(Offer.PREORDER)

Steps: TypeAlias = "tuple[tuple[int, float], ...]"
"""``(from, share)`` pairs in rising order: the last whose ``from`` is reached gives the share."""


@final
class Stairs:
    """A step function of shares.

    >>> Stairs(((5, 0.1), (10, 0.2))).share(9), Stairs(((5, 0.1),)).share(4)
    (0.1, 0.0)
    """

    def __init__(self, steps: Steps) -> None:
        self.starts: Final[Ints] = ints_of([start for start, _ in steps])
        self.shares: Final[Floats] = floats_of([share for _, share in steps])

    def share(self, reached: Tick) -> float:
        """The share of the last step that is reached, 0 before the first."""
        share = 0.0
        i: Row = 0
        while i < len(self.starts) and reached >= self.starts[i]:
            share = self.shares[i]
            i += 1
        return share


@final
class Discounts(PricingRule):
    """Shares off, added up: for a pre-order, for a wait, for a quantity; at most all of it.

    ``early_bird`` gives a further share off a pre-order by the date of the order, ``by_sold`` by
    the pieces pre-ordered so far. ``by_wait`` is for backorders, by their quoted wait; without a
    promise a backorder gets the first step. ``by_quantity`` is for every line. What comes out is
    rounded half up to a minor unit.

    >>> Discounts(by_wait=((5, 0.1), (10, 0.2))).off(0, Offer.BACKORDER, 2000, 1, 9, 0)
    200
    """

    def __init__(
        self,
        preorder: float = 0.0,
        early_bird: Steps = (),
        by_sold: Steps = (),
        by_wait: Steps = (),
        by_quantity: Steps = (),
    ) -> None:
        self.preorder: Final = preorder
        self.early_bird: Final = Stairs(early_bird)
        self.by_sold: Final = Stairs(by_sold)
        self.by_wait: Final = Stairs(by_wait)
        self.by_quantity: Final = Stairs(by_quantity)

    def off(
        self,
        now: Tick,
        offer: Code,
        list_value: Money,
        quantity: Pieces,
        quoted_wait: Tick,
        preordered: Pieces,
    ) -> Money:
        share = self.by_quantity.share(quantity)
        if offer == _PREORDER:
            share += self.preorder
            share += self.early_bird.share(now) + self.by_sold.share(preordered)
        elif offer == _BACKORDER and len(self.by_wait.starts):
            if quoted_wait >= FOREVER:
                share += self.by_wait.shares[0]
            else:
                share += self.by_wait.share(quoted_wait)
        return share_of(list_value, min(share, 1.0))
