"""The sections of the page: each asks one question, draws the answer, and keeps the numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from backsim.experiments.study import Study
from backsim.report import figures
from backsim.report.drawing import Figure
from backsim.report.views.fates import fates_view
from backsim.report.views.money import money_view
from backsim.report.views.parts import DataTable, Key
from backsim.report.views.series import cash_view, stock_view
from backsim.report.views.standing import StandingView, standing_view
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


class _Row(NamedTuple):
    """A section before there is a study. Views differ from row to row, hence ``Any``."""

    id: str
    title: str
    intro: str
    """May name what is in the view, as ``{view.axis.title}``."""
    view: Callable[[Study], Any]
    """Has keys and a table; None: there is nothing to show."""
    charts: Callable[[Any], tuple[Chart, ...]]
    columns: Callable[[Any], int]
    undrawn: str = ""
    """Said instead of the intro where the view has numbers and nothing to draw."""


def sections_of(study: Study) -> tuple[Section, ...]:
    """Every section that has something to show, in the order of the page."""
    return tuple(section for row in _ROWS if (section := _section(row, study)))


def _section(row: _Row, study: Study) -> Section | None:
    view = row.view(study)
    if view is None:
        return None
    charts = row.charts(view)
    intro = row.intro.format(view=view) if charts else row.undrawn
    keys = view.keys if charts else ()
    return Section(row.id, row.title, intro, keys, charts, row.columns(view), view.table)


def _by_arm(
    prefix: str, subject: str, draw: Callable[[Any, Any], Figure]
) -> Callable[[Any], tuple[Chart, ...]]:
    """A chart for each panel of a view; ``draw`` is handed the panel and the view."""

    def charts(view: Any) -> tuple[Chart, ...]:
        return tuple(
            _chart(f"{prefix}-{place}", panel.title, panel.note, draw(panel, view), subject)
            for place, panel in enumerate(view.panels)
        )

    return charts


def _of_kpis(view: StandingView) -> tuple[Chart, ...]:
    return tuple(
        _chart(
            f"standing-{panel.id}",
            panel.title,
            "",
            figures.standing(panel),
            "; ".join(f"{mark.title} {mark.text}" for mark in panel.marks),
        )
        for panel in (*view.levels, *view.gaps)
    )


def _in_one(
    id_: str, subject: str, draw: Callable[[Any], Figure]
) -> Callable[[Any], tuple[Chart, ...]]:
    """All arms in one drawing, where they are compared along one line."""
    return lambda view: (_chart(id_, "", view.note, draw(view), subject),)


def _chart(id_: str, heading: str, note: str, figure: Figure, subject: str) -> Chart:
    parts = (heading, subject, note)
    label = ". ".join(part.rstrip(".") for part in parts if part)
    return Chart(id_, heading, note, label, figure.height, figure.to_json())


def _fitting(view: Any) -> int:
    """Charts side by side: two for two or four, else three."""
    count = len(view.panels)
    return count if count < 3 else 2 if count == 4 else 3


_ROWS = (
    _Row(
        "standing",
        "Money and service, side by side",
        "A thick line is error: how well the mean is known. A thin line is risk: where 8 of 10 "
        "single futures lie. Arms share their luck, so a paired difference is often known better "
        "than the means it lies between.",
        standing_view,
        _of_kpis,
        # The differences of a KPI stand below its levels.
        lambda view: len(view.levels),
    ),
    _Row(
        "cash",
        "Cash over time",
        "The balance at the end of each day, {view.axis.title}.",
        cash_view,
        _by_arm(
            "cash",
            "Cash balance over time",
            lambda panel, view: figures.cash(
                panel, [other for other in view.panels if other is not panel], view.axis
            ),
        ),
        _fitting,
    ),
    _Row(
        "stock",
        "Stock and backlog over time",
        "All products together: above the line, the pieces on hand; below it, those owed to "
        "customers who wait.",
        stock_view,
        _by_arm(
            "stock",
            "Stock and backlog over time",
            lambda panel, view: figures.stock(panel, view.axis),
        ),
        _fitting,
    ),
    _Row(
        "waits",
        "Waits: quoted and real",
        "How long customers were told to wait, and how long it took until shipment.",
        waits_view,
        _by_arm(
            "waits",
            "Waits quoted and waits until shipment",
            lambda panel, view: figures.waits(panel, view.axis),
        ),
        _fitting,
        undrawn="Nobody waited: every line that shipped left within a day.",
    ),
    _Row(
        "lateness",
        "Promises kept and broken",
        "Delivered orders by days against the delivery that was promised.",
        late_view,
        _by_arm(
            "late",
            "Deliveries against the promised day",
            lambda panel, view: figures.lateness(panel, view.axis),
        ),
        _fitting,
    ),
    _Row(
        "money",
        "Where the money went",
        "From sales down to the contribution, and on to the cash at the end: contribution is "
        "earned, cash is there. Mean per future, {view.axis.title}.",
        money_view,
        _by_arm(
            "money", "Money by account", lambda panel, view: figures.waterfall(panel, view.axis)
        ),
        # A waterfall has many bars with words beneath: three abreast could not be read.
        lambda view: min(_fitting(view), 2),
    ),
    _Row(
        "fates",
        "What became of what customers wanted",
        "Every order line that was asked for, by its fate.",
        fates_view,
        _in_one("fates-of-lines", "Order lines by fate", figures.fates),
        lambda _: 1,
    ),
)
"""The page from top to bottom; a new section is one more row."""
