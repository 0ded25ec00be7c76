"""Demand: all who wanted to buy, whatever the store did with them.

A line is *wanted* if its customer would have taken it from stock at the reference price. It is
*judged* if it was asked for in the window, before the cool-down, by somebody who came by
themselves: so the same lines are judged in every arm, and no policy can choose among them.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backsim.metrics.reading.orders import OrderReading
from backsim.metrics.reading.window import Mask
from backsim.metrics.satisfaction import softened
from backsim.records.codes import CancelCause, LineOrigin, LostCause
from backsim.records.log import Column
from backsim.units import DAY

Floats = NDArray[np.float64]


class DemandReading(OrderReading):
    """Columns and masks of what was wanted. What a line became are *parts*: the line itself, what
    was split off from it, and what was swapped in for it, less what was swapped away."""

    @cached_property
    def unmoved(self) -> Mask:
        """Lines of visits that no arm can add or remove, asked for in the window and early enough
        to be judged."""
        orders = self.log.orders
        in_time = (orders.placed_at >= self.start) & (orders.placed_at < self.judged_until)
        mask: Mask = (in_time & (orders.brought == 0))[self.log.lines.order]
        mask &= self.log.lines.origin == LineOrigin.ASKED
        return mask

    @property
    def judged_until(self) -> int:
        """Who comes at this tick or later is not judged."""
        return min(self.end, self.facts.horizon - self.facts.cool_down)

    @cached_property
    def judged(self) -> Mask:
        """Lines that were wanted, and are judged."""
        mask: Mask = self.unmoved & (self.log.lines.wanted == 1)
        return mask

    @cached_property
    def asked_line(self) -> Column:
        """By line: the row of the line that was asked for, of which it is a part."""
        lines, rows = self.log.lines, np.arange(len(self.log.lines))
        later = np.flatnonzero(lines.origin != LineOrigin.ASKED)
        if not len(later):
            return rows
        asked = np.flatnonzero(lines.origin == LineOrigin.ASKED)
        key = lines.order * len(self.facts.products) + lines.asked_for
        keys, first = np.unique(key[asked], return_index=True)
        rows[later] = asked[first[np.searchsorted(keys, key[later])]]
        return rows

    @cached_property
    def is_part(self) -> Mask:
        """Lines that count for the one that was asked for: all but those swapped away."""
        mask: Mask = self.log.lines.cancelled != CancelCause.SWAPPED
        return mask

    @cached_property
    def due_delivery(self) -> Column:
        """When a line has to arrive: the ship date that its customer goes by, and the transit that
        they were told."""
        return self.went_by + self.quoted_transit[self.log.lines.order]

    @cached_property
    def arrival(self) -> Column:
        """When a line arrives. One that has not left when the log ends is taken to arrive then, or
        at the last moment of the day on which it is due if that is later: nobody can say better,
        and no worse is known."""
        last_moment = (self.due_delivery // DAY + 1) * DAY - 1
        unsent = np.maximum(last_moment, self.facts.horizon)
        return np.where(self.shipped, self.delivered_at, unsent)

    @cached_property
    def late_days(self) -> Column:
        """Calendar days by which a line arrives after it was due, negative when early."""
        return self.arrival // DAY - self.due_delivery // DAY

    @cached_property
    def served(self) -> Mask:
        """Lines asked for that arrived whole, or are on their way when the log ends."""
        return self._in_every_part(self.shipped)

    @cached_property
    def served_on_time(self) -> Mask:
        """Of those, the lines of which every part came by the date that the customer went by."""
        return self._in_every_part(self.shipped & (self.late_days <= 0))

    def _in_every_part(self, good: Mask) -> Mask:
        bad = self.is_part & ~good
        mask: Mask = np.bincount(self.asked_line[bad], minlength=len(bad)) == 0
        return mask

    @cached_property
    def still_ahead(self) -> Mask:
        """Lines that wait when the log ends, and are due later: what becomes of them is unknown."""
        waits = self.sold & ~self.shipped & ~self.cancelled
        waits &= self.due_delivery >= self.facts.horizon
        mask: Mask = np.bincount(self.asked_line[waits], minlength=len(waits)) > 0
        return mask

    @cached_property
    def stars(self) -> Floats:
        """By line, from 1 to 5: the curve's score for its wait and lateness if it arrives, the
        stated scores if it was withdrawn or never sold; who never paid has walked away."""
        curve, lines = self.facts.satisfaction, self.log.lines
        since = self.log.orders.wanted_at[lines.order]
        wait = np.maximum(self.arrival - since, 0) / DAY
        stars = softened(wait, self.late_days, self.stars_given_back, curve)
        stars[self.cancelled] = curve.cancelled
        stars[self.never_paid] = curve.walked_away
        stated = {cause: getattr(curve, cause.scored, 0.0) for cause in LostCause}
        by_cause = np.array([stated[LostCause(code)] for code in sorted(LostCause)])
        return np.where(self.accepted_lines, stars, by_cause[lines.lost])

    def left(self, scored: str) -> Mask:
        """Lines whose customer left without buying, and has this one of the stated scores."""
        codes = [cause for cause in LostCause if cause.scored == scored]
        return np.isin(self.log.lines.lost, codes)

    @cached_property
    def weight(self) -> Floats:
        """By line: of a visit of somebody who wanted to buy, each line that they wanted has an
        equal part, and each part of a line an equal one of that. All of a visit weigh 1."""
        part = np.flatnonzero(self.is_part & self.judged[self.asked_line])
        line, rows = self.asked_line[part], len(self.judged)
        parts = np.bincount(line, minlength=rows)
        order = self.log.lines.order
        wanted = np.bincount(order[self.judged], minlength=len(self.log.orders))
        weights = np.zeros(rows)
        weights[part] = 1 / (parts[line] * wanted[order[part]])
        return weights
