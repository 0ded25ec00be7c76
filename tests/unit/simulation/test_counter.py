"""The counter: parts of lines, substitutes, places, and the way to pay that feels cheapest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from backsim.records.views import PaymentView, Policy

from backsim.policies.payment import Deposit, Terms, deposit, net_days
from backsim.records.codes import LineOrigin, LostCause, Offer
from backsim.scenario.model import Approach
from backsim.simulation.counter import felt
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
THREE = (0, 0, 0, 3, 2000)
"""Day, visit, product, pieces, value."""


def test_a_line_is_sold_in_parts(open_shop: OpenShop) -> None:
    text = SHOP.replace("open}", "open, partial_lines: split}") + "shipping: {shipments: split}\n"
    log = open_shop(text, THREE).until(1).log
    # 20.00 for three: two cost 13.33, the other one 6.67.
    assert (log.quantity, log.value, log.list_value) == ([2, 1], [1333, 667], [1333, 667])
    assert (log.offer, log.lost) == ([Offer.STOCK, Offer.BACKORDER], [LostCause.SOLD] * 2)
    assert [log.origin[line] for line in (0, 1)] == [LineOrigin.ASKED, LineOrigin.REMAINDER]
    assert (log.promised_at, log.parcel) == ([0, 9 * DAY], [0, NEVER])
    assert log.order == [0, 0]


@pytest.mark.parametrize(("stock", "parts"), [(0, [3]), (3, [3]), (4, [3]), (1, [1, 2])])
def test_only_a_line_that_is_there_in_part_is_split(
    open_shop: OpenShop, stock: int, parts: list[int]
) -> None:
    text = SHOP.replace("open}", "open, partial_lines: split}") + "shipping: {shipments: split}\n"
    shop = open_shop(text.replace("opening_stock: 2", f"opening_stock: {stock}"), THREE).until(1)
    assert shop.log.quantity == parts


def test_an_edition_is_for_the_whole_line(open_shop: OpenShop) -> None:
    text = SHOP.replace("open}", "open, partial_lines: split}") + "shipping: {shipments: split}\n"
    shop = open_shop(text.replace("price", "edition: 2, price", 1), THREE).until(1)
    assert (shop.log.quantity, shop.log.lost) == ([3], [LostCause.SOLD_OUT])


PAY = PaymentView(now=0, offer=Offer.BACKORDER, value=1000, quoted_wait=9, release_at=0)


def way(name: str, policy: Policy, discount: float = 0.0) -> Approach:
    return Approach(name, policy, discount, 0.0, 0, 0.0)


LATER = way("later", Policy(net_days, Terms(30)))
HALF = way("half", Policy(deposit, Deposit(share=0.5)), 0.05)
FULL = way("full", Policy(deposit, Deposit(share=1.0)), 0.1)


@pytest.mark.parametrize(
    ("aversion", "chosen"),
    # 9.00 * (1 + a), 9.50 * (1 + a / 2) or 10.00: the second beats the first from 0.118 on, and
    # is beaten by the third from 0.105 on.
    [(0.0, 0), (0.10, 0), (0.111, 0), (0.112, 2), (0.5, 2)],
)
def test_customers_choose_what_feels_cheapest(
    open_shop: OpenShop, aversion: float, chosen: int
) -> None:
    counter = open_shop(SHOP, THREE).shop.counter
    product = counter.store.shelves[0].product._replace(approaches=(FULL, HALF, LATER))
    place, plan, value = counter.choose(product, 1000, PAY, aversion)
    assert place == chosen
    assert (value, plan.checkout) == ((900, 900) if chosen == 0 else (1000, 0))


def test_of_equals_the_first_is_chosen(open_shop: OpenShop) -> None:
    counter = open_shop(SHOP, THREE).shop.counter
    product = counter.store.shelves[0].product._replace(
        approaches=(LATER, HALF._replace(discount=0))
    )
    assert counter.choose(product, 1000, PAY, 0.0)[0] == 0
    swapped = product._replace(approaches=product.approaches[::-1])
    assert counter.choose(swapped, 1000, PAY, 0.0)[0] == 0


def test_an_approach_s_discount_is_of_the_list_value_and_adds_to_the_others(
    open_shop: OpenShop,
) -> None:
    counter = open_shop(SHOP, THREE).shop.counter
    product = counter.store.shelves[0].product._replace(approaches=(FULL,))
    _, plan, value = counter.choose(product, 1000, PAY._replace(value=800), 0.0)
    assert (value, plan.checkout) == (700, 700)
    _, plan, value = counter.choose(product, 1000, PAY._replace(value=50), 0.0)
    assert (value, plan.checkout) == (0, 0)


def test_what_a_customer_feels_is_what_they_pay_before_the_goods_come() -> None:
    view = PAY._replace(value=1000)
    assert felt(deposit(view, Deposit(share=0.3))) == 300
    # The plan says how it feels; else all that is taken or noted ahead.
    assert felt(deposit(view, Deposit(share=0.3))._replace(felt=-1)) == 300
    later = deposit(view, Deposit(share=0.3, balance_after=DAY))
    assert felt(later._replace(felt=-1)) == 1000


LAUNCH = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 5, release: 10 days}
selling: {preorders: {cap: 2, waiting_list: true}}
"""


