"""Waiting: which pieces were owed, and from when until when."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np

from backsim.ledger.days import tally
from backsim.metrics.reading.lines import LineReading
from backsim.records.log import Column


class Spans(NamedTuple):
    """Pieces of lines that stay in some state from ``start`` until before ``end``."""

    start: Column
    end: Column
    pieces: Column
    line: Column


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
        """Pieces owed on backorders, and not set aside yet: what is set aside is not missing.

        A pre-order or an advance order is one only after the date that its customer went by.
        """
        lines, parts = self.log.lines, self.log.allocations
        starts = np.where(self.backordered, self.placed, self.went_by)
        mask = self.backordered | self.preordered | self.in_advance
        last = np.where(lines.allocated_at >= 0, lines.allocated_at, self.end)
        row = np.concatenate((np.arange(len(lines)), parts.line))
        ends = np.minimum(np.concatenate((last, parts.at)), self.ended_at[row])
        rest = lines.quantity - tally(parts.line, parts.pieces, len(lines))
        pieces = np.concatenate((rest, parts.pieces))
        some = np.flatnonzero(mask[row] & (starts[row] < ends))
        return Spans(starts[row[some]], ends[some], pieces[some], row[some])

    @cached_property
    def preorder_spans(self) -> Spans:
        """Pieces pre-ordered, not yet shipped or withdrawn, and not past their date."""
        ends = np.minimum(self.ended_at, self.went_by)
        row = np.flatnonzero(self.preordered & (self.placed < ends))
        return Spans(self.placed[row], ends[row], self.log.lines.quantity[row], row)
