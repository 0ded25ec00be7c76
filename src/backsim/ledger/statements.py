"""Statements: balances, cash flow, income statement and balance sheet, read from the journal.

Amounts are whole minor units. A *balance* is debit positive, as in the journal; the statements
show each account with the sign of its own side, as a reader expects it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backsim.ledger.accounts import Account, Kind
from backsim.ledger.cash import CashPath, path_of
from backsim.ledger.days import amount_ticks, day_count, per_day
from backsim.ledger.entries import Event
from backsim.ledger.journal import Journal
from backsim.records.log import Column
from backsim.units import DAY


def balance(journal: Journal, account: Account, at: int) -> int:
    """Debit balance of an account after all that happened up to tick ``at``, itself included."""
    return sum(int(step.amount[step.at <= at].sum()) for step in journal.steps(account))


def balance_before(journal: Journal, account: Account, at: int) -> int:
    """Debit balance before anything that happens at tick ``at``, which is 0 or later; what the
    store opens with is there from the beginning."""
    return sum(
        int(step.amount[(step.at < at) | (step.event == Event.OPENING)].sum())
        for step in journal.steps(account)
    )


def daily_balance(journal: Journal, account: Account) -> Column:
    """Debit balance at the end of each day, shape (days,)."""
    return np.cumsum(daily_flow(journal, account))


def daily_flow(journal: Journal, account: Account) -> Column:
    """Net debit of each day, shape (days,); the first day holds the opening balance too."""
    days = np.zeros(day_count(journal.horizon), dtype=np.int64)
    for step in journal.steps(account):
        days += per_day(step.at, step.amount, journal.horizon)
    return days


def flow(journal: Journal, account: Account, start: int, end: int) -> int:
    """Net debit in ``[start, end)``, the opening balance aside."""
    return sum(flow_by_event(journal, account, start, end).values())


def flows(journal: Journal, start: int, end: int) -> dict[Account, int]:
    """Net debit of every account in ``[start, end)``, the opening balance aside, in one pass."""
    net = dict.fromkeys(Account, 0)
    for kind in journal.entries:
        if kind.event == Event.OPENING:
            continue
        inside = np.flatnonzero((kind.at >= start) & (kind.at < end))
        if not len(inside):
            continue
        # Most kinds are in order of time: a slice of them costs nothing, a choice of rows does.
        first, last = inside[0], inside[-1]
        part = slice(first, last + 1) if last - first + 1 == len(inside) else inside
        for account, leg in kind.legs:
            net[account] += int(leg[part].sum())
    return net


def flow_by_event(journal: Journal, account: Account, start: int, end: int) -> dict[Event, int]:
    """Net debit in ``[start, end)`` by kind of event, the opening balance aside."""
    return {
        step.event: int(step.amount[(step.at >= start) & (step.at < end)].sum())
        for step in journal.steps(account)
        if step.event != Event.OPENING
    }


def average_balance(journal: Journal, account: Account, start: int, end: int) -> float:
    """Time average of the debit balance over ``[start, end)``; exact but for one division."""
    steps = journal.steps(account)
    return sum(amount_ticks(s.at, s.amount, start, end) for s in steps) / (end - start)


def cash_flow(journal: Journal) -> dict[Event, Column]:
    """Cash in less cash out by kind of event and day, each of shape (days,)."""
    return {
        step.event: per_day(step.at, step.amount, journal.horizon)
        for step in journal.steps(Account.CASH)
        if step.event != Event.OPENING
    }


def cash_path(journal: Journal, without: tuple[Event, ...] = ()) -> CashPath:
    """Every movement of cash in order of time, but for those of some events.

    Without ``UPKEEP`` it is the cash that the store knows of while it works.
    """
    return path_of(kind for kind in journal.entries if kind.event not in without)


class IncomeStatement(NamedTuple):
    """What was earned and what it cost, in a window; costs are positive, discounts negative."""

    income: dict[Account, int]
    expenses: dict[Account, int]

    @property
    def net_revenue(self) -> int:
        """What customers pay for the goods that were shipped, tax and their interest aside."""
        taken_off = self.income[Account.DISCOUNTS] + self.income[Account.TAX_IN_PRICES]
        return self.income[Account.REVENUE] + taken_off

    @property
    def gross_margin(self) -> int:
        """Net revenue less the cost of the goods."""
        return self.net_revenue - self.expenses[Account.COST_OF_GOODS]

    @property
    def contribution_margin(self) -> int:
        """Income less what grows with the business: every account that contributes."""
        earned = sum(amount for account, amount in self.income.items() if account.contributes)
        return earned - sum(cost for account, cost in self.expenses.items() if account.contributes)

    @property
    def profit(self) -> int:
        """All income less all expenses: what the store's own credit costs is among them."""
        return sum(self.income.values()) - sum(self.expenses.values())


def income_statement(journal: Journal, start: int, end: int) -> IncomeStatement:
    """Income and expenses posted in ``[start, end)``."""
    return statement_of(flows(journal, start, end))


def statement_of(net: dict[Account, int]) -> IncomeStatement:
    """The income statement of what was posted to each account, debit positive."""
    return IncomeStatement(
        {account: -debit for account, debit in net.items() if account.kind == Kind.INCOME},
        {account: debit for account, debit in net.items() if account.kind == Kind.EXPENSE},
    )


def trial_balance(journal: Journal, day: int) -> dict[Account, int]:
    """Debit balance of every account at the end of a day; they sum to zero."""
    return {account: balance(journal, account, (day + 1) * DAY - 1) for account in Account}


class BalanceSheet(NamedTuple):
    """What the store has and who it belongs to, each item positive on its own side."""

    assets: dict[str, int]
    liabilities: dict[str, int]
    equity: dict[str, int]
    """Opening equity, and the profit kept since."""

    @property
    def balanced(self) -> bool:
        """Assets equal liabilities plus equity."""
        claims = sum(self.liabilities.values()) + sum(self.equity.values())
        return sum(self.assets.values()) == claims


def balance_sheet(journal: Journal, day: int) -> BalanceSheet:
    """The balance sheet at the end of a day."""
    balances = trial_balance(journal, day)

    def side(kind: Kind, sign: int) -> dict[str, int]:
        return {a.label: sign * amount for a, amount in balances.items() if a.kind == kind}

    earned = sum(side(Kind.INCOME, -1).values()) - sum(side(Kind.EXPENSE, 1).values())
    return BalanceSheet(
        assets=side(Kind.ASSET, 1),
        liabilities=side(Kind.LIABILITY, -1),
        equity={**side(Kind.EQUITY, -1), "profit": earned},
    )
