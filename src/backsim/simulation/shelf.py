"""The stock of one product: pieces here, coming, set aside and owed, and who waits for them."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterator
from heapq import heapify, heappop, heappush

from backsim.records.views import StockView
from backsim.scenario.model import Product
from backsim.units import FOREVER


class Shelf:
    """Counts of pieces of one product. ``available`` are on hand and set aside for nobody.

    Waiting lines stand in a queue ordered by their allocation key, then by the visit that ordered
    them. Arrivals are set aside piece by piece for the line at its head, but for the reserve that
    is kept for walk-in customers; so no other piece is available while a released product is owed
    to somebody.
    """

    def __init__(self, number: int, product: Product) -> None:
        self.number = number
        self.product = product
        self.release_at = product.release_at
        """As the store knows it today."""
        self.released = product.release_at <= 0
        self.on_hand = self.available = self.received = product.opening_stock
        self.on_order = 0
        self.sold = 0
        self.owed = 0
        """Pieces that waiting lines still miss."""
        self.owed_preorders = 0
        """The part of ``owed`` that pre-orders miss."""
        self.preordered = 0
        """Pieces pre-ordered and not cancelled."""
        self.partial = product.partial
        self.substitutes = product.substitutes
        self.next_review = 0
        self.queue: list[tuple[float, int, int]] = []
        """Allocation key, visit and line of those who wait; some may be withdrawn already."""
        self.missing: dict[int, int] = {}
        """By waiting line, in order of arrival: pieces not yet set aside for it."""
        self.preorders: set[int] = set()
        """Lines that were pre-ordered."""
        self.waiting_list: deque[int] = deque()
        """Lines that would like to be pre-ordered, should a place become free."""
        self.charged_at_release: list[int] = []
        """Lines that are paid on release day."""
        self.supplied = [product.opening_stock]
        """Pieces supplied up to and with the n-th purchase order, opening stock first."""
        self.expected = [0]
        """When each of them is expected."""
        has_supplier = product.supplier >= 0
        self.replenished = has_supplier and product.replenishment.policy.params is not None
        self.reviewed_on_demand = self.replenished and not product.replenishment.review_period

    def position(self, now: int) -> StockView:
        """What a replenishment policy sees."""
        owed = self.owed
        preorders = self.owed_preorders
        return StockView(
            now,
            self.on_hand,
            self.on_order,
            owed - preorders,
            preorders,
            self.available + self.on_order - owed,
        )

    def expected_at(self, quantity: int, now: int, lead_time_mean: int) -> int:
        """When the store expects to serve ``quantity`` more pieces, behind all that wait already.

        Covered by what is on order: when the purchase order that brings the last piece is expected
        (or now, if that is late). Not covered: a mean lead time after the next review. Never, if
        nothing more is bought.
        """
        short = self.owed + quantity - self.to_give()
        if short <= 0:
            return now
        if short <= self.on_order:
            purchase = bisect_left(self.supplied, self.received + short)
            return max(self.expected[min(purchase, len(self.expected) - 1)], now)
        if not self.replenished:
            return FOREVER
        return max(self.next_review, now) + lead_time_mean

    def to_give(self) -> int:
        """Pieces that waiting lines may have."""
        return max(self.available - self.product.reserve, 0)

    def sells_now(self, quantity: int, now: int) -> bool:
        """Can these pieces be sold from stock at this instant?"""
        return self.released and self.available >= quantity and self.sells(quantity, now)

    def sells(self, quantity: int, now: int) -> bool:
        """Is the product still on sale, and are there so many pieces left of its edition?"""
        return now < self.product.ends_at and self.sold + quantity <= self.product.edition

    def take(self, quantity: int) -> None:
        """Sell pieces from stock."""
        self.sold += quantity
        self.available -= quantity

    def owe(self, line: int, quantity: int, preorder: bool) -> None:
        """A sold line cannot ship at once: its pieces are owed from now on."""
        self.missing[line] = quantity
        self.sold += quantity
        self.owed += quantity
        if preorder:
            self.preorders.add(line)
            self.owed_preorders += quantity
            self.preordered += quantity

    def join(self, line: int, key: float, visit: int) -> None:
        """An owed line takes its place in the queue; it is served at the next ``serve``."""
        heappush(self.queue, (key, visit, line))

    def reorder(self, key: Callable[[int], float]) -> None:
        """Give every waiting line a new place."""
        waiting = [(visit, line) for _, visit, line in self.queue if line in self.missing]
        self.queue = [(key(line), visit, line) for visit, line in waiting]
        heapify(self.queue)

    def serve(self) -> Iterator[int]:
        """Set pieces aside for the head of the queue; yield each line that is now complete."""
        missing, queue = self.missing, self.queue
        while queue and self.released:
            line = queue[0][2]
            need = missing.get(line)
            if need is None:  # withdrawn while it waited
                heappop(queue)
                continue
            given = min(need, self.to_give())
            if not given:
                return
            self.available -= given
            self.owed -= given
            if line in self.preorders:
                self.owed_preorders -= given
            if given < need:
                missing[line] = need - given
                return
            heappop(queue)
            del missing[line]
            yield line

    def withdraw(self, line: int, quantity: int) -> None:
        """A waiting line is given up: what was set aside for it is available again."""
        missing = self.missing.pop(line, 0)
        self.sold -= quantity
        self.owed -= missing
        self.available += quantity - missing
        if line in self.preorders:
            self.owed_preorders -= missing
            self.preordered -= quantity

    def order(self, quantity: int, expected_at: int) -> None:
        """A purchase order has been placed."""
        self.on_order += quantity
        self.supplied.append(self.supplied[-1] + quantity)
        self.expected.append(expected_at)

    def receive(self, quantity: int) -> None:
        """A purchase order has arrived."""
        self.on_order -= quantity
        self.received += quantity
        self.on_hand += quantity
        self.available += quantity

    def waiting_for(self, purchase: int) -> list[int]:
        """Lines whose last piece comes with the n-th purchase order, first come first."""
        low = self.supplied[purchase - 1] - self.received
        high = self.supplied[purchase] - self.received
        place, lines = 0, []
        for line, missing in self.missing.items():
            place += missing
            if low < place <= high:
                lines.append(line)
            if place > high:
                break
        return lines
