"""The tables of numbers: every KPI by arm, and what sets the arms apart from the baseline."""

from __future__ import annotations

from typing import Final, NamedTuple

from backsim.experiments.study import Study
from backsim.inference.types import Difference, Estimate
from backsim.records.kpi import KpiInfo
from backsim.report.numerals import NO_VALUE, Scale, counted, unit_label
from backsim.report.reading import (
    challengers,
    clean,
    difference,
    estimate,
    gap_scale,
    other_kpis,
    primary_kpis,
    title_of,
    value_scale,
)
from backsim.report.verdict import SIGNS, verdict_word

_STOCK: Final = frozenset(
    {
        "forecast_error",
        "inventory_turns",
        "inventory_value",
        "mean_backorders",
        "mean_on_hand",
        "overstock",
    }
)
_MONEY: Final = frozenset({"days_cash_negative", "cash_conversion_cycle"})


class Cell(NamedTuple):
    """One KPI in one arm, in words; empty where there is nothing to say."""

    arm: str
    mean: str
    interval: str
    half: str
    """Half the width of the interval, if it is symmetric: what follows a plus-minus sign."""
    futures: str
    """The range of 8 of 10 single futures; empty for a single one."""
    gap: str
    """The paired difference against the baseline."""
    gap_interval: str
    gap_half: str
    verdict: str
    """A verdict, or ``higher`` and ``lower`` for a KPI that has no better direction."""
    sign: str
    more: str
    """For an undecided difference: what would settle it."""


class Row(NamedTuple):
    """One KPI in every arm."""

    id: str
    name: str
    unit: str
    gap_unit: str
    """Of a difference: percentages differ by points, a score by a part of its scale."""
    better: str
    """``more is better``, ``less is better``, or nothing."""
    matters: str
    """The smallest difference that matters, where one was declared."""
    cells: tuple[Cell, ...]


class Group(NamedTuple):
    """KPIs that belong together."""

    title: str
    primary: bool
    rows: tuple[Row, ...]


class KpiTable(NamedTuple):
    """Every KPI of the study, primary ones first."""

    arms: tuple[str, ...]
    titles: tuple[str, ...]
    baseline: str
    groups: tuple[Group, ...]


def kpi_table(study: Study) -> KpiTable:
    """All KPIs by arm, with intervals and paired differences."""
    others = other_kpis(study)
    groups = [("Primary: these decide", True, primary_kpis(study))]
    groups += [
        (title, False, tuple(info for info in others if group_of(info) == title))
        for title in ("Service", "Money", "Stock")
    ]
    return KpiTable(
        study.facts.arms,
        tuple(title_of(study, arm) for arm in study.facts.arms),
        study.facts.baseline if challengers(study) else "",
        tuple(
            Group(title, primary, tuple(_row(study, info) for info in infos))
            for title, primary, infos in groups
            if infos
        ),
    )


def group_of(info: KpiInfo) -> str:
    """Where a KPI stands in the table: service, money or stock."""
    if info.id in _STOCK:
        return "Stock"
    return "Money" if info.unit == "money" or info.id in _MONEY else "Service"


def better_words(info: KpiInfo) -> str:
    """Which way is better, in words; empty if neither is.

    >>> better_words(KpiInfo("fill_rate", "Fill rate", "share", 1, "", ""))
    'more is better'
    """
    return {1: "more is better", -1: "less is better"}.get(info.better, "")


def _row(study: Study, info: KpiInfo) -> Row:
    values, gaps = value_scale(study, info), gap_scale(study, info)
    cells = tuple(
        _cell(arm, values, gaps, estimate(study, arm, info.id), difference(study, arm, info.id))
        for arm in study.facts.arms
    )
    matters = dict(study.facts.primary).get(info.id)
    return Row(
        info.id,
        info.name,
        unit_label(info.unit, clean(study.facts.currency)),
        gaps.gap_unit.strip(),
        better_words(info),
        gaps.size(matters) if matters else "",
        cells,
    )


def _cell(
    arm: str, values: Scale, gaps: Scale, found: Estimate | None, gap: Difference | None
) -> Cell:
    mean, interval, half, futures = NO_VALUE, "", "", ""
    if found is not None:
        mean = values.bare(found.mean)
        interval = values.between(found.low, found.high)
        half = half_of(values, found)
        futures = values.between(found.p10, found.p90) if found.n > 1 else ""
    if gap is None:
        return Cell(arm, mean, interval, half, futures, "", "", "", "", "", "")
    word = verdict_word(gap)
    more = counted(gap.more_replications, "more replication") if gap.more_replications else ""
    return Cell(
        arm, mean, interval, half, futures,
        gaps.signed(gap.mean), gaps.between(gap.low, gap.high), half_of(gaps, gap),
        word, SIGNS[word], more,
    )  # fmt: skip


def half_of(scale: Scale, found: Estimate | Difference) -> str:
    """Empty for an interval that has no finite ends, or is not symmetric around the mean."""
    half = (found.high - found.low) / 2
    lopsided = abs(found.low + half - found.mean) > 1e-6 * max(abs(found.mean), half)
    shown = scale.bare(half)
    return "" if shown == "unknown" or lopsided else shown
