"""A shelf counts pieces, keeps the queue, and says when it expects to serve one more."""

from __future__ import annotations

import pytest

from backsim.policies import allocation, backorder, payment, preorder, pricing, promise
from backsim.policies.replenishment import BaseStock, base_stock, none
from backsim.records.views import Policy, StockView
from backsim.scenario.model import Product, Replenishment
from backsim.simulation.shelf import Shelf
from backsim.units import FOREVER

NOBODY: set[int] = set()


def lamp(opening_stock: int = 0, release_at: int = 0, bought: bool = True) -> Shelf:
    """A shelf of lamps with a base stock of 10, or with its opening stock only."""
    policy = Policy(base_stock, BaseStock(10)) if bought else Policy(none, None)
    product = Product(
        name="lamp",
        price=5000,
        unit_cost=2000,
        weight=0.0,
        opening_stock=opening_stock,
        release_at=release_at,
        ends_at=FOREVER,
        edition=FOREVER,
        holding_rate=0.0,
        supplier=0,
        replenishment=Replenishment(policy, 0, before_demand=False),
        backorder=Policy(backorder.open_to_all, None),
        preorder=Policy(preorder.window, preorder.Window()),
        promise=Policy(promise.none, None),
        pricing=Policy(pricing.discounts, pricing.Discounts()),
        payment=Policy(payment.at_shipment, None),
        allocation=Policy(allocation.first_come, None),
    )
    return Shelf(product, [5] * 20)


def test_arrivals_go_piece_by_piece_to_the_head_of_the_queue() -> None:
    shelf = lamp()
    shelf.wait(0, 3, 0, preorder=False)
    shelf.wait(1, 1, 0, preorder=False)
    shelf.receive(2)
    assert list(shelf.serve(NOBODY)) == []  # line 0 misses one; line 1 may not pass it
    assert (shelf.available, shelf.owed, shelf.missing) == (0, 2, {0: 1, 1: 1})
    shelf.receive(3)
    assert list(shelf.serve(NOBODY)) == [0, 1]
    assert (shelf.available, shelf.owed, shelf.missing, shelf.on_hand) == (1, 0, {}, 5)


def test_a_smaller_key_goes_first_and_equal_keys_in_order_of_arrival() -> None:
    shelf = lamp()
    for line, key in enumerate([5, 3, 5, 3]):
        shelf.wait(line, 1, key, preorder=False)
    shelf.receive(4)
    assert list(shelf.serve(NOBODY)) == [1, 3, 0, 2]


def test_what_is_set_aside_stays_with_its_line_when_another_goes_first() -> None:
    shelf = lamp()
    shelf.wait(0, 3, 5, preorder=False)
    shelf.receive(2)
    assert list(shelf.serve(NOBODY)) == []
    shelf.wait(1, 1, 0, preorder=False)
    shelf.receive(1)
    assert list(shelf.serve(NOBODY)) == [1]
    assert shelf.missing == {0: 1}


def test_a_cancelled_line_is_passed_over() -> None:
    shelf = lamp()
    shelf.wait(0, 1, 0, preorder=False)
    shelf.wait(1, 1, 0, preorder=False)
    shelf.owed -= shelf.missing.pop(0)
    shelf.receive(1)
    assert list(shelf.serve(NOBODY)) == [1]
    assert (shelf.available, shelf.owed, shelf.queue) == (0, 0, [])


def test_nothing_is_served_before_the_release() -> None:
    shelf = lamp(opening_stock=2, release_at=9)
    shelf.wait(0, 1, 0, preorder=True)
    assert list(shelf.serve({0})) == []
    assert (shelf.available, shelf.owed, shelf.owed_preorders) == (2, 1, 1)
    shelf.released = True
    assert list(shelf.serve({0})) == [0]
    assert (shelf.available, shelf.owed, shelf.owed_preorders) == (1, 0, 0)


def test_a_position_is_what_is_available_and_coming_less_what_is_owed() -> None:
    shelf = lamp(opening_stock=4, release_at=9)
    shelf.wait(0, 3, 0, preorder=True)
    shelf.wait(1, 2, 0, preorder=False)
    shelf.order(7, expected_at=5)
    assert shelf.position(1) == StockView(
        now=1, on_hand=4, on_order=7, backorders=2, preorders=3, inventory_position=6
    )
    shelf.receive(7)
    assert shelf.position(5) == StockView(
        now=5, on_hand=11, on_order=0, backorders=2, preorders=3, inventory_position=6
    )


def test_what_is_here_is_expected_now() -> None:
    assert lamp(opening_stock=2).expected_at(2, now=3, lead_time_mean=5) == 3


def test_a_quote_names_the_purchase_order_that_brings_the_last_piece() -> None:
    shelf = lamp(opening_stock=1)
    shelf.order(4, expected_at=10)
    shelf.order(4, expected_at=20)
    dates = [shelf.expected_at(quantity, now=3, lead_time_mean=5) for quantity in (1, 2, 5, 6, 9)]
    assert dates == [3, 10, 10, 20, 20]


def test_a_quote_stands_behind_all_that_is_owed() -> None:
    shelf = lamp()
    shelf.order(4, expected_at=10)
    shelf.order(4, expected_at=20)
    shelf.wait(0, 4, 0, preorder=False)
    assert shelf.expected_at(1, now=3, lead_time_mean=5) == 20


def test_a_late_purchase_order_is_expected_any_moment() -> None:
    shelf = lamp()
    shelf.order(4, expected_at=10)
    assert shelf.expected_at(1, now=12, lead_time_mean=5) == 12


def test_what_is_not_on_order_comes_a_lead_time_after_the_next_review() -> None:
    shelf = lamp()
    assert shelf.expected_at(1, now=3, lead_time_mean=5) == 8
    shelf.next_review = 7
    assert shelf.expected_at(1, now=3, lead_time_mean=5) == 12


@pytest.mark.parametrize(("quantity", "expected"), [(2, 3), (3, FOREVER)])
def test_without_replenishment_nothing_more_is_expected(quantity: int, expected: int) -> None:
    shelf = lamp(opening_stock=2, bought=False)
    assert shelf.expected_at(quantity, now=3, lead_time_mean=5) == expected
