"""The Scenario: one arm of a study, resolved, checked and frozen, in the engine's own units.

Products, segments, carriers and suppliers are tuples; everything else refers to them by position.
Times are ticks (``FOREVER``: no limit), money is in minor units, shares are floats from 0 to 1.
Distributions of durations are in ticks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from backsim.chance.delays import AT_ONCE, Delay
from backsim.chance.distributions import Distribution
from backsim.records.codes import Offer
from backsim.records.kpi import Declared
from backsim.records.log import Column, ImputedCosts, SatisfactionCurve
from backsim.records.rules import Rule
from backsim.units import FOREVER, NEVER


class Supplier(NamedTuple):
    """Who delivers, after how long, and when they want their money."""

    name: str
    lead_time: Distribution
    payment_delay: int
    """Ticks from the receipt of the goods to the payment."""
    notice: int
    """How long before the expected date the store learns that goods will be late; negative: so
    long after it; ``FOREVER``: it never learns."""


class Replenishment(NamedTuple):
    """When stock is reviewed and what is bought then."""

    policy: Rule
    review_period: int
    """Ticks between reviews; 0: after every demand."""
    before_demand: bool
    """A periodic review at the same instant as demand sees the stock before it."""


class Forfeit(NamedTuple):
    """What is kept of what was paid ahead for a line that is given up, as a share of it."""

    customer: float = 0.0
    """If the customer gives up by their own will ..."""
    store: float = 0.0
    """... and if the store has failed."""
    after: int = 0
    """Ticks after the order in which customers may give up for nothing."""


class Approach(NamedTuple):
    """One way to pay."""

    name: str
    policy: Rule
    discount: float
    """Share of the list value taken off for those who pay this way."""
    fee_share: float
    fee_fixed: int
    default_rate: float
    """Share of customers who do not pay what they still owe once they have the goods."""
    offers: tuple[int, ...] = (Offer.BACKORDER, Offer.PREORDER, Offer.ADVANCE)
    """The ``Offer`` kinds that are paid this way."""
    holds: bool = True
    """Is what is in stock, and held back for such a line, paid with it?"""
    forfeit: Forfeit = Forfeit()


class Slip(NamedTuple):
    """How far the real release falls behind the announced one, and when the store learns it."""

    delay: Distribution
    notice: int
    """Ticks before the announced release."""


class Gift(NamedTuple):
    """Something put into the parcel of a line that had to wait."""

    cost: int
    offers: tuple[int, ...]
    """For which ``Offer`` kinds."""


class OnOrder(NamedTuple):
    """Goods on the way when the question begins."""

    pieces: int
    at: int
    """When they come."""
    paid: bool
    """Were they paid for before the start?"""


class WaitingOrders(NamedTuple):
    """Orders, all alike, that were taken before the start and wait."""

    orders: int
    pieces: int
    """Of each order."""
    promised: int
    """The ship date that they were promised; ``FOREVER``: none, ``NEVER``: what the store would
    promise at the start."""
    paid: float
    """Share of the price that was paid ahead."""


class Product(NamedTuple):
    """One thing on sale, with its selling rules (store-wide ones unless it has its own)."""

    name: str
    price: int
    early_price: int
    """List price before the announced release."""
    reference_price: int
    """What willingness is a multiple of; the same in every arm, whatever the arm charges."""
    unit_cost: int
    weight: float
    """Kilograms."""
    opening_stock: int
    release_at: int
    """As announced at the start."""
    slip: Slip
    ends_at: int
    """End of sale; ``FOREVER`` if there is none."""
    edition: int
    """Pieces that may ever be sold; ``FOREVER`` if unlimited."""
    holding_rate: float
    supplier: int
    """Position in ``Scenario.suppliers``; ``NEVER`` (-1) for a product that is never bought."""
    replenishment: Replenishment
    backorder: Rule
    preorder: Rule
    promise: Rule
    pricing: Rule | None
    """Discounts; ``None``: everything is sold at list price."""
    approaches: tuple[Approach, ...]
    """The ways to pay among which a customer chooses; at least one."""
    allocation: Rule
    release_allocation: Rule | None
    """How the queue is ordered anew on release day; ``None``: as it stands."""
    reserve: int
    """Pieces kept back from waiting lines, for walk-in customers."""
    partial: bool
    """Of a line that is not wholly in stock, sell what is there and let the rest wait."""
    substitutes: tuple[tuple[int, float], ...]
    """Other products offered instead if they are in stock, each with the share of customers who
    would take it."""
    gift: Gift | None
    most: int = FOREVER
    """Pieces that one customer may have, in all their orders together."""
    ships_free: tuple[int, ...] = ()
    """The ``Offer`` kinds that make an order be sent for free."""
    on_order: tuple[OnOrder, ...] = ()
    waiting: tuple[WaitingOrders, ...] = ()
    preorders_again: bool = False
    """Are pre-orders taken of the released product too, while it is out of stock?"""
    salvage: int = NEVER
    """What a piece that is left at the end is worth; ``NEVER``: its unit cost."""
    order_cost: int = 0
    """Of each purchase order, whatever its size."""
    imputed: ImputedCosts = ImputedCosts()


class Segment(NamedTuple):
    """A kind of customer; every threshold is drawn once per person, before the run."""

    name: str
    share: float
    willingness: Distribution
    """Most they would pay, as a multiple of the list price."""
    patience: Distribution
    """Longest quoted wait they accept."""
    tolerance: Distribution
    """How far past the date that they go by they wait before they cancel."""
    aversion: Distribution
    """How much dearer full payment ahead feels, as a share of the value."""
    believed_wait: Distribution
    """The wait that they believe in where no date is named, as a multiple of the expected one."""
    discount_response: float
    reward_response: float
    """By how many times a reward's worth, as a share of the line, makes them wait longer."""
    reward_stars: float
    """Of what lateness costs: given back by a reward that is worth the line."""
    change_after: Distribution
    """Ticks after the order at which they change their mind, if they still wait."""
    drop: float
    """Of those who do: the share who drop one line of several ..."""
    swap: float
    """... and who take a substitute; the others cancel."""
    forfeit_aversion: float = 0.0
    """How much dearer an offer feels if all that is paid ahead may be kept, as a share of it."""


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
    charged: int = 0
    """To a customer for each order ..."""
    free_above: int = FOREVER
    """... unless its goods cost this much or more."""


