"""Waits against promises: what was quoted, what happened, and how late that was."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from backsim.experiments.study import Study
from backsim.records.trial import LATE_EDGES, WAIT_EDGES
from backsim.report.reading import arms_with_profiles, profiles, title_of
from backsim.report.views.parts import (
    Axis,
    DataTable,
    Key,
    axis_of,
    count_words,
    mean_counts,
    percent,
)

ON_TIME_BINS = LATE_EDGES.index(0) + 2
"""The first bins of a lateness count: early, or on the promised day."""
OVER_A_WEEK = LATE_EDGES.index(8) + 1
"""The first bin that is more than a week late."""


class WaitsPanel(NamedTuple):
    """One arm: lines sold by wait, mean per future; lines that left within a day are not drawn.

    None stands for a bin that holds nothing.
    """

    arm: str
    title: str
    bins: tuple[str, ...]
    quoted: tuple[float | None, ...]
    actual: tuple[float | None, ...]
    remark: str
    """Said in the chart instead of bars."""
    note: str


class LatePanel(NamedTuple):
    """One arm: delivered orders by days past the promised delivery, as shares of 1."""

    arm: str
    title: str
    bins: tuple[str, ...]
    shares: tuple[float, ...]
    labels: tuple[str, ...]
    late: tuple[bool, ...]
    note: str


class WaitsView(NamedTuple):
    """The waits of every arm on one scale; no panels if nobody waited for as long as a day."""

    panels: tuple[WaitsPanel, ...]
    axis: Axis
    keys: tuple[Key, ...]
    table: DataTable


class LateView(NamedTuple):
    """The lateness of every arm on one scale."""

    panels: tuple[LatePanel, ...]
    axis: Axis
    keys: tuple[Key, ...]
    table: DataTable


def wait_labels() -> tuple[str, ...]:
    """Names of the bins of ``WAIT_EDGES``, in days."""
    named = [f"{low}\N{EN DASH}{high}" for low, high in pairwise(WAIT_EDGES)]
    return ("under 1", *named[1:], f"{WAIT_EDGES[-1]}+")


def late_labels() -> tuple[str, ...]:
    """Names of the bins of ``LATE_EDGES``: whole days early or late."""
    names = [f"{-LATE_EDGES[0] + 1}+ early"]
    for low, high in pairwise(LATE_EDGES):
        first, last = (low, high - 1) if low >= 0 else (1 - high, -low)
        span = f"{first}" if first == last else f"{first}\N{EN DASH}{last}"
        names.append("on the day" if low == 0 else f"{span} {'late' if low > 0 else 'early'}")
    return (*names, f"{LATE_EDGES[-1]}+ late")


def waits_view(study: Study) -> WaitsView | None:
    """Quoted and actual waits; None if no trial left a profile."""
    arms = arms_with_profiles(study)
    if not arms:
        return None
    counts = {
        arm: (
            mean_counts(p.quoted_waits for p in profiles(study, arm)),
            mean_counts(p.actual_waits for p in profiles(study, arm)),
        )
        for arm in arms
    }
    used = [i for pair in counts.values() for line in pair for i, n in enumerate(line) if n > 0]
    last = max(used, default=0) + 1
    labels = wait_labels()[:last]
    panels = tuple(
        WaitsPanel(
            arm, title_of(study, arm), labels[1:], _drawn(quoted[1:last]), _drawn(actual[1:last]),
            "" if any((*quoted[1:], *actual[1:])) else "Nobody waited for a day.",
            _waits_note(quoted, actual),
        )
        for arm, (quoted, actual) in counts.items()
    ) if last > 1 else ()  # fmt: skip
    drawn = [n for panel in panels for line in (panel.quoted, panel.actual) for n in line if n]
    keys = (Key("quoted", "wait quoted"), Key("actual", "wait until shipment"))
    axis = axis_of(drawn, "order lines per future", count=4)
    return WaitsView(panels, axis, keys, _waits_table(study, counts, labels))


def _waits_note(quoted: tuple[float, ...], actual: tuple[float, ...]) -> str:
    dated, left = sum(quoted), sum(actual)
    return (
        f"Promised within a day: {count_words(quoted[0])} of {count_words(dated)} lines sold for a "
        f"date. Shipped within a day: {count_words(actual[0])} of {count_words(left)} that shipped."
    )


def _drawn(counts: tuple[float, ...]) -> tuple[float | None, ...]:
    return tuple(count or None for count in counts)


def _waits_table(
    study: Study,
    counts: dict[str, tuple[tuple[float, ...], tuple[float, ...]]],
    labels: tuple[str, ...],
) -> DataTable:
    columns = ["Days"]
    for arm in counts:
        columns += [f"{title_of(study, arm)}, {kind}" for kind in ("quoted", "actual")]
    rows = tuple(
        (label, *(count_words(line[i]) for pair in counts.values() for line in pair))
        for i, label in enumerate(labels)
    )
    return DataTable("Order lines sold by wait in days, mean per future", tuple(columns), rows)


def late_view(study: Study) -> LateView | None:
    """Lateness of delivered orders; None if nothing was delivered anywhere."""
    arms = arms_with_profiles(study)
    counts = {arm: mean_counts(p.lateness for p in profiles(study, arm)) for arm in arms}
    if not any(sum(line) for line in counts.values()):
        return None
    used = [i for line in counts.values() for i, n in enumerate(line) if n > 0]
    window = range(min(used), max(used) + 1)
    names = late_labels()
    panels = tuple(_late_panel(study, arm, line, window) for arm, line in counts.items())
    axis = axis_of([s for panel in panels for s in panel.shares], "% of orders", factor=100.0)
    keys = (Key("on_time", "by the promised day"), Key("late", "after it"))
    rows = tuple(
        (names[i], *(percent(line[i], sum(line)) for line in counts.values())) for i in window
    )
    table = DataTable(
        "Delivered orders by days against the promised delivery",
        ("Days", *(panel.title for panel in panels)),
        rows,
    )
    return LateView(panels, axis, keys, table)


def _late_panel(study: Study, arm: str, line: tuple[float, ...], window: range) -> LatePanel:
    total, names = sum(line), late_labels()
    on_time, week = sum(line[:ON_TIME_BINS]), sum(line[OVER_A_WEEK:])
    note = (
        f"{percent(on_time, total)} of {count_words(total)} orders arrived by the promised day, "
        f"{percent(week, total)} more than a week after it."
        if total
        else "Nothing was delivered."
    )
    return LatePanel(
        arm,
        title_of(study, arm),
        tuple(names[i] for i in window),
        tuple(line[i] / total if total else 0.0 for i in window),
        tuple(percent(line[i], total) if line[i] else "" for i in window),
        tuple(i >= ON_TIME_BINS for i in window),
        note,
    )
