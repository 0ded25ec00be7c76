"""Entries: what one kind of event did to the accounts, as columns.

An entry is one event's effect on the accounts. All entries of a kind touch the same accounts, so
they are kept as one table: a row per entry, a column of signed amounts per account (a *leg*),
debit positive. The legs of every row sum to zero.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from backsim.ledger.accounts import Account
from backsim.records.log import Column

Legs = tuple[tuple[Account, Column], ...]


class Event(IntEnum):
    """What made an entry, in the order of entries that share an instant and a ``Priority``.

    The comment names the table whose row the entry refers to.
    """

    OPENING = 0  # none
    RECEIPT = 1  # purchases
    CANCELLATION = 2  # lines
    REFUND = 3  # payments
    CHARGEBACK = 4  # payments
    WITHHELD = 5  # payments: what of a refund does not go back in cash
    SUPPLIER_PAYMENT = 6  # purchases
    CHECKOUT = 7  # payments
    SHIPMENT = 8  # lines
    COLLECTION = 9  # payments: what is paid when goods leave
    SCHEDULED = 10  # payments: what is paid on an agreed date
    DEFAULT = 11  # payments
    REWARD = 12  # payments
    CREDIT_END = 13  # payments: store credit is used or expires
    FEE = 14  # payments
    OUTLAY = 15  # outlays
    PARCEL = 16  # parcels
    TAX_AHEAD = 17  # payments: tax on what is taken ahead
    TAX_EARNED = 18  # lines: tax on what is sent
    TAX_BACK = 19  # lines: tax on what was taken ahead for what is withdrawn
    TAX_SETTLED = 20  # payments: tax on what is written off, or bought for store credit
    HOLDING = 21  # products
    INTEREST = 22  # none


class Entries(NamedTuple):
    """All entries of one kind of event that fall before the horizon."""

    event: Event
    at: Column
    """When each entry is posted."""
    row: Column
    """Row of its source in that event's table."""
    priority: Column
    """Its place among all that happens at the same instant (``Priority``)."""
    legs: Legs

    def leg(self, account: Account) -> Column | None:
        """The column of one account; ``None`` if these entries do not touch it."""
        return next((amounts for name, amounts in self.legs if name == account), None)


def entries(event: Event, at: Column, row: Column, priority: int | Column, legs: Legs) -> Entries:
    """Entries of one kind; a single ``priority`` stands for all of them."""
    if isinstance(priority, int):
        priority = np.full(len(at), priority, dtype=np.int64)
    return Entries(event, at, row, priority, legs)
