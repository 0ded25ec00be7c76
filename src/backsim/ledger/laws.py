"""What must hold in every set of books. Each law returns its violations in words; none: it holds.

The right-hand sides are counted from the log's own columns, not from the postings, so a law also
notices when payments and lines of a log do not belong together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backsim.ledger.accounts import Account
from backsim.ledger.ageing import receivable_ageing, refunds_ageing
from backsim.ledger.days import day_count, per_day, tally, weighted_sum
from backsim.ledger.entries import Event
from backsim.ledger.journal import Journal, journal
from backsim.ledger.pieces import on_hand, unit_costs
from backsim.ledger.postings import CREDIT_ENDS, SETTLES
from backsim.ledger.statements import balance, cash_path, daily_balance, daily_flow
from backsim.ledger.tax_rates import (
    is_taxed,
    tax_ahead,
    tax_in,
    tax_paid_before_the_start,
)
from backsim.records.codes import PaymentKind
from backsim.records.log import Column, RunLog
from backsim.units import FOREVER, NEVER, YEAR

Mask = NDArray[np.bool_]


def entries_sum_to_zero(books: Journal, _: RunLog) -> list[str]:
    """Debit equals credit in every entry."""
    found = []
    for kind in books.entries:
        total = np.sum([leg for _, leg in kind.legs], axis=0)
        for i in np.flatnonzero(total)[:1]:
            what = f"{kind.event.name.lower()} entry of row {kind.row[i]}"
            found.append(f"the {what} sums to {total[i]}, not to zero")
    return found


def trial_balance_is_zero(books: Journal, _: RunLog) -> list[str]:
    """All balances together are zero at the end of every day."""
    total = np.cumsum(np.sum([daily_flow(books, account) for account in Account], axis=0))
    return _differ("trial balance", total, np.zeros_like(total))


def deposits_are_money_held(books: Journal, log: RunLog) -> list[str]:
    """Customer deposits are what was paid for lines neither shipped nor cancelled yet."""
    charged = _charged(log)
    held = _paid_daily(log, charged)
    for ended_at in (log.lines.shipped_at, log.lines.cancelled_at):
        held -= _paid_daily(log, charged, ended_at)
    booked = -daily_balance(books, Account.CUSTOMER_DEPOSITS)
    return _differ("customer deposits", booked, np.cumsum(held)) + _negative(
        "customer deposits", booked
    )


def receivable_is_shipped_and_unpaid(books: Journal, log: RunLog) -> list[str]:
    """Receivable is what shipped lines cost, less what was paid and written off; never negative."""
    lines = log.lines
    due = _daily(lines.shipped_at, lines.price, log)
    due -= _paid_daily(log, _charged(log), lines.shipped_at)
    due -= _paid_daily(log, log.payments.kind == PaymentKind.DEFAULT)
    booked = daily_balance(books, Account.RECEIVABLE)
    return _differ("receivable", booked, np.cumsum(due)) + _negative("receivable", booked)


def inventory_is_pieces_at_cost(books: Journal, log: RunLog) -> list[str]:
    """The inventory account is the pieces on hand at unit cost, at the end of every day."""
    worth = np.sum(on_hand(log) * unit_costs(log)[:, None], axis=0)
    booked = daily_balance(books, Account.INVENTORY)
    return _differ("inventory", booked, worth) + _negative("inventory", booked)


def refunds_payable_is_owed(books: Journal, log: RunLog) -> list[str]:
    """Refunds payable is what was paid for cancelled lines, less what was paid back, kept, or
    given as store credit."""
    owed = _paid_daily(log, _charged(log), log.lines.cancelled_at)
    owed -= _paid_daily(log, _settled(log))
    booked = -daily_balance(books, Account.REFUNDS_PAYABLE)
    return _differ("refunds payable", booked, np.cumsum(owed)) + _negative(
        "refunds payable", booked
    )


def store_credit_is_owed(books: Journal, log: RunLog) -> list[str]:
    """Store credit is what was given back as such, less what was used and what expired."""
    kind = log.payments.kind
    owed = _paid_daily(log, kind == PaymentKind.CREDIT)
    owed -= _paid_daily(log, np.isin(kind, CREDIT_ENDS))
    booked = -daily_balance(books, Account.STORE_CREDIT)
    return _differ("store credit", booked, np.cumsum(owed)) + _negative("store credit", booked)


def refunds_never_exceed_payments(_: Journal, log: RunLog) -> list[str]:
    """No line gets back more than was paid for it, what is kept of it included, nor before it was
    cancelled."""
    payments, lines = log.payments, log.lines
    back = _settled(log)
    refunded, paid = _by_line(log, back), _by_line(log, _charged(log))
    found = [
        f"line {i} was refunded {refunded[i]} but had paid {paid[i]}"
        for i in np.flatnonzero(refunded > paid)[:1]
    ]
    cancelled_at = lines.cancelled_at[payments.line]
    early = back & ((cancelled_at < 0) | (payments.at < cancelled_at))
    return found + [
        f"payment {i} gives back before the line was cancelled" for i in np.flatnonzero(early)[:1]
    ]


def payments_never_exceed_the_price(_: Journal, log: RunLog) -> list[str]:
    """What is paid and written off for a line is its price at most."""
    settled = _by_line(log, _charged(log) | (log.payments.kind == PaymentKind.DEFAULT))
    price = log.lines.price
    return [
        f"line {i} was paid {settled[i]}, its price is {price[i]}"
        for i in np.flatnonzero(settled > price)[:1]
    ]


def written_off_is_the_end(_: Journal, log: RunLog) -> list[str]:
    """Only what was shipped is written off, all that is left of it, and then nothing is paid."""
    payments, lines = log.payments, log.lines
    lost = payments.kind == PaymentKind.DEFAULT
    if not lost.any():
        return []
    row = np.flatnonzero(lost)
    line = payments.line[row]
    shipped_at = lines.shipped_at[line]
    early = (shipped_at < 0) | (payments.at[row] < shipped_at)
    over_at = np.full(len(lines), FOREVER, dtype=np.int64)
    over_at[line] = payments.at[row]
    after = _charged(log) & (payments.at > over_at[payments.line])
    left = lines.price - _by_line(log, lost | _charged(log))
    return [
        *(f"payment {row[i]} writes off what was not shipped" for i in np.flatnonzero(early)[:1]),
        *(f"payment {i} comes after the line was written off" for i in np.flatnonzero(after)[:1]),
        *(
            f"line {line[i]} was written off but for {left[line[i]]}"
            for i in np.flatnonzero(left[line] != 0)[:1]
        ),
    ]


def tax_is_owed(books: Journal, log: RunLog) -> list[str]:
    """What is due to the tax office is the tax on what has left and on what is held for customers,
    less what was remitted; after a remittance nothing is, unless more moved at that instant."""
    if not is_taxed(log):
        return []
    lines, payments, end = log.lines, log.payments, log.facts.horizon
    row = np.arange(len(lines))
    held = tax_ahead(log, row, _by_line(log, _charged(log) & (payments.ahead != 0)))
    held[(lines.shipped_at >= 0) | ((lines.cancelled_at >= 0) & (lines.cancelled_at < end))] = 0
    lost = _by_line(log, payments.kind == PaymentKind.DEFAULT)
    credit = payments.kind == PaymentKind.CREDIT_REDEEMED
    due = tax_ahead(log, row, lines.price - lost)[lines.shipped_at >= 0].sum()
    due += tax_in(log, payments.line[credit], payments.amount[credit]).sum() + held.sum()
    paid = np.flatnonzero(log.outlays.account == Account.TAX_PAYABLE)
    owed = int(due - log.outlays.amount[paid].sum()) - tax_paid_before_the_start(log)
    found = [
        f"{account.label} is {booked} at the end in the books, {counted} by the log"
        for account, counted in (
            (Account.TAX_PAYABLE, owed),
            (Account.TAX_ON_DEPOSITS, -held.sum()),
        )
        if (booked := -balance(books, account, end)) != counted
    ]
    moved = [step.at for step in books.steps(Account.TAX_PAYABLE) if step.event != Event.OUTLAY]
    quiet = np.setdiff1d(log.outlays.at[paid], np.concatenate(moved))
    left = [(at, balance(books, Account.TAX_PAYABLE, at)) for at in quiet.tolist()]
    return found + [f"tax of {-rest} is still owed at tick {at}" for at, rest in left if rest][:1]


def ages_add_up(books: Journal, log: RunLog) -> list[str]:
    """Receivable and refunds payable by age are their accounts' balances when the log ends."""
    last = day_count(log.facts.horizon) - 1
    return [
        f"{account.label} by age is {total} at the end, {sign * booked} in the books"
        for account, sign, total in (
            (Account.RECEIVABLE, 1, receivable_ageing(log, last).total),
            (Account.REFUNDS_PAYABLE, -1, refunds_ageing(log, last).total),
        )
        if (booked := balance(books, account, log.facts.horizon)) * sign != total
    ]


