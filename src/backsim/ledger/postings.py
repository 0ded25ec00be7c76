"""From events to entries: one pure function per kind of event, over whole columns.

An entry is one event's effect on the accounts. All entries of a kind touch the same accounts, so
they are kept as one table: a row per entry, a column of signed amounts per account (a *leg*),
debit positive. The legs of every row sum to zero.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from backsim.ledger.accounts import Account
from backsim.ledger.days import day_ends
from backsim.ledger.pieces import opening_pieces, piece_ticks, unit_costs
from backsim.records.codes import PaymentKind, Priority
from backsim.records.log import Column, RunLog
from backsim.units import YEAR


class Event(IntEnum):
    """What made an entry. The comment names the table whose row the entry refers to."""

    OPENING = 0  # none
    RECEIPT = 1  # purchases
    CANCELLATION = 2  # lines
    REFUND = 3  # payments
    SUPPLIER_PAYMENT = 4  # purchases
    CHECKOUT = 5  # payments
    SHIPMENT = 6  # lines
    COLLECTION = 7  # payments: what is paid when goods leave
    FEE = 8  # payments
    PARCEL = 9  # parcels
    HOLDING = 10  # products


class Entries(NamedTuple):
    """All entries of one kind of event that fall before the horizon."""

    event: Event
    at: Column
    """When each entry is posted."""
    row: Column
    """Row of its source in that event's table."""
    priority: Column
    """Its place among all that happens at the same instant (``Priority``)."""
    legs: tuple[tuple[Account, Column], ...]

    def leg(self, account: Account) -> Column | None:
        """The column of one account; ``None`` if these entries do not touch it."""
        return next((amounts for name, amounts in self.legs if name == account), None)


def opening(log: RunLog) -> Entries:
    """What the store begins with: its cash and its stock, owned by equity."""
    cash = np.array([log.facts.opening_cash], dtype=np.int64)
    stock = np.array([np.sum(opening_pieces(log) * unit_costs(log))], dtype=np.int64)
    legs = ((Account.CASH, cash), (Account.INVENTORY, stock), (Account.EQUITY, -cash - stock))
    return _entries(Event.OPENING, np.zeros(1, np.int64), np.zeros(1, np.int64), 0, legs)


def receipts(log: RunLog) -> Entries:
    """Goods arrive: stock against what is now owed to the supplier."""
    row = _before(log.purchases.received_at, log)
    cost = log.purchases.cost[row]
    legs = ((Account.INVENTORY, cost), (Account.PAYABLE, -cost))
    return _entries(Event.RECEIPT, log.purchases.received_at[row], row, Priority.RECEIPT, legs)


def supplier_payments(log: RunLog) -> Entries:
    """Received goods are paid for when they fall due."""
    due = np.where(log.purchases.received_at >= 0, log.purchases.payable_at, -1)
    row = _before(due, log)
    cost = log.purchases.cost[row]
    legs = ((Account.PAYABLE, cost), (Account.CASH, -cost))
    return _entries(Event.SUPPLIER_PAYMENT, due[row], row, Priority.PAYMENT, legs)


def cancellations(log: RunLog) -> Entries:
    """What was paid ahead for a withdrawn line is owed back."""
    row = _before(log.lines.cancelled_at, log)
    row = row[log.lines.prepaid[row] != 0]
    held = log.lines.prepaid[row]
    legs = ((Account.CUSTOMER_DEPOSITS, held), (Account.REFUNDS_PAYABLE, -held))
    at = log.lines.cancelled_at[row]
    return _entries(Event.CANCELLATION, at, row, Priority.CANCELLATION, legs)


def refunds(log: RunLog) -> Entries:
    """What was owed back is paid back."""
    row = _payments(log, PaymentKind.REFUND)
    amount = log.payments.amount[row]
    legs = ((Account.REFUNDS_PAYABLE, amount), (Account.CASH, -amount))
    return _entries(Event.REFUND, log.payments.at[row], row, Priority.PAYMENT, legs)


