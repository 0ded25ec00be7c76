"""A study's result, complete: what every view and every export is made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from backsim.inference.types import Difference, Estimate
from backsim.records.kpi import KpiInfo
from backsim.records.trial import TrialRow


class StudyFacts(NamedTuple):
    """What was asked."""

    version: str
    study: str
    title: str
    description: str
    seed: int
    replications: int
    baseline: str
    """Empty if nothing is compared (one arm alone)."""
    arms: tuple[str, ...]
    """In the order of the file."""
    arm_titles: dict[str, str]
    primary: tuple[tuple[str, float | None], ...]
    """KPIs that decide, with the smallest difference that matters where declared."""
    confidence: float
    steady_state: bool
    start: str
    horizon_days: float
    warm_up_days: float
    currency: str
    minor_digits: int


@dataclass(frozen=True)
class Study:
    """What was found. KPIs are in the units of the dictionary, money in major units."""

    facts: StudyFacts
    kpis: tuple[KpiInfo, ...]
    """The dictionary's entries that have a value in this study, in its order."""
    estimates: dict[str, dict[str, Estimate]]
    """By arm, by KPI id."""
    differences: dict[str, dict[str, Difference]]
    """By arm other than the baseline, by KPI id."""
    rows: tuple[TrialRow, ...]
    notes: tuple[str, ...]
    """Warnings for the reader, in words."""
    result_dir: Path | None
