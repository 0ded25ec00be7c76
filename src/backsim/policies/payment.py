"""When is how much of a line paid? ``decide(PaymentView, params) -> Plan``.

What a plan does not name is paid when the line ships. A line in stock ships at once and is then
charged in full, so no plan is asked for it.
"""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.views import AT_RELEASE, PaymentView, Plan
from backsim.units import FOREVER, share_of

_AT_SHIPMENT = Plan()


def at_shipment(view: PaymentView, params: None) -> Plan:
    """Nothing ahead: the card is charged when the goods leave."""
    return _AT_SHIPMENT


class Terms(NamedTuple):
    """Net days: the customer pays an invoice."""

    days: int
    """Ticks from the shipment to the payment."""


def net_days(view: PaymentView, params: Terms) -> Plan:
    """Nothing ahead: all of it some days after shipment."""
    return Plan(terms=params.days)


def at_release(view: PaymentView, params: None) -> Plan:
    """A pre-order is paid in full on release day, shipped or not; anything else at shipment."""
    if view.release_at <= view.now:
        return _AT_SHIPMENT
    return Plan(scheduled=((AT_RELEASE, view.value),), felt=0)


class Deposit(NamedTuple):
    """A share of the value, or an amount, at checkout, and the balance when?

    ``balance_at`` is a tick, ``balance_after`` ticks after checkout; with neither, the balance is
    paid at shipment. A share of 1 is full payment up front.
    """

    share: float = 0.0
    amount: int = 0
    balance_at: int = FOREVER
    balance_after: int = FOREVER


def deposit(view: PaymentView, params: Deposit) -> Plan:
    """The deposit of a line that has to wait, and its balance.

    >>> from backsim.records.codes import Offer
    >>> view = PaymentView(now=0, offer=Offer.PREORDER, value=999, quoted_wait=9, release_at=9)
    >>> deposit(view, Deposit(share=0.3)).checkout
    300
    >>> deposit(view, Deposit(amount=200, balance_after=30)).scheduled
    ((30, 799),)
    """
    first = min(share_of(view.value, params.share) + params.amount, view.value)
    rest = view.value - first
    at = min(max(params.balance_at, view.now), view.now + params.balance_after)
    if at >= FOREVER or not rest:
        return Plan(checkout=first, felt=first)
    return Plan(checkout=first, scheduled=((at, rest),), felt=first)


class Instalments(NamedTuple):
    """Equal parts, the first at checkout and one more every ``every`` ticks.

    ``interest`` is a share of the value for the whole plan. If the customer bears it, it is added
    to what they pay; if the store bears it, it is what a partner keeps on top of its fees (or,
    without a partner, nothing is paid to anybody: the store only waits).
    """

    parts: int
    every: int
    interest: float = 0.0
    customer_bears: bool = False
    partner: bool = False
    """A financing partner pays the store everything at checkout and collects the parts itself."""


def instalments(view: PaymentView, params: Instalments) -> Plan:
    """The parts of a line, to the cent; the first one takes what does not divide.

    >>> view = PaymentView(now=0, offer=2, value=1000, quoted_wait=9, release_at=0)
    >>> instalments(view, Instalments(parts=3, every=10))[:2]
    (334, ((10, 333), (20, 333)))
    """
    extra = share_of(view.value, params.interest) if params.customer_bears else 0
    part, left = divmod(view.value + extra, params.parts)
    first = part + left
    if params.partner:
        # The partner keeps the customer's interest; the store has its money at once.
        return Plan(checkout=view.value, felt=first, financing=extra)
    later = tuple((view.now + k * params.every, part) for k in range(1, params.parts))
    return Plan(checkout=first, scheduled=later, felt=first, surcharge=extra)
