"""A waiting list answers as if everybody on it were looked at in turn."""

from __future__ import annotations

import random

from backsim.simulation.turns import Turns

Entry = tuple[int, int, int]
"""A line, its segment and its pieces."""


def by_looking_at_all(entries: list[Entry], too_many: dict[int, int]) -> Entry | None:
    """The first of those who want less than is too many for their segment."""
    for entry in entries:
        if entry[2] < too_many.get(entry[1], 99):
            return entry
    return None


def test_the_next_in_turn_is_the_first_who_may_fit() -> None:
    rng = random.Random(7)
    turns, everybody = Turns(), list[Entry]()
    assert turns.is_empty()
    asked = 0
    for line in range(2_000):
        entry = (line, rng.randrange(3), 1 + rng.randrange(4))
        turns.join(*entry)
        everybody.append(entry)
        too_many = {segment: 1 + rng.randrange(5) for segment in range(rng.randrange(4))}
        for _ in range(rng.randrange(3)):
            group, expected = turns.next(too_many), by_looking_at_all(everybody, too_many)
            assert (group is None) == (expected is None)
            if group is not None and expected is not None:
                assert (group.lines[0], group.segment, group.quantity) == expected
                everybody.remove(expected)
                turns.leave(group)
                asked += 1
    assert asked > 1_000
    assert turns.is_empty() == (not everybody)


def test_whoever_remains_keeps_their_place_before_those_alike() -> None:
    turns = Turns()
    for line, pieces in ((10, 2), (11, 1), (12, 2)):
        turns.join(line, 0, pieces)
    first = turns.next({})
    assert first is not None
    assert first.lines[0] == 10
    small = turns.next({0: 2})
    assert small is not None
    turns.leave(small)
    assert turns.next({0: 2}) is None
    again = turns.next({})
    assert again is not None
    assert list(again.lines) == [10, 12]
