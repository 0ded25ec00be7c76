"""The stock of one item: pieces here, coming, set aside and owed, and who waits for them."""

from __future__ import annotations

from collections import deque
from typing import Final, final

from backsim.columns import ints, longer
from backsim.simulation.facts import Item
from backsim.simulation.line_queue import LineQueue
from backsim.units import FOREVER, Pieces, Row, Tick


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
        self.received: Pieces = item.opening_stock
        """All that ever came, opening stock included."""
        self.on_order: Pieces = 0
        self.sold: Pieces = 0
        self.owed: Pieces = 0
        """Pieces that waiting lines still miss."""
        self.owed_preorders: Pieces = 0
        """The part of ``owed`` that pre-orders miss."""
        self.preordered: Pieces = 0
        """Pieces pre-ordered and not cancelled."""
        self.reviewed_on_demand: Final = item.buying.buys and not item.buying.review_period
        self.next_review: Tick = 0
        self.queue: Final = LineQueue()
        self.missing: Final[dict[int, int]] = {}
        """By waiting line, in order of arrival: pieces not yet set aside for it."""
        self.preorders: Final[set[int]] = set()
        """Lines that were pre-ordered."""
        self.waiting_list: Final[deque[int]] = deque()
        """Lines that would like to be pre-ordered, should a place become free."""
        self.charged_at_release: Final[list[int]] = []
        """Lines that are paid on release day."""
        self.purchases: Row = 0
        self.supplied = ints(8)
        """Pieces supplied up to and with the n-th purchase order, opening stock first."""
        self.expected = ints(8)
        """When each of them is expected."""
        self.supplied[0] = item.opening_stock

    # What may be sold or promised.

    def to_give(self) -> Pieces:
        """Pieces that waiting lines may have."""
        return max(self.available - self.item.reserve, 0)

    def sells(self, quantity: Pieces, now: Tick) -> bool:
        """Is the product still on sale, and are there so many pieces left of its edition?"""
        return now < self.item.ends_at and self.sold + quantity <= self.item.edition

    def sells_now(self, quantity: Pieces, now: Tick) -> bool:
        """Can these pieces be sold from stock at this instant?"""
        return self.released and self.available >= quantity and self.sells(quantity, now)

    def expected_at(self, quantity: Pieces, now: Tick) -> Tick:
        """When the store expects to serve ``quantity`` more pieces, behind all that wait already.

        Covered by what is on order: when the purchase order that brings the last piece is expected
        (or now, if that is late). Not covered: a mean lead time after the next review. Never, if
        nothing more is bought.
        """
        short = self.owed + quantity - self.to_give()
        if short <= 0:
            return now
        if short <= self.on_order:
            return max(self.expected[self._purchase_with(self.received + short)], now)
        if not self.item.buying.buys:
            return FOREVER
        return max(self.next_review, now) + self.item.buying.supplier.lead_time_mean

    def _purchase_with(self, piece: Pieces) -> Row:
        """The purchase order that brings the n-th piece ever supplied, by bisection."""
        low: Row = 0
        high = self.purchases
        while low < high:
            middle = (low + high) // 2
            if self.supplied[middle] < piece:
                low = middle + 1
            else:
                high = middle
        return low

    def inventory_position(self) -> Pieces:
        """What is here and coming, less what is owed."""
        return self.available + self.on_order - self.owed

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
            self.preordered += quantity

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
            self.preordered -= quantity

    def order(self, quantity: Pieces, expected_at: Tick) -> Row:
        """A purchase order has been placed; answers its number, from 1."""
        number = self.purchases + 1
        self.purchases = number
        if number == len(self.supplied):
            self.supplied = longer(self.supplied)
            self.expected = longer(self.expected)
        self.on_order += quantity
        self.supplied[number] = self.supplied[number - 1] + quantity
        self.expected[number] = expected_at
        return number

    def receive(self, quantity: Pieces) -> None:
        """A purchase order has arrived."""
        self.on_order -= quantity
        self.received += quantity
        self.on_hand += quantity
        self.available += quantity

    def waiting_for(self, purchase: Row) -> list[int]:
        """Lines whose last piece comes with the n-th purchase order, first come first."""
        low = self.supplied[purchase - 1] - self.received
        high = self.supplied[purchase] - self.received
        place: Pieces = 0
        lines: list[int] = []
        for line, missing in self.missing.items():
            place += missing
            if low < place <= high:
                lines.append(line)
            if place > high:
                break
        return lines
