"""How much is bought at a review?

The textbook rules, on the inventory position y; see Zipkin, *Foundations of Inventory Management*
(2000), ch. 6, for the definitions.
"""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import ReplenishmentRule
from backsim.units import Pieces, Tick


@final
class ReorderPoint(ReplenishmentRule):
    """(r,Q): at or below the reorder point, buy multiples of the order quantity.

    The smallest multiple of Q that lifts y above r.

    >>> ReorderPoint(reorder_point=3, order_quantity=10).buys(0, 0, 0, 7, 0, -7)
    20
    """

    def __init__(self, reorder_point: Pieces, order_quantity: Pieces) -> None:
        self.reorder_point: Final = reorder_point
        self.order_quantity: Final = order_quantity

    def buys(
        self,
        now: Tick,
        on_hand: Pieces,
        on_order: Pieces,
        backorders: Pieces,
        preorders: Pieces,
        inventory_position: Pieces,
    ) -> Pieces:
        short = self.reorder_point - inventory_position
        if short < 0:
            return 0
        return (short // self.order_quantity + 1) * self.order_quantity


@final
class OrderUpTo(ReplenishmentRule):
    """(s,S): at or below s, buy up to S.

    >>> OrderUpTo(reorder_point=5, order_up_to_level=20).buys(0, 5, 0, 0, 0, 5)
    15
    """

    def __init__(self, reorder_point: Pieces, order_up_to_level: Pieces) -> None:
        self.reorder_point: Final = reorder_point
        self.order_up_to_level: Final = order_up_to_level

    def buys(
        self,
        now: Tick,
        on_hand: Pieces,
        on_order: Pieces,
        backorders: Pieces,
        preorders: Pieces,
        inventory_position: Pieces,
    ) -> Pieces:
        if inventory_position > self.reorder_point:
            return 0
        return self.order_up_to_level - inventory_position


@final
class BaseStock(ReplenishmentRule):
    """Base stock: at every review, buy up to the level.

    >>> BaseStock(base_stock_level=10).buys(0, 5, 3, 0, 0, 8)
    2
    """

    def __init__(self, base_stock_level: Pieces) -> None:
        self.base_stock_level: Final = base_stock_level

    def buys(
        self,
        now: Tick,
        on_hand: Pieces,
        on_order: Pieces,
        backorders: Pieces,
        preorders: Pieces,
        inventory_position: Pieces,
    ) -> Pieces:
        return max(self.base_stock_level - inventory_position, 0)
