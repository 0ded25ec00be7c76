"""What must hold in every log: pieces, orders and lines. ``check`` adds the laws of the books.

Each law returns its violations in words; none: it holds. ``rows_stand`` comes first: the others
rely on it.
"""

from __future__ import annotations

import numpy as np

from backsim.ledger import laws as ledger_laws
from backsim.ledger.days import day_count, tally
from backsim.ledger.pieces import on_hand, opening_pieces
from backsim.metrics.reading import Mask
from backsim.records.codes import CancelCause, LostCause, Offer, PaymentKind
from backsim.records.log import Column, RunLog, Table
from backsim.units import DAY, FOREVER, NEVER


def rows_stand(log: RunLog) -> list[str]:
    """Visits are in order of time, their lines stand together, every reference has its row."""
    orders, lines = log.orders, log.lines
    found = [
        f"{type(table).__name__}: the columns are not of one length"
        for table in (orders, lines, log.payments, log.parcels, log.purchases)
        if len({len(column) for column in _columns(table)}) != 1
    ]
    if found:
        return found
    n, products, carriers = len(orders), len(log.facts.products), len(log.facts.carriers)
    found = [
        *_rows("visit outside the log", ~_between(orders.placed_at, 0, log.facts.horizon)),
        *_rows("visit earlier than the one before", np.diff(orders.placed_at, prepend=0) < 0),
        *_rows("visit with an unknown carrier", ~_between(orders.carrier, 0, carriers)),
        *_rows("line of an unknown product", ~_between(lines.product, 0, products)),
        *_rows("line in an unknown parcel", ~_between(lines.parcel, NEVER, len(log.parcels))),
        *_rows("payment of an unknown order", ~_between(log.payments.order, 0, n)),
        *_rows("parcel of an unknown order", ~_between(log.parcels.order, 0, n)),
        *_rows("purchase of an unknown product", ~_between(log.purchases.product, 0, products)),
        *_rows("visit with fewer than no lines", orders.line_count < 0),
    ]
    if found:
        return found
    first = np.cumsum(orders.line_count) - orders.line_count
    together = np.repeat(np.arange(n), orders.line_count)
    if not np.array_equal(together, lines.order):
        return ["the lines of a visit do not stand together in the order of visits"]
    return _rows("visit that names another first line", orders.first_line != first)


def pieces_balance(log: RunLog) -> list[str]:
    """Opening + received = shipped + on hand, with never less than nothing on hand or set aside."""
    lines, purchases = log.lines, log.purchases
    came = purchases.received_at, purchases.product, purchases.quantity
    went = lines.shipped_at, lines.product, -lines.quantity
    aside = lines.allocated_at, lines.product, -lines.quantity
    returned = np.where(lines.allocated_at >= 0, lines.cancelled_at, NEVER)
    freed = returned, lines.product, lines.quantity
    return [
        *_never_below_zero("pieces shipped that were not there", log, came, went),
        *_never_below_zero("pieces set aside that were not there", log, came, freed, aside),
    ]


def inventory_position_adds_up(log: RunLog) -> list[str]:
    """On hand + on order - owed equals opening + ordered - accepted + cancelled, every day."""
    lines, purchases = log.lines, log.purchases
    placed = np.where(lines.lost == LostCause.SOLD, log.orders.placed_at[lines.order], NEVER)
    gone = _first(lines.shipped_at, lines.cancelled_at)
    accepted = _cumulated(log, placed, lines.product, lines.quantity)
    owed = accepted - _cumulated(log, gone, lines.product, lines.quantity)
    ordered = _cumulated(log, purchases.ordered_at, purchases.product, purchases.quantity)
    received = _cumulated(log, purchases.received_at, purchases.product, purchases.quantity)
    withdrawn = _cumulated(log, lines.cancelled_at, lines.product, lines.quantity)
    by_level = on_hand(log) + (ordered - received) - owed
    by_flow = opening_pieces(log)[:, None] + ordered - accepted + withdrawn
    return [
        *_days("inventory position that does not add up", by_level != by_flow),
        *_days("fewer than no pieces owed", owed < 0),
        *_days("fewer than no pieces on order", ordered < received),
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
        *_rows("line shipped before its order", gone & (lines.shipped_at < placed)),
        *_rows("line shipped before its release", gone & (lines.shipped_at < release)),
        *_rows("line shipped after the end", lines.shipped_at >= log.facts.horizon),
        *_rows("line shipped before it was set aside", gone & (lines.shipped_at < aside)),
        *_rows("line shipped without being set aside", gone & (aside < 0)),
        *_rows("line set aside before its order", (aside >= 0) & (aside < placed)),
        *_rows("line shipped without a parcel", gone & (lines.parcel < 0)),
        *_rows("line in a parcel but not shipped", ~gone & (lines.parcel >= 0)),
        *_rows("line in a parcel of another order or moment", elsewhere),
    ]


