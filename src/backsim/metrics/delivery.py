"""Delivery: how long it took, how true the dates were, and who gave up on the way."""

from __future__ import annotations

import numpy as np

from backsim.metrics.kpi import Alone, Kpi, Measure, ratio, share
from backsim.metrics.reading import Reading
from backsim.records.kpi import KpiInfo
from backsim.units import DAY, FOREVER


def mean_backorder_wait(r: Reading) -> Measure:
    """Mean time from order to shipment of backordered lines."""
    waits = r.backorder_waits
    return ratio(int(waits.sum()) / DAY, len(waits))


def p90_backorder_wait(r: Reading) -> Measure:
    """The wait that nine backordered lines in ten did not exceed."""
    waits = r.backorder_waits
    if not len(waits):
        return None
    nearest_rank = (9 * len(waits) + 9) // 10 - 1
    return Alone(float(np.partition(waits, nearest_rank)[nearest_rank]) / DAY)


def mean_delivery_time(r: Reading) -> Measure:
    """Mean time from order to the last delivery."""
    outcomes = r.outcomes
    order = outcomes.order[outcomes.delivered]
    ticks = int(np.maximum(r.last_delivery[order] - r.waits_from[order], 0).sum())
    return ratio(ticks / DAY, len(order))


def mean_first_delivery(r: Reading) -> Measure:
    """Mean time from order to the first delivery."""
    order = np.flatnonzero(r.cohort & (r.first_delivery < FOREVER))
    ticks = int(np.maximum(r.first_delivery[order] - r.waits_from[order], 0).sum())
    return ratio(ticks / DAY, len(order))


def late_backorder_rate(r: Reading) -> Measure:
    """Backordered lines that did not leave by the date that their customer went by."""
    return share(~r.on_time, r.backordered & r.within(r.went_by))


def restated_rate(r: Reading) -> Measure:
    """Accepted orders that were told a later date than the first one."""
    return share(r.count(r.log.lines.restated_at >= 0) > 0, r.cohort)


def told_in_time(r: Reading) -> Measure:
    """Of the lines that could not be kept to their date, those told of it before it had passed."""
    lines = r.log.lines
    # Of whoever came in the window: their date may lie behind it, but not beyond the log.
    overdue = r.sold & ~r.on_time & (r.went_by < r.facts.horizon) & ~r.cancelled
    restated = lines.restated_at >= 0
    told = restated & (lines.restated_at <= r.went_by)
    return share(told, r.asked & r.sold & (overdue | restated | r.gave_up))


def cancelled_whole_rate(r: Reading) -> Measure:
    """Accepted orders of which nothing was left."""
    gone = r.count(r.cancelled)
    return share((gone > 0) & (gone == r.sold_lines), r.cohort)


def lines_dropped_rate(r: Reading) -> Measure:
    """Accepted orders of which some lines were withdrawn, and others kept."""
    gone = r.count(r.cancelled)
    return share((gone > 0) & (gone < r.sold_lines), r.cohort)


def advance_on_time(r: Reading) -> Measure:
    """Advance orders sent by the date for which they were wanted."""
    wanted_at = r.log.orders.wanted_at
    sent = r.latest(np.where(r.sold, r.log.lines.shipped_at, -1))
    kept = (r.count(r.sold & r.shipped) == r.sold_lines) & (sent // DAY <= wanted_at // DAY)
    return share(kept, r.accepted & r.advance & r.within(wanted_at))


_ORDERS = "accepted orders placed in the window"

KPIS = (
    Kpi(
        KpiInfo(
            "mean_backorder_wait",
            "Mean backorder wait",
            "days",
            -1,
            "Sum of the times from order to shipment / number of backordered lines, pre-orders "
            "and advance orders aside; shipped in the window.",
            "customer waiting time, Zipkin, Foundations of Inventory Management (2000), ch. 6",
        ),
        mean_backorder_wait,
    ),
    Kpi(
        KpiInfo(
            "p90_backorder_wait",
            "Backorder wait, 90th percentile",
            "days",
            -1,
            "The shortest wait from order to shipment that at least 90 % of backordered lines, "
            "pre-orders and advance orders aside, did not exceed; shipped in the window.",
            "nearest-rank percentile",
        ),
        p90_backorder_wait,
    ),
    Kpi(
        KpiInfo(
            "mean_delivery_time",
            "Mean delivery time",
            "days",
            -1,
            "Sum of the times from order (an advance order: from the date for which it is wanted) "
            "to last delivery / number of accepted orders of which anything arrived; with their "
            "outcome in the window.",
            "click-to-door time, as in online retail reports",
        ),
        mean_delivery_time,
    ),
    Kpi(
        KpiInfo(
            "mean_first_delivery",
            "Mean time to the first parcel",
            "days",
            -1,
            "Sum of the times from order (an advance order: from the date for which it is wanted) "
            f"to the first delivery / number of {_ORDERS} of which anything was sent.",
            "click-to-door time, of the first parcel",
        ),
        mean_first_delivery,
    ),
    Kpi(
        KpiInfo(
            "late_backorder_rate",
            "Late backorders",
            "share",
            -1,
            "Backordered lines not sent by the ship date that their customer went by, withdrawn "
            "ones among them / backordered lines whose date fell in the window.",
            "backsim: promises kept, where they are hard to keep",
        ),
        late_backorder_rate,
    ),
    Kpi(
        KpiInfo(
            "advance_on_time",
            "Advance orders on time",
            "share",
            +1,
            "Accepted advance orders of which every line was sent by the date for which it was "
            "wanted, whatever date was agreed / accepted advance orders wanted for a date in the "
            "window.",
            "backsim: a date agreed later than the one asked for is a promise kept, not a wish",
        ),
        advance_on_time,
    ),
    Kpi(
        KpiInfo(
            "restated_rate",
            "Re-stated promises",
            "share",
            -1,
            f"Accepted orders that were told a later date than the first promised / {_ORDERS}.",
            "backsim: delay notices, as in 16 CFR 435",
        ),
        restated_rate,
    ),
    Kpi(
        KpiInfo(
            "told_in_time",
            "Told in time",
            "share",
            +1,
            "Lines told of a later date before the first one had passed / lines that were told a "
            "later date, were not sent by the first one, or were withdrawn since they waited too "
            "long; accepted in the window.",
            "backsim: delay notices, as in 16 CFR 435",
        ),
        told_in_time,
    ),
    Kpi(
        KpiInfo(
            "cancelled_whole_rate",
            "Orders cancelled whole",
            "share",
            -1,
            "Accepted orders of which every line was withdrawn before shipment; with the orders of "
            f"which lines were dropped, `cancellation_rate` / {_ORDERS}.",
            "backsim",
        ),
        cancelled_whole_rate,
    ),
    Kpi(
        KpiInfo(
            "lines_dropped_rate",
            "Orders with a line dropped",
            "share",
            -1,
            "Accepted orders of which some lines were withdrawn before shipment and others kept / "
            f"{_ORDERS}.",
            "backsim",
        ),
        lines_dropped_rate,
    ),
)
