"""A shelf counts pieces, keeps the queue, and says when it expects to serve one more."""

from __future__ import annotations

import pytest
from backsim.records.views import Policy, StockView

from backsim.chance.distributions import Constant
from backsim.policies import allocation, backorder, payment, preorder, promise
from backsim.policies.replenishment import BaseStock, base_stock, none
from backsim.scenario.model import Approach, Product, Replenishment, Slip
from backsim.simulation.shelf import Shelf
from backsim.units import FOREVER


def lamp(
    opening_stock: int = 0,
    release_at: int = 0,
    bought: bool = True,
    reserve: int = 0,
    ends_at: int = FOREVER,
    edition: int = FOREVER,
) -> Shelf:
    """A shelf of lamps with a base stock of 10, or with its opening stock only."""
    policy = Policy(base_stock, BaseStock(10)) if bought else Policy(none, None)
    later = Policy(payment.at_shipment, None)
    product = Product(
        name="lamp",
        price=5000,
        early_price=5000,
        reference_price=5000,
        unit_cost=2000,
        weight=0.0,
        opening_stock=opening_stock,
        release_at=release_at,
        slip=Slip(Constant(0.0), 0),
        ends_at=ends_at,
        edition=edition,
        holding_rate=0.0,
        supplier=0,
        replenishment=Replenishment(policy, 0, before_demand=False),
        backorder=Policy(backorder.open_to_all, None),
        preorder=Policy(preorder.window, preorder.Window()),
        promise=Policy(promise.none, None),
        pricing=None,
        approaches=(Approach("later", later, 0.0, 0.0, 0, 0.0),),
        allocation=Policy(allocation.first_come, None),
        release_allocation=None,
        reserve=reserve,
        partial=False,
        substitutes=(),
        gift=None,
    )
    return Shelf(0, product)


def wait(shelf: Shelf, line: int, quantity: int, key: float = 0, preorder: bool = False) -> None:
    """A line is sold that cannot ship, and takes its place in the queue."""
    shelf.owe(line, quantity, preorder)
    shelf.join(line, key, line)


def test_arrivals_go_piece_by_piece_to_the_head_of_the_queue() -> None:
    shelf = lamp()
    wait(shelf, 0, 3)
    wait(shelf, 1, 1)
    shelf.receive(2)
    assert list(shelf.serve()) == []  # line 0 misses one; line 1 may not pass it
    assert (shelf.available, shelf.owed, shelf.missing) == (0, 2, {0: 1, 1: 1})
    shelf.receive(3)
    assert list(shelf.serve()) == [0, 1]
    assert (shelf.available, shelf.owed, shelf.missing, shelf.on_hand) == (1, 0, {}, 5)


def test_a_smaller_key_goes_first_and_equal_keys_in_order_of_arrival() -> None:
    shelf = lamp()
    for line, key in enumerate([5, 3, 5, 3]):
        wait(shelf, line, 1, key)
    shelf.receive(4)
    assert list(shelf.serve()) == [1, 3, 0, 2]


def test_the_rest_of_a_split_line_stands_where_its_visit_stands() -> None:
    # Line 2 was split off a line of visit 0, and is numbered behind that of visit 1.
    shelf = lamp()
    for line, visit in ((2, 0), (1, 1)):
        shelf.owe(line, 1, preorder=False)
        shelf.join(line, 0, visit)
    shelf.receive(1)
    assert list(shelf.serve()) == [2]


def test_what_is_set_aside_stays_with_its_line_when_another_goes_first() -> None:
    shelf = lamp()
    wait(shelf, 0, 3, 5)
    shelf.receive(2)
    assert list(shelf.serve()) == []
    wait(shelf, 1, 1)
    shelf.receive(1)
    assert list(shelf.serve()) == [1]
    assert shelf.missing == {0: 1}


def test_a_cancelled_line_is_passed_over() -> None:
    shelf = lamp()
    wait(shelf, 0, 1)
    wait(shelf, 1, 1)
    shelf.withdraw(0, 1)
    shelf.receive(1)
    assert list(shelf.serve()) == [1]
    assert (shelf.available, shelf.owed, shelf.queue) == (0, 0, [])


def test_nothing_is_served_before_the_release() -> None:
    shelf = lamp(opening_stock=2, release_at=9)
    wait(shelf, 0, 1, preorder=True)
    assert list(shelf.serve()) == []
    assert (shelf.available, shelf.owed, shelf.owed_preorders) == (2, 1, 1)
    shelf.released = True
    assert list(shelf.serve()) == [0]
    assert (shelf.available, shelf.owed, shelf.owed_preorders) == (1, 0, 0)


def test_a_position_is_what_is_available_and_coming_less_what_is_owed() -> None:
    shelf = lamp(opening_stock=4, release_at=9)
    wait(shelf, 0, 3, preorder=True)
    wait(shelf, 1, 2)
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
    wait(shelf, 0, 4)
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


