"""One trial: an arm and a replication go in, a row of numbers comes out."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from backsim.errors import TrialError
from backsim.records.trial import Parts, Profile, TrialRow
from backsim.scenario.model import Scenario

if TYPE_CHECKING:
    from backsim.metrics import Cut
    from backsim.simulation import SharedLuck
    from backsim.simulation.engine import Clock


class Scored(NamedTuple):
    """What one trial is worth."""

    kpis: dict[str, float | None]
    profile: Profile
    by: Mapping[str, Parts] = {}


class Runner(Protocol):
    """What turns a scenario and its luck into numbers; it must be a function of a module, so that
    it can be sent to another process."""

    def __call__(self, scenario: Scenario, seed: int, replication: int) -> Scored:
        """The numbers of one trial."""


def simulated(
    scenario: Scenario,
    seed: int,
    replication: int,
    clock: Clock | None = None,
    by: Sequence[Cut] = (),
) -> Scored:
    """Draw the luck, live through it, read the numbers off the log.

    ``clock`` keeps time, by default this process's own; the numbers do not depend on it. ``by``
    are the cuts that are read as well.
    """
    from backsim.metrics import Reading, evaluate, evaluate_by, profile
    from backsim.simulation import simulate
    from backsim.simulation.engine import DEFAULT_CLOCK

    work = luck().draw(scenario, seed, replication)
    reading = Reading(simulate(scenario, work, clock=clock or DEFAULT_CLOCK))
    cuts: dict[str, Parts] = {cut: evaluate_by(reading, cut) for cut in by}
    return Scored(evaluate(reading), profile(reading), cuts)


@cache
def luck() -> SharedLuck:
    """What this process has drawn for the replication at hand; ``cache_clear`` lets go of it."""
    from backsim.simulation import SharedLuck

    return SharedLuck()


class Task(NamedTuple):
    """One trial that is still to be done."""

    trial: str
    """Its identity, see ``identity``."""
    arm: int
    """Position among the arms of the bench."""
    replication: int


@dataclass(frozen=True)
class Bench:
    """All that a process needs to work on the trials of a study; it can be sent to another one."""

    arms: tuple[Scenario, ...]
    seed: int
    shards: Path
    """The folder that keeps the rows."""
    command: str
    """How this scenario is run, for instance ``backsim run shop.yaml``."""
    runner: Runner = simulated
    strict: bool = False
    """Let a failing trial stop the study instead of recording it."""

    def attempt(self, task: Task) -> TrialRow:
        """Do one trial; whatever goes wrong in it becomes part of its row.

        Raises ``TrialError`` instead if the bench is strict.
        """
        scenario = self.arms[task.arm]
        try:
            scored = self.runner(scenario, self.seed, task.replication)
            kpis = _plain(scored.kpis)
            by = {
                cut: {part: _plain(found) for part, found in parts.items()}
                for cut, parts in scored.by.items()
            }
        except Exception as error:
            words = " ".join(f"{type(error).__name__}: {error}".split())
            if self.strict:
                raise TrialError(f"trial {scenario.arm}/{task.replication}: {words}") from error
            return self.failed(task, words)
        return TrialRow(task.trial, scenario.arm, task.replication, kpis, scored.profile, by=by)

    def failed(self, task: Task, why: str) -> TrialRow:
        """The row of a trial that came to nothing, with the command that shows it again."""
        arm = self.arms[task.arm].arm
        again = f"{self.command} --arm {shlex.quote(arm)} --seed {self.seed}"
        again += f" --replication {task.replication} --debug"
        return TrialRow(task.trial, arm, task.replication, {}, None, f"{why} (again: {again})")


def _plain(kpis: Mapping[str, float | None]) -> dict[str, float | None]:
    """Numbers that JSON can hold, and ``None`` for all others."""
    return {
        kpi: float(value) if value is not None and isfinite(value) else None
        for kpi, value in kpis.items()
    }