def interest_is_on_debt(books: Journal, log: RunLog) -> list[str]:
    """Interest is what all cash below zero cost at the yearly rate, to the last unit."""
    paid = balance(books, Account.INTEREST, log.facts.horizon)
    path, rate = cash_path(books), log.facts.interest_rate
    below = weighted_sum(np.maximum(-path.balance, 0), np.diff(path.at, append=log.facts.horizon))
    cost = below * rate / YEAR
    # Rounding, and the tick of each day in which its interest is posted and does not count yet.
    if abs(paid - cost) <= 1 + paid * rate / YEAR:
        return []
    return [f"interest of {paid} in the books, the cash below zero cost {cost:.2f}"]


LAWS = (
    entries_sum_to_zero,
    trial_balance_is_zero,
    deposits_are_money_held,
    receivable_is_shipped_and_unpaid,
    inventory_is_pieces_at_cost,
    refunds_payable_is_owed,
    store_credit_is_owed,
    refunds_never_exceed_payments,
    payments_never_exceed_the_price,
    written_off_is_the_end,
    tax_is_owed,
    ages_add_up,
    interest_is_on_debt,
)
"""Each of the books and the log that they were made from."""


def breaches(log: RunLog) -> list[str]:
    """All violations of the books of one log, in words."""
    books = journal(log)
    return [fault for law in LAWS for fault in law(books, log)]


def _charged(log: RunLog) -> Mask:
    """Payments that bring money in."""
    kind = log.payments.kind
    charged: Mask = (kind == PaymentKind.CHECKOUT) | (kind == PaymentKind.SHIPMENT)
    charged |= kind == PaymentKind.SCHEDULED
    return charged


def _settled(log: RunLog) -> Mask:
    """Payments after which less is owed back."""
    settled: Mask = np.isin(log.payments.kind, SETTLES)
    return settled


def _by_line(log: RunLog, mask: Mask) -> Column:
    """Sum of some payments by line."""
    return tally(log.payments.line[mask], log.payments.amount[mask], len(log.lines))


def _paid_daily(log: RunLog, mask: Mask, since: Column | None = None) -> Column:
    """Some payments by day; counted once ``since`` of their line has come, if given."""
    payments = log.payments
    at = np.maximum(payments.at, 0)  # what was paid before the start is there from the first day
    if since is not None:
        begun = since[payments.line]
        at = np.where(begun >= 0, np.maximum(at, begun), NEVER)
    return _daily(np.where(mask, at, NEVER), payments.amount, log)


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
