"""Stock systems with Poisson demand and full backordering, against their textbook formulas.

Sources: Hadley & Whitin, *Analysis of Inventory Systems* (1963), ch. 4; Zipkin, *Foundations of
Inventory Management* (2000), ch. 6 and 7. With ``y`` the inventory position and ``D`` the demand
over a lead time, the net stock a lead time later is ``y - D``; all else follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import poisson

from backsim.chance.distributions import Constant, Distribution, Exponential, Gamma, Uniform
from backsim.records.codes import Offer
from backsim.records.log import RunLog
from backsim.records.rules import Rule
from backsim.scenario.model import Replenishment, Scenario
from backsim.units import DAY

Store = Callable[..., Scenario]
Judge = Callable[..., None]


def missing(demand: float, position: int) -> float:
    """``E[(D - y)+]`` for ``D`` Poisson: pieces owed when ``y`` were there or coming."""
    d = np.arange(position, position + 40 * int(demand + 10))
    return float(np.sum((d - position) * poisson.pmf(d, demand)))


def backorders(demand: float, positions: Iterable[int]) -> float:
    """Mean pieces owed when all of these inventory positions are equally likely."""
    return float(np.mean([missing(demand, y) for y in positions]))


def ready(demand: float, positions: Iterable[int]) -> float:
    """Chance that a customer finds a piece: the demand before them was below the position."""
    return float(np.mean([poisson.cdf(y - 1, demand) for y in positions]))


def owed(log: RunLog) -> float:
    """Time average of pieces owed, inside the window."""
    lines, facts = log.lines, log.facts
    waits = lines.offer == Offer.BACKORDER
    start = log.orders.placed_at[lines.order][waits]
    end = np.where(lines.shipped_at >= 0, lines.shipped_at, facts.horizon)[waits]
    inside = np.maximum(end, facts.warm_up) - np.maximum(start, facts.warm_up)
    return float(np.sum(inside * lines.quantity[waits]) / (facts.horizon - facts.warm_up))


def seen(log: RunLog) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Customers of the window whose wait, of at most 20 days, is known."""
    at = log.orders.placed_at
    mask: np.ndarray[tuple[int], np.dtype[np.bool_]] = (at >= log.facts.warm_up) & (
        at < log.facts.horizon - 20 * DAY
    )
    return mask


def filled(log: RunLog) -> float:
    """Share of customers served from stock."""
    return float(np.mean(log.lines.offer[seen(log)] == Offer.STOCK))


def long_waits(days: float) -> Callable[[RunLog], float]:
    """Share of customers who wait longer than this."""

    def share(log: RunLog) -> float:
        shipped = log.lines.shipped_at
        wait = np.where(shipped >= 0, shipped, log.facts.horizon) - log.orders.placed_at
        return float(np.mean(wait[seen(log)] > days * DAY))

    share.__name__ = f"longer than {days} days"
    return share


def purchases_a_day(log: RunLog) -> float:
    """Purchase orders per day of the window."""
    facts = log.facts
    inside = log.purchases.ordered_at >= facts.warm_up
    return float(np.sum(inside) / ((facts.horizon - facts.warm_up) / DAY))


def test_base_stock(store: Store, judge: Judge) -> None:
    # A customer's piece is the one ordered for the S-th customer before them: they wait longer
    # than t if S customers came within L - t.
    rate, lead, level = 2.0, 5, 12
    scenario = store(
        rate=rate,
        lead_time=Constant(float(lead * DAY)),
        opening_stock=level,
        replenishment=Replenishment(Rule.of("base_stock", base_stock_level=level), 0, False),
    )
    demand = rate * lead
    judge(
        scenario,
        {
            filled: ready(demand, [level]),
            owed: missing(demand, level),
            long_waits(1): poisson.sf(level - 1, rate * (lead - 1)),
            long_waits(1.5): poisson.sf(level - 1, rate * (lead - 1.5)),
            purchases_a_day: rate,
        },
        within=0.15,
    )


