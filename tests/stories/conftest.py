"""``story``: customers given one by one, a scenario, and all that happens, told line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from backsim.metrics import check
from backsim.records.codes import LostCause, Offer, PaymentKind
from backsim.records.log import RunLog
from backsim.scenario.build import load
from backsim.simulation import draw, simulate
from backsim.units import DAY, FOREVER, HOUR, MINUTE, NEVER

REPLAY = """
start: 2026-01-05
demand:
  file: customers.csv
  columns: {order: who, customer: who, date: when, quantity: pieces, product: what, value: worth}
"""


class Event(NamedTuple):
    """One thing that happened, with its turn among those of its instant."""

    at: int
    turn: float
    words: str


class Telling:
    """Puts a log into words."""

    def __init__(self, log: RunLog, names: list[str]) -> None:
        self.log = log
        self.names = names

    def story(self) -> list[str]:
        """All events before the horizon, in order of time and turn."""
        tellers = (self.releases, self.purchases, self.lines, self.parcels, self.payments)
        events = [event for teller in tellers for event in teller()]
        there = [event for event in events if NEVER < event.at < self.log.facts.horizon]
        there.sort(key=lambda event: (event.at, event.turn))
        return [f"{when(event.at)} {event.words}" for event in there]

    def who(self, order: int) -> str:
        return self.names[int(self.log.orders.person[order])]

    def what(self, rows: list[int]) -> str:
        lines, products = self.log.lines, self.log.facts.products
        pieces = [f"{lines.quantity[i]} {products[lines.product[i]].name}" for i in rows]
        return " and ".join(pieces)

    def releases(self) -> Iterator[Event]:
        for product in self.log.facts.products:
            if product.release_at:
                yield Event(product.release_at, 3, f"{product.name} is released")

    def purchases(self) -> Iterator[Event]:
        buys, products = self.log.purchases, self.log.facts.products
        for i in range(len(buys)):
            goods = f"{buys.quantity[i]} {products[buys.product[i]].name}"
            yield Event(buys.ordered_at[i], 6, f"buys {goods}, due {when(buys.due_at[i])}")
            yield Event(buys.received_at[i], 0, f"receives {goods}")
            yield Event(buys.payable_at[i], 0.5, f"pays {money(buys.cost[i])} for {goods}")

    def lines(self) -> Iterator[Event]:
        lines, orders = self.log.lines, self.log.orders
        for i in range(len(lines)):
            who, goods = self.who(lines.order[i]), self.what([i])
            told = f"{who} leaves without {goods}: {LostCause(lines.lost[i]).name.lower()}"
            if lines.lost[i] == LostCause.SOLD:
                verb = {Offer.STOCK: "orders", Offer.BACKORDER: "backorders"}
                told = f"{who} {verb.get(Offer(lines.offer[i]), 'pre-orders')} {goods}"
                told += f" for {money(lines.value[i])}"
                if lines.promised_at[i] == FOREVER:
                    told += ", no date"
                elif lines.promised_at[i] != orders.placed_at[lines.order[i]]:
                    told += f", promised {when(lines.promised_at[i])}"
            yield Event(orders.placed_at[lines.order[i]], 5, told)
            yield Event(lines.cancelled_at[i], 1, f"{who} cancels {goods}")

    def parcels(self) -> Iterator[Event]:
        parcels, lines = self.log.parcels, self.log.lines
        for i in range(len(parcels)):
            rows = np.flatnonzero(lines.parcel == i).tolist()
            told = f"{self.who(parcels.order[i])} is sent {self.what(rows)}"
            told += f", there {when(parcels.delivered_at[i])}"
            yield Event(
                parcels.shipped_at[i], self.turn(parcels.order[i], parcels.shipped_at[i], i), told
            )

    def payments(self) -> Iterator[Event]:
        payments = self.log.payments
        for i in range(len(payments)):
            order, kind, amount = payments.order[i], payments.kind[i], money(payments.amount[i])
            told = f"{self.who(order)} pays {amount}"
            turn = self.turn(order, payments.at[i], i) + 0.001
            if kind == PaymentKind.CHECKOUT:
                told, turn = f"{told} ahead", 5.1
            if kind == PaymentKind.REFUND:
                told, turn = f"{self.who(order)} gets {amount} back", 2
            if payments.fee[i]:
                told += f", less {money(payments.fee[i])} for the processor"
            yield Event(payments.at[i], turn, told)

    def turn(self, order: int, at: int, row: int) -> float:
        """What ships at the order comes after the demand; what had waited, before it."""
        at_once = at == self.log.orders.placed_at[order]
        return (5.5 if at_once else 4) + row * 0.01


def when(tick: int) -> str:
    """A moment, to the minute."""
    return f"day {tick // DAY} {tick % DAY // HOUR:02}:{tick % HOUR // MINUTE:02}"


def money(amount: int) -> str:
    """An amount in the major unit."""
    return f"{amount / 100:.2f}"


@pytest.fixture
def lived(tmp_path: Path) -> Callable[[str, str], tuple[RunLog, list[str]]]:
    """Let these customers come to this store; answers the log and the customers' names.

    A customer is a line ``day time name pieces product worth``; several lines of one name are one
    order.
    """

    def live(scenario: str, customers: str) -> tuple[RunLog, list[str]]:
        rows, names = ["when,who,pieces,what,worth"], list[str]()
        for line in customers.strip().splitlines():
            day, time, name, pieces, product, worth = line.split()
            rows.append(f"2026-01-{5 + int(day):02} {time},{name},{pieces},{product},{worth}")
            if name not in names:
                names.append(name)
        (tmp_path / "customers.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        (tmp_path / "story.yaml").write_text(scenario + REPLAY, encoding="utf-8")
        (arm,) = load(tmp_path / "story.yaml").arms
        log = simulate(arm, draw(arm, 1, 0))
        assert check(log) == []
        return log, names

    return live


@pytest.fixture
def story(
    lived: Callable[[str, str], tuple[RunLog, list[str]]],
) -> Callable[[str, str], list[str]]:
    """Let these customers come to this store; answers all that happens, in words."""
    return lambda scenario, customers: Telling(*lived(scenario, customers)).story()
