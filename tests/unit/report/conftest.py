"""Studies made by hand: the shape of a real one, without an engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest

from backsim.experiments.study import Study, StudyFacts
from backsim.inference.types import Difference, Estimate, Verdict
from backsim.records.kpi import KpiInfo
from backsim.records.trial import LATE_EDGES, WAIT_EDGES, Profile, TrialRow

KPIS = (
    KpiInfo("backorder_rate", "Backorder rate", "share", -1, "Orders that had to wait.", "DESIGN"),
    KpiInfo("fulfillment_rate", "Fulfillment rate", "share", 1, "Orders sent as promised.", ""),
    KpiInfo("net_cash_flow", "Net cash flow", "money", 1, "Cash in minus cash out.", ""),
    KpiInfo("cash_trough", "Cash trough", "money", 1, "Lowest cash balance.", ""),
    KpiInfo("satisfaction", "Satisfaction", "score", 1, "Mean score of accepted orders.", "Olist"),
    KpiInfo("mean_backorder_wait", "Mean backorder wait", "days", -1, "Mean wait.", ""),
    KpiInfo("revenue", "Revenue", "money", 1, "Recognised at shipment.", ""),
    KpiInfo("inventory_turns", "Inventory turns", "per year", 1, "Cost of goods / stock.", ""),
    KpiInfo("mean_backorders", "Mean backorders", "pieces", -1, "Pieces owed.", ""),
    KpiInfo("preorder_share", "Pre-order share", "share", 0, "Pre-orders / orders.", ""),
)


class Arm(NamedTuple):
    """What sets one made-up arm apart from the next."""

    name: str
    title: str
    takes: float
    """Share of those who find the shelf empty that order all the same."""
    ahead: float
    """Share of the price paid at checkout."""
    buffer: int
    """Days added to a promise."""


ARMS = (
    Arm("refuse", "Refuse when sold out", 0.0, 0.0, 0),
    Arm("open", "Take backorders", 0.8, 0.0, 0),
    Arm("honest", "Backorders with an honest date", 0.7, 0.0, 7),
    Arm("deposit", "Backorders with a 30% deposit", 0.5, 0.3, 7),
)
DAYS = 120
OPENING = 60_000


def profile_of(arm: Arm, rng: np.random.Generator) -> Profile:
    """One future: 120 days, a burst on day 12, purchases that arrive late and are paid later."""
    days = np.arange(DAYS)
    wanted = rng.poisson(6 + 114 * np.where(days < 12, 0, 0.5 ** ((days - 12) / 4)))
    supply = np.where(days % 20 == 19, rng.integers(120, 200, DAYS), 0)
    on_hand, owed = 40, 0
    stock, backlog, sold_by_day, taken_by_day = [], [], [], []
    for demand, arriving in zip(wanted, supply, strict=True):
        on_hand += int(arriving)
        served = min(owed, on_hand)
        on_hand, owed = on_hand - served, owed - served
        direct = min(int(demand), on_hand)
        waiting = int((demand - direct) * arm.takes)
        on_hand, owed = on_hand - direct, owed + waiting
        stock.append(on_hand)
        backlog.append(owed)
        sold_by_day.append(direct + served)
        taken_by_day.append(direct + waiting)
    shipped, taken = sum(sold_by_day), sum(taken_by_day)
    price, cost = 12_000, 4_500
    income = np.array(sold_by_day) * price * (1 - arm.ahead)
    income += np.array(taken_by_day) * price * arm.ahead
    spent = supply * cost + 60_000 + rng.normal(0, 20_000, DAYS)
    cash = (OPENING + np.cumsum(income - spent)).astype(int)
    revenue = shipped * price
    deposits = int((taken - shipped) * price * arm.ahead)
    fees, shipping, holding = int(revenue * 0.03), shipped * 490, 9_000
    inventory = int(supply.sum() - shipped) * cost
    accounts = {
        "cash": int(cash[-1]) - OPENING,
        "inventory": inventory,
        "customer_deposits": -deposits,
        "revenue": -revenue,
        "discounts": int(revenue * 0.02),
        "cost_of_goods": shipped * cost,
        "payment_fees": fees,
        "shipping": shipping,
        "holding": holding,
    }
    accounts["payable"] = -sum(accounts.values())
    waiting = taken - sum(min(a, b) for a, b in zip(sold_by_day, taken_by_day, strict=True))
    late = int(waiting * (0.4 if arm.buffer == 0 else 0.1))
    return Profile(
        days=days.tolist(),
        cash=cash.tolist(),
        on_hand=stock,
        backorders=backlog,
        preorders=[0] * DAYS,
        quoted_waits=_spread(shipped, waiting, 12 + arm.buffer, len(WAIT_EDGES), rng),
        actual_waits=_spread(shipped, waiting, 16, len(WAIT_EDGES), rng),
        lateness=_lateness(shipped, late, arm.buffer),
        accounts=accounts,
        fates={
            "shipped_on_time": shipped - late,
            "shipped_late": late,
            "cancelled": late // 3,
            "open": owed,
            "lost_refused": int(wanted.sum()) - taken,
            "lost_price": 20,
            "lost_wait": waiting // 9,
        },
        out_of_stock=[int(pieces == 0) for pieces in stock],
    )


def _spread(
    shipped: int, waiting: int, mean: float, bins: int, rng: np.random.Generator
) -> list[int]:
    waits = rng.gamma(6, mean / 6, waiting)
    counts = np.histogram(waits, bins=[*WAIT_EDGES, 10_000])[0]
    counts[0] += max(shipped - waiting, 0)
    return [int(c) for c in counts[:bins]]


def _lateness(shipped: int, late: int, buffer: int) -> list[int]:
    counts = [0] * (len(LATE_EDGES) + 1)
    counts[2 if buffer == 0 else 1] = shipped - late
    for bin_, share in ((4, 0.2), (6, 0.3), (7, 0.3), (8, 0.2)):
        counts[bin_] = int(late * share)
    return counts


def kpis_of(arm: Arm, profile: Profile, rng: np.random.Generator) -> dict[str, float | None]:
    """Numbers that hang together well enough to be read."""
    fates = profile.fates
    sold = fates["shipped_on_time"] + fates["shipped_late"] + fates["open"]
    return {
        "backorder_rate": sum(profile.actual_waits[1:]) / max(sold, 1),
        "fulfillment_rate": fates["shipped_on_time"] / max(sold, 1),
        "net_cash_flow": profile.accounts["cash"] / 100,
        "cash_trough": min(profile.cash) / 100,
        "satisfaction": 4.3 - 1.2 * fates["shipped_late"] / max(sold, 1) + rng.normal(0, 0.02),
        "mean_backorder_wait": 14.0 + rng.normal() if arm.takes else None,
        "revenue": -profile.accounts["revenue"] / 100,
        "inventory_turns": 4 + rng.normal(0, 0.2),
        "mean_backorders": float(np.mean(profile.backorders)),
        "preorder_share": 0.0,
    }


def rows_of(arms: tuple[Arm, ...], replications: int) -> tuple[TrialRow, ...]:
    """All trials; arms of one replication share its luck."""
    rows = []
    for arm in arms:
        for replication in range(replications):
            profile = profile_of(arm, np.random.default_rng(replication))
            kpis = kpis_of(arm, profile, np.random.default_rng([replication, len(arm.name)]))
            rows.append(TrialRow(f"{arm.name}-{replication}", arm.name, replication, kpis, profile))
    return tuple(rows)


def values_of(rows: tuple[TrialRow, ...], arm: str, kpi: str) -> list[float]:
    """A KPI's values in one arm, replication by replication, where it has one."""
    found = (row.kpis[kpi] for row in rows if row.arm == arm)
    return [value for value in found if value is not None]