@pytest.mark.parametrize(
    "lead_time",
    [Exponential(5.0 * DAY), Gamma(4.0, 1.25 * DAY), Uniform(0.0, 10.0 * DAY)],
    ids=["exponential", "gamma", "uniform"],
)
def test_base_stock_with_stochastic_lead_times(
    store: Store, judge: Judge, lead_time: Distribution
) -> None:
    """Purchase orders cross. Those on order are the busy servers of an M/G/infinity queue: Poisson
    with mean ``rate * E[L]`` whatever the lead time's shape (Palm 1938), and so nothing but the
    mean lead time shows in the fill rate and the backorders."""
    rate, level = 2.0, 11
    scenario = store(
        rate=rate,
        lead_time=lead_time,
        opening_stock=level,
        replenishment=Replenishment(Rule.of("base_stock", base_stock_level=level), 0, False),
    )
    judge(scenario, {filled: ready(10.0, [level]), owed: missing(10.0, level)}, within=0.1)


def test_reorder_point_with_continuous_review(store: Store, judge: Judge) -> None:
    """The inventory position is uniform on r+1 .. r+Q and independent of later demand."""
    rate, lead, r, lot = 3.0, 4, 9, 8
    positions = range(r + 1, r + lot + 1)
    scenario = store(
        rate=rate,
        lead_time=Constant(float(lead * DAY)),
        opening_stock=r + lot,
        replenishment=Replenishment(
            Rule.of("reorder_point", reorder_point=r, order_quantity=lot), 0, False
        ),
    )
    judge(
        scenario,
        {
            filled: ready(rate * lead, positions),
            owed: backorders(rate * lead, positions),
            long_waits(1): float(
                np.mean([poisson.sf(y - 1, rate * (lead - 1)) for y in positions])
            ),
            purchases_a_day: rate / lot,
        },
        within=0.15,
    )


def test_order_up_to_with_unit_demand_is_a_reorder_point(store: Store, judge: Judge) -> None:
    """One piece at a time, (s,S) never overshoots: it is (r,Q) with r = s and Q = S - s."""
    rate, lead, low, high = 3.0, 4, 8, 18
    positions = range(low + 1, high + 1)
    scenario = store(
        rate=rate,
        lead_time=Constant(float(lead * DAY)),
        opening_stock=high,
        replenishment=Replenishment(
            Rule.of("order_up_to", reorder_point=low, order_up_to_level=high), 0, False
        ),
    )
    judge(
        scenario,
        {filled: ready(rate * lead, positions), owed: backorders(rate * lead, positions)},
        within=0.15,
    )


def test_base_stock_with_periodic_review(store: Store, judge: Judge) -> None:
    """A review at time 0 covers demand until the next review's goods arrive: at time L + u, for u
    up to the review period, the net stock is S less the demand over L + u."""
    rate, lead, period, level = 2.0, 3, 7, 14
    scenario = store(
        rate=rate,
        lead_time=Constant(float(lead * DAY)),
        opening_stock=level,
        replenishment=Replenishment(
            Rule.of("base_stock", base_stock_level=level), period * DAY, False
        ),
    )
    found, _ = quad(lambda u: ready(rate * (lead + u), [level]), 0, period)
    short, _ = quad(lambda u: missing(rate * (lead + u), level), 0, period)
    judge(scenario, {filled: found / period, owed: short / period}, within=0.1)


@pytest.mark.parametrize(
    ("period", "before_demand", "days_at_risk", "literature"),
    [(0, False, 5, 0.2312), (DAY, False, 5, 0.2312), (DAY, True, 6, 1.4781)],
)
def test_both_review_conventions(
    store: Store,
    judge: Judge,
    period: int,
    before_demand: bool,
    days_at_risk: int,
    literature: float,
) -> None:
    """Ten a day, all at opening; (r,Q) = (50,50), L = 5 days. A review after the day's demand has
    5 days of demand ahead of its goods, a review before it has 6: this day's too."""
    positions = range(51, 101)
    expected = backorders(10.0 * days_at_risk, positions)
    assert round(expected, 4) == literature
    scenario = store(
        rate=10.0,
        at_opening=True,
        horizon=4100 * DAY,
        opening_stock=100,
        replenishment=Replenishment(
            Rule.of("reorder_point", reorder_point=50, order_quantity=50), period, before_demand
        ),
    )
    judge(scenario, {owed: expected}, replications=20, within=0.2)
