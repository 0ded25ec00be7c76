"""Orders: what became of each visit as a whole. One row per visit."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backsim.metrics.reading.lines import LineReading
from backsim.metrics.reading.window import Mask
from backsim.metrics.satisfaction import softened
from backsim.records.log import Column
from backsim.units import DAY, FOREVER, NEVER


class Outcomes(NamedTuple):
    """Orders that reached their outcome: all that was kept is delivered, the rest cancelled."""

    order: Column
    at: Column
    """The last delivery or cancellation."""
    delivered: Mask
    """Did at least one line arrive?"""
    late_days: Column
    """Calendar days past the delivery that the customer went by, negative when early; 0 if nothing
    arrived."""
    score: NDArray[np.float64]


class OrderReading(LineReading):
    """Columns and masks of orders, read from their lines."""

    def count(self, mask: Mask) -> Column:
        """How many lines of each order are in the mask. Shape (orders,)."""
        if self.simple:
            return mask.astype(np.int64)
        return np.bincount(self.log.lines.order[mask], minlength=len(self.log.orders))

    def _sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum over each order's lines. Shape (orders,)."""
        orders = len(self.log.orders)
        return np.bincount(self.log.lines.order, values, orders).astype(np.float64)

    def latest(self, column: Column) -> Column:
        """The largest value of each order's lines; ``NEVER`` for an order without lines."""
        if self.simple:
            return column
        orders = self.log.orders
        top = np.full(len(orders), NEVER, dtype=np.int64)
        some = np.flatnonzero(orders.line_count)
        if len(some):
            top[some] = np.maximum.reduceat(column, orders.first_line[some])
        return top

    @cached_property
    def sold_lines(self) -> Column:
        """How many lines of each visit were sold. Shape (orders,)."""
        return self.count(self.sold)

    @cached_property
    def accepted(self) -> Mask:
        """Was anything sold in this visit? Shape (orders,)."""
        return self.sold_lines > 0

    @cached_property
    def cohort(self) -> Mask:
        """Accepted orders placed in the window. Shape (orders,)."""
        return self.accepted & self.within(self.log.orders.placed_at) & self.newcomers

    @cached_property
    def preorder(self) -> Mask:
        """Accepted orders with a pre-ordered line. Shape (orders,)."""
        return self.count(self.preordered) > 0

    @cached_property
    def advance(self) -> Mask:
        """Accepted orders with a line taken for a later date. Shape (orders,)."""
        return self.count(self.in_advance) > 0

    @cached_property
    def waits_from(self) -> Column:
        """From when on each order waits: the latest of its lines. Shape (orders,)."""
        if self.since is self.placed:
            return self.log.orders.placed_at
        return np.maximum(self.latest(self.since), self.log.orders.placed_at)

    @cached_property
    def promise(self) -> Column:
        """The ship date that the customer of each order went by; ``NEVER`` if it was not accepted,
        or never paid: nothing is owed to who has not paid in time."""
        if not self.never_paid.any():
            return self.latest(self.went_by)
        return self.latest(np.where(self.never_paid, NEVER, self.went_by))

    @cached_property
    def quoted_transit(self) -> Column:
        """From that ship date of each order to the delivery that follows. Shape (orders,)."""
        quoted = np.array(self.facts.quoted_transit, dtype=np.int64)
        return quoted[self.log.orders.carrier]

    @cached_property
    def last_delivery(self) -> Column:
        """When the last shipped line of each order arrives. Shape (orders,)."""
        return self.latest(self.delivered_at)

    @cached_property
    def first_delivery(self) -> Column:
        """When the first shipped line of each order arrives; ``FOREVER`` if none was. Shape
        (orders,)."""
        first = np.full(len(self.log.orders), FOREVER, dtype=np.int64)
        gone = np.flatnonzero(self.shipped)
        np.minimum.at(first, self.log.lines.order[gone], self.delivered_at[gone])
        return first

    @cached_property
    def outcomes(self) -> Outcomes:
        """Accepted orders whose outcome fell in the window, and how satisfied they left.

        A line's score is the curve's value for its order's wait and lateness if it arrived, the
        curve's ``cancelled`` if it was withdrawn, its ``walked_away`` if it was never paid; the
        order's score is the mean of its lines. What rewards give back of what lateness costs is
        shared by all that arrived.
        """
        curve = self.facts.satisfaction
        arrived = self.shipped & (self.delivered_at < self.end)
        n_arrived, n_cancelled = self.count(arrived), self.count(self.cancelled)
        settled = self.accepted & (n_arrived + n_cancelled == self.sold_lines)
        at = np.maximum(self.last_delivery, self.latest(self.log.lines.cancelled_at))
        row = np.flatnonzero(settled & self.within(at))
        good, bad, last = n_arrived[row], n_cancelled[row], self.last_delivery[row]
        # A withdrawn line's promise is no longer what the rest of its order is judged by.
        kept = self.latest(np.where(self.shipped, self.went_by, NEVER))[row]
        late = last // DAY - (kept + self.quoted_transit[row]) // DAY
        late[good == 0] = 0
        wait = np.maximum(last - self.waits_from[row], 0) / DAY
        given_back = self._sums(self.stars_given_back)[row] / np.maximum(good, 1)
        stars = softened(wait, late, given_back, curve)
        unpaid = self.count(self.never_paid)[row]
        stated = (bad - unpaid) * curve.cancelled + unpaid * curve.walked_away
        scores = (good * stars + stated) / (good + bad)
        return Outcomes(row, at[row], good > 0, late, scores)
