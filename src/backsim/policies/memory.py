"""What will a customer who was served tell others?"""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import MemoryRule
from backsim.units import Tick


@final
class IfOnTime(MemoryRule):
    """The probability that a friend comes: the share if the promise was kept, else nothing.

    >>> IfOnTime(share=0.1).recommends(0, 5, 5), IfOnTime(share=0.1).recommends(0, 5, 6)
    (0.1, 0.0)
    """

    def __init__(self, share: float) -> None:
        self.share: Final = share

    def recommends(self, ordered_at: Tick, promised_at: Tick, shipped_at: Tick) -> float:
        return self.share if shipped_at <= promised_at else 0.0
