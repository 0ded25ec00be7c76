"""What textbooks reckon with: the total cost of a stock system, and batches that are owed.

Sources: Harris (1913), *How many parts to make at once*; Hadley & Whitin, *Analysis of Inventory
Systems* (1963), ch. 2 and 4; Panjer (1981), *Recursive evaluation of a family of compound
distributions*; Zipkin, *Foundations of Inventory Management* (2000), ch. 6.
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp

import numpy as np
import pytest
from scipy.stats import poisson

from backsim.chance.distributions import Constant, Floats, Geometric
from backsim.metrics import evaluate
from backsim.records.log import ImputedCosts, RunLog
from backsim.records.rules import Rule
from backsim.scenario.model import Basket, Replenishment, Scenario
from backsim.simulation import draw, simulate
from backsim.units import DAY

Store = Callable[..., Scenario]
Judge = Callable[..., None]


def kpi(name: str) -> Callable[[RunLog], float]:
    """One number of a log."""

    def value(log: RunLog) -> float:
        found = evaluate(log)[name]
        assert found is not None
        return found

    value.__name__ = name
    return value


def in_batches(rate: float, success: float, most: int) -> Floats:
    """Pieces asked for by Poisson customers with geometric batches, up to ``most`` (Panjer)."""
    batch = success * (1 - success) ** np.arange(most)  # of 1, 2, 3, ...
    pieces = np.zeros(most + 1)
    pieces[0] = exp(-rate)
    weights = np.arange(1, most + 1) * batch
    for n in range(1, most + 1):
        pieces[n] = rate / n * np.dot(weights[:n], pieces[n - 1 :: -1])
    return pieces


def missing(pieces: Floats, level: int) -> float:
    """``E[(D - S)+]``."""
    return float(np.sum(np.maximum(np.arange(len(pieces)) - level, 0) * pieces))


def test_batches_that_are_owed(store: Store, judge: Judge) -> None:
    """A batch that waits for its last piece is no longer missing the others: with base stock the
    pieces missing are the lead-time demand beyond the level, whatever the batches."""
    level, success = 60, 0.4
    demand = in_batches(4.0 * 5, success, 600)
    assert np.sum(demand) == pytest.approx(1.0, abs=1e-12)
    assert np.dot(np.arange(601), demand) == pytest.approx(4.0 * 5 / success)
    exact = missing(demand, level)
    assert exact == pytest.approx(2.192, abs=5e-4)
    scenario = store(
        rate=4.0,
        basket=Basket((1.0,), (1.0,), Geometric(success)),
        opening_stock=level,
        replenishment=Replenishment(Rule.of("base_stock", base_stock_level=level), 0, False),
    )
    judge(scenario, {kpi("mean_backorders"): exact}, replications=200, within=0.15)


def test_the_total_cost_of_a_reorder_point(store: Store, judge: Judge) -> None:
    """K rate / Q + h (mean stock) + b (mean backorders) + p (pieces that are backordered)."""
    rate, lead, r, lot = 3.0, 4, 9, 8
    order, hold, wait, once = 500, 6.0, 30.0, 40  # cents; by day where time counts
    positions = range(r + 1, r + lot + 1)
    owed = float(np.mean([missing(poisson.pmf(np.arange(200), rate * lead), y) for y in positions]))
    stock = float(np.mean(positions)) - rate * lead + owed
    short = float(np.mean([poisson.sf(y - 1, rate * lead) for y in positions]))
    days = 500  # of the window, as the store of these tests has it
    parts = {
        kpi("order_cost"): order * rate / lot,
        kpi("holding_cost"): hold * stock,
        kpi("backorder_cost"): wait * owed + once * rate * short,
    }
    expected = {statistic: days * cents / 100 for statistic, cents in parts.items()}
    scenario = store(
        rate=rate,
        lead_time=Constant(float(lead * DAY)),
        opening_stock=r + lot,
        unit_cost=600,
        holding_rate=3.65,  # 6 cents a day
        order_cost=order,
        imputed=ImputedCosts(backorder=once, backorder_day=wait),
        replenishment=Replenishment(
            Rule.of("reorder_point", reorder_point=r, order_quantity=lot), 0, False
        ),
    )
    judge(scenario, expected | {kpi("inventory_cost"): sum(expected.values())}, within=0.15)


def test_the_total_cost_with_lost_sales(store: Store, judge: Judge) -> None:
    """Base stock without backorders is Erlang's loss system: what is lost is lost per piece."""
    level, rate, lead = 8, 2.0, 5
    states = poisson.pmf(np.arange(level + 1), rate * lead)
    share = float(states[-1] / np.sum(states))
    stock = level - rate * lead * (1 - share)
    cost = 500 * (0.06 * stock + 2.50 * rate * share)
    scenario = store(
        rate=rate,
        lead_time=Constant(float(lead * DAY)),
        opening_stock=level,
        backorder=Rule("off"),
        unit_cost=600,
        holding_rate=3.65,
        imputed=ImputedCosts(lost_sale=250),
        replenishment=Replenishment(Rule.of("base_stock", base_stock_level=level), 0, False),
    )
    judge(scenario, {kpi("inventory_cost"): cost})


def test_the_economic_order_quantity_costs_least(store: Store) -> None:
    """One piece a day, on the dot, and goods that are there at once: each day with q pieces on the
    shelf costs q h, so a lot of Q costs K / Q + h (Q + 1) / 2 a day, least at sqrt(2 K / h)."""
    order, hold, days = 500, 10, 480
    costs = {}
    for lot in (8, 10, 12):
        scenario = store(
            rate=1.0,
            gap_cv=0.0,
            lead_time=Constant(0.0),
            opening_stock=lot,
            warm_up=120 * DAY,
            unit_cost=3650,
            holding_rate=1.0,
            order_cost=order,
            replenishment=Replenishment(
                Rule.of("reorder_point", reorder_point=0, order_quantity=lot), 0, False
            ),
        )
        costs[lot] = kpi("inventory_cost")(simulate(scenario, draw(scenario, 1, 0)))
        cents = days * (order / lot + hold * (lot + 1) / 2)
        assert costs[lot] == pytest.approx(cents / 100, abs=0.02)
    assert min(costs, key=lambda lot: costs[lot]) == round((2 * order / hold) ** 0.5) == 10
