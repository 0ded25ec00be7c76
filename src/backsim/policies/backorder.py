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
    """Take backorders up to a number of waiting pieces and up to a quoted wait."""

    max_backorders: int = FOREVER
    max_wait: int = FOREVER


def limited(view: BackorderView, params: Limits) -> bool:
    """Take a backorder while the queue and the wait stay within the limits.

    >>> view = BackorderView(now=0, quantity=2, backorders=9, on_order=50, expected_at=5, segment=0)
    >>> limited(view, Limits(max_backorders=10)), limited(view, Limits(max_backorders=11))
    (False, True)
    """
    return (
        view.backorders + view.quantity <= params.max_backorders
        and view.expected_at - view.now <= params.max_wait
    )
