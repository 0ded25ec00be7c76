"""Figures: views drawn with Plotly. Nothing is computed here, and no text is trusted.

Plotly reads a small HTML of its own in every label (``<b>``, ``<a href>``) and a template language
in every hover text (``%{x}``); ``plain`` takes that power from text that comes from a scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from backsim.report.drawing import Figure, Trace, trace
from backsim.report.views.fates import FatesView
from backsim.report.views.money import MoneyPanel
from backsim.report.views.parts import Axis, Band
from backsim.report.views.series import CashPanel, StockPanel
from backsim.report.views.standing import Mark, StandingPanel
from backsim.report.views.waits import LatePanel, WaitsPanel

INK: Final = "#1f2a36"
MUTED: Final = "#5b6672"
RULE: Final = "#dedad1"
FAINT: Final = "#b9b6ae"
PAPER: Final = "#fffdf8"
BLUE: Final = "#1f5f99"
RED: Final = "#b5421b"
PLUM: Final = "#7a4b8f"
TEAL: Final = "#0d6f63"
FONT: Final = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"

VERDICT_COLOURS: Final = {"better": TEAL, "worse": RED}

_LIGHT: Final = 150
"""Brightness, of 255, from which on dark letters are read better on a colour."""


def plain(text: str, most: int = 60) -> str:
    """Text that Plotly shows as it is: no tags, no links, no templates; long text is cut.

    >>> plain("<b>%{x}</b>")
    '&lt;b&gt;%&#123;x}&lt;/b&gt;'
    """
    cut = text if len(text) <= most else text[: most - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    # %{...} would be read as a template.
    return escape(cut, quote=False).replace("{", "&#123;")


def standing(panel: StandingPanel) -> Figure:
    """Arms from top to bottom: the mean as a dot, error as a thick line, risk as a thin one."""
    traces: list[Trace] = []
    names = []
    # Downwards: Plotly's y axis grows upwards.
    rows = range(0, -len(panel.marks), -1)
    for row, mark in zip(rows, panel.marks, strict=True):
        traces += _standing_marks(mark, row)
        names.append(_name(mark.title, row + 0.17))
    figure = _figure(traces, height=58 * len(panel.marks) + 62)
    figure.arrange(margin={"l": 22})
    colours = [VERDICT_COLOURS.get(mark.verdict, INK) for mark in panel.marks]
    numbers = _column(figure, rows, [mark.text for mark in panel.marks], *colours)
    figure.arrange(annotations=[*names, *numbers])
    _value_axis(figure, panel.axis, "x")
    figure.axis("y", range=[0.62 - len(panel.marks), 0.75], visible=False)
    return figure


def _standing_marks(mark: Mark, row: int) -> list[Trace]:
    colour = VERDICT_COLOURS.get(mark.verdict, INK)
    lines = [(mark.outer, 2, FAINT), (mark.inner, 7, colour)]
    found = [
        trace(
            "scatter", x=ends, y=[row, row], mode="lines", line={"width": width, "color": shade},
            opacity=0.45 if width > 2 else 1.0, hoverinfo="skip",
        )
        for ends, width, shade in lines
        if ends
    ]  # fmt: skip
    dot = trace(
        "scatter", x=[mark.middle], y=[row], mode="markers",
        marker={"size": 9, "color": colour, "line": {"color": PAPER, "width": 1.5}},
        hovertemplate=f"{plain(mark.title)}: {plain(mark.text)}<extra></extra>",
    )  # fmt: skip
    return [*found, dot]


def _name(title: str, row: float) -> dict[str, Any]:
    """An arm's name above its line, from the left edge of the chart."""
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "xshift": -22, "y": row, "yanchor": "bottom",
        "text": plain(title, 48), "showarrow": False, "font": {"color": INK}, "bgcolor": PAPER,
        "borderpad": 0,
    }  # fmt: skip


def _column(
    figure: Figure, rows: Sequence[float], texts: Sequence[str], *colours: str
) -> list[dict[str, Any]]:
    """Numbers in a column of their own at the right of the chart, aligned like a statement's.

    One colour serves for all, else there is one for each.
    """
    # About 8 pixels a digit at this size; the browser has not measured yet.
    width = 8 * max(len(text) for text in texts) + 6
    figure.arrange(margin={"r": width})
    shades = colours if len(colours) == len(texts) else colours[:1] * len(texts)
    return [
        {
            "x": 1, "xref": "paper", "xanchor": "right", "xshift": width, "y": row,
            "text": plain(text), "showarrow": False, "font": {"color": colour, "size": 12.5},
        }
        for row, text, colour in zip(rows, texts, shades, strict=True)
    ]  # fmt: skip


