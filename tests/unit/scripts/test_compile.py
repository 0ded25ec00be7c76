"""Where the engine cannot be compiled, one sentence says why, and nothing is touched."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def what_is_missing() -> Callable[[], str]:
    """The script's own question."""
    found: Callable[[], str] = runpy.run_path(str(ROOT / "scripts/compile.py"))["what_is_missing"]
    return found


def test_a_compiler_that_is_not_there(
    what_is_missing: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", "no-such-compiler -pthread")
    assert what_is_missing() == "there is no C compiler (no-such-compiler)"


def test_a_library_that_is_not_there(
    what_is_missing: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(what_is_missing.__globals__, "find_spec", lambda _: None)
    assert what_is_missing() == (
        "mypyc is not installed, which `python -m pip install -r requirements-compile.lock` does"
    )


def test_it_ends_with_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    monkeypatch.setattr("sys.argv", ["compile.py", "--into", str(tmp_path / "there")])
    sentence = (
        r"Nothing is compiled and nothing is changed: there is no C compiler \(no-such.*\)\.$"
    )
    with pytest.raises(SystemExit, match=sentence):
        runpy.run_path(str(ROOT / "scripts/compile.py"), run_name="__main__")
    assert not (tmp_path / "there").exists()
