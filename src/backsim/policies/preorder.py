"""May this line be ordered before its release? ``decide(PreorderView, params) -> bool``."""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.views import PreorderView
from backsim.units import FOREVER


def off(view: PreorderView, params: None) -> bool:
    """Sell nothing before the release."""
    return False


class Window(NamedTuple):
    """Take pre-orders from ``opens_at`` until before ``closes_at``, up to ``cap`` pieces."""

    opens_at: int = 0
    closes_at: int = FOREVER
    cap: int = FOREVER


def window(view: PreorderView, params: Window) -> bool:
    """Take a pre-order inside the window and under the cap.

    >>> view = PreorderView(now=5, quantity=1, preordered=10, release_at=30, segment=0)
    >>> window(view, Window(cap=10)), window(view, Window(opens_at=5, cap=11))
    (False, True)
    """
    return (
        params.opens_at <= view.now < params.closes_at
        and view.preordered + view.quantity <= params.cap
    )
