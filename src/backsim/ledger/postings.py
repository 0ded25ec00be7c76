"""From events to entries: one pure function per kind of event, over whole columns.

Money of customers knows only two places. What is paid for a line *ahead* of its shipment is held
for the customer until the line leaves (and becomes revenue) or is cancelled (and is owed back).
What is paid later settles what the shipment left to be paid. Deposits, balances, instalments and
invoices need no rules of their own.
"""

from __future__ import annotations

import numpy as np

from backsim.ledger.accounts import Account
from backsim.ledger.days import tally
from backsim.ledger.entries import Entries, Event, Legs, entries
from backsim.ledger.pieces import opening_pieces, unit_costs
from backsim.ledger.tax_rates import tax_paid_before_the_start
from backsim.records.codes import CancelCause, PaymentKind, Priority
from backsim.records.log import Column, RunLog

CHARGES = (PaymentKind.CHECKOUT, PaymentKind.SHIPMENT, PaymentKind.SCHEDULED)
"""The kinds of payment that bring money in."""

WITHHELD = {
    PaymentKind.KEPT: Account.DEPOSITS_KEPT,
    PaymentKind.CANCELLATION_FEE: Account.CANCELLATION_FEES,
    PaymentKind.CREDIT: Account.STORE_CREDIT,
    PaymentKind.SHIPPING_KEPT: Account.SHIPPING_CHARGED,
}
"""What of a refund does not go back in cash, and where it goes."""

BACK = (PaymentKind.REFUND, PaymentKind.CHARGEBACK, PaymentKind.RECLAIMED)
"""The kinds of payment that bring cash back to customers."""

SETTLES = (*BACK, *WITHHELD)
"""Those after which nothing more is owed back."""

CREDIT_ENDS = (PaymentKind.CREDIT_REDEEMED, PaymentKind.CREDIT_EXPIRED)

_IS_CHARGE = np.isin(np.arange(len(PaymentKind)), CHARGES)
"""By kind of payment."""


def opening(log: RunLog) -> Entries:
    """What the store begins with: its cash, its stock and what is paid for and on the way, owned by
    equity but for what customers have paid ahead."""
    cash = np.array([log.facts.opening_cash], dtype=np.int64)
    stock = np.array([np.sum(opening_pieces(log) * unit_costs(log))], dtype=np.int64)
    buys, payments = log.purchases, log.payments
    coming = np.array([np.sum(buys.cost[buys.payable_at < 0])], dtype=np.int64)
    held = np.array([np.sum(payments.amount[payments.at < 0])], dtype=np.int64)
    taxed = np.array([tax_paid_before_the_start(log)], dtype=np.int64)
    legs: Legs = (
        (Account.CASH, cash),
        (Account.INVENTORY, stock),
        (Account.GOODS_IN_TRANSIT, coming),
        (Account.CUSTOMER_DEPOSITS, -held),
        (Account.EQUITY, held - taxed - cash - stock - coming),
    )
    if taxed[0]:
        legs = (*legs, (Account.TAX_ON_DEPOSITS, taxed))
    return entries(Event.OPENING, np.zeros(1, np.int64), np.zeros(1, np.int64), 0, legs)


# Suppliers and carriers.


def receipts(log: RunLog) -> Entries:
    """Goods arrive: stock against what is now owed to the supplier, unless it was paid ahead."""
    row = _before(log.purchases.received_at, log)
    cost = log.purchases.cost[row]
    owed = np.where(log.purchases.payable_at[row] >= 0, cost, 0)
    legs = (
        (Account.INVENTORY, cost),
        (Account.PAYABLE, -owed),
        (Account.GOODS_IN_TRANSIT, owed - cost),
    )
    return entries(Event.RECEIPT, log.purchases.received_at[row], row, Priority.RECEIPT, legs)


def supplier_payments(log: RunLog) -> Entries:
    """Received goods are paid for when they fall due."""
    due = np.where(log.purchases.received_at >= 0, log.purchases.payable_at, -1)
    row = _before(due, log)
    cost = log.purchases.cost[row]
    legs = ((Account.PAYABLE, cost), (Account.CASH, -cost))
    return entries(Event.SUPPLIER_PAYMENT, due[row], row, Priority.PAYMENT, legs)


def parcels(log: RunLog) -> Entries:
    """The carrier is paid when the parcel is handed over."""
    at = np.where(log.parcels.cost != 0, log.parcels.shipped_at, -1)
    row = _before(at, log)
    cost = log.parcels.cost[row]
    legs = ((Account.SHIPPING, cost), (Account.CASH, -cost))
    priority = leaving(log, at[row], log.parcels.order[row])
    return entries(Event.PARCEL, at[row], row, priority, legs)


