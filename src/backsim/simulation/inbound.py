"""What is on the way to a shelf, in the order in which the store expects it to come."""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints, ints
from backsim.units import NEVER, Pieces, Row, Tick

ROOM: Final = 8
"""Purchase orders to begin with; a power of two, and so is every later size."""


@final
class Inbound:
    """Purchase orders by expected date. Which of them brings the n-th piece is found by bisection
    in partial sums (a Fenwick tree), so that a quote costs no more when much is on order."""

    def __init__(self) -> None:
        self._size: Row = 0
        self._room: Row = ROOM
        self._purchase = ints(ROOM)
        self._ordered_at = ints(ROOM)
        self._expected_at = ints(ROOM)
        self._due_at = ints(ROOM, NEVER)
        """When it will really come, once the store has heard it."""
        self._pieces = ints(ROOM)
        """Still to come; 0: it is here."""
        self._sums = ints(ROOM + 1)
        self._place: Final[dict[int, int]] = {}
        """Where each purchase order stands."""

    # What the store asks.

    def bringing(self, piece: Pieces) -> Row:
        """The place of the purchase order that brings the n-th piece from now on."""
        place, step, left = Row(0), self._room, piece
        while step:
            if place + step <= self._room and self._sums[place + step] < left:
                place += step
                left -= self._sums[place]
            step >>= 1
        return place

    def ordered_at(self, place: Row) -> Tick:
        """When it was ordered."""
        return self._ordered_at[place]

    def due_at(self, place: Row) -> Tick:
        """When it will come, if the store has heard it; else ``NEVER``."""
        return self._due_at[place]

    # What happens.

    def order(self, purchase: Row, at: Tick, expected_at: Tick, pieces: Pieces) -> None:
        """A purchase order has been placed."""
        if self._size == self._room:
            self._tidy()
        place = self._size
        self._size = place + 1
        self._purchase[place] = purchase
        self._ordered_at[place] = at
        self._expected_at[place] = expected_at
        self._due_at[place] = NEVER
        self._pieces[place] = pieces
        self._place[purchase] = place
        self._add(place, pieces)
        if place and self._expected_at[place - 1] > expected_at:
            self._settle(place)

    def receive(self, purchase: Row, pieces: Pieces) -> None:
        """Pieces of it are here."""
        place = self._place[purchase]
        self._pieces[place] -= pieces
        self._add(place, -pieces)

    def learn(self, purchase: Row, due_at: Tick) -> None:
        """The store hears when it will really come."""
        place = self._place[purchase]
        self._due_at[place] = due_at
        self._expected_at[place] = due_at
        self._settle(place)

    # How it is kept.

    def _settle(self, place: Row) -> None:
        """A purchase order goes to where its date belongs; of equals, later orders stand behind."""
        while place and self._expected_at[place - 1] > self._expected_at[place]:
            self._swap(place - 1)
            place -= 1
        while place + 1 < self._size and self._expected_at[place + 1] < self._expected_at[place]:
            self._swap(place)
            place += 1
        self._sum_up()

    def _swap(self, place: Row) -> None:
        for column in (
            self._purchase,
            self._ordered_at,
            self._expected_at,
            self._due_at,
            self._pieces,
        ):
            column[place], column[place + 1] = column[place + 1], column[place]
        self._place[self._purchase[place]] = place
        self._place[self._purchase[place + 1]] = place + 1

    def _tidy(self) -> None:
        """Forget what has come; if that is little, make room."""
        open_rows = [row for row in range(self._size) if self._pieces[row]]
        if 2 * len(open_rows) > self._room:
            self._room *= 2
        self._purchase = _kept(self._purchase, open_rows, self._room)
        self._ordered_at = _kept(self._ordered_at, open_rows, self._room)
        self._expected_at = _kept(self._expected_at, open_rows, self._room)
        self._due_at = _kept(self._due_at, open_rows, self._room)
        self._pieces = _kept(self._pieces, open_rows, self._room)
        self._size = len(open_rows)
        self._place.clear()
        for row in range(self._size):
            self._place[self._purchase[row]] = row
        self._sum_up()

    def _sum_up(self) -> None:
        """Make the partial sums anew."""
        self._sums = ints(self._room + 1)
        for place in range(self._size):
            self._add(place, self._pieces[place])

    def _add(self, place: Row, pieces: Pieces) -> None:
        place += 1
        while place <= self._room:
            self._sums[place] += pieces
            place += place & -place


def _kept(column: Ints, rows: list[int], room: Row) -> Ints:
    """Some rows of a column, in a column with this much room."""
    kept = ints(room)
    for place in range(len(rows)):
        kept[place] = column[rows[place]]
    return kept
