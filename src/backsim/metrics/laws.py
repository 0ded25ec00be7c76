"""What must hold in every log: ``LAWS`` has those of pieces, payments and the books too.

Each law returns its violations in words; none: it holds. ``rows_stand`` comes first: the others
rely on it.
"""

from __future__ import annotations

import numpy as np

from backsim.ledger import Account, Kind
from backsim.ledger import laws as ledger_laws
from backsim.metrics import payment_laws, piece_laws
from backsim.metrics.faults import between, rows
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer, PaymentKind
from backsim.records.log import Column, RunLog, Table
from backsim.units import FOREVER, NEVER

_SPENT_ON = [account for account in Account if account.kind == Kind.EXPENSE]
_SPENT_ON.append(Account.TAX_PAYABLE)


def rows_stand(log: RunLog) -> list[str]:
    """Visits are in order of time, their lines stand together, every reference has its row."""
    orders, lines = log.orders, log.lines
    found = [
        f"{type(table).__name__}: the columns are not of one length"
        for table in (orders, lines, log.payments, log.parcels, log.purchases, log.outlays)
        if len({len(column) for column in _columns(table)}) != 1
    ]
    if found:
        return found
    n, products, carriers = len(orders), len(log.facts.products), len(log.facts.carriers)
    found = [
        *rows("visit outside the log", ~between(orders.placed_at, 0, log.facts.horizon)),
        *rows("visit earlier than the one before", np.diff(orders.placed_at, prepend=0) < 0),
        *rows("visit with an unknown carrier", ~between(orders.carrier, 0, carriers)),
        *rows("line of an unknown product", ~between(lines.product, 0, products)),
        *rows("line that asked for an unknown product", ~between(lines.asked_for, 0, products)),
        *rows("line with an unknown origin", ~between(lines.origin, 0, len(LineOrigin))),
        *rows("line with an unknown offer", ~between(lines.offer, 0, len(Offer))),
        *rows("line in an unknown parcel", ~between(lines.parcel, NEVER, len(log.parcels))),
        *rows("payment of an unknown order", ~between(log.payments.order, 0, n)),
        *rows("payment for an unknown line", ~between(log.payments.line, 0, len(lines))),
        *rows("payment of an unknown kind", ~between(log.payments.kind, 0, len(PaymentKind))),
        *rows("parcel of an unknown order", ~between(log.parcels.order, 0, n)),
        *rows("purchase of an unknown product", ~between(log.purchases.product, 0, products)),
        *rows("outlay of an unknown order", ~between(log.outlays.order, NEVER, n)),
        *rows("outlay for an unknown line", ~between(log.outlays.line, NEVER, len(lines))),
        *rows("outlay on what is no expense", ~np.isin(log.outlays.account, _SPENT_ON)),
        *rows("part for an unknown line", ~between(log.allocations.line, 0, len(lines))),
        *rows("visit with fewer than no lines", orders.line_count < 0),
    ]
    if found:
        return found
    first = np.cumsum(orders.line_count) - orders.line_count
    together = np.repeat(np.arange(n), orders.line_count)
    if not np.array_equal(together, lines.order):
        return ["the lines of a visit do not stand together in the order of visits"]
    elsewhere = lines.order[log.payments.line] != log.payments.order
    spent_on = log.outlays.line
    astray = (spent_on >= 0) & (np.append(lines.order, NEVER)[spent_on] != log.outlays.order)
    return [
        *rows("visit that names another first line", orders.first_line != first),
        *rows("outlay for a line of another order", astray),
        *rows("payment for a line of another order", elsewhere),
    ]


def shipments_are_due(log: RunLog) -> list[str]:
    """No line ships before its order, its release or its allocation, nor without one parcel."""
    lines, parcels = log.lines, log.parcels
    gone = lines.shipped_at >= 0
    release = np.array([product.release_at for product in log.facts.products])[lines.product]
    placed = log.orders.placed_at[lines.order]
    boxed = gone & (lines.parcel >= 0)
    box = lines.parcel[boxed]
    elsewhere = boxed.copy()
    elsewhere[boxed] = (parcels.order[box] != lines.order[boxed]) | (
        parcels.shipped_at[box] != lines.shipped_at[boxed]
    )
    aside = lines.allocated_at
    return [
        *rows("line shipped before its order", gone & (lines.shipped_at < placed)),
        *rows("line shipped before its release", gone & (lines.shipped_at < release)),
        *rows("line shipped after the end", lines.shipped_at >= log.facts.horizon),
        *rows("line shipped before it was set aside", gone & (lines.shipped_at < aside)),
        *rows("line shipped without being set aside", gone & (aside < 0)),
        *rows("line set aside before its order", (aside >= 0) & (aside < placed)),
        *rows("line shipped without a parcel", gone & (lines.parcel < 0)),
        *rows("line in a parcel but not shipped", ~gone & (lines.parcel >= 0)),
        *rows("line in a parcel of another order or moment", elsewhere),
    ]


