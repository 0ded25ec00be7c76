"""The Scenario: one arm of a study, resolved, checked and frozen, in the engine's own units.

Products, segments, carriers and suppliers are tuples; everything else refers to them by position.
Times are ticks (``FOREVER``: no limit), money is in minor units, shares are floats from 0 to 1.
Distributions of durations are in ticks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from backsim.records.kpi import Declared
from backsim.records.log import SatisfactionCurve
from backsim.records.rules import Rule
from backsim.scenario.model.customers import (
    Advance,
    Basket,
    Burst,
    Campaign,
    Carrier,
    Demand,
    History,
    Segment,
    WordOfMouth,
)
from backsim.scenario.model.goods import (
    Approach,
    Forfeit,
    Gift,
    OnOrder,
    Product,
    Replenishment,
    Slip,
    Supplier,
    WaitingOrders,
)
from backsim.scenario.model.terms import (
    Cancelling,
    Capture,
    Expense,
    Money,
    Unpaid,
)

__all__ = [
    "Advance",
    "Approach",
    "Basket",
    "Burst",
    "Campaign",
    "Cancelling",
    "Capture",
    "Carrier",
    "Demand",
    "Expense",
    "Forfeit",
    "Gift",
    "History",
    "Money",
    "OnOrder",
    "Product",
    "Replenishment",
    "Scenario",
    "Segment",
    "Slip",
    "StudyPlan",
    "Supplier",
    "Unpaid",
    "WaitingOrders",
    "WordOfMouth",
]


class StudyPlan(NamedTuple):
    """What is compared and how; the same for every arm of a file."""

    seed: int
    replications: int
    baseline: str
    primary: tuple[tuple[str, float | None], ...]
    """The KPIs that decide, each with the smallest difference that matters, if declared."""
    confidence: float
    steady_state: bool
    """Is the question about the long run, or about one launch that ends?"""
    declared: tuple[Declared, ...] = ()
    """Those of them of which the file says more than that."""


@dataclass(frozen=True)
class Scenario:
    """One arm, ready to run."""

    study: str
    title: str
    arm: str
    start: date
    horizon: int
    warm_up: int
    currency: str
    minor_digits: int
    products: tuple[Product, ...]
    segments: tuple[Segment, ...]
    carriers: tuple[Carrier, ...]
    suppliers: tuple[Supplier, ...]
    demand: Demand
    customer: Rule
    """How a customer weighs an offer."""
    split_shipments: bool
    """Lines ship as each is ready, instead of all together."""
    money: Money
    satisfaction: SatisfactionCurve
    plan: StudyPlan
    resolved: dict[str, Any]
    """All that the engine sees, and the seed, in plain data: equal data, equal trials."""
    packaging: int = 0
    """Cost of packing a parcel."""
    cool_down: int = 0
    """Visitors of the last ticks are left out of what is said of all who wanted to buy: there would
    be no time to see how they fare."""
