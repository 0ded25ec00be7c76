"""``simulate``: the one door to the engine."""

from __future__ import annotations

from typing import Final, Literal

from backsim.columns import COMPILED
from backsim.records.log import RunLog
from backsim.scenario.model import Scenario
from backsim.simulation.agenda import new_agenda
from backsim.simulation.opening import open_shop
from backsim.simulation.runlog import run_log
from backsim.simulation.shop import Shop, work_off
from backsim.simulation.workload import Workload

Clock = Literal["simpy", "heap"]

DEFAULT_CLOCK: Final[Clock] = "heap" if COMPILED else "simpy"
"""SimPy defines what is right; where the departments are compiled, it would be most of the cost."""


def simulate(scenario: Scenario, workload: Workload, *, clock: Clock = DEFAULT_CLOCK) -> RunLog:
    """Run one arm through one replication's luck and write down what happens.

    The order of events at one instant is ``records.codes.Priority``; an event at the horizon
    itself does not happen. Equal arguments give equal logs, on either clock.
    """
    shop = _on_simpy(scenario, workload) if clock == "simpy" else _on_heap(scenario, workload)
    return run_log(shop.store, scenario, workload)


def _on_simpy(scenario: Scenario, workload: Workload) -> Shop:
    from backsim.simulation.simpy_clock import SimpyAgenda, work_off_with_simpy

    agenda = SimpyAgenda()
    shop = open_shop(scenario, workload, agenda)
    work_off_with_simpy(shop, agenda)
    return shop


def _on_heap(scenario: Scenario, workload: Workload) -> Shop:
    agenda = new_agenda()
    shop = open_shop(scenario, workload, agenda)
    work_off(shop, agenda)
    return shop
