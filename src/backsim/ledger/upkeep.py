"""What time itself costs: keeping stock, owing the bank. Posted in the last tick of each day."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

import numpy as np

from backsim.ledger.accounts import Account
from backsim.ledger.cash import CashPath, path_of
from backsim.ledger.days import day_count, day_ends
from backsim.ledger.entries import Entries, Event, entries
from backsim.ledger.pieces import piece_ticks
from backsim.records.codes import Priority
from backsim.records.log import Column, RunLog
from backsim.units import DAY, YEAR

UPKEEP = (Event.HOLDING, Event.INTEREST)
"""What is posted after the day, and so cannot be known while the shop works."""


def holding(log: RunLog) -> Entries:
    """The cost of keeping stock, per product.

    A day costs its piece-ticks on hand times unit cost times the yearly rate over ``YEAR``. The
    running total is rounded and its differences are posted, so that rounding never accumulates.
    """
    per_tick = np.array([p.unit_cost * p.holding_rate / YEAR for p in log.facts.products])
    if not per_tick.any():
        return _holding(np.zeros((0, 1), dtype=np.int64), log)
    total = np.floor(np.cumsum(piece_ticks(log), axis=1) * per_tick[:, None] + 0.5)
    return _holding(np.diff(total.astype(np.int64), axis=1, prepend=0).T, log)


def _holding(cost: Column, log: RunLog) -> Entries:
    """Entries for the costs that are not zero, shape (days, products)."""
    day, product = np.nonzero(cost)
    amount = cost[day, product]
    legs = ((Account.HOLDING, amount), (Account.CASH, -amount))
    at = day_ends(log.facts.horizon)[day] - 1
    return entries(Event.HOLDING, at, product.astype(np.int64), Priority.REVIEW, legs)


def interest(log: RunLog, others: Iterable[Entries]) -> Entries:
    """What the bank takes for cash below zero, given all other entries.

    A day costs its cent-ticks below zero times the yearly rate over ``YEAR``. Interest lowers cash
    from the next day on, so interest is charged on interest. Rounded as holding is.
    """
    rate, horizon = log.facts.interest_rate, log.facts.horizon
    charged = _charged(path_of(others), rate, horizon) if rate else np.zeros(0, dtype=np.int64)
    day = np.flatnonzero(charged)
    amount = charged[day]
    legs = ((Account.INTEREST, amount), (Account.CASH, -amount))
    at = day_ends(horizon)[day] - 1
    return entries(Event.INTEREST, at, np.zeros_like(day), Priority.REVIEW, legs)


def _charged(cash: CashPath, rate: float, horizon: int) -> Column:
    """Interest of each day, shape (days,)."""
    days = np.arange(day_count(horizon), dtype=np.int64) * DAY
    if cash.balance.min() >= 0:
        return np.zeros_like(days)
    # The balance from each movement on, and from each day on.
    place = np.searchsorted(cash.at, days)
    level = np.insert(cash.balance, place, np.append(0, cash.balance)[place])
    ticks = np.diff(np.insert(cash.at, place, days), append=horizon)
    first = place + np.arange(len(days))
    # The extremes and the sum of a day tell what it costs, unless cash crosses zero within it.
    lowest = np.minimum.reduceat(level, first).tolist()
    highest = np.maximum.reduceat(level, first).tolist()
    area = np.add.reduceat(level * ticks, first).tolist()
    length = np.diff(days, append=horizon).tolist()
    last = np.append(first[1:], len(level)).tolist()
    charged = np.zeros(len(days), dtype=np.int64)
    paid, below = 0, 0
    for day, begin in enumerate(first.tolist()):
        if lowest[day] >= paid:
            continue
        if highest[day] <= paid:
            below += paid * length[day] - area[day]
        else:
            part = slice(begin, last[day])
            below += int((np.maximum(paid - level[part], 0) * ticks[part]).sum())
        total = floor(below * rate / YEAR + 0.5)
        charged[day], paid = total - paid, total
    return charged
