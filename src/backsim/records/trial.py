"""What is kept of one trial: its numbers, and a profile small enough to draw from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Parts = dict[str, dict[str, float | None]]
"""KPIs of the parts of a whole: by name of the product, segment or month, then by KPI id."""


class Profile(NamedTuple):
    """The shape of one trial over time; every list is plain numbers, ready for JSON.

    ``days`` holds the day numbers (day d covers ticks ``[d, d+1) * DAY``) at whose end the series
    are read; long horizons are thinned to at most 400 points, always with the last day.
    """

    days: list[int]
    cash: list[int]
    """Balance in minor units at the end of each day."""
    on_hand: list[int]
    backorders: list[int]
    """Pieces owed on backorders and not set aside yet (pre-orders count once their promise has
    passed)."""
    preorders: list[int]
    """Pieces pre-ordered, not yet shipped, and not past their promise."""
    quoted_waits: list[int]
    """Lines sold for a date by quoted wait, in the bins of ``WAIT_EDGES``."""
    actual_waits: list[int]
    """Sold lines by the wait until shipment, dated or not; those that did not ship are left out."""
    lateness: list[int]
    """Delivered orders by whole days past the promised delivery, in the bins of ``LATE_EDGES``."""
    accounts: dict[str, int]
    """Net amount posted to each account inside the window, debit positive."""
    fates: dict[str, int]
    """Demanded lines by what became of them: shipped_on_time, shipped_late, cancelled, open, and
    lost_<cause>."""
    out_of_stock: list[int]
    """How many products have nothing on hand: of those on sale that were ever stocked. A sum of
    pieces would hide an empty shelf behind a full one."""


WAIT_EDGES = (0, 1, 3, 7, 14, 21, 30, 45, 60, 90)
"""Days; bin i holds [edge i, edge i+1), the last one everything beyond."""

LATE_EDGES = (-15, -7, 0, 1, 2, 3, 4, 8, 15, 31)
"""Days; bin 0 holds everything before the first edge, bin i+1 holds [edge i, edge i+1)."""


class TrialRow(NamedTuple):
    """One trial, as the archive keeps it."""

    trial: str
    """Identity: a hash of the resolved arm, the model version and the replication."""
    arm: str
    replication: int
    kpis: dict[str, float | None]
    """By KPI id; ``None`` where the KPI has no meaning (an empty denominator)."""
    profile: Profile | None
    error: str = ""
    """Why the trial failed; empty if it did not."""
    by: Mapping[str, Parts] = {}
    """The cuts that were asked for, by their word: ``product``, ``segment``, ``month``."""

    def joined(self, other: TrialRow) -> TrialRow:
        """What two rows of one trial say together: the first that did not fail, which has equal
        numbers wherever the trial was done, with the cuts of both."""
        if self.error:
            return other
        return self if other.error else self._replace(by={**self.by, **other.by})
