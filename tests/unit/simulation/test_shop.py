"""What no story tells: parcels in detail, what a review sees, and what only Python can ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from backsim.records.views import Policy, StockView

from backsim.metrics import check
from backsim.scenario.model import History, Scenario
from backsim.simulation import draw, simulate
from backsim.units import DAY, HOUR, NEVER

LoadText = Callable[..., tuple[Scenario, ...]]

SHOP = """
horizon: 9 days
products:
  mug:
    price: 12.00
    unit_cost: 5.00
    weight: 300 g
    opening_stock: 2
    supplier: kiln
    replenishment: {policy: reorder_point, reorder_point: -9, order_quantity: 1}
  pot:
    price: 30.00
    unit_cost: 9.00
    weight: 1.5 kg
    supplier: smith
    replenishment: {policy: base_stock, base_stock_level: 0}
suppliers:
  kiln: {lead_time: 8 days}
  smith: {lead_time: 2 days}
selling: {backorders: open}
shipping:
  carriers: {post: {transit: "gamma(mean 4 days, cv 0.9)", cost: 4.90, cost_per_kg: 1.25}}
"""

Order = tuple[int, list[tuple[int, int]]]
"""When, and the product and pieces of each line."""


def ordering(scenario: Scenario, *orders: Order) -> Scenario:
    """The same shop with exactly these orders."""
    lines = [(k, at, *line) for k, (at, asked) in enumerate(orders) for line in asked]
    order, at, product, quantity = np.array(lines).T
    prices = np.array([item.price for item in scenario.products])
    n = len(lines)
    history = History(
        at, True, order, order, product, quantity, prices[product] * quantity, n, n, ()
    )
    return replace(scenario, demand=scenario.demand._replace(history=history))


def test_no_line_of_an_order_is_served_by_its_own_cancellation(load_text: LoadText) -> None:
    # Two lines of the same mug, 3 and 2 pieces, hold the 2 there are. When the order is cancelled,
    # they go to the next order and not to its own second line.
    (shop,) = load_text(
        SHOP, "selling.promise={rule: fixed, wait: 1 day}", "customers.all.tolerance=1 day"
    )
    shop = ordering(shop, (0, [(0, 3), (0, 2)]), (DAY, [(0, 2)]))
    log = simulate(shop, draw(shop, 1, 0))
    assert log.lines.cancelled_at.tolist() == [2 * DAY, 2 * DAY, NEVER]
    assert log.lines.shipped_at.tolist() == [NEVER, NEVER, 2 * DAY]
    assert check(log) == []


def test_an_order_that_travels_together_has_its_latest_promise(load_text: LoadText) -> None:
    (shop,) = load_text(SHOP)
    # Quoted 2 days for the pot, which comes first, and 8 for the mugs.
    shop = ordering(shop, (0, [(1, 1), (0, 3)]))
    log = simulate(shop, draw(shop, 1, 0))
    assert log.lines.promised_at.tolist() == [8 * DAY, 8 * DAY]


def test_a_fee_is_rounded_half_up(load_text: LoadText) -> None:
    (shop,) = load_text(SHOP, "products.mug.price=19.99", "payment.fee={share: 2%, fixed: 0.30}")
    shop = ordering(shop, (0, [(0, 1)]), (HOUR, [(0, 1)]))
    # 2 % of 19.99 is 0.3998.
    assert simulate(shop, draw(shop, 1, 0)).payments.fee.tolist() == [70, 70]


def test_a_parcel_costs_its_weight_and_takes_its_own_transit(load_text: LoadText) -> None:
    (shop,) = load_text(SHOP, "shipping.shipments=split")
    shop = ordering(shop, (0, [(1, 1), (0, 1)]), (HOUR, [(0, 1), (1, 2)]))
    work = draw(shop, 1, 0)
    log = simulate(shop, work)
    # The mugs leave at once, each pot two days later.
    assert log.parcels.shipped_at.tolist() == [0, HOUR, 2 * DAY, 2 * DAY + HOUR]
    assert log.lines.parcel.tolist() == [2, 0, 1, 3]
    transit = log.parcels.delivered_at - log.parcels.shipped_at
    assert transit.tolist() == work.asked.transit[[1, 2, 0, 3]].tolist()
    # 1.25 a kilogram: 0.375 for 300 g, 1.875 for 1.5 kg, 3.75 for both pots; rounded half up.
    assert log.parcels.cost.tolist() == [528, 528, 678, 865]


def test_a_review_sees_what_is_owed_and_to_whom(load_text: LoadText) -> None:
    (shop,) = load_text(
        SHOP,
        "products.mug.release=4 days",
        "products.mug.replenishment.review_period=1 day",
        "selling.preorders=open",
        "selling.promise={rule: fixed, wait: 0 days}",
        "customers.all.tolerance=2 days",
    )
    seen: list[StockView] = []

    def looking(view: StockView, params: int) -> int:
        seen.append(view)
        return params if view.now == 3 * DAY else 0

    mug, pot = shop.products
    mug = mug._replace(replenishment=mug.replenishment._replace(policy=Policy(looking, 4)))
    shop = replace(shop, products=(mug, pot))
    shop = ordering(shop, (HOUR, [(0, 5)]), (5 * DAY + HOUR, [(0, 1)]))
    simulate(shop, draw(shop, 1, 0))
    told = [(v.on_hand, v.on_order, v.backorders, v.preorders, v.inventory_position) for v in seen]
    assert told == [
        (2, 0, 0, 0, 2),
        (2, 0, 0, 5, -3),
        (2, 0, 0, 5, -3),
        (2, 0, 0, 5, -3),
        # Four were bought on day 3. At the release the two there are set aside: three are missing.
        (2, 4, 0, 3, 1),
        (2, 4, 0, 3, 1),
        # On day 6, two days after the release, the pre-order is cancelled. One of the two pieces
        # had gone to nobody else: the second order was a backorder and is served from them.
        (1, 4, 0, 0, 5),
        (1, 4, 0, 0, 5),
        (1, 4, 0, 0, 5),
    ]


def test_a_cancelled_preorder_makes_room_under_the_cap(load_text: LoadText) -> None:
    (shop,) = load_text(
        SHOP,
        "products.mug.release=4 days",
        "selling.preorders={cap: 2}",
        "selling.promise=none",
        "customers.all={patience: 1 day, tolerance: 0 days}",
    )
    shop = ordering(shop, (0, [(0, 2)]), (HOUR, [(0, 1)]), (DAY, [(0, 2)]))
    log = simulate(shop, draw(shop, 1, 0))
    assert log.lines.cancelled_at.tolist() == [DAY, NEVER, 2 * DAY]
