"""How much is bought at a review? ``decide(StockView, params) -> pieces`` (0: nothing).

The textbook rules, on the inventory position y; see Zipkin, *Foundations of Inventory Management*
(2000), ch. 6, for the definitions.
"""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.views import StockView


def none(view: StockView, params: None) -> int:
    """Never buy: the opening stock is all there is."""
    return 0


class ReorderPoint(NamedTuple):
    """(r,Q): at or below the reorder point, buy multiples of the order quantity."""

    reorder_point: int
    order_quantity: int


def reorder_point(view: StockView, params: ReorderPoint) -> int:
    """The smallest multiple of Q that lifts y above r.

    >>> reorder_point(StockView(0, 0, 0, 7, 0, -7), ReorderPoint(3, 10))
    20
    """
    short = params.reorder_point - view.inventory_position
    if short < 0:
        return 0
    return (short // params.order_quantity + 1) * params.order_quantity


class OrderUpTo(NamedTuple):
    """(s,S): at or below s, buy up to S."""

    reorder_point: int
    order_up_to_level: int


def order_up_to(view: StockView, params: OrderUpTo) -> int:
    """What lifts y to S, if y is at or below s.

    >>> order_up_to(StockView(0, 5, 0, 0, 0, 5), OrderUpTo(5, 20))
    15
    """
    if view.inventory_position > params.reorder_point:
        return 0
    return params.order_up_to_level - view.inventory_position


class BaseStock(NamedTuple):
    """Base stock: at every review, buy up to the level."""

    base_stock_level: int


def base_stock(view: StockView, params: BaseStock) -> int:
    """What lifts y to the base-stock level.

    >>> base_stock(StockView(0, 5, 3, 0, 0, 8), BaseStock(10))
    2
    """
    return max(params.base_stock_level - view.inventory_position, 0)
