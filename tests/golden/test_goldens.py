"""The shipped scenarios find what they found before; ``scripts/goldens.py`` writes it anew."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

import backsim
from backsim.metrics import breaches
from backsim.scenario.build import load
from backsim.simulation import draw, simulate

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent

ARMS = {
    "boutique": ["refuse", "backorders", "parts", "covered", "reserve", "discount", "gift"],
    "crowdfunding": [
        "open",
        "at release",
        "early bird",
        "first hundred",
        "window",
        "capped",
        "supply",
        "none",
    ],
    "deposit": ["none", "small", "half", "all"],
    "dropship": ["no-cap", "capped", "closed", "honest"],
    "electronics": ["open", "refuse", "two weeks", "discounts", "later date"],
    "fashion": ["shop-only", "preorder", "preorder-deposit", "preorder-capped"],
    "launch": ["no-preorder", "at-release", "deposit", "full"],
    "necklace": ["refuse", "open", "honest", "ahead"],
    "real-orders": ["no-backorders", "at-shipment", "deposit"],
    "ways-to-pay": [
        "at shipment",
        "invoice",
        "deposit",
        "dated balance",
        "full",
        "instalments",
        "partner",
        "choice",
    ],
}


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """The functions that write the golden files."""
    return runpy.run_path(str(ROOT / "scripts" / "goldens.py"))


def changes(name: str, found: str, beginning: str = "") -> list[str]:
    """What differs from the golden file, or its lines with this beginning; empty: nothing."""
    text = (GOLDEN / name).read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if line.startswith(beginning)]
    return list(unified_diff(kept, found.splitlines(), "golden", "found", n=0))


def test_every_shipped_scenario_is_listed() -> None:
    assert sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml")) == sorted(ARMS)


@pytest.mark.parametrize("name", ARMS)
def test_a_shipped_scenario_runs_and_finds_its_numbers(
    name: str, script: dict[str, Any], tmp_path: Path
) -> None:
    path = ROOT / "scenarios" / f"{name}.yaml"
    numbers: Callable[[Path, Path], str] = script["numbers"]
    found = numbers(path, tmp_path / "result")
    assert changes("numbers.txt", found, f"{name} / ") == []
    study = backsim.open_result(tmp_path / "result")
    assert list(study.facts.arms) == ARMS[name]
    assert [row.error for row in study.rows] == [""] * (2 * len(ARMS[name]))


@pytest.mark.parametrize("name", ARMS)
def test_all_laws_hold_in_a_shipped_scenario(name: str) -> None:
    for scenario in load(ROOT / "scenarios" / f"{name}.yaml").arms:
        log = simulate(scenario, draw(scenario, 1, 0))
        assert breaches(log) == []
        assert len(log.orders) > 100
        assert len(log.parcels) > 50


def test_the_necklace_in_the_terminal(script: dict[str, Any]) -> None:
    table: Callable[[], str] = script["table"]
    assert changes("necklace.txt", table()) == []