def test_pieces_kept_back_are_for_walk_in_customers() -> None:
    shelf = lamp(reserve=2)
    wait(shelf, 0, 3)
    shelf.receive(4)
    assert list(shelf.serve()) == []
    assert (shelf.available, shelf.to_give(), shelf.owed) == (2, 0, 1)
    assert shelf.sells_now(2, now=0)
    shelf.receive(1)
    assert list(shelf.serve()) == [0]
    assert shelf.available == 2


def test_a_reserve_is_expected_by_nobody_who_waits() -> None:
    shelf = lamp(opening_stock=3, reserve=2)
    shelf.order(4, expected_at=10)
    dates = [shelf.expected_at(quantity, now=3, lead_time_mean=5) for quantity in (1, 2)]
    assert dates == [3, 10]


def test_a_line_given_up_leaves_what_was_set_aside_for_it() -> None:
    shelf = lamp()
    wait(shelf, 0, 3)
    wait(shelf, 1, 1)
    shelf.receive(2)
    assert list(shelf.serve()) == []
    shelf.withdraw(0, 3)
    assert (shelf.available, shelf.owed, shelf.sold) == (2, 1, 1)
    assert list(shelf.serve()) == [1]
    assert (shelf.available, shelf.owed, shelf.on_hand) == (1, 0, 2)


def test_a_complete_line_given_up_leaves_all_its_pieces() -> None:
    shelf = lamp()
    wait(shelf, 0, 3)
    shelf.receive(3)
    assert list(shelf.serve()) == [0]
    shelf.withdraw(0, 3)
    assert (shelf.available, shelf.owed, shelf.sold, shelf.on_hand) == (3, 0, 0, 3)


def test_a_preorder_given_up_leaves_its_place_too() -> None:
    shelf = lamp(release_at=9)
    wait(shelf, 0, 3, preorder=True)
    wait(shelf, 1, 2, preorder=True)
    shelf.withdraw(0, 3)
    assert (shelf.preordered, shelf.owed_preorders, shelf.owed, shelf.sold) == (2, 2, 2, 2)


def test_a_sold_line_may_be_owed_and_not_yet_stand_in_the_queue() -> None:
    # An advance order: its pieces are owed, but it is served only once it is wanted.
    shelf = lamp()
    shelf.order(2, expected_at=5)
    shelf.owe(0, 2, preorder=False)
    shelf.receive(2)
    assert list(shelf.serve()) == []
    assert (shelf.available, shelf.owed, shelf.position(0).inventory_position) == (2, 2, 0)
    shelf.join(0, 0, 0)
    assert list(shelf.serve()) == [0]


def test_a_queue_is_ordered_anew() -> None:
    shelf = lamp()
    for line in range(4):
        wait(shelf, line, 1)
    shelf.withdraw(2, 1)
    shelf.reorder(lambda line: -line)
    assert sorted(shelf.queue) == [(-3, 3, 3), (-1, 1, 1), (0, 0, 0)]
    shelf.receive(9)
    assert list(shelf.serve()) == [3, 1, 0]


def test_who_is_told_when_a_purchase_order_is_late() -> None:
    # Owed are 3, 2, 4 and 1 pieces, and 4, 4 and 4 are coming: the first order completes line 0,
    # the second line 1, the third lines 2 and 3.
    shelf = lamp()
    for line, quantity in enumerate((3, 2, 4, 1)):
        wait(shelf, line, quantity)
    for at in (10, 20, 30):
        shelf.order(4, expected_at=at)
    assert [shelf.waiting_for(purchase) for purchase in (1, 2, 3)] == [[0], [1], [2, 3]]
    # The first one is here: line 1 holds a piece, and nothing changes for the others.
    shelf.receive(4)
    assert list(shelf.serve()) == [0]
    assert [shelf.waiting_for(purchase) for purchase in (2, 3)] == [[1], [2, 3]]


def test_what_is_not_for_sale_is_not_in_stock() -> None:
    assert lamp(opening_stock=2).sells_now(2, now=0)
    assert not lamp(opening_stock=2).sells_now(3, now=0)
    assert not lamp(opening_stock=2, release_at=9).sells_now(1, now=0)
    assert lamp(opening_stock=2, ends_at=5).sells_now(1, now=4)
    assert not lamp(opening_stock=2, ends_at=5).sells_now(1, now=5)


def test_an_edition_counts_what_is_sold_from_stock_and_what_is_owed() -> None:
    shelf = lamp(opening_stock=2, edition=5)
    shelf.take(2)
    wait(shelf, 0, 2)
    assert (shelf.available, shelf.sells(1, now=0), shelf.sells(2, now=0)) == (0, True, False)
    shelf.withdraw(0, 2)
    assert shelf.sells(3, now=0)
