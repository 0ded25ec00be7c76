"""What must hold of payments: each belongs to a line, comes in its time and is not too much."""

from __future__ import annotations

import numpy as np

from backsim.ledger.accounts import Account
from backsim.ledger.days import tally
from backsim.ledger.postings import CHARGES, CREDIT_ENDS, WITHHELD
from backsim.metrics.faults import Mask, rows
from backsim.records.codes import CancelCause, LostCause, PaymentKind
from backsim.records.log import Column, RunLog
from backsim.units import FOREVER, NEVER

_MOVES_NOTHING = (PaymentKind.RENEWAL, PaymentKind.FAILED)
_COSTS = (*CHARGES, PaymentKind.CHARGEBACK, PaymentKind.RENEWAL, PaymentKind.RECLAIMED)
_WITHHOLDS = (*WITHHELD, PaymentKind.RECLAIMED)


def prices_are_sound(log: RunLog) -> list[str]:
    """A sold line is charged its list value at most, and asked for no more than its price ahead."""
    lines = log.lines
    sold = lines.lost == LostCause.SOLD
    beyond = sold & (lines.prepaid > lines.price)
    judged = lines.full_price >= 0
    return [
        *rows("line prepaid beyond its price", beyond),
        *rows("line with less than nothing prepaid", lines.prepaid < 0),
        *rows("line with less than no surcharge", lines.surcharge < 0),
        *rows("line with less than no charge for shipping", lines.shipping_charge < 0),
        *rows("line charged for shipping but not sold", ~sold & (lines.shipping_charge != 0)),
        *rows("line charged more than its list value", sold & (lines.value > lines.list_value)),
        *rows("line charged less than nothing", sold & (lines.value < 0)),
        *rows(
            "discount that was not judged, or the other way round",
            judged != (sold & (lines.value < lines.list_value)),
        ),
    ]


def payments_are_sound(log: RunLog) -> list[str]:
    """Payments are for sold lines, and only what costs has a fee; failures move nothing."""
    payments = log.payments
    lost = log.lines.lost[payments.line] != LostCause.SOLD
    idle = np.isin(payments.kind, _MOVES_NOTHING) & (payments.amount != 0)
    free = ~np.isin(payments.kind, _COSTS) & (payments.fee != 0)
    return [
        *rows("payment with a negative amount", payments.amount < 0),
        *rows("payment with a negative fee", payments.fee < 0),
        *rows("payment for a line that was not sold", lost),
        *rows("payment that should move nothing", idle),
        *rows("payment with a fee that nobody takes", free),
    ]


def charges_are_whole(log: RunLog) -> list[str]:
    """Rows of one charge are one movement of money of one order, with one fee."""
    payments = log.payments
    _, first, charge = np.unique(payments.charge, return_index=True, return_inverse=True)
    opens = first[charge]
    apart = np.zeros(len(payments), dtype=np.bool_)
    # What falls due at one instant, for whatever reason, is charged together.
    kind = np.where(_of(log, *CHARGES), PaymentKind.CHECKOUT, payments.kind)
    for column in (payments.order, payments.at, kind):
        apart |= column != column[opens]
    twice = (payments.fee != 0) & (opens != np.arange(len(payments)))
    return [
        *rows("charge of several orders, moments or kinds", apart),
        *rows("charge with more than one fee", twice),
    ]


def payments_match_lines(log: RunLog) -> list[str]:
    """Each line paid at checkout what it says, and what is in stock all of it when it leaves; what
    was withdrawn got everything back but for what was withheld."""
    lines, payments = log.lines, log.payments
    paid = np.where(lines.cancelled_at >= 0, _by_line(log, CHARGES), 0)
    disputed = lines.cancelled == CancelCause.DISPUTED
    asked = (
        ("at checkout", (PaymentKind.CHECKOUT,), lines.prepaid),
        ("back", (PaymentKind.REFUND,), np.where(disputed, 0, paid - _by_line(log, _WITHHOLDS))),
        ("back through the bank", (PaymentKind.CHARGEBACK,), np.where(disputed, paid, 0)),
    )
    found = []
    for how, kinds, due in asked:
        moved = _by_line(log, kinds)
        found += [
            f"line {i}: {moved[i]} was paid {how}, it should be {due[i]}"
            for i in np.flatnonzero(moved != due)[:1]
        ]
    moved = _by_line(log, (PaymentKind.SHIPMENT, PaymentKind.SCHEDULED))
    # Something was prepaid if the line waited at the start.
    left = lines.value + lines.shipping_charge - lines.prepaid
    unpaid = (lines.approach == NEVER) & (lines.shipped_at >= 0) & (moved != left)
    found += rows("line from stock that was not paid as it left", unpaid)
    again = _of(log, PaymentKind.DEFAULT, PaymentKind.CHARGEBACK, PaymentKind.REFUND)
    times = tally(payments.line, again.astype(np.int64), len(lines))
    return found + rows("line settled more than once", times > 1)


def what_is_withheld_is_sound(log: RunLog) -> list[str]:
    """Money is withheld as a line is withdrawn by its customer or for the store's failure, and what
    the bank takes back is not kept as well; store credit ends once, as a whole, after it began."""
    lines, payments = log.lines, log.payments
    withheld, ends = _of(log, *_WITHHOLDS), _of(log, *CREDIT_ENDS)
    over_at, why = lines.cancelled_at[payments.line], lines.cancelled[payments.line]
    early = ends & ((over_at < 0) | (payments.at < over_at))
    wrong = np.isin(why, (CancelCause.KEPT, CancelCause.SWAPPED, CancelCause.DISPUTED))
    both = (_by_line(log, tuple(WITHHELD)) > 0) & (_by_line(log, (PaymentKind.RECLAIMED,)) > 0)
    given = _by_line(log, (PaymentKind.CREDIT,))
    ended = tally(payments.line[ends], np.ones(np.count_nonzero(ends), np.int64), len(lines))
    whole = payments.amount == given[payments.line]
    return [
        *rows("money withheld at another time", withheld & (payments.at != over_at)),
        *rows("money withheld that should go back", withheld & wrong),
        *rows("line of which money was kept and taken back", both),
        *rows("store credit that ends before it begins", early),
        *rows("store credit that ends in part", ends & ~whole),
        *rows("store credit that ends more than once", ended > 1),
    ]


