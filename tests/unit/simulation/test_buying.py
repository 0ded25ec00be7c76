"""Buying: when goods come, when the store learns that they are late, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.units import DAY, FOREVER, NEVER

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: "uniform(6 days, 12 days)", delay_notice: NOTICE}}
selling: {backorders: open}
"""
ANN, BEN = (0, 0, 0, 1, 1000), (1, 1, 0, 1, 1000)
"""Day, visit, product, pieces, value."""


def late(open_shop: OpenShop, notice: str, *lead_times: int) -> Any:
    """Ann orders on day 0, ben on day 1; nine days are expected for what is bought for them."""
    shop = open_shop(SHOP.replace("NOTICE", notice), ANN, BEN)
    store = shop.shop.store
    store.lead_times = store.lead_times.given({(0, 0): [n * DAY for n in lead_times]})
    return shop


@pytest.mark.parametrize(
    ("notice", "told"),
    [("0 days", 9), ("2 days", 7), ("9 days", 0), ("20 days", 0), ("never", NEVER)],
)
def test_the_store_learns_of_a_delay_before_the_expected_date(
    open_shop: OpenShop, notice: str, told: float
) -> None:
    shop = late(open_shop, notice, 11, 9).until(60)
    assert shop.log.restated_at[0] == (told if told == NEVER else told * DAY)
    assert shop.log.restated_to[0] == (NEVER if told == NEVER else 11 * DAY)


def test_only_those_are_told_who_wait_for_it(open_shop: OpenShop) -> None:
    shop = late(open_shop, "2 days", 9, 12).until(60)
    assert [shop.log.restated_to[line] for line in (0, 1)] == [NEVER, 13 * DAY]


def test_goods_in_time_are_no_news(open_shop: OpenShop) -> None:
    shop = late(open_shop, "2 days", 9, 6).until(60)
    assert [shop.log.restated_to[line] for line in (0, 1)] == [NEVER, NEVER]


def test_the_next_customer_is_quoted_what_the_store_has_learnt(open_shop: OpenShop) -> None:
    shop = late(open_shop, "2 days", 12, 12)
    shelf = shop.until(7).shop.store.shelves[0]
    assert shelf.expected[1:] == [9 * DAY, 10 * DAY]
    assert shop.until(9) is shop
    assert shelf.expected[1:] == [12 * DAY, 13 * DAY]


def test_a_new_date_has_the_promise_s_buffer(open_shop: OpenShop) -> None:
    text = "selling: {promise: {rule: expected, buffer: 3 days}, "
    shop = open_shop(
        SHOP.replace("NOTICE", "2 days").replace("selling: {", text), ANN, BEN
    )  # fmt: skip
    store = shop.shop.store
    store.lead_times = store.lead_times.given({(0, 0): [11 * DAY, 9 * DAY]})
    shop.until(60)
    # Promised 9 + 3; due on day 11, and three days more.
    assert shop.log.promised_at[0] == 12 * DAY
    assert shop.log.restated_to[0] == 14 * DAY


LAUNCH = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 5, release: 10 days,
    release_slip: "uniform(0 days, 9 days)"}
selling: {preorders: {cap: 5}, promise: PROMISE}
"""


@pytest.mark.parametrize(
    ("rule", "promised", "told"),
    [
        ("expected", 10, 14),
        ("{rule: expected, buffer: 2 days}", 12, 16),
        ("{rule: fixed, wait: 6 days}", 16, 20),
        ("none", None, None),
    ],
)
def test_a_slip_moves_the_promises_with_the_release(
    open_shop: OpenShop, rule: str, promised: int | None, told: int | None
) -> None:
    shop = open_shop(LAUNCH.replace("PROMISE", rule), ANN, BEN).until(2)
    shelf = shop.shop.store.shelves[0]
    shop.shop.buying.postpone(shelf, 14 * DAY)
    assert shelf.release_at == 14 * DAY
    assert shop.log.promised_at == [FOREVER if promised is None else promised * DAY] * 2
    assert [shop.log.restated_to[line] for line in (0, 1)] == [
        NEVER if told is None else told * DAY
    ] * 2
