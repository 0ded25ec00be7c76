"""Dispatch: what is held together leaves together, what is dropped or withdrawn goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backsim.records.codes import CancelCause
from backsim.units import DAY, NEVER

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup:
    {price: 10.00, unit_cost: 4.00, supplier: near,
     replenishment: {policy: base_stock, base_stock_level: 0}}
  jug:
    {price: 30.00, unit_cost: 9.00, supplier: far,
     replenishment: {policy: base_stock, base_stock_level: 0}}
  mug: {price: 12.00, unit_cost: 5.00, opening_stock: 2, selling: {backorders: off}}
suppliers: {near: {lead_time: 3 days}, far: {lead_time: 9 days}}
selling: {backorders: open}
payment: {approach: deposit, share: 50%}
"""
CUP, JUG, MUG = (0, 0, 0, 1, 1000), (0, 0, 1, 1, 3000), (0, 0, 2, 1, 1200)
"""Day, visit, product, pieces, value: the lines of one order."""


def test_a_bundle_leaves_when_its_last_line_is_ready(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(1)
    assert shop.shop.dispatch.bundles[0].waiting == 2
    assert shop.shop.dispatch.bundles[0].lines == [0, 1, 2]
    assert shop.log.promised_at == [9 * DAY] * 3
    shop.until(4)
    assert shop.shop.dispatch.bundles[0].waiting == 1
    assert shop.log.allocated_at == [3 * DAY, NEVER, 0]
    shop.until(10)
    assert shop.log.parcel == [0, 0, 0]
    assert shop.shop.dispatch.bundles == {}
    assert [shelf.on_hand for shelf in shop.shop.store.shelves] == [0, 0, 1]
    # One charge for all that was still to be paid.
    assert shop.paid[2:] == [
        ("SHIPMENT", 0, 9, 500),
        ("SHIPMENT", 1, 9, 1500),
        ("SHIPMENT", 2, 9, 1200),
    ]


def test_dropping_the_line_that_all_wait_for_lets_the_others_go(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(4)
    shop.shop.dispatch.drop(1, CancelCause.CHANGED)
    assert shop.log.parcel == [0, NEVER, 0]
    assert shop.paid[2:] == [
        ("REFUND", 1, 3, 1500),
        ("SHIPMENT", 0, 3, 500),
        ("SHIPMENT", 2, 3, 1200),
    ]


def test_dropping_one_of_two_that_wait_lets_nothing_go(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(1)
    shop.shop.dispatch.drop(0, CancelCause.CHANGED)
    assert shop.log.parcel == [NEVER] * 3
    assert shop.shop.dispatch.bundles[1].waiting == 1
    assert shop.shop.store.shelves[0].owed == 0


def test_dropping_a_line_that_is_ready_lets_nothing_go(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(4)
    shop.shop.dispatch.drop(0, CancelCause.CHANGED)
    assert shop.log.parcel == [NEVER] * 3
    # The cup is back on the shelf.
    assert shop.shop.store.shelves[0].available == 1
    assert shop.until(10).log.parcel == [NEVER, 0, 0]


def test_dropping_the_only_line_is_a_cancellation(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP).until(1)
    shop.shop.dispatch.drop(0, CancelCause.CHANGED)
    assert shop.until(60).paid == [("CHECKOUT", 0, 0, 500), ("REFUND", 0, 0, 500)]
    assert shop.log.parcel == [NEVER]


def test_giving_up_one_line_gives_up_all_that_is_held_with_it(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(4)
    shop.shop.dispatch.give_up(1, CancelCause.LATE)
    assert [shop.log.cancelled[line] for line in range(3)] == [CancelCause.LATE] * 3
    assert [shelf.available for shelf in shop.shop.store.shelves] == [1, 0, 2]
    assert [row[:3] for row in shop.paid[2:]] == [("REFUND", 0, 3), ("REFUND", 1, 3)]


def test_what_is_withdrawn_goes_to_the_next_in_the_queue(open_shop: OpenShop) -> None:
    # Ann's two cups are set aside; ben's are on their way.
    shop = open_shop(
        SHOP, (0, 0, 0, 2, 2000), (0, 0, 1, 1, 3000),
        (2, 1, 0, 2, 2000),
    ).until(4)  # fmt: skip
    assert shop.log.parcel == [NEVER] * 3
    shop.shop.dispatch.give_up(0, CancelCause.LATE)
    assert shop.log.parcel == [NEVER, NEVER, 0]


def test_lines_of_a_split_order_leave_on_their_own(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP + "shipping: {shipments: split}\n", CUP, JUG, MUG).until(4)
    assert shop.shop.dispatch.bundles == {}
    assert shop.log.parcel == [1, NEVER, 0]
    shop.shop.dispatch.give_up(1, CancelCause.LATE)
    assert [shop.log.cancelled[line] for line in range(3)] == [0, CancelCause.LATE, 0]
