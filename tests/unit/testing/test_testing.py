"""``backsim.testing``: its examples are true, its words mean something, its faults are named."""

from __future__ import annotations

import doctest
import importlib

import pytest

from backsim.errors import UsageError
from backsim.ledger import Account
from backsim.records.log import Lines, RunLog
from backsim.testing import Diary, by_hand, changed, difference, row, scenario_of, simulate, written
from backsim.units import DAY, HOUR

SHOP = """
horizon: 9 days
products:
  cup: {price: 10, unit_cost: 4, opening_stock: 3}
  jug: {price: 30, unit_cost: 9, opening_stock: 3}
customers: {fans: {share: 50%}, rest: {share: 50%, changes: {after: 900 days}}}
"""


@pytest.mark.parametrize("name", ["", ".diary", ".difference"])
def test_examples_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"backsim.testing{name}"))
    assert result.attempted > 0
    assert result.failed == 0


def test_what_is_told_takes_the_place_of_what_is_drawn() -> None:
    shop = scenario_of(SHOP)
    day = by_hand(
        shop,
        """
        0 09:30 ann 1 jug 30.00 segment=rest patience=3d tolerance=5h limit=12.50 change=0.25
        1 00:00 ben 2 cup 20.00 segment=fans
        0 09:31 ann 1 cup 10.00 transit=2d
        """,
    )
    work = day.workload
    assert day.names == ["ann", "ben"]
    # Ann's two lines are one order, at the time of the first.
    assert work.visits.at.tolist() == [9 * HOUR + HOUR // 2, DAY]
    assert work.asked.visit.tolist() == [0, 0, 1]
    assert work.asked.product.tolist() == [1, 0, 0]
    assert work.asked.list_value.tolist() == [3000, 1000, 2000]
    assert work.people.segment.tolist() == [1, 0]
    assert (work.people.patience[0], work.people.tolerance[0]) == (3 * DAY, 5 * HOUR)
    assert (work.asked.limit[0], work.asked.transit[1]) == (1250, 2 * DAY)
    assert work.luck["change"][0] == 0.25


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("0 09:00 ann 1 pot 10.00", "there is no 'pot', but cup, jug"),
        ("0 09:00 ann 1 cup", "not 'day time name pieces product worth key=value ...'"),
        ("0 9 ann 1 cup 10.00", "not 'day time name .*': 0 9 ann 1 cup 10.00"),
        ("0 09:00 ann 1 cup 10.00 hue=3", "nothing is known as 'hue'"),
        ("0 09:00 ann 1 cup 10.00 segment=kings", "there is no 'kings', but fans, rest"),
    ],
)
def test_a_line_that_makes_no_sense(told: str, fault: str) -> None:
    shop = scenario_of(SHOP)
    with pytest.raises(UsageError, match=fault):
        by_hand(shop, told)


def test_a_row_has_only_columns_that_are_declared() -> None:
    with pytest.raises(TypeError, match="Lines has no column colour"):
        row(Lines, order=0, colour=3)


def log() -> RunLog:
    return Diary(postage=490).visit(0).line(quantity=2).visit(DAY + HOUR).line().log()


@pytest.mark.parametrize(
    ("table", "column", "line", "value", "told"),
    [
        ("orders", "placed_at", 1, 7, f"orders.placed_at, row 1: {DAY + HOUR} is not 7"),
        ("lines", "asked_for", 0, 1, "lines.asked_for, row 0: 0 is not 1"),
        ("payments", "fee", 1, 30, "payments.fee, row 1: 0 is not 30"),
        ("parcels", "cost", 0, 0, "parcels.cost, row 0: 490 is not 0"),
    ],
)
def test_one_number_that_differs_is_found(
    table: str, column: str, line: int, value: int, told: str
) -> None:
    assert difference(log(), changed(log(), table, column, line, value)) == told


def test_one_row_more_is_a_difference() -> None:
    longer = Diary(postage=490).visit(0).line(quantity=2).visit(DAY + HOUR).line().visit(2 * DAY)
    assert difference(log(), longer.log()) == "orders.placed_at, 2 rows are not 3"
    assert difference(longer.log(), log()) == "orders.placed_at, 3 rows are not 2"


def test_other_facts_are_a_difference() -> None:
    assert difference(log(), Diary(horizon=DAY).log()).startswith("facts: ")


def test_a_log_is_written_row_by_row() -> None:
    told = written(log())
    assert told.rows("orders", "person", "placed_at") == ["0 0/00:00", "1 1/01:00"]
    assert told.rows("parcels") == ["0 0 0/00:00 2/00:00 4.90", "1 0 1/01:00 3/01:00 4.90"]
    assert told.journal[0] == "0 00:00 opening 0: inventory 20.00 equity -20.00"
    assert told.rows("outlays") == []


def test_what_is_spent_on_a_line_is_written_down() -> None:
    spent = Diary().visit(0).line().visit(DAY).line().spends(DAY, Account.GIFTS, 150).log()
    assert written(spent).rows("outlays") == ["1/00:00 16 1.50 1 1"]


def test_a_day_by_hand_is_the_same_every_time() -> None:
    shop = scenario_of(SHOP)
    logs = []
    for _ in range(2):
        day = by_hand(shop, "0 09:00 ann 1 cup 10.00", slips={"cup": 0}, lead_times={})
        logs.append(simulate(day.scenario, day.workload))
    assert difference(*logs) == ""
