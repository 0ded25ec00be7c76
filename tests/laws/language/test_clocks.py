"""Two clocks, one model: SimPy's and the heap's give equal logs; purse and books agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from backsim.ledger import Account, Event, journal
from backsim.records.log import RunLog
from backsim.scenario.build import load
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate
from backsim.simulation.agenda import new_agenda
from backsim.simulation.opening import open_shop
from backsim.simulation.runlog import run_log
from backsim.simulation.workload import Workload
from backsim.testing import changed, difference

Tree = dict[str, Any]
ArmsOf = Callable[[Tree], tuple[Scenario, ...]]
AnyShop = st.SearchStrategy[Tree]

SCENARIOS = sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("part", range(4))
def test_both_clocks_tell_the_same_day(whole_shop: AnyShop, arms_of: ArmsOf, part: int) -> None:
    """In four parts, to be shared among workers: 240 shops."""

    @seed(part)
    @settings(max_examples=60, phases=[Phase.generate])
    @given(st.data())
    def same(data: st.DataObject) -> None:
        (shop,) = arms_of(data.draw(whole_shop))
        work = draw(shop, part, data.draw(st.integers(0, 9)))
        defined, found = (simulate(shop, work, clock=clock) for clock in ("simpy", "heap"))
        assert difference(found, defined) == ""

    same()


@pytest.mark.parametrize("path", SCENARIOS, ids=[path.stem for path in SCENARIOS])
def test_both_clocks_tell_every_shipped_scenario(path: Path) -> None:
    arms = load(path).arms
    assert len(arms) > 1
    for arm in arms:
        work = draw(arm, 1, 0)
        defined, found = (simulate(arm, work, clock=clock) for clock in ("simpy", "heap"))
        assert difference(found, defined) == "", arm.arm


def watched(shop: Scenario, work: Workload) -> tuple[RunLog, dict[int, int]]:
    """The log, and by instant at which anything happened: the purse when it was over."""
    agenda = new_agenda()
    opened = open_shop(shop, work, agenda)
    cash = {0: opened.store.purse.cash}
    opened.open()
    while agenda.next(shop.horizon):
        opened.happen(agenda.kind, agenda.a, agenda.b, agenda.now)
        cash[agenda.now] = opened.store.purse.cash
    return run_log(opened.store, shop, work), cash


def booked(log: RunLog) -> dict[int, int]:
    """By instant: cash in the books when it is over, but for what time itself costs."""
    steps = [
        step
        for step in journal(log).steps(Account.CASH)
        if step.event not in (Event.HOLDING, Event.INTEREST)
    ]
    at = np.concatenate([step.at for step in steps])
    amount = np.concatenate([step.amount for step in steps])
    order = np.argsort(at, kind="stable")
    return dict(zip(at[order].tolist(), np.cumsum(amount[order]).tolist(), strict=True))


def apart(log: RunLog, cash: dict[int, int]) -> str:
    """The first instant at which purse and books differ; empty: there is none."""
    books = booked(log)
    mine = theirs = log.facts.opening_cash
    for at in sorted({*cash, *books}):
        mine, theirs = cash.get(at, mine), books.get(at, theirs)
        if mine != theirs:
            return f"at {at} the purse holds {mine}, and the books say {theirs}"
    return ""


@pytest.mark.parametrize("part", range(4))
def test_the_purse_holds_what_the_books_say_at_every_event(
    whole_shop: AnyShop, arms_of: ArmsOf, part: int
) -> None:
    """In four parts, to be shared among workers: 240 shops."""

    @seed(part)
    @settings(max_examples=60, phases=[Phase.generate])
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        (shop,) = arms_of(data.draw(whole_shop))
        work = draw(shop, part, data.draw(st.integers(0, 9)))
        log, cash = watched(shop, work)
        assert apart(log, cash) == ""
        assert difference(log, simulate(shop, work)) == ""

    holds()


def test_a_cent_that_is_missing_is_found(arms_of: ArmsOf) -> None:
    """Else the test above would say nothing."""
    (shop,) = arms_of(
        {
            "horizon": "9 days",
            "products": {"cup": {"price": 10.00, "unit_cost": 4.00, "opening_stock": 9}},
            "demand": {"rate": "3 per day"},
        }
    )
    log, cash = watched(shop, draw(shop, 1, 0))
    assert apart(log, cash) == ""
    last = len(log.payments) - 1
    at, amount = int(log.payments.at[last]), int(log.payments.amount[last])
    short = changed(log, "payments", "amount", last, amount - 1)
    right = cash[at]
    assert apart(short, cash) == f"at {at} the purse holds {right}, and the books say {right - 1}"
