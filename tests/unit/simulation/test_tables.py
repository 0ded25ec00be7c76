"""The record keeps what ``records.log`` declares: columns, what a row begins with, what is rare."""

from __future__ import annotations

from collections.abc import Callable
from inspect import get_annotations
from typing import Any

import numpy as np
import pytest

from backsim.columns import COMPILED, ints, ints_of
from backsim.records import log
from backsim.records.log import Table
from backsim.simulation import tables
from backsim.simulation.tables import (
    Allocations,
    Deliveries,
    Lines,
    Outlays,
    Parcels,
    Payments,
    Purchases,
    Rare,
)
from backsim.units import NEVER

OpenShop = Callable[..., Any]

ASKED = ("order", "product", "quantity", "list_value")
"""What is known of a line before anybody comes."""

WRITTEN = [column for column in log.Lines.columns() if not column.derived]
"""What is not made from other columns when the log is made."""


def three_lines() -> Lines:
    """Three lines of one order: 5 pieces of product 1, 2 and 3, for 10.00 each."""
    return Lines(
        {
            "order": ints(3, 7),
            "product": ints_of([1, 2, 3]),
            "quantity": ints(3, 5),
            "list_value": ints(3, 1000),
        }
    )


def cell(lines: Lines, column: str, row: int) -> int:
    values = getattr(lines, column)
    return int(values.get(row) if isinstance(values, Rare) else values[row])


def row_of(lines: Lines, row: int) -> dict[str, int]:
    return {column.name: cell(lines, column.name, row) for column in WRITTEN}


@pytest.mark.skipif(COMPILED, reason="compiled classes keep no annotations")
def test_lines_are_annotated_as_they_are_declared() -> None:
    """Each declared column has the type of its kind, and no other attribute is a column."""
    told = get_annotations(Lines)
    declared = {c.name: "Rare" if c.rare else "Ints" for c in WRITTEN}
    assert told == declared


def test_a_new_line_begins_with_what_is_declared() -> None:
    lines = three_lines()
    assert lines.size == 3
    for row in range(3):
        told = row_of(lines, row)
        for name, start, rare, _ in WRITTEN:
            if name in ASKED:
                continue
            # What is equal to another column until somebody says otherwise: a rare one says so.
            expected = start if not isinstance(start, str) else NEVER if rare else told[start]
            assert told[name] == expected, name


@pytest.mark.parametrize(
    ("grow", "given"),
    [
        (
            lambda lines: lines.split(1, 2),
            {"product": 2, "quantity": 3, "origin": 1, "list_value": 600, "value": 600},
        ),
        (
            lambda lines: lines.swap(1, 9, 1250),
            {
                **{"product": 9, "asked_for": 2, "quantity": 5, "origin": 2},
                **{"list_value": 1250, "value": 1250},
            },
        ),
    ],
    ids=["split", "swap"],
)
def test_a_line_that_comes_later_begins_with_what_is_declared(
    grow: Callable[[Lines], int], given: dict[str, int]
) -> None:
    """Whatever had been written into the line that it comes from: 5 pieces for 10.00."""
    lines = three_lines()
    for name, _, rare, _ in WRITTEN:
        if name in (*ASKED, "asked_for", "value"):
            continue
        if rare:
            getattr(lines, name).put(1, 77)
        else:
            getattr(lines, name)[1] = 77
    new = grow(lines)
    assert (new, lines.size) == (3, 4)
    told = row_of(lines, new)
    assert told["order"] == 7
    for name, start, _, _ in WRITTEN:
        expected = NEVER if isinstance(start, str) else start
        assert name == "order" or told[name] == given.get(name, expected), name


def test_many_lines_that_come_later() -> None:
    """Columns grow, and keep what was in them."""
    lines = three_lines()
    lines.promised_at[2] = 5
    rows = [lines.swap(0, product, product) for product in range(100)]
    assert rows == list(range(3, 103))
    assert [lines.product[row] for row in (1, 2, 3, 102)] == [2, 3, 0, 99]
    assert [lines.promised_at[row] for row in (1, 2, 3, 102)] == [NEVER, 5, NEVER, NEVER]
    assert len({len(getattr(lines, c.name)) for c in WRITTEN if not c.rare}) == 1


