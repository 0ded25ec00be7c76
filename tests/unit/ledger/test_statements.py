"""Balances, cash flow, income and balance sheet of one small business."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from backsim.ledger import (
    UPKEEP,
    Account,
    Event,
    IncomeStatement,
    Journal,
    average_balance,
    balance,
    balance_sheet,
    cash_at,
    cash_flow,
    cash_path,
    daily_balance,
    daily_flow,
    flow,
    flow_by_event,
    income_statement,
    journal,
    trial_balance,
)
from backsim.records.codes import CancelCause, Offer, PaymentKind
from backsim.records.log import ProductFacts, RunLog
from backsim.units import DAY, HOUR

if TYPE_CHECKING:
    from backsim.testing import Diary


@pytest.fixture
def books(diary: type[Diary]) -> Journal:
    """Four days: a sale from stock on day 1 at noon, a deposit on day 1 at noon, goods on day 2."""
    noon = DAY + 12 * HOUR
    log = (
        diary(opening_cash=5000, fee=10, postage=50, horizon=4 * DAY)
        .visit(noon)
        .line(quantity=5, value=4500)
        .visit(noon)
        .line(Offer.BACKORDER, prepaid=300, promised_at=2 * DAY, shipped_at=2 * DAY)
        .purchase(noon, 2 * DAY, 3, pay_after=DAY)
        .log()
    )
    return journal(log)


def test_a_balance_holds_from_the_tick_of_its_entry_on(books: Journal) -> None:
    noon = DAY + 12 * HOUR
    # 4500 and 300 come in, two fees of 10 and one parcel of 50 go out.
    assert balance(books, Account.CASH, noon - 1) == 5000
    assert balance(books, Account.CASH, noon) == 5000 + 4500 + 300 - 20 - 50


def test_daily_balances_are_read_at_the_end_of_each_day(books: Journal) -> None:
    assert daily_balance(books, Account.CASH).tolist() == [5000, 9730, 10370, 9170]
    assert daily_balance(books, Account.INVENTORY).tolist() == [2000, 0, 800, 800]
    assert daily_balance(books, Account.CUSTOMER_DEPOSITS).tolist() == [0, -300, 0, 0]
    assert daily_balance(books, Account.PAYABLE).tolist() == [0, 0, -1200, 0]


def test_daily_flow_holds_the_opening_and_flow_does_not(books: Journal) -> None:
    assert daily_flow(books, Account.CASH).tolist() == [5000, 4730, 640, -1200]
    assert flow(books, Account.CASH, 0, 4 * DAY) == 4730 + 640 - 1200
    assert flow(books, Account.CASH, 2 * DAY, 3 * DAY) == 640


def test_flow_by_event_says_where_it_came_from(books: Journal) -> None:
    assert flow_by_event(books, Account.INVENTORY, 0, 4 * DAY) == {
        Event.RECEIPT: 1200,
        Event.SHIPMENT: -2000 - 400,
    }


def test_cash_flow_by_kind_and_day(books: Journal) -> None:
    by_kind = {event.name: days.tolist() for event, days in cash_flow(books).items()}
    assert by_kind == {
        "REFUND": [0, 0, 0, 0],
        "CHARGEBACK": [0, 0, 0, 0],
        "SUPPLIER_PAYMENT": [0, 0, 0, -1200],
        "CHECKOUT": [0, 300, 0, 0],
        "COLLECTION": [0, 4500, 700, 0],
        "SCHEDULED": [0, 0, 0, 0],
        "REWARD": [0, 0, 0, 0],
        "FEE": [0, -20, -10, 0],
        "OUTLAY": [0, 0, 0, 0],
        "PARCEL": [0, -50, -50, 0],
        "HOLDING": [0, 0, 0, 0],
        "INTEREST": [0, 0, 0, 0],
    }


def test_the_cash_path_goes_through_every_movement(books: Journal) -> None:
    path = cash_path(books)
    assert path.at[0] == 0
    assert path.balance[0] == 5000
    assert (path.at[-1], path.balance[-1]) == (3 * DAY, 9170)
    opening, charges, fees, parcels, supplier = 1, 3, 3, 2, 1
    assert len(path.at) == opening + charges + fees + parcels + supplier


def test_average_balance_weighs_by_time(books: Journal) -> None:
    # Inventory: 2000 for a day and a half, nothing for half a day, 800 for two days.
    assert average_balance(books, Account.INVENTORY, 0, 4 * DAY) == (3000 + 1600) / 4
    assert average_balance(books, Account.INVENTORY, DAY, 2 * DAY) == 1000


def labelled(statement: IncomeStatement) -> dict[str, int]:
    """Income and expenses by label."""
    return {a.label: n for part in statement for a, n in part.items()}


def some(side: dict[str, int]) -> dict[str, int]:
    """What is not zero of one side of a balance sheet."""
    return {label: amount for label, amount in side.items() if amount}


def test_the_income_statement_of_all_four_days(books: Journal) -> None:
    income = income_statement(books, 0, 4 * DAY)
    assert labelled(income) == {
        "revenue": 6000,
        "discounts": -500,
        "tax_in_prices": 0,
        "interest_income": 0,
        "shipping_charged": 0,
        **dict.fromkeys(("deposits_kept", "cancellation_fees", "credit_used", "credit_goods"), 0),
        "cost_of_goods": 2400,
        "payment_fees": 30,
        "shipping": 100,
        "packaging": 0,
        "holding": 0,
        "ordering": 0,
        "gifts": 0,
        "rewards": 0,
        "bad_debts": 0,
        "marketing": 0,
        "running_costs": 0,
        "interest": 0,
    }
    assert income.net_revenue == 5500
    assert income.gross_margin == 3100
    assert income.contribution_margin == 2970
    assert income.profit == 2970


def test_an_income_statement_covers_its_window_only(books: Journal) -> None:
    assert income_statement(books, 2 * DAY, 4 * DAY).income[Account.REVENUE] == 1000
    assert income_statement(books, 0, DAY).income[Account.REVENUE] == 0


def test_the_balance_sheet_balances_on_every_day(books: Journal) -> None:
    assert [balance_sheet(books, day).balanced for day in range(4)] == [True] * 4
    sheet = balance_sheet(books, 1)
    assert sheet.assets == {"cash": 9730, "receivable": 0, "inventory": 0, "goods_in_transit": 0}
    assert sheet.liabilities == {
        "payable": 0,
        "customer_deposits": 300,
        "refunds_payable": 0,
        **dict.fromkeys(("store_credit", "tax_payable", "tax_on_deposits"), 0),
    }
    # Sold for 4500 what cost 2000, less 20 of fees and a parcel of 50.
    assert sheet.equity == {"equity": 7000, "profit": 2430}


def test_a_sheet_that_does_not_balance_says_so(books: Journal) -> None:
    sheet = balance_sheet(books, 1)
    assert not sheet._replace(assets={"cash": 1}).balanced


def test_the_trial_balance_names_every_account_and_sums_to_zero(books: Journal) -> None:
    balances = trial_balance(books, 2)
    assert set(balances) == set(Account)
    assert balances[Account.CASH] == 10370
    assert sum(balances.values()) == 0


@pytest.fixture
def hard_times(diary: type[Diary]) -> RunLog:
    """Ten days in the red, by customers who pay late, never, or take their money back.

    Cash begins at -365.00, and interest is 100 % a year: a 365th a day.
    """
    cup = ProductFacts("cup", 1000, 400, 9, 0, 0.0, 0)
    return (
        diary(cup, opening_cash=-36500, interest_rate=1.0, dispute_fee=15, horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=2, value=1900, surcharge=100, prepaid=400,
              scheduled=((3 * DAY, 300), (6 * DAY, 300)), shipped_at=4 * DAY, default_at=6 * DAY)
        .spends(4 * DAY, Account.GIFTS, 25)
        .visit(2 * DAY)
        .line(Offer.BACKORDER, prepaid=1000, cancelled_at=5 * DAY, cancelled=CancelCause.DISPUTED)
        .visit(2 * DAY)
        .line(Offer.BACKORDER, promised_at=3 * DAY, shipped_at=4 * DAY)
        .spends(4 * DAY, Account.GIFTS, 25)
        .happens(8 * DAY, PaymentKind.REWARD, 500)
        .log()
    )  # fmt: skip


def test_the_income_statement_of_hard_times(hard_times: RunLog) -> None:
    income = income_statement(journal(hard_times), 0, 10 * DAY)
    # Debt, without interest: 36500 on days 0 and 1 less 400 from day 1, 1400 from day 2 ...
    debts = [36500, 36100, 35100, 34800]  # 300 more on day 3
    debts.append(34800 - 1000 - 1000 + 50)  # day 4: two balances, two gifts
    debts.append(debts[-1] + 1000 + 15)  # day 5: the chargeback and its fee
    debts += [debts[-1]] * 2  # day 6: a default moves no cash
    debts += [debts[-1] + 500] * 2  # day 8: the reward
    owed = 0.0
    posted: list[int] = []
    for debt in debts:
        owed += (debt + sum(posted)) / 365
        posted.append(int(owed + 0.5) - sum(posted))
    assert labelled(income) == {
        "revenue": 3000,
        "discounts": -100,
        "tax_in_prices": 0,
        "interest_income": 100,
        "shipping_charged": 0,
        **dict.fromkeys(("deposits_kept", "cancellation_fees", "credit_used", "credit_goods"), 0),
        "cost_of_goods": 1200,
        "payment_fees": 15,
        "shipping": 0,
        "packaging": 0,
        "holding": 0,
        "ordering": 0,
        "gifts": 50,
        "rewards": 500,
        "bad_debts": 300,
        "marketing": 0,
        "running_costs": 0,
        "interest": sum(posted),
    }
    assert income.gross_margin == 1700
    assert income.contribution_margin == 1700 + 100 - 15 - 50 - 500 - 300
    assert income.profit == income.contribution_margin - sum(posted)


def test_the_balance_sheet_of_hard_times(hard_times: RunLog) -> None:
    books = journal(hard_times)
    third, fifth = balance_sheet(books, 3), balance_sheet(books, 5)
    assert third.liabilities == {
        "payable": 0,
        "customer_deposits": 1700,
        "refunds_payable": 0,
        **dict.fromkeys(("store_credit", "tax_payable", "tax_on_deposits"), 0),
    }
    assert fifth.liabilities == {
        "payable": 0,
        "customer_deposits": 0,
        "refunds_payable": 0,
        **dict.fromkeys(("store_credit", "tax_payable", "tax_on_deposits"), 0),
    }
    # Of 2000 for the two cups 400 + 300 were paid ahead, 1000 at shipment.
    assert fifth.assets["receivable"] == 300
    assert fifth.assets["inventory"] == 6 * 400
    last = balance_sheet(books, 9)
    assert last.assets["receivable"] == 0
    assert last.equity["profit"] == income_statement(books, 0, 10 * DAY).profit
    assert [balance_sheet(books, day).balanced for day in range(10)] == [True] * 10


def test_cash_flow_of_hard_times_by_kind(hard_times: RunLog) -> None:
    by_kind = {
        event.name: {day: flow for day, flow in enumerate(days.tolist()) if flow}
        for event, days in cash_flow(journal(hard_times)).items()
    }
    by_kind.pop("INTEREST")
    assert {kind: days for kind, days in by_kind.items() if days} == {
        "CHECKOUT": {1: 400, 2: 1000},
        "SCHEDULED": {3: 300},
        "COLLECTION": {4: 2000},
        "OUTLAY": {4: -50},
        "CHARGEBACK": {5: -1000},
        "FEE": {5: -15},
        "REWARD": {8: -500},
    }


def test_cash_at_a_tick_with_and_without_what_time_costs(hard_times: RunLog) -> None:
    books = journal(hard_times)
    moments = np.array([0, DAY - 1, DAY, 2 * DAY - 1, 4 * DAY])
    known = cash_at(cash_path(books, without=UPKEEP), moments)
    # 365.00 of debt, a deposit of 4.00 on day 1; by day 4 another 10.00, 3.00, two balances of
    # 10.00, and 0.50 for gifts.
    assert known.tolist() == [-36500, -36500, -36100, -36100, -32850]
    # The first day costs 1.00 in its last tick, the second 0.99 (361.00 and the interest on 1.00).
    assert cash_at(cash_path(books), moments)[:4].tolist() == [-36500, -36600, -36200, -36299]
