"""What the parts of a whole say: each product, segment or month, in every arm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from backsim.experiments.study import OfParts, StudyFacts
from backsim.inference import estimate
from backsim.records.kpi import KpiInfo
from backsim.records.trial import Parts, TrialRow

Values = list[float | None]
"""One per replication, the same replications for every arm."""


def of_parts(
    facts: StudyFacts, infos: Sequence[KpiInfo], rows: Sequence[TrialRow], *, against: str = ""
) -> OfParts:
    """The mean of every part in every arm, of those KPIs of ``infos`` that have a meaning there.

    With ``against`` it is the mean paired difference of every other arm against this one. Each
    interval is that of a single question: they are many, and meant for looking around.
    """
    return {
        cut: {
            part: {
                arm: {
                    info.id: estimate(found.values(part, info.id, arm, against), facts.confidence)
                    for info in infos
                    if info.id in found.kpis
                }
                for arm in facts.arms
                if arm != against
            }
            for part in found.parts
        }
        for cut, found in _cuts(facts, rows)
    }


class _Cut(NamedTuple):
    """One cut through all trials."""

    trials: Mapping[tuple[str, int], Parts]
    """By arm and replication."""
    replications: list[int]
    parts: list[str]
    kpis: set[str]
    """Those that have a meaning here."""

    def values(self, part: str, kpi: str, arm: str, against: str) -> Values:
        """A KPI of a part by replication, less that of the other arm if one is given."""
        ours = self._column(part, kpi, arm)
        if not against:
            return ours
        pairs = zip(ours, self._column(part, kpi, against), strict=True)
        return [None if one is None or base is None else one - base for one, base in pairs]

    def _column(self, part: str, kpi: str, arm: str) -> Values:
        found = (self.trials.get((arm, number), {}) for number in self.replications)
        return [parts.get(part, {}).get(kpi) for parts in found]


def _cuts(facts: StudyFacts, rows: Sequence[TrialRow]) -> Iterator[tuple[str, _Cut]]:
    for cut in facts.by:
        trials = {(row.arm, row.replication): row.by[cut] for row in rows if cut in row.by}
        # Arms may see other months, and each trial keeps its parts in their order.
        parts = list(dict.fromkeys(part for found in trials.values() for part in found))
        kpis = {kpi for found in trials.values() for values in found.values() for kpi in values}
        replications = sorted({number for _, number in trials})
        yield cut, _Cut(trials, replications, sorted(parts) if cut == "month" else parts, kpis)
