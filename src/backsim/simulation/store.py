"""The store's memory in one trial: the clock, the shelves, who came, and the record of it all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backsim.scenario.model import Scenario
from backsim.simulation.clock import Clock
from backsim.simulation.recorder import Recorder
from backsim.simulation.shelf import Shelf
from backsim.simulation.workload import Workload
from backsim.units import NEVER


class Store:
    """What every department of the shop reads and writes; it decides nothing."""

    def __init__(self, env: Clock, scenario: Scenario, workload: Workload) -> None:
        self.env = env
        self.scenario = scenario
        self.horizon = scenario.horizon
        self.log = Recorder(workload)
        self.shelves = [Shelf(number, product) for number, product in enumerate(scenario.products)]
        self.lead_times = workload.lead_times
        self.lead_means = [
            (round(s.lead_time.mean), round(s.lead_time.sd)) for s in scenario.suppliers
        ]
        # What only waiting customers are asked for is read where it is; a list would copy it all.
        visits, people = workload.visits, workload.people
        self.at: list[int] = visits.at.tolist()
        self.segment = people.segment.data
        self.willingness: Sequence[float] = people.willingness.data
        self.patience = people.patience.data
        self.tolerance = people.tolerance.data
        self.aversion: Sequence[float] = people.aversion.data
        self.advance = people.advance.data
        self.some_order_ahead = bool(people.advance.any())
        self.change_after = people.change_after.data
        self.friend = workload.friends.visit.data
        self.friend_after = workload.friends.after.data
        self.first_line = visits.first_line.data
        self.line_count: list[int] = visits.line_count.tolist()
        self.limit: Sequence[float] = workload.asked.limit.data
        self.parts: dict[int, float] = {}
        """The most a customer would pay for each part of a line that was split."""
        self.to_review: list[int] = []
        """Products sold since the last review, of those that are reviewed after every demand."""
        self.review_soon: Callable[[], None] = lambda: None
        """Told when something was sold other than to a visitor who has just come."""
        self.response = [segment.discount_response for segment in scenario.segments]

    def shelf_of(self, line: int) -> Shelf:
        """Where a line's pieces are."""
        return self.shelves[self.log.product[line]]

    def limit_of(self, line: int) -> float:
        """The most this customer would pay for a line."""
        return self.parts[line] if line in self.parts else self.limit[line]

    def split(self, line: int, quantity: int) -> int:
        """Keep so many pieces in a line; answers a new line with the rest."""
        limit, whole = self.limit_of(line), self.log.list_value[line]
        rest = self.log.split(line, quantity)
        # By value, not by pieces: a part that was rounded up to a cent must not seem too dear.
        self.parts[line] = limit * self.log.list_value[line] / whole if whole else limit
        self.parts[rest] = limit - self.parts[line] if whole else limit
        return rest

    def promised_at(self, line: int) -> int:
        """The ship date last promised for a line."""
        restated = self.log.restated_to[line]
        return self.log.promised_at[line] if restated == NEVER else restated

    def is_open(self, line: int) -> bool:
        """Sold, and neither shipped nor withdrawn."""
        return self.log.parcel[line] == NEVER and self.log.cancelled_at[line] == NEVER
