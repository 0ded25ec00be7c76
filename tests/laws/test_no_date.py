"""To name no date wins nothing: who stays goes by a guess, and finds it late as they would a date
that is broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backsim.metrics import evaluate
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate
from backsim.testing import arms_of as arms_of_text

Tree = dict[str, Any]
ArmsOf = Callable[[Tree], tuple[Scenario, ...]]

SHOP = """
horizon: 365 days
cool_down: 40 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 40, supplier: maker,
    replenishment: {policy: reorder_point, reorder_point: 20, order_quantity: 40}}
suppliers: {maker: {lead_time: "gamma(mean 14 days, cv 0.4)"}}
demand: {rate: 4 per day}
customers:
  all: {patience: "gamma(mean 20 days, cv 0.8)"}
selling: {backorders: open}
arms:
  honest: {selling.promise: {rule: expected, buffer: 3 days}}
  none: {selling.promise: none}
  hopeful: {selling.promise: {rule: fixed, wait: 5 days}}
"""
KPIS = ("demand_on_time", "experience", "lost_to_wait", "cancellation_rate")


def test_no_date_is_worse_than_an_honest_one_and_better_than_a_hopeful_one() -> None:
    found = np.array(
        [
            [[evaluate(log)[kpi] or 0.0 for kpi in KPIS] for log in logs]
            for logs in ([simulate(a, draw(a, 1, r)) for a in arms_of_text(SHOP)] for r in range(8))
        ]
    )
    honest, none, hopeful = found.transpose(1, 2, 0)
    for better, worse in ((honest, none), (none, hopeful)):
        on_time, stars, lost, left = better - worse
        # Seen: 2 to 10 points, 0.05 to 0.20 stars, and 2 to 7 points more who look elsewhere.
        assert on_time.min() > 0.01
        assert stars.min() > 0.02
        assert lost.min() > 0.01
        assert left.max() < 0.0


def test_who_guesses_what_the_store_expects_fares_as_who_is_told(
    any_shop: st.SearchStrategy[Tree], arms_of: ArmsOf
) -> None:
    """But for the promise itself, and for what the store gives by it."""

    @settings(max_examples=25)
    @given(any_shop)
    def same(tree: Tree) -> None:
        for store in (tree, *tree["products"].values()):
            store.get("selling", {}).update(allocation="first_come")
            store.get("pricing", {}).pop("wait_discounts", None)
        for segment in tree["customers"].values():
            segment["believed_wait"] = 1
        tree["arms"] = {
            "told": {"selling.promise": "expected"},
            "silent": {"selling.promise": "none"},
        }
        told, silent = (simulate(arm, draw(arm, 1, 0)) for arm in arms_of(tree))
        for name in ("went_by", "lost", "shipped_at", "cancelled_at", "cancelled", "value"):
            one, other = (getattr(log.lines, name).tolist() for log in (told, silent))
            assert one == other, name
        assert evaluate(told)["fulfillment_rate"] == evaluate(silent)["fulfillment_rate"]

    same()
