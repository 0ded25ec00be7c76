"""The store's memory in one trial: the clock, the shelves, who came, and the record of it all."""

from __future__ import annotations

from backsim.records.codes import PaymentKind
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
        pairs = zip(scenario.products, workload.lead_times, strict=True)
        self.shelves = [
            Shelf(number, product, times.tolist()) for number, (product, times) in enumerate(pairs)
        ]
        self.lead_means = [
            (round(s.lead_time.mean), round(s.lead_time.sd)) for s in scenario.suppliers
        ]
        self.at: list[int] = workload.at.tolist()
        self.segment: list[int] = workload.segment.tolist()
        self.willingness: list[float] = workload.willingness.tolist()
        self.patience: list[int] = workload.patience.tolist()
        self.tolerance: list[int] = workload.tolerance.tolist()
        self.aversion: list[float] = workload.aversion.tolist()
        self.ahead: list[int] = workload.ahead.tolist()
        self.change_after: list[int] = workload.change_after.tolist()
        self.first_line: list[int] = workload.first_line.tolist()
        self.line_count: list[int] = workload.line_count.tolist()
        self.limit: list[float] = workload.limit.tolist()
        self.to_review: list[int] = []
        """Products sold since the last review, of those that are reviewed after every demand."""
        self.response = [segment.discount_response for segment in scenario.segments]

    def shelf_of(self, line: int) -> Shelf:
        """Where a line's pieces are."""
        return self.shelves[self.log.product[line]]

    def promised_at(self, line: int) -> int:
        """The ship date last promised for a line."""
        restated = self.log.restated_to[line]
        return self.log.promised_at[line] if restated == NEVER else restated

    def is_open(self, line: int) -> bool:
        """Sold, and neither shipped nor withdrawn."""
        return self.log.parcel[line] == NEVER and self.log.cancelled_at[line] == NEVER

    def charge(self, lines: list[int], amounts: list[int], kind: PaymentKind) -> None:
        """Take money for some lines of one order in one go."""
        log, now = self.log, self.env.tick
        charge = log.new_charge()
        for line, amount in zip(lines, amounts, strict=True):
            if amount:
                log.paid[line] += amount
                log.pay(line, charge, now, kind, amount)