def estimate_of(values: list[float]) -> Estimate:
    mean, half = float(np.mean(values)), 2.09 * float(np.std(values, ddof=1)) / len(values) ** 0.5
    low, high = (float(q) for q in np.quantile(values, [0.1, 0.9]))
    return Estimate(mean, mean - half, mean + half, low, high, len(values))


def difference_of(ours: list[float], theirs: list[float], better: int) -> Difference:
    gaps = np.array(ours) - np.array(theirs)
    mean, half = float(gaps.mean()), 2.5 * float(gaps.std(ddof=1)) / len(gaps) ** 0.5
    verdict: Verdict = "undecided"
    if better and abs(mean) > half:
        verdict = "better" if mean * better > 0 else "worse"
    elif half == 0:
        verdict = "equivalent"
    more = 60 if verdict == "undecided" else 0
    return Difference(mean, mean - half, mean + half, 0.01, verdict, 5.0, more, len(gaps))


MakeStudy = Callable[..., Study]


def build_study(arms: tuple[Arm, ...] = ARMS, replications: int = 20) -> Study:
    """A whole study of these arms; the first is the baseline, one alone is a run."""
    rows = rows_of(arms, replications)
    estimates = {
        arm.name: {
            kpi.id: estimate_of(values)
            for kpi in KPIS
            if len(values := values_of(rows, arm.name, kpi.id)) > 1
        }
        for arm in arms
    }
    base = arms[0].name
    differences = {
        arm.name: {
            kpi.id: difference_of(
                values_of(rows, arm.name, kpi.id), values_of(rows, base, kpi.id), kpi.better
            )
            for kpi in KPIS
            if kpi.id in estimates[arm.name] and kpi.id in estimates[base]
        }
        for arm in arms[1:]
    }
    facts = StudyFacts(
        version="0.1.0",
        study="necklace",
        title="A limited-edition necklace goes viral",
        description="A maker sells 6 necklaces a day, until a video brings 120 a day.",
        seed=1,
        replications=replications,
        baseline=base if len(arms) > 1 else "",
        arms=tuple(arm.name for arm in arms),
        arm_titles={arm.name: arm.title for arm in arms},
        primary=(("net_cash_flow", None), ("satisfaction", 0.02)),
        confidence=0.95,
        steady_state=False,
        start="2026-03-02",
        horizon_days=float(DAYS),
        warm_up_days=0.0,
        currency="EUR",
        minor_digits=2,
    )
    return Study(facts, KPIS, estimates, differences, rows, ("A note for the reader.",), None)


