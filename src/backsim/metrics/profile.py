"""The shape of one log over time and its distributions, small enough to keep for every trial."""

from __future__ import annotations

import numpy as np

from backsim.ledger import Account, daily_balance
from backsim.ledger.days import day_count, day_ends, per_day
from backsim.ledger.pieces import on_hand, opening_pieces
from backsim.metrics.reading import Reading, Spans
from backsim.records.codes import Fate, LostCause
from backsim.records.fates import fate_id
from backsim.records.log import Column, RunLog
from backsim.records.trial import LATE_EDGES, WAIT_EDGES, Profile
from backsim.units import DAY, FOREVER

MOST_POINTS = 400


def profile(source: RunLog | Reading) -> Profile:
    """Read the profile of one log. Series cover the whole log, counts its window."""
    r = Reading.of(source)
    days, shelves = sampled_days(day_count(r.end)), on_hand(r.log)
    return Profile(
        days=days.tolist(),
        cash=daily_balance(r.journal, Account.CASH)[days].tolist(),
        on_hand=shelves.sum(axis=0)[days].tolist(),
        backorders=_level(r.backorder_spans, r.end)[days].tolist(),
        preorders=_level(r.preorder_spans, r.end)[days].tolist(),
        quoted_waits=_quoted_waits(r),
        actual_waits=_actual_waits(r),
        lateness=_lateness(r),
        accounts={account.label: r.flows[account] for account in sorted(Account)},
        fates=_fates(r),
        out_of_stock=_out_of_stock(r, shelves)[days].tolist(),
    )


def sampled_days(days: int) -> Column:
    """Day numbers to draw: all of them, or evenly thinned to at most 400, always with the last.

    >>> sampled_days(3).tolist(), sampled_days(1000)[[0, 1, -1]].tolist()
    ([0, 1, 2], [0, 3, 999])
    """
    step = -(-days // MOST_POINTS)
    return np.arange(days - 1, -1, -step, dtype=np.int64)[::-1]


def _out_of_stock(r: Reading, shelves: Column) -> Column:
    """Products on sale and stocked before with nothing on hand, at the end of each day."""
    came = r.log.purchases
    stocked_at = np.where(opening_pieces(r.log) > 0, 0, FOREVER)
    here = np.flatnonzero(came.received_at >= 0)
    np.minimum.at(stocked_at, came.product[here], came.received_at[here])
    since = np.maximum(stocked_at, r.releases)[:, None]
    out: Column = ((shelves == 0) & (since < day_ends(r.end))).sum(axis=0)
    return out


def _level(spans: Spans, horizon: int) -> Column:
    """Pieces in a state at the end of each day."""
    over = spans.end < horizon
    begun = per_day(spans.start, spans.pieces, horizon)
    return np.cumsum(begun - per_day(spans.end[over], spans.pieces[over], horizon))


def _quoted_waits(r: Reading) -> list[int]:
    """Lines sold for a date, by the wait they were quoted."""
    row = np.flatnonzero(r.sold & r.asked & (r.promised < FOREVER))
    return _by_wait(r.promised[row] - r.since[row])


def _actual_waits(r: Reading) -> list[int]:
    """Sold lines that were shipped, by the wait they had."""
    row = np.flatnonzero(r.shipped & r.asked)
    return _by_wait(r.log.lines.shipped_at[row] - r.since[row])


def _by_wait(waits: Column) -> list[int]:
    """How many waits fall into each bin; what leaves before its date has not waited."""
    waits = np.maximum(waits, 0)
    edges = np.array(WAIT_EDGES, dtype=np.int64) * DAY
    return _histogram(np.searchsorted(edges, waits, side="right") - 1, len(WAIT_EDGES))


def _lateness(r: Reading) -> list[int]:
    """Delivered orders, by calendar days late."""
    late = r.outcomes.late_days[r.outcomes.delivered]
    return _histogram(np.searchsorted(LATE_EDGES, late, side="right"), len(LATE_EDGES) + 1)


def _histogram(bins: Column, size: int) -> list[int]:
    counts: list[int] = np.bincount(bins, minlength=size).tolist()
    return counts


def _fates(r: Reading) -> dict[str, int]:
    """What became of each line that was asked for; every fate has its key.

    A line that was swapped has the fate of what was taken instead.
    """
    sold = r.asked & r.sold
    taken = int(np.count_nonzero(sold))
    gone = int(np.count_nonzero(sold & r.shipped))
    on_time = int(np.count_nonzero(sold & r.on_time))
    cancelled = int(np.count_nonzero(sold & r.cancelled))
    lost = np.bincount(r.log.lines.lost[r.asked], minlength=len(LostCause)).tolist()
    return {
        fate_id(Fate.SHIPPED_ON_TIME): on_time,
        fate_id(Fate.SHIPPED_LATE): gone - on_time,
        fate_id(Fate.CANCELLED): cancelled,
        fate_id(Fate.OPEN): taken - gone - cancelled,
        **{fate_id(cause): lost[cause] for cause in LostCause if cause != LostCause.SOLD},
    }
