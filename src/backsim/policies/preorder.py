"""May this line be ordered before its release?"""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints, ints_of
from backsim.policies.backorder import holds
from backsim.policies.base import PreorderRule
from backsim.records.codes import Answer
from backsim.units import FOREVER, Code, Pieces, Tick, share_of

_NO: Final[Code] = int(Answer.NO)
_YES: Final[Code] = int(Answer.YES)
_LIST: Final[Code] = int(Answer.LIST)


@final
class Window(PreorderRule):
    """Pre-orders are taken inside a window, up to a cap.

    The window goes from ``opens_at`` until before ``closes_at``; the ``cap`` is in pieces.
    ``supply_share``, if above 0: take no more than this share of the pieces here and on order
    (above 1: commit to more than the supply). ``waiting_list``: customers beyond the cap may wait
    for a place to become free. ``early_at`` is when the window opens for ``early_segments``.

    >>> Answer(Window(cap=10).answers(5, 1, 10, 0, 30, 0)).name
    'NO'
    >>> Answer(Window(opens_at=5, cap=11).answers(5, 1, 10, 0, 30, 0)).name
    'YES'
    """

    def __init__(
        self,
        opens_at: Tick = 0,
        closes_at: Tick = FOREVER,
        cap: Pieces = FOREVER,
        supply_share: float = 0.0,
        waiting_list: bool = False,
        early_at: Tick = FOREVER,
        early_segments: tuple[int, ...] = (),
    ) -> None:
        self.opens_at: Final = opens_at
        self.closes_at: Final = closes_at
        self.cap: Final = cap
        self.supply_share: Final = supply_share
        self.waiting_list: Final = waiting_list
        self.early_at: Final = early_at
        self.early_segments: Final[Ints] = ints_of(early_segments)

    def answers(
        self,
        now: Tick,
        quantity: Pieces,
        preordered: Pieces,
        supply: Pieces,
        release_at: Tick,
        segment: Code,
    ) -> Code:
        early = now >= self.early_at and holds(self.early_segments, segment)
        if not (early or now >= self.opens_at) or now >= self.closes_at:
            return _NO
        wanted = preordered + quantity
        if wanted <= self.cap and (
            self.supply_share == 0.0 or wanted <= share_of(supply, self.supply_share)
        ):
            return _YES
        return _LIST if self.waiting_list else _NO
