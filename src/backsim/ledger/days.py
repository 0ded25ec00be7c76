"""Steps in time, read by day or averaged: exact whole-number sums over columns.

A *step* is an amount added at a tick and kept from then on; a level is the sum of its steps. Day d
covers the ticks ``[d, d + 1) * DAY``; the last day of a log ends at the horizon.
"""

from __future__ import annotations

import numpy as np

from backsim.records.log import Column
from backsim.units import DAY

_LOW_BITS = 16


def day_count(horizon: int) -> int:
    """How many days the log touches.

    >>> day_count(2 * DAY), day_count(2 * DAY + 1)
    (2, 3)
    """
    return -(-horizon // DAY)


def day_ends(horizon: int) -> Column:
    """The tick at which each day ends: the first tick after it, or the horizon. Shape (days,)."""
    ends = np.arange(1, day_count(horizon) + 1, dtype=np.int64) * DAY
    return np.minimum(ends, horizon)


def tally(index: Column, amounts: Column, size: int) -> Column:
    """Sum of the amounts at each index, shape ``(size,)``.

    Runs through floats, which is exact while every sum stays below 2**53: ninety million million
    cents.

    >>> tally(np.array([0, 2, 2]), np.array([5, 1, 1]), 4).tolist()
    [5, 0, 2, 0]
    """
    return np.bincount(index, weights=amounts, minlength=size).astype(np.int64)


def per_day(at: Column, amounts: Column, horizon: int) -> Column:
    """Sum of the amounts in each day, shape (days,). Every tick must lie in ``[0, horizon)``."""
    return tally(at // DAY, amounts, day_count(horizon))


def weighted_sum(amounts: Column, ticks: Column) -> int:
    """The sum of ``amounts * ticks``, exact also where it would overflow 64 bits.

    >>> weighted_sum(np.array([1 << 40] * 4), np.array([1 << 30] * 4)) == 1 << 72
    True
    """
    high = int(np.sum(amounts * (ticks >> _LOW_BITS)))
    low = int(np.sum(amounts * (ticks & ((1 << _LOW_BITS) - 1))))
    return (high << _LOW_BITS) + low


def amount_ticks(at: Column, amounts: Column, start: int, end: int) -> int:
    """The integral over ``[start, end)`` of the level that the steps make.

    >>> amount_ticks(np.array([0, 6]), np.array([10, -4]), start=5, end=8)  # 10 + 6 + 6
    22
    """
    return weighted_sum(amounts, np.maximum(end - np.maximum(at, start), 0))
