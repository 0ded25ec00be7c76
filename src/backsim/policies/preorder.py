"""May this line be ordered before its release? ``decide(PreorderView, params) -> Answer``."""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.codes import Answer
from backsim.records.views import PreorderView
from backsim.units import FOREVER


def off(view: PreorderView, params: None) -> Answer:
    """Sell nothing before the release."""
    return Answer.NO


class Window(NamedTuple):
    """Take pre-orders from ``opens_at`` until before ``closes_at``, up to a cap."""

    opens_at: int = 0
    closes_at: int = FOREVER
    cap: int = FOREVER
    """Pieces."""
    supply_share: float = 0.0
    """If above 0: take no more than this share of the pieces here and on order (above 1: commit to
    more than the supply)."""
    waiting_list: bool = False
    """Customers beyond the cap may wait for a place to become free."""
    early_at: int = FOREVER
    """Early access: when the window opens for ``early_segments``."""
    early_segments: tuple[int, ...] = ()


def window(view: PreorderView, params: Window) -> Answer:
    """Take a pre-order inside the window and under the cap.

    >>> view = PreorderView(now=5, quantity=1, preordered=10, supply=0, release_at=30, segment=0)
    >>> window(view, Window(cap=10)).name, window(view, Window(opens_at=5, cap=11)).name
    ('NO', 'YES')
    """
    early = view.segment in params.early_segments and view.now >= params.early_at
    if not (early or view.now >= params.opens_at) or view.now >= params.closes_at:
        return Answer.NO
    wanted = view.preordered + view.quantity
    supply = view.supply * params.supply_share if params.supply_share else FOREVER
    if wanted <= min(params.cap, supply):
        return Answer.YES
    return Answer.LIST if params.waiting_list else Answer.NO
