"""The house stands: imports fall downwards, libraries stay at home, nothing goes in circles.

Every import statement counts, wherever it stands: at the top, in a function, under
``TYPE_CHECKING``.
"""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"

FLOORS = {
    "cli": 7,
    "testing": 7,
    "report": 6,
    "experiments": 5,
    "simulation": 4,
    "scenario": 3,
    "metrics": 3,
    "policies": 2,
    "ledger": 2,
    "chance": 2,
    "records": 1,
    "inference": 1,
    "changes": 0,
    "units": 0,
    "errors": 0,
    "columns": 0,
    "version": 0,
}
"""The front, ``backsim/__init__.py``, stands above experiments and report, beside the door."""

FRONT = 7

APART = {
    "report": {"simulation", "metrics", "scenario"},
    "inference": {"units", "errors", "version"},
}
"""Rooms that a room must not know although they lie below it."""

DOORS = {
    ("simulation", "policies"): {"backsim.policies.base", "backsim.policies.registry"},
    ("scenario", "policies"): {"backsim.policies.entry", "backsim.policies.registry"},
}
"""What a room may know of another: the engine the published bases and the registry, no rule."""

HOMES = {
    "simpy": "backsim.simulation",
    "yaml": "backsim.scenario.reading.source",
    "plotly": "backsim.report",
    "click": "backsim.cli",
    "pydantic": "backsim.scenario",
    "jinja2": "backsim.report",
    "multiprocessing": "backsim.experiments.executors",
    "concurrent": "backsim.experiments.executors",
}

SCENARIO = (
    {"values", "model"},
    {"schema", "canonical"},
    {"reading", "assemble", "reference", "levers"},
    {"checks"},
    {"loading"},
    {"show"},
    {"build"},
)
"""The sub-rooms and files of ``scenario``, lowest first: each imports only from those before."""

HEAVY = ("numpy", "scipy", "plotly", "pydantic", "polars", "simpy", "rich", "yaml", "jinja2")

Imports = dict[str, set[str]]
"""By module: the modules and names that it imports, as dotted names."""


def imports_of(src: Path) -> Imports:
    """Every module below a source folder with all that it imports."""
    return {
        _module_name(file, src): set(_imported(file, src)) for file in sorted(src.rglob("*.py"))
    }


def _module_name(file: Path, src: Path) -> str:
    parts = file.relative_to(src).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(file: Path, src: Path) -> Iterator[str]:
    package = file.parent.relative_to(src).parts
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            kept = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*kept, node.module) if node.module else kept)
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call):
            yield from _called(node)


