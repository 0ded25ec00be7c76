"""Patience: who waits until when, who accepts a new date, who changes their mind and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.records.codes import CancelCause, LineOrigin, Offer
from backsim.units import DAY, NEVER

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup:
    {price: 10.00, unit_cost: 4.00, replenishment: {policy: base_stock, base_stock_level: 0},
     substitutes: {mug: 0%}}
  jug: {price: 30.00, unit_cost: 9.00, replenishment: {policy: base_stock, base_stock_level: 0}}
  mug: {price: 12.00, unit_cost: 5.00, opening_stock: 2, selling: {backorders: off}}
suppliers: {near: {lead_time: 9 days}}
selling: {backorders: open}
customers: {all: {tolerance: 5 days, changes: {after: exponential(mean 900 days),
  drop: 30%, swap: 40%}}}
shipping: {shipments: split}
"""
CUP, JUG = (0, 0, 0, 1, 1000), (0, 0, 1, 1, 3000)
"""Day, visit, product, pieces, value."""


def test_tolerance_runs_from_the_promise(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP).until(1)
    assert shop.shop.patience.ends_at(0) == 14 * DAY


def test_without_a_promise_from_the_longest_wait_that_was_acceptable(open_shop: OpenShop) -> None:
    text = SHOP.replace("{backorders: open}", "{backorders: open, promise: none}")
    shop = open_shop(text, CUP, patience=[7 * DAY]).until(1)
    assert shop.shop.patience.ends_at(0) == 12 * DAY


def test_without_a_promise_an_advance_order_waits_from_its_day(open_shop: OpenShop) -> None:
    text = SHOP.replace("{backorders: open}", "{backorders: open, promise: none}")
    shop = open_shop(text, CUP, patience=[7 * DAY], advance=[3 * DAY]).until(1)
    assert shop.shop.patience.ends_at(0) == 15 * DAY


@pytest.mark.parametrize(
    ("promise", "told", "cause"),
    [
        (14, 14, CancelCause.KEPT),  # five days more are accepted
        (14.001, 14.001, CancelCause.TOLD),
        (9, NEVER, CancelCause.KEPT),  # no news
        (8, NEVER, CancelCause.KEPT),  # good news are not told
    ],
)
def test_a_later_date_is_accepted_within_the_tolerance(
    open_shop: OpenShop, promise: float, told: float, cause: CancelCause
) -> None:
    shop = open_shop(SHOP, CUP).until(1)
    shop.shop.patience.restate(0, round(promise * DAY))
    assert shop.log.restated_to[0] == (NEVER if told == NEVER else round(told * DAY))
    assert shop.log.cancelled[0] == cause
    # The first promise stays in the log; patience starts from the new one.
    assert shop.log.promised_at[0] == 9 * DAY
    assert shop.shop.patience.ends_at(0) == round((max(told, 9) + 5) * DAY)


def test_whoever_has_no_date_is_told_none(open_shop: OpenShop) -> None:
    text = SHOP.replace("{backorders: open}", "{backorders: open, promise: none}")
    shop = open_shop(text, CUP).until(1)
    shop.shop.patience.restate(0, 20 * DAY)
    assert shop.log.restated_to[0] == NEVER


def test_what_travels_together_is_told_together(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP.replace("split", "together"), CUP, JUG).until(1)
    shop.shop.patience.restate(1, 12 * DAY)
    assert [shop.log.restated_to[line] for line in (0, 1)] == [12 * DAY] * 2
    shop.shop.patience.restate(0, 30 * DAY)
    assert [shop.log.cancelled[line] for line in (0, 1)] == [CancelCause.TOLD] * 2


@pytest.mark.parametrize(
    ("luck", "causes"),
    [
        (0.29, [CancelCause.CHANGED, CancelCause.KEPT]),
        (0.30, [CancelCause.SWAPPED, CancelCause.KEPT]),
        (0.69, [CancelCause.SWAPPED, CancelCause.KEPT]),
        (0.70, [CancelCause.CHANGED, CancelCause.CHANGED]),
    ],
)
def test_a_change_of_mind_drops_swaps_or_cancels(
    open_shop: OpenShop, luck: float, causes: list[CancelCause]
) -> None:
    shop = open_shop(SHOP, CUP, JUG, change=[luck] * 2, change_after=[2 * DAY]).until(3)
    assert [shop.log.cancelled[line] for line in (0, 1)] == causes


def test_a_swap_is_a_sale_from_stock_at_its_own_price(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, JUG, change=[0.5] * 2, change_after=[2 * DAY]).until(3)
    log, mugs = shop.log, shop.shop.store.shelves[2]
    assert (log.product[2], log.wanted[2], log.order[2]) == (2, 0, 0)
    assert (log.origin[2], log.offer[2], log.value[2]) == (LineOrigin.SWAP, Offer.STOCK, 1200)
    assert (log.promised_at[2], log.allocated_at[2], log.parcel[2]) == (2 * DAY, 2 * DAY, 0)
    assert shop.paid == [("SHIPMENT", 2, 2, 1200)]
    assert (mugs.sold, mugs.available, mugs.on_hand) == (1, 1, 1)


@pytest.mark.parametrize(("willingness", "swapped"), [(1.0, True), (0.99, False)])
def test_nobody_swaps_for_what_is_too_dear(
    open_shop: OpenShop, willingness: float, swapped: bool
) -> None:
    given = {"change": [0.5], "change_after": [2 * DAY], "willingness": [willingness]}
    shop = open_shop(SHOP, CUP, **given).until(3)
    cause = CancelCause.SWAPPED if swapped else CancelCause.CHANGED
    assert shop.log.cancelled[0] == cause


def test_what_has_left_is_not_changed(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, CUP, change=[0.9], change_after=[10 * DAY]).until(60)
    assert shop.log.cancelled[0] == CancelCause.KEPT
    assert shop.log.parcel == [0]
