"""Customers who do not wait, or not long, or only on terms: against loss formulas."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log

import numpy as np
import pytest
from scipy.stats import norm, poisson

from backsim.chance.distributions import (
    Constant,
    Distribution,
    Exponential,
    Gamma,
    Lognormal,
    Uniform,
)
from backsim.records.codes import LostCause
from backsim.records.log import RunLog
from backsim.records.rules import Rule
from backsim.scenario.model import Approach, Replenishment, Scenario
from backsim.units import DAY

Store = Callable[..., Scenario]
Judge = Callable[..., None]

OFF = Rule("off")


def stocked(level: int) -> Replenishment:
    """One for one: each piece sold is bought again at once."""
    return Replenishment(Rule.of("base_stock", base_stock_level=level), 0, before_demand=False)


def erlang_b(servers: int, load: float) -> float:
    """Share of calls lost by an M/G/S/S system with this offered load (Erlang 1917)."""
    states = poisson.pmf(np.arange(servers + 1), load)
    return float(states[-1] / np.sum(states))


def lost(cause: LostCause) -> Callable[[RunLog], float]:
    """Share of the window's customers lost for this cause."""

    def share(run: RunLog) -> float:
        inside = run.orders.placed_at >= run.facts.warm_up
        return float(np.mean(run.lines.lost[inside] == cause))

    share.__name__ = f"lost by {cause.name.lower()}"
    return share


@pytest.mark.parametrize(
    "lead_time",
    [Constant(5.0 * DAY), Exponential(5.0 * DAY), Gamma(0.5, 10.0 * DAY)],
    ids=["constant", "exponential", "gamma"],
)
def test_lost_sales_are_erlang_losses(store: Store, judge: Judge, lead_time: Distribution) -> None:
    """A purchase order is a busy server: with S pieces, customers are lost while S are on order,
    and of the lead time only its mean counts."""
    scenario = store(
        rate=2.0,
        lead_time=lead_time,
        opening_stock=8,
        backorder=OFF,
        replenishment=stocked(8),
    )
    judge(scenario, {lost(LostCause.REFUSED): erlang_b(8, 10.0)})


def wait_limit(store: Store, days: float, by_store: bool) -> Scenario:
    """Nobody is served who would have to wait longer: the store or the customer says so."""
    limit = round(days * DAY)
    terms = (
        {"backorder": Rule.of("limited", max_wait=limit)}
        if by_store
        else {"patience": Constant(float(limit))}
    )
    return store(rate=2.0, opening_stock=6, replenishment=stocked(6), **terms)


@pytest.mark.parametrize("patience", [1.0, 2.5])
@pytest.mark.parametrize("by_store", [False, True], ids=["customer", "store"])
def test_customers_who_accept_only_a_short_quoted_wait(
    store: Store, judge: Judge, patience: float, by_store: bool
) -> None:
    """With base stock S, a constant lead time L and first come first served, a customer gets the
    piece that was ordered for the S-th last *accepted* customer: the quote, which is exact, is
    ``L - (time since then)``. They accept a wait of at most T if that time is at least L - T,
    that is if fewer than S customers were accepted in the last L - T. So whoever is accepted
    blocks one of S places for L - T: an M/D/S/S system, and the loss is Erlang's B for a load of
    ``rate * (L - T)``, although pieces take L to come."""
    cause = LostCause.REFUSED if by_store else LostCause.WAIT
    judge(
        wait_limit(store, patience, by_store),
        {lost(cause): erlang_b(6, 2.0 * (5 - patience))},
    )


def test_customers_who_wait_a_lead_time_are_all_served(store: Store) -> None:
    from backsim.simulation import draw, simulate

    scenario = wait_limit(store, 5.0, by_store=False)
    run = simulate(scenario, draw(scenario, 1, 0))
    assert len(run.lines) > 1000
    assert np.all(run.lines.lost == LostCause.SOLD)


def test_thresholds_lose_the_share_that_lies_below_them(store: Store, judge: Judge) -> None:
    """With no stock at all, everybody is quoted the lead time of 5 days, asked for half ahead and
    looks at price, wait and prepayment in this order, each with an independent threshold."""
    price = norm.cdf(log(1 / 1.25) / 0.3)
    wait = 1 - exp(-5 / 8)
    # Accepted if 1 + aversion / 2 <= willingness, both random: average over the aversion.
    tails = norm.sf(np.log((1 + np.linspace(0, 1, 20_001) / 2) / 1.25) / 0.3)
    accepted = float(np.trapezoid(tails, dx=1 / 20_000))
    scenario = store(
        rate=10.0,
        opening_stock=0,
        replenishment=stocked(0),
        willingness=Lognormal(log(1.25), 0.3),
        patience=Exponential(8.0 * DAY),
        aversion=Uniform(0.0, 1.0),
        approaches=(
            Approach("deposit", Rule.of("deposit", share=0.5), 0, 0, 0, 0, (2, 3, 4), True),
        ),
    )
    judge(
        scenario,
        {
            lost(LostCause.PRICE): price,
            lost(LostCause.WAIT): (1 - price) * wait,
            lost(LostCause.PREPAYMENT): (1 - price - accepted) * (1 - wait),
            lost(LostCause.SOLD): accepted * (1 - wait),
        },
        replications=20,
    )
