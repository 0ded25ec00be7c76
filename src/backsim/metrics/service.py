"""Service: what customers could get, what was kept to the promise, and how long it took."""

from __future__ import annotations

import numpy as np

from backsim.metrics.kpi import Kpi, ratio, share
from backsim.metrics.reading import Reading
from backsim.records.codes import PaymentKind
from backsim.records.kpi import KpiInfo
from backsim.records.log import Column
from backsim.units import DAY, FOREVER


def backorder_rate(r: Reading) -> float | None:
    """Accepted orders that stock could not serve in full, among those that are not pre-orders."""
    plain = r.cohort & ~r.preorder
    return share(r.count(r.backordered) > 0, plain)


def fulfillment_rate(r: Reading) -> float | None:
    """Orders kept to their promised ship date, among those promised for the window."""
    promised = r.accepted & r.within(r.promise)
    return share(r.count(r.on_time) == r.sold_lines, promised)


def on_time_in_full(r: Reading) -> float | None:
    """Orders delivered complete by the promised delivery date."""
    promise = r.promise + r.quoted_transit
    promised = r.accepted & (r.promise < FOREVER) & r.within(promise)
    complete = r.count(r.shipped) == r.sold_lines
    return share(complete & (r.last_delivery // DAY <= promise // DAY), promised)


def fill_rate(r: Reading) -> float | None:
    """Pieces that stock could serve at once, among those wanted of products on sale."""
    quantity = r.log.lines.quantity
    served = int(quantity[r.asked & r.from_stock].sum())
    missed = int(quantity[r.asked & r.short].sum())
    return ratio(served, served + missed)


def lost_sales_rate(r: Reading) -> float | None:
    """Demanded lines that became part of no order."""
    return share(~r.sold, r.asked)


def conversion(r: Reading) -> float | None:
    """Visits that ended in an accepted order."""
    return share(r.accepted, r.within(r.log.orders.placed_at))


def preorder_share(r: Reading) -> float | None:
    """Pre-orders among accepted orders."""
    return share(r.preorder, r.cohort)


def cancellation_rate(r: Reading) -> float | None:
    """Accepted orders of which a line was withdrawn before shipment."""
    return share(r.count(r.cancelled) > 0, r.cohort)


def refund_rate(r: Reading) -> float | None:
    """Accepted orders of which money was, or is to be, paid back."""
    payments = r.log.payments
    back = payments.order[(payments.kind == PaymentKind.REFUND) & (payments.amount > 0)]
    refunded = np.zeros(len(r.log.orders), dtype=np.bool_)
    refunded[back] = True
    return share(refunded, r.cohort)


def open_rate(r: Reading) -> float | None:
    """Accepted orders with a line still waiting when the log ends."""
    waiting = r.sold & ~r.shipped & ~r.cancelled
    return share(r.count(waiting) > 0, r.cohort)


def mean_backorder_wait(r: Reading) -> float | None:
    """Mean time from order to shipment of backordered lines."""
    waits = _backorder_waits(r)
    return ratio(int(waits.sum()) / DAY, len(waits))


def p90_backorder_wait(r: Reading) -> float | None:
    """The wait that nine backordered lines in ten did not exceed."""
    waits = _backorder_waits(r)
    if not len(waits):
        return None
    nearest_rank = (9 * len(waits) + 9) // 10 - 1
    return float(np.partition(waits, nearest_rank)[nearest_rank]) / DAY


def mean_delivery_time(r: Reading) -> float | None:
    """Mean time from order to the last delivery."""
    outcomes = r.outcomes
    order = outcomes.order[outcomes.delivered]
    ticks = int((r.last_delivery[order] - r.log.orders.placed_at[order]).sum())
    return ratio(ticks / DAY, len(order))


def _backorder_waits(r: Reading) -> Column:
    """Waits in ticks of the backordered lines that were shipped in the window."""
    row = np.flatnonzero(r.backordered & r.within(r.log.lines.shipped_at))
    return r.log.lines.shipped_at[row] - r.placed[row]


_ORDERS = "accepted orders placed in the window"

BACKORDER_RATE = Kpi(
    KpiInfo(
        "backorder_rate",
        "Backorder rate",
        "share",
        -1,
        "Accepted orders, pre-orders aside, with at least one line that could not ship from stock "
        "when placed / accepted orders, pre-orders aside; placed in the window.",
        "backsim: pre-orders are kept apart, or taking them would look bad by definition",
    ),
    backorder_rate,
)

FULFILLMENT_RATE = Kpi(
    KpiInfo(
        "fulfillment_rate",
        "Fulfillment rate",
        "share",
        +1,
        "Accepted orders of which every line was sent by its promised ship date (the calendar day; "
        "lines in one parcel go by the latest) / accepted orders whose promised ship date, the "
        "latest of their lines', fell in the window; a cancelled order counts as not fulfilled.",
        "backsim: promises kept, by the date that the customer was given",
    ),
    fulfillment_rate,
)

KPIS = (
    Kpi(
        KpiInfo(
            "on_time_in_full",
            "On time in full",
            "share",
            +1,
            "Accepted orders delivered complete by the promised delivery date (promised ship date "
            "plus the carrier's quoted transit, by calendar day) / accepted orders whose promised "
            "delivery date fell in the window.",
            "OTIF as in supply-chain scorecards, with the date promised to the customer",
        ),
        on_time_in_full,
    ),
    Kpi(
        KpiInfo(
            "fill_rate",
            "Fill rate",
            "share",
            +1,
            "Pieces of sold lines that stock could serve at once / those plus the pieces that "
            "stock could not serve (backordered, or lost because the store refused or could never "
            "serve them or the customer would not wait or pay ahead); asked for in the window, "
            "pre-orders and products not on sale aside.",
            "type 2 service (beta), Silver, Pyke & Thomas; sales lost for want of stock count "
            "against it",
        ),
        fill_rate,
    ),
    Kpi(
        KpiInfo(
            "lost_sales_rate",
            "Lost sales rate",
            "share",
            -1,
            "Demanded lines that became part of no order, refused by the store or by the customer "
            "for whatever cause / demanded lines; asked for in the window.",
            "backsim: a lost sale is one refused or not offered",
        ),
        lost_sales_rate,
    ),
    Kpi(
        KpiInfo(
            "conversion",
            "Conversion",
            "share",
            +1,
            "Accepted orders / visits; in the window.",
            "common use in online stores",
        ),
        conversion,
    ),
    Kpi(
        KpiInfo(
            "preorder_share",
            "Pre-order share",
            "share",
            0,
            f"Accepted orders with a line taken before its release / {_ORDERS}.",
            "backsim",
        ),
        preorder_share,
    ),
    Kpi(
        KpiInfo(
            "cancellation_rate",
            "Cancellation rate",
            "share",
            -1,
            f"Accepted orders with a line withdrawn before shipment / {_ORDERS}.",
            "common use in online stores",
        ),
        cancellation_rate,
    ),
    Kpi(
        KpiInfo(
            "refund_rate",
            "Refund rate",
            "share",
            -1,
            "Accepted orders of which money was or will be paid back (also after the horizon) / "
            f"{_ORDERS}.",
            "common use in online stores",
        ),
        refund_rate,
    ),
    Kpi(
        KpiInfo(
            "open_rate",
            "Still open at the end",
            "share",
            -1,
            "Accepted orders with a line neither shipped nor cancelled when the log ends / "
            f"{_ORDERS}.",
            "backsim: says how much of the story the horizon cuts off",
        ),
        open_rate,
    ),
    Kpi(
        KpiInfo(
            "mean_backorder_wait",
            "Mean backorder wait",
            "days",
            -1,
            "Sum of the times from order to shipment / number of backordered lines, pre-orders "
            "aside; shipped in the window.",
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
            "pre-orders aside, did not exceed; shipped in the window.",
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
            "Sum of the times from order to last delivery / number of accepted orders of which "
            "anything arrived; with their outcome in the window.",
            "click-to-door time, as in online retail reports",
        ),
        mean_delivery_time,
    ),
)
