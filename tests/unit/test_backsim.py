"""The package as a library: its public names, and that importing it costs nothing."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import backsim

HEAVY = ("numpy", "scipy", "plotly", "pydantic", "polars", "simpy", "yaml", "rich", "click")


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    for name in backsim.__all__:
        assert getattr(backsim, name).__doc__, name
    assert backsim.__all__ == sorted(backsim.__all__, key=lambda name: (name.islower(), name))
    assert dir(backsim) == sorted(backsim.__all__)


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'backsim' has no attribute 'comapre'"):
        _ = backsim.comapre  # type: ignore[attr-defined]


def test_the_version_is_the_one_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert backsim.__version__ == project["project"]["version"]


def test_importing_it_loads_nothing_heavy() -> None:
    code = f"import sys, backsim; print([m for m in {HEAVY!r} if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
