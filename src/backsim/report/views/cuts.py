"""What decides, part by part: a table for each cut that was asked for."""

from __future__ import annotations

from math import isfinite
from typing import NamedTuple

from backsim.experiments.study import Study
from backsim.inference.types import Estimate
from backsim.records.kpi import KpiInfo
from backsim.report.numerals import NO_INTERVAL, Scale, scale_of, unit_label
from backsim.report.reading import (
    challengers,
    clean,
    confidence_words,
    listed,
    primary_kpis,
    quoted,
    title_of,
)
from backsim.report.views.tables import group_of, half_of

NOTHING = "-"
"""Stands where a part has nothing to say: in this arm nobody asked for it there."""

_STAND_INS = ((True, "gross_margin"), (False, "demand_on_time"))
"""For the side, money or service, of which nothing that decides has a meaning in a cut."""


class PartCell(NamedTuple):
    """One part in one arm, in words; the difference is empty in the baseline."""

    mean: str
    interval: str
    half: str
    """Half the width of the interval, if it is symmetric."""
    gap: str
    gap_interval: str
    gap_half: str


class PartRow(NamedTuple):
    """One product, segment or month in every arm."""

    name: str
    cells: tuple[PartCell, ...]


class CutGroup(NamedTuple):
    """One KPI in all parts."""

    id: str
    name: str
    unit: str
    gap_unit: str
    rows: tuple[PartRow, ...]


class CutTable(NamedTuple):
    """One cut: what decides, in every part and arm."""

    cut: str
    title: str
    arms: tuple[str, ...]
    titles: tuple[str, ...]
    baseline: str
    groups: tuple[CutGroup, ...]
    left_out: str
    """The primary KPIs that have no meaning here, and what stands in; empty if all have."""


def cut_tables(study: Study) -> tuple[CutTable, ...]:
    """The tables of the cuts that were asked for; of one that no trial knows yet there is none."""
    return tuple(_table(study, cut) for cut, parts in study.by.items() if parts)


def cuts_caption(study: Study) -> str:
    """How to read these tables."""
    confidence = confidence_words(study)
    if not challengers(study):
        return f"Each number is a mean with its {confidence} interval."
    return (
        f"Each number is a mean with its {confidence} interval; below it, the paired difference "
        f"against {quoted(title_of(study, study.facts.baseline))}, over the futures in which both "
        "have a value. Differences of parts are exploratory: each interval stands by itself, is "
        "not corrected for how many there are, and decides nothing."
    )


def _table(study: Study, cut: str) -> CutTable:
    primary = primary_kpis(study)
    meant = [info for info in primary if _found(study, cut, info.id)]
    sides = {group_of(info) == "Money" for info in meant}
    wanted = [kpi for side, kpi in _STAND_INS if side not in sides]
    others = [info for info in study.kpis if info.id in wanted and _found(study, cut, info.id)]
    return CutTable(
        cut,
        f"By {cut}",
        study.facts.arms,
        tuple(title_of(study, arm) for arm in study.facts.arms),
        study.facts.baseline if challengers(study) else "",
        tuple(_group(study, cut, info) for info in (*meant, *others)),
        _left_out(cut, [info for info in primary if info not in meant], others),
    )


def _left_out(cut: str, infos: list[KpiInfo], others: list[KpiInfo]) -> str:
    """One sentence for what is missing, and one for what stands there instead or besides."""
    said = []
    if infos:
        have = "has" if len(infos) == 1 else "have"
        said.append(f"{listed([info.name for info in infos])} {have} no meaning by {cut}.")
    if others:
        they = "is shown too, and decides" if len(others) == 1 else "are shown too, and decide"
        said.append(f"{listed([info.name for info in others])} {they} nothing.")
    return " ".join(said)


def _found(study: Study, cut: str, kpi: str) -> list[Estimate]:
    """The means of a KPI in all parts and arms."""
    parts = study.by[cut].values()
    return [found[kpi] for arms in parts for found in arms.values() if kpi in found]


def _group(study: Study, cut: str, info: KpiInfo) -> CutGroup:
    gaps = study.by_differences.get(cut, {})
    values = _scale(study, info, _found(study, cut, info.id))
    differences = _scale(
        study, info, [found[info.id] for arms in gaps.values() for found in arms.values()]
    )
    return CutGroup(
        info.id,
        info.name,
        unit_label(info.unit, clean(study.facts.currency)),
        differences.gap_unit.strip(),
        tuple(
            PartRow(
                clean(part),
                tuple(
                    _cell(
                        values,
                        differences,
                        arms[arm][info.id],
                        gaps.get(part, {}).get(arm, {}).get(info.id),
                    )
                    for arm in study.facts.arms
                ),
            )
            for part, arms in study.by[cut].items()
        ),
    )


def _scale(study: Study, info: KpiInfo, found: list[Estimate]) -> Scale:
    """One scale for all parts and arms, so that a column can be read from top to bottom."""
    return scale_of(
        info.unit,
        [one.mean for one in found],
        [(one.high - one.low) / 2 for one in found],
        currency=clean(study.facts.currency),
        minor_digits=study.facts.minor_digits,
    )


def _cell(values: Scale, gaps: Scale, found: Estimate, gap: Estimate | None) -> PartCell:
    mean, interval, half = _words(values, found, signed=False)
    if gap is None:
        return PartCell(mean, interval, half, "", "", "")
    return PartCell(mean, interval, half, *_words(gaps, gap, signed=True))


def _words(scale: Scale, found: Estimate, *, signed: bool) -> tuple[str, str, str]:
    """A mean, its interval, and half the width of it."""
    if not isfinite(found.mean):
        return NOTHING, "", ""
    interval = scale.between(found.low, found.high)
    return (
        scale.signed(found.mean) if signed else scale.bare(found.mean),
        "" if interval == NO_INTERVAL else interval,
        half_of(scale, found),
    )
