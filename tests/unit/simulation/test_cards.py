"""Holds on cards: one for an order, as long as something of it waits and is to be paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, replenishment: {policy: base_stock, base_stock_level: 0}}
  jug: {price: 20.00, unit_cost: 8.00, replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: 9 days}}
selling: {backorders: open}
shipping: {shipments: split}
payment: {authorisation: {valid_for: 4 days, renewal_fee: 0.10}}
"""
ANN = "0 00:00 ann 1 cup 10.00\n0 00:00 ann 1 jug 20.00"


def renewals(shop: Any) -> list[tuple[int, float, int]]:
    """Line, day and fee of each renewal."""
    fees = shop.log.payments.fee.tolist()
    return [
        (line, day, fee)
        for (kind, line, day, _), fee in zip(shop.paid, fees, strict=True)
        if kind == "RENEWAL"
    ]


def test_two_lines_of_one_order_have_one_hold(open_shop: OpenShop) -> None:
    assert renewals(open_shop(SHOP, ANN).until(60)) == [(0, 4, 10), (0, 8, 10)]


def test_two_orders_have_two(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, "0 00:00 ann 1 cup 10.00", "0 00:00 ben 1 jug 20.00").until(5)
    assert renewals(shop) == [(0, 4, 10), (1, 4, 10)]


def test_the_hold_stays_with_the_lines_that_still_wait(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, ANN, lead_times={"cup": [3], "jug": [9]}).until(60)
    assert renewals(shop) == [(1, 4, 10), (1, 8, 10)]
    shop = open_shop(SHOP, ANN, lead_times={"cup": [9], "jug": [5]}).until(60)
    assert renewals(shop) == [(0, 4, 10), (0, 8, 10)]


@pytest.mark.parametrize(("lead_time", "days"), [(7, [4]), (8, [4]), (9, [4, 8])])
def test_a_hold_that_ends_as_the_goods_leave_is_not_renewed(
    open_shop: OpenShop, lead_time: int, days: list[int]
) -> None:
    given = {"cup": [lead_time], "jug": [lead_time]}
    shop = open_shop(SHOP, ANN, lead_times=given).until(60)
    assert [day for _, day, _ in renewals(shop)] == days


@pytest.mark.parametrize(("luck", "days"), [(0.59, [9]), (0.60, [])])
def test_cards_that_never_fail_at_first_may_fail_after_a_wait(
    open_shop: OpenShop, luck: float, days: list[int]
) -> None:
    # After nine days: 1 - exp(-0.1 * 9) = 0.593.
    text = SHOP[: SHOP.index("payment:")] + "payment: {capture: {failure: 0%, growth: 10% per day}}"
    shop = open_shop(text, f"0 00:00 ann 1 cup 10.00 capture_0={luck} capture_1=1").until(60)
    assert [day for kind, _, day, _ in shop.paid if kind == "FAILED"] == days


def test_nothing_is_held_for_what_is_paid(open_shop: OpenShop) -> None:
    text = SHOP.replace("payment: {", "payment: {approach: full, ")
    assert renewals(open_shop(text, ANN).until(60)) == []
