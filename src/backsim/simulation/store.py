"""The store's memory in one trial: what every department reads and writes; it decides nothing."""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints
from backsim.simulation.agenda import REVIEW_SOLD, Agenda
from backsim.simulation.calendar import Calendar
from backsim.simulation.codes import REVIEW
from backsim.simulation.drawn import Drawn
from backsim.simulation.facts import Approach, Carrier, Segment, Terms
from backsim.simulation.live import Live
from backsim.simulation.moments import Moments
from backsim.simulation.purse import Purse
from backsim.simulation.shelf import Shelf
from backsim.simulation.tables import Allocations, Deliveries, Lines, Parcels, Payments, Purchases
from backsim.units import Row, Tick


@final
class Store:
    """The agenda, the shelves, who comes, and the record of it all."""

    def __init__(
        self,
        agenda: Agenda,
        horizon: Tick,
        together: bool,
        drawn: Drawn,
        placed_at: Ints,
        lines: Lines,
        live: Live,
        purse: Purse,
        shelves: list[Shelf],
        segments: list[Segment],
        carriers: list[Carrier],
        terms: Terms,
        calendar: Calendar,
    ) -> None:
        self.agenda: Final = agenda
        self.horizon: Final = horizon
        self.together: Final = together
        """Does what was ordered together leave together?"""
        self.drawn: Final = drawn
        self.placed_at: Final = placed_at
        """When each visit was; ``FOREVER`` for a friend who has not come."""
        self.lines: Final = lines
        self.live: Final = live
        self.purse: Final = purse
        rows = len(lines.order)
        self.payments: Final = Payments(rows + 8)
        self.parcels: Final = Parcels(rows + 8)
        self.purchases: Final = Purchases(8)
        self.deliveries: Final = Deliveries(8)
        self.allocations: Final = Allocations()
        self.shelves: Final = shelves
        self.segments: Final = segments
        self.carriers: Final = carriers
        self.terms: Final = terms
        self.calendar: Final = calendar
        self.moments: Final = Moments()
        self.to_review: Final[list[int]] = []
        """Shelves sold from since the last review, of those that are reviewed on demand."""

    def shelf_of(self, line: Row) -> Shelf:
        """Where a line's pieces are."""
        return self.shelves[self.lines.product[line]]

    def approach_of(self, line: Row) -> Approach:
        """The way to pay that was chosen for a line that has one."""
        return self.shelf_of(line).item.selling.approaches[self.lines.approach[line]]

    def luck(self, purpose: str, line: Row) -> float:
        """A uniform number of its own for one purpose and line, drawn before the run."""
        return self.drawn.luck(purpose)[self.live.drawn_as(line)]

    def put(self, at: Tick, turn: Tick, kind: Tick, a: Row = 0, b: Row = 0) -> None:
        """Something will happen, if the simulation lasts that long."""
        if at < self.horizon:
            self.agenda.put(at, turn, kind, a, b)

    def review_soon(self, now: Tick) -> None:
        """What was sold at this instant is reviewed in its turn, whether or not anybody comes."""
        self.agenda.put(now, REVIEW, REVIEW_SOLD)
