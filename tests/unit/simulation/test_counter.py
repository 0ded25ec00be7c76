"""The counter: parts of lines, places, and the way to pay that feels cheapest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.records.codes import LineOrigin, LostCause, Offer
from backsim.units import DAY, NEVER

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 2,
    replenishment: {policy: base_stock, base_stock_level: 2}}
suppliers: {maker: {lead_time: 9 days}}
selling: {backorders: open}
"""
PARTS = SHOP.replace("open}", "open, partial_lines: split}") + "shipping: {shipments: split}\n"
THREE = "0 00:00 ann 3 cup 20.00"


def test_a_line_is_sold_in_parts(open_shop: OpenShop) -> None:
    shop = open_shop(PARTS, THREE).until(1)
    # 20.00 for three: two cost 13.33, the other one 6.67.
    assert shop.lines("quantity") == [2, 1]
    assert shop.lines("value") == shop.lines("list_value") == [1333, 667]
    assert shop.lines("offer") == [Offer.STOCK, Offer.BACKORDER]
    assert shop.lines("lost") == [LostCause.SOLD] * 2
    assert shop.lines("origin") == [LineOrigin.ASKED, LineOrigin.REMAINDER]
    assert (shop.lines("promised_at"), shop.lines("parcel")) == ([0, 9 * DAY], [0, NEVER])
    assert shop.lines("order") == [0, 0]


@pytest.mark.parametrize(("stock", "parts"), [(0, [3]), (3, [3]), (4, [3]), (1, [1, 2])])
def test_only_a_line_that_is_there_in_part_is_split(
    open_shop: OpenShop, stock: int, parts: list[int]
) -> None:
    shop = open_shop(PARTS.replace("opening_stock: 2", f"opening_stock: {stock}"), THREE).until(1)
    assert shop.lines("quantity") == parts


WAYS = """payment:
  offer:
    all: {approach: full, discount: 10%}
    half: {approach: deposit, share: 50%, discount: 5%}
    later: {approach: net_days, days: 30 days}
"""


@pytest.mark.parametrize(
    ("aversion", "chosen"),
    # 9.00 * (1 + a), 9.50 * (1 + a / 2) or 10.00: the second beats the first from 0.118 on, and
    # is beaten by the third from 0.105 on.
    [(0.0, 0), (0.10, 0), (0.111, 0), (0.112, 2), (0.5, 2)],
)
def test_customers_choose_what_feels_cheapest(
    open_shop: OpenShop, aversion: float, chosen: int
) -> None:
    ann = f"0 00:00 ann 3 cup 30.00 limit=99.00 aversion={aversion}"
    shop = open_shop(SHOP + WAYS, ann).until(1)
    assert shop.lines("approach") == [chosen]
    paid = [2700, 2700] if chosen == 0 else [3000, 0]
    assert [*shop.lines("value"), *shop.lines("prepaid")] == paid


@pytest.mark.parametrize(
    ("ways", "prepaid"),
    [
        ("a: {approach: at_shipment}, b: {approach: deposit, share: 50%}", 0),
        ("a: {approach: deposit, share: 50%}, b: {approach: at_shipment}", 1500),
    ],
)
def test_of_equals_the_first_is_chosen(open_shop: OpenShop, ways: str, prepaid: int) -> None:
    text = f"{SHOP}payment: {{offer: {{{ways}}}}}\n"
    shop = open_shop(text, "0 00:00 ann 3 cup 30.00 aversion=0").until(1)
    assert (shop.lines("approach"), shop.lines("prepaid")) == ([0], [prepaid])


@pytest.mark.parametrize(("discount", "value"), [("20%", 2100), ("95%", 0)])
def test_an_approach_s_discount_is_of_the_list_value_and_adds_to_the_others(
    open_shop: OpenShop, discount: str, value: int
) -> None:
    text = SHOP + "payment: {offer: {all: {approach: full, discount: 10%}}}\n"
    text += f"pricing: {{wait_discounts: {{1 day: {discount}}}}}\n"
    shop = open_shop(text, "0 00:00 ann 3 cup 30.00").until(1)
    assert shop.lines("value") == shop.lines("prepaid") == [value]


