"""Spending that is known from the start: running costs on their days, campaigns as they begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import NamedTuple

from backsim.ledger.accounts import Account
from backsim.scenario.model import Scenario
from backsim.simulation.calendar import Calendar
from backsim.units import DAY, WEEK


class Due(NamedTuple):
    """An amount that falls due."""

    at: int
    account: Account
    amount: int


def planned(scenario: Scenario) -> Iterator[Due]:
    """All that falls due before the horizon, expense by expense.

    A campaign that began before the first day was paid for then.
    """
    calendar = Calendar(scenario.start)
    for expense in scenario.money.expenses:
        if expense.amount:
            for at in _due_dates(expense.every, calendar, scenario.horizon):
                yield Due(at, Account.RUNNING_COSTS, expense.amount)
    for campaign in scenario.demand.campaigns:
        if campaign.cost and campaign.at >= 0:
            yield Due(campaign.at, Account.MARKETING, campaign.cost)


def tax_days(scenario: Scenario) -> Iterator[int]:
    """The first day after each period of the calendar for which tax is paid, in ticks."""
    start, period = scenario.start, scenario.money.tax_months
    begun = date(start.year, (start.month - 1) // period * period + 1, 1)
    since = (begun - start).days * DAY
    for number in count(1):
        at = Calendar(start).months_after(since, number * period)
        if at >= scenario.horizon:
            return
        yield at


def _due_dates(every: str, calendar: Calendar, horizon: int) -> Iterator[int]:
    """The beginning of each period, in ticks, the first one at the start."""
    for number in count():
        if every in ("day", "week"):
            at = number * (WEEK if every == "week" else DAY)
        else:
            at = calendar.months_after(0, number * (12 if every == "year" else 1))
        if at >= horizon:
            return
        yield at
