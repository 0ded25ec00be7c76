"""The script that holds the forms of the engine equal finds what differs."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).parents[3]
Difference = Callable[[dict[str, Any], dict[str, Any]], str]


@pytest.fixture(scope="module")
def difference() -> Difference:
    """The comparison of two logs."""
    found: Difference = runpy.run_path(str(ROOT / "scripts" / "same.py"))["difference"]
    return found


def test_equal_logs_do_not_differ(difference: Difference) -> None:
    assert difference({"lines.value": np.array([1, 2])}, {"lines.value": np.array([1, 2])}) == ""


def test_the_first_row_that_differs_is_named(difference: Difference) -> None:
    right = {"lines.value": np.array([5, 6]), "lines.parcel": np.array([0, 7, 8, 9])}
    other = {"lines.value": np.array([5, 6]), "lines.parcel": np.array([0, 7, 3, 4])}
    assert difference(right, other) == "lines.parcel, row 2: 8 against 3"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"a": np.array([1])}, "a: 2 x int64 against 1 x int64"),
        ({"a": np.array([1.0, 2.0])}, "a: 2 x int64 against 2 x float64"),
        ({"b": np.array([1, 2])}, "a is there in one of them only"),
        ({"a": np.array([1, 2]), "b": np.array([1])}, "b is there in one of them only"),
    ],
)
def test_tables_of_another_shape_differ(
    difference: Difference, other: dict[str, Any], told: str
) -> None:
    assert difference({"a": np.array([1, 2])}, other) == told