DERIVED = {"payments": {"order"}}
"""Columns of the log that are worked out at the end."""


@pytest.mark.parametrize(
    ("name", "declared", "made"),
    [
        ("payments", log.Payments, lambda: Payments(2)),
        ("parcels", log.Parcels, lambda: Parcels(2)),
        ("purchases", log.Purchases, lambda: Purchases(2)),
        ("outlays", log.Outlays, Outlays),
        ("deliveries", log.Deliveries, lambda: Deliveries(2)),
        ("allocations", log.Allocations, Allocations),
    ],
)
def test_a_table_has_the_columns_that_are_declared(
    name: str, declared: type[Table], made: Callable[[], Any]
) -> None:
    table = made()
    columns = {c.name for c in declared.columns()} - DERIVED.get(name, set())
    kept = {key for key in dir(table) if key[0] != "_" and not callable(getattr(table, key))}
    assert kept - {"size", "charges"} == columns
    assert not any(c.rare for c in declared.columns())


def test_tables_grow_and_keep_what_is_in_them() -> None:
    payments, parcels, outlays, purchases = Payments(1), Parcels(1), Outlays(), Purchases(1)
    allocations = Allocations()
    for k in range(50):
        payments.add(k, payments.new_charge(), k + 1, k + 2, k + 3, k + 4, k % 2 == 0)
        parcels.add(k, k + 1, k + 2, k + 3, k + 4)
        outlays.add(k, k + 1, k + 2, k + 3, k + 4)
        allocations.add(k, k + 1, k + 2)
        assert purchases.add(k, k + 1, k + 2, k + 3, k + 4, k + 5, k + 6, k + 7) == k
    for table, declared, row in (
        (payments, log.Payments, [41, 41, 42, 43, 44, 45, 0]),
        (parcels, log.Parcels, [41, 42, 43, 44, 45]),
        (outlays, log.Outlays, [41, 42, 43, 44, 45]),
        (allocations, log.Allocations, [41, 42, 43]),
        (purchases, log.Purchases, [41, 42, 43, 44, 45, 46, NEVER, 47, 48]),
    ):
        columns = [c.name for c in declared.columns() if hasattr(table, c.name)]
        assert [getattr(table, name)[41] for name in columns] == row
        assert table.size == 50


def test_every_column_is_dense_or_rare() -> None:
    names = [name for name, _ in (*tables.DENSE, *tables.RARE)]
    assert sorted(names) == sorted(c.name for c in WRITTEN)


PLAIN = """
horizon: 9 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 2,
    replenishment: {policy: base_stock, base_stock_level: 2}}
suppliers: {maker: {lead_time: 2 days}}
selling: {backorders: open}
"""


def test_a_rare_column_without_entries_takes_no_memory(open_shop: OpenShop) -> None:
    told = [f"{day} 00:00 customer{day} 1 cup 10.00" for day in range(8)]
    lines = open_shop(PLAIN, *told).until(9).log.lines
    for name, start, rare, _ in WRITTEN:
        values = getattr(lines, name)
        assert len(values) == 8
        if not rare:
            assert values.strides == (8,), name
        elif isinstance(start, str):
            assert np.shares_memory(values, getattr(lines, start)), name
        else:
            # One number, seen eight times.
            assert values.strides == (0,), name
            assert values.tolist() == [start] * 8


def test_a_rare_column_with_an_entry_is_full(open_shop: OpenShop) -> None:
    shop = open_shop(PLAIN, "0 00:00 ann 3 cup 30.00", "0 01:00 ben 1 cup 10.00").until(1)
    shop.give_up(0)
    lines = shop.log.lines
    assert lines.cancelled_at.tolist() == [86_400, NEVER]
    assert lines.cancelled_at.strides == (8,)
    assert lines.restated_at.strides == (0,)
