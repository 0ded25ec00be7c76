"""How much of a line is paid at checkout? ``decide(PaymentView, params) -> minor units``.

What is not paid at checkout is paid when the line ships. A line in stock ships at once, so every
approach charges it in full at shipment.
"""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.codes import Offer
from backsim.records.views import PaymentView
from backsim.units import share_of


def at_shipment(view: PaymentView, params: None) -> int:
    """Nothing ahead: the card is charged when the goods leave."""
    return 0


class Deposit(NamedTuple):
    """A share of the value at checkout, the balance at shipment; a share of 1 is full payment."""

    share: float


def deposit(view: PaymentView, params: Deposit) -> int:
    """The deposit of a line that has to wait.

    >>> deposit(PaymentView(now=0, offer=Offer.PREORDER, value=999, quoted_wait=9), Deposit(0.3))
    300
    """
    return 0 if view.offer == Offer.STOCK else share_of(view.value, params.share)
