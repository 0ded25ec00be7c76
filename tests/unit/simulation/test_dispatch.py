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
"""
CUP, JUG, MUG = "0 00:00 ann 1 cup 10.00", "0 00:00 ann 1 jug 30.00", "0 00:00 ann 1 mug 12.00"
"""Lines of one order."""


def available(shop: Any) -> list[int]:
    return [shop.shelf(name).available for name in ("cup", "jug", "mug")]


def test_a_bundle_leaves_when_its_last_line_is_ready(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(4)
    assert shop.lines("promised_at") == [9 * DAY] * 3
    assert shop.lines("allocated_at") == [3 * DAY, NEVER, 0]
    assert shop.lines("parcel") == [NEVER] * 3
    shop.until(10)
    assert shop.lines("parcel") == [0, 0, 0]
    assert [shop.shelf(name).on_hand for name in ("cup", "jug", "mug")] == [0, 0, 1]
    # One charge for all of it.
    assert shop.paid == [
        ("SHIPMENT", 0, 9, 1000),
        ("SHIPMENT", 1, 9, 3000),
        ("SHIPMENT", 2, 9, 1200),
    ]
    assert len(set(shop.log.payments.charge.tolist())) == 1


def test_dropping_the_line_that_all_wait_for_lets_the_others_go(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(4)
    shop.drop(1)
    assert shop.lines("parcel") == [0, NEVER, 0]
    assert shop.paid == [("SHIPMENT", 0, 4, 1000), ("SHIPMENT", 2, 4, 1200)]


def test_dropping_one_of_two_that_wait_lets_nothing_go(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(1)
    shop.drop(0)
    assert shop.lines("parcel") == [NEVER] * 3
    assert shop.shelf("cup").owed == 0
    assert shop.until(10).lines("parcel") == [NEVER, 0, 0]


def test_dropping_a_line_that_is_ready_lets_nothing_go(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(4)
    shop.drop(0)
    assert shop.lines("parcel") == [NEVER] * 3
    # The cup is back on the shelf.
    assert shop.shelf("cup").available == 1
    assert shop.until(10).lines("parcel") == [NEVER, 0, 0]


def test_dropping_the_only_line_is_a_cancellation(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP + "payment: {approach: deposit, share: 50%}\n", CUP).until(1)
    shop.drop(0)
    assert shop.until(60).paid == [("CHECKOUT", 0, 0, 500), ("REFUND", 0, 1, 500)]
    assert shop.lines("cancelled_at") == [DAY]
    assert shop.lines("parcel") == [NEVER]


def test_giving_up_one_line_gives_up_all_that_is_held_with_it(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, MUG).until(4)
    shop.give_up(1)
    assert shop.lines("cancelled") == [CancelCause.LATE] * 3
    assert available(shop) == [1, 0, 2]
    assert shop.until(60).lines("parcel") == [NEVER] * 3


def test_what_is_withdrawn_goes_to_the_next_in_the_queue(open_shop: OpenShop) -> None:
    # Ann's two cups are set aside until her jug comes; ben's are on their way.
    shop = open_shop(
        SHOP,
        *("0 00:00 ann 2 cup 20.00", "0 00:00 ann 1 jug 30.00", "2 00:00 ben 2 cup 20.00"),
    ).until(4)
    assert shop.lines("parcel") == [NEVER] * 3
    shop.give_up(0)
    assert shop.lines("parcel") == [NEVER, NEVER, 0]


def test_lines_of_a_split_order_leave_on_their_own(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP + "shipping: {shipments: split}\n", CUP, JUG, MUG).until(4)
    assert shop.lines("parcel") == [1, NEVER, 0]
    shop.give_up(1)
    assert shop.lines("cancelled") == [0, CancelCause.LATE, 0]


def test_no_line_of_an_order_is_served_by_its_own_cancellation(open_shop: OpenShop) -> None:
    # Two lines of the same mug, 3 and 2 pieces, hold the 2 there are. When the order is cancelled,
    # they go to the next order and not to its own second line.
    text = SHOP.replace(
        "opening_stock: 2, selling: {backorders: off}",
        "opening_stock: 2, supplier: far,"
        " replenishment: {policy: reorder_point, reorder_point: -9, order_quantity: 1}",
    )
    shop = open_shop(
        text,
        *("0 00:00 ann 3 mug 36.00", "0 00:00 ann 2 mug 24.00", "1 00:00 ben 2 mug 24.00"),
    ).until(2)
    shop.give_up(0)
    assert shop.lines("cancelled_at") == [2 * DAY, 2 * DAY, NEVER]
    assert shop.lines("shipped_at") == [NEVER, NEVER, 2 * DAY]


def test_a_parcel_costs_its_weight_and_takes_its_own_transit(open_shop: OpenShop) -> None:
    text = (
        SHOP.replace("price: 12.00", "price: 12.00, weight: 300 g").replace(
            "price: 10.00", "price: 10.00, weight: 1.5 kg"
        )
        + "shipping: {shipments: split, carriers: {post: {cost: 4.90, cost_per_kg: 1.25}}}\n"
    )
    shop = open_shop(
        text,
        "0 00:00 ann 1 cup 10.00 transit=2d",
        "0 00:00 ann 1 mug 12.00 transit=3d",
        "1 00:00 ben 2 cup 20.00 transit=5d",
    ).until(5)
    # The mug leaves at once, the cups three days later.
    assert shop.lines("parcel") == [1, 0, 2]
    parcels = shop.log.parcels
    assert parcels.shipped_at.tolist() == [0, 3 * DAY, 4 * DAY]
    assert parcels.delivered_at.tolist() == [3 * DAY, 5 * DAY, 9 * DAY]
    # 1.25 a kilogram: 0.375 for 300 g, 1.875 for 1.5 kg, 3.75 for two cups; rounded half up.
    assert parcels.cost.tolist() == [528, 678, 865]


def test_what_leaves_together_takes_the_transit_of_its_first_line(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, f"{CUP} transit=2d", f"{JUG} transit=4d", f"{MUG} transit=6d").until(10)
    parcels = shop.log.parcels
    assert (parcels.shipped_at.tolist(), parcels.delivered_at.tolist()) == ([9 * DAY], [11 * DAY])