def parcels_are_sound(log: RunLog) -> list[str]:
    """Every parcel holds a line, travels forward in time and by its order's carrier."""
    parcels = log.parcels
    held = np.bincount(log.lines.parcel[log.lines.parcel >= 0], minlength=len(parcels))
    carrier = log.orders.carrier[parcels.order]
    return [
        *_rows("parcel without a line", held == 0),
        *_rows("parcel delivered before it left", parcels.delivered_at < parcels.shipped_at),
        *_rows("parcel with another carrier than its order", parcels.carrier != carrier),
        *_rows("parcel with a negative cost", parcels.cost < 0),
    ]


def payments_match_lines(log: RunLog) -> list[str]:
    """Every order paid what its lines ask for at checkout, at shipment and back, and no more."""
    lines, payments = log.lines, log.payments
    n, sold = len(log.orders), lines.lost == LostCause.SOLD
    gone, back = lines.shipped_at >= 0, lines.cancelled_at >= 0
    ahead = lines.prepaid
    asked = (
        (PaymentKind.CHECKOUT, "at checkout", np.where(sold, ahead, 0)),
        (PaymentKind.SHIPMENT, "at shipment", np.where(gone, lines.value - ahead, 0)),
        (PaymentKind.REFUND, "back", np.where(back, ahead, 0)),
    )
    found = [
        *_rows("payment with a negative amount", payments.amount < 0),
        *_rows("payment with a negative fee", payments.fee < 0),
        *_rows("line prepaid beyond its value", sold & (ahead > lines.value)),
        *_rows("line with less than nothing prepaid", ahead < 0),
        *_rows("line charged more than its list value", sold & (lines.value > lines.list_value)),
    ]
    for kind, when, amounts in asked:
        mine = payments.kind == kind
        paid = tally(payments.order[mine], payments.amount[mine], n)
        due = tally(lines.order, amounts, n)
        found += [
            f"order {i} paid {paid[i]} {when}, its lines say {due[i]}"
            for i in np.flatnonzero(paid != due)[:1]
        ]
    return found


def lines_have_one_fate(log: RunLog) -> list[str]:
    """An accepted line ends shipped or cancelled or is open; a lost one has no further life."""
    lines = log.lines
    sold = lines.lost == LostCause.SOLD
    gone, back = lines.shipped_at >= 0, lines.cancelled_at >= 0
    named = lines.cancelled != CancelCause.KEPT
    early = back & (lines.cancelled_at < log.orders.placed_at[lines.order])
    alive = gone | back | named | (lines.allocated_at >= 0) | (lines.parcel >= 0)
    return [
        *_rows("line both shipped and cancelled", gone & back),
        *_rows("line cancelled without a cause, or the other way round", back != named),
        *_rows("line cancelled before its order", early),
        *_rows("lost line with a further life", ~sold & alive),
        *_rows("lost line with a promise", ~sold & (lines.promised_at != NEVER)),
        *_rows("lost line with money paid ahead", ~sold & (lines.prepaid != 0)),
    ]


