"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

POLICIES = (
    *("backorder", "base", "customer", "memory", "payment", "preorder"),
    *("pricing", "promise", "replenishment"),
)
MODULES = (
    "backsim.units",
    "backsim.chance.streams",
    "backsim.records.rules",
    *(f"backsim.policies.{name}" for name in POLICIES),
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