def outlays(log: RunLog) -> Entries:
    """What is spent on anything that has no table of its own leaves the cash as an expense."""
    row = _before(log.outlays.at, log)
    at, spent, order = (c[row] for c in (log.outlays.at, log.outlays.account, log.outlays.order))
    amount = log.outlays.amount[row]
    expenses = tuple(
        (Account(number), np.where(spent == number, amount, 0)) for number in np.unique(spent)
    )
    # What belongs to no order is paid like a supplier's invoice, a purchase order as it is placed.
    priority = np.where(spent == Account.ORDERING, np.int64(Priority.REVIEW), Priority.PAYMENT)
    mine = np.flatnonzero(order >= 0)
    priority[mine] = leaving(log, at[mine], order[mine])
    return entries(Event.OUTLAY, at, row, priority, (*expenses, (Account.CASH, -amount)))


# Goods and customers.


def shipments(log: RunLog) -> Entries:
    """Goods leave: revenue is earned, the money held is released, the rest is to be paid.

    The interest and the shipping that a customer pays on top of the value are earned with it.
    """
    lines = log.lines
    row = _before(lines.shipped_at, log)
    listed, value, extra = lines.list_value[row], lines.value[row], lines.surcharge[row]
    shipping = lines.shipping_charge[row]
    held = money_held(log)[row]
    cost = lines.cost[row]
    legs = (
        (Account.CUSTOMER_DEPOSITS, held),
        (Account.RECEIVABLE, value + extra + shipping - held),
        (Account.DISCOUNTS, listed - value),
        (Account.REVENUE, -listed),
        (Account.INTEREST_INCOME, -extra),
        (Account.SHIPPING_CHARGED, -shipping),
        (Account.COST_OF_GOODS, cost),
        (Account.INVENTORY, -cost),
    )
    at = lines.shipped_at[row]
    return entries(Event.SHIPMENT, at, row, leaving(log, at, lines.order[row]), legs)


def cancellations(log: RunLog) -> Entries:
    """What was paid ahead for a withdrawn line is owed back."""
    row = _before(log.lines.cancelled_at, log)
    held = money_held(log)[row] if len(row) else row
    row, held = row[held != 0], held[held != 0]
    legs = ((Account.CUSTOMER_DEPOSITS, held), (Account.REFUNDS_PAYABLE, -held))
    at = log.lines.cancelled_at[row]
    return entries(Event.CANCELLATION, at, row, leaving_for(log, row), legs)


# Money from customers and back to them.


def checkouts(log: RunLog) -> Entries:
    """Money taken when the order is placed."""
    row = _payments(log, PaymentKind.CHECKOUT)
    return entries(
        Event.CHECKOUT, log.payments.at[row], row, Priority.DEMAND, _charge_legs(log, row)
    )


def collections(log: RunLog) -> Entries:
    """What was to be paid at shipment is paid."""
    row = _payments(log, PaymentKind.SHIPMENT)
    at = log.payments.at[row]
    priority = leaving(log, at, log.payments.order[row])
    return entries(Event.COLLECTION, at, row, priority, _charge_legs(log, row))


def scheduled(log: RunLog) -> Entries:
    """What was to be paid on an agreed date is paid, before the goods leave or after."""
    row = _payments(log, PaymentKind.SCHEDULED)
    ahead = log.payments.ahead[row] != 0
    priority = np.where(ahead, np.int64(Priority.PAYMENT), np.int64(Priority.RELEASE))
    at = log.payments.at[row]
    return entries(Event.SCHEDULED, at, row, priority, _charge_legs(log, row))


def refunds(log: RunLog) -> Entries:
    """What was owed back is paid back."""
    row = _payments(log, PaymentKind.REFUND)
    at, line = log.payments.at[row], log.payments.line[row]
    at_once = log.lines.cancelled_at[line] == at
    priority = np.where(at_once, leaving_for(log, line), np.int64(Priority.PAYMENT))
    return entries(Event.REFUND, at, row, priority, _back_legs(log, row))


def chargebacks(log: RunLog) -> Entries:
    """What was owed back is taken by the customer's bank, at once."""
    row = _payments(log, PaymentKind.CHARGEBACK, PaymentKind.RECLAIMED)
    at, line = log.payments.at[row], log.payments.line[row]
    return entries(Event.CHARGEBACK, at, row, leaving_for(log, line), _back_legs(log, row))


def withheld(log: RunLog) -> Entries:
    """Of what was owed back, some is kept, is a fee, or is owed as store credit from now on."""
    row = np.flatnonzero(np.isin(log.payments.kind, tuple(WITHHELD)))
    amount, kind = log.payments.amount[row], log.payments.kind[row]
    line = log.payments.line[row]
    taken = tuple((account, np.where(kind == k, -amount, 0)) for k, account in WITHHELD.items())
    legs = ((Account.REFUNDS_PAYABLE, amount), *taken)
    priority = leaving_for(log, line)
    return entries(Event.WITHHELD, log.payments.at[row], row, priority, legs)


