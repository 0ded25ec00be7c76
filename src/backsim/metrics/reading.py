"""A reading of one log: the masks, moments and books that KPIs share, each made once.

Conventions that all KPIs follow:

- An order is *accepted* if at least one of its lines was sold, a *pre-order* if one of its sold
  lines was taken before the product's release, and an *advance order* if one was taken for a later
  date that the customer named.
- A line's promise is the first one that it was given: a re-stated promise does not make a late line
  on time. An order's promise is the latest of its sold lines. A line taken without a date makes it
  an order without a promise: it cannot be late.
- A promise is a date: what happens on that calendar day or before is on time.
- An advance order waits from the date for which it was wanted; the log knows it as the promise.
- A line that waited and was swapped for a substitute is one line with it: the substitute, with the
  offer and the promise of what it replaces. A line sold in two parts is two lines.
- A customer called from a waiting list has waited since their visit; until then the line is lost.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backsim.ledger import CashPath, IncomeStatement, Journal, cash_path, income_statement, journal
from backsim.metrics.satisfaction import score
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer
from backsim.records.log import Column, RunLog
from backsim.units import DAY, FOREVER, NEVER

Mask = NDArray[np.bool_]


class Spans(NamedTuple):
    """Pieces that stay in some state from ``start`` until before ``end``, one row per line."""

    start: Column
    end: Column
    pieces: Column


class Outcomes(NamedTuple):
    """Orders that reached their outcome: all that was kept is delivered, the rest cancelled."""

    order: Column
    at: Column
    """The last delivery or cancellation."""
    delivered: Mask
    """Did at least one line arrive?"""
    dated: Mask
    """Did one arrive, and was it promised for a date?"""
    late_days: Column
    """Calendar days past the promised delivery, negative when early; 0 without a promise."""
    score: NDArray[np.float64]


class Reading:
    """Lazy views of one log. Columns of lines unless the name says otherwise."""

    def __init__(self, log: RunLog) -> None:
        self.log = log
        self.facts = log.facts
        self.start = log.facts.warm_up
        self.end = log.facts.horizon
        """KPIs look at ``[start, end)``."""

    @classmethod
    def of(cls, source: RunLog | Reading) -> Reading:
        """The reading itself, or a new one of a log."""
        return source if isinstance(source, Reading) else cls(source)

    # -- the window ------------------------------------------------------------------------------

    @property
    def days(self) -> float:
        """Length of the window in days."""
        return (self.end - self.start) / DAY

    def within(self, at: Column) -> Mask:
        """Which of these moments lie in the window? (``NEVER`` and later ones do not.)"""
        return (at >= self.start) & (at < self.end)

    def major(self, minor: float) -> float:
        """Money in major units: euros, not cents."""
        return minor / float(10**self.facts.minor_digits)

    @cached_property
    def releases(self) -> Column:
        """Release of each product. Shape (products,)."""
        return np.array([product.release_at for product in self.facts.products], dtype=np.int64)

    # -- lines -----------------------------------------------------------------------------------

    @cached_property
    def placed(self) -> Column:
        """When the line's order was placed."""
        return self.log.orders.placed_at[self.log.lines.order]

    @cached_property
    def asked(self) -> Mask:
        """Was the line asked for in the window?"""
        return self.placed >= self.start

    @cached_property
    def swaps(self) -> tuple[Column, Column]:
        """Rows taken instead of others, and the rows that they replace."""
        lines = self.log.lines
        taken = np.flatnonzero(lines.origin == LineOrigin.SWAP)
        if not len(taken):
            return taken, taken
        given = np.flatnonzero(lines.cancelled == CancelCause.SWAPPED)
        # An order may swap more than once, at different times.
        taken = taken[np.lexsort((lines.shipped_at[taken], lines.order[taken]))]
        given = given[np.lexsort((lines.cancelled_at[given], lines.order[given]))]
        return taken, given

    @cached_property
    def accepted_lines(self) -> Mask:
        """Every row that became part of an order, also one that was swapped for another later."""
        accepted: Mask = self.log.lines.lost == LostCause.SOLD
        return accepted

    @cached_property
    def sold(self) -> Mask:
        """Is the line part of an order, and not replaced by another?"""
        kept: Mask = self.log.lines.cancelled != CancelCause.SWAPPED
        return self.accepted_lines & kept

    @cached_property
    def offer(self) -> Column:
        """What the store had to say when the line was asked for."""
        return self._as_replaced(self.log.lines.offer)

    @cached_property
    def promised(self) -> Column:
        """The ship date first promised."""
        return self._as_replaced(self.log.lines.promised_at)

    def _as_replaced(self, column: Column) -> Column:
        """A column in which a substitute stands for what it replaces."""
        taken, given = self.swaps
        if len(taken):
            column = column.copy()
            column[taken] = column[given]
        return column

    @cached_property
    def backordered(self) -> Mask:
        """Sold, and stock could not serve it when it was placed; pre-orders aside."""
        return self.sold & self._offered(Offer.BACKORDER)

    @cached_property
    def preordered(self) -> Mask:
        """Sold before the product's release."""
        return self.sold & self._offered(Offer.PREORDER)

    @cached_property
    def in_advance(self) -> Mask:
        """Sold for a later date that the customer named."""
        return self.sold & self._offered(Offer.ADVANCE)

    @cached_property
    def substituted(self) -> Mask:
        """Sold, but not the product that was asked for."""
        other: Mask = self.log.lines.product != self.log.lines.wanted
        return self.sold & other

    @cached_property
    def from_stock(self) -> Mask:
        """Sold, and the stock of what was asked for could serve it when it was placed."""
        return self.sold & self._offered(Offer.STOCK) & self._on_sale & ~self.substituted

    @cached_property
    def short(self) -> Mask:
        """On sale and wanted, but not in stock: backordered, substituted, or lost for that reason.

        A sale is lost for want of stock if the store refused it or could never serve it, or if the
        customer would not wait, or not pay ahead for what has to wait.
        """
        lost = self.log.lines.lost
        gone: Mask = (lost == LostCause.REFUSED) | (lost == LostCause.SOLD_OUT)
        gone |= self.substituted & self._offered(Offer.STOCK)
        # An edition can be sold out before its release.
        gone &= self._on_sale
        left: Mask = (lost == LostCause.WAIT) | (lost == LostCause.PREPAYMENT)
        return self.backordered | gone | (left & self._offered(Offer.BACKORDER))

    def _offered(self, offer: Offer) -> Mask:
        mask: Mask = self.offer == offer
        return mask

    @cached_property
    def _on_sale(self) -> Mask | np.bool_:
        """Was the product that was asked for released by then?"""
        if not self.releases.any():
            return np.bool_(True)
        on_sale: Mask = self.placed >= self.releases[self.log.lines.wanted]
        return on_sale

    @cached_property
    def since(self) -> Column:
        """From when on the line waits: its order, or the date for which it was wanted."""
        dated = self.in_advance & (self.promised < FOREVER)
        return np.where(dated, self.promised, self.placed) if dated.any() else self.placed

    @cached_property
    def shipped(self) -> Mask:
        """Did the line leave?"""
        return self.log.lines.shipped_at >= 0

    @cached_property
    def cancelled(self) -> Mask:
        """Was the sold line withdrawn before shipment, and not for a substitute?"""
        withdrawn: Mask = self.log.lines.cancelled_at >= 0
        return self.sold & withdrawn

    @cached_property
    def due(self) -> Column:
        """Ship date that counts for a shipped line: the latest promise in its parcel.

        Lines that travel together are promised for the last of them; a line in stock that waits
        for the rest of its order is not late.
        """
        lines, parcels = self.log.lines, self.log.parcels
        if self.simple:
            return self.promised
        latest = np.full(len(parcels), NEVER, dtype=np.int64)
        gone = np.flatnonzero(self.shipped)
        np.maximum.at(latest, lines.parcel[gone], self.promised[gone])
        due = self.promised.copy()
        due[gone] = latest[lines.parcel[gone]]
        return due

    @cached_property
    def on_time(self) -> Mask:
        """Did the line leave by its promised ship date? Without a promise it is never late."""
        return self.shipped & (self.log.lines.shipped_at // DAY <= self.due // DAY)

    @cached_property
    def delivered_at(self) -> Column:
        """When the line arrived, or will arrive (after the horizon); ``NEVER`` if not shipped."""
        arrived = np.full(len(self.placed), NEVER, dtype=np.int64)
        gone = np.flatnonzero(self.shipped)
        arrived[gone] = self.log.parcels.delivered_at[self.log.lines.parcel[gone]]
        return arrived

    # -- orders ----------------------------------------------------------------------------------

    @cached_property
    def simple(self) -> bool:
        """Does every visit ask for exactly one product? Then lines are orders."""
        orders = self.log.orders
        return len(orders) == len(self.log.lines) and bool((orders.line_count == 1).all())

    def count(self, mask: Mask) -> Column:
        """How many lines of each order are in the mask. Shape (orders,)."""
        if self.simple:
            return mask.astype(np.int64)
        return np.bincount(self.log.lines.order[mask], minlength=len(self.log.orders))

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
        return self.accepted & (self.log.orders.placed_at >= self.start)

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
        """Promised ship date of each order: ``FOREVER`` without one, ``NEVER`` if not accepted."""
        return self.latest(self.promised)

    @cached_property
    def quoted_transit(self) -> Column:
        """From each order's promised ship date to its promised delivery. Shape (orders,)."""
        quoted = np.array(self.facts.quoted_transit, dtype=np.int64)
        return quoted[self.log.orders.carrier]

    @cached_property
    def last_delivery(self) -> Column:
        """When the last shipped line of each order arrives. Shape (orders,)."""
        return self.latest(self.delivered_at)

    @cached_property
    def outcomes(self) -> Outcomes:
        """Accepted orders whose outcome fell in the window, and how satisfied they left.

        A line's score is the curve's value for its order's wait and lateness if it arrived, the
        curve's ``cancelled`` if it was withdrawn; the order's score is the mean of its lines.
        """
        curve = self.facts.satisfaction
        arrived = self.shipped & (self.delivered_at < self.end)
        n_arrived, n_cancelled = self.count(arrived), self.count(self.cancelled)
        settled = self.accepted & (n_arrived + n_cancelled == self.sold_lines)
        at = np.maximum(self.last_delivery, self.latest(self.log.lines.cancelled_at))
        row = np.flatnonzero(settled & self.within(at))
        good, bad, last = n_arrived[row], n_cancelled[row], self.last_delivery[row]
        # A withdrawn line's promise is no longer what the rest of its order is judged by.
        kept = self.latest(np.where(self.shipped, self.promised, NEVER))[row]
        dated = (good > 0) & (kept < FOREVER)
        late = last // DAY - (kept + self.quoted_transit[row]) // DAY
        late[~dated] = 0
        wait = np.maximum(last - self.waits_from[row], 0) / DAY
        scores = (good * score(wait, late, curve) + bad * curve.cancelled) / (good + bad)
        return Outcomes(row, at[row], good > 0, dated, late, scores)

    # -- waiting ---------------------------------------------------------------------------------

    @cached_property
    def ended_at(self) -> Column:
        """When a line left or was withdrawn; the end of the log if neither happened."""
        lines = self.log.lines
        open_end = np.where(self.cancelled, lines.cancelled_at, self.end)
        return np.where(self.shipped, lines.shipped_at, open_end)

    @cached_property
    def backorder_spans(self) -> Spans:
        """Pieces owed on backorders.

        A pre-order or an advance order is one only after its promise has passed.
        """
        starts = np.where(self.backordered, self.placed, self.promised)
        owed = self.backordered | self.preordered | self.in_advance
        return self._spans(owed, starts, self.ended_at)

    @cached_property
    def preorder_spans(self) -> Spans:
        """Pieces pre-ordered, not yet shipped or withdrawn, and not past their promise."""
        ends = np.minimum(self.ended_at, self.promised)
        return self._spans(self.preordered, self.placed, ends)

    def _spans(self, mask: Mask, start: Column, end: Column) -> Spans:
        row = np.flatnonzero(mask & (start < end))
        return Spans(start[row], end[row], self.log.lines.quantity[row])

    # -- money -----------------------------------------------------------------------------------

    @cached_property
    def journal(self) -> Journal:
        """The books of this log."""
        return journal(self.log)

    @cached_property
    def statement(self) -> IncomeStatement:
        """Income and expenses of the window."""
        return income_statement(self.journal, self.start, self.end)

    @cached_property
    def cash(self) -> CashPath:
        """The cash balance from tick 0 on, at every movement."""
        return cash_path(self.journal)
