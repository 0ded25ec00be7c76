"""Spending that is known from the start: running costs on their days, campaigns as they begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import NamedTuple

from backsim.ledger.accounts import Account
from backsim.scenario.model import Scenario
from backsim.units import DAY


class Due(NamedTuple):
    """An amount that falls due."""

    at: int
    account: Account
    amount: int


def planned(scenario: Scenario) -> Iterator[Due]:
    """All that falls due before the horizon, expense by expense.

    A campaign that began before the first day was paid for then.
    """
    for expense in scenario.money.expenses:
        if expense.amount:
            for at in _due_dates(expense.every, scenario.start, scenario.horizon):
                yield Due(at, Account.RUNNING_COSTS, expense.amount)
    for campaign in scenario.demand.campaigns:
        if campaign.cost and campaign.at >= 0:
            yield Due(campaign.at, Account.MARKETING, campaign.cost)


def tax_days(scenario: Scenario) -> Iterator[int]:
    """The first day after each period of the calendar for which tax is paid, in ticks."""
    start, period = scenario.start, scenario.money.tax_months
    begun = date(start.year, (start.month - 1) // period * period + 1, 1)
    for number in count(1):
        at = (_later(begun, number * period, "month") - start).days * DAY
        if at >= scenario.horizon:
            return
        yield at


def _due_dates(every: str, start: date, horizon: int) -> Iterator[int]:
    """The beginning of each period, in ticks, the first one at the start."""
    for number in count():
        at = (_later(start, number, every) - start).days * DAY
        if at >= horizon:
            return
        yield at


def _later(start: date, number: int, every: str) -> date:
    """So many periods later; the 31st of a month that has none is its last day.

    >>> _later(date(2026, 1, 31), 1, "month"), _later(date(2024, 2, 29), 1, "year")
    (datetime.date(2026, 2, 28), datetime.date(2025, 2, 28))
    """
    if every in ("day", "week"):
        return start + timedelta(days=number * (7 if every == "week" else 1))
    months = start.month - 1 + number * (12 if every == "year" else 1)
    first = date(start.year + months // 12, months % 12 + 1, 1)
    next_month = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = (next_month - timedelta(days=1)).day
    return first.replace(day=min(start.day, last))
