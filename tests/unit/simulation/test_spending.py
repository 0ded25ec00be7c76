"""What is known from the start is paid on its day: rent, wages, campaigns, purchase orders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.ledger import Account
from backsim.metrics import breaches, evaluate
from backsim.records.codes import LostCause
from backsim.units import DAY, HOUR

OpenShop = Callable[..., Any]

SHOP = """
start: 2026-01-31
horizon: 59 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 3}
demand: {rate: 0 per day}
money:
  opening_cash: 100.00
  expenses: {rent: 20.00 per month}
"""


def spent(shop: Any) -> list[tuple[int, str, int]]:
    """Day, account and amount of every outlay."""
    log = shop.log.outlays
    rows = zip(log.at.tolist(), log.account.tolist(), log.amount.tolist(), strict=True)
    return [(at // DAY, Account(account).label, amount) for at, account, amount in rows]


def test_rent_is_due_as_each_month_begins(open_shop: OpenShop) -> None:
    # From 2026-01-31: the last day of February is day 28, the 31st of March is day 59, the end.
    shop = open_shop(SHOP, "0 09:00 ann 1 cup 10.00")
    assert shop.until(28).shop.store.purse.cash == 10_000 - 2_000 + 1_000
    assert shop.until(28.1).shop.store.purse.cash == 10_000 - 4_000 + 1_000
    shop.until(59)
    assert spent(shop) == [(0, "running_costs", 2000), (28, "running_costs", 2000)]
    assert breaches(shop.log) == []
    assert evaluate(shop.log)["running_costs"] == 40.00


@pytest.mark.parametrize(
    ("expense", "days"),
    [
        ("1.00 per day", list(range(59))),
        ("1.00 per week", [0, 7, 14, 21, 28, 35, 42, 49, 56]),
        ("1.00 per year", [0]),
        ("0.00 per day", []),
    ],
)
def test_each_expense_has_its_days(open_shop: OpenShop, expense: str, days: list[int]) -> None:
    shop = open_shop(SHOP.replace("20.00 per month", expense), "0 09:00 ann 1 cup 10.00").until(59)
    assert [day for day, *_ in spent(shop)] == days


def test_years_are_those_of_the_calendar(open_shop: OpenShop) -> None:
    # 2024-02-29 comes again on 2025-02-28, 365 days later, and on 2026-02-28.
    text = SHOP.replace("2026-01-31", "2024-02-29").replace("59 days", "800 days")
    shop = open_shop(text.replace("per month", "per year"), "0 09:00 ann 1 cup 10.00").until(800)
    assert [day for day, *_ in spent(shop)] == [0, 366 - 1, 366 - 1 + 365]


def test_every_expense_is_paid(open_shop: OpenShop) -> None:
    both = SHOP.replace("{rent", "{wages: 5.00 per week, rent")
    shop = open_shop(both, "0 09:00 ann 1 cup 10.00").until(10)
    assert sorted(amount for _, _, amount in spent(shop)) == [500, 500, 2000]


CAMPAIGN = """
horizon: 59 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 3}
demand:
  rate: 0.001 per day
  campaigns:
    fair: {at: 36 h, length: 3 days, lift: 10%, cost: 45.00}
    flyer: {at: 2026-01-04, length: 30 days, lift: 10%, cost: 70.00}
money: {opening_cash: 100.00}
"""


def test_a_campaign_is_paid_as_it_begins(open_shop: OpenShop) -> None:
    # The flyer was paid for the day before the first.
    shop = open_shop(CAMPAIGN, "0 09:00 ann 1 cup 10.00")
    assert shop.until(1.5).shop.store.purse.cash == 11_000
    assert shop.until(1.6).shop.store.purse.cash == 11_000 - 4_500
    assert shop.log.outlays.at.tolist() == [36 * HOUR]
    assert spent(shop.until(59)) == [(1, "marketing", 4500)]
    assert breaches(shop.log) == []
    assert evaluate(shop.log)["marketing_cost"] == 45.00


ORDERED = """
horizon: 30 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 2, order_cost: 3.50,
    replenishment: {policy: reorder_point, reorder_point: 1, order_quantity: 2}}
  jug: {price: 10.00, unit_cost: 4.00, opening_stock: 1,
    replenishment: {policy: reorder_point, reorder_point: 0, order_quantity: 1}}
suppliers: {maker: {lead_time: 9 days, payment_after: 99 days}}
selling: {backorders: open}
money: {opening_cash: 100.00}
"""


def test_each_purchase_order_costs_as_much_as_any_other(open_shop: OpenShop) -> None:
    customers = ("1 09:00 ann 1 cup 10.00", "2 09:00 ben 4 cup 40.00", "3 09:00 cid 1 jug 10.00")
    shop = open_shop(ORDERED, *customers).until(4)
    log = shop.log
    # Two cups on day 1; on day 2 the position is -1: one order of four. The jug's costs nothing.
    assert log.purchases.quantity.tolist() == [2, 4, 1]
    assert spent(shop) == [(1, "ordering", 350), (2, "ordering", 350)]
    # The cup and the jug are paid as they leave; ben's cups come later.
    assert shop.shop.store.purse.cash == 10_000 + 1_000 + 1_000 - 700
    log = shop.until(30).log
    assert breaches(log) == []
    assert evaluate(log)["order_cost"] == 7.00


def test_a_part_of_a_line_that_is_set_aside_is_written_down(open_shop: OpenShop) -> None:
    # One cup is left for ben's four on day 2; ann's two come on day 10, the other two on day 11.
    customers = ("1 09:00 ann 1 cup 10.00", "2 09:00 ben 4 cup 40.00")
    log = open_shop(ORDERED, *customers).until(30).log
    assert log.allocations.line.tolist() == [1, 1]
    assert log.allocations.pieces.tolist() == [1, 2]
    assert log.allocations.at.tolist() == [2 * DAY + 9 * HOUR, 10 * DAY + 9 * HOUR]
    assert log.lines.allocated_at.tolist()[1] == 11 * DAY + 9 * HOUR
    # Three pieces for eight days, one for one.
    assert evaluate(log)["mean_backorders"] == pytest.approx((3 * 8 + 1) / 30)


def test_an_order_that_is_not_placed_has_no_parts(open_shop: OpenShop) -> None:
    # Two cups would be 20.00, of which one is here; with the shipping they are too dear for ann.
    text = ORDERED + "shipping: {charged: 1.00}\n"
    shop = open_shop(text, "1 08:00 eve 1 cup 10.00 limit=99", "1 09:00 ann 2 cup 20.00").until(30)
    assert [cause.name for cause in map(LostCause, shop.log.lines.lost.tolist())] == [
        *("SOLD", "SHIPPING")
    ]
    assert len(shop.log.allocations) == 0
    assert breaches(shop.log) == []
