"""Over time: the cash balance, and the pieces that the store has and owes."""

from __future__ import annotations

from typing import NamedTuple

from backsim.experiments.study import Study
from backsim.report.numerals import Scale, date_of, long_date, scale_of, whole_days
from backsim.report.reading import arms_with_profiles, clean, profiles, title_of
from backsim.report.views.parts import Axis, Band, DataTable, Key, axis_of, band_of, sampled


class CashPanel(NamedTuple):
    """One arm's cash balance, in major units of money."""

    arm: str
    title: str
    dates: tuple[str, ...]
    cash: Band
    shortfall: tuple[float, ...]
    """The median where it is below zero, else 0: what is marked in the chart."""
    note: str


class CashView(NamedTuple):
    """The cash balance of every arm, on one scale."""

    panels: tuple[CashPanel, ...]
    axis: Axis
    keys: tuple[Key, ...]
    table: DataTable


class StockPanel(NamedTuple):
    """One arm's pieces: on hand above zero; owed to customers below, as negative numbers."""

    arm: str
    title: str
    dates: tuple[str, ...]
    on_hand: Band
    backorders: Band
    preorders: Band | None
    """None if no arm of the study ever took a pre-order."""
    note: str


class StockView(NamedTuple):
    """The pieces of every arm, on one scale."""

    panels: tuple[StockPanel, ...]
    axis: Axis
    keys: tuple[Key, ...]
    table: DataTable


def cash_view(study: Study) -> CashView | None:
    """The cash balance over time; None if no trial left a profile."""
    arms = arms_with_profiles(study)
    if not arms:
        return None
    panels = tuple(_cash_panel(study, arm) for arm in arms)
    edges = [edge for panel in panels for line in panel.cash for edge in line]
    unit = clean(study.facts.currency)
    keys = [
        Key("median", "median future"),
        Key("range", "8 of 10 futures, day by day"),
    ]
    if any(any(panel.shortfall) for panel in panels):
        keys.append(Key("shortfall", "median below zero"))
    if len(panels) > 1:
        keys.append(Key("other", "medians of the other arms"))
    table = _band_table(
        f"Cash balance at the end of the day, {unit}: median (8 of 10 futures)",
        panels[0].dates,
        [(panel.title, panel.dates, panel.cash) for panel in panels],
    )
    return CashView(panels, axis_of(edges, unit), tuple(keys), table)


def _cash_panel(study: Study, arm: str) -> CashPanel:
    found = profiles(study, arm)
    factor = 10.0**-study.facts.minor_digits
    cash = band_of((p.cash for p in found), factor)
    days = found[0].days
    dates = tuple(date_of(study.facts.start, day) for day in days)
    shortfall = tuple(min(value, 0.0) for value in cash.middle)
    ever = sum(1 for p in found if min(p.cash) < 0)
    return CashPanel(
        arm,
        title_of(study, arm),
        dates,
        cash,
        shortfall,
        _cash_note(study, cash, days, ever, len(found)),
    )


def _cash_note(study: Study, cash: Band, days: list[int], ever: int, futures: int) -> str:
    """How long the median is below zero, how deep, and in how many futures it ever is."""
    often = f"Below zero at some time in {ever:,} of {futures:,} futures"
    if not ever:
        often = f"Never below zero in any of {futures:,} futures"
    lowest = min(range(len(days)), key=lambda i: cash.middle[i])
    scale = scale_of(
        "money",
        [cash.middle[lowest]],
        currency=clean(study.facts.currency),
        minor_digits=study.facts.minor_digits,
    )
    trough = f"the median is lowest on {long_date(date_of(study.facts.start, days[lowest]))}"
    return f"{often}; {trough}, at {scale.value(cash.middle[lowest])}{_below(cash, days)}."


def _below(cash: Band, days: list[int]) -> str:
    """Days for which the median is below zero; a thinned series stands for the days between."""
    # The first day stands for all days up to it, since the one before it is -1.
    spans = (day - before for day, before in zip(days, [-1, *days], strict=False))
    below = sum(span for span, value in zip(spans, cash.middle, strict=True) if value < 0)
    return f", and below zero for {whole_days(below)}" if below else ""


