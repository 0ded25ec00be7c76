"""The cash balance over time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from backsim.ledger.accounts import Account
from backsim.ledger.entries import Entries
from backsim.records.log import Column


class CashPath(NamedTuple):
    """The cash balance over time: ``balance[i]`` holds from ``at[i]`` until ``at[i + 1]``."""

    at: Column
    """Rising, beginning with tick 0. Several rows may share an instant: the last one counts."""
    balance: Column


def path_of(kinds: Iterable[Entries], accounts: tuple[Account, ...] = (Account.CASH,)) -> CashPath:
    """Every movement of cash in order of time; or of several accounts together, debit positive."""
    legs = [
        (kind.at, leg)
        for kind in kinds
        for account in accounts
        if (leg := kind.leg(account)) is not None
    ]
    at = np.concatenate([at for at, _ in legs])
    # Most kinds are in order of time already; a stable sort merges their runs.
    order = np.argsort(at, kind="stable")
    amounts = np.concatenate([amount for _, amount in legs])
    return CashPath(at[order], np.cumsum(amounts[order]))


def cash_at(path: CashPath, at: Column) -> Column:
    """The balance after all that moved at or before each of these ticks (0 or later).

    >>> path = CashPath(np.array([0, 10, 10]), np.array([5, 9, 2]))
    >>> cash_at(path, np.array([0, 9, 10, 50])).tolist()
    [5, 5, 2, 2]
    """
    return path.balance[np.searchsorted(path.at, at, side="right") - 1]


def ticks_below(path: CashPath, level: int, start: int, end: int) -> int:
    """For how many ticks of ``[start, end)`` the balance is below a level.

    >>> path = CashPath(np.array([0, 10, 30]), np.array([5, -5, 5]))
    >>> ticks_below(path, 0, 20, 50)
    10
    """
    since = np.clip(path.at, start, end)
    until = np.append(since[1:], end)
    return int((until - since)[path.balance < level].sum())
