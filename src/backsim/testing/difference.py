"""Where two logs differ, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from backsim.records.log import Column, RunLog, Table


def tables_of(log: RunLog) -> Iterator[tuple[str, Table]]:
    """The tables of a log by name, in order of declaration."""
    for each in fields(log):
        if isinstance(table := getattr(log, each.name), Table):
            yield each.name, table


def difference(log: RunLog, other: RunLog) -> str:
    """The first difference between two logs: table, column and row; empty if there is none.

    >>> from backsim.testing import Diary, changed
    >>> log = Diary().visit(0).line().visit(5).line().log()
    >>> difference(log, log)
    ''
    >>> difference(log, changed(log, "orders", "placed_at", row=1, value=7))
    'orders.placed_at, row 1: 5 is not 7'
    """
    if log.facts != other.facts:
        return f"facts: {log.facts} is not {other.facts}"
    for (name, table), (_, rival) in zip(tables_of(log), tables_of(other), strict=True):
        for column in table.columns():
            mine, theirs = getattr(table, column.name), getattr(rival, column.name)
            if found := _difference(mine, theirs):
                return f"{name}.{column.name}, {found}"
    return ""


def _difference(mine: Column, theirs: Column) -> str:
    both = min(len(mine), len(theirs))
    if len(rows := np.flatnonzero(mine[:both] != theirs[:both])):
        return f"row {rows[0]}: {mine[rows[0]]} is not {theirs[rows[0]]}"
    return "" if len(mine) == len(theirs) else f"{len(mine)} rows are not {len(theirs)}"
