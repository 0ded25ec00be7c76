"""Faults of a log, put into words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backsim.records.log import Column

Mask = NDArray[np.bool_]


def between(column: Column, low: int, high: int) -> Mask:
    """Is each number in ``[low, high)``?"""
    return (column >= low) & (column < high)


def rows(what: str, wrong: Mask) -> list[str]:
    """One sentence for all rows with this fault: how many, and where the first one is."""
    row = np.flatnonzero(wrong)
    return [f"{what}: {len(row)} row(s), the first is row {row[0]}"] if len(row) else []
