"""Three agendas, one order: time, then turn, then the order in which events were put."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations
from random import Random
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsim.records.codes import Priority
from backsim.simulation import codes
from backsim.simulation.agenda import TURNS, Agenda, ColumnAgenda, HeapAgenda, TupleAgenda
from backsim.simulation.simpy_clock import SimpyAgenda

Put = tuple[int, int]
"""Ticks from now, and the turn."""
Told = list[tuple[int, int]]
"""When, and the number of the event in the order of putting."""
Live = Callable[[list[Put], list[list[Put]], int], Told]


class Plan:
    """What is put at the start, and what each event puts while it happens: the n-th event that
    happens puts the n-th of these."""

    def __init__(self, first: list[Put], later: list[list[Put]], agenda: Agenda) -> None:
        self.later, self.agenda = later, agenda
        self.first = first
        self.told: Told = []
        self.count = 0

    def begin(self) -> Iterator[None]:
        """As a process of SimPy's: nothing is put before the clock runs, nor does a shop do it."""
        self.put(0, self.first)
        yield from ()

    def put(self, now: int, events: list[Put]) -> None:
        for after, turn in events:
            self.agenda.put(now + after, turn, 1, self.count, -self.count)
            self.count += 1

    def happen(self, kind: int, a: int, b: int, now: int) -> None:
        assert (kind, b) == (1, -a)
        assert self.agenda.now == now
        if len(self.told) < len(self.later):
            self.put(now, self.later[len(self.told)])
        self.told.append((now, a))


def on_heap(made: type[HeapAgenda]) -> Live:
    def live(first: list[Put], later: list[list[Put]], horizon: int) -> Told:
        agenda = made()
        plan = Plan(first, later, agenda)
        list(plan.begin())
        while agenda.next(horizon):
            plan.happen(agenda.kind, agenda.a, agenda.b, agenda.now)
        return plan.told

    return live


def on_simpy(first: list[Put], later: list[list[Put]], horizon: int) -> Told:
    agenda = SimpyAgenda()
    plan = Plan(first, later, agenda)
    agenda.shop = cast(Any, plan)
    agenda.env.process(cast(Any, plan.begin()))
    agenda.env.run(until=horizon)
    return plan.told


