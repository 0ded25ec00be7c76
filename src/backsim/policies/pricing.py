"""How much is taken off the list value of a line? ``decide(PriceView, params) -> minor units``."""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.codes import Offer
from backsim.records.views import PriceView
from backsim.units import FOREVER, share_of


class Discounts(NamedTuple):
    """A share off every pre-order, and shares off a backorder by its promised wait.

    ``by_wait`` holds ``(wait, share)`` pairs in rising order of wait: the last pair whose wait is
    not above the quoted wait gives the share. A line without a promise gets the first pair's.
    """

    preorder: float = 0.0
    by_wait: tuple[tuple[int, float], ...] = ()


def discounts(view: PriceView, params: Discounts) -> int:
    """The discount for one line, rounded half up to a minor unit.

    >>> view = PriceView(now=0, offer=Offer.BACKORDER, list_value=2000, quantity=1,
    ...                  quoted_wait=9, preordered=0)
    >>> discounts(view, Discounts(by_wait=((5, 0.1), (10, 0.2))))
    200
    """
    if view.offer == Offer.PREORDER:
        return share_of(view.list_value, params.preorder)
    if view.offer != Offer.BACKORDER or not params.by_wait:
        return 0
    if view.quoted_wait >= FOREVER:
        return share_of(view.list_value, params.by_wait[0][1])
    share = 0.0
    for wait, off in params.by_wait:
        if view.quoted_wait < wait:
            break
        share = off
    return share_of(view.list_value, share)
