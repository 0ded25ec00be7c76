"""Waiting: which pieces were owed, and from when until when."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from backsim.metrics.reading.lines import LineReading
from backsim.metrics.reading.window import Mask
from backsim.records.log import Column


class Spans(NamedTuple):
    """Pieces that stay in some state from ``start`` until before ``end``, one row per line."""

    start: Column
    end: Column
    pieces: Column


class WaitReading(LineReading):
    """Spans of time that pieces spend in some state."""

    @cached_property
    def ended_at(self) -> Column:
        """When a line left or was withdrawn; the end of the log if neither happened."""
        lines = self.log.lines
        open_end = np.where(self.cancelled, lines.cancelled_at, self.end)
        return np.where(self.shipped, lines.shipped_at, open_end)

    @cached_property
    def backorder_waits(self) -> Column:
        """Waits in ticks of the backordered lines that were shipped in the window."""
        row = np.flatnonzero(self.backordered & self.within(self.log.lines.shipped_at))
        return self.log.lines.shipped_at[row] - self.placed[row]

    @cached_property
    def backorder_spans(self) -> Spans:
        """Pieces owed on backorders.

        A pre-order or an advance order is one only after the date that its customer went by.
        """
        starts = np.where(self.backordered, self.placed, self.went_by)
        owed = self.backordered | self.preordered | self.in_advance
        return self._spans(owed, starts, self.ended_at)

    @cached_property
    def preorder_spans(self) -> Spans:
        """Pieces pre-ordered, not yet shipped or withdrawn, and not past their date."""
        ends = np.minimum(self.ended_at, self.went_by)
        return self._spans(self.preordered, self.placed, ends)

    def _spans(self, mask: Mask, start: Column, end: Column) -> Spans:
        row = np.flatnonzero(mask & (start < end))
        return Spans(start[row], end[row], self.log.lines.quantity[row])