class SortedAgenda(Agenda):
    """What is published, as plainly as it can be said."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[tuple[int, int, int, int, int, int]] = []
        self.count = 0

    def put(self, at: int, turn: int, kind: int, a: int = 0, b: int = 0) -> None:
        self.waiting.append((at, turn, self.count, kind, a, b))
        self.count += 1


def as_published(first: list[Put], later: list[list[Put]], horizon: int) -> Told:
    agenda = SortedAgenda()
    plan = Plan(first, later, agenda)
    list(plan.begin())
    while agenda.waiting and min(agenda.waiting)[0] < horizon:
        event = min(agenda.waiting)
        agenda.waiting.remove(event)
        agenda.now = event[0]
        plan.happen(*event[3:], event[0])
    return plan.told


AGENDAS: dict[str, Live] = {
    "tuples": on_heap(TupleAgenda),
    "columns": on_heap(ColumnAgenda),
    "simpy": on_simpy,
}
turns = st.integers(min(Priority), max(Priority))
puts = st.lists(st.tuples(st.integers(0, 2), turns), max_size=5)
"""Everything on the first few ticks, and so nearly all of it at one instant with something else."""


@pytest.mark.parametrize("name", AGENDAS)
def test_a_storm_of_ties_happens_in_the_published_order(name: str) -> None:
    @given(
        first=st.lists(st.tuples(st.integers(0, 5), turns), max_size=30),
        later=st.lists(puts, max_size=30),
        horizon=st.integers(1, 6),
    )
    def holds(first: list[Put], later: list[list[Put]], horizon: int) -> None:
        assert AGENDAS[name](first, later, horizon) == as_published(first, later, horizon)

    holds()


@pytest.mark.parametrize("name", AGENDAS)
def test_a_long_year_of_whole_days(name: str) -> None:
    """Thousands at once: columns grow, and rows that were free are used again."""
    chance = Random(6)
    first = [(chance.randrange(200), chance.randrange(7)) for _ in range(3_000)]
    later = [
        [(chance.choice([0, 0, 1, 30]), chance.randrange(7)) for _ in range(chance.randrange(3))]
        for _ in range(3_000)
    ]
    told = AGENDAS[name](first, later, 180)
    assert len(told) > 4_000
    assert told == as_published(first, later, 180)


@pytest.mark.parametrize("name", AGENDAS)
@pytest.mark.parametrize(
    ("turn", "order"),
    [
        # Events 0, 1 and 2 have turns 3, 3 and 5. While 0 happens, 3 is put at the same instant.
        (2, [0, 3, 1, 2]),
        (3, [0, 1, 3, 2]),
        (4, [0, 1, 3, 2]),
        (5, [0, 1, 2, 3]),
        (6, [0, 1, 2, 3]),
    ],
)
def test_what_is_put_while_something_happens_at_the_same_instant(
    name: str, turn: int, order: list[int]
) -> None:
    told = AGENDAS[name]([(7, 3), (7, 3), (7, 5)], [[(0, turn)]], 8)
    assert told == [(7, number) for number in order]


@pytest.mark.parametrize("name", AGENDAS)
def test_events_of_one_instant_happen_in_turn_whatever_was_put_first(name: str) -> None:
    for places in permutations(range(5)):
        told = AGENDAS[name]([(7, turn) for turn in places], [], 8)
        assert [places[number] for _, number in told] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("name", AGENDAS)
@pytest.mark.parametrize("turn", list(Priority))
def test_what_is_due_at_the_horizon_does_not_happen(name: str, turn: int) -> None:
    assert AGENDAS[name]([(9, turn), (10, turn), (11, turn)], [[(1, turn)]], 10) == [(9, 0)]


@pytest.mark.parametrize("made", [TupleAgenda, ColumnAgenda])
def test_what_has_not_happened_yet_happens_later(made: type[HeapAgenda]) -> None:
    agenda = made()
    assert not agenda.next(10)
    agenda.put(5, 0, kind=8, a=41, b=42)
    assert not agenda.next(5)
    assert agenda.now == 0
    assert agenda.next(6)
    assert (agenda.now, agenda.kind, agenda.a, agenda.b) == (5, 8, 41, 42)
    assert not agenda.next(6)


@pytest.mark.parametrize("made", [TupleAgenda, ColumnAgenda])
def test_an_event_is_about_the_first_of_all_rows_if_nothing_is_said(made: type[HeapAgenda]) -> None:
    agenda = made()
    agenda.put(5, 1, 2, 7, 8)
    agenda.put(6, 1, 3)
    assert agenda.next(9)
    assert (agenda.now, agenda.kind, agenda.a, agenda.b) == (5, 2, 7, 8)
    assert agenda.next(9)
    assert (agenda.now, agenda.kind, agenda.a, agenda.b) == (6, 3, 0, 0)


def test_an_agenda_is_asked_for_no_more_than_it_can_do() -> None:
    with pytest.raises(NotImplementedError, match=r"^$"):
        Agenda().put(0, 0, 0)


def test_a_time_and_a_turn_make_one_number() -> None:
    assert max(Priority) < TURNS


def test_the_published_turns() -> None:
    """Goods arrive before anybody gives up, is paid or served; stock is reviewed after demand,
    unless it is reviewed before it."""
    assert (
        codes.RECEIPT
        < codes.CANCELLATION
        < codes.PAYMENT
        < codes.RELEASE
        < codes.REVIEW_BEFORE
        < codes.DEMAND
        < codes.REVIEW
    )
    for each in Priority:
        assert getattr(codes, each.name) == each
