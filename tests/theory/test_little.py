"""Little's law: what waits on average is how much comes a day times how long it stays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import poisson

from backsim.ledger import Account, average_balance, journal
from backsim.metrics import evaluate
from backsim.records.codes import LostCause, Offer
from backsim.records.log import Column, RunLog
from backsim.records.rules import Rule
from backsim.scenario.model import Approach, Replenishment, Scenario
from backsim.simulation import draw, simulate
from backsim.units import DAY

Store = Callable[..., Scenario]
Judge = Callable[..., None]

RATE, LEAD, LEVEL = 2.0, 5, 9
DEPOSIT = 300


@pytest.fixture
def waiting_store(store: Store) -> Scenario:
    """Base stock with many backorders, each with a deposit of 3.00."""
    return store(
        rate=RATE,
        opening_stock=LEVEL,
        replenishment=Replenishment(Rule.of("base_stock", base_stock_level=LEVEL), 0, False),
        approaches=(
            Approach("deposit", Rule.of("deposit", share=0.3), 0, 0, 0, 0, (2, 3, 4), True),
        ),
    )


def stays(log: RunLog) -> tuple[Column, Column]:
    """From and until when each backorder waits, inside the window; open ones until its end."""
    lines, facts = log.lines, log.facts
    waits = (lines.offer == Offer.BACKORDER) & (lines.lost == LostCause.SOLD)
    start = log.orders.placed_at[lines.order[waits]]
    ends = np.where(lines.shipped_at >= 0, lines.shipped_at, facts.horizon)[waits]
    return np.maximum(start, facts.warm_up), np.maximum(ends, facts.warm_up)


def level_over_time(start: Column, end: Column) -> int:
    """Number waiting, integrated over time by walking from event to event."""
    at = np.concatenate((start, end))
    step = np.concatenate((np.ones_like(start), -np.ones_like(end)))
    order = np.argsort(at, kind="stable")
    level = np.cumsum(step[order])
    return int(np.sum(level[:-1] * np.diff(at[order])))


def test_backorders_are_exactly_their_waits(waiting_store: Scenario) -> None:
    log = simulate(waiting_store, draw(waiting_store, 1, 0))
    start, end = stays(log)
    waits = int(np.sum(end - start))
    assert len(start) > 100
    assert level_over_time(start, end) == waits
    window = log.facts.horizon - log.facts.warm_up
    assert evaluate(log)["mean_backorders"] == pytest.approx(waits / window, rel=1e-12)


def test_deposits_held_are_exactly_deposits_times_waits(waiting_store: Scenario) -> None:
    log = simulate(waiting_store, draw(waiting_store, 1, 0))
    start, end = stays(log)
    window = log.facts.horizon - log.facts.warm_up
    held = -average_balance(
        journal(log), Account.CUSTOMER_DEPOSITS, log.facts.warm_up, log.facts.horizon
    )
    assert held == pytest.approx(DEPOSIT * int(np.sum(end - start)) / window, rel=1e-12)


def backorders_a_day(log: RunLog) -> float:
    """Accepted backorders per day of the window."""
    inside = log.orders.placed_at[log.lines.order] >= log.facts.warm_up
    backorders = np.sum(inside & (log.lines.offer == Offer.BACKORDER))
    return float(backorders / ((log.facts.horizon - log.facts.warm_up) / DAY))


def mean_wait(log: RunLog) -> float:
    """Mean days from a backorder to its shipment, of those placed in the window."""
    placed, shipped = log.orders.placed_at[log.lines.order], log.lines.shipped_at
    known = (placed >= log.facts.warm_up) & (placed < log.facts.horizon - LEAD * DAY)
    waits = known & (log.lines.offer == Offer.BACKORDER)
    return float(np.mean((shipped - placed)[waits]) / DAY)


def mean_deposits(log: RunLog) -> float:
    """Time average of customer deposits in the books."""
    books = journal(log)
    return -average_balance(books, Account.CUSTOMER_DEPOSITS, log.facts.warm_up, log.facts.horizon)


def test_each_factor_is_what_theory_says(waiting_store: Scenario, judge: Judge) -> None:
    """All customers wait longer than t with the chance that S came within L - t; the integral of
    that tail is the mean wait of all, and those who wait at all are its start."""
    at_all = poisson.sf(LEVEL - 1, RATE * LEAD)
    of_all, _ = quad(lambda t: poisson.sf(LEVEL - 1, RATE * (LEAD - t)), 0, LEAD)
    judge(
        waiting_store,
        {
            backorders_a_day: RATE * at_all,
            mean_wait: of_all / at_all,
            mean_deposits: DEPOSIT * RATE * of_all,
        },
        within=0.1,
    )