def parcels_are_sound(log: RunLog) -> list[str]:
    """Every parcel holds a line, travels forward in time and by its order's carrier."""
    parcels = log.parcels
    held = np.bincount(log.lines.parcel[log.lines.parcel >= 0], minlength=len(parcels))
    carrier = log.orders.carrier[parcels.order]
    return [
        *rows("parcel without a line", held == 0),
        *rows("parcel delivered before it left", parcels.delivered_at < parcels.shipped_at),
        *rows("parcel with another carrier than its order", parcels.carrier != carrier),
        *rows("parcel with a negative cost", parcels.cost < 0),
    ]


def lines_have_one_fate(log: RunLog) -> list[str]:
    """An accepted line ends shipped or cancelled or is open; a lost one has no further life."""
    lines = log.lines
    sold = lines.lost == LostCause.SOLD
    gone, back = lines.shipped_at >= 0, lines.cancelled_at >= 0
    named = lines.cancelled != CancelCause.KEPT
    early = back & (lines.cancelled_at < log.orders.placed_at[lines.order])
    alive = gone | back | named | (lines.allocated_at >= 0) | (lines.parcel >= 0)
    return [
        *rows("line both shipped and cancelled", gone & back),
        *rows("line cancelled without a cause, or the other way round", back != named),
        *rows("line cancelled before its order", early),
        *rows("lost line with a further life", ~sold & alive),
        *rows("lost line with a promise", ~sold & (lines.promised_at != NEVER)),
        *rows("lost line with money paid ahead", ~sold & (lines.prepaid != 0)),
    ]


def promises_are_given(log: RunLog) -> list[str]:
    """A sold line was offered and promised, not for a time before its order."""
    lines = log.lines
    sold = lines.lost == LostCause.SOLD
    placed = log.orders.placed_at[lines.order]
    # "Without a date" is one value, or a promise could hide beyond every horizon.
    beyond = sold & (lines.promised_at > FOREVER)
    # Everybody goes by a date: none that is undated can be late for ever, nor never.
    blind = sold & ((lines.went_by < placed) | (lines.went_by >= FOREVER))
    astray = sold & (lines.went_by > lines.promised_at)
    again, named = lines.restated_at >= 0, lines.restated_to >= 0
    # Who was sold something for a date is told of a later one, and only they are.
    idle = again & (~sold | (lines.restated_to <= lines.promised_at))
    return [
        *rows("line sold without an offer", sold & (lines.offer == Offer.NONE)),
        *rows("line promised before its order", sold & (lines.promised_at < placed)),
        *rows("line promised beyond forever", beyond),
        *rows("line sold to a customer who goes by no date", blind),
        *rows("customer who goes by a later date than promised", astray),
        *rows("promise re-stated without a date, or the other way round", again != named),
        *rows("promise re-stated before its order", again & (lines.restated_at < placed)),
        *rows("promise re-stated that was not made, or for no later date", idle),
    ]


def promises_are_waited_for(log: RunLog) -> list[str]:
    """Nobody leaves for lateness at or before the last date that they went by."""
    lines = log.lines
    again = (lines.restated_at >= 0) & (lines.restated_at <= lines.cancelled_at)
    date = np.where(again, lines.restated_to, lines.went_by)
    late = np.isin(lines.cancelled, (CancelCause.LATE, CancelCause.DISPUTED))
    return rows("line cancelled as late by its last date", late & (lines.cancelled_at <= date))


def purchases_arrive(log: RunLog) -> list[str]:
    """A purchase order arrives when due, if that is before the end, and is paid for after."""
    buys = log.purchases
    expected = np.where(buys.due_at < log.facts.horizon, buys.due_at, NEVER)
    due = buys.payable_at >= 0
    early = due & (buys.received_at >= 0) & (buys.payable_at < buys.received_at)
    return [
        *rows("purchase received at another time than due", buys.received_at != expected),
        *rows("purchase due before it was ordered", buys.due_at < buys.ordered_at),
        *rows("purchase of less than one piece", buys.quantity < 1),
        *rows("purchase paid for before it was received", early),
    ]


LAWS = (
    *piece_laws.LAWS,
    shipments_are_due,
    parcels_are_sound,
    lines_have_one_fate,
    promises_are_given,
    purchases_arrive,
    promises_are_waited_for,
    *payment_laws.LAWS,
    ledger_laws.breaches,
)
"""Every law of a log whose rows stand. The books keep a table of their own: theirs share a journal
that is made once."""


def breaches(log: RunLog) -> list[str]:
    """All violations of all laws in one log, in words; an empty list if every law holds."""
    return rows_stand(log) or [fault for law in LAWS for fault in law(log)]


def _columns(table: Table) -> list[Column]:
    return [getattr(table, name) for name in table.__dataclass_fields__]
