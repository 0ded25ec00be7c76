"""The sections of the page: each asks one question, draws the answer, and keeps the numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from backsim.experiments.study import Study
from backsim.report import figures
from backsim.report.drawing import Figure
from backsim.report.views.fates import fates_view
from backsim.report.views.money import money_view
from backsim.report.views.parts import DataTable, Key
from backsim.report.views.series import cash_view, stock_view
from backsim.report.views.standing import Mark, standing_view
from backsim.report.views.waits import late_view, waits_view


class Chart(NamedTuple):
    """One drawing on the page."""

    id: str
    heading: str
    note: str
    label: str
    """What a screen reader says instead of the drawing."""
    height: int
    figure: str
    """JSON, as Plotly reads it."""


class Section(NamedTuple):
    """A question of the page, its charts, and the numbers behind them."""

    id: str
    title: str
    intro: str
    keys: tuple[Key, ...]
    charts: tuple[Chart, ...]
    columns: int
    """How many charts stand side by side on a wide screen."""
    table: DataTable


def sections_of(study: Study) -> tuple[Section, ...]:
    """Every section that has something to show, in the order of the page."""
    makers: tuple[Callable[[Study], Section | None], ...] = (
        _standing,
        _cash,
        _stock,
        _waits,
        _lateness,
        _money,
        _fates,
    )
    return tuple(section for make in makers if (section := make(study)))


def _standing(study: Study) -> Section | None:
    view = standing_view(study)
    if view is None:
        return None
    panels = (*view.levels, *view.gaps)
    charts = tuple(
        _chart(f"standing-{p.id}", p.title, "", figures.standing(p), _standing_words(p.marks))
        for p in panels
    )
    return Section(
        "standing",
        "Money and service, side by side",
        "A thick line is error: how well the mean is known. A thin line is risk: where 8 of 10 "
        "single futures lie. Arms share their luck, so a paired difference is often known better "
        "than the means it lies between.",
        view.keys,
        charts,
        max(len(view.levels), 1),
        view.table,
    )


def _standing_words(marks: tuple[Mark, ...]) -> str:
    return "; ".join(f"{mark.title} {mark.text}" for mark in marks)


def _cash(study: Study) -> Section | None:
    view = cash_view(study)
    if view is None:
        return None
    charts = tuple(
        _chart(
            f"cash-{i}",
            panel.title,
            panel.note,
            figures.cash(panel, [o for o in view.panels if o is not panel], view.axis),
            "Cash balance over time",
        )
        for i, panel in enumerate(view.panels)
    )
    return Section(
        "cash",
        "Cash over time",
        f"The balance at the end of each day, {view.axis.title}.",
        view.keys,
        charts,
        _columns(len(charts)),
        view.table,
    )


def _stock(study: Study) -> Section | None:
    view = stock_view(study)
    if view is None:
        return None
    charts = tuple(
        _chart(
            f"stock-{i}",
            panel.title,
            panel.note,
            figures.stock(panel, view.axis),
            "Stock and backlog over time",
        )
        for i, panel in enumerate(view.panels)
    )
    return Section(
        "stock",
        "Stock and backlog over time",
        "Above the line, the pieces that the store has; below it, the pieces that it owes to "
        "customers who wait.",
        view.keys,
        charts,
        _columns(len(charts)),
        view.table,
    )


def _waits(study: Study) -> Section | None:
    view = waits_view(study)
    if view is None:
        return None
    charts = tuple(
        _chart(
            f"waits-{i}",
            panel.title,
            panel.note,
            figures.waits(panel, view.axis),
            "Waits quoted and waits until shipment",
        )
        for i, panel in enumerate(view.panels)
    )
    intro = "How long customers were told to wait, and how long it took until shipment."
    if not charts:
        intro = "Nobody waited: every line that shipped left within a day."
    keys = view.keys if charts else ()
    return Section("waits", "Waits: quoted and real", intro, keys, charts,
                   _columns(len(charts)), view.table)  # fmt: skip


def _lateness(study: Study) -> Section | None:
    view = late_view(study)
    if view is None:
        return None
    charts = tuple(
        _chart(
            f"late-{i}",
            panel.title,
            panel.note,
            figures.lateness(panel, view.axis),
            "Deliveries against the promised day",
        )
        for i, panel in enumerate(view.panels)
    )
    return Section(
        "lateness",
        "Promises kept and broken",
        "Delivered orders by days against the delivery that was promised.",
        view.keys,
        charts,
        _columns(len(charts)),
        view.table,
    )


def _money(study: Study) -> Section | None:
    view = money_view(study)
    if view is None:
        return None
    charts = tuple(
        _chart(
            f"money-{i}",
            panel.title,
            panel.note,
            figures.waterfall(panel, view.axis),
            "Money by account",
        )
        for i, panel in enumerate(view.panels)
    )
    return Section(
        "money",
        "Where the money went",
        "From sales down to the contribution, and on to the cash at the end: contribution is "
        f"earned, cash is there. Mean per future, {view.axis.title}.",
        view.keys,
        charts,
        min(_columns(len(charts)), 2),
        view.table,
    )


def _fates(study: Study) -> Section | None:
    view = fates_view(study)
    if view is None:
        return None
    chart = _chart("fates-of-lines", "", view.note, figures.fates(view), "Order lines by fate")
    return Section(
        "fates",
        "What became of what customers wanted",
        "Every order line that was asked for, by its fate.",
        view.keys,
        (chart,),
        1,
        view.table,
    )


def _columns(count: int) -> int:
    """Charts side by side: two for two or four, else three."""
    return count if count < 3 else 2 if count == 4 else 3


def _chart(id_: str, heading: str, note: str, figure: Figure, subject: str) -> Chart:
    parts = (heading, subject, note)
    label = ". ".join(part.rstrip(".") for part in parts if part)
    return Chart(id_, heading, note, label, figure.height, figure.to_json())
