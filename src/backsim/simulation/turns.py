"""Whose turn it is on a waiting list, found without looking at everybody who stands on it."""

from __future__ import annotations

from collections import deque
from typing import Final, final

from backsim.units import Code, Pieces, Row


@final
class Alike:
    """Those of one segment who want as many pieces: what one of them cannot have, none can."""

    def __init__(self, segment: Code, quantity: Pieces) -> None:
        self.segment: Final = segment
        self.quantity: Final = quantity
        self.places: Final[deque[int]] = deque()
        """On the whole list, which only grow; of the lines, in the same order, ..."""
        self.lines: Final[deque[int]] = deque()


@final
class Turns:
    """A waiting list: everybody keeps the place at which they joined."""

    def __init__(self) -> None:
        self.joined: Row = 0
        self.groups: Final[list[Alike]] = []
        self.group_of: Final[dict[tuple[int, int], Alike]] = {}

    def is_empty(self) -> bool:
        """Does nobody stand on the list?"""
        return all(not group.lines for group in self.groups)

    def join(self, line: Row, segment: Code, quantity: Pieces) -> None:
        """A line takes the last place."""
        key = (segment, quantity)
        if key not in self.group_of:
            self.group_of[key] = Alike(segment, quantity)
            self.groups.append(self.group_of[key])
        group = self.group_of[key]
        group.places.append(self.joined)
        group.lines.append(line)
        self.joined += 1

    def next(self, too_many: dict[int, int]) -> Alike | None:
        """The group whose head is asked first, of those that want fewer pieces than is too many for
        their segment."""
        found: Alike | None = None
        for group in self.groups:
            if not group.lines or group.quantity >= too_many.get(group.segment, group.quantity + 1):
                continue
            if found is None or group.places[0] < found.places[0]:
                found = group
        return found

    def leave(self, group: Alike) -> None:
        """The head of a group leaves the list."""
        group.places.popleft()
        group.lines.popleft()