def ask(*pieces: int) -> list[tuple[float, int, int, int, int]]:
    """Visits at one instant, one after the other."""
    return [(0, visit, 0, quantity, 1000 * quantity) for visit, quantity in enumerate(pieces)]


def test_who_is_beyond_the_cap_stands_on_the_list(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, *ask(1, 2, 1, 1)).until(1)
    # Two pieces are too many for the second visitor, and the third has the last place.
    sold, listed = LostCause.SOLD, LostCause.WAITING_LIST
    assert shop.log.lost == [sold, listed, sold, listed]
    assert list(shop.shop.store.shelves[0].waiting_list) == [1, 3]


def test_the_list_is_called_in_its_order_and_nobody_is_passed_over(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, *ask(1, 2, 1, 1)).until(1)
    shelf = shop.shop.store.shelves[0]
    shop.shop.dispatch.give_up(0, 3)
    # One place is free, the first on the list needs two: the next one waits behind.
    assert list(shelf.waiting_list) == [1, 3]
    shop.shop.dispatch.give_up(2, 3)
    assert list(shelf.waiting_list) == [3]
    assert shop.log.lost[1] == LostCause.SOLD
    assert shelf.preordered == 2


def test_who_has_lost_patience_is_passed_over(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, *ask(2, 1, 1), patience=[20 * DAY, 0, 20 * DAY]).until(0.5)
    shop.shop.store.env.tick = DAY
    shop.shop.dispatch.give_up(0, 3)
    assert shop.log.lost[1:] == [LostCause.WAITING_LIST, LostCause.SOLD]
    assert not shop.shop.store.shelves[0].waiting_list


def test_on_release_day_the_list_is_called_for_what_is_there(open_shop: OpenShop) -> None:
    shop = open_shop(LAUNCH, *ask(2, 2, 2, 1)).until(1)
    shop.shop.release(shop.shop.store.shelves[0])
    # Five pieces: two pre-ordered, two for the first on the list, and the last one for the fourth
    # visitor: the third wants two.
    sold = LostCause.SOLD
    assert shop.log.lost[:2] == [sold, sold]
    assert shop.log.lost[2] in (LostCause.SOLD_OUT, LostCause.REFUSED)
    assert shop.log.lost[3] == sold
    assert shop.shop.store.shelves[0].on_hand == 0


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
    shop = open_shop(SHOP, THREE, advance=[ahead * DAY]).until(1)
    assert (shop.log.offer[0], shop.log.promised_at[0]) == (offer, promised * DAY)


def test_pieces_for_an_advance_order_are_owed_from_the_order_on(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, (0, 0, 0, 1, 1000), advance=[20 * DAY]).until(1)
    shelf = shop.shop.store.shelves[0]
    assert (shelf.available, shelf.owed, shelf.on_order) == (2, 1, 1)
    # It is served on its day, from what is on the shelf by then.
    assert shop.until(20).log.parcel == [NEVER]
    assert shop.until(21).log.allocated_at == [20 * DAY]
