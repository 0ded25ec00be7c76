"""How many pieces of a product one customer may have, in all their orders together."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.codes import LIMIT, SOLD, WAITING_LIST
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import FOREVER, NEVER, Pieces, Row, Tick


@final
class Allowances:
    """Cuts what is asked for to what its customer may still have.

    What they have cancelled, and what they wait for on a list in vain, they may ask for again.
    """

    def __init__(self, store: Store) -> None:
        self.store: Final = store
        self.person: Final = store.drawn.people["person"]
        self.lines: Final[dict[int, list[int]]] = {}
        """By person: lines that they bought, or are listed with."""

    def left(self, visit: Row, shelf: Shelf) -> Pieces:
        """Pieces that this visitor may still buy."""
        if shelf.item.most >= FOREVER:
            return FOREVER
        lines, left = self.store.lines, shelf.item.most
        for line in self.lines.get(self.person[visit], []):
            given_up = lines.cancelled_at.get(line) != NEVER
            if lines.product[line] != shelf.number or given_up:
                continue
            if lines.lost[line] in (SOLD, WAITING_LIST):
                left -= lines.quantity[line]
        return left

    def cut(self, visit: Row, line: Row, shelf: Shelf, now: Tick) -> bool:
        """The line is cut to what is left for its customer; what is too much is lost. Is anything
        left?"""
        left, lines = self.left(visit, shelf), self.store.lines
        if lines.quantity[line] <= left or now >= shelf.item.ends_at:
            return True
        if left <= 0:
            lines.lost[line] = LIMIT
            return False
        rest = self.store.live.cut(line, left)
        lines.lost[rest] = LIMIT
        return True

    def note(self, visit: Row, line: Row) -> None:
        """The customer has these pieces, or is on a list for them."""
        self.lines.setdefault(self.person[visit], []).append(line)


def allowances_of(store: Store) -> Allowances | None:
    """The limits of this store; ``None`` if there are none."""
    limited = any(shelf.item.most < FOREVER for shelf in store.shelves)
    return Allowances(store) if limited else None