def _pattern(shape: str | Sequence[str]) -> dict[str, Any]:
    """Hatching over a colour, so that it survives grey paper and any kind of sight."""
    return {"shape": shape, "size": 6, "solidity": 0.2, "fillmode": "overlay", "fgopacity": 0.3}


def cash(panel: CashPanel, others: Sequence[CashPanel], axis: Axis) -> Figure:
    """One arm's balance: band and median, what is below zero filled, the other medians behind."""
    traces = [
        trace(
            "scatter", x=other.dates, y=other.cash.middle, mode="lines", hoverinfo="skip",
            line={"color": FAINT, "width": 1},
        )
        for other in others
    ]  # fmt: skip
    below = trace(
        "scatter", x=panel.dates, y=panel.shortfall, mode="lines", fill="tozeroy", hoverinfo="skip",
        line={"width": 0}, fillcolor="rgba(181,66,27,0.45)",
    )  # fmt: skip
    unit = plain(axis.title, 12)
    traces += [*_band(panel.dates, panel.cash, BLUE, unit), below]
    figure = _figure(traces, height=250)
    _date_axis(figure)
    _value_axis(figure, axis, "y")
    return figure


def stock(panel: StockPanel, axis: Axis) -> Figure:
    """One arm's pieces: on hand above the zero line, owed to customers below it."""
    traces = [
        *_band(panel.dates, panel.on_hand, BLUE, "pieces on hand"),
        *_band(panel.dates, panel.backorders, RED, "pieces on backorders", dash="solid"),
    ]
    if panel.preorders:
        traces += _band(panel.dates, panel.preorders, PLUM, "pieces on pre-orders", dash="dash")
    figure = _figure(traces, height=250)
    _date_axis(figure)
    _value_axis(figure, axis, "y")
    return figure


def _band(
    dates: Sequence[str], band: Band, colour: str, unit: str, dash: str = "solid"
) -> list[Trace]:
    shade = f"rgba({','.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))},0.16)"
    edge: dict[str, Any] = {"x": dates, "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    return [
        # Two edges without a line: a band is what is filled up to the trace before.
        trace("scatter", y=band.low, **edge),
        trace("scatter", y=band.high, fill="tonexty", fillcolor=shade, **edge),
        trace(
            "scatter", x=dates, y=band.middle, mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            hovertemplate=f"%{{x|%-d %b %Y}}: %{{y:,.0f}} {unit}<extra></extra>",
        ),
    ]  # fmt: skip


