"""``simulate``: the one door to the engine. SimPy keeps time; the shop does the work."""

from __future__ import annotations

from collections.abc import Generator

import simpy

from backsim.records.log import RunLog
from backsim.scenario.model import Scenario
from backsim.simulation.clock import DEMAND, RELEASE, REVIEW, REVIEW_BEFORE, At, Clock
from backsim.simulation.runlog import run_log
from backsim.simulation.shelf import Shelf
from backsim.simulation.shop import Shop
from backsim.simulation.store import Store
from backsim.simulation.workload import Workload
from backsim.units import NEVER

Process = Generator[simpy.Event, None, None]


def simulate(scenario: Scenario, workload: Workload) -> RunLog:
    """Run one arm through one replication's luck and write down what happens.

    The order of events at one instant is ``records.codes.Priority``; an event at the horizon
    itself does not happen. Equal arguments give equal logs.
    """
    env = Clock()
    store = Store(env, scenario, workload)
    shop = Shop(store)
    visitors = len(workload.friends) or len(workload.visits)
    env.process(customers(env, shop, store.at[:visitors]))
    for shelf, slip in zip(store.shelves, workload.slips.tolist(), strict=True):
        if not shelf.released:
            env.process(release(env, shop, shelf, slip))
        if shelf.replenished:
            env.process(reviews(env, shop, shelf))
    env.run(until=scenario.horizon)
    return run_log(store.log, scenario, store.at)


def customers(env: Clock, shop: Shop, times: list[int]) -> Process:
    """Customers come, each at their own time; after each instant's demand, stock is reviewed."""
    last = NEVER
    visit, review_sold = shop.counter.visit, shop.buying.review_sold
    for customer, at in enumerate(times):
        if at != last:
            review_sold()
            yield At(env, at, DEMAND)
            last = at
        visit(customer, at)
    review_sold()


def release(env: Clock, shop: Shop, shelf: Shelf, slip: int) -> Process:
    """A product waits for its day, which may slip."""
    announced, rule = shelf.product.release_at, shelf.product.slip
    if slip:
        yield At(env, max(announced - rule.notice, 0), RELEASE)
        shop.buying.postpone(shelf, announced + slip)
    yield At(env, announced + slip, RELEASE)
    shop.release(shelf)


def reviews(env: Clock, shop: Shop, shelf: Shelf) -> Process:
    """Stock is reviewed at the start, and then once every review period, if there is one."""
    rule = shelf.product.replenishment
    priority = REVIEW_BEFORE if rule.before_demand else REVIEW
    at = 0
    while True:
        yield At(env, at, priority)
        shelf.next_review = at + rule.review_period
        shop.buying.review(shelf)
        if not rule.review_period:
            return
        at += rule.review_period
