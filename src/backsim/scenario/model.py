"""The Scenario: one arm of a study, resolved, checked and frozen, in the engine's own units.

Products, segments, carriers and suppliers are tuples; everything else refers to them by position.
Times are ticks (``FOREVER``: no limit), money is in minor units, shares are floats from 0 to 1.
Distributions of durations are in ticks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from backsim.chance.distributions import Distribution
from backsim.records.log import Column, SatisfactionCurve
from backsim.records.views import Policy


class Supplier(NamedTuple):
    """Who delivers, after how long, and when they want their money."""

    name: str
    lead_time: Distribution
    payment_delay: int
    """Ticks from the receipt of the goods to the payment."""


class Replenishment(NamedTuple):
    """When stock is reviewed and what is bought then."""

    policy: Policy
    review_period: int
    """Ticks between reviews; 0: after every demand."""
    before_demand: bool
    """A periodic review at the same instant as demand sees the stock before it."""


class Product(NamedTuple):
    """One thing on sale, with its selling rules (store-wide ones unless it has its own)."""

    name: str
    price: int
    unit_cost: int
    weight: float
    """Kilograms."""
    opening_stock: int
    release_at: int
    ends_at: int
    """End of sale; ``FOREVER`` if there is none."""
    edition: int
    """Pieces that may ever be sold; ``FOREVER`` if unlimited."""
    holding_rate: float
    supplier: int
    """Position in ``Scenario.suppliers``; ``NEVER`` (-1) for a product that is never bought."""
    replenishment: Replenishment
    backorder: Policy
    preorder: Policy
    promise: Policy
    pricing: Policy
    payment: Policy
    allocation: Policy


class Segment(NamedTuple):
    """A kind of customer; every threshold is drawn once per person, before the run."""

    name: str
    share: float
    willingness: Distribution
    """Most they would pay, as a multiple of the list price."""
    patience: Distribution
    """Longest quoted wait they accept."""
    tolerance: Distribution
    """How far past the promise they wait before they cancel."""
    aversion: Distribution
    """How much dearer full payment ahead feels, as a share of the value."""
    discount_response: float


class Carrier(NamedTuple):
    """A way to ship a parcel."""

    name: str
    share: float
    """Share of customers who choose it."""
    transit: Distribution
    quoted: int
    """Transit time that customers are told."""
    cost: int
    cost_per_kg: int


class Burst(NamedTuple):
    """Extra customers who come all at once and then ever fewer: a launch, a viral moment."""

    name: str
    at: int
    peak: float
    """Extra customers per day at the start of the burst."""
    half_life: int
    """Ticks until half as many come."""


class Basket(NamedTuple):
    """What a generated customer asks for."""

    sizes: tuple[float, ...]
    """Share of customers with 1, 2, 3, ... different products."""
    product_shares: tuple[float, ...]
    """Popularity of each product."""
    quantity: Distribution
    """Pieces per line, rounded to whole pieces, at least 1."""


class History(NamedTuple):
    """A real order history to replay: one entry per line, orders together, in order of time."""

    at: Column
    """Tick of each line's order; the day's start if the file gives no time."""
    has_time: bool
    order: Column
    """Number of the order within the file, from 0, rising."""
    person: Column
    """Number of the customer within the file, from 0."""
    product: Column
    quantity: Column
    value: Column
    """The whole line as ordered, in minor units; 0 for a free order."""
    read: int
    used: int
    refused: tuple[tuple[str, int], ...]
    """Reasons and how many rows each."""


class Demand(NamedTuple):
    """Where customers come from: generated ones, a replayed history, or both."""

    rate: float
    """Generated customers per day, before the weekly profile."""
    weekly: tuple[float, ...]
    """Seven multipliers, Monday first, with mean 1."""
    gap_cv: float
    """Coefficient of variation of the time between arrivals: 1 is Poisson, 0 is regular."""
    at_opening: bool
    """All of a day's customers come at its first instant, instead of spread over it."""
    bursts: tuple[Burst, ...]
    basket: Basket
    history: History | None


class Fees(NamedTuple):
    """What the payment processor keeps of each charge, and how long a refund takes."""

    share: float
    fixed: int
    refund_delay: int


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
    customer: Policy
    """How a customer weighs an offer."""
    split_shipments: bool
    """Lines ship as each is ready, instead of all together."""
    fees: Fees
    opening_cash: int
    satisfaction: SatisfactionCurve
    plan: StudyPlan
    resolved: dict[str, Any]
    """All that the engine sees, and the seed, in plain data: equal data, equal trials."""
