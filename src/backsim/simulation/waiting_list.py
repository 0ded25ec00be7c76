"""The waiting list for pre-orders: those beyond the cap are asked when a place becomes free."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.codes import NOT_RELEASED, SOLD, WAITING_LIST
from backsim.simulation.counter import Counter
from backsim.simulation.moments import Listener
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import Tick


@final
class WaitingList(Listener):
    """Calls those who stand on a shelf's list, in turn."""

    def __init__(self, store: Store, counter: Counter) -> None:
        self.store: Final = store
        self.patience: Final = store.drawn.people["patience"]
        self.counter: Final = counter
        self.calling: Final[set[int]] = set()
        """Shelves whose list is being called now."""

    def withdrawn(self, shelf: Shelf, now: Tick) -> None:
        self.call(shelf, now)

    def released(self, shelf: Shelf, now: Tick) -> None:
        self.call(shelf, now)

    def call(self, shelf: Shelf, now: Tick) -> None:
        """A place is free, or goods are: those on the list are asked until nothing is left."""
        if not shelf.waiting_list or shelf.number in self.calling:
            return  # whoever is called and gives up at once makes place for the next in turn
        self.calling.add(shelf.number)
        for _ in range(len(shelf.waiting_list)):
            if not self.ask(shelf.waiting_list.popleft(), shelf, now):
                break
        self.calling.remove(shelf.number)

    def ask(self, line: int, shelf: Shelf, now: Tick) -> bool:
        """Is there a place for this one? If not, nobody behind them needs to be asked."""
        store = self.store
        visit = store.lines.order[line]
        if now - store.placed_at[visit] > self.patience[visit]:
            return True
        outcome = self.counter.sell_wanted(visit, line, shelf, now)
        if outcome == WAITING_LIST:
            shelf.waiting_list.pop()  # still no place: it was put at the end
        if outcome in (WAITING_LIST, NOT_RELEASED):
            shelf.waiting_list.appendleft(line)
            return False
        store.lines.lost[line] = outcome
        if outcome == SOLD:
            self.counter.place(visit, [line], now)
            store.review_soon(now)
        return True
