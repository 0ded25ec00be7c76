"""A reading of one log: the masks, moments and books that KPIs share, each made once.

Conventions that all KPIs follow:

- An order is *accepted* if at least one of its lines was sold, a *pre-order* if one of its sold
  lines was taken before the product's release, and an *advance order* if one was taken for a later
  date that the customer named.
- What counts is the date that the customer went by when they ordered: the one promised, a date in
  the window that they were told, or without a date the one that they believed in. A re-stated
  promise does not make a late line on time. An order goes by the latest date of its sold lines.
- It is a date: what happens on that calendar day or before is on time.
- An advance order waits from the date for which it was wanted, whatever date was agreed.
- A line that waited and was swapped for a substitute is one line with it: the substitute, with the
  offer and the promise of what it replaces. A line sold in two parts is two lines.
- A customer called from a waiting list has waited since their visit; until then the line is lost.
"""

from __future__ import annotations

from backsim.metrics.reading.books import BookReading
from backsim.metrics.reading.demand import DemandReading, Floats
from backsim.metrics.reading.orders import Outcomes
from backsim.metrics.reading.waiting import Spans, WaitReading
from backsim.metrics.reading.window import Mask
from backsim.records.log import RunLog

__all__ = ["Floats", "Mask", "Outcomes", "Reading", "Spans"]


class Reading(DemandReading, WaitReading, BookReading):
    """Lazy views of one log. Columns of lines unless the name says otherwise."""

    @classmethod
    def of(cls, source: RunLog | Reading) -> Reading:
        """The reading itself, or a new one of a log."""
        return source if isinstance(source, Reading) else cls(source)

    def during(self, start: int, end: int) -> Reading:
        """The same log, looked at in a part of the window; the books are made once."""
        part = Reading(self.log, (start, end))
        part.__dict__["journal"] = self.journal
        return part
