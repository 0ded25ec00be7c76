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


class PaymentView(NamedTuple):
    """Asked for each line on offer: how much of it is paid at checkout?"""

    now: int
    offer: int
    value: int
    quoted_wait: int


class OfferView(NamedTuple):
    """What one customer weighs: the offer, and their own pre-drawn thresholds."""

    list_value: int
    value: int
    """After discounts."""
    prepaid: int
    """Asked for ahead of shipment, out of ``value``."""
    quoted_wait: int
    willingness: float
    """The most this customer would pay, as a multiple of the list value."""
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


class Policy(NamedTuple):
    """A decision and its parameters: the store calls ``decide(view, params)`` and no more."""

    decide: Callable[[Any, Any], Any]
    params: Any
