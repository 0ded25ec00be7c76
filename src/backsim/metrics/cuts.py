"""Every KPI by product, by segment and by month, where it has a meaning there.

A part of a log is a log: the lines of a product, the visits of a segment, with all that belongs to
them; a month is another window on the whole log. So a KPI is defined once. Of the parts of a whole
totals add up, and of shares and means what is counted and what it is counted in (see ``kpi``).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np

from backsim.metrics import customers, delivery, demand, service
from backsim.metrics.dictionary import KPIS
from backsim.metrics.kpi import Measure, value_of
from backsim.metrics.parts import part_of
from backsim.metrics.reading import Reading
from backsim.records.log import RunLog
from backsim.units import DAY

Cut = Literal["product", "segment", "month"]
Values = dict[str, dict[str, float | None]]
"""By name of the part, then by KPI."""

_DEMAND = {kpi.info.id for kpi in demand.KPIS}
_EARNED = {
    *("revenue", "shipping_income", "gross_margin"),
    *("discounts_given", "discounts_won", "discounts_given_away"),
    *("bad_debts", "deposits_kept", "rewards_given", "gifts_given"),
}

BY_PRODUCT_ASKED_FOR: Final = (_DEMAND - {"visits_brought", "customers_served"}) | {
    *("fill_rate", "substitution_rate", "late_backorder_rate", "told_in_time"),
    *("mean_backorder_wait", "p90_backorder_wait", "lost_sale_cost"),
}
"""Of a line, what counts is the product that was asked for, whatever was sold instead."""
BY_PRODUCT_SOLD: Final = _EARNED | {
    *("units_sold", "mean_backorders", "ready_rate"),
    *("inventory_value", "inventory_turns", "overstock", "holding_cost", "backorder_cost"),
}
"""What counts is the product that was sold, and kept in stock. An order may hold several: what is
said of orders is said of no product."""
BY_SEGMENT: Final = (
    _DEMAND
    | {kpi.info.id for kpi in (*customers.KPIS, *service.KPIS, *delivery.KPIS)}
    | {"backorder_rate", "fulfillment_rate", "satisfaction"}
    | _EARNED
    | {"cancellation_fees", "payment_fees", "shipping_cost"}
)
"""What customers get and pay; what is in stock is there for all of them."""
BY_MONTH: Final = set(KPIS) - {"ready_rate", "overstock"}
"""All but what is weighed by the demand of all months, or looked at when the log ends."""

CUTS: Final[dict[Cut, set[str]]] = {
    "product": BY_PRODUCT_ASKED_FOR | BY_PRODUCT_SOLD,
    "segment": BY_SEGMENT,
    "month": BY_MONTH,
}
"""By what a log can be cut, and the KPIs that have a meaning there."""


def evaluate_by(source: RunLog | Reading, cut: Cut) -> Values:
    """Every KPI that has a meaning there, of every product, segment or month; ``None`` where there
    is nothing to say. Months are named ``2026-01``."""
    return {
        name: {kpi: value_of(measure) for kpi, measure in measures.items()}
        for name, measures in measured_by(source, cut).items()
    }


def measured_by(source: RunLog | Reading, cut: Cut) -> dict[str, dict[str, Measure]]:
    """The same, each in the form in which parts make up the whole."""
    whole = Reading.of(source)
    return dict(_WAYS[cut](whole))


def _by_product(whole: Reading) -> Iterator[tuple[str, dict[str, Measure]]]:
    facts, lines = whole.facts, whole.log.lines
    for number, item in enumerate(facts.products):
        mine = np.arange(len(facts.products)) == number
        found: dict[str, Measure] = {}
        for column, ids in (
            (lines.asked_for, BY_PRODUCT_ASKED_FOR),
            (lines.product, BY_PRODUCT_SOLD),
        ):
            kept = column == number
            orders = np.bincount(lines.order[kept], minlength=len(whole.log.orders)) > 0
            found |= _measured(part_of(whole, kept, orders, mine), ids)
        yield item.name, _in_order(found)


def _by_segment(whole: Reading) -> Iterator[tuple[str, dict[str, Measure]]]:
    orders, lines = whole.log.orders, whole.log.lines
    nothing = np.zeros(len(whole.facts.products), np.bool_)
    for number, name in enumerate(whole.facts.segments):
        mine = orders.segment == number
        part = part_of(whole, mine[lines.order], mine, nothing)
        yield name, _in_order(_measured(part, BY_SEGMENT))


def _by_month(whole: Reading) -> Iterator[tuple[str, dict[str, Measure]]]:
    for name, start, end in months(whole.facts.start, whole.start, whole.end):
        yield name, _in_order(_measured(whole.during(start, end), BY_MONTH))


_WAYS: Final = {"product": _by_product, "segment": _by_segment, "month": _by_month}


def months(first_day: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The calendar months of a window, each with the ticks of it that lie inside.

    >>> months("2026-01-30", 0, 4 * DAY)
    [('2026-01', 0, 172800), ('2026-02', 172800, 345600)]
    """
    zero = date.fromisoformat(first_day)
    found = []
    while start < end:
        day = zero + timedelta(days=start // DAY)
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        until = min((following - zero).days * DAY, end)
        found.append((f"{day:%Y-%m}", start, until))
        start = until
    return found


def _measured(part: Reading, ids: set[str]) -> dict[str, Measure]:
    return {kpi: KPIS[kpi].measure(part) for kpi in ids}


def _in_order(measures: dict[str, Measure]) -> dict[str, Measure]:
    """In the order of the dictionary."""
    return {kpi: measures[kpi] for kpi in KPIS if kpi in measures}
