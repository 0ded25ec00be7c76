"""One source tree at work: does what ``measure.py`` asks for and answers with its CPU time.

It runs on the tree that PYTHONPATH names, also on the old one that the ratios refer to, so it uses
only what both know. A request is a line of JSON, and so is its answer.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tracemalloc
from collections.abc import Callable, Generator
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

import simpy

from backsim.metrics import evaluate, profile
from backsim.scenario.build import load
from backsim.scenario.model import Scenario
from backsim.simulation import draw, engine, simulate

LONG_ENOUGH = 0.1
"""Seconds of CPU: shorter jobs are repeated within their turn."""

Job = Callable[[], Any]


@cache
def job(file: str, arm: str) -> Scenario:
    """One arm of a file; the first, if none is named."""
    arms = load(Path(file)).arms
    return next(one for one in arms if arm in ("", one.arm))


@cache
def workload(file: str, arm: str) -> Any:
    """The luck of its first replication."""
    return draw(job(file, arm), 1, 0)


def visits_of(work: Any) -> int:
    """How many visits a workload has, in the code that is measured or in the older one."""
    return len(getattr(work, "visits", work).at)


def seconds(what: Job) -> float:
    """CPU time of a job: the mean of as many repetitions as make it long enough to be measured."""
    gc.collect()
    start, times = process_time(), 0
    while (spent := process_time() - start) < LONG_ENOUGH:
        what()
        times += 1
    return spent / times


def simulated(file: str, arm: str, clock: str) -> float:
    """Microseconds per visit of the events and their log."""
    scenario, work = job(file, arm), workload(file, arm)
    more: Any = {"clock": clock} if clock else {}
    return seconds(lambda: simulate(scenario, work, **more)) / visits_of(work) * 1e6


def parts(file: str, arm: str, clock: str) -> dict[str, float]:
    """Microseconds per visit of each thing that is done in a trial."""
    scenario, work = job(file, arm), workload(file, arm)
    visits = visits_of(work) / 1e6
    logs: list[float] = []

    def timed(*args: Any) -> Any:
        start = process_time()
        log = really(*args)
        logs.append(process_time() - start)
        return log

    room: Any = engine
    really, room.run_log = room.run_log, timed
    total = simulated(file, arm, clock)
    room.run_log = really
    writing = sum(logs) / len(logs) / visits
    log = simulate(scenario, work)
    return {
        "draw": seconds(lambda: draw(scenario, 1, 0)) / visits,
        "events": total - writing,
        "log": writing,
        "measures": seconds(lambda: evaluate(log)) / visits,
        "profile": seconds(lambda: profile(log)) / visits,
    }


def drawn(file: str, arm: str) -> float:
    """Microseconds per visit of drawing the luck."""
    scenario, visits = job(file, arm), visits_of(workload(file, arm))
    return seconds(lambda: draw(scenario, 1, 0)) / visits * 1e6


def memory(file: str, arm: str) -> float:
    """Bytes per order at the peak of one trial, its drawing included."""
    scenario = job(file, arm)
    visits = visits_of(workload(file, arm))
    gc.collect()
    tracemalloc.start()
    simulate(scenario, draw(scenario, 1, 0))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / visits


def bare_simpy(customers: int) -> float:
    """Microseconds per customer of a SimPy model that does nothing: each comes and waits once."""

    def customer(env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        yield env.timeout(5)

    def source(env: simpy.Environment) -> Generator[simpy.Event, None, None]:
        for _ in range(customers):
            yield env.timeout(1)
            env.process(customer(env))

    def run() -> None:
        env = simpy.Environment()
        env.process(source(env))
        env.run()

    return seconds(run) / customers * 1e6


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    jobs: dict[str, Callable[..., Any]] = {
        one.__name__: one for one in (simulated, parts, drawn, memory, bare_simpy)
    }
    for line in sys.stdin:
        name, args = json.loads(line)
        print(json.dumps(jobs[name](*args)), file=answers, flush=True)


if __name__ == "__main__":
    main()
