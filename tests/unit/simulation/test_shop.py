"""The shop put together: what a review sees, who is told of what, and the one door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from backsim.policies import registry
from backsim.policies.base import ReplenishmentRule
from backsim.policies.entry import RuleEntry
from backsim.records.rules import Rule
from backsim.simulation import simulate
from backsim.simulation.moments import Moments
from backsim.testing import by_hand, difference, scenario_of
from backsim.units import DAY

OpenShop = Callable[..., Any]

SEEN: list[tuple[int, int, int, int, int, int]] = []


class Looking(ReplenishmentRule):
    """Writes down what it sees, and buys four on day 3."""

    def buys(
        self,
        now: int,
        on_hand: int,
        on_order: int,
        backorders: int,
        preorders: int,
        inventory_position: int,
    ) -> int:
        SEEN.append((now // DAY, on_hand, on_order, backorders, preorders, inventory_position))
        return 4 if now == 3 * DAY else 0


LAUNCH = """
horizon: 9 days
products:
  mug: {price: 12.00, unit_cost: 5.00, opening_stock: 2, release: 4 days, supplier: kiln,
    replenishment: {policy: base_stock, base_stock_level: 0, review_period: 1 day}}
suppliers: {kiln: {lead_time: 8 days}}
selling: {preorders: {cap: 5}, backorders: open, promise: {rule: fixed, wait: 0 days}}
customers: {all: {tolerance: 2 days}}
"""


def test_a_review_sees_what_is_owed_and_to_whom(
    open_shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = RuleEntry("replenishment", "looking", Looking, doc="Looks.")
    monkeypatch.setattr(registry, "installed", lambda: (rule,))
    SEEN.clear()
    scenario = scenario_of(LAUNCH)
    (mug,) = scenario.products
    looking = mug.replenishment._replace(policy=Rule("looking"))
    scenario = replace(scenario, products=(mug._replace(replenishment=looking),))
    shop = open_shop(scenario, "0 01:00 ann 5 mug 60.00", "5 01:00 ben 1 mug 12.00")
    shop.until(6)
    assert SEEN == [
        (0, 2, 0, 0, 0, 2),
        (1, 2, 0, 0, 5, -3),
        (2, 2, 0, 0, 5, -3),
        (3, 2, 0, 0, 5, -3),
        # Four were bought on day 3. At the release the two there are set aside: three are missing.
        (4, 2, 4, 0, 3, 1),
        (5, 2, 4, 0, 3, 1),
    ]
    # The pre-order is given up: one of its two pieces goes to ben, whose backorder waited.
    shop.give_up(0)
    shop.until(8)
    assert SEEN[6:] == [(6, 1, 4, 0, 0, 5), (7, 1, 4, 0, 0, 5)]


PLAIN = """
horizon: 9 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 1,
    replenishment: {policy: base_stock, base_stock_level: 1}}
suppliers: {maker: {lead_time: 2 days}}
selling: {backorders: open}
"""


def subscribed(moments: Moments) -> set[tuple[str, str]]:
    """Who listens to what."""
    names = ("sold", "packed", "shipped", "withdrawn", "released")
    return {(name, type(each).__name__) for name in names for each in getattr(moments, name)}


@pytest.mark.parametrize(
    ("more", "listens"),
    [
        ("customers: {all: {changes: {after: 3 days, drop: 50%}}}", ("sold", "Minds")),
        ("payment: {authorisation: {valid_for: 4 days}}", ("sold", "Holds")),
        ("pricing: {late_code: {value: 5.00}}", ("packed", "LateCodes")),
        ("pricing: {gift: {cost: 1.50, with: [backorder]}}", ("packed", "Gifts")),
        ("demand: {word_of_mouth: {share: 50%, delay: 2 days}}", ("shipped", "Friends")),
    ],
)
def test_what_is_off_listens_to_nothing(
    open_shop: OpenShop, more: str, listens: tuple[str, str]
) -> None:
    off, on = (
        subscribed(open_shop(text, "0 09:00 ann 1 cup 10.00").shop.store.moments)
        for text in (PLAIN, f"{PLAIN}{more}\n")
    )
    assert on - off == {listens}
    assert off <= on


@pytest.mark.parametrize("clock", ["simpy", "heap"])
def test_a_shop_moved_by_hand_is_the_shop_that_is_simulated(
    open_shop: OpenShop, clock: Any
) -> None:
    customers = ["0 09:00 ann 2 cup 20.00", "0 09:00 ann 1 cup 10.00", "8 23:00 ben 1 cup 10.00"]
    shop = open_shop(PLAIN, *customers).until(3).until(9)
    day = by_hand(scenario_of(PLAIN), "\n".join(customers))
    log = simulate(day.scenario, day.workload, clock=clock)
    assert difference(shop.log, log) == ""
    assert log.lines.shipped_at.tolist()[:2] == [int(2.375 * DAY)] * 2


def test_what_arrives_at_the_horizon_does_not_arrive() -> None:
    """Ann's cups are bought on day 0 at 09:00, and due two days later."""
    for horizon, received in (("57 h", -1), ("58 h", int(2.375 * DAY))):
        day = by_hand(scenario_of(PLAIN.replace("9 days", horizon)), "0 09:00 ann 2 cup 20.00")
        log = simulate(day.scenario, day.workload)
        assert log.purchases.due_at.tolist() == [int(2.375 * DAY)]
        assert log.purchases.received_at.tolist() == [received]
