"""Sales tax inside of prices: what of an amount is tax, when it falls due, and its postings.

Tax falls due as goods leave, and on what is taken ahead as it is taken. A cancellation gives that
back; what the store keeps then is a compensation and bears none (CJEU C-277/05). Goods and shipping
are taxed at the rate of the product, interest is not; what is paid ahead pays for goods first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backsim.ledger.accounts import Account
from backsim.ledger.entries import Entries, Event, entries
from backsim.ledger.postings import CHARGES, leaving, leaving_for, money_held
from backsim.ledger.tax_rates import (
    is_taxed,
    paid_before_the_start,
    tax_ahead,
    tax_in,
    tax_when_sent,
)
from backsim.records.codes import PaymentKind, Priority
from backsim.records.log import Column, RunLog


def on_money_taken_ahead(log: RunLog) -> Entries:
    """The tax on money taken ahead is due at once; like it, it is not the store's yet."""
    row = _rows(log, (log.payments.ahead != 0) & np.isin(log.payments.kind, CHARGES))
    line, amount = log.payments.line[row], log.payments.amount[row]
    # By line, in order of time, as the rows stand: what has been paid with each payment.
    order = np.argsort(line, kind="stable")
    total = np.cumsum(amount[order])
    first = np.searchsorted(line[order], line[order])
    after = np.empty_like(total)
    after[order] = total - np.append(0, total)[first]
    after += paid_before_the_start(log)[line]
    tax = tax_ahead(log, line, after) - tax_ahead(log, line, after - amount)
    legs = ((Account.TAX_ON_DEPOSITS, tax), (Account.TAX_PAYABLE, -tax))
    # What was taken before the start is declared with what is taken in it.
    at, kind = np.maximum(log.payments.at[row], 0), log.payments.kind[row]
    demand = kind == PaymentKind.CHECKOUT
    turn = np.where(demand, np.int64(Priority.DEMAND), np.int64(Priority.PAYMENT))
    return entries(Event.TAX_AHEAD, at, row, turn, legs)


def on_goods_sent(log: RunLog) -> Entries:
    """Goods leave: all the tax on them is due, with what already was."""
    row = _before(log, log.lines.shipped_at)
    total = tax_when_sent(log, row)
    goods = tax_in(log, row, log.lines.value[row])
    ahead = tax_ahead(log, row, money_held(log)[row])
    legs = (
        (Account.TAX_IN_PRICES, goods),
        (Account.SHIPPING_CHARGED, total - goods),
        (Account.TAX_PAYABLE, ahead - total),
        (Account.TAX_ON_DEPOSITS, -ahead),
    )
    at = log.lines.shipped_at[row]
    return entries(Event.TAX_EARNED, at, row, leaving(log, at, log.lines.order[row]), legs)


def on_cancellations(log: RunLog) -> Entries:
    """An order ends: the tax on what was taken ahead is due no longer."""
    row = _before(log, log.lines.cancelled_at)
    ahead = tax_ahead(log, row, money_held(log)[row])
    legs = ((Account.TAX_PAYABLE, ahead), (Account.TAX_ON_DEPOSITS, -ahead))
    return entries(Event.TAX_BACK, log.lines.cancelled_at[row], row, leaving_for(log, row), legs)


def on_defaults_and_credit(log: RunLog) -> Entries:
    """What is never paid bears no tax in the end; what is bought for store credit does."""
    kind = log.payments.kind
    kinds = (PaymentKind.DEFAULT, PaymentKind.CREDIT_REDEEMED)
    row = _rows(log, np.isin(kind, kinds))
    line, amount, lost = log.payments.line[row], log.payments.amount[row], kind[row] == kinds[0]
    kept = tax_ahead(log, line, log.lines.price[line] - amount)
    relief = np.where(lost, tax_when_sent(log, line) - kept, 0)
    bought = np.where(lost, 0, tax_in(log, line, amount))
    legs = (
        (Account.BAD_DEBTS, -relief),
        (Account.TAX_IN_PRICES, bought),
        (Account.TAX_PAYABLE, relief - bought),
    )
    turn = np.where(lost, np.int64(Priority.RELEASE), np.int64(Priority.PAYMENT))
    return entries(Event.TAX_SETTLED, log.payments.at[row], row, turn, legs)


def _before(log: RunLog, at: Column) -> Column:
    """Rows of lines whose time came before the horizon; none where nothing is taxed."""
    if not is_taxed(log):
        return np.zeros(0, np.int64)
    return np.flatnonzero((at >= 0) & (at < log.facts.horizon))


def _rows(log: RunLog, chosen: NDArray[np.bool_]) -> Column:
    """The same of payments. On what was taken before the start, tax was paid before it."""
    if not is_taxed(log):
        return np.zeros(0, np.int64)
    at = log.payments.at
    return np.flatnonzero(chosen & (at >= 0) & (at < log.facts.horizon))
