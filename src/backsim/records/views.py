"""What a policy may see and what it answers: NamedTuples of plain numbers, and nothing else.

Times are ticks since the scenario's start (``FOREVER``: not known), quantities are pieces, money
is in minor units. A view holds no pointer into the store: it can be written by hand in a test,
logged, or sent to another process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class BackorderView(NamedTuple):
    """Asked when a released product is not there: should the store take a backorder?"""

    now: int
    quantity: int
    backorders: int
    """Pieces of this product that customers already wait for."""
    on_order: int
    expected_at: int
    """When the store expects to be able to serve this line; ``FOREVER`` if it cannot tell."""
    segment: int


class PreorderView(NamedTuple):
    """Asked before a product's release: should the store take a pre-order?"""

    now: int
    quantity: int
    preordered: int
    """Pieces already pre-ordered and not cancelled."""
    supply: int
    """Pieces here and on order before the release."""
    release_at: int
    segment: int


class PromiseView(NamedTuple):
    """Asked for a line that cannot ship at once: which ship date should the customer be given?"""

    now: int
    expected_at: int
    release_at: int
    lead_time_mean: int
    lead_time_sd: int


class PriceView(NamedTuple):
    """Asked for each line on offer: how much is taken off its list value?"""

    now: int
    offer: int
    list_value: int
    quantity: int
    quoted_wait: int
    """Ticks from now to the promised ship date; 0 for stock, ``FOREVER`` without a promise."""
    preordered: int
    """Pieces of this product pre-ordered so far."""


class PaymentView(NamedTuple):
    """Asked for each line that cannot ship at once: when is how much of it paid?"""

    now: int
    offer: int
    value: int
    quoted_wait: int
    release_at: int


class Plan(NamedTuple):
    """When a line is paid. What neither ``checkout`` nor ``scheduled`` covers is due at shipment.

    A scheduled tick of ``AT_RELEASE`` stands for the day on which the product is really released.
    """

    checkout: int = 0
    scheduled: tuple[tuple[int, int], ...] = ()
    """(tick, amount) pairs."""
    terms: int = 0
    """Ticks after shipment at which the rest is due."""
    felt: int = -1
    """What the customer feels as paid ahead; -1: what is paid at checkout and scheduled."""
    surcharge: int = 0
    """Interest that the customer pays the store on top of the value, within the amounts above."""
    financing: int = 0
    """Interest that the customer pays to somebody else."""


AT_RELEASE = -2


class OfferView(NamedTuple):
    """What one customer weighs: the offer, and their own pre-drawn thresholds."""

    list_value: int
    value: int
    """After discounts."""
    prepaid: int
    """Asked for ahead of shipment, out of ``value``."""
    surcharge: int
    """Interest that the customer would pay on top, to whomever."""
    quoted_wait: int
    limit: float
    """The most this customer would pay: willingness times the value at the reference price."""
    patience: int
    """The longest quoted wait this customer accepts at list price."""
    aversion: float
    """How much dearer an offer feels if all of it is paid ahead, as a share of its value."""
    discount_response: float
    """By how many times the discount share the patience grows."""


class AllocationView(NamedTuple):
    """Asked once for each waiting line: where does it stand in the queue for scarce arrivals?"""

    placed_at: int
    promised_at: int
    quantity: int
    value: int
    prepaid: int
    preorder: bool
    segment: int


class StockView(NamedTuple):
    """Asked at a review: how many pieces should be bought now?

    ``inventory_position`` is what is on hand and set aside for nobody, plus ``on_order``, less
    ``backorders`` and ``preorders``: the pieces that those who wait still miss. (``on_hand`` also
    counts what is set aside and has not left.)
    """

    now: int
    on_hand: int
    on_order: int
    backorders: int
    preorders: int
    inventory_position: int


class OutcomeView(NamedTuple):
    """Asked once per order, when something of it has left: what will its customer tell others?"""

    ordered_at: int
    promised_at: int
    """As first promised."""
    shipped_at: int


class Policy(NamedTuple):
    """A decision and its parameters: the store calls ``decide(view, params)`` and no more."""

    decide: Callable[[Any, Any], Any]
    params: Any
