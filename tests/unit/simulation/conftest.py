"""Scenarios from YAML text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backsim.scenario.build import load
from backsim.scenario.model import Scenario


@pytest.fixture
def load_text(tmp_path: Path) -> Callable[..., tuple[Scenario, ...]]:
    """Load the arms of a scenario given as text, with ``--set`` overrides."""

    def arms(text: str, *overrides: str) -> tuple[Scenario, ...]:
        path = tmp_path / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, overrides=overrides).arms

    return arms
