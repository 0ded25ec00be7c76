"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["accounts", "beancount", "cash", "days"])
def test_examples_are_true(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"backsim.ledger.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
