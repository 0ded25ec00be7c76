"""The stock of one product: pieces here, coming, set aside and owed, and who waits for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from heapq import heappop, heappush

from backsim.records.views import StockView
from backsim.scenario.model import Product
from backsim.units import FOREVER


class Shelf:
    """Counts of pieces of one product. ``available`` are on hand and set aside for nobody.

    Waiting lines stand in a queue ordered by their allocation key, then by arrival. Arrivals are
    set aside piece by piece for the line at its head, so pieces are never available while a
    released product is owed to somebody.
    """

    def __init__(self, product: Product, lead_times: list[int]) -> None:
        self.product = product
        self.lead_times = lead_times
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
        self.next_review = 0
        self.queue: list[tuple[float, int]] = []
        self.missing: dict[int, int] = {}
        """By waiting line: pieces not yet set aside for it."""
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
        short = self.owed + quantity - self.available
        if short <= 0:
            return now
        if short <= self.on_order:
            purchase = bisect_left(self.supplied, self.received + short)
            return max(self.expected[purchase], now)
        if not self.replenished:
            return FOREVER
        return max(self.next_review, now) + lead_time_mean

    def wait(self, line: int, quantity: int, key: float, preorder: bool) -> None:
        """Put a line in the queue; what is available is set aside at the next ``serve``."""
        self.missing[line] = quantity
        self.owed += quantity
        if preorder:
            self.owed_preorders += quantity
            self.preordered += quantity
        heappush(self.queue, (key, line))

    def serve(self, preorder_lines: set[int]) -> Iterator[int]:
        """Set available pieces aside for the head of the queue; yield each line now complete."""
        missing, queue = self.missing, self.queue
        while self.available and queue and self.released:
            line = queue[0][1]
            need = missing.get(line)
            if need is None:  # cancelled while it waited
                heappop(queue)
                continue
            given = min(need, self.available)
            self.available -= given
            self.owed -= given
            if line in preorder_lines:
                self.owed_preorders -= given
            if given < need:
                missing[line] = need - given
                return
            heappop(queue)
            del missing[line]
            yield line

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
