"""A shelf counts pieces, keeps the queue, and says when it expects to serve one more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.records.codes import LostCause, Offer
from backsim.units import DAY, HOUR, NEVER

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 0,
    replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: 9 days}}
selling: {backorders: open}
shipping: {shipments: split}
"""


def test_arrivals_go_piece_by_piece_to_the_head_of_the_queue(open_shop: OpenShop) -> None:
    shop = open_shop(
        SHOP, "0 09:00 ann 3 cup 30.00", "0 10:00 ben 1 cup 10.00", lead_times={"cup": [5, 2]}
    )
    shelf = shop.until(3).shelf()
    # Ben's piece came first, and stands aside for ann, who misses two; ben may not pass her.
    assert (shelf.on_hand, shelf.available, shelf.owed) == (1, 0, 3)
    assert shop.lines("shipped_at") == [NEVER, NEVER]
    shop.until(6)
    assert (shelf.on_hand, shelf.available, shelf.owed) == (0, 0, 0)
    assert shop.lines("shipped_at") == [5 * DAY + 9 * HOUR] * 2


def test_a_smaller_key_goes_first_and_equal_keys_in_order_of_arrival(open_shop: OpenShop) -> None:
    text = SHOP.replace("open}", "open, allocation: smallest_first}")
    shop = open_shop(
        text,
        "0 01:00 ann 2 cup 20.00",
        "0 02:00 ben 1 cup 10.00",
        "0 03:00 cat 2 cup 20.00",
        "0 04:00 dan 1 cup 10.00",
    ).until(10)
    # Two pieces come for ann, one for ben, two for cat, one for dan, in this order.
    hours = [(at - 9 * DAY) // HOUR for at in shop.lines("allocated_at")]
    assert hours == [3, 1, 4, 1]


def test_what_is_set_aside_stays_with_its_line_when_another_goes_first(
    open_shop: OpenShop,
) -> None:
    text = SHOP.replace("open}", "open, allocation: smallest_first}")
    shop = open_shop(
        text,
        "0 01:00 ann 3 cup 30.00",
        "5 00:00 ben 1 cup 10.00",
        "6 00:00 cat 2 cup 20.00",
        lead_times={"cup": [20, 2, 1]},
    )
    # Day 7: ben's piece comes, and cat's two: ben is first, then cat, and ann gets nothing yet.
    assert shop.until(8).lines("allocated_at") == [NEVER, 7 * DAY, 7 * DAY]
    assert shop.shelf().owed == 3
    assert shop.until(21).lines("allocated_at")[0] == 20 * DAY + HOUR


def test_who_gives_up_leaves_their_pieces_to_the_next(open_shop: OpenShop) -> None:
    shop = open_shop(
        SHOP, "0 09:00 ann 3 cup 30.00", "0 10:00 ben 1 cup 10.00", lead_times={"cup": [9, 2]}
    ).until(3)
    shop.give_up(0)
    assert shop.lines("shipped_at") == [NEVER, 3 * DAY]
    shelf = shop.shelf()
    assert (shelf.on_hand, shelf.available, shelf.owed, shelf.sold) == (0, 0, 0, 1)
    # Ann's three cups come, and nobody waits for them.
    shop.until(10)
    assert (shelf.on_hand, shelf.available, shelf.on_order) == (3, 3, 0)


def test_who_gave_up_is_passed_over(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, "0 09:00 ann 1 cup 10.00", "0 10:00 ben 1 cup 10.00").until(1)
    shop.give_up(0)
    assert shop.until(10).lines("shipped_at") == [NEVER, 9 * DAY + 9 * HOUR]
    assert (shop.shelf().available, shop.shelf().owed) == (1, 0)


LAUNCH = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 2, release: 9 days}
selling: {preorders: {cap: 2}}
"""


def test_nothing_is_served_before_the_release(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, "0 09:00 ann 1 cup 10.00")
    shelf = shop.until(9).shelf()
    assert (shelf.available, shelf.owed, shelf.owed_preorders) == (2, 1, 1)
    shop.until(9.1)
    assert (shelf.on_hand, shelf.available, shelf.owed) == (1, 1, 0)
    assert shop.lines("shipped_at") == [9 * DAY]


def test_a_preorder_given_up_leaves_its_place_too(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, "0 09:00 ann 1 cup 10.00", "0 10:00 ben 1 cup 10.00").until(1)
    shop.give_up(0)
    shelf = shop.shelf()
    assert (shelf.owed_preorders, shelf.owed, shelf.sold, shelf.available) == (1, 1, 1, 2)


def test_a_position_is_what_is_available_and_coming_less_what_is_owed(open_shop: OpenShop) -> None:
    text = SHOP.replace("opening_stock: 0", "opening_stock: 4")
    shop = open_shop(text, "1 00:00 ann 3 cup 30.00", "2 00:00 ben 3 cup 30.00")
    shelf = shop.until(2).shelf()
    assert (shelf.available, shelf.on_order, shelf.inventory_position()) == (1, 0, 1)
    # Ben's three are owed: one is here and two more are bought, to the base stock of 0.
    shop.until(3)
    assert (shelf.owed, shelf.on_order, shelf.inventory_position()) == (2, 2, 0)
    shop.until(12)
    assert (shelf.owed, shelf.on_order, shelf.inventory_position()) == (0, 0, 0)


def test_a_quote_names_the_purchase_order_that_brings_the_last_piece(open_shop: OpenShop) -> None:
    text = SHOP.replace("opening_stock: 0", "opening_stock: 1").replace(
        "{policy: base_stock, base_stock_level: 0}",
        "{policy: reorder_point, reorder_point: 0, order_quantity: 4}",
    )
    shop = open_shop(
        text,
        "0 00:00 ann 1 cup 10.00",  # position 0: four are bought, for day 9
        "1 00:00 ben 4 cup 40.00",  # those; position 0: four more, for day 10
        "2 00:00 cat 3 cup 30.00",  # of those; position 1
        "3 00:00 dan 2 cup 20.00",  # one is still coming, the other must be bought
    ).until(4)
    assert shop.lines("promised_at") == [0, 9 * DAY, 10 * DAY, 12 * DAY]


def test_what_is_just_enough_is_here_now_whatever_else_is_coming(open_shop: OpenShop) -> None:
    text = SHOP.replace("opening_stock: 0", "opening_stock: 3").replace(
        "base_stock_level: 0", "base_stock_level: 3"
    )
    # Ann's cup is bought again on day 1, for day 10; two are here.
    shelf = open_shop(text, "1 00:00 ann 1 cup 10.00").until(4).shelf()
    assert (shelf.available, shelf.on_order) == (2, 1)
    expected = [shelf.expected_at(pieces, 4 * DAY) for pieces in (1, 2, 3)]
    assert expected == [4 * DAY, 4 * DAY, 10 * DAY]


def test_what_is_not_on_order_comes_a_lead_time_after_the_next_review(open_shop: OpenShop) -> None:
    text = SHOP.replace("base_stock_level: 0", "base_stock_level: 0, review_period: 7 days")
    shop = open_shop(text, "3 00:00 ann 1 cup 10.00").until(4)
    assert shop.lines("promised_at") == [16 * DAY]


def test_an_edition_counts_what_is_sold_from_stock_and_what_is_owed(open_shop: OpenShop) -> None:
    text = SHOP.replace("opening_stock: 0", "opening_stock: 2, edition: 5")
    shop = open_shop(
        text,
        "0 01:00 ann 2 cup 20.00",
        "0 02:00 ben 2 cup 20.00",
        "0 03:00 cat 2 cup 20.00",
        "0 04:00 dan 1 cup 10.00",
        "1 00:00 eve 2 cup 20.00",
    ).until(0.5)
    sold, sold_out = LostCause.SOLD, LostCause.SOLD_OUT
    assert shop.lines("lost")[:4] == [sold, sold, sold_out, sold]
    # Ben gives up, and there are two again.
    shop.give_up(1)
    assert shop.until(2).lines("lost")[4] == sold


@pytest.mark.parametrize(("day", "lost"), [(4, LostCause.SOLD), (5, LostCause.ENDED)])
def test_nothing_is_sold_after_the_end_of_sale(
    open_shop: OpenShop, day: int, lost: LostCause
) -> None:
    text = SHOP.replace("opening_stock: 0", "opening_stock: 2, end_of_sale: 5 days")
    assert open_shop(text, f"{day} 00:00 ann 1 cup 10.00").until(6).lines("lost") == [lost]


def test_what_is_not_all_there_is_not_in_stock(open_shop: OpenShop) -> None:
    text = SHOP.replace("opening_stock: 0", "opening_stock: 2")
    shop = open_shop(text, "0 01:00 ann 3 cup 30.00", "0 02:00 ben 2 cup 20.00").until(1)
    # Ann's three take the two that are there; ben's are bought for him.
    assert shop.lines("offer") == [Offer.BACKORDER, Offer.BACKORDER]