LAUNCH = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 5, release: 10 days}
selling: {preorders: {cap: 2, waiting_list: true}}
"""
SOLD, LISTED = LostCause.SOLD, LostCause.WAITING_LIST


def ask(*pieces: int, known: str = "") -> list[str]:
    """Visits at one instant, one after the other."""
    return [f"0 00:00 {'abcd'[k]} {n} cup {10 * n}.00 {known}" for k, n in enumerate(pieces)]


def test_who_is_beyond_the_cap_stands_on_the_list(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, *ask(1, 2, 1, 1)).until(1)
    # Two pieces are too many for the second visitor, and the third has the last place.
    assert shop.lines("lost") == [SOLD, LISTED, SOLD, LISTED]


def test_the_first_on_the_list_who_fits_is_called(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, *ask(1, 2, 1, 1)).until(1)
    shop.give_up(0)
    # One place is free. The first on the list needs two and keeps their turn, the next needs one.
    assert shop.lines("lost") == [SOLD, LISTED, SOLD, SOLD]
    shop.give_up(2)
    assert shop.lines("lost") == [SOLD, LISTED, SOLD, SOLD]
    shop.give_up(3)
    assert shop.lines("lost") == [SOLD, SOLD, SOLD, SOLD]
    assert shop.shelf().owed_preorders == 2


def test_who_has_lost_patience_is_passed_over(open_shop: OpenShop) -> None:
    first, second, third = ask(2, 1, 1)
    shop = open_shop(LAUNCH, first, f"{second} patience=0d", f"{third} patience=20d").until(1)
    shop.give_up(0)
    assert shop.lines("lost") == [SOLD, LISTED, SOLD]


def test_on_release_day_the_list_is_called_for_what_is_there(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, *ask(2, 2, 2, 1)).until(11)
    # Five pieces: two pre-ordered, two for the first on the list, and the last one for the fourth
    # visitor: the third wants two.
    lost = shop.lines("lost")
    assert [lost[0], lost[1], lost[3]] == [SOLD, SOLD, SOLD]
    assert lost[2] in (LostCause.SOLD_OUT, LostCause.REFUSED)
    assert shop.shelf().on_hand == 0


@pytest.mark.parametrize(
    ("ahead", "offer", "promised"),
    [
        (0, Offer.BACKORDER, 9),
        (4, Offer.ADVANCE, 9),
        (9, Offer.ADVANCE, 9),
        (20, Offer.ADVANCE, 20),
    ],
)
def test_an_advance_order_is_promised_its_own_day(
    open_shop: OpenShop, ahead: int, offer: Offer, promised: int
) -> None:
    shop = open_shop(SHOP, f"{THREE} advance={ahead}d").until(1)
    assert (shop.lines("offer"), shop.lines("promised_at")) == ([offer], [promised * DAY])


@pytest.mark.parametrize(("pieces", "lost"), [(2, LostCause.SOLD), (3, LostCause.SOLD_OUT)])
def test_what_is_never_bought_again_cannot_be_ordered_for_a_date(
    open_shop: OpenShop, pieces: int, lost: LostCause
) -> None:
    text = SHOP.replace("{policy: base_stock, base_stock_level: 2}", "{policy: none}")
    text = text.replace("backorders: open", "backorders: off")
    shop = open_shop(text, f"0 00:00 ann {pieces} cup 30.00 advance=20d patience=59d").until(1)
    assert shop.lines("lost") == [lost]


def test_pieces_for_an_advance_order_are_owed_from_the_order_on(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, "0 00:00 ann 1 cup 10.00 advance=20d").until(1)
    shelf = shop.shelf()
    assert (shelf.available, shelf.owed, shelf.on_order) == (2, 1, 1)
    # It is served on its day, from what is on the shelf by then.
    assert shop.until(20).lines("parcel") == [NEVER]
    assert shop.until(21).lines("allocated_at") == [20 * DAY]


def test_an_order_that_travels_together_has_its_latest_promise(open_shop: OpenShop) -> None:
    text = SHOP.replace(
        "suppliers: {",
        "  pot: {price: 30.00, unit_cost: 9.00, supplier: smith,"
        " replenishment: {policy: base_stock, base_stock_level: 0}}\n"
        "suppliers: {smith: {lead_time: 2 days}, ",
    ).replace("unit_cost: 4.00", "unit_cost: 4.00, supplier: maker")
    shop = open_shop(text, "0 00:00 ann 1 pot 30.00", "0 00:00 ann 3 cup 30.00").until(1)
    # Quoted 2 days for the pot, which comes first, and 9 for the cups.
    assert shop.lines("promised_at") == [9 * DAY, 9 * DAY]


def test_a_cancelled_preorder_makes_room_under_the_cap(open_shop: OpenShop) -> None:
    text = LAUNCH.replace(", waiting_list: true", "")
    shop = open_shop(text, *ask(2, 1), "1 00:00 cat 2 cup 20.00").until(0.5)
    assert shop.lines("lost")[:2] == [SOLD, LostCause.NOT_RELEASED]
    shop.give_up(0)
    assert shop.until(2).lines("lost")[2] == SOLD


def test_who_is_called_from_the_list_pays_the_price_of_the_day_they_signed_up(
    open_shop: OpenShop,
) -> None:
    shop = open_shop(
        "horizon: 40 days\n"
        "products: {cup: {price: 10.00, price_before_release: 8.00, unit_cost: 4.00,\n"
        "  opening_stock: 3, release: 10 days}}\n"
        "selling: {preorders: {cap: 1, waiting_list: true}}\n"
        "pricing: {preorder_discount: 10%, quantity_discounts: {2: 5%}}\n",
        "0 09:00 ann 1 cup 8.00",
        "1 09:00 ben 2 cup 16.00",
    ).until(11)
    # Ben is called on release day: two for 16.00 less 5 %, and nothing off for a pre-order.
    assert shop.lines("value") == [720, 1520]
    assert shop.lines("list_value") == [800, 1600]
    assert shop.lines("shipped_at") == [10 * DAY, 10 * DAY]
