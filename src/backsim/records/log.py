"""The RunLog: what happened in one trial, written down as columns.

One row per visit (``Orders``), per product that the visit asked for (``Lines``), per movement of
money with a customer (``Payments``), per parcel and per purchase order. Every number that backsim
reports is a function of these tables. Times are ticks since the start (``NEVER`` = -1: did not
happen before the horizon), money is in minor units, quantities are pieces; all are int64 numpy
arrays of one length within a table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backsim.units import FOREVER, NEVER

Column = NDArray[np.int64]


def column(start: int | str = NEVER, *, rare: bool = False, derived: bool = False) -> Any:
    """Declares a column: what a new row begins with (a number, or the name of the column that it is
    equal to until somebody says otherwise), whether few rows ever hold anything else, and whether
    it is made from other columns when the log is made."""
    return field(metadata={"start": start, "rare": rare, "derived": derived})


class Declared(NamedTuple):
    """One column of a table, as it was declared."""

    name: str
    start: int | str
    rare: bool
    derived: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    @classmethod
    def columns(cls) -> tuple[Declared, ...]:
        """The columns in order. Whatever must know them all goes through these."""
        return tuple(Declared(f.name, **f.metadata) for f in fields(cls))

    @classmethod
    def blank(cls, rows: int) -> dict[str, Column]:
        """So many new rows, by column: for a log that is made by hand."""
        made: dict[str, Column] = {}
        for name, start, *_ in cls.columns():
            made[name] = made[start] if isinstance(start, str) else np.full(rows, start, np.int64)
        return made


@dataclass(frozen=True, slots=True)
class Orders(Table):
    """One row per visit, in order of time, whether or not anything was bought."""

    placed_at: Column = column()
    person: Column = column()
    """Who came: in a replay, the same person may come several times."""
    segment: Column = column(0)
    carrier: Column = column(0)
    first_line: Column = column()
    """Row of the first of this visit's lines; they stand together."""
    line_count: Column = column(0)
    wanted_at: Column = column("placed_at")
    """The date for which the goods are wanted: that of the visit, or one named in advance."""
    waited: Column = column(0)
    """1 if the order was taken before the start and waited then; it stands at the start."""
    brought: Column = column(0)
    """1 if the arm brought the visit: by a campaign of its own, or by what happened in it before,
    such as word of mouth. Such visits differ from arm to arm."""


@dataclass(frozen=True, slots=True)
class Lines(Table):
    """One row per product that a visit asked for."""

    order: Column = column()
    product: Column = column(0)
    """What is sold: the product asked for, or the substitute taken instead."""
    asked_for: Column = column("product", rare=True)
    """The product asked for."""
    wanted: Column = column(0, derived=True)
    """1 if its customer would have taken the line from stock at the reference price, whatever the
    store says; 0 for a part that was split off, or swapped in later."""
    origin: Column = column(0, rare=True)
    """``LineOrigin``."""
    quantity: Column = column(0)
    list_value: Column = column(0)
    """The whole line at list price."""
    value: Column = column("list_value")
    """The whole line as charged, after discounts; meaningful only if an offer was made."""
    surcharge: Column = column(0, rare=True)
    """Interest that the customer pays on top of ``value``."""
    shipping_charge: Column = column(0, rare=True)
    """What the customer pays for shipping on top of ``value``: this line's part of what is charged
    for its order."""
    prepaid: Column = column(0)
    """Paid at checkout, out of the line's ``price``; 0 if the line was not sold."""
    offer: Column = column(0)
    """``Offer``."""
    lost: Column = column(0)
    """``LostCause``; ``SOLD`` if the line became part of an order."""
    promised_at: Column = column()
    """The promised ship date; the instant of the order for a line in stock, ``FOREVER`` if the
    order was taken without a date, ``NEVER`` if not sold."""
    went_by: Column = column("promised_at", rare=True)
    """The ship date that the customer goes by: the one promised or, where none was, the one that
    they believe in."""
    allocated_at: Column = column()
    """When the last of its pieces was set aside for it."""
    shipped_at: Column = column(derived=True)
    parcel: Column = column()
    """Row in ``Parcels``, or ``NEVER``."""
    cancelled_at: Column = column(rare=True)
    cancelled: Column = column(0, rare=True)
    """``CancelCause``."""
    approach: Column = column()
    """Payment approach that the customer chose: its place in the product's offer."""
    full_price: Column = column(rare=True)
    """Of a discounted line that was sold: 1 if this customer would have bought it at list price on
    the same promise, 0 if not, or if a code brought them; ``NEVER`` if it was not discounted or
    not sold."""
    restated_at: Column = column(rare=True)
    """When the promise was last re-stated, or ``NEVER``; ``promised_at`` keeps the first one."""
    restated_to: Column = column(rare=True)
    """The ship date last promised instead, or ``NEVER``."""
    softened: Column = column(0, rare=True)
    """Thousandths of a star that rewards give back of what lateness costs."""
    site: Column = column(0, rare=True)
    """Where its pieces are kept; there is one site."""
    cause: Column = column(0)
    """``WaitCause``: why the line has to wait, written where the wait begins."""
    packed_at: Column = column("shipped_at", rare=True)
    """When it was packed: as it left, where packing takes no time."""
    cost: Column = column(0)
    """What its pieces had cost the store, by moving average; 0 until it is sent."""

    @property
    def price(self) -> Column:
        """All that the customer is to pay for each line: goods, interest and shipping."""
        return self.value + self.surcharge + self.shipping_charge


