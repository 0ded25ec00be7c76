"""Those who wait: a sold line that is owed takes its place in the queue."""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import AllocationRule
from backsim.simulation.agenda import WANT
from backsim.simulation.codes import ADVANCE, FOR_DATE, FOR_RELEASE, PREORDER, RELEASE, SHORT
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.quotes import Quote
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import Code, Row, Tick


def cause_of(offer: Code, released: bool) -> Code:
    """Why a line with this offer has to wait, a ``WaitCause``."""
    if offer == PREORDER and not released:
        return FOR_RELEASE
    return FOR_DATE if offer == ADVANCE else SHORT


@final
class Waiting:
    """Lets lines wait, and says in which order they are served."""

    def __init__(self, store: Store, dispatch: Dispatch) -> None:
        self.store: Final = store
        self.segment: Final = store.drawn.people["segment"]
        self.dispatch: Final = dispatch

    def owe(self, line: Row, shelf: Shelf, quote: Quote, now: Tick) -> None:
        """The line joins the queue, now or on the date for which it is wanted."""
        store, lines = self.store, self.store.lines
        shelf.owe(line, lines.quantity[line], quote.offer == PREORDER)
        lines.prepaid[line] = quote.plan.checkout
        lines.cause[line] = cause_of(quote.offer, shelf.released)
        if quote.wanted_at > now:
            store.put(quote.wanted_at, RELEASE, WANT, line)
            return
        self.join(line, shelf)
        if shelf.available:
            self.dispatch.serve(shelf, now)

    def want(self, line: Row, now: Tick) -> None:
        """The day has come for which an advance order was placed."""
        shelf = self.store.shelf_of(line)
        if line in shelf.missing:
            self.join(line, shelf)
            self.dispatch.serve(shelf, now)

    def join(self, line: Row, shelf: Shelf) -> None:
        """The line takes its place in the queue."""
        key = self.key(shelf, line, shelf.item.selling.allocation)
        shelf.queue.join(line, key, self.store.lines.order[line])

    def reorder(self, shelf: Shelf) -> None:
        """Release day: those who wait take new places, if there is a rule for it."""
        rule = shelf.item.selling.release_allocation
        if rule is None:
            return
        for visit, line in shelf.queue.empty():
            if line in shelf.missing:
                shelf.queue.join(line, self.key(shelf, line, rule), visit)

    def key(self, shelf: Shelf, line: Row, rule: AllocationRule) -> float:
        """The place of a line in the queue: the smallest is served first."""
        store, lines = self.store, self.store.lines
        visit = lines.order[line]
        return rule.key(
            store.placed_at[visit],
            lines.promised_at[line],
            lines.quantity[line],
            lines.value[line],
            lines.prepaid[line],
            line in shelf.preorders,
            self.segment[visit],
        )