def stock_view(study: Study) -> StockView | None:
    """Pieces on hand and owed over time; None if no trial left a profile."""
    arms = arms_with_profiles(study)
    if not arms:
        return None
    preorders = any(any(p.preorders) for arm in arms for p in profiles(study, arm))
    panels = tuple(_stock_panel(study, arm, with_preorders=preorders) for arm in arms)
    edges = [
        edge
        for panel in panels
        for band in (panel.on_hand, panel.backorders, panel.preorders)
        if band
        for line in band
        for edge in line
    ]
    keys = [Key("on_hand", "on hand"), Key("backorders", "owed on backorders")]
    if preorders:
        keys.append(Key("preorders", "owed on pre-orders"))
    keys.append(Key("range", "8 of 10 futures, day by day"))
    table = _band_table(
        "Pieces at the end of the day: median (8 of 10 futures)",
        panels[0].dates,
        [column for panel in panels for column in _stock_columns(panel)],
    )
    return StockView(panels, axis_of(edges, "pieces", count=7, unsigned=True), tuple(keys), table)


def _stock_panel(study: Study, arm: str, *, with_preorders: bool) -> StockPanel:
    found = profiles(study, arm)
    days = found[0].days
    on_hand = band_of(p.on_hand for p in found)
    backorders = _below_zero(band_of(p.backorders for p in found))
    preorders = _below_zero(band_of(p.preorders for p in found)) if with_preorders else None
    dates = tuple(date_of(study.facts.start, day) for day in days)
    return StockPanel(
        arm,
        title_of(study, arm),
        dates,
        on_hand,
        backorders,
        preorders,
        _stock_note(study, band_of(p.out_of_stock for p in found), backorders, days),
    )


def _below_zero(band: Band) -> Band:
    """The same band, drawn downwards."""
    return Band(*(tuple(-value for value in line) for line in band))


def _stock_note(study: Study, out: Band, owed: Band, days: list[int]) -> str:
    """For how long something is out of stock, by product and not by the sum of all, and the
    backlog; days before a product's first delivery are not counted."""
    spans = [day - before for day, before in zip(days, [-1, *days], strict=False)]
    # A median of two futures may lie between two numbers.
    empty = sum(s for s, value in zip(spans, out.middle, strict=True) if value >= 0.5)
    most = round(max(out.middle))
    shelf = f"A product is out of stock for {whole_days(empty)} in the median" if empty else ""
    if most > 1:
        shelf += f", up to {most:,} at once"
    shelf = shelf or "No product is out of stock in the median, once it has been delivered"
    worst = min(range(len(days)), key=lambda i: owed.middle[i])
    if owed.middle[worst] >= -0.5:
        return f"{shelf}; no backlog to speak of."
    when = long_date(date_of(study.facts.start, days[worst]))
    return f"{shelf}; the backlog peaks on {when}, at {-owed.middle[worst]:,.0f} pieces."


def _stock_columns(panel: StockPanel) -> list[tuple[str, tuple[str, ...], Band]]:
    named = [("on hand", panel.on_hand), ("backorders", _below_zero(panel.backorders))]
    if panel.preorders:
        named.append(("pre-orders", _below_zero(panel.preorders)))
    return [(f"{panel.title}, {name}", panel.dates, band) for name, band in named]


def _band_table(
    caption: str, dates: tuple[str, ...], columns: list[tuple[str, tuple[str, ...], Band]]
) -> DataTable:
    """A dozen dates of bands; an arm that ends earlier leaves its last cells empty."""
    plain = Scale(1.0, 0, "", "")
    rows = tuple(
        (dates[i], *(_band_cell(plain, band, i) for _, _, band in columns))
        for i in sampled(len(dates))
    )
    return DataTable(caption, ("Date", *(title for title, _, _ in columns)), rows)


def _band_cell(scale: Scale, band: Band, i: int) -> str:
    if i >= len(band.middle):
        return ""
    return f"{scale.bare(band.middle[i])} ({scale.between(band.low[i], band.high[i])})"
