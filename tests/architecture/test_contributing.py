"""The recipes of CONTRIBUTING.md, followed to the letter in a copy of the source, and then used."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(?:python|toml)\n +# (\S+), ([^\n]+)\n(.*?)\n *```", re.DOTALL)

# Of the two who wait, the second is worth more. Once two pieces are owed, one is bought, and comes
# on day 6: it goes to one of them, and nobody else is ever served.
SHOP = """\
start: 2026-01-05
horizon: 30 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    replenishment: {policy: reorder_point, reorder_point: -2, order_quantity: 1}
suppliers:
  pottery: {lead_time: 5 days}
demand:
  file: orders.csv
  columns: {order: id, date: at, quantity: pieces, price: price, customer: none, product: none}
selling: {backorders: open}
study: {replications: 2}
arms:
  as_they_came: {}
  refuse: {selling.backorders: off}
"""
ARMS = """\
  dearest: {selling.allocation: dearest_first}
  not_so_dear: {selling.allocation: {rule: dearest_first, bar: 12.00}}
"""
ORDERS = """\
id,at,pieces,price
1,2026-01-05 09:00,1,10.00
2,2026-01-06 09:00,1,12.00
"""


def recipe(title: str) -> list[tuple[str, str, str]]:
    """The blocks of a recipe: file, where in it, text."""
    section = TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    blocks = [(file, where, dedent(text)) for file, where, text in BLOCK.findall(section)]
    assert len(blocks) == section.count("```") // 2
    return blocks


def follow(blocks: list[tuple[str, str, str]], folder: Path) -> None:
    """Do what the blocks say."""
    for name, where, text in blocks:
        file = folder / name
        if where in ("a new file", "in a folder of its own"):
            assert not file.exists()
            file.write_text(text, encoding="utf-8")
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        at = place(lines, where)
        file.write_text("\n".join([*lines[:at], text, *lines[at:], ""]), encoding="utf-8")


def place(lines: list[str], where: str) -> int:
    """Before which line a block goes."""
    verb, _, name = where.rpartition(" ")
    if where == "with the imports":
        return lines.index("from __future__ import annotations") + 1
    if where == "at its end":
        return len(lines)
    tree = ast.parse("\n".join(lines))
    node = next((node for node in ast.walk(tree) if name in assigned(node)), None)
    assert isinstance(node, ast.stmt), f"no place '{where}'"
    assert node.end_lineno
    return {"above": node.lineno - 1, "in": node.end_lineno - 1}[verb]


def assigned(node: ast.AST) -> set[str]:
    """The names that a statement gives a value."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
    return {target.id for target in targets if isinstance(target, ast.Name)}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source, beside a small shop."""
    ignored = shutil.ignore_patterns("__pycache__", "*.so")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "orders.csv").write_text(ORDERS)
    return tmp_path


def backsim(folder: Path, *call: str, path: str = "src") -> str:
    """What the program says, run in a folder with a part of it in front of everything else."""
    done = subprocess.run(
        [sys.executable, "-m", "backsim.cli.main", *call],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def compared(folder: Path, *call: str, path: str = "src") -> dict[str, dict[str, Any]]:
    """By arm: the KPIs of a comparison."""
    said = backsim(folder, "compare", "shop.yaml", "--json", "-q", "--out", "out", *call, path=path)
    arms: dict[str, dict[str, Any]] = json.loads(said)["arms"]
    return arms


def revenues(folder: Path, path: str) -> dict[str, float]:
    """By arm: what the one who was served paid."""
    (folder / "shop.yaml").write_text(SHOP + ARMS)
    backsim(folder, "check", "shop.yaml", path=path)
    found = compared(folder, "--jobs", "2", "--no-page", path=path)
    return {arm: found[arm]["revenue"]["mean"] for arm in SERVED}


SERVED = {"as_they_came": 10.0, "dearest": 12.0, "not_so_dear": 10.0}
"""A bar of 12.00 makes both worth little, and they are served as they came."""


def test_add_a_policy(copy: Path) -> None:
    follow(recipe("Add a policy"), copy)
    assert revenues(copy, "src") == SERVED
    reference = subprocess.run(
        [sys.executable, "-m", "backsim.scenario.reference"],
        env=os.environ | {"PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "| `dearest_first` | | | | The line with the dearest pieces; lines worth" in reference


def test_add_a_policy_in_a_package_of_your_own(copy: Path) -> None:
    blocks = recipe("Add a policy in a package of your own")
    package = copy / "package"
    package.mkdir()
    follow(blocks, package)
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    # What an installer makes of it; tests/unit/policies/test_installed.py uses one.
    about = package / f"{project['name']}-{project['version']}.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    ((group, points),) = project["entry-points"].items()
    told = "".join(f"{name} = {value}\n" for name, value in points.items())
    about.joinpath("entry_points.txt").write_text(f"[{group}]\n{told}")
    assert revenues(copy, "package") == SERVED


def test_add_a_kpi(copy: Path) -> None:
    follow(recipe("Add a KPI"), copy)
    assert "Purchase orders placed in the window" in backsim(copy, "kpis")
    # One purchase order in 30 days.
    found = compared(copy, "--no-page")["as_they_came"]["purchase_orders"]
    assert found["mean"] == pytest.approx(365 / 30)


def test_add_a_chart(copy: Path) -> None:
    follow(recipe("Add a chart"), copy)
    compared(copy)
    page = (copy / "out" / "page.html").read_text(encoding="utf-8")
    assert "How long the queue got" in page
    # Two pieces were owed from day 1 on; the table for those who do not see the drawing says so.
    rows = page.partition("<caption>Most pieces owed at once, mean per future</caption>")[2]
    told = re.findall(r'<th scope="row">(\w+)</th><td>([\d.]+)</td>', rows.partition("</table>")[0])
    assert told == [("as_they_came", "2.0"), ("refuse", "0.0")]


def test_a_recipe_that_cannot_be_followed_is_noticed(copy: Path) -> None:
    with pytest.raises(AssertionError, match="no place 'in NOWHERE'"):
        follow([("src/backsim/metrics/stock.py", "in NOWHERE", "x = 1")], copy)
    follow([("src/backsim/metrics/stock.py", "at its end", "raise TypeError('no')")], copy)
    with pytest.raises(AssertionError, match="no"):
        backsim(copy, "kpis")
