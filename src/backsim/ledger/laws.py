"""What must hold in every set of books. Each law returns its violations in words; none: it holds.

The right-hand sides are counted from the log's own columns, not from the postings, so a law also
notices when payments and lines of a log do not belong together.
"""

from __future__ import annotations

import numpy as np

from backsim.ledger.accounts import Account
from backsim.ledger.days import per_day, tally
from backsim.ledger.journal import Journal, journal
from backsim.ledger.pieces import on_hand, unit_costs
from backsim.ledger.statements import daily_balance, daily_flow
from backsim.records.codes import LostCause, PaymentKind
from backsim.records.log import Column, RunLog


def entries_sum_to_zero(books: Journal) -> list[str]:
    """Debit equals credit in every entry."""
    found = []
    for kind in books.entries:
        total = np.sum([leg for _, leg in kind.legs], axis=0)
        for i in np.flatnonzero(total)[:1]:
            what = f"{kind.event.name.lower()} entry of row {kind.row[i]}"
            found.append(f"the {what} sums to {total[i]}, not to zero")
    return found


def trial_balance_is_zero(books: Journal) -> list[str]:
    """All balances together are zero at the end of every day."""
    total = np.cumsum(np.sum([daily_flow(books, account) for account in Account], axis=0))
    return _differ("trial balance", total, np.zeros_like(total))


def deposits_are_money_held(books: Journal, log: RunLog) -> list[str]:
    """Customer deposits are what was prepaid for lines neither shipped nor cancelled."""
    lines = log.lines
    sold = lines.lost == LostCause.SOLD
    ended = np.where(lines.shipped_at >= 0, lines.shipped_at, lines.cancelled_at)
    placed = np.where(sold, log.orders.placed_at[lines.order], -1)
    held = _daily(placed, lines.prepaid, log) - _daily(ended, lines.prepaid, log)
    booked = -daily_balance(books, Account.CUSTOMER_DEPOSITS)
    return _differ("customer deposits", booked, np.cumsum(held))


def receivable_is_shipped_and_unpaid(books: Journal, log: RunLog) -> list[str]:
    """Receivable is the balance due of shipped lines, less what was collected; never negative."""
    lines, payments = log.lines, log.payments
    due = _daily(lines.shipped_at, lines.value - lines.prepaid, log)
    paid_at = np.where(payments.kind == PaymentKind.SHIPMENT, payments.at, -1)
    unpaid = np.cumsum(due - _daily(paid_at, payments.amount, log))
    booked = daily_balance(books, Account.RECEIVABLE)
    return _differ("receivable", booked, unpaid) + _negative("receivable", booked)


def inventory_is_pieces_at_cost(books: Journal, log: RunLog) -> list[str]:
    """The inventory account is the pieces on hand at unit cost, at the end of every day."""
    worth = np.sum(on_hand(log) * unit_costs(log)[:, None], axis=0)
    booked = daily_balance(books, Account.INVENTORY)
    return _differ("inventory", booked, worth) + _negative("inventory", booked)


def refunds_never_exceed_payments(log: RunLog) -> list[str]:
    """No order gets back more than it had paid ahead, nor before it paid."""
    payments, orders = log.payments, len(log.orders)
    back, taken = payments.kind == PaymentKind.REFUND, payments.kind == PaymentKind.CHECKOUT
    refunded = tally(payments.order[back], payments.amount[back], orders)
    paid = tally(payments.order[taken], payments.amount[taken], orders)
    found = [
        f"order {i} was refunded {refunded[i]} but had paid {paid[i]} ahead"
        for i in np.flatnonzero(refunded > paid)[:1]
    ]
    early = back & (payments.at < log.orders.placed_at[payments.order])
    return found + [f"refund {i} came before its order" for i in np.flatnonzero(early)[:1]]


def refunds_payable_is_owed(books: Journal, log: RunLog) -> list[str]:
    """Refunds payable is what cancelled lines had prepaid, less what was paid back."""
    lines, payments = log.lines, log.payments
    back_at = np.where(payments.kind == PaymentKind.REFUND, payments.at, -1)
    owed = _daily(lines.cancelled_at, lines.prepaid, log) - _daily(back_at, payments.amount, log)
    booked = -daily_balance(books, Account.REFUNDS_PAYABLE)
    return _differ("refunds payable", booked, np.cumsum(owed)) + _negative(
        "refunds payable", booked
    )


def check(log: RunLog) -> list[str]:
    """All violations of the books of one log, in words."""
    books = journal(log)
    return [
        *entries_sum_to_zero(books),
        *trial_balance_is_zero(books),
        *deposits_are_money_held(books, log),
        *receivable_is_shipped_and_unpaid(books, log),
        *inventory_is_pieces_at_cost(books, log),
        *refunds_never_exceed_payments(log),
        *refunds_payable_is_owed(books, log),
    ]


def _daily(at: Column, amounts: Column, log: RunLog) -> Column:
    """Sum by day of the amounts whose event took place before the horizon."""
    there = (at >= 0) & (at < log.facts.horizon)
    return per_day(at[there], amounts[there], log.facts.horizon)


def _differ(what: str, booked: Column, expected: Column) -> list[str]:
    """The first day on which the books say something else than the log."""
    return [
        f"{what} at the end of day {day}: {booked[day]} in the books, {expected[day]} by the log"
        for day in np.flatnonzero(booked != expected)[:1]
    ]


def _negative(what: str, booked: Column) -> list[str]:
    return [
        f"{what} is below zero at the end of day {day}: {booked[day]}"
        for day in np.flatnonzero(booked < 0)[:1]
    ]
