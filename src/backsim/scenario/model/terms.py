"""Terms of the store's dealings in money that hold for every product."""

from __future__ import annotations

from typing import NamedTuple

from backsim.chance.delays import AT_ONCE, Delay
from backsim.units import FOREVER


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
    tax_months: int = 1
    """Months after which the tax that is due is paid."""
    expenses: tuple[Expense, ...] = ()
