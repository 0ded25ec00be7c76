"""Whose cash is it? The eve of the delivery, told for two ways to pay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backsim.metrics import evaluate
from backsim.records.log import RunLog

Lived = Callable[[str, str], tuple[RunLog, list[str]]]

WATCH = """
horizon: 30 days
products:
  watch:
    price: 100.00
    unit_cost: 40.00
    opening_stock: 2
    order_cost: 15.00
    replenishment: {policy: reorder_point, reorder_point: 0, order_quantity: 4}
suppliers:
  maker: {lead_time: 40 days}
selling: {backorders: open}
money:
  opening_cash: 500.00
  expenses: {rent: 60.00 per month}
"""

CUSTOMERS = """
1 09:00 ann 2 watch 200.00
2 09:00 ben 1 watch 100.00
3 09:00 cid 2 watch 200.00
"""


def money(log: RunLog) -> dict[str, float | None]:
    names = (
        *("net_cash_flow", "own_money", "contribution_margin"),
        *("cash_owed_to_customers", "peak_cash_owed_to_customers", "own_cash_trough"),
    )
    return {name: evaluate(log)[name] for name in names}


def test_money_taken_ahead_is_cash_and_not_the_stores(lived: Lived) -> None:
    # Ann's watches leave at once. Four are ordered, and are not here when the month is over.
    later, _ = lived(WATCH, CUSTOMERS)
    assert money(later) == {
        "net_cash_flow": 200.00 - 15.00 - 60.00,
        "own_money": 200.00 - 80.00 - 15.00 - 60.00,
        "contribution_margin": 200.00 - 80.00 - 15.00,  # the rent is due whatever is sold
        "cash_owed_to_customers": 0.00,
        "peak_cash_owed_to_customers": 0.00,
        "own_cash_trough": 440.00,  # on the first day the rent is paid
    }
    ahead, _ = lived(WATCH + "payment: {approach: full}\n", CUSTOMERS)
    assert money(ahead) == money(later) | {
        "net_cash_flow": 200.00 - 15.00 - 60.00 + 300.00,
        "cash_owed_to_customers": 300.00,
        "peak_cash_owed_to_customers": 300.00,
    }


def test_an_open_invoice_is_worth_what_is_expected_of_it(lived: Lived) -> None:
    terms = "{approach: net_days, days: 60 days, default_rate: 25%, fee: {share: 2%, fixed: 0.40}}"
    log, _ = lived(WATCH + f"payment: {{offer: {{invoice: {terms}}}}}\n", CUSTOMERS)
    # Of 200.00, three quarters will be paid, less 2 % and one fee: ann's watches left together.
    kpis = money(log)
    assert kpis["own_money"] == pytest.approx(150.00 - 3.00 - 0.75 * 0.40 - 80.00 - 15.00 - 60.00)
    assert kpis["contribution_margin"] == 200.00 - 80.00 - 15.00
    assert kpis["net_cash_flow"] == -15.00 - 60.00


def test_what_is_left_over_costs_an_arm_what_it_was_bought_for_less_what_it_brings(
    lived: Lived,
) -> None:
    # Both sell the same three watches; one began with 20, the other with 5.
    few = WATCH.replace("opening_stock: 2", "opening_stock: 5\n    salvage: 25%")
    many = few.replace("opening_stock: 5", "opening_stock: 20")
    sold = "1 09:00 ann 2 watch 200.00\n2 09:00 ben 1 watch 100.00\n"
    (less, _), (more, _) = lived(few, sold), lived(many, sold)
    assert money(less)["own_money"] == 300.00 - 60.00 - 3 * 40.00 - 2 * (40.00 - 10.00)
    assert money(more)["own_money"] == 300.00 - 60.00 - 3 * 40.00 - 17 * (40.00 - 10.00)