@dataclass(frozen=True, slots=True)
class Payments(Table):
    """One row per line and movement of money between a customer and the store.

    Lines paid in one go share a charge; its fee stands in the row of its first line. Amounts are
    never negative.
    """

    order: Column = column(derived=True)
    line: Column = column()
    charge: Column = column()
    at: Column = column()
    """When the cash moves; ``NEVER``: before the start. A refund may fall after the horizon."""
    kind: Column = column(0)
    """``PaymentKind``."""
    amount: Column = column(0)
    fee: Column = column(0)
    """Kept by the payment processor, at the store's cost; never returned."""
    ahead: Column = column(0)
    """1 if the line had not been shipped yet when it was paid."""


@dataclass(frozen=True, slots=True)
class Parcels(Table):
    """One row per parcel handed to a carrier."""

    order: Column = column()
    carrier: Column = column(0)
    shipped_at: Column = column()
    delivered_at: Column = column()
    """May fall after the horizon."""
    cost: Column = column(0)


@dataclass(frozen=True, slots=True)
class Purchases(Table):
    """One row per purchase order at a supplier."""

    product: Column = column(0)
    supplier: Column = column()
    quantity: Column = column(0)
    ordered_at: Column = column()
    """``NEVER``: before the start."""
    expected_at: Column = column()
    due_at: Column = column()
    """When it arrives; after the horizon it is still on order at the end."""
    received_at: Column = column()
    """``due_at`` if before the horizon, else ``NEVER``."""
    cost: Column = column(0)
    """Of the whole purchase order."""
    payable_at: Column = column()
    """When the supplier is paid for it (may fall after the horizon); ``NEVER``: it was paid before
    the start."""


@dataclass(frozen=True, slots=True)
class Deliveries(Table):
    """One row per arrival of goods; a purchase order may come in several."""

    purchase: Column = column()
    quantity: Column = column(0)
    due_at: Column = column()
    received_at: Column = column()
    """``due_at`` if before the horizon, else ``NEVER``."""


@dataclass(frozen=True, slots=True)
class Outlays(Table):
    """One row per cost that is paid when it arises and stands in no other table: gifts, for one."""

    at: Column = column()
    """When the cash leaves; may fall after the horizon."""
    account: Column = column(0)
    """The expense: an ``Account`` of the ledger."""
    amount: Column = column(0)
    order: Column = column()
    """What it was spent on, or ``NEVER``."""
    line: Column = column()


@dataclass(frozen=True, slots=True)
class Allocations(Table):
    """One row each time that pieces were set aside for a line which went on missing some; when it
    had them all is the line's ``allocated_at``."""

    line: Column = column()
    at: Column = column()
    pieces: Column = column(0)


class ImputedCosts(NamedTuple):
    """What nobody pays, and textbooks reckon with: a product's costs of being out of stock, in
    minor units."""

    backorder: int = 0
    """For each piece that is owed ..."""
    backorder_day: float = 0.0
    """... and for each day on which it is."""
    lost_sale: int = 0
    """For each piece that is not sold for want of stock."""


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
    salvage: int = NEVER
    """What a piece that is left is worth; ``NEVER``: its unit cost."""
    imputed: ImputedCosts = ImputedCosts()
    most: int = FOREVER
    """Pieces that one customer may have."""
    tax: float = 0.0
    """On top of what the store earns; prices include it."""


class WayFacts(NamedTuple):
    """What a reader of the log must know of a way to pay for one product."""

    default_rate: float
    """Share of customers who do not pay what they still owe once they have the goods."""
    fee_share: float
    """What the processor keeps of each charge ..."""
    fee_fixed: int
    """... and for each charge."""
    parts: int
    """Equal payments in which the whole is paid; 1 if it is not paid in instalments."""


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
    turned_away: float = 2.5
    """Stated, not measured: who wanted to buy and was refused ..."""
    walked_away: float = 3.0
    """... or declined the price, the wait or the payment ..."""
    nothing_to_buy: float = 2.5
    """... or found nothing to buy."""


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
    plans: tuple[tuple[int, ...], ...] = ()
    """By product and approach: equal numbers are one way to pay, whichever product it is for."""
    ways: tuple[tuple[WayFacts, ...], ...] = ()
    """By product and approach."""
    cool_down: int = 0
    """Ticks; who comes in ``[horizon - cool_down, horizon)`` is not judged."""


@dataclass(frozen=True, slots=True)
class RunLog:
    """Everything that happened in one trial."""

    facts: RunFacts
    orders: Orders
    lines: Lines
    payments: Payments
    parcels: Parcels
    purchases: Purchases
    deliveries: Deliveries = field(default_factory=lambda: Deliveries(**Deliveries.blank(0)))
    outlays: Outlays = field(default_factory=lambda: Outlays(**Outlays.blank(0)))
    allocations: Allocations = field(default_factory=lambda: Allocations(**Allocations.blank(0)))
