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
    DEADLINE = 7
    """Patience ends after everything that could still have served it."""


class Offer(IntEnum):
    """What the store had to say to a visitor about one line of the basket."""

    NONE = 0
    STOCK = 1
    BACKORDER = 2
    PREORDER = 3
    ADVANCE = 4
    """Ordered now for a later date that the customer names."""


class Answer(IntEnum):
    """What a pre-order policy says to a visitor."""

    NO = 0
    YES = 1
    LIST = 2
    """Not now: join the waiting list, in case a place becomes free."""


class LineOrigin(IntEnum):
    """Where a line came from."""

    ASKED = 0
    """The visitor asked for it."""
    REMAINDER = 1
    """The part of a line that was not in stock, split off to be sent later."""
    SWAP = 2
    """Taken instead of a line that had to wait."""


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
    INTEREST = 9
    """The customer would have paid this price, but not what paying it in parts costs."""
    WAITING_LIST = 8
    """Put on the waiting list for pre-orders, and never called from it."""


class CancelCause(IntEnum):
    """Why an accepted line was withdrawn before shipment; ``KEPT`` means that it was not."""

    KEPT = 0
    LATE = 1
    """The customer's tolerance past the promise ran out."""
    TOLD = 2
    """The customer was told of a delay that they do not accept."""
    CHANGED = 3
    """The customer changed their mind while waiting."""
    SWAPPED = 4
    """The customer took a substitute instead."""
    DECLINED = 5
    """The payment failed, and failed again each time it was tried."""
    DISPUTED = 6
    """The customer's tolerance ran out and they had the bank take the money back."""


class PaymentKind(IntEnum):
    """A movement of money between a customer and the store, or an attempt at one."""

    CHECKOUT = 0
    """Taken when the order is placed: a deposit, or the full amount."""
    SHIPMENT = 1
    """Taken when goods leave: the balance, or the full amount."""
    REFUND = 2
    """Given back after a cancellation."""
    SCHEDULED = 3
    """Taken on an agreed date: a balance, an instalment, an invoice."""
    CHARGEBACK = 4
    """Taken back by the customer's bank, with a fee for the dispute."""
    RENEWAL = 5
    """No money: a card authorisation that expired is renewed, for a fee."""
    FAILED = 6
    """No money: an attempt to charge the card was declined."""
    DEFAULT = 7
    """No money: what a customer still owes for goods they have is written off."""
    REWARD = 8
    """A code for the next purchase is redeemed: what it is worth to the customer."""
