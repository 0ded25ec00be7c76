"""How much is taken off the list value of a line? ``decide(PriceView, params) -> minor units``."""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.codes import Offer
from backsim.records.views import PriceView
from backsim.units import FOREVER, share_of

Steps = tuple[tuple[int, float], ...]
"""``(from, share)`` pairs in rising order: the last whose ``from`` is reached gives the share."""


def step(steps: Steps, reached: int) -> float:
    """The share of the last step that is reached, 0 before the first.

    >>> step(((5, 0.1), (10, 0.2)), 9), step(((5, 0.1),), 4)
    (0.1, 0.0)
    """
    share = 0.0
    for start, off in steps:
        if reached < start:
            break
        share = off
    return share


class Discounts(NamedTuple):
    """Shares off, added up: for a pre-order, for a wait, for a quantity; at most all of it.

    ``early_bird`` gives a further share off a pre-order by the date of the order, ``by_sold`` by
    the pieces pre-ordered so far. ``by_wait`` is for backorders, by their quoted wait; without a
    promise a backorder gets the first step. ``by_quantity`` is for every line.
    """

    preorder: float = 0.0
    early_bird: Steps = ()
    by_sold: Steps = ()
    by_wait: Steps = ()
    by_quantity: Steps = ()


def discounts(view: PriceView, params: Discounts) -> int:
    """The discount for one line, rounded half up to a minor unit.

    >>> view = PriceView(now=0, offer=Offer.BACKORDER, list_value=2000, quantity=1,
    ...                  quoted_wait=9, preordered=0)
    >>> discounts(view, Discounts(by_wait=((5, 0.1), (10, 0.2))))
    200
    """
    share = step(params.by_quantity, view.quantity)
    if view.offer == Offer.PREORDER:
        share += params.preorder
        share += step(params.early_bird, view.now) + step(params.by_sold, view.preordered)
    elif view.offer == Offer.BACKORDER and params.by_wait:
        if view.quoted_wait >= FOREVER:
            share += params.by_wait[0][1]
        else:
            share += step(params.by_wait, view.quoted_wait)
    return share_of(view.list_value, min(share, 1.0))
