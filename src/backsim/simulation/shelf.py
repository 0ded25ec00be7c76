"""The stock of one item: pieces here, coming, set aside and owed, and who waits for them."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.facts import Item
from backsim.simulation.inbound import Inbound
from backsim.simulation.line_queue import LineQueue
from backsim.simulation.turns import Turns
from backsim.units import FOREVER, NEVER, Money, Pieces, Row, Tick


@final
class Shelf:
    """Counts of pieces. ``available`` are on hand and set aside for nobody.

    Waiting lines stand in a queue. Arrivals are set aside piece by piece for the line at its head,
    but for the reserve that is kept for walk-in customers; so no other piece is available while a
    released product is owed to somebody.
    """

    def __init__(self, item: Item) -> None:
        self.item: Final = item
        self.number: Final = item.number
        self.release_at = item.release_at
        """As the store knows it today."""
        self.released = item.release_at <= 0
        self.on_hand: Pieces = item.opening_stock
        self.available: Pieces = item.opening_stock
        self.worth: Money = item.opening_stock * item.unit_cost
        """What the pieces on hand have cost."""
        self.on_order: Pieces = 0
        self.sold: Pieces = 0
        self.owed: Pieces = 0
        """Pieces that waiting lines still miss."""
        self.owed_preorders: Pieces = 0
        """The part of ``owed`` that pre-orders miss; before the release, all of them."""
        self.reviewed_on_demand: Final = item.buying.buys and not item.buying.review_period
        self.next_review: Tick = 0
        self.queue: Final = LineQueue()
        self.missing: Final[dict[int, int]] = {}
        """By waiting line, in order of arrival: pieces not yet set aside for it."""
        self.preorders: Final[set[int]] = set()
        """Lines that were pre-ordered."""
        self.waiting_list: Final = Turns()
        """Lines that would like to be pre-ordered, should a place become free."""
        self.charged_at_release: Final[list[int]] = []
        """Lines that are paid on release day."""
        self.orders_placed: Row = 0
        self.inbound: Final = Inbound()

    # What may be sold or promised.

    def for_preorders(self) -> Pieces:
        """Pieces here and on order, but for those that backorders miss."""
        return self.available + self.on_order - self.owed + self.owed_preorders

    def at_hand(self) -> Pieces:
        """Pieces that somebody may buy now: what is here, up to the end of an edition."""
        return min(self.available, self.item.edition - self.sold)

    def to_give(self) -> Pieces:
        """Pieces that waiting lines may have."""
        return max(self.available - self.item.reserve, 0)

    def reserve_lacks(self) -> Pieces:
        """Pieces that an arrival brings to the reserve before anybody who waits is served."""
        return max(self.item.reserve - self.available, 0)

    def sells(self, quantity: Pieces, now: Tick) -> bool:
        """Is the product still on sale, and are there so many pieces left of its edition?"""
        return now < self.item.ends_at and self.sold + quantity <= self.item.edition

    def sells_now(self, quantity: Pieces, now: Tick) -> bool:
        """Can these pieces be sold from stock at this instant?"""
        return self.released and self.available >= quantity and self.sells(quantity, now)

    def expected_at(self, quantity: Pieces, now: Tick) -> Tick:
        """When the store expects to serve ``quantity`` more pieces, behind all that wait already
        and the reserve that is filled first.

        Covered by what is on order: when the purchase order that brings the last piece is expected,
        given that it has not come yet. Not covered: a mean lead time after the next review. Never,
        if nothing more is bought.
        """
        return self._expected(quantity, now, 0.0)

    def sure_at(self, quantity: Pieces, now: Tick) -> Tick:
        """The same, as promises are based on it: it may be a date that is kept more surely."""
        return self._expected(quantity, now, self.item.selling.sure)

    def _expected(self, quantity: Pieces, now: Tick, sure: float) -> Tick:
        short = self.owed + quantity + self.item.reserve - self.available
        if short <= 0:
            return now
        if short <= self.on_order:
            return self._arrival(self.inbound.bringing(short), now, sure)
        if not self.item.buying.buys:
            return FOREVER
        mean = self.item.buying.supplier.lead_time.mean
        return max(self.next_review, now) + (self.item.selling.sure_after if sure else mean)

    def _arrival(self, place: Row, now: Tick, sure: float) -> Tick:
        """When a purchase order will come, given that it has not come yet."""
        due_at = self.inbound.due_at(place)
        if due_at != NEVER:
            return max(due_at, now)
        lead_time, ordered_at = self.item.buying.supplier.lead_time, self.inbound.ordered_at(place)
        age = now - ordered_at
        if sure:
            return ordered_at + lead_time.quantile(sure, age, self.item.selling.sure_after)
        return ordered_at + lead_time.expected(age)

    def inventory_position(self) -> Pieces:
        """What is here and coming, less what is owed. While somebody waits, the pieces of the
        reserve are not there: those who wait cannot have them."""
        reserve = self.item.reserve if self.owed else 0
        return self.available - reserve + self.on_order - self.owed

    # What happens to pieces.

    def take(self, quantity: Pieces) -> None:
        """Sell pieces from stock."""
        self.sold += quantity
        self.available -= quantity

    def owe(self, line: Row, quantity: Pieces, preorder: bool) -> None:
        """A sold line cannot ship at once: its pieces are owed from now on."""
        self.missing[line] = quantity
        self.sold += quantity
        self.owed += quantity
        if preorder:
            self.preorders.add(line)
            self.owed_preorders += quantity

    def give(self, line: Row, quantity: Pieces) -> None:
        """Set pieces aside for a line that waits."""
        self.available -= quantity
        self.owed -= quantity
        if line in self.preorders:
            self.owed_preorders -= quantity

    def withdraw(self, line: Row, quantity: Pieces) -> None:
        """A waiting line is given up: what was set aside for it is available again."""
        missing = self.missing.pop(line, 0)
        self.sold -= quantity
        self.owed -= missing
        self.available += quantity - missing
        if line in self.preorders:
            self.owed_preorders -= missing

    def order(self, purchase: Row, quantity: Pieces, now: Tick, expected_at: Tick) -> None:
        """A purchase order has been placed."""
        self.orders_placed += 1
        self.on_order += quantity
        self.inbound.order(purchase, now, expected_at, quantity)

    def expect(self, purchase: Row, quantity: Pieces, at: Tick) -> None:
        """Goods are on the way from before the start; it is known when they come."""
        self.on_order += quantity
        self.inbound.order(purchase, 0, at, quantity)
        self.inbound.learn(purchase, at)

    def send(self, quantity: Pieces) -> Money:
        """Pieces leave; answers what they have cost, by moving average: a share of what all pieces
        on hand have cost, so that nothing is left when the last one goes."""
        cost = (2 * self.worth * quantity + self.on_hand) // (2 * self.on_hand)
        self.worth -= cost
        self.on_hand -= quantity
        return cost

    def receive(self, purchase: Row, quantity: Pieces, cost: Money) -> None:
        """Pieces of a purchase order have arrived."""
        self.worth += cost
        self.on_order -= quantity
        self.on_hand += quantity
        self.available += quantity
        self.inbound.receive(purchase, quantity)

    def known_arrivals(self) -> list[tuple[int, int]]:
        """Lines whose last piece comes with a purchase order of which the store has heard when it
        will come, first come first, each with that time."""
        needed = self.item.reserve - self.available
        known: list[tuple[int, int]] = []
        for line, missing in self.missing.items():
            needed += missing
            if needed <= 0:
                continue  # it will have what is here
            if needed > self.on_order:
                break
            due_at = self.inbound.due_at(self.inbound.bringing(needed))
            if due_at != NEVER:
                known.append((line, due_at))
        return known