def _called(node: ast.Call) -> Iterator[str]:
    """The module that ``import_module("...")`` or ``__import__("...")`` asks for."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
    if name in {"import_module", "__import__"} and node.args:
        match node.args[0]:
            case ast.Constant(value=str() as asked):
                yield asked


def _room(name: str) -> str:
    """The room of a dotted name of backsim; empty for the front."""
    first = name.split(".")[1:2]
    return first[0] if first and first[0] in FLOORS else ""


def _floor(name: str) -> int:
    return FLOORS.get(_room(name), FRONT)


def climbing(imports: Imports) -> list[str]:
    """Imports that do not fall: to a floor above, or sideways into another room."""
    return sorted(
        f"{module} imports {name}"
        for module, names in imports.items()
        for name in names
        if name.split(".")[0] == "backsim"
        and _room(name) != _room(module)
        and not (_floor(name) < _floor(module) or _is_version(name))
    )


def _is_version(name: str) -> bool:
    """The one thing of the front that everyone may read: it is no import of another module."""
    return name == "backsim.__version__"


def climbing_in_scenario(imports: Imports) -> list[str]:
    """Imports within ``scenario`` that do not fall to a sub-room or file before their own."""
    floors = {name: floor for floor, names in enumerate(SCENARIO) for name in names}
    return sorted(
        f"{module} imports {name}"
        for module, names in imports.items()
        for name in names
        if (own := _in_scenario(module)) != (other := _in_scenario(name))
        and own in floors
        and other
        and not floors.get(other, len(SCENARIO)) < floors[own]
    )


def _in_scenario(name: str) -> str:
    """The sub-room or file of a dotted name below ``scenario``; empty for anything else."""
    first = name.split(".")[2:3]
    return first[0] if first and _room(name) == "scenario" else ""


def meeting(imports: Imports) -> list[str]:
    """Imports between rooms that must not know each other."""
    return sorted(
        f"{module} imports {name}"
        for module, names in imports.items()
        for name in names
        if name.split(".")[0] == "backsim" and _room(name) in APART.get(_room(module), set())
    )


def past_doors(imports: Imports) -> list[str]:
    """Imports of what a room does not show to another."""
    return sorted(
        f"{module} imports {name}"
        for module, names in imports.items()
        for name in names
        if (doors := DOORS.get((_room(module), _room(name))))
        and not any(f"{name}.".startswith(f"{door}.") for door in doors)
    )


def straying(imports: Imports) -> list[str]:
    """Imports of a library outside its home."""
    return sorted(
        f"{module} imports {name}"
        for module, names in imports.items()
        for name in names
        if (home := HOMES.get(name.split(".")[0])) and not f"{module}.".startswith(f"{home}.")
    )


def circle(imports: Imports) -> list[str]:
    """One circle of imports, or none. ``from a import b`` means the module a.b if there is one."""
    graph = {
        module: {_target(name, imports) for name in names} - {module, ""}
        for module, names in imports.items()
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def _target(name: str, imports: Imports) -> str:
    if name in imports:
        return name
    parent = name.rpartition(".")[0]
    return parent if parent in imports else ""


def test_imports_fall_downwards() -> None:
    assert climbing(imports_of(SRC)) == []


def test_every_room_has_a_floor() -> None:
    package = SRC / "backsim"
    rooms = {entry.stem for entry in package.iterdir() if (entry / "__init__.py").exists()}
    files = {file.stem for file in package.glob("*.py")} - {"__init__", "__main__"}
    assert rooms | files <= set(FLOORS)


def test_the_scenario_walks_one_way() -> None:
    assert climbing_in_scenario(imports_of(SRC)) == []


def test_every_part_of_the_scenario_has_its_place() -> None:
    entries = (SRC / "backsim" / "scenario").iterdir()
    parts = {entry.stem for entry in entries if not entry.stem.startswith("__")}
    assert set().union(*SCENARIO) == parts


def test_rooms_apart_do_not_know_each_other() -> None:
    assert meeting(imports_of(SRC)) == []


def test_rules_are_known_by_their_base_and_their_word_alone() -> None:
    assert past_doors(imports_of(SRC)) == []


def test_libraries_stay_at_home() -> None:
    assert straying(imports_of(SRC)) == []


def test_no_module_imports_itself_through_others() -> None:
    assert circle(imports_of(SRC)) == []


@pytest.mark.parametrize("module", ["backsim.cli.main", "backsim"])
def test_the_door_opens_without_heavy_libraries(module: str) -> None:
    program = f"import {module}, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert module in loaded
    assert {name.split(".")[0] for name in loaded}.isdisjoint(HEAVY)


def _tree(root: Path, files: dict[str, str]) -> Imports:
    for name, text in files.items():
        file = root / "backsim" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return imports_of(root)


@pytest.mark.parametrize(
    "line",
    [
        "from backsim.simulation import simulate",
        "import backsim.simulation.engine",
        "from ..simulation import engine",
        "def f():\n    from backsim.simulation import simulate",
        "if TYPE_CHECKING:\n    from backsim.simulation import simulate",
        "import_module('backsim.simulation')",
        "importlib.import_module('backsim.simulation')",
        "from backsim.scenario.model import Scenario",  # sideways
        "from backsim import compare",
    ],
)
def test_an_import_that_climbs_is_found(tmp_path: Path, line: str) -> None:
    faults = climbing(_tree(tmp_path, {"metrics/wait.py": line}))
    assert [fault.split(" imports ")[0] for fault in faults] == ["backsim.metrics.wait"]


@pytest.mark.parametrize(
    "line",
    [
        "from backsim.records.log import RunLog",
        "from backsim.metrics.money import revenue",
        "from . import money",
        "from backsim.units import DAY",
        "from backsim import __version__",
        "import numpy",
    ],
)
def test_an_import_that_falls_is_left_alone(tmp_path: Path, line: str) -> None:
    assert climbing(_tree(tmp_path, {"metrics/wait.py": line})) == []


@pytest.mark.parametrize(
    "line",
    [
        "from backsim.scenario.checks.findings import Finding",
        "from backsim.scenario import loading",
        "from ..reading import tree",
        "from backsim.scenario.canonical import digest",  # sideways
        "def f():\n    from backsim.scenario.build import load",
    ],
)
def test_a_scenario_that_walks_back_is_found(tmp_path: Path, line: str) -> None:
    name = "scenario/schema/file.py"
    faults = climbing_in_scenario(_tree(tmp_path, {name: line, "scenario/reading/tree.py": ""}))
    assert [fault.split(" imports ")[0] for fault in faults] == ["backsim.scenario.schema.file"]


@pytest.mark.parametrize(
    "line",
    [
        "from backsim.scenario.schema.base import Section",
        "from backsim.scenario.values import kinds",
        "from backsim.records.codes import Offer",
        "from . import base",
    ],
)
def test_a_scenario_that_walks_on_is_left_alone(tmp_path: Path, line: str) -> None:
    assert climbing_in_scenario(_tree(tmp_path, {"scenario/schema/file.py": line})) == []


def test_rooms_that_meet_are_found(tmp_path: Path) -> None:
    tree = {"report/page.py": "from backsim.metrics import KPIS", "report/__init__.py": ""}
    assert meeting(_tree(tmp_path, tree)) == ["backsim.report.page imports backsim.metrics.KPIS"]


@pytest.mark.parametrize("room", ["simulation", "scenario"])
@pytest.mark.parametrize(
    "line",
    [
        "from backsim.policies.allocation import PaidFirst",
        "from backsim.policies import allocation",
        "import backsim.policies",
        "import_module('backsim.policies.registry_of_others')",
    ],
)
def test_who_looks_past_the_registry_is_found(tmp_path: Path, room: str, line: str) -> None:
    faults = past_doors(_tree(tmp_path, {f"{room}/shop.py": line}))
    assert [fault.split(" imports ")[0] for fault in faults] == [f"backsim.{room}.shop"]


@pytest.mark.parametrize(
    "line",
    [
        "from backsim.policies import registry",
        "from backsim.policies.registry import make",
        "from backsim.policies.base import Plan",
    ],
)
def test_the_engine_may_ask_the_registry(tmp_path: Path, line: str) -> None:
    assert past_doors(_tree(tmp_path, {"simulation/shop.py": line})) == []


def test_a_library_away_from_home_is_found(tmp_path: Path) -> None:
    tree = {"scenario/model.py": "import yaml", "scenario/reading/source.py": "import yaml"}
    assert straying(_tree(tmp_path, tree)) == ["backsim.scenario.model imports yaml"]


def test_a_circle_is_found(tmp_path: Path) -> None:
    tree = {
        "chance/a.py": "from backsim.chance.b import x",
        "chance/b.py": "from . import c",
        "chance/c.py": "from backsim.chance import a",
    }
    found = circle(_tree(tmp_path, tree))
    assert set(found) == {"backsim.chance.a", "backsim.chance.b", "backsim.chance.c"}
