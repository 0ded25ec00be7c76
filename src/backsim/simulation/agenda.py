"""The agenda: what is to happen, and when. An event is data: its time, its turn among those of its
instant, its kind and what it is about.

Events happen in order of time, then of their turn (``records.codes.Priority``), then in the order
in which they were put. Every clock keeps this order: SimPy's, which defines it, and the two heaps
here, one for plain Python and one for compiled code.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Final, final

from mypy_extensions import i64, mypyc_attr

from backsim.columns import COMPILED, ints, longer
from backsim.units import Code, Row, Tick

TURNS: Final = 8
"""More than there are turns: a time and a turn make one number."""

# Kinds of events, with what ``a`` and ``b`` are.
VISIT: Final[Code] = 0
"""a: the first of the visits of an instant."""
REVIEW_SHELF: Final[Code] = 1
"""a: the shelf."""
REVIEW_SOLD: Final[Code] = 2
RECEIVE: Final[Code] = 3
"""a: the delivery."""
LEARN: Final[Code] = 4
"""The store hears that a purchase order is late. a: the purchase order."""
SLIP: Final[Code] = 5
"""The store hears that a release slips. a: the shelf, b: when it will be released."""
GO_ON_SALE: Final[Code] = 6
"""a: the shelf."""
WANT: Final[Code] = 7
"""The day has come for which a line was ordered. a: the line."""
EXPIRE: Final[Code] = 8
"""A tolerance runs out. a: the line."""
CHANGE: Final[Code] = 9
"""Somebody changes their mind. a: the first line of their order that had to wait."""
COLLECT: Final[Code] = 10
"""A payment falls due. a: the line, b: the amount."""
RENEW: Final[Code] = 11
"""The hold on a card expires. a: the first of its lines."""
SHIP_AGAIN: Final[Code] = 12
"""A declined card is tried again. a: the first line of the parcel."""
COME: Final[Code] = 13
"""A friend comes. a: the visit."""
PAY_OUT: Final[Code] = 14
"""Cash leaves that was owed. a: the amount."""
END_CREDIT: Final[Code] = 15
"""A store credit is used, or expires. a: the line, b: 1 if it is used."""
SPEND: Final[Code] = 16
"""A cost falls due that was known from the start. a: the account, b: the amount."""
PAY_LATE: Final[Code] = 17
"""An order is paid some time after it was placed. a: the first of its lines."""
LAPSE: Final[Code] = 18
"""The time to pay for an order is over. a: the first of its lines."""
REMIT_TAX: Final[Code] = 19
"""What is due to the tax office is paid."""


@mypyc_attr(allow_interpreted_subclasses=True)
class Agenda:
    """Whatever keeps time: a heap here, SimPy elsewhere."""

    def __init__(self) -> None:
        self.now: Tick = 0

    def put(self, at: Tick, turn: Code, kind: Code, a: i64 = 0, b: i64 = 0) -> None:
        """Something of this kind will happen to ``a`` (and ``b``)."""
        raise NotImplementedError


class HeapAgenda(Agenda):
    """An agenda that the shop itself works off. ``kind``, ``a`` and ``b`` are the last event's."""

    def __init__(self) -> None:
        super().__init__()
        self.kind: Code = 0
        self.a: i64 = 0
        self.b: i64 = 0

    def next(self, until: Tick) -> bool:
        """Go on to the next event; there is none before ``until``: no."""
        raise NotImplementedError


@final
class TupleAgenda(HeapAgenda):
    """For plain Python: tuples in the standard library's heap."""

    def __init__(self) -> None:
        super().__init__()
        self._heap: list[tuple[int, int, int, int, int]] = []
        self._count = 0

    def put(self, at: Tick, turn: Code, kind: Code, a: i64 = 0, b: i64 = 0) -> None:
        self._count += 1
        heappush(self._heap, (at * TURNS + turn, self._count, kind, a, b))

    def next(self, until: Tick) -> bool:
        heap = self._heap
        if not heap or heap[0][0] >= until * TURNS:
            return False
        key, _, self.kind, self.a, self.b = heappop(heap)
        self.now = key // TURNS
        return True


@final
class ColumnAgenda(HeapAgenda):
    """For compiled code: events in columns, and a heap of their rows.

    Behind the heap's end stand the rows that are free.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heap = ints(0)
        self._key = ints(0)
        self._put = ints(0)
        self._kind = ints(0)
        self._a = ints(0)
        self._b = ints(0)
        self._size: Row = 0
        self._count: i64 = 0

    def put(self, at: Tick, turn: Code, kind: Code, a: i64 = 0, b: i64 = 0) -> None:
        if self._size == len(self._heap):
            self._grow()
        row = self._heap[self._size]
        self._key[row] = at * TURNS + turn
        self._put[row] = self._count
        self._kind[row] = kind
        self._a[row] = a
        self._b[row] = b
        self._count += 1
        self._size += 1
        self._rise(row)

    def next(self, until: Tick) -> bool:
        if not self._size:
            return False
        row = self._heap[0]
        if self._key[row] >= until * TURNS:
            return False
        self.now = self._key[row] // TURNS
        self.kind = self._kind[row]
        self.a = self._a[row]
        self.b = self._b[row]
        self._size -= 1
        last = self._heap[self._size]
        self._heap[self._size] = row
        self._sink(last)
        return True

    def _rise(self, row: Row) -> None:
        """The event at the end of the heap goes up to where it belongs."""
        heap, key, mine, place = self._heap, self._key, self._key[row], self._size - 1
        while place > 0:
            parent = (place - 1) >> 1
            if key[heap[parent]] <= mine:  # of equals, the one that was put first
                break
            heap[place] = heap[parent]
            place = parent
        heap[place] = row

    def _sink(self, row: Row) -> None:
        """An event goes down from the root to where it belongs."""
        heap, place, child, size = self._heap, i64(0), i64(1), self._size
        while child < size:
            if child + 1 < size and self._before(heap[child + 1], heap[child]):
                child += 1
            if self._before(row, heap[child]):
                break
            heap[place] = heap[child]
            place = child
            child = 2 * place + 1
        if size:
            heap[place] = row

    def _before(self, row: Row, other: Row) -> bool:
        key, rival = self._key[row], self._key[other]
        return key < rival or (key == rival and self._put[row] < self._put[other])

    def _grow(self) -> None:
        rows = len(self._heap)
        self._heap = longer(self._heap)
        for row in range(rows, len(self._heap)):
            self._heap[row] = row
        self._key = longer(self._key)
        self._put = longer(self._put)
        self._kind = longer(self._kind)
        self._a = longer(self._a)
        self._b = longer(self._b)


def new_agenda() -> HeapAgenda:
    """Whichever is the faster here."""
    return ColumnAgenda() if COMPILED else TupleAgenda()