def waits(panel: WaitsPanel, axis: Axis) -> Figure:
    """One arm's waits: quoted as an outline, until shipment filled."""
    # <extra> empty: no second box that names the trace.
    unit = "lines per future<extra></extra>"
    quoted = trace(
        "bar", x=panel.bins, y=panel.quoted,
        marker={"color": PAPER, "line": {"color": INK, "width": 1}},
        hovertemplate=f"%{{x}} days quoted: %{{y:,.1f}} {unit}",
    )  # fmt: skip
    actual = trace(
        "bar", x=panel.bins, y=panel.actual, marker={"color": BLUE},
        hovertemplate=f"%{{x}} days until shipment: %{{y:,.1f}} {unit}",
    )  # fmt: skip
    figure = _figure([quoted, actual], height=240)
    if panel.remark:
        remark = {"text": panel.remark, "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
        figure.arrange(annotations=[remark | {"showarrow": False}])
    figure.arrange(barmode="group", bargap=0.25, bargroupgap=0.08)
    figure.axis("x", type="category", title={"text": "wait, days"}, tickfont={"size": 11})
    _value_axis(figure, axis, "y")
    return figure


def lateness(panel: LatePanel, axis: Axis) -> Figure:
    """One arm's deliveries against the promised day, early at the top, late at the bottom."""
    bars = [_late_bars(panel, late=late) for late in (False, True)]
    figure = _figure(bars, height=22 * len(panel.bins) + 52)
    figure.arrange(bargap=0.22, barmode="stack")
    figure.axis("y", type="category", autorange="reversed", automargin=True)
    _value_axis(figure, axis, "x", room=0.14)
    return figure


def _late_bars(panel: LatePanel, *, late: bool) -> Trace:
    """The bars on one side of the promised day; the others are left out."""
    sides = [side == late for side in panel.late]
    return trace(
        "bar", x=[share if on else None for share, on in zip(panel.shares, sides, strict=True)],
        text=[label if on else "" for label, on in zip(panel.labels, sides, strict=True)],
        y=panel.bins, orientation="h",
        marker={"color": RED if late else BLUE, "pattern": _pattern("/" if late else "")},
        textposition="outside", cliponaxis=False, constraintext="none",
        textfont={"color": INK, "size": 12}, hoverinfo="skip",
    )  # fmt: skip


def waterfall(panel: MoneyPanel, axis: Axis) -> Figure:
    """One arm's money from sales down to the cash at the end."""
    measures = {"change": "relative", "subtotal": "absolute", "total": "absolute"}
    bars = trace(
        "waterfall", orientation="h",
        x=[step.amount for step in panel.steps],
        y=[step.label for step in panel.steps],
        measure=[measures[step.kind] for step in panel.steps],
        hoverinfo="skip",
        increasing={"marker": {"color": BLUE}},
        decreasing={"marker": {"color": RED}},
        totals={"marker": {"color": INK}},
        connector={"line": {"color": FAINT, "width": 1}},
    )  # fmt: skip
    figure = _figure([bars], height=25 * len(panel.steps) + 52)
    amounts = [step.text for step in panel.steps]
    figure.arrange(waterfallgap=0.3, annotations=_column(figure, range(len(amounts)), amounts, INK))
    figure.axis("y", type="category", autorange="reversed", automargin=True)
    _value_axis(figure, axis, "x")
    return figure


def fates(view: FatesView) -> Figure:
    """One bar per arm, from shipped on time to lost."""
    rows = [-i for i in range(len(view.arms))]
    traces = []
    for fate in view.fates:
        colour = fate.colour or MUTED
        traces.append(
            trace(
                "bar", x=fate.shares, y=rows, orientation="h", width=0.44, text=fate.labels,
                textposition="inside", insidetextanchor="middle", constraintext="none",
                textangle=0, textfont={"color": _letters_on(colour), "size": 12},
                marker={
                    "color": colour, "line": {"color": PAPER, "width": 1},
                    "pattern": _pattern(fate.pattern),
                },
                hovertemplate=f"{plain(fate.name)}: %{{x:.1%}}<extra></extra>",
            )
        )  # fmt: skip
    figure = _figure(traces, height=66 * len(rows) + 20)
    labels = [
        {
            "x": 0, "xref": "paper", "xanchor": "left", "y": row + 0.25, "yanchor": "bottom",
            "text": plain(title, 72), "showarrow": False, "font": {"color": INK},
        }
        for row, title in zip(rows, view.titles, strict=True)
    ]  # fmt: skip
    figure.arrange(barmode="stack", annotations=labels, margin={"l": 2, "r": 2, "b": 4})
    figure.axis("x", range=[0, 1], visible=False)
    figure.axis("y", range=[0.65 - len(rows), 0.75], visible=False)
    return figure


def _letters_on(colour: str) -> str:
    """What can be read on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    # As bright as an eye finds each of the three.
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    return INK if bright >= _LIGHT else "#ffffff"


def _figure(traces: Sequence[Trace], height: int) -> Figure:
    """The look that all charts share: no frame, no legend, nothing to drag by accident."""
    figure = Figure(traces, height)
    figure.arrange(
        autosize=True,
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 13, "color": MUTED},
        hoverlabel={"bgcolor": INK, "bordercolor": INK, "font": {"color": "#ffffff"}},
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
    )
    for letter in ("x", "y"):
        figure.axis(
            letter, showgrid=False, zeroline=False, automargin=True, fixedrange=True,
            linecolor=RULE, title={"font": {"size": 12}},
        )  # fmt: skip
    return figure


def _date_axis(figure: Figure) -> None:
    """Dates that stay level: the day and month, and the year below the first tick it begins."""
    formats = [(None, "M1", "%-d %b\n%Y"), ("M1", "M12", "%b\n%Y"), ("M12", None, "%Y")]
    figure.axis(
        "x", type="date", nticks=5, tickangle=0, ticks="outside", tickcolor=RULE, ticklen=4,
        tickformatstops=[{"dtickrange": [a, b], "value": shown} for a, b, shown in formats],
    )  # fmt: skip


def _value_axis(figure: Figure, axis: Axis, letter: str, room: float = 0.0) -> None:
    """Ticks as the view made them; ``room`` widens the range for numbers at the ends of bars."""
    extra = room * (axis.high - axis.low)
    figure.axis(
        letter,
        type="linear",
        range=[axis.low, axis.high + extra],
        tickmode="array",
        tickvals=axis.values,
        ticktext=axis.labels,
        title={"text": plain(axis.title, 24), "standoff": 6},
        ticklabeloverflow="allow",
        showgrid=True,
        gridcolor=RULE,
        zeroline=True,
        zerolinecolor=MUTED,
        zerolinewidth=1,
    )
