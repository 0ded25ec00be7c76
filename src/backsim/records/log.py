"""The RunLog: what happened in one trial, written down as columns.

One row per visit (``Orders``), per product that the visit asked for (``Lines``), per movement of
money with a customer (``Payments``), per parcel and per purchase order. Every number that backsim
reports is a function of these tables. Times are ticks since the start (``NEVER`` = -1: did not
happen before the horizon), money is in minor units, quantities are pieces; all are int64 numpy
arrays of one length within a table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))


@dataclass(frozen=True, slots=True)
class Orders(Table):
    """One row per visit, in order of time, whether or not anything was bought."""

    placed_at: Column
    person: Column
    """Who came: in a replay, the same person may come several times."""
    segment: Column
    carrier: Column
    first_line: Column
    """Row of the first of this visit's lines; they stand together."""
    line_count: Column


@dataclass(frozen=True, slots=True)
class Lines(Table):
    """One row per product that a visit asked for."""

    order: Column
    product: Column
    """What is sold: the product asked for, or the substitute taken instead."""
    wanted: Column
    """The product asked for."""
    origin: Column
    """``LineOrigin``."""
    quantity: Column
    list_value: Column
    """The whole line at list price."""
    value: Column
    """The whole line as charged, after discounts; meaningful only if an offer was made."""
    surcharge: Column
    """Interest that the customer pays on top of ``value``."""
    prepaid: Column
    """Paid at checkout, out of ``value`` and ``surcharge``; 0 if the line was not sold."""
    offer: Column
    """``Offer``."""
    lost: Column
    """``LostCause``; ``SOLD`` if the line became part of an order."""
    promised_at: Column
    """The promised ship date; the instant of the order for a line in stock, ``FOREVER`` if the
    order was taken without a date, ``NEVER`` if not sold."""
    allocated_at: Column
    """When the last of its pieces was set aside for it."""
    shipped_at: Column
    parcel: Column
    """Row in ``Parcels``, or ``NEVER``."""
    cancelled_at: Column
    cancelled: Column
    """``CancelCause``."""
    approach: Column
    """Payment approach that the customer chose: its place in the product's offer."""
    full_price: Column
    """Of a discounted line that was sold: 1 if this customer would have bought it at list price on
    the same promise, 0 if not; ``NEVER`` if it was not discounted or not sold."""
    restated_at: Column
    """When the promise was last re-stated, or ``NEVER``; ``promised_at`` keeps the first one."""
    restated_to: Column
    """The ship date last promised instead, or ``NEVER``."""


@dataclass(frozen=True, slots=True)
class Payments(Table):
    """One row per line and movement of money between a customer and the store.

    Lines paid in one go share a charge; its fee stands in the row of its first line. Amounts are
    never negative.
    """

    order: Column
    line: Column
    charge: Column
    at: Column
    """When the cash moves. A refund may fall after the horizon."""
    kind: Column
    """``PaymentKind``."""
    amount: Column
    fee: Column
    """Kept by the payment processor, at the store's cost; never returned."""
    ahead: Column
    """1 if the line had not been shipped yet when it was paid."""


@dataclass(frozen=True, slots=True)
class Parcels(Table):
    """One row per parcel handed to a carrier."""

    order: Column
    carrier: Column
    shipped_at: Column
    delivered_at: Column
    """May fall after the horizon."""
    cost: Column


@dataclass(frozen=True, slots=True)
class Purchases(Table):
    """One row per purchase order at a supplier."""

    product: Column
    supplier: Column
    quantity: Column
    ordered_at: Column
    expected_at: Column
    due_at: Column
    """When it arrives; after the horizon it is still on order at the end."""
    received_at: Column
    """``due_at`` if before the horizon, else ``NEVER``."""
    cost: Column
    """Of the whole purchase order."""
    payable_at: Column
    """When the supplier is paid for it (may fall after the horizon)."""


@dataclass(frozen=True, slots=True)
class Outlays(Table):
    """One row per cost that is paid when it arises and stands in no other table: gifts, for one."""

    at: Column
    """When the cash leaves; may fall after the horizon."""
    account: Column
    """The expense: an ``Account`` of the ledger."""
    amount: Column
    order: Column
    """What it was spent on, or ``NEVER``."""
    line: Column


class ProductFacts(NamedTuple):
    """What a reader of the log must know of a product."""

    name: str
    price: int
    unit_cost: int
    opening_stock: int
    release_at: int
    """When it really went on sale; 0 if from the start."""
    holding_rate: float
    """Cost of holding one piece for a year, as a share of its unit cost."""
    review_period: int
    """Ticks between reviews; 0 if stock is reviewed after every demand."""


class SatisfactionCurve(NamedTuple):
    """Mean review score, 1 to 5, as a function of lateness and wait in days; see
    ``metrics.satisfaction`` for the formula and its source."""

    base: float = 4.275
    wait_slope: float = 0.196
    wait_reference: float = 10.0
    late_drop: float = 2.203
    late_middle: float = 2.404
    late_scale: float = 1.062
    cancelled: float = 1.83
    shortest_wait: float = 1.0


class RunFacts(NamedTuple):
    """What a reader of the log must know of the scenario."""

    study: str
    arm: str
    replication: int
    seed: int
    start: str
    """ISO date of tick 0."""
    horizon: int
    """Ticks; what would happen at this instant or later did not happen."""
    warm_up: int
    """Ticks; KPIs look at ``[warm_up, horizon)``."""
    currency: str
    minor_digits: int
    products: tuple[ProductFacts, ...]
    segments: tuple[str, ...]
    carriers: tuple[str, ...]
    quoted_transit: tuple[int, ...]
    """Per carrier: ticks from the promised ship date to the delivery date that was promised."""
    suppliers: tuple[str, ...]
    approaches: tuple[tuple[str, ...], ...]
    """By product: the names of the payment approaches on offer."""
    opening_cash: int
    interest_rate: float
    """Per year, on cash below zero."""
    credit_limit: int
    """How far below zero the bank lets the store go; ``FOREVER``: no limit."""
    satisfaction: SatisfactionCurve


@dataclass(frozen=True, slots=True)
class RunLog:
    """Everything that happened in one trial."""

    facts: RunFacts
    orders: Orders
    lines: Lines
    payments: Payments
    parcels: Parcels
    purchases: Purchases
    outlays: Outlays = field(
        default_factory=lambda: Outlays(*(np.zeros(0, np.int64) for _ in fields(Outlays)))
    )
