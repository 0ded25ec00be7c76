"""The examples in the docstrings are true, of the compiled form too."""

from __future__ import annotations

import ast
import doctest
import importlib
from pathlib import Path

import pytest

SRC = Path(__file__).parents[3] / "src"

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
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    # Compiled classes have no docstrings: the examples are read from the source.
    names = vars(importlib.import_module(name))
    source = (SRC / name.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8")
    runner = doctest.DocTestRunner()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DOCUMENTED) and (text := ast.get_docstring(node)):
            runner.run(doctest.DocTestParser().get_doctest(text, dict(names), name, name, 0))
    assert runner.tries > 0
    assert runner.failures == 0
