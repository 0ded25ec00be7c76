"""A store that needs no simulation: its numbers are a plain function of arm and replication."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from backsim.chance.delays import AT_ONCE
from backsim.chance.distributions import Constant
from backsim.experiments.conduct import Request
from backsim.experiments.environment import backsim_version
from backsim.experiments.sources import Source
from backsim.experiments.study import StudyFacts
from backsim.experiments.trials import Bench, Runner, Scored, Task
from backsim.records.kpi import KpiInfo
from backsim.records.log import SatisfactionCurve
from backsim.records.rules import Rule
from backsim.records.trial import Profile
from backsim.scenario.model import Advance, Basket, Capture, Demand, Money, Scenario, StudyPlan
from backsim.units import DAY, FOREVER

KPIS = (
    KpiInfo("fill_rate", "Fill rate", "share", 1, "pieces from stock / pieces asked for", ""),
    KpiInfo("net_cash_flow", "Net cash flow", "money", 1, "cash in minus cash out", ""),
    KpiInfo("mean_backorders", "Mean backorders", "pieces", -1, "pieces owed, on average", ""),
    KpiInfo("nothing", "Nothing", "days", 0, "never has a value", ""),
)


def scenario(arm: str = "base", **resolved: Any) -> Scenario:
    """An arm without products, for runners that look at its resolved data alone."""
    return Scenario(
        study="shop",
        title="A shop",
        arm=arm,
        start=date(2026, 1, 5),
        horizon=10 * DAY,
        warm_up=0,
        currency="EUR",
        minor_digits=2,
        products=(),
        segments=(),
        carriers=(),
        suppliers=(),
        demand=Demand(
            rate=Constant(1.0),
            weekly=(1.0,) * 7,
            gap_cv=1.0,
            season=(1.0,) * 12,
            trend=0.0,
            at_opening=False,
            bursts=(),
            campaigns=(),
            advance=Advance(0.0, Constant(0.0)),
            word_of_mouth=None,
            basket=Basket((1.0,), (), Constant(1.0)),
            history=None,
        ),
        customer=Rule("thresholds"),
        split_shipments=False,
        money=Money(
            fee_share=0.0,
            fee_fixed=0,
            refund_delays=(AT_ONCE,) * 5,
            capture=Capture(0.0, 0.0, 0, 0, FOREVER, 0),
            dispute_share=0.0,
            dispute_fee=0,
            code_value=0,
            code_redeemed=0.0,
            code_anyway=0.0,
            code_after=0,
            opening_cash=0,
            interest_rate=0.0,
            credit_limit=FOREVER,
        ),
        satisfaction=SatisfactionCurve(),
        plan=StudyPlan(1, 4, "refuse", (("net_cash_flow", None),), 0.95, False),
        resolved={"horizon": 10 * DAY, "seed": 1, **resolved},
    )


def arms(**luck: Any) -> tuple[Scenario, ...]:
    """One arm per name; the number is what the arm gains over the others."""
    return tuple(scenario(arm, gain=gain) for arm, gain in luck.items())


def facts(*names: str, replications: int = 4, seed: int = 1) -> StudyFacts:
    """What is asked of these arms, the first being the baseline if there are several."""
    return StudyFacts(
        version=backsim_version(),
        study="shop",
        title="A shop",
        description="",
        seed=seed,
        replications=replications,
        baseline=names[0] if len(names) > 1 else "",
        arms=names,
        arm_titles={name: name for name in names},
        primary=(("net_cash_flow", None),),
        confidence=0.95,
        steady_state=False,
        start="2026-01-05",
        horizon_days=10.0,
        warm_up_days=0.0,
        currency="EUR",
        minor_digits=2,
    )


def request(out: Path, runner: Runner, *, jobs: int | None = 1, **asked: Any) -> Request:
    """A study of two arms that is ready to be carried out."""
    two = arms(refuse=0, open=5)
    return Request(
        facts=facts("refuse", "open", **asked),
        scenarios=two,
        kpis=KPIS,
        warnings=(),
        source=Source(lambda _: "title: A shop\n", (Path(__file__),)),
        call="backsim compare shop.yaml",
        command="backsim run shop.yaml",
        out=out,
        jobs=jobs,
        runner=runner,
    )


def bench(folder: Path, runner: Runner, *scenarios: Scenario) -> Bench:
    """A bench over an existing folder."""
    return Bench(scenarios or (scenario(gain=0),), 1, folder, "backsim run shop.yaml", runner)


def tasks(count: int) -> list[Task]:
    """The first replications of the first arm."""
    return [Task(f"trial-{k}", 0, k) for k in range(count)]


def profile(cash: int) -> Profile:
    """A short life."""
    return Profile(
        [0, 1], [0, cash], [5, 4], [0, 0], [0, 0], [1], [1], [1], {"cash": cash}, {}, [0, 0]
    )


def score(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Shared luck plus the arm's gain, with a little of its own."""
    luck = np.random.default_rng([seed, replication]).normal(size=2)
    gain = scenario.resolved["gain"]
    kpis: dict[str, float | None] = {
        "fill_rate": 0.5 + 0.01 * float(luck[0]),
        "net_cash_flow": 100.0 + 10 * float(luck[0]) + gain + 0.1 * gain * float(luck[1]),
        "mean_backorders": float(replication % 3),
        "nothing": None,
    }
    return Scored(kpis, profile(round(kpis["net_cash_flow"] or 0)))


def slow(scenario: Scenario, seed: int, replication: int) -> Scored:
    """The same, in its own time."""
    time.sleep(0.05)
    return score(scenario, seed, replication)


def stuck(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Quick at first, then for ever."""
    if replication >= 2:
        time.sleep(600)
    return score(scenario, seed, replication)


def broken(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Fails in replication 1."""
    if replication == 1:
        raise ZeroDivisionError("no customers\nat all")
    return score(scenario, seed, replication)


def hopeless(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Fails always."""
    raise ValueError(f"nothing works in {scenario.arm} {seed} {replication}")


def deadly(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Takes its process down in replication 1, as running out of memory would."""
    if replication == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return score(scenario, seed, replication)


def leaving(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Ends its process in replication 1."""
    if replication == 1:
        os._exit(3)
    return score(scenario, seed, replication)


def chatty(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Prints, which must not disturb the talk between the processes."""
    print("good morning")
    return score(scenario, seed, replication)


def where(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Tells which process it ran in."""
    return Scored({"pid": float(os.getpid())}, score(scenario, seed, replication).profile)


def unheard(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Numbers that JSON has no word for."""
    odd: dict[str, float | None] = {"nan": float("nan"), "inf": float("inf"), "one": 1}
    return Scored(odd, score(scenario, seed, replication).profile)
