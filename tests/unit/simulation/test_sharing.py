"""Arms with equal luck draw it once, and nothing comes out differently."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backsim.metrics import evaluate
from backsim.scenario.model import Scenario
from backsim.simulation import SharedLuck, draw, simulate

LoadText = Callable[..., tuple[Scenario, ...]]

SHOP = """
horizon: 60 days
products:
  mug:
    price: 12.00
    unit_cost: 5.00
    opening_stock: 9
    supplier: kiln
    replenishment: {policy: base_stock, base_stock_level: 9}
  jug:
    price: 30.00
    unit_cost: 9.00
    opening_stock: 2
    substitutes: {mug: 40%}
    supplier: kiln
    replenishment: {policy: base_stock, base_stock_level: 9}
suppliers: {kiln: {lead_time: gamma(mean 9 days, cv 0.5)}}
demand: {rate: 4 per day, basket: {sizes: {1: 50%, 2: 50%}}}
customers:
  all:
    willingness: lognormal(mean 1.4, cv 0.2)
    patience: gamma(mean 9 days, cv 0.5)
    tolerance: uniform(0 days, 4 days)
    changes: {after: exponential(mean 9 days), drop: 20%, swap: 30%}
payment: {capture: {failure: 5%, retries: 1}, disputes: {share: 10%}}
arms:
  refuse: {}
  open: {selling: {backorders: open}}
  full: {selling: {backorders: open}, payment: {approach: full}}
  dear: {products: {mug: {price: 13.00}}}
  slow: {suppliers: {kiln: {lead_time: 20 days}}}
"""


@pytest.fixture
def arms(load_text: LoadText) -> dict[str, Scenario]:
    """By name."""
    return {arm.arm: arm for arm in load_text(SHOP)}


def test_what_is_not_drawn_makes_no_luck_of_its_own(arms: dict[str, Scenario]) -> None:
    shared = SharedLuck()
    refuse, opened, full = (shared.draw(arms[arm], 1, 0) for arm in ("refuse", "open", "full"))
    assert refuse is opened is full


@pytest.mark.parametrize("arm", ["dear", "slow"])
def test_what_moves_a_draw_is_drawn_anew(arms: dict[str, Scenario], arm: str) -> None:
    shared = SharedLuck()
    plain, other = shared.draw(arms["refuse"], 1, 0), shared.draw(arms[arm], 1, 0)
    columns = [(work.asked.list_value, work.lead_times.first(0, 0, 9)) for work in (plain, other)]
    differs = [not np.array_equal(*pair) for pair in zip(*columns, strict=True)]
    assert differs == [arm == "dear", arm == "slow"]


def test_a_replication_and_a_seed_have_their_own(arms: dict[str, Scenario]) -> None:
    shared = SharedLuck()
    drawn = [shared.draw(arms["open"], *address) for address in ((1, 0), (1, 1), (2, 0))]
    assert [(work.seed, work.replication) for work in drawn] == [(1, 0), (1, 1), (2, 0)]
    assert shared.draw(arms["open"], 2, 0) is drawn[2]
    assert shared.draw(arms["open"], 1, 0) is not drawn[0]  # that replication is over


def test_the_last_two_of_a_replication_are_remembered(arms: dict[str, Scenario]) -> None:
    shared = SharedLuck()
    refuse, dear = (shared.draw(arms[arm], 1, 0) for arm in ("refuse", "dear"))
    assert shared.draw(arms["open"], 1, 0) is refuse
    shared.draw(arms["slow"], 1, 0)
    assert shared.draw(arms["dear"], 1, 0) is dear
    assert shared.draw(arms["open"], 1, 0) is not refuse


def test_shared_luck_gives_every_arm_the_numbers_it_has_alone(arms: dict[str, Scenario]) -> None:
    shared = SharedLuck()
    alone = {arm: evaluate(simulate(arms[arm], draw(arms[arm], 1, 3))) for arm in arms}
    together = {arm: evaluate(simulate(arms[arm], shared.draw(arms[arm], 1, 3))) for arm in arms}
    backwards = {
        arm: evaluate(simulate(arms[arm], shared.draw(arms[arm], 1, 3))) for arm in reversed(arms)
    }
    assert together == backwards == alone
    assert len({str(numbers) for numbers in alone.values()}) == len(arms)
