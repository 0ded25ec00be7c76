"""``simulate``: the one door to the engine. SimPy keeps time; the shop does the work."""

from __future__ import annotations

from collections.abc import Generator

import simpy

from backsim.records.log import RunLog
from backsim.scenario.model import Scenario
from backsim.simulation.clock import DEMAND, RELEASE, REVIEW, REVIEW_BEFORE, At, Clock
from backsim.simulation.recorder import facts
from backsim.simulation.shelf import Shelf
from backsim.simulation.shop import Shop
from backsim.simulation.workload import Workload
from backsim.units import NEVER

Process = Generator[simpy.Event, None, None]


def simulate(scenario: Scenario, workload: Workload) -> RunLog:
    """Run one arm through one replication's luck and write down what happens.

    The order of events at one instant is ``records.codes.Priority``; an event at the horizon
    itself does not happen. Equal arguments give equal logs.
    """
    env = Clock()
    shop = Shop(env, scenario, workload)
    env.process(customers(env, shop, workload.at.tolist()))
    for number, shelf in enumerate(shop.shelves):
        if not shelf.released:
            env.process(release(env, shop, shelf))
        if shelf.replenished:
            env.process(reviews(env, shop, number))
    env.run(until=scenario.horizon)
    return shop.log.log(scenario, facts(scenario, workload))


def customers(env: Clock, shop: Shop, times: list[int]) -> Process:
    """Customers come, each at their own time; after each instant's demand, stock is reviewed."""
    last = NEVER
    for visit, at in enumerate(times):
        if at != last:
            shop.review_sold()
            yield At(env, at, DEMAND)
            last = at
        shop.visit(visit)
    shop.review_sold()


def release(env: Clock, shop: Shop, shelf: Shelf) -> Process:
    """A product waits for its day."""
    yield At(env, shelf.product.release_at, RELEASE)
    shop.release(shelf)


def reviews(env: Clock, shop: Shop, product: int) -> Process:
    """Stock is reviewed at the start, and then once every review period, if there is one."""
    shelf = shop.shelves[product]
    rule = shelf.product.replenishment
    priority = REVIEW_BEFORE if rule.before_demand else REVIEW
    at = 0
    while True:
        yield At(env, at, priority)
        shelf.next_review = at + rule.review_period
        shop.review(product)
        if not rule.review_period:
            return
        at += rule.review_period