def promises_are_given(log: RunLog) -> list[str]:
    """A sold line was offered and promised, not for a time before its order."""
    lines = log.lines
    sold = lines.lost == LostCause.SOLD
    placed = log.orders.placed_at[lines.order]
    # "Without a date" is one value, or a promise could hide beyond every horizon.
    beyond = sold & (lines.promised_at > FOREVER)
    return [
        *_rows("line sold without an offer", sold & (lines.offer == Offer.NONE)),
        *_rows("line promised before its order", sold & (lines.promised_at < placed)),
        *_rows("line promised beyond forever", beyond),
    ]


def purchases_arrive(log: RunLog) -> list[str]:
    """A purchase order arrives when due, if that is before the end, and is paid for after."""
    buys = log.purchases
    expected = np.where(buys.due_at < log.facts.horizon, buys.due_at, NEVER)
    early = (buys.received_at >= 0) & (buys.payable_at < buys.received_at)
    return [
        *_rows("purchase received at another time than due", buys.received_at != expected),
        *_rows("purchase due before it was ordered", buys.due_at < buys.ordered_at),
        *_rows("purchase of less than one piece", buys.quantity < 1),
        *_rows("purchase paid for before it was received", early),
    ]


LAWS = (
    pieces_balance,
    inventory_position_adds_up,
    shipments_are_due,
    parcels_are_sound,
    payments_match_lines,
    lines_have_one_fate,
    promises_are_given,
    purchases_arrive,
    ledger_laws.check,
)


def check(log: RunLog) -> list[str]:
    """All violations of all laws in one log, in words; an empty list if every law holds."""
    return rows_stand(log) or [fault for law in LAWS for fault in law(log)]


def _columns(table: Table) -> list[Column]:
    return [getattr(table, name) for name in table.__dataclass_fields__]


def _between(column: Column, low: int, high: int) -> Mask:
    """Is each number in ``[low, high)``?"""
    return (column >= low) & (column < high)


def _rows(what: str, wrong: Mask) -> list[str]:
    """One sentence for all rows with this fault: how many, and where the first one is."""
    row = np.flatnonzero(wrong)
    return [f"{what}: {len(row)} row(s), the first is row {row[0]}"] if len(row) else []


def _days(what: str, wrong: Mask) -> list[str]:
    """One sentence for a fault by product and day."""
    product, day = np.nonzero(wrong)
    return [f"{what}: product {product[0]}, day {day[0]}"] if len(day) else []


def _first(one: Column, other: Column) -> Column:
    """The earlier of two moments; the one that happened, if only one did."""
    both = np.minimum(np.where(one < 0, FOREVER, one), np.where(other < 0, FOREVER, other))
    return np.where(both == FOREVER, NEVER, both)


def _cumulated(log: RunLog, at: Column, product: Column, pieces: Column) -> Column:
    """Pieces up to the end of each day, shape (products, days)."""
    there = (at >= 0) & (at < log.facts.horizon)
    shape = (len(log.facts.products), day_count(log.facts.horizon))
    cell = product[there] * shape[1] + at[there] // DAY
    return np.cumsum(tally(cell, pieces[there], shape[0] * shape[1]).reshape(shape), axis=1)


def _never_below_zero(what: str, log: RunLog, *moves: tuple[Column, Column, Column]) -> list[str]:
    """Does the stock of any product fall below zero under these (at, product, pieces)?

    Moves of one instant are taken in the order in which they are given.
    """
    products = np.arange(len(log.facts.products))
    opening = np.zeros_like(products), products, opening_pieces(log)
    at, product, pieces = (np.concatenate(parts) for parts in zip(opening, *moves, strict=True))
    there = np.flatnonzero((at >= 0) & (at < log.facts.horizon))
    rank = product[there] * log.facts.horizon + at[there]
    order = there[np.argsort(rank, kind="stable")]
    total = tally(product[there], pieces[there], len(products))
    before = np.cumsum(total) - total
    level = np.cumsum(pieces[order]) - before[product[order]]
    return [
        f"{what}: product {product[order[i]]} falls to {level[i]} at tick {at[order[i]]}"
        for i in np.flatnonzero(level < 0)[:1]
    ]
