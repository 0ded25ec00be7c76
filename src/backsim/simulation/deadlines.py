"""Customers who wait: they give up when it takes too long, or when they hear that it will."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.agenda import EXPIRE
from backsim.simulation.codes import DEADLINE, DISPUTED, LATE, TOLD
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.softening import Softening
from backsim.simulation.store import Store
from backsim.units import FOREVER, Row, Tick


@final
class Deadlines:
    """Watches every line that waits."""

    def __init__(self, store: Store, dispatch: Dispatch, softening: Softening) -> None:
        self.store: Final = store
        self.softening: Final = softening
        self.tolerance: Final = store.drawn.people["tolerance"]
        self.dispatch: Final = dispatch

    def watch(self, line: Row) -> None:
        """The customer will give up when their tolerance past the promise has run out."""
        self.store.put(self.ends_at(line), DEADLINE, EXPIRE, line)

    def ends_at(self, line: Row) -> Tick:
        """When this customer's tolerance will have run out, past the date that they go by: it is
        broken when its moment has passed."""
        return self.store.lines.last_date(line) + max(self.tolerates(line), 1)

    def tolerates(self, line: Row) -> Tick:
        """How far past that date the customer waits, with what they get for it in mind."""
        tolerance = self.tolerance[self.store.lines.order[line]]
        return self.softening.longer(tolerance, line, self.softening.announced(line))

    def expire(self, line: Row, now: Tick) -> None:
        """The tolerance has run out, unless the goods left or a new date was accepted."""
        store = self.store
        if not store.lines.is_open(line) or self.ends_at(line) > now:
            return
        share = store.terms.dispute_share
        disputed = share > 0 and store.live.paid[line] > 0 and store.luck("dispute", line) < share
        self.dispatch.give_up(line, DISPUTED if disputed else LATE, now)

    def restate(self, line: Row, expected_at: Tick, promise: Tick, now: Tick) -> bool:
        """Tell the customer a later date. Within their tolerance they accept it, else they leave:
        answers yes if they do.

        Nobody is told while the date they have can still be kept, nor who was given none:
        ``expected_at`` is when the line can be sent, ``promise`` what the store would tell a
        newcomer; no date is told that is known to be wrong. What leaves together is promised
        together.
        """
        lines = self.store.lines
        before = lines.last_date(line)
        if not lines.is_open(line) or expected_at <= lines.last_promise(line):
            return False
        told = expected_at if promise >= FOREVER else max(promise, expected_at)
        bundle = self.dispatch.bundles.get(line)
        for each in [line] if bundle is None else bundle.lines:
            lines.restated_at.put(each, now)
            lines.restated_to.put(each, told)
        if told - before > self.tolerates(line):
            self.dispatch.give_up(line, TOLD, now)
            return True
        self.watch(line)
        return False
