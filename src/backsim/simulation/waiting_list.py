"""The waiting list for pre-orders: those beyond the cap are asked when a place becomes free."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.codes import NOT_RELEASED, REFUSED, SOLD, SOLD_OUT, WAITING_LIST
from backsim.simulation.counter import Counter
from backsim.simulation.moments import Listener
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import Code, Row, Tick


@final
class WaitingList(Listener):
    """Calls those who stand on a shelf's list: the first whose order fits into what is free.

    It is told of everything that makes a place, so no newcomer comes before those on the list.
    Whoever wants more than is free keeps their turn, and holds up nobody who wants less.
    """

    def __init__(self, store: Store, counter: Counter) -> None:
        self.store: Final = store
        self.patience: Final = store.drawn.people["patience"]
        self.counter: Final = counter
        self.calling: Final[set[int]] = set()
        """Shelves whose list is being called now ..."""
        self.again: Final[set[int]] = set()
        """... and those that must be called once more: meanwhile something became free."""

    def withdrawn(self, shelf: Shelf, now: Tick) -> None:
        self.call(shelf, now)

    def stocked(self, shelf: Shelf, now: Tick) -> None:
        self.call(shelf, now)

    def released(self, shelf: Shelf, now: Tick) -> None:
        self.call(shelf, now)

    def call(self, shelf: Shelf, now: Tick) -> None:
        """Something may be free: everybody on the list has their turn, until nobody fits."""
        if shelf.waiting_list.is_empty():
            return
        self.again.add(shelf.number)
        if shelf.number in self.calling:
            return  # whoever is called and gives up at once makes place for those before them
        self.calling.add(shelf.number)
        while shelf.number in self.again:
            self.again.remove(shelf.number)
            self.go_round(shelf, now)
        self.calling.remove(shelf.number)

    def go_round(self, shelf: Shelf, now: Tick) -> None:
        """Ask them in turn, but nobody who wants as many pieces as somebody of their segment before
        them in vain; who remains keeps their place."""
        too_many: dict[int, int] = {}
        group = shelf.waiting_list.next(too_many)
        while group is not None:
            if self.stays(group.lines[0], shelf, now):
                too_many[group.segment] = group.quantity
            else:
                shelf.waiting_list.leave(group)
            group = shelf.waiting_list.next(too_many)

    def stays(self, line: Row, shelf: Shelf, now: Tick) -> bool:
        """Ask one of them, if they still wait; do they remain on the list?"""
        store, visit = self.store, self.store.lines.order[line]
        if now - store.placed_at[visit] > self.patience[visit]:
            return False
        outcome = self.counter.sell_asked_for(visit, line, shelf, now)
        if self.may_fit_later(outcome, shelf):
            return True
        store.lines.lost[line] = outcome
        if outcome == SOLD:
            self.counter.place(visit, [line], now)
            store.review_soon(now)
        return False

    def may_fit_later(self, outcome: Code, shelf: Shelf) -> bool:
        """Is that not the last word? On release day it is, unless pre-orders go on after it."""
        if outcome in (WAITING_LIST, NOT_RELEASED):
            return True
        ahead = not shelf.released or shelf.item.selling.preorders_again
        return ahead and outcome in (REFUSED, SOLD_OUT)
