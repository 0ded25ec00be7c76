"""One draw per replication for all arms with equal luck."""

from __future__ import annotations

from typing import NamedTuple

from backsim.scenario.canonical import digest
from backsim.scenario.model import Scenario
from backsim.simulation.inputs import inputs_of
from backsim.simulation.luck import draw
from backsim.simulation.workload import Workload

KEPT = 2
"""Workloads of one replication that are remembered: a large one takes as much memory as a log."""


class Luck(NamedTuple):
    """What a workload is drawn for."""

    inputs: str
    """The digest of all that ``draw`` reads of an arm."""
    seed: int
    replication: int


class SharedLuck:
    """Draws as ``draw`` does, and remembers it for the other arms of the replication."""

    def __init__(self) -> None:
        self._digests: dict[int, tuple[Scenario, str]] = {}
        """By identity; the scenario is held, so that no other one can have its place."""
        self._drawn: dict[Luck, Workload] = {}

    def draw(self, scenario: Scenario, seed: int, replication: int) -> Workload:
        """All luck of one replication; arms that differ in nothing that is drawn get the same."""
        luck = Luck(self._digest(scenario), seed, replication)
        if luck not in self._drawn:
            now = {key: work for key, work in self._drawn.items() if key[1:] == luck[1:]}
            self._drawn = dict(list(now.items())[1 - KEPT :])
            self._drawn[luck] = draw(scenario, seed, replication)
        return self._drawn[luck]

    def _digest(self, scenario: Scenario) -> str:
        if id(scenario) not in self._digests:
            self._digests[id(scenario)] = scenario, digest(inputs_of(scenario))
        return self._digests[id(scenario)][1]
