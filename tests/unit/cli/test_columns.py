"""Aligned columns."""

from __future__ import annotations

from backsim.cli.columns import WIDEST, columns


def test_columns_line_up() -> None:
    rows = [("a", "12", "here"), ("long", "3", "")]
    assert list(columns(rows)) == ["a     12  here", "long  3"]


def test_one_long_cell_does_not_push_every_row() -> None:
    long = "x" * (WIDEST + 5)
    assert list(columns([(long, "b"), ("a", "b")])) == [
        f"{long}  b",
        "a" + " " * (WIDEST + 1) + "b",
    ]


def test_no_rows_no_lines() -> None:
    assert list(columns([])) == []
