"""One entry of the KPI dictionary, as data that every floor can read."""

from __future__ import annotations

from typing import NamedTuple


class KpiInfo(NamedTuple):
    """What a KPI is called, what it means and which way is better."""

    id: str
    name: str
    unit: str
    """``share``, ``money`` (in the currency's major unit: euros, not cents), ``pieces``, ``days``,
    ``score``, ``orders``, ``visits``, ``per year``."""
    better: int
    """+1 when more is better, -1 when less is, 0 when it is neither."""
    definition: str
    """One sentence: numerator, denominator, window."""
    source: str