def checkouts(log: RunLog) -> Entries:
    """Money taken when the order is placed is held for the customer."""
    row = _payments(log, PaymentKind.CHECKOUT)
    amount = log.payments.amount[row]
    legs = ((Account.CASH, amount), (Account.CUSTOMER_DEPOSITS, -amount))
    return _entries(Event.CHECKOUT, log.payments.at[row], row, Priority.DEMAND, legs)


def shipments(log: RunLog) -> Entries:
    """Goods leave: revenue is earned, the money held is released, the rest is to be paid."""
    lines = log.lines
    row = _before(lines.shipped_at, log)
    listed, value, held = lines.list_value[row], lines.value[row], lines.prepaid[row]
    cost = lines.quantity[row] * unit_costs(log)[lines.product[row]]
    legs = (
        (Account.CUSTOMER_DEPOSITS, held),
        (Account.RECEIVABLE, value - held),
        (Account.DISCOUNTS, listed - value),
        (Account.REVENUE, -listed),
        (Account.COST_OF_GOODS, cost),
        (Account.INVENTORY, -cost),
    )
    at = lines.shipped_at[row]
    return _entries(Event.SHIPMENT, at, row, _leaving(log, at, lines.order[row]), legs)


def collections(log: RunLog) -> Entries:
    """What was to be paid at shipment is paid."""
    row = _payments(log, PaymentKind.SHIPMENT)
    at, amount = log.payments.at[row], log.payments.amount[row]
    legs = ((Account.CASH, amount), (Account.RECEIVABLE, -amount))
    priority = _leaving(log, at, log.payments.order[row])
    return _entries(Event.COLLECTION, at, row, priority, legs)


def fees(log: RunLog) -> Entries:
    """What the payment processor keeps of each charge."""
    at = np.where(log.payments.fee != 0, log.payments.at, -1)
    row = _before(at, log)
    fee = log.payments.fee[row]
    legs = ((Account.PAYMENT_FEES, fee), (Account.CASH, -fee))
    priority = _leaving(log, at[row], log.payments.order[row])
    return _entries(Event.FEE, at[row], row, priority, legs)


def parcels(log: RunLog) -> Entries:
    """The carrier is paid when the parcel is handed over."""
    at = np.where(log.parcels.cost != 0, log.parcels.shipped_at, -1)
    row = _before(at, log)
    cost = log.parcels.cost[row]
    legs = ((Account.SHIPPING, cost), (Account.CASH, -cost))
    priority = _leaving(log, at[row], log.parcels.order[row])
    return _entries(Event.PARCEL, at[row], row, priority, legs)


def holding(log: RunLog) -> Entries:
    """The cost of keeping stock, per product, in the last tick of each day.

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
    return _entries(Event.HOLDING, at, product.astype(np.int64), Priority.REVIEW, legs)


def _entries(
    event: Event,
    at: Column,
    row: Column,
    priority: int | Column,
    legs: tuple[tuple[Account, Column], ...],
) -> Entries:
    return Entries(event, at, row, np.broadcast_to(np.int64(priority), at.shape), legs)


def _before(at: Column, log: RunLog) -> Column:
    """Rows whose event took place, and before the horizon."""
    return np.flatnonzero((at >= 0) & (at < log.facts.horizon))


def _payments(log: RunLog, kind: PaymentKind) -> Column:
    """Rows of the payments of one kind that were made before the horizon."""
    payments = log.payments
    return np.flatnonzero((payments.kind == kind) & (payments.at < log.facts.horizon))


def _leaving(log: RunLog, at: Column, order: Column) -> Column:
    """Priority of what happens when goods leave or an order is charged.

    At the instant of the order itself it is part of the demand. What waited leaves earlier in an
    instant: after the receipt or at the release that let it go.
    """
    at_once = log.orders.placed_at[order] == at
    return np.where(at_once, np.int64(Priority.DEMAND), np.int64(Priority.RELEASE))
