"""Small closed vocabularies: what happens first, what was offered, how a line ended and why."""

from __future__ import annotations

from enum import IntEnum

from backsim.records.shown import Shown


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
    """Nobody gives up before everything that could still have served them."""


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


class Fate(Shown):
    """What became of a line that was sold; one that was not has its ``LostCause`` instead."""

    SHIPPED_ON_TIME = 0, "shipped on time", "#1f5f99"
    SHIPPED_LATE = 1, "shipped late", "#86b1d6", "/"
    OPEN = 2, "still open at the end", "#c9c5bb"
    CANCELLED = 3, "cancelled", "#7a4b8f", "\\"


_AWAY, _WALKED, _NOTHING = "turned_away", "walked_away", "nothing_to_buy"


class LostCause(Shown):
    """Why a demanded line did not become part of an order; ``SOLD`` means that it did."""

    SOLD = 0
    REFUSED = 1, "lost: sold out, no backorder taken", "#b5421b", "", _AWAY
    """Out of stock, and the backorder policy said no."""
    NOT_RELEASED = 2, "lost: not released, no pre-order taken", "#d9794f", "x", _AWAY
    """Before the release, and the pre-order policy said no."""
    SOLD_OUT = 3, "lost: nothing more will come", "#8c6a14", "", _NOTHING
    """The edition is sold out, or nothing more can ever come."""
    ENDED = 4, "lost: no longer sold", "#b9973d", "-", _NOTHING
    """After the end of sale."""
    PRICE = 5, "lost: too expensive", "#e5b44c", ".", _WALKED
    """The customer found the price too high."""
    WAIT = 6, "lost: wait too long", "#efc99f", "|", _WALKED
    """The customer found the quoted wait too long."""
    PREPAYMENT = 7, "lost: too much to pay ahead", "#6b5b4d", "+", _WALKED
    """The customer would have paid this price, but not this much of it ahead."""
    INTEREST = 9, "lost: paying in parts too dear", "#9c7f6b", "/", _WALKED
    """The customer would have paid this price, but not what paying it in parts costs."""
    SHIPPING = 10, "lost: shipping too dear", "#b98f6f", "\\", _WALKED
    """The customer would have paid for the goods, but not for their shipping on top."""
    LIMIT = 11, "lost: more than one customer may have", "#c7b48f", "/", _AWAY
    """Beyond what the store sells of it to one customer."""
    WAITING_LIST = 8, "lost: on the waiting list, never called", "#a9a08f", "x", _AWAY
    """Put on the waiting list for pre-orders, and never called from it."""


class CancelCause(Shown):
    """Why an accepted line was withdrawn before shipment; ``KEPT`` means that it was not."""

    KEPT = 0
    LATE = 1, "waited too long past the promise"
    """The customer's tolerance past the promise ran out."""
    TOLD = 2, "told of a delay that they do not accept"
    """The customer was told of a delay that they do not accept."""
    CHANGED = 3, "changed their mind"
    """The customer changed their mind while waiting."""
    SWAPPED = 4, "took a substitute instead"
    """The customer took a substitute instead."""
    DECLINED = 5, "the payment failed"
    """The payment failed, and failed again each time it was tried."""
    DISPUTED = 6, "waited too long, and had the bank take the money back"
    """The customer's tolerance ran out and they had the bank take the money back."""
    UNPAID = 7, "never paid in time"
    """The customer had not paid when the time for it was over."""


class WaitCause(IntEnum):
    """Why a line that was sold had to wait."""

    NONE = 0
    SHORT = 1
    """Not all of it was in stock."""
    RELEASE = 2
    """The product had not been released."""
    DATE = 3
    """The customer wants it on a later date."""
    REST = 4
    """It was there, and waits for the rest of its order."""
    PAYMENT = 5
    """It was there, and is held until its customer has paid."""


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
    KEPT = 9
    """No money: what the store keeps of what was paid ahead, when its line is withdrawn."""
    CANCELLATION_FEE = 10
    """No money: what the store keeps of it as a fee for the cancellation."""
    CREDIT = 11
    """No money: what goes back as store credit."""
    RECLAIMED = 12
    """What was to be kept, or to be store credit, is taken back by the customer's bank, with a fee
    for the dispute."""
    CREDIT_REDEEMED = 13
    """No money: a store credit is used. What the goods cost that it buys is an outlay."""
    CREDIT_EXPIRED = 14
    """No money: a store credit that nobody used expires."""
    SHIPPING_KEPT = 15
    """No money: what the store keeps of what was paid for the shipping of a line that is
    withdrawn."""
