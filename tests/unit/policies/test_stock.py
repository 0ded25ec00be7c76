"""Who is served first, and how much is bought?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsim.policies import allocation, replenishment
from backsim.records.views import AllocationView, StockView

LINE = AllocationView(
    placed_at=5, promised_at=50, quantity=2, value=2000, prepaid=400, preorder=False, segment=0
)
Key = Callable[[AllocationView, None], float]


@pytest.mark.parametrize(
    ("rule", "served_first"),
    [
        (allocation.earliest_promise, LINE._replace(promised_at=49)),
        (allocation.preorders_first, LINE._replace(preorder=True)),
        (allocation.most_valuable, LINE._replace(value=2001)),
        (allocation.smallest_first, LINE._replace(quantity=1)),
        (allocation.paid_first, LINE._replace(prepaid=401)),
        (allocation.paid_first, LINE._replace(value=1999)),
    ],
)
def test_a_rule_prefers_what_it_says(rule: Key, served_first: AllocationView) -> None:
    assert rule(served_first, None) < rule(LINE, None)


def test_first_come_sees_no_difference() -> None:
    other = LINE._replace(promised_at=1, quantity=1, value=1, prepaid=1, preorder=True)
    assert allocation.first_come(other, None) == allocation.first_come(LINE, None)


def test_of_a_free_line_no_share_is_paid() -> None:
    assert allocation.paid_first(LINE._replace(value=0, prepaid=0), None) == 0


def test_segments_are_served_in_the_order_of_their_rank() -> None:
    # Segment 2 first, then segment 0; segment 1 was not named and comes last.
    ranks = allocation.Ranks((1, 2, 0))
    keys = [allocation.by_segment(LINE._replace(segment=s), ranks) for s in range(3)]
    assert sorted(range(3), key=keys.__getitem__) == [2, 0, 1]


def stock(position: int) -> StockView:
    """A view in which only the position counts."""
    return StockView(
        now=0, on_hand=0, on_order=0, backorders=0, preorders=0, inventory_position=position
    )


@pytest.mark.parametrize(
    ("decide", "params", "position", "bought"),
    [
        (replenishment.none, None, -99, 0),
        (replenishment.reorder_point, replenishment.ReorderPoint(3, 10), 4, 0),
        (replenishment.reorder_point, replenishment.ReorderPoint(3, 10), 3, 10),
        (replenishment.reorder_point, replenishment.ReorderPoint(3, 10), -6, 10),
        (replenishment.reorder_point, replenishment.ReorderPoint(3, 10), -7, 20),
        (replenishment.order_up_to, replenishment.OrderUpTo(3, 10), 4, 0),
        (replenishment.order_up_to, replenishment.OrderUpTo(3, 10), 3, 7),
        (replenishment.order_up_to, replenishment.OrderUpTo(3, 10), -2, 12),
        (replenishment.base_stock, replenishment.BaseStock(10), 11, 0),
        (replenishment.base_stock, replenishment.BaseStock(10), 10, 0),
        (replenishment.base_stock, replenishment.BaseStock(10), 9, 1),
    ],
)
def test_textbook_rules(
    decide: Callable[[StockView, Any], int], params: Any, position: int, bought: int
) -> None:
    assert decide(stock(position), params) == bought


@given(st.integers(-1000, 1000), st.integers(-50, 50), st.integers(1, 60))
def test_after_a_review_the_position_is_above_r_by_less_than_one_lot(
    position: int, r: int, lot: int
) -> None:
    bought = replenishment.reorder_point(stock(position), replenishment.ReorderPoint(r, lot))
    assert bought % lot == 0
    assert position + bought > r
    if bought:
        assert position + bought <= r + lot
