"""A diary is a RunLog written by hand; see ``backsim.testing``."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from backsim.records.log import ProductFacts, RunLog
from backsim.testing import Diary, changed
from backsim.testing.diary import RING


@pytest.fixture
def diary() -> type[Diary]:
    """Write a log by hand: ``diary(...).visit(at).line(...).log()``."""
    return Diary


@pytest.fixture
def altered() -> Callable[[RunLog, str, str, int, int], RunLog]:
    """``altered(log, table, column, row, value)``: the same log with one number changed."""
    return changed


@pytest.fixture
def ring() -> ProductFacts:
    """The product that a diary sells unless it is given others."""
    return RING


@pytest.fixture
def bean_check(tmp_path: Path) -> Callable[[str], str]:
    """``bean_check(text)``: what beancount's checker has to say; empty if the books are sound."""
    if importlib.util.find_spec("beancount") is None and not os.environ.get("CI"):
        pytest.skip("beancount is not installed")

    def check(text: str) -> str:
        file = tmp_path / "checked.beancount"
        file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "beancount.scripts.check", "--no-cache", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) == (done.stderr == ""), done.stderr
        return done.stderr

    return check
