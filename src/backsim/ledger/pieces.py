"""Pieces on the shelf, by product and day, read from shipments and receipts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backsim.ledger.days import day_count, day_ends, tally
from backsim.records.log import Column, RunLog
from backsim.units import DAY, NEVER


class Moves(NamedTuple):
    """Pieces that came (positive) and went (negative), one row per receipt or shipped line."""

    at: Column
    product: Column
    pieces: Column


def moves(log: RunLog) -> Moves:
    """Receipts first, then shipments: at one instant goods come before they go."""
    horizon = log.facts.horizon
    came = _happened(log.purchases.received_at, horizon)
    went = _happened(log.lines.shipped_at, horizon)
    return Moves(
        np.concatenate((log.purchases.received_at[came], log.lines.shipped_at[went])),
        np.concatenate((log.purchases.product[came], log.lines.product[went])),
        np.concatenate((log.purchases.quantity[came], -log.lines.quantity[went])),
    )


def opening_pieces(log: RunLog) -> Column:
    """Opening stock by product."""
    return np.array([p.opening_stock for p in log.facts.products], dtype=np.int64)


def unit_costs(log: RunLog) -> Column:
    """Unit cost by product, in minor units."""
    return np.array([p.unit_cost for p in log.facts.products], dtype=np.int64)


def salvage_values(log: RunLog) -> Column:
    """What a piece is worth when the question ends, by product, in minor units."""
    return np.array(
        [p.unit_cost if p.salvage == NEVER else p.salvage for p in log.facts.products],
        dtype=np.int64,
    )


def on_hand(log: RunLog) -> Column:
    """Pieces on hand at the end of each day, shape (products, days); reserved ones included."""
    move = moves(log)
    shape = (len(log.facts.products), day_count(log.facts.horizon))
    cell = move.product * shape[1] + move.at // DAY
    daily = tally(cell, move.pieces, shape[0] * shape[1]).reshape(shape)
    return opening_pieces(log)[:, None] + np.cumsum(daily, axis=1)


def piece_ticks(log: RunLog) -> Column:
    """Pieces on hand times ticks, summed over each day, shape (products, days)."""
    move = moves(log)
    ends = day_ends(log.facts.horizon)
    days = len(ends)
    shape = (len(log.facts.products), days)
    day = move.at // DAY
    cell = move.product * days + day
    change = tally(cell, move.pieces, shape[0] * days).reshape(shape)
    # What moves within a day counts on that day from its own tick, and in full from the next on.
    within = tally(cell, move.pieces * (ends[day] - move.at), shape[0] * days).reshape(shape)
    at_start = opening_pieces(log)[:, None] + np.cumsum(change, axis=1) - change
    return at_start * np.diff(ends, prepend=0) + within


def _happened(at: Column, horizon: int) -> Column:
    """Rows whose event took place inside the log."""
    return np.flatnonzero((at >= 0) & (at < horizon))
