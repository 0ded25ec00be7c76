"""Who is served first, and how much is bought?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsim.policies import allocation
from backsim.policies.base import AllocationRule, ReplenishmentRule
from backsim.policies.replenishment import BaseStock, OrderUpTo, ReorderPoint
from backsim.units import FOREVER


def key(rule: AllocationRule, **told: Any) -> float:
    """The key of a line of two pieces worth 20.00, of which 4.00 are paid."""
    line = {
        "placed_at": 5,
        "promised_at": 50,
        "quantity": 2,
        "value": 2000,
        "prepaid": 400,
        "preorder": False,
        "segment": 0,
    }
    return rule.key(**(line | told))


@pytest.mark.parametrize(
    ("rule", "told", "first"),
    [
        (allocation.EarliestPromise(), {"promised_at": 49}, 49.0),
        (allocation.PreordersFirst(), {"preorder": True}, 0.0),
        (allocation.MostValuable(), {"value": 2001}, -2001.0),
        (allocation.SmallestFirst(), {"quantity": 1}, 1.0),
        (allocation.PaidFirst(), {"prepaid": 500}, -0.25),
        (allocation.PaidFirst(), {"value": 1600}, -0.25),
    ],
)
def test_a_rule_prefers_what_it_says(
    rule: AllocationRule, told: dict[str, Any], first: float
) -> None:
    assert key(rule, **told) == first < key(rule)


def test_first_come_sees_no_difference() -> None:
    other = key(AllocationRule(), promised_at=1, quantity=1, value=1, prepaid=1, preorder=True)
    assert other == key(AllocationRule()) == 0.0


def test_who_has_no_promise_comes_last() -> None:
    assert key(allocation.EarliestPromise(), promised_at=FOREVER) == float(FOREVER)


def test_of_a_free_line_no_share_is_paid() -> None:
    assert key(allocation.PaidFirst(), value=0, prepaid=0) == 0.0


def test_segments_are_served_in_the_order_of_their_rank() -> None:
    # Segment 2 first, then segment 0; segment 1 was not named and comes last.
    rule = allocation.BySegment(rank=(1, 2, 0))
    assert [key(rule, segment=segment) for segment in range(3)] == [1.0, 2.0, 0.0]


def bought(rule: ReplenishmentRule, position: int) -> int:
    """What is bought at this inventory position; nothing else counts."""
    return rule.buys(
        now=0, on_hand=7, on_order=7, backorders=7, preorders=7, inventory_position=position
    )


@pytest.mark.parametrize(
    ("rule", "position", "pieces"),
    [
        (ReplenishmentRule(), -99, 0),
        (ReorderPoint(3, 10), 4, 0),
        (ReorderPoint(3, 10), 3, 10),
        (ReorderPoint(3, 10), -6, 10),
        (ReorderPoint(3, 10), -7, 20),
        (OrderUpTo(3, 10), 4, 0),
        (OrderUpTo(3, 10), 3, 7),
        (OrderUpTo(3, 10), -2, 12),
        (BaseStock(10), 11, 0),
        (BaseStock(10), 10, 0),
        (BaseStock(10), 9, 1),
    ],
)
def test_textbook_rules(rule: ReplenishmentRule, position: int, pieces: int) -> None:
    assert bought(rule, position) == pieces


@given(st.integers(-1000, 1000), st.integers(-50, 50), st.integers(1, 60))
def test_after_a_review_the_position_is_above_r_by_less_than_one_lot(
    position: int, r: int, lot: int
) -> None:
    pieces = bought(ReorderPoint(r, lot), position)
    assert pieces % lot == 0
    assert position + pieces > r
    if pieces:
        assert position + pieces <= r + lot
