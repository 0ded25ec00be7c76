"""What must hold of pieces: none appears, none gets lost, and parts make up their whole."""

from __future__ import annotations

import numpy as np

from backsim.ledger.days import day_count, tally
from backsim.ledger.pieces import on_hand, opening_pieces
from backsim.metrics.faults import Mask, rows
from backsim.records.codes import CancelCause, LineOrigin, LostCause
from backsim.records.log import Column, RunLog
from backsim.units import DAY, FOREVER, NEVER


def pieces_balance(log: RunLog) -> list[str]:
    """Opening + received = shipped + on hand, with never less than nothing on hand or set aside."""
    lines, purchases, parts = log.lines, log.purchases, log.allocations
    came = purchases.received_at, purchases.product, purchases.quantity
    went = lines.shipped_at, lines.product, -lines.quantity
    rest = lines.quantity - tally(parts.line, parts.pieces, len(lines))
    product = lines.product[parts.line]
    returned = np.where(lines.allocated_at >= 0, lines.cancelled_at, NEVER)
    freed = returned, lines.product, rest
    parts_freed = lines.cancelled_at[parts.line], product, parts.pieces
    aside = lines.allocated_at, lines.product, -rest
    parts_aside = parts.at, product, -parts.pieces
    taken = freed, parts_freed, parts_aside, aside
    return [
        *_never_below_zero("pieces shipped that were not there", log, came, went),
        *_never_below_zero("pieces set aside that were not there", log, came, *taken),
    ]


def inventory_position_adds_up(log: RunLog) -> list[str]:
    """On hand + on order - owed equals opening + ordered - accepted + cancelled, every day."""
    lines, purchases = log.lines, log.purchases
    placed = np.where(lines.lost == LostCause.SOLD, log.orders.placed_at[lines.order], NEVER)
    gone = _first(lines.shipped_at, lines.cancelled_at)
    accepted = _cumulated(log, placed, lines.product, lines.quantity)
    owed = accepted - _cumulated(log, gone, lines.product, lines.quantity)
    since = np.maximum(purchases.ordered_at, 0)
    ordered = _cumulated(log, since, purchases.product, purchases.quantity)
    received = _cumulated(log, purchases.received_at, purchases.product, purchases.quantity)
    withdrawn = _cumulated(log, lines.cancelled_at, lines.product, lines.quantity)
    by_level = on_hand(log) + (ordered - received) - owed
    by_flow = opening_pieces(log)[:, None] + ordered - accepted + withdrawn
    return [
        *_days("inventory position that does not add up", by_level != by_flow),
        *_days("fewer than no pieces owed", owed < 0),
        *_days("fewer than no pieces on order", ordered < received),
    ]


def splits_conserve(log: RunLog) -> list[str]:
    """A line that was split keeps its pieces and its value: each part has its share of it."""
    lines = log.lines
    rest = np.flatnonzero(lines.origin == LineOrigin.REMAINDER)
    if not len(rest):
        return []
    asked = np.flatnonzero(lines.origin == LineOrigin.ASKED)
    # One number for what an order asked for; where it asked twice, the parts cannot be told apart.
    key = lines.order * len(log.facts.products) + lines.asked_for
    keys, first, times = np.unique(key[asked], return_index=True, return_counts=True)
    place = np.minimum(np.searchsorted(keys, key[rest]), len(keys) - 1)
    lone = keys[place] != key[rest]
    once = ~lone & (times[place] == 1) & (np.bincount(place)[place] == 1)
    part = asked[first[place]]
    as_asked = lines.product == lines.asked_for
    once &= as_asked[rest] & as_asked[part]
    whole, pieces = lines.list_value[part] + lines.list_value[rest], lines.quantity[part]
    expected = np.floor(whole * (pieces / (pieces + lines.quantity[rest])) + 0.5)
    return [
        *rows("part of a line that was not asked for", lone),
        *rows("split line with an unfair share", once & (lines.list_value[part] != expected)),
    ]


def swaps_replace(log: RunLog) -> list[str]:
    """A line swapped for a substitute has one, of as many pieces, set aside as it was withdrawn."""
    lines = log.lines
    taken = np.flatnonzero(lines.origin == LineOrigin.SWAP)
    given = np.flatnonzero(lines.cancelled == CancelCause.SWAPPED)
    if len(taken) != len(given):
        return [f"{len(given)} line(s) were swapped, for {len(taken)} other(s)"]
    taken = taken[np.lexsort((lines.allocated_at[taken], lines.order[taken]))]
    given = given[np.lexsort((lines.cancelled_at[given], lines.order[given]))]
    pairs = (
        (lines.order[taken], lines.order[given]),
        (lines.allocated_at[taken], lines.cancelled_at[given]),
        (lines.quantity[taken], lines.quantity[given]),
        (lines.asked_for[taken], lines.asked_for[given]),
    )
    differ = np.any([one != other for one, other in pairs], axis=0)
    return rows("swapped line without its like", differ)


def parts_are_set_aside_in_turn(log: RunLog) -> list[str]:
    """What is set aside for a line in parts is less than all of it, and comes while it waits."""
    lines, parts = log.lines, log.allocations
    line, at = parts.line, parts.at
    beyond = tally(line, parts.pieces, len(lines)) >= lines.quantity
    complete = (lines.allocated_at[line] >= 0) & (at > lines.allocated_at[line])
    over = (lines.cancelled_at[line] >= 0) & (at > lines.cancelled_at[line])
    return [
        *rows("part of a line with no pieces", parts.pieces < 1),
        *rows("part of a line that was not sold", lines.lost[line] != LostCause.SOLD),
        *rows("line of which all was set aside in parts", beyond),
        *rows("part set aside before its order", at < log.orders.placed_at[lines.order[line]]),
        *rows("part set aside for what misses nothing", complete | over),
    ]


def nobody_has_too_many(log: RunLog) -> list[str]:
    """No customer has more pieces of a product than the store sells to one."""
    lines, products = log.lines, log.facts.products
    most = np.array([product.most for product in products], dtype=np.int64)
    before = log.orders.waited[lines.order]  # what was sold before the start is as it is
    kept = np.flatnonzero((lines.lost == LostCause.SOLD) & (lines.cancelled_at < 0) & (before == 0))
    person = log.orders.person[lines.order[kept]]
    key, group = np.unique(person * len(products) + lines.product[kept], return_inverse=True)
    had = tally(group, lines.quantity[kept], len(key))
    return rows("customer with more than one may have", had > most[key % len(products)])


def pieces_are_whole(log: RunLog) -> list[str]:
    """Nobody asks for less than one piece."""
    return rows("line of less than one piece", log.lines.quantity < 1)


LAWS = (
    pieces_balance,
    inventory_position_adds_up,
    splits_conserve,
    swaps_replace,
    parts_are_set_aside_in_turn,
    pieces_are_whole,
    nobody_has_too_many,
)


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
