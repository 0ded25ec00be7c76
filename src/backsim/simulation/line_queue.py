"""Lines that wait: the smallest key is served first, of equals the one whose visit came first."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from typing import final

from backsim.units import Row


@final
class LineQueue:
    """A queue of lines; some may be withdrawn already, whoever serves them finds out."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, int]] = []

    def is_empty(self) -> bool:
        """Does nobody wait?"""
        return not self._heap

    def head(self) -> Row:
        """The line that is served first."""
        return self._heap[0][2]

    def join(self, line: Row, key: float, visit: Row) -> None:
        """A line takes its place."""
        heappush(self._heap, (key, visit, line))

    def leave(self) -> None:
        """The head leaves."""
        heappop(self._heap)

    def empty(self) -> Iterator[tuple[int, int]]:
        """Everybody leaves: visit and line of each, in no order that matters."""
        waiting, self._heap = self._heap, []
        return iter([(visit, line) for _, visit, line in waiting])
