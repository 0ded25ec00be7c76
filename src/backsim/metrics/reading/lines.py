"""Lines: what was asked for, what was sold of it, and when it left. One row per line."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backsim.ledger.days import tally
from backsim.metrics.reading.window import Mask, Window
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer
from backsim.records.log import Column
from backsim.units import DAY, NEVER


class LineReading(Window):
    """Columns and masks of lines."""

    @cached_property
    def placed(self) -> Column:
        """When the line's order was placed."""
        return self.log.orders.placed_at[self.log.lines.order]

    @cached_property
    def asked(self) -> Mask:
        """Was the line asked for in the window? What waited at the start was not."""
        mask = self.within(self.placed)
        if self.newcomers.all():
            return mask
        return mask & self.newcomers[self.log.lines.order]

    @cached_property
    def newcomers(self) -> Mask:
        """All visits but those before the start, whose order waited then. Shape (orders,)."""
        mask: Mask = self.log.orders.waited == 0
        return mask

    @cached_property
    def swaps(self) -> tuple[Column, Column]:
        """Rows taken instead of others, and the rows that they replace."""
        lines = self.log.lines
        taken = np.flatnonzero(lines.origin == LineOrigin.SWAP)
        if not len(taken):
            return taken, taken
        given = np.flatnonzero(lines.cancelled == CancelCause.SWAPPED)
        # An order may swap more than once, at different times.
        taken = taken[np.lexsort((lines.allocated_at[taken], lines.order[taken]))]
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
        """The ship date first promised; ``FOREVER`` without one."""
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
        """Sold as a pre-order: before the product's release, or until it is back."""
        return self.sold & self._offered(Offer.PREORDER)

    @cached_property
    def in_advance(self) -> Mask:
        """Sold for a later date that the customer named."""
        return self.sold & self._offered(Offer.ADVANCE)

    @cached_property
    def substituted(self) -> Mask:
        """Sold, but not the product that was asked for."""
        other: Mask = self.log.lines.product != self.log.lines.asked_for
        return self.sold & other

    @cached_property
    def from_stock(self) -> Mask:
        """Sold, and the stock of what was asked for could serve it when it was placed."""
        # Who is called from the waiting list, and finds it in stock, has waited.
        at_once: Mask = self.log.lines.allocated_at <= self.placed
        return self.sold & self._offered(Offer.STOCK) & self._on_sale & ~self.substituted & at_once

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
        left: Mask = np.isin(lost, (LostCause.WAIT, LostCause.INTEREST, LostCause.PREPAYMENT))
        return self.backordered | gone | (left & self._offered(Offer.BACKORDER))

    def _offered(self, offer: Offer) -> Mask:
        mask: Mask = self.offer == offer
        return mask

    @cached_property
    def went_by(self) -> Column:
        """The ship date that the customer goes by: the one first promised, or believed in."""
        return self._as_replaced(self.log.lines.went_by)

    @cached_property
    def stars_given_back(self) -> NDArray[np.float64]:
        """Stars that rewards give back of what lateness costs in the line's score."""
        return self.log.lines.softened / 1_000

    @cached_property
    def gave_up(self) -> Mask:
        """Sold, and withdrawn since it waited too long, or was to."""
        causes = (CancelCause.LATE, CancelCause.TOLD, CancelCause.DISPUTED)
        return self.cancelled & np.isin(self.log.lines.cancelled, causes)

    @cached_property
    def _on_sale(self) -> Mask | np.bool_:
        """Was the product that was asked for released by then?"""
        if not self.releases.any():
            return np.bool_(True)
        on_sale: Mask = self.placed >= self.releases[self.log.lines.asked_for]
        return on_sale

    @cached_property
    def pieces_asked_for(self) -> Column:
        """Pieces of each product that were asked for in the window. Shape (products,)."""
        lines = self.log.lines
        row = np.flatnonzero(self.asked & (lines.origin != LineOrigin.SWAP))
        return tally(lines.asked_for[row], lines.quantity[row], len(self.facts.products))

    @cached_property
    def since(self) -> Column:
        """From when on the line waits: its order, or the date for which it was wanted."""
        if not self.in_advance.any():
            return self.placed
        wanted_at = self.log.orders.wanted_at[self.log.lines.order]
        return np.where(self.in_advance, wanted_at, self.placed)

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
    def never_paid(self) -> Mask:
        """Was the line withdrawn because its customer had not paid in time?"""
        unpaid: Mask = self.log.lines.cancelled == CancelCause.UNPAID
        return self.sold & unpaid

    @cached_property
    def due(self) -> Column:
        """Ship date that counts for a shipped line: the latest in its parcel.

        Lines that travel together are awaited for the last of them; a line in stock that waits
        for the rest of its order is not late.
        """
        lines, parcels = self.log.lines, self.log.parcels
        if self.simple:
            return self.went_by
        latest = np.full(len(parcels), NEVER, dtype=np.int64)
        gone = np.flatnonzero(self.shipped)
        np.maximum.at(latest, lines.parcel[gone], self.went_by[gone])
        due = self.went_by.copy()
        due[gone] = latest[lines.parcel[gone]]
        return due

    @cached_property
    def on_time(self) -> Mask:
        """Did the line leave by the ship date that its customer went by?"""
        return self.shipped & (self.log.lines.shipped_at // DAY <= self.due // DAY)

    @cached_property
    def delivered_at(self) -> Column:
        """When the line arrived, or will arrive (after the horizon); ``NEVER`` if not shipped."""
        arrived = np.full(len(self.placed), NEVER, dtype=np.int64)
        gone = np.flatnonzero(self.shipped)
        arrived[gone] = self.log.parcels.delivered_at[self.log.lines.parcel[gone]]
        return arrived