def payments_come_in_time(log: RunLog) -> list[str]:
    """Nothing is paid before the order, after a cancellation, or at another time than agreed."""
    lines, payments, at = log.lines, log.payments, log.payments.at
    charged = _of(log, *CHARGES)
    gone, back = lines.shipped_at[payments.line], lines.cancelled_at[payments.line]
    ended = np.where(gone >= 0, gone, back)
    ahead = payments.ahead != 0
    waits = _of(log, *_MOVES_NOTHING)
    wrong = charged & np.where(ahead, (gone >= 0) & (at > gone), (gone < 0) | (at < gone))
    opened = (at == NEVER) & _of(log, PaymentKind.CHECKOUT)
    opened &= log.orders.waited[payments.order] == 1
    reward = _of(log, PaymentKind.REWARD)
    undue = reward & ((gone < 0) | (at < gone) | (gone <= lines.promised_at[payments.line]))
    return [
        *rows("payment before its order", (at < log.orders.placed_at[payments.order]) & ~opened),
        *rows("payment taken after the end", charged & (at >= log.facts.horizon)),
        *rows("payment taken after the cancellation", charged & (back >= 0) & (at > back)),
        *rows("payment at shipment at another time", _of(log, PaymentKind.SHIPMENT) & (at != gone)),
        *rows("payment on the wrong side of the shipment", wrong),
        *rows("card charged or renewed for what is over", waits & (ended >= 0) & (at > ended)),
        *rows("reward for a line that was not late", undue),
    ]


def failed_charges_are_made_good(log: RunLog) -> list[str]:
    """After a declined card nothing leaves unpaid, unless what was due was dropped meanwhile."""
    lines, payments = log.lines, log.payments
    failed = np.flatnonzero(payments.kind == PaymentKind.FAILED)
    failed = failed[lines.shipped_at[payments.line[failed]] >= 0]
    if not len(failed):
        return []
    line = payments.line[failed]
    order, gone = lines.order[line], lines.shipped_at[line]
    settled = _by_line(log, CHARGES)[line] == lines.price[line]
    # One number per order and moment.
    span = log.facts.horizon
    charged = np.flatnonzero(payments.kind == PaymentKind.SHIPMENT)
    charges = payments.order[charged] * span + payments.at[charged]
    made = np.isin(order * span + gone, charges)
    withdrawn_at = np.full(len(log.orders), NEVER, dtype=np.int64)
    np.maximum.at(withdrawn_at, lines.order, lines.cancelled_at)
    dropped = withdrawn_at[order] >= payments.at[failed]
    return rows("line sent after a declined card and not paid", ~settled & ~made & ~dropped)


def outlays_are_sound(log: RunLog) -> list[str]:
    """An outlay is more than nothing (tax may come back), and not made before its order."""
    spent = log.outlays
    least = np.where((spent.account == Account.TAX_PAYABLE) & (spent.amount != 0), -FOREVER, 1)
    placed = np.append(log.orders.placed_at, NEVER)[spent.order]
    return [
        *rows("outlay of nothing", spent.amount < least),
        *rows("outlay before its order", (spent.at < 0) | (spent.at < placed)),
    ]


def one_charge_per_plan(log: RunLog) -> list[str]:
    """What one order pays at one instant in one way is one charge, with one fixed fee."""
    lines, payments = log.lines, log.payments
    _, opens = np.unique(payments.charge, return_index=True)
    opens = opens[_of(log, *CHARGES)[opens]]
    line = payments.line[opens]
    plan = _plans(log)[lines.product[line], lines.approach[line]] if log.facts.plans else line
    bill = np.stack((payments.order[opens], payments.at[opens], plan))
    _, first = np.unique(bill, axis=1, return_index=True)
    apart = np.zeros(len(payments), dtype=np.bool_)
    apart[np.delete(opens, first)] = True
    return rows("charge beside another of its order, moment and plan", apart)


def _plans(log: RunLog) -> Column:
    """The number of a way to pay, by product and approach; the last column is for stock."""
    numbers = log.facts.plans
    plans = np.full((len(numbers), max(map(len, numbers), default=0) + 1), NEVER, dtype=np.int64)
    for product, each in enumerate(numbers):
        plans[product, : len(each)] = each
    return plans


LAWS = (
    one_charge_per_plan,
    prices_are_sound,
    payments_are_sound,
    charges_are_whole,
    payments_match_lines,
    what_is_withheld_is_sound,
    payments_come_in_time,
    failed_charges_are_made_good,
    outlays_are_sound,
)


def _of(log: RunLog, *kinds: PaymentKind) -> Mask:
    """Which payments are of these kinds?"""
    mask: Mask = np.isin(log.payments.kind, kinds)
    return mask


def _by_line(log: RunLog, kinds: tuple[PaymentKind, ...]) -> Column:
    """Sum of the payments of these kinds by line."""
    mine = _of(log, *kinds)
    return tally(log.payments.line[mine], log.payments.amount[mine], len(log.lines))
