"""Small closed vocabularies: what happens first, what was offered, how a line ended and why."""

from __future__ import annotations

from enum import IntEnum


class Priority(IntEnum):
    """The order of events at one instant. It is published: tests and ``docs/model.md`` hold it.

    A periodic review that sees the stock *before* the day's demand runs at ``REVIEW_BEFORE``;
    every other review runs at ``REVIEW``, after it.
    """

    RECEIPT = 0
    CANCELLATION = 1
    PAYMENT = 2
    RELEASE = 3
    REVIEW_BEFORE = 4
    DEMAND = 5
    REVIEW = 6


class Offer(IntEnum):
    """What the store had to say to a visitor about one line of the basket."""

    NONE = 0
    STOCK = 1
    BACKORDER = 2
    PREORDER = 3


class LostCause(IntEnum):
    """Why a demanded line did not become part of an order; ``SOLD`` means that it did."""

    SOLD = 0
    REFUSED = 1
    """Out of stock, and the backorder policy said no."""
    NOT_RELEASED = 2
    """Before the release, and the pre-order policy said no."""
    SOLD_OUT = 3
    """The edition is sold out, or nothing more can ever come."""
    ENDED = 4
    """After the end of sale."""
    PRICE = 5
    """The customer found the price too high."""
    WAIT = 6
    """The customer found the quoted wait too long."""
    PREPAYMENT = 7
    """The customer would have paid this price, but not this much of it ahead."""


class CancelCause(IntEnum):
    """Why an accepted line was withdrawn before shipment; ``KEPT`` means that it was not."""

    KEPT = 0
    LATE = 1
    """The customer's tolerance past the promise ran out."""


class PaymentKind(IntEnum):
    """A movement of money between a customer and the store."""

    CHECKOUT = 0
    """Taken when the order is placed: a deposit, or the full amount."""
    SHIPMENT = 1
    """Taken when goods leave: the balance, or the full amount."""
    REFUND = 2
    """Given back after a cancellation."""
