"""At one instant there is one order of events, and it is published."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from itertools import permutations

import pytest
import simpy
from simpy.events import EventPriority

from backsim.records.codes import Priority
from backsim.simulation.clock import (
    CANCELLATION,
    DEMAND,
    PAYMENT,
    RECEIPT,
    RELEASE,
    REVIEW,
    REVIEW_BEFORE,
    At,
    Clock,
)

PUBLISHED = {
    "receipt": RECEIPT,
    "cancellation": CANCELLATION,
    "payment": PAYMENT,
    "release": RELEASE,
    "review before": REVIEW_BEFORE,
    "demand": DEMAND,
    "review": REVIEW,
}


def told_by(names: Sequence[str]) -> list[str]:
    """The order in which events of one instant happen, if they are scheduled in this order."""
    clock, told = Clock(), list[str]()

    def say(name: str) -> None:
        At(clock, 7, PUBLISHED[name], lambda _: told.append(name))

    for name in names:
        say(name)
    clock.run(until=8)
    return told


def test_the_published_numbers() -> None:
    assert [(each.name, each.value) for each in Priority] == [
        ("RECEIPT", 0),
        ("CANCELLATION", 1),
        ("PAYMENT", 2),
        ("RELEASE", 3),
        ("REVIEW_BEFORE", 4),
        ("DEMAND", 5),
        ("REVIEW", 6),
    ]


def test_events_of_one_instant_happen_in_turn_whatever_was_scheduled_first() -> None:
    for names in permutations(PUBLISHED):
        assert told_by(names) == list(PUBLISHED)


def test_equal_events_happen_in_the_order_in_which_they_were_scheduled() -> None:
    names = ["demand", "receipt", "demand", "receipt", "receipt"]
    assert told_by(names) == ["receipt"] * 3 + ["demand"] * 2
    clock, told = Clock(), list[str]()
    first = At(clock, 7, DEMAND, lambda _: told.append("first"))
    At(clock, 7, DEMAND, lambda event: told.append("same" if event is first else "second"))
    clock.run(until=8)
    assert told == ["first", "second"]


@pytest.mark.parametrize("priority", PUBLISHED.values(), ids=PUBLISHED)
def test_what_is_due_at_the_horizon_does_not_happen(priority: EventPriority) -> None:
    clock, told = Clock(), []

    def late() -> Generator[simpy.Event, None, None]:
        yield At(clock, 3, DEMAND)
        At(clock, 9, priority, lambda _: told.append(clock.tick))
        At(clock, 10, priority, lambda _: told.append(clock.tick))

    clock.process(late())
    clock.run(until=10)
    assert told == [9]


def test_a_process_waits_until_its_tick() -> None:
    clock, told = Clock(), []

    def day() -> Generator[simpy.Event, None, None]:
        for at in (0, 5, 5, 8):
            yield At(clock, at, DEMAND)
            told.append(clock.tick)

    clock.process(day())
    clock.run(until=100)
    assert told == [0, 5, 5, 8]
