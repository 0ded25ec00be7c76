"""Habits that a linter does not hold: short files, short functions, a word for every name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"

FILE_LINES = 400
FUNCTION_LINES = 60
LATER = re.compile(rf"\b({'TO' + 'DO'}|{'FIX' + 'ME'})\b")
"""Spelled in two halves, so that this file does not find itself."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _parsed(root: Path) -> Iterator[tuple[Path, str, ast.Module]]:
    for file in sorted(root.rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        yield file, text, ast.parse(text)


def long_files(root: Path) -> list[str]:
    """Files of more than ``FILE_LINES`` lines."""
    counts = ((file, text.count("\n")) for file, text, _ in _parsed(root))
    return [f"{file}: {count} lines" for file, count in counts if count > FILE_LINES]


def long_functions(root: Path) -> list[str]:
    """Functions of more than ``FUNCTION_LINES`` lines, decorators and docstring included."""
    return [
        f"{file}:{node.lineno}: {node.name} has {length} lines"
        for file, _, tree in _parsed(root)
        for node in ast.walk(tree)
        if isinstance(node, Function) and (length := _length(node)) > FUNCTION_LINES
    ]


def _length(node: Function) -> int:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return (node.end_lineno or node.lineno) - first + 1


def unexplained(root: Path) -> list[str]:
    """Modules, and their public classes and functions, that have no docstring."""
    return [
        f"{file}: {getattr(node, 'name', 'the module')} has no docstring"
        for file, _, tree in _parsed(root)
        for node in (tree, *tree.body)
        if isinstance(node, Function | ast.ClassDef | ast.Module)
        and not getattr(node, "name", "").startswith("_")
        and not ast.get_docstring(node)
    ]


def put_off(roots: list[Path]) -> list[str]:
    """Lines that put something off."""
    return [
        f"{file}:{number}: {line.strip()}"
        for root in roots
        for file in sorted(root.rglob("*.*"))
        if file.suffix in {".py", ".md", ".yaml", ".html", ".toml"}
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if LATER.search(line)
    ]


def test_files_are_short() -> None:
    assert long_files(SRC) == []


def test_functions_are_short() -> None:
    assert long_functions(SRC) == []


def test_every_public_name_is_explained() -> None:
    assert unexplained(SRC) == []


def test_nothing_is_put_off() -> None:
    roots = [ROOT / name for name in ("src", "tests", "docs", "scenarios", "benchmarks")]
    assert put_off(roots) == []


def test_a_long_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "short.py").write_text("x = 1\n" * FILE_LINES)
    (tmp_path / "long.py").write_text("x = 1\n" * (FILE_LINES + 1))
    assert long_files(tmp_path) == [f"{tmp_path / 'long.py'}: 401 lines"]


@pytest.mark.parametrize(("lines", "faults"), [(FUNCTION_LINES, 0), (FUNCTION_LINES + 1, 1)])
def test_a_long_function_is_found(tmp_path: Path, lines: int, faults: int) -> None:
    body = "    x = 1\n" * (lines - 2)
    (tmp_path / "a.py").write_text(f"class A:\n  @wrap\n  def f():\n{body}")
    assert len(long_functions(tmp_path)) == faults


def test_a_name_without_a_word_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f():\n    pass\n\ndef _g():\n    pass\n")
    (tmp_path / "b.py").write_text('"""B."""\n\nclass C:\n    """C."""\n')
    file = tmp_path / "a.py"
    assert unexplained(tmp_path) == [
        f"{file}: the module has no docstring",
        f"{file}: f has no docstring",
    ]


def test_a_line_that_puts_off_is_found(tmp_path: Path) -> None:
    word = "TO" + "DO"
    (tmp_path / "a.py").write_text(f"x = 1\n# {word}: two\nmastodon = 1\n")
    assert put_off([tmp_path]) == [f"{tmp_path / 'a.py'}:2: # {word}: two"]
