"""What is sold: products, how they are bought, sold and paid for."""

from __future__ import annotations

from typing import NamedTuple

from backsim.chance.distributions import Distribution
from backsim.records.codes import Offer
from backsim.records.log import ImputedCosts
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
    tax: float = 0.0
    """On top of what the store earns; prices include it."""
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
