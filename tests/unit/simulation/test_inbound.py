"""What is on the way stands in order of its expected dates, whatever was learnt and has come."""

from __future__ import annotations

from random import Random

import pytest

from backsim.simulation.inbound import ROOM, Inbound
from backsim.units import NEVER


def brought(inbound: Inbound, pieces: int) -> list[tuple[int, int]]:
    """For each piece from the next one on: when what brings it was ordered, and when it is due."""
    places = [inbound.bringing(piece) for piece in range(1, pieces + 1)]
    return [(inbound.ordered_at(place), inbound.due_at(place)) for place in places]


def test_pieces_come_with_the_order_that_is_expected_first() -> None:
    inbound = Inbound()
    inbound.order(0, 100, 110, 2)
    inbound.order(1, 101, 105, 1)
    inbound.order(2, 102, 112, 2)
    assert [ordered for ordered, _ in brought(inbound, 5)] == [101, 100, 100, 102, 102]


def test_of_equal_dates_the_later_order_stands_behind() -> None:
    inbound = Inbound()
    inbound.order(0, 100, 110, 1)
    inbound.order(1, 101, 110, 1)
    inbound.order(2, 102, 109, 1)
    assert [ordered for ordered, _ in brought(inbound, 3)] == [102, 100, 101]


@pytest.mark.parametrize(
    ("due_at", "order"),
    [(115, [101, 100, 102]), (103, [100, 101, 102]), (111, [101, 100, 102])],
)
def test_a_date_that_is_learnt_moves_its_order(due_at: int, order: list[int]) -> None:
    inbound = Inbound()
    for purchase, expected_at in enumerate((104, 110, 120)):
        inbound.order(purchase, 100 + purchase, expected_at, 1)
    inbound.learn(0, due_at)
    told = brought(inbound, 3)
    assert [ordered for ordered, _ in told] == order
    assert dict(told) == {100: due_at, 101: NEVER, 102: NEVER}


def test_what_has_come_brings_nothing_more() -> None:
    inbound = Inbound()
    inbound.order(0, 100, 110, 3)
    inbound.order(1, 101, 120, 1)
    inbound.receive(0, 2)
    assert [ordered for ordered, _ in brought(inbound, 2)] == [100, 101]
    inbound.receive(0, 1)
    assert [ordered for ordered, _ in brought(inbound, 1)] == [101]


def test_when_everything_has_come_there_is_room_for_as_much_again() -> None:
    inbound = Inbound()
    for purchase in range(5 * ROOM):
        inbound.order(purchase, purchase, purchase + 9, 2)
        assert brought(inbound, 2) == [(purchase, NEVER)] * 2
        inbound.receive(purchase, 2)


@pytest.mark.parametrize("seed", range(8))
def test_it_agrees_with_a_plain_sorted_list(seed: int) -> None:
    """A list of [expected date, ordered at, due, pieces], sorted anew after each event: sorting
    keeps equals in their order. Up to 40 orders are open at once, five times the first room."""
    luck, inbound = Random(seed), Inbound()
    plain: list[list[int]] = []
    most = 0
    for purchase in range(300):
        expected_at, pieces = purchase + luck.randrange(30), luck.randrange(1, 6)
        inbound.order(purchase, purchase, expected_at, pieces)
        plain.append([expected_at, purchase, NEVER, pieces])
        plain.sort(key=lambda row: row[0])
        if luck.random() < 0.4:
            row = luck.choice(plain)
            row[0] = row[2] = purchase + luck.randrange(60)
            inbound.learn(row[1], row[2])
            plain.sort(key=lambda row: row[0])
        while len(plain) > 40 or (plain and luck.random() < 0.45):
            row = luck.choice(plain)
            here = luck.randrange(1, row[3] + 1)
            inbound.receive(row[1], here)
            row[3] -= here
            if not row[3]:
                plain.remove(row)
        most = max(most, len(plain))
        expected = [(row[1], row[2]) for row in plain for _ in range(row[3])]
        assert brought(inbound, len(expected)) == expected
    assert most > 2 * ROOM, "it grew twice"
