"""Where the arms stand on the KPIs that decide, money and service side by side."""

from __future__ import annotations

import math
from typing import NamedTuple

from backsim.experiments.study import Study
from backsim.records.kpi import KpiInfo
from backsim.report.numerals import unit_label
from backsim.report.reading import (
    challengers,
    clean,
    difference,
    estimate,
    gap_scale,
    primary_kpis,
    title_of,
    value_scale,
)
from backsim.report.verdict import MARKS, verdict_word
from backsim.report.views.parts import Axis, DataTable, Key, axis_of
from backsim.report.views.tables import better_words, group_of


class Mark(NamedTuple):
    """One arm on one axis; ends are None where they are not known."""

    arm: str
    title: str
    middle: float
    inner: tuple[float, float] | None
    """The interval of the mean: error."""
    outer: tuple[float, float] | None
    """8 of 10 single futures: risk."""
    text: str
    verdict: str


class StandingPanel(NamedTuple):
    """One KPI: the arms from top to bottom."""

    id: str
    title: str
    marks: tuple[Mark, ...]
    axis: Axis


class StandingView(NamedTuple):
    """Levels of each KPI, and differences against the baseline."""

    levels: tuple[StandingPanel, ...]
    gaps: tuple[StandingPanel, ...]
    """Empty if nothing is compared."""
    keys: tuple[Key, ...]
    table: DataTable


def standing_view(study: Study) -> StandingView | None:
    """Levels and differences of the KPIs that decide; None if none of them has a value.

    If the primary KPIs know only money or only service, the other side joins them: a decision
    needs both.
    """
    infos = _both_sides(study)
    levels = tuple(panel for info in infos if (panel := _levels(study, info)))
    gaps = tuple(panel for info in infos if (panel := _gaps(study, info)))
    if not levels:
        return None
    keys = (
        Key("mean", "mean over the futures"),
        Key("inner", "error: the interval of the mean"),
        Key("outer", "risk: 8 of 10 single futures"),
    )
    return StandingView(levels, gaps, keys, _table(study, infos))


def _both_sides(study: Study) -> list[KpiInfo]:
    chosen = list(primary_kpis(study))
    known = {info.id: info for info in study.kpis}
    sides = {group_of(info) == "Money" for info in chosen}
    for money, kpi in ((True, "net_cash_flow"), (False, "satisfaction")):
        if money not in sides and kpi in known:
            chosen.append(known[kpi])
    return chosen


def _levels(study: Study, info: KpiInfo) -> StandingPanel | None:
    scale = value_scale(study, info)
    marks = []
    for arm in study.facts.arms:
        if found := estimate(study, arm, info.id):
            inner = _ends(found.low, found.high)
            outer = _ends(found.p10, found.p90) if found.n > 1 else None
            text = scale.bare(found.mean)
            marks.append(Mark(arm, title_of(study, arm), found.mean, inner, outer, text, ""))
    if not marks:
        return None
    better = better_words(info)
    title = f"{info.name}: {better}" if better else info.name
    return _panel(study, info, marks, info.id, title, zero=False)


def _gaps(study: Study, info: KpiInfo) -> StandingPanel | None:
    scale = gap_scale(study, info)
    marks = []
    for arm in challengers(study):
        if found := difference(study, arm, info.id):
            word = verdict_word(found)
            text = f"{scale.signed(found.mean)} {MARKS[word]} {word}"
            inner = _ends(found.low, found.high)
            marks.append(Mark(arm, title_of(study, arm), found.mean, inner, None, text, word))
    if not marks:
        return None
    baseline = title_of(study, study.facts.baseline)
    title = f"{info.name}: difference against {baseline}"
    return _panel(study, info, marks, f"gap-{info.id}", title, zero=True)


def _panel(
    study: Study, info: KpiInfo, marks: list[Mark], id_: str, title: str, *, zero: bool
) -> StandingPanel:
    ends = [end for m in marks for pair in (m.inner, m.outer) if pair for end in pair]
    factor = 100.0 if info.unit == "share" else 1.0
    unit = unit_label(info.unit, clean(study.facts.currency))
    if zero and info.unit == "share":
        unit = "percentage points"
    values = [*ends, *(m.middle for m in marks)]
    axis = axis_of(values, unit, count=4, zero=zero, factor=factor)
    return StandingPanel(id_, title, tuple(marks), axis)


def _ends(low: float, high: float) -> tuple[float, float] | None:
    return (low, high) if math.isfinite(low) and math.isfinite(high) else None


def _table(study: Study, infos: list[KpiInfo]) -> DataTable:
    rows = []
    for info in infos:
        values, gaps = value_scale(study, info), gap_scale(study, info)
        for arm in study.facts.arms:
            if found := estimate(study, arm, info.id):
                gap = difference(study, arm, info.id)
                rows.append(
                    (
                        f"{info.name}, {title_of(study, arm)}",
                        values.value(found.mean),
                        values.between(found.low, found.high),
                        values.between(found.p10, found.p90) if found.n > 1 else "",
                        gaps.gap(gap.mean) if gap else "",
                        gaps.between(gap.low, gap.high) if gap else "",
                    )
                )
    columns = ("KPI and arm", "Mean", "Interval", "8 of 10 futures")
    extra = ("Difference", "Interval of the difference") if study.differences else ()
    width = len(columns) + len(extra)
    caption = "The KPIs that decide, by arm"
    return DataTable(caption, (*columns, *extra), tuple(row[:width] for row in rows))
