"""The KPI dictionary: every KPI of backsim, the four that a store is judged by first."""

from __future__ import annotations

from backsim.metrics import costs, customers, delivery, demand, given, money, own, service, stock
from backsim.metrics.kpi import Kpi
from backsim.metrics.reading import Reading
from backsim.records.kpi import KpiInfo
from backsim.records.log import RunLog

HEADLINE = (
    service.BACKORDER_RATE,
    service.FULFILLMENT_RATE,
    money.NET_CASH_FLOW,
    money.CASH_TROUGH,
    customers.SATISFACTION,
)

KPIS: dict[str, Kpi] = {
    kpi.info.id: kpi
    for kpi in (
        *HEADLINE,
        *demand.KPIS,
        *customers.KPIS,
        *service.KPIS,
        *delivery.KPIS,
        *stock.KPIS,
        *own.KPIS,
        *money.KPIS,
        *given.KPIS,
        *costs.KPIS,
    )
}
"""By id, in the order in which reports show them."""


def infos() -> tuple[KpiInfo, ...]:
    """What each KPI is called and means, in the dictionary's order."""
    return tuple(kpi.info for kpi in KPIS.values())


def evaluate(source: RunLog | Reading) -> dict[str, float | None]:
    """Every KPI of one log, by id; ``None`` where one has no meaning.

    Give ``evaluate`` and ``profile`` the same ``Reading`` to do their common work once.
    """
    reading = Reading.of(source)
    return {name: kpi.value(reading) for name, kpi in KPIS.items()}