def credit_ends(log: RunLog) -> Entries:
    """Store credit is used, or expires: it is owed no longer."""
    row = np.flatnonzero(np.isin(log.payments.kind, CREDIT_ENDS))
    amount = log.payments.amount[row]
    legs = ((Account.STORE_CREDIT, amount), (Account.CREDIT_USED, -amount))
    return entries(Event.CREDIT_END, log.payments.at[row], row, Priority.PAYMENT, legs)


def defaults(log: RunLog) -> Entries:
    """What will never be paid for goods that left is written off."""
    row = _payments(log, PaymentKind.DEFAULT)
    amount = log.payments.amount[row]
    legs = ((Account.BAD_DEBTS, amount), (Account.RECEIVABLE, -amount))
    return entries(Event.DEFAULT, log.payments.at[row], row, Priority.RELEASE, legs)


def rewards(log: RunLog) -> Entries:
    """A code for being late is redeemed: the next purchase brings that much less cash."""
    row = _payments(log, PaymentKind.REWARD)
    amount = log.payments.amount[row]
    legs = ((Account.REWARDS, amount), (Account.CASH, -amount))
    return entries(Event.REWARD, log.payments.at[row], row, Priority.PAYMENT, legs)


def fees(log: RunLog) -> Entries:
    """What the payment processor keeps: of a charge, for a dispute, for a renewed authorisation."""
    at = np.where(log.payments.fee != 0, log.payments.at, -1)
    row = _before(at, log)
    fee = log.payments.fee[row]
    legs = ((Account.PAYMENT_FEES, fee), (Account.CASH, -fee))
    # Not before its charge: whoever is called from the waiting list pays at a later demand.
    kind = log.payments.kind[row]
    priority = leaving(log, at[row], log.payments.order[row])
    priority = np.where(kind == PaymentKind.CHECKOUT, np.int64(Priority.DEMAND), priority)
    back = np.isin(kind, (PaymentKind.CHARGEBACK, PaymentKind.RECLAIMED))
    priority = np.where(back, leaving_for(log, log.payments.line[row]), priority)
    priority = np.where(kind == PaymentKind.RENEWAL, np.int64(Priority.DEADLINE), priority)
    return entries(Event.FEE, at[row], row, priority, legs)


def money_held(log: RunLog) -> Column:
    """All that was ever paid ahead for each line. Shape (lines,)."""
    payments = log.payments
    row = np.flatnonzero(payments.ahead)
    row = row[_IS_CHARGE[payments.kind[row]]]
    return tally(payments.line[row], payments.amount[row], len(log.lines))


def _charge_legs(log: RunLog, row: Column) -> tuple[tuple[Account, Column], ...]:
    """Cash against what is held for the customer, or against what they owe."""
    amount = log.payments.amount[row]
    held = amount * log.payments.ahead[row]
    return (
        (Account.CASH, amount),
        (Account.CUSTOMER_DEPOSITS, -held),
        (Account.RECEIVABLE, held - amount),
    )


def _back_legs(log: RunLog, row: Column) -> tuple[tuple[Account, Column], ...]:
    amount = log.payments.amount[row]
    return ((Account.REFUNDS_PAYABLE, amount), (Account.CASH, -amount))


def _before(at: Column, log: RunLog) -> Column:
    """Rows whose event took place, and before the horizon."""
    return np.flatnonzero((at >= 0) & (at < log.facts.horizon))


def _payments(log: RunLog, *kinds: PaymentKind) -> Column:
    """Rows of the payments of some kinds that were made before the horizon."""
    payments = log.payments
    there = (payments.at >= 0) & (payments.at < log.facts.horizon)
    return np.flatnonzero(np.isin(payments.kind, kinds) & there)


def leaving_for(log: RunLog, line: Column) -> Column:
    """Priority of a cancellation: bad news has its turn early in an instant, what customers decide
    by themselves comes last."""
    told = np.isin(log.lines.cancelled[line], (CancelCause.TOLD, CancelCause.DECLINED))
    return np.where(told, np.int64(Priority.CANCELLATION), np.int64(Priority.DEADLINE))


def leaving(log: RunLog, at: Column, order: Column) -> Column:
    """Priority of what happens when goods leave or an order is charged.

    At the instant of the order itself it is part of the demand. What waited leaves earlier in an
    instant: after the receipt or at the release that let it go.
    """
    at_once = log.orders.placed_at[order] == at
    return np.where(at_once, np.int64(Priority.DEMAND), np.int64(Priority.RELEASE))
