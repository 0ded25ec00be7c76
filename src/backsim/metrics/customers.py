"""Customers: how many bought, how much, and how satisfied they left."""

from __future__ import annotations

import numpy as np

from backsim.metrics.kpi import Kpi, Measure, mean, ratio
from backsim.metrics.reading import Reading
from backsim.records.kpi import KpiInfo


def satisfaction(r: Reading) -> Measure:
    """Mean score of the orders that reached their outcome."""
    return mean(r.outcomes.score, len(r.outcomes.score))


def orders(r: Reading) -> float:
    """Accepted orders."""
    return float(np.count_nonzero(r.cohort))


def units_sold(r: Reading) -> Measure:
    """Pieces of accepted lines."""
    return float(r.log.lines.quantity[r.asked & r.sold].sum())


def average_order_value(r: Reading) -> Measure:
    """Value charged per accepted order."""
    return ratio(r.major(int(r.log.lines.value[r.asked & r.sold].sum())), orders(r))


SATISFACTION = Kpi(
    KpiInfo(
        "satisfaction",
        "Satisfaction",
        "score",
        +1,
        "Sum of scores from 1 to 5 / accepted orders that reached their outcome (last delivery or "
        "cancellation) in the window; an order cancelled in part scores the mean of its lines.",
        "fitted to 19,592 reviewed orders of the Olist data set",
    ),
    satisfaction,
)

KPIS = (
    Kpi(
        KpiInfo(
            "orders",
            "Orders",
            "orders",
            +1,
            "Accepted orders placed in the window.",
            "backsim: an order is accepted if at least one of its lines is sold",
        ),
        orders,
    ),
    Kpi(
        KpiInfo(
            "units_sold",
            "Units sold",
            "pieces",
            +1,
            "Pieces of accepted lines placed in the window, whether or not they were cancelled "
            "later.",
            "backsim",
        ),
        units_sold,
    ),
    Kpi(
        KpiInfo(
            "average_order_value",
            "Average order value",
            "money",
            +1,
            "Value of accepted lines after discounts / accepted orders; placed in the window.",
            "common use in online stores",
        ),
        average_order_value,
    ),
)
