"""Which form of the engine is being tested: the one that was asked for, and the whole of it."""

from __future__ import annotations

import os
import runpy
from importlib import import_module
from pathlib import Path

from backsim.columns import COMPILED

ROOT = Path(__file__).parents[2]
ASKED = os.environ.get("BACKSIM_FORM", "plain")
"""``compiled`` where ``.ci/run`` tests the compiled wheel."""


def test_the_form_that_is_asked_for_runs() -> None:
    """If it fails in your environment, `pip install -e .` puts plain Python back."""
    print(f"\nthe {'compiled' if COMPILED else 'plain'} engine")
    assert {"compiled": COMPILED, "plain": not COMPILED}[ASKED]


def test_all_of_the_engine_is_of_this_form() -> None:
    paths: list[str] = runpy.run_path(str(ROOT / "setup.py"))["engine"]()
    names = [path.removeprefix("src/").removesuffix(".py").replace("/", ".") for path in paths]
    assert {"backsim.units", "backsim.simulation.shop", "backsim.policies.pricing"} < set(names)
    files = {name: str(import_module(name).__file__) for name in names}
    wrong = [name for name, file in files.items() if file.endswith(".py") == COMPILED]
    assert wrong == []
