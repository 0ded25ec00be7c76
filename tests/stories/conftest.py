"""``story``: customers given one by one, a scenario, and all that happens, told line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import pytest

from backsim.ledger import Account, journal
from backsim.ledger.entries import Event as LedgerEvent
from backsim.metrics import check
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer, PaymentKind
from backsim.records.log import RunLog
from backsim.scenario.build import load
from backsim.scenario.model import Scenario
from backsim.simulation import Workload, draw, simulate
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
        """Friends are numbered behind all who came by themselves, in the same order."""
        person, known = int(self.log.orders.person[order]), len(self.names)
        return self.names[person] if person < known else f"{self.names[person - known]}'s friend"

    def name_of(self, product: int) -> str:
        return self.log.facts.products[product].name

    def what(self, rows: Sequence[int]) -> str:
        lines = self.log.lines
        return " and ".join(f"{lines.quantity[i]} {self.name_of(lines.product[i])}" for i in rows)

    def releases(self) -> Iterator[Event]:
        for product in self.log.facts.products:
            if product.release_at:
                yield Event(product.release_at, 3, f"{product.name} is released")

    def purchases(self) -> Iterator[Event]:
        buys = self.log.purchases
        for i in range(len(buys)):
            goods = f"{buys.quantity[i]} {self.name_of(buys.product[i])}"
            yield Event(buys.ordered_at[i], 6, f"buys {goods}, due {when(buys.due_at[i])}")
            yield Event(buys.received_at[i], 0, f"receives {goods}")
            yield Event(buys.payable_at[i], 0.5, f"pays {money(buys.cost[i])} for {goods}")

    def lines(self) -> Iterator[Event]:
        lines, orders = self.log.lines, self.log.orders
        for i in range(len(lines)):
            who, goods = self.who(lines.order[i]), self.what([i])
            told = f"{who} leaves without {goods}: {LostCause(lines.lost[i]).name.lower()}"
            at = orders.placed_at[lines.order[i]]
            if lines.lost[i] == LostCause.SOLD:
                told = f"{who} {self.sale(i)}"
            if lines.origin[i] == LineOrigin.SWAP:
                at = lines.allocated_at[i]
            yield Event(at, 5, told)
            if lines.restated_at[i] != NEVER:
                told = f"{who} is told that {goods} will come {when(lines.restated_to[i])}"
                yield Event(lines.restated_at[i], 0.9, told)
            cause = CancelCause(lines.cancelled[i])
            told = f"{who} cancels {goods}"
            if cause not in (CancelCause.KEPT, CancelCause.LATE):
                told += f": {cause.name.lower()}"
            yield Event(lines.cancelled_at[i], 1, told)

    def sale(self, i: int) -> str:
        """What was sold, at which price, on which terms."""
        lines, orders = self.log.lines, self.log.orders
        verbs = {
            Offer.BACKORDER: "backorders",
            Offer.PREORDER: "pre-orders",
            Offer.ADVANCE: "orders ahead",
        }
        verb = verbs.get(Offer(lines.offer[i]), "orders")
        told = f"{verb} {self.what([i])} for {money(lines.value[i])}"
        if lines.product[i] != lines.wanted[i]:
            told = f"{told} instead of {self.name_of(lines.wanted[i])}"
        if lines.surcharge[i]:
            told += f" and {money(lines.surcharge[i])} on top"
        if lines.full_price[i] != NEVER:
            told += " (given away)" if lines.full_price[i] else " (won)"
        ways = self.log.facts.approaches[lines.product[i]]
        if len(ways) > 1 and lines.approach[i] != NEVER:
            told += f", to be paid {ways[lines.approach[i]]}"
        if lines.promised_at[i] == FOREVER:
            told += ", no date"
        elif lines.promised_at[i] > orders.placed_at[lines.order[i]] and (
            lines.origin[i] != LineOrigin.SWAP
        ):
            told += f", promised {when(lines.promised_at[i])}"
        return told

    def parcels(self) -> Iterator[Event]:
        parcels, lines = self.log.parcels, self.log.lines
        for i in range(len(parcels)):
            rows = np.flatnonzero(lines.parcel == i).tolist()
            told = f"{self.who(parcels.order[i])} is sent {self.what(rows)}"
            told += f", there {when(parcels.delivered_at[i])}"
            yield Event(parcels.shipped_at[i], self.leaves(i), told)

    def payments(self) -> Iterator[Event]:
        """What is paid in one go is told once."""
        payments = self.log.payments
        for charge in np.unique(payments.charge):
            rows = np.flatnonzero(payments.charge == charge)
            i, fee = int(rows[0]), int(payments.fee[rows].sum())
            turn, told = self.payment(i, money(payments.amount[rows].sum()))
            if fee:
                told += f", less {money(fee)} in fees"
            yield Event(payments.at[i], turn, f"{self.who(payments.order[i])}{told}")

    def payment(self, i: int, amount: str) -> tuple[float, str]:
        """The turn of a payment, and what is said of it."""
        payments, kind = self.log.payments, PaymentKind(self.log.payments.kind[i])
        order = 0.0001 * i
        told: dict[PaymentKind, tuple[float, str]] = {
            PaymentKind.CHECKOUT: (5.1, f" pays {amount} ahead"),
            PaymentKind.REFUND: (2, f" gets {amount} back"),
            PaymentKind.SCHEDULED: (2, f" pays {amount} as agreed"),
            PaymentKind.CHARGEBACK: (1.5, f"'s bank takes {amount} back"),
            PaymentKind.RENEWAL: (2, "'s card is authorised again"),
            PaymentKind.FAILED: (0.95, "'s card is declined"),
            PaymentKind.DEFAULT: (2, f" will never pay {amount}"),
            PaymentKind.REWARD: (2, f" uses a code worth {amount}"),
        }
        if kind == PaymentKind.SHIPMENT:
            parcel = int(self.log.lines.parcel[payments.line[i]])
            return self.leaves(parcel) + 0.001, f" pays {amount}"
        turn, words = told[kind]
        return turn + order, words

    def leaves(self, parcel: int) -> float:
        """What ships at the order comes after the demand; what had waited, before it."""
        parcels = self.log.parcels
        at_once = parcels.shipped_at[parcel] == self.log.orders.placed_at[parcels.order[parcel]]
        return (5.5 if at_once else 4) + parcel * 0.01


def when(tick: int) -> str:
    """A moment, to the minute."""
    return f"day {tick // DAY} {tick % DAY // HOUR:02}:{tick % HOUR // MINUTE:02}"


def money(amount: int) -> str:
    """An amount in the major unit."""
    return f"{amount / 100:.2f}"


def ticks(told: str) -> int:
    """A duration such as ``3d`` or ``5h``."""
    return int(told[:-1]) * {"d": DAY, "h": HOUR}[told[-1]]


READERS: dict[str, Callable[[str], Any]] = {
    "patience": ticks,
    "tolerance": ticks,
    "advance": ticks,
    "change_after": ticks,
    "transit": ticks,
    "limit": lambda told: float(told) * 100,
    "willingness": float,
    "aversion": float,
}


BY_LINE = ("limit", "transit")
PURPOSES = {
    purpose.replace(" ", "_"): purpose
    for purpose in ("substitute", "change", "default", "dispute", "code", "word of mouth")
} | {f"capture_{tried}": f"capture {tried}" for tried in range(9)}
"""Kinds of luck that may be told, by the word for it."""


class Customer(NamedTuple):
    """One line of what a customer wants, and what is known of them."""

    row: str
    name: str
    product: str
    known: dict[str, str]


def customer(told: str) -> Customer:
    """From ``day time name pieces product worth`` and, for instance, ``patience=3d change=0.1``.

    Whatever is not told is drawn; what is told is a column of the workload, or a kind of luck.
    """
    day, time, name, pieces, product, worth, *known = told.split()
    date = np.datetime64("2026-01-05") + int(day)
    row = f"{date} {time},{name},{pieces},{product},{worth}"
    return Customer(row, name, product, dict(each.split("=", 1) for each in known))


def by_hand(
    arm: Scenario, work: Workload, names: list[str], known: dict[tuple[str, str], dict[str, str]]
) -> Workload:
    """The workload with what is known of the customers in place of what was drawn."""
    asked, person = work.asked, work.visits.person
    drawn = work.people.columns() | asked.columns()
    places = {
        "segment": {segment.name: k for k, segment in enumerate(arm.segments)},
        "carrier": {carrier.name: k for k, carrier in enumerate(arm.carriers)},
    }
    columns: dict[str, Any] = {}
    for line, (visit, product) in enumerate(zip(asked.visit, asked.product, strict=True)):
        if person[visit] >= len(names):
            continue  # a friend, who is as the scenario says
        told = known[names[int(person[visit])], arm.products[product].name]
        for key, value in told.items():
            if key not in drawn:
                numbers = work.luck[PURPOSES[key]] = work.luck[PURPOSES[key]].copy()
                numbers[line] = float(value)
                continue
            column = columns.setdefault(key, drawn[key].copy())
            row = line if key in BY_LINE else visit
            column[row] = places[key][value] if key in places else READERS[key](value)
    return work.told(columns)


class Lived(Protocol):
    """Let these customers come to this store; answers the log and the customers' names.

    ``lead_times`` and ``slips`` are days by product: of its purchase orders one after the other,
    and of its release.
    """

    def __call__(
        self,
        scenario: str,
        customers: str,
        *,
        lead_times: Mapping[str, Sequence[float]] = {},
        slips: Mapping[str, float] = {},
    ) -> tuple[RunLog, list[str]]: ...


class Story(Protocol):
    """Let these customers come to this store; answers all that happens, in words."""

    def __call__(
        self,
        scenario: str,
        customers: str,
        *,
        lead_times: Mapping[str, Sequence[float]] = {},
        slips: Mapping[str, float] = {},
    ) -> list[str]: ...


@pytest.fixture
def lived(tmp_path: Path) -> Lived:
    """Customers as lines of text, in order of time; several lines of one name are one order."""

    def live(
        scenario: str,
        customers: str,
        *,
        lead_times: Mapping[str, Sequence[float]] = {},
        slips: Mapping[str, float] = {},
    ) -> tuple[RunLog, list[str]]:
        told = [customer(line) for line in customers.strip().splitlines()]
        names = list(dict.fromkeys(each.name for each in told))
        rows = "\n".join(["when,who,pieces,what,worth", *(each.row for each in told)])
        (tmp_path / "customers.csv").write_text(rows + "\n", encoding="utf-8")
        (tmp_path / "story.yaml").write_text(scenario + REPLAY, encoding="utf-8")
        (arm,) = load(tmp_path / "story.yaml").arms
        known = {(each.name, each.product): each.known for each in told}
        work = by_hand(arm, draw(arm, 1, 0), names, known)
        places = {product.name: place for place, product in enumerate(arm.products)}
        supply = {
            (arm.products[place].supplier, place): [round(day * DAY) for day in lead_times[name]]
            for name, place in places.items()
            if name in lead_times
        }
        late = work.slips.copy()
        for name, day in slips.items():
            late[places[name]] = round(day * DAY)
        log = simulate(arm, replace(work, lead_times=work.lead_times.given(supply), slips=late))
        assert check(log) == []
        return log, names

    return live


@pytest.fixture
def story(lived: Lived) -> Story:
    """As ``lived``, but in words."""
    return lambda *args, **options: Telling(*lived(*args, **options)).story()


class Written(NamedTuple):
    """A log and its books, as lines of text."""

    tables: dict[str, list[str]]
    """By table: a row per line, its columns in the order in which the log declares them."""
    journal: list[str]
    """An entry per line, amounts in the major unit, debit positive."""


def number(column: str, value: int) -> str:
    """One number of a table: a moment, an amount, or as it is."""
    if value == NEVER:
        return "-"
    if column in ("at", "promised_at", "restated_to") or column.endswith("_at"):
        return when(value)[4:].replace(" ", "/") if value < FOREVER else "never"
    if column in ("list_value", "value", "surcharge", "prepaid", "amount", "fee", "cost"):
        return money(value)
    return str(value)


@pytest.fixture
def write() -> Callable[[RunLog], Written]:
    """Everything that a log and its journal say."""

    def written(log: RunLog) -> Written:
        tables = {}
        for name in ("orders", "lines", "payments", "parcels", "purchases", "outlays"):
            table = getattr(log, name)
            columns = [field.name for field in fields(table)]
            rows = zip(*(getattr(table, column).tolist() for column in columns), strict=True)
            tables[name] = [
                " ".join(number(*each) for each in zip(columns, row, strict=True)) for row in rows
            ]
        posted, entries = journal(log).posted, dict[int, str]()
        for entry, at, event, row, account, amount in zip(*posted, strict=True):
            head = f"{when(int(at))[4:]} {LedgerEvent(event).name.lower()} {row}:"
            leg = f" {Account(account).label} {money(int(amount))}"
            entries[int(entry)] = entries.get(int(entry), head) + leg
        return Written(tables, [entries[entry] for entry in sorted(entries)])

    return written
