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
ANN, BEN = "0 00:00 ann 1 cup 10.00", "1 00:00 ben 1 cup 10.00"


def late(open_shop: OpenShop, notice: str, *lead_times: int) -> Any:
    """Ann orders on day 0, ben on day 1; nine days are expected for what is bought for them."""
    return open_shop(SHOP.replace("NOTICE", notice), ANN, BEN, lead_times={"cup": lead_times})


@pytest.mark.parametrize(
    ("notice", "told"),
    [("0 days", 9), ("2 days", 7), ("9 days", 0), ("20 days", 0), ("never", NEVER)],
)
def test_the_store_learns_of_a_delay_before_the_expected_date(
    open_shop: OpenShop, notice: str, told: float
) -> None:
    shop = open_shop(SHOP.replace("NOTICE", notice), ANN, lead_times={"cup": [11]}).until(60)
    assert shop.lines("restated_at") == [told if told == NEVER else told * DAY]
    assert shop.lines("restated_to") == [NEVER if told == NEVER else 11 * DAY]


def test_only_those_are_told_who_wait_for_it(open_shop: OpenShop) -> None:
    shop = late(open_shop, "2 days", 9, 12).until(60)
    assert shop.lines("restated_to") == [NEVER, 13 * DAY]


def test_goods_in_time_are_no_news(open_shop: OpenShop) -> None:
    shop = late(open_shop, "2 days", 9, 6).until(60)
    assert shop.lines("restated_to") == [NEVER, NEVER]


def test_the_next_customer_is_quoted_what_the_store_has_learnt(open_shop: OpenShop) -> None:
    """Three are bought for ann on day 0, and due on day 12; the store hears it on day 7."""
    text = SHOP.replace("NOTICE", "2 days").replace(
        "{policy: base_stock, base_stock_level: 0}",
        "{policy: reorder_point, reorder_point: -1, order_quantity: 3}",
    )
    shop = open_shop(
        text,
        *(ANN, "6 00:00 ben 1 cup 10.00", "8 00:00 cat 1 cup 10.00"),
        lead_times={"cup": [12]},
    )
    assert shop.until(9).lines("promised_at") == [9 * DAY, 9 * DAY, 12 * DAY]


def test_a_review_comes_once_in_its_period(open_shop: OpenShop) -> None:
    text = SHOP.replace("NOTICE", "never").replace(
        "base_stock_level: 0", "base_stock_level: 2, review_period: 7 days"
    )
    shop = open_shop(text, ANN, BEN, lead_times={"cup": [6, 6]}).until(20)
    bought = shop.log.purchases
    # After ann's visit the position is -1, a week and ben's visit later it is 1.
    assert bought.ordered_at.tolist() == [0, 7 * DAY]
    assert bought.quantity.tolist() == [3, 1]


def test_a_delivery_is_written_down_when_it_comes(open_shop: OpenShop) -> None:
    shop = late(open_shop, "never", 7, 12).until(10)
    deliveries = shop.log.deliveries
    assert deliveries.purchase.tolist() == [0, 1]
    assert deliveries.due_at.tolist() == [7 * DAY, 13 * DAY]
    assert deliveries.received_at.tolist() == [7 * DAY, NEVER]


def test_goods_are_paid_for_when_they_are_due(open_shop: OpenShop) -> None:
    text = SHOP.replace("delay_notice: NOTICE", "payment_after: 30 days")
    shop = open_shop(text, ANN, lead_times={"cup": [6]})
    assert shop.until(36).shop.store.purse.cash == 1000
    assert shop.until(37).shop.store.purse.cash == 600


LAUNCH = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 5, release: 10 days,
    release_slip: "uniform(0 days, 9 days)", slip_notice: 8 days}
selling: {preorders: {cap: 5}, promise: PROMISE}
"""


@pytest.mark.parametrize(
    ("rule", "promised", "told"),
    [("expected", 10, 14), ("{rule: expected, buffer: 2 days}", 12, 16), ("none", None, None)],
)
def test_a_slip_moves_the_promises_with_the_release(
    open_shop: OpenShop, rule: str, promised: int | None, told: int | None
) -> None:
    shop = open_shop(LAUNCH.replace("PROMISE", rule), ANN, BEN, slips={"cup": 4})
    assert shop.until(2).lines("restated_to") == [NEVER, NEVER]
    # Eight days before the release, the store hears that it slips by four.
    shop.until(3)
    assert shop.lines("promised_at") == [FOREVER if promised is None else promised * DAY] * 2
    assert shop.lines("restated_to") == [NEVER if told is None else told * DAY] * 2
    assert shop.until(15).lines("shipped_at") == [14 * DAY] * 2
