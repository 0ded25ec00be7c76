"""May this line wait? ``decide(BackorderView, params) -> bool``."""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.views import BackorderView
from backsim.units import FOREVER


def off(view: BackorderView, params: None) -> bool:
    """Refuse the sale of what is not in stock."""
    return False


def open_to_all(view: BackorderView, params: None) -> bool:
    """Take every backorder."""
    return True


class Limits(NamedTuple):
    """Which backorders are taken; every condition that is set must hold."""

    max_backorders: int = FOREVER
    """Waiting pieces, this line's included."""
    max_wait: int = FOREVER
    """Ticks until the store expects to serve the line."""
    only_on_order: bool = False
    """Only if what is on order already covers this line and all before it."""
    segments: tuple[int, ...] = ()
    """Only for these segments; empty: for all."""


def limited(view: BackorderView, params: Limits) -> bool:
    """Take a backorder within the limits.

    >>> view = BackorderView(now=0, quantity=2, backorders=9, on_order=50, expected_at=5, segment=0)
    >>> limited(view, Limits(max_backorders=10)), limited(view, Limits(max_backorders=11))
    (False, True)
    """
    return (
        view.backorders + view.quantity <= params.max_backorders
        and view.expected_at - view.now <= params.max_wait
        and (not params.only_on_order or view.backorders + view.quantity <= view.on_order)
        and (not params.segments or view.segment in params.segments)
    )
