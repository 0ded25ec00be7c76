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


class Declared(NamedTuple):
    """What a study asks of a KPI beyond the dictionary: a direction, or the chance of a limit."""

    id: str
    """How the study knows it: the KPI's own id, or that of the chance."""
    kpi: str
    """The id in the dictionary."""
    better: int
    limit: float | None = None
    """In the KPI's unit; if given, it is the chance that counts: how often the KPI lies ..."""
    above: bool = False
    """... above it, else below it."""
    name: str = ""
    """Of the chance, in words."""

    def info(self, of: KpiInfo) -> KpiInfo:
        """The entry under which the study shows it."""
        if self.limit is None:
            return of._replace(better=self.better)
        side = "above" if self.above else "below"
        definition = f"Share of futures in which {of.id} lies {side} the limit. {of.definition}"
        return KpiInfo(self.id, self.name, "share", self.better, definition, of.source)

    def value(self, found: float | None) -> float | None:
        """What one future says: the KPI's value; or 1 if the limit is passed, and 0 if not."""
        if self.limit is None or found is None:
            return found
        return float(found > self.limit if self.above else found < self.limit)
