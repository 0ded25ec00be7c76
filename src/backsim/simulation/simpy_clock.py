"""SimPy's clock, which defines the order of events. Never compiled.

The long-lived actors are processes that read like a day at the shop; what they set going are
events of the agenda.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy
from simpy.events import EventPriority

from backsim.simulation.agenda import TURNS, Agenda
from backsim.simulation.codes import DEMAND, RELEASE, REVIEW, REVIEW_BEFORE
from backsim.simulation.shelf import Shelf
from backsim.simulation.shop import Shop
from backsim.units import NEVER

PRIORITIES = [EventPriority(turn) for turn in range(TURNS)]
Process = Generator[simpy.Event, None, None]


class Due(simpy.Event):
    """Something on the agenda: at a given tick, in its turn among the events of that tick."""

    def __init__(self, env: simpy.Environment, at: int, kind: int, a: int, b: int) -> None:
        self.env = env
        self.callbacks = []
        self._value = None
        self._ok = True
        self.at, self.kind, self.a, self.b = at, kind, a, b


class SimpyAgenda(Agenda):
    """An agenda that SimPy works off."""

    def __init__(self) -> None:
        super().__init__()
        self.env = simpy.Environment()
        self.shop: Shop

    def put(self, at: int, turn: int, kind: int, a: int = 0, b: int = 0) -> None:
        self._schedule(Due(self.env, at, kind, a, b), turn, self._happen)

    def until(self, at: int, turn: int) -> Due:
        """For a process to wait for."""
        return self._schedule(Due(self.env, at, NEVER, 0, 0), turn, self._strike)

    def _schedule(self, due: Due, turn: int, action: Any) -> Due:
        due.callbacks = [action]
        self.env.schedule(due, PRIORITIES[turn], due.at - self.now)
        return due

    def _strike(self, due: Any) -> None:
        self.now = due.at

    def _happen(self, due: Any) -> None:
        self.now = due.at
        self.shop.happen(due.kind, due.a, due.b, due.at)


def work_off_with_simpy(shop: Shop, agenda: SimpyAgenda) -> None:
    """Let everything happen before the horizon; an event at the horizon itself does not."""
    agenda.shop, env = shop, agenda.env
    env.process(customers(shop, agenda))
    for shelf in shop.store.shelves:
        if not shelf.released:
            env.process(release(shop, agenda, shelf))
        if shelf.item.buying.buys:
            env.process(reviews(shop, agenda, shelf))
    env.run(until=shop.store.horizon)


def customers(shop: Shop, agenda: SimpyAgenda) -> Process:
    """Customers come, each at their own time; after each instant's demand, stock is reviewed."""
    drawn, last = shop.store.drawn, NEVER
    for visit in range(drawn.waiting, drawn.visitors):
        at = drawn.at[visit]
        if at != last:
            shop.buying.review_sold(agenda.now)
            yield agenda.until(at, DEMAND)
            last = at
        shop.counter.visit(visit, at)
    shop.buying.review_sold(agenda.now)


def release(shop: Shop, agenda: SimpyAgenda, shelf: Shelf) -> Process:
    """A product waits for its day, which may slip."""
    announced, slip = shelf.item.release_at, shop.slips[shelf.number]
    if slip:
        yield agenda.until(max(announced - shelf.item.slip_notice, 0), RELEASE)
        shop.buying.slip(shelf, announced + slip, agenda.now)
    yield agenda.until(announced + slip, RELEASE)
    shop.release(shelf, agenda.now)


def reviews(shop: Shop, agenda: SimpyAgenda, shelf: Shelf) -> Process:
    """Stock is reviewed at the start, and then once every review period, if there is one."""
    rules, at = shelf.item.buying, 0
    turn = REVIEW_BEFORE if rules.review_before else REVIEW
    while True:
        yield agenda.until(at, turn)
        shop.buying.review_in_turn(shelf, at)
        if not rules.review_period:
            return
        at += rules.review_period