class Burst(NamedTuple):
    """Extra customers who come all at once and then ever fewer: a launch, a viral moment."""

    name: str
    at: Distribution
    """When it starts, in ticks."""
    peak: float
    """Extra customers per day at the start of the burst."""
    half_life: int
    """Ticks until half as many come."""


class Campaign(NamedTuple):
    """Extra customers for a time, in proportion to those who come anyway."""

    name: str
    at: int
    length: int
    lift: float
    """Extra customers, as a share of the steady stream."""
    cost: int = 0
    """Paid as it begins."""
    products: tuple[int, ...] = ()
    """What they may ask for; empty: anything."""
    segments: tuple[int, ...] = ()
    """Who they are; empty: like all others."""
    offers: tuple[int, ...] = (Offer.STOCK, Offer.PREORDER)
    """Does it speak of what is on sale, of what can only be pre-ordered, or of both?"""


class Advance(NamedTuple):
    """Customers who order now for a later date."""

    share: float
    ahead: Distribution
    """How far away the date is that they name, in ticks."""


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


class WordOfMouth(NamedTuple):
    """Customers bring friends, who want what they had; friends of friends are left out."""

    policy: Rule
    """How likely a customer who was served brings a friend."""
    delay: Distribution
    """Ticks from the shipment to the friend's visit."""


class Demand(NamedTuple):
    """Where customers come from: generated ones, a replayed history, or both."""

    rate: Distribution
    """Generated customers per day, before the weekly profile; one is drawn for each replication."""
    weekly: tuple[float, ...]
    """Seven multipliers, Monday first, with mean 1."""
    gap_cv: float
    """Coefficient of variation of the time between arrivals: 1 is Poisson, 0 is regular."""
    season: tuple[float, ...]
    """Twelve multipliers, January first."""
    trend: float
    """Growth of the rate, as a share per year."""
    at_opening: bool
    """All of a day's customers come at its first instant, instead of spread over it."""
    bursts: tuple[Burst, ...]
    campaigns: tuple[Campaign, ...]
    advance: Advance
    word_of_mouth: WordOfMouth | None
    basket: Basket
    history: History | None


class Capture(NamedTuple):
    """What can go wrong with a card that is charged after a wait."""

    failure: float
    """Probability that a charge fails at once ..."""
    growth: float
    """... and the rate, per day of waiting, at which it grows towards 1."""
    retries: int
    every: int
    """Ticks between tries."""
    valid_for: int
    """Ticks until a card authorisation expires and must be renewed."""
    renewal_fee: int


class Cancelling(NamedTuple):
    """What does not go back in cash to those who give up, deposits kept aside."""

    fee: int = 0
    fee_per_line: bool = False
    """Else once in an order."""
    as_credit: bool = False
    redeemed: float = 1.0
    """Share of store credits that are used ..."""
    redeemed_after: Delay = AT_ONCE
    """... when ..."""
    goods_cost: float = 1.0
    """... and what the goods cost that they buy, as a share of the credit."""
    expires: int = FOREVER
    disputed: float = 0.0
    """Share of those whose money is withheld who have their bank take it back."""
    keeps_shipping: int = 0
    """Of what was paid for shipping: 0 is nothing kept, 1 if the customer gives up by their own
    will, 2 always."""


class Expense(NamedTuple):
    """A running cost: due at the beginning of each period, the first at the start."""

    name: str
    amount: int
    every: str
    """``day``, ``week``, ``month`` or ``year``, of the calendar."""


class Unpaid(NamedTuple):
    """Orders that are placed and not paid: held for a time, and then given up."""

    share: float = 0.0
    """Of all orders."""
    paid_after: Delay = AT_ONCE
    never: float = 0.0
    """Share of them."""
    held_for: int = 0


class Money(NamedTuple):
    """Terms of the store's dealings in money that hold for every product."""

    fee_share: float
    """Kept by the processor of a charge for a line from stock; waiting lines have their own."""
    fee_fixed: int
    refund_delays: tuple[Delay, ...]
    """By ``Offer``: from a cancellation to the refund."""
    capture: Capture
    dispute_share: float
    """Of the customers who paid ahead and give up: those who have their bank take it back."""
    dispute_fee: int
    code_value: int
    """Worth of the code that an order shipped late gets for the next purchase."""
    code_redeemed: float
    code_anyway: float
    """Of those who use it: the share who would have bought without it."""
    code_after: int
    """Ticks until it is redeemed."""
    opening_cash: int
    interest_rate: float
    """Per year, on cash below zero."""
    credit_limit: int
    """How far below zero the bank lets the store go."""
    cancelling: Cancelling = Cancelling()
    unpaid: Unpaid = Unpaid()
    expenses: tuple[Expense, ...] = ()


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
