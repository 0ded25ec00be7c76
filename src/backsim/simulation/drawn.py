"""The luck of the replication as the departments read it: drawn before the run, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, final

from backsim.columns import Ints
from backsim.units import Row


@final
class Drawn:
    """A row per visit, friends who may come last; the lists below have a row per line.

    What every visit needs is a packed column. What only those who wait are asked for, or only some
    mechanism, is read where it is: to copy it all would cost more.
    """

    def __init__(
        self,
        at: Ints,
        first_line: Ints,
        line_count: Ints,
        visitors: Row,
        people: dict[str, Sequence[int]],
        shares: dict[str, Sequence[float]],
        transit: Sequence[int],
        luck: dict[str, Sequence[float]],
    ) -> None:
        self.at: Final = at
        self.first_line: Final = first_line
        self.line_count: Final = line_count
        self.visitors: Final = visitors
        """Those who come by themselves; behind them stand the friends."""
        self.segment: Final = people["segment"]
        self.carrier: Final = people["carrier"]
        self.patience: Final = people["patience"]
        self.tolerance: Final = people["tolerance"]
        self.ahead: Final = people["ahead"]
        self.change_after: Final = people["change_after"]
        self.friend: Final = people["friend"]
        self.friend_after: Final = people["friend_after"]
        self.willingness: Final = shares["willingness"]
        self.aversion: Final = shares["aversion"]
        self.transit: Final = transit
        self.luck: Final = luck
