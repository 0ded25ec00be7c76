"""The luck of the replication as the departments read it: drawn before the run, never changed."""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Floats, Ints
from backsim.units import Row


@final
class Drawn:
    """A row per visit, friends who may come last; ``transit`` and ``luck`` have a row per line."""

    def __init__(
        self,
        at: Ints,
        first_line: Ints,
        line_count: Ints,
        visitors: Row,
        people: dict[str, Ints],
        shares: dict[str, Floats],
        transit: Ints,
        luck: dict[str, Floats],
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
