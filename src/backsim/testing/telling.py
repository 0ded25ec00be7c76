"""A log in words: what happened, line by line; and its tables and books, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from backsim.ledger import Account, journal
from backsim.ledger.entries import Event as LedgerEvent
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer, PaymentKind
from backsim.records.log import RunLog
from backsim.testing.difference import tables_of
from backsim.units import DAY, FOREVER, HOUR, MINUTE, NEVER


def story(log: RunLog, names: Sequence[str]) -> list[str]:
    """All that happens before the horizon, in order of time.

    ``names`` are the customers' by their number in the log; friends are called after whoever
    brought them, those whose orders wait at the start by number. An example stands in
    ``backsim.testing``.
    """
    return _Telling(log, list(names)).story()


class _Event(NamedTuple):
    """One thing that happened, with its turn among those of its instant."""

    at: int
    turn: float
    words: str


class _Telling:
    """Puts a log into words."""

    def __init__(self, log: RunLog, names: list[str]) -> None:
        self.log = log
        waited = int(log.orders.waited.sum())
        self.names = [*names, *(f"customer {number}" for number in range(1, waited + 1))]

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

    def releases(self) -> Iterator[_Event]:
        for product in self.log.facts.products:
            if product.release_at:
                yield _Event(product.release_at, 3, f"{product.name} is released")

    def purchases(self) -> Iterator[_Event]:
        buys = self.log.purchases
        for i in range(len(buys)):
            goods = f"{buys.quantity[i]} {self.name_of(buys.product[i])}"
            yield _Event(buys.ordered_at[i], 6, f"buys {goods}, due {when(buys.due_at[i])}")
            yield _Event(buys.received_at[i], 0, f"receives {goods}")
            yield _Event(buys.payable_at[i], 0.5, f"pays {_money(buys.cost[i])} for {goods}")

    def lines(self) -> Iterator[_Event]:
        lines, orders = self.log.lines, self.log.orders
        for i in range(len(lines)):
            who, goods = self.who(lines.order[i]), self.what([i])
            told = f"{who} leaves without {goods}: {LostCause(lines.lost[i]).name.lower()}"
            at = orders.placed_at[lines.order[i]]
            if lines.lost[i] == LostCause.SOLD:
                told = f"{who} {self.sale(i)}"
            if lines.origin[i] == LineOrigin.SWAP:
                at = lines.allocated_at[i]
            yield _Event(at, 5, told)
            if lines.restated_at[i] != NEVER:
                told = f"{who} is told that {goods} will come {when(lines.restated_to[i])}"
                yield _Event(lines.restated_at[i], 0.9, told)
            cause = CancelCause(lines.cancelled[i])
            told = f"{who} cancels {goods}"
            if cause not in (CancelCause.KEPT, CancelCause.LATE):
                told += f": {cause.name.lower()}"
            yield _Event(lines.cancelled_at[i], 1, told)

    def sale(self, i: int) -> str:
        """What was sold, at which price, on which terms."""
        lines, orders = self.log.lines, self.log.orders
        verbs = {
            Offer.BACKORDER: "backorders",
            Offer.PREORDER: "pre-orders",
            Offer.ADVANCE: "orders ahead",
        }
        verb = verbs.get(Offer(lines.offer[i]), "orders")
        if orders.waited[lines.order[i]]:
            verb = "waits for"
        told = f"{verb} {self.what([i])} for {_money(lines.value[i])}"
        if lines.shipping_charge[i]:
            told += f" and {_money(lines.shipping_charge[i])} for shipping"
        if lines.product[i] != lines.asked_for[i]:
            told = f"{told} instead of {self.name_of(lines.asked_for[i])}"
        if lines.surcharge[i]:
            told += f" and {_money(lines.surcharge[i])} on top"
        if lines.full_price[i] != NEVER:
            told += " (given away)" if lines.full_price[i] else " (won)"
        ways = self.log.facts.approaches[lines.product[i]]
        if len(ways) > 1 and lines.approach[i] != NEVER:
            told += f", to be paid {ways[lines.approach[i]]}"
        if lines.promised_at[i] == FOREVER:
            told += f", no date, awaits it {when(lines.went_by[i])}"
        elif lines.promised_at[i] > orders.placed_at[lines.order[i]] and (
            lines.origin[i] != LineOrigin.SWAP
        ):
            told += f", promised {when(lines.promised_at[i])}"
            if lines.went_by[i] != lines.promised_at[i]:
                told += f", awaits it {when(lines.went_by[i])}"
        return told

    def parcels(self) -> Iterator[_Event]:
        parcels, lines = self.log.parcels, self.log.lines
        for i in range(len(parcels)):
            rows = np.flatnonzero(lines.parcel == i).tolist()
            told = f"{self.who(parcels.order[i])} is sent {self.what(rows)}"
            told += f", there {when(parcels.delivered_at[i])}"
            yield _Event(parcels.shipped_at[i], self.leaves(i), told)

    def payments(self) -> Iterator[_Event]:
        """What is paid in one go is told once."""
        payments = self.log.payments
        for charge in np.unique(payments.charge):
            rows = np.flatnonzero(payments.charge == charge)
            i, fee = int(rows[0]), int(payments.fee[rows].sum())
            turn, told = self.payment(i, _money(payments.amount[rows].sum()))
            if fee:
                told += f", less {_money(fee)} in fees"
            yield _Event(payments.at[i], turn, f"{self.who(payments.order[i])}{told}")

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
            PaymentKind.KEPT: (2.1, f" leaves {amount} to the store"),
            PaymentKind.SHIPPING_KEPT: (2.1, f" leaves {amount} for shipping to the store"),
            PaymentKind.CANCELLATION_FEE: (2.1, f" pays {amount} for cancelling"),
            PaymentKind.CREDIT: (2.1, f" gets {amount} back as store credit"),
            PaymentKind.RECLAIMED: (2.1, f"'s bank takes {amount} back that was to be kept"),
            PaymentKind.CREDIT_REDEEMED: (2, f" uses a store credit of {amount}"),
            PaymentKind.CREDIT_EXPIRED: (2, f"'s store credit of {amount} expires"),
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


def _money(amount: int) -> str:
    """An amount in the major unit."""
    return f"{amount / 100:.2f}"


class Written(NamedTuple):
    """A log and its books, as lines of text."""

    tables: dict[str, dict[str, list[str]]]
    """By table and column, in the order in which the log declares them."""
    journal: list[str]
    """An entry per line, amounts in the major unit, debit positive."""

    def rows(self, table: str, *columns: str) -> list[str]:
        """Some columns of a table, or all of them, a row per line. Raises ``KeyError``."""
        told = self.tables[table]
        chosen = [told[column] for column in columns or told]
        return [" ".join(row) for row in zip(*chosen, strict=True)]


def written(log: RunLog) -> Written:
    """Everything that a log and its journal say."""
    tables = {
        name: {
            column.name: [_number(column.name, each) for each in getattr(table, column.name)]
            for column in table.columns()
        }
        for name, table in tables_of(log)
    }
    entries: dict[int, str] = {}
    for entry, at, event, row, account, amount in zip(*journal(log).posted, strict=True):
        head = f"{when(int(at))[4:]} {LedgerEvent(event).name.lower()} {row}:"
        leg = f" {Account(account).label} {_money(int(amount))}"
        entries[int(entry)] = entries.get(int(entry), head) + leg
    return Written(tables, [entries[entry] for entry in sorted(entries)])


def _number(column: str, value: int) -> str:
    """One number of a table: a moment, an amount, or as it is."""
    if value == NEVER:
        return "-"
    if column in ("at", "restated_to") or column.endswith("_at"):
        return when(value)[4:].replace(" ", "/") if value < FOREVER else "never"
    if column in (
        "list_value",
        "value",
        "surcharge",
        "shipping_charge",
        "prepaid",
        "amount",
        "fee",
        "cost",
    ):
        return _money(value)
    return str(value)