@pytest.fixture(scope="session")
def study() -> Study:
    """Four arms, twenty replications."""
    return build_study()


@pytest.fixture(scope="session")
def run_study() -> Study:
    """One arm alone, compared with nothing."""
    return build_study(ARMS[1:2])


@pytest.fixture
def judged(study: Study) -> Callable[..., Study]:
    """The study with verdicts written by hand: ``judged(open=("better", "worse"))``.

    Verdicts are those of net cash flow and satisfaction; an arm not named is dropped.
    """

    def judge(**verdicts: tuple[Verdict, Verdict]) -> Study:
        arms = (study.facts.baseline, *verdicts)
        means = {"better": 1.0, "worse": -1.0, "equivalent": 0.0, "undecided": 0.1}
        differences = {
            arm: {
                kpi: Difference(
                    means[word] * scale,
                    (means[word] - 0.5) * scale,
                    (means[word] + 0.5) * scale,
                    0.01,
                    word,
                    5.0,
                    60 if word == "undecided" else 0,
                    20,
                )
                for kpi, word, scale in zip(
                    ("net_cash_flow", "satisfaction"), words, (1_000.0, 0.1), strict=True
                )
            }
            for arm, words in verdicts.items()
        }
        return replace(study, facts=study.facts._replace(arms=arms), differences=differences)

    return judge
