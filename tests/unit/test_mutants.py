"""The mutation run of ``scripts``: which changes it makes, and that each can be made."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "scripts" / "mutation" / "mutants.py"
MUTANTS = runpy.run_path(str(SOURCE))


def mutants_of(text: str) -> list[Any]:
    found: list[Any] = MUTANTS["mutants_of"](text, "shop.py")
    return found


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a < b", ["(a <= b)", "(a >= b)"]),
        ("a == b", ["(a != b)"]),
        ("a in b", ["(a not in b)"]),
        ("a + b", ["(a - b)"]),
        ("a and not b", ["(a or not b)", "a and b"]),
        ("-a", ["a"]),
        ("a = 2", ["a = 3"]),
        ("a = True", ["a = False"]),
        ("a if b else c", ["(c if b else a)"]),
        ("min(a, b)", ["max(a, b)", "pass"]),
        ("at(a, side='left')", ["pass", "at(a, side='right')"]),
        ("a.b = c", ["pass"]),
        ("a += b", ["a -= b", "pass"]),
        ("while a: break", ["while a: pass"]),
        ("def f(): return a", ["def f(): return None"]),
        ("def f(a=1): pass", ["def f(a=2): pass"]),
        # What is not done, only said.
        ("'a' + b", []),
        ('"""1 < 2"""', []),
        ("a: b | c = d", []),
        ("def f(a: b | c) -> d | e: return", []),
        ("assert a < b", []),
        ("raise Fault(a < b)", []),
    ],
)
def test_each_kind_of_change(text: str, changed: list[str]) -> None:
    assert [mutant.applied(text) for mutant in mutants_of(text)] == changed


def test_a_mutant_is_named_by_its_words_and_not_by_its_line() -> None:
    text = "class Shelf:\n    def full(self):\n        return (n > 2) or (n > 2)\n"
    named = [str(m) for m in mutants_of(text) if m.new == "(n >= 2)"]
    assert named == [
        "shop.py Shelf.full: n > 2 -> (n >= 2)",
        "shop.py Shelf.full: n > 2 -> (n >= 2) (no. 2)",
    ]
    assert named == [str(m) for m in mutants_of(f"\n\n{text}") if m.new == "(n >= 2)"]


def test_what_runs_on_import_may_be_noticed_by_any_test() -> None:
    (outside,) = mutants_of("LIMIT = 3")
    inside, _ = mutants_of("def f():\n    return g(\n        3\n    )")[::-1]
    assert (outside.lines, inside.lines) == ((), (2, 3))


def test_a_letter_of_several_bytes_moves_nothing() -> None:
    text = "a = '\u00fc', 1"
    assert [mutant.applied(text) for mutant in mutants_of(text)] == ["a = '\u00fc', 2"]


def test_every_mutant_of_the_source_is_a_program_and_another_one() -> None:
    count = 0
    for room in ("inference", "policies"):
        for file in sorted((ROOT / "src" / "backsim" / room).glob("*.py")):
            text = file.read_text(encoding="utf-8")
            for mutant in mutants_of(text):
                changed = mutant.applied(text)
                assert changed != text
                ast.parse(changed)
                count += 1
    assert count > 200
