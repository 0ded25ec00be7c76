"""The recipes of CONTRIBUTING.md work as they are written."""

from __future__ import annotations
import __future__

import importlib
import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from backsim.records.views import AllocationView

import backsim
from backsim.experiments import load
from backsim.metrics import Reading
from backsim.policies import allocation
from backsim.records.log import RunLog
from backsim.report import figures
from backsim.simulation import draw, simulate
from backsim.units import DAY

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```python\n +# (\S+)( \(new\))?\n(.*?)```", re.DOTALL)

SHOP = """\
horizon: 60 days
products:
  mug:
    price: 20.00
    unit_cost: 9.00
    opening_stock: 5
    replenishment: {policy: reorder_point, reorder_point: 10, order_quantity: 20}
suppliers:
  pottery: {lead_time: 14 days}
demand: {rate: 2 per day}
study: {replications: 2}
arms:
  refuse: {}
  open: {selling.backorders: open}
"""


def recipe(title: str) -> list[tuple[str, bool, str]]:
    """The code blocks of a recipe: file, whether it is a new one, code."""
    section = TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return [(file, bool(new), dedent(code)) for file, new, code in BLOCK.findall(section)]


def followed(block: tuple[str, bool, str], **more: Any) -> dict[str, Any]:
    """The names of a module once the block stands at its end, and ``more`` is imported in it."""
    file, new, code = block
    assert (ROOT / file).exists() is not new
    name = file.removeprefix("src/").removesuffix(".py").replace("/", ".")
    names = {"__name__": name} if new else dict(vars(importlib.import_module(name)))
    names |= more
    exec(compile(code, file, "exec", flags=__future__.annotations.compiler_flag), names)
    return names


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small scenario."""
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP)
    return path


def _log(file: Path, **changes: Any) -> RunLog:
    """One trial of the arm that takes backorders, with some settings of its product changed."""
    scenario = load(file).arms[1]
    product = scenario.products[0]._replace(**changes)
    return simulate(replace(scenario, products=(product,)), draw(scenario, 1, 0))


def test_add_a_policy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decision, option = recipe("Add a policy")
    decide = followed(decision)["dearest_first"]
    cheap = AllocationView(0, 0, quantity=3, value=3000, prepaid=0, preorder=False, segment=0)
    dear = cheap._replace(quantity=1, value=2000)
    assert decide(dear, None) < decide(cheap, None)

    monkeypatch.setattr(allocation, "dearest_first", decide, raising=False)
    chosen = followed(option)["DearestFirst"]()
    policy = chosen.policy(load(file).arms[0].start)
    assert policy == (decide, None)
    log = _log(file, allocation=policy)
    assert (log.lines.shipped_at >= 0).any()
    assert "Allocation = Annotated[" in (ROOT / option[0]).read_text()


def test_add_a_kpi(file: Path) -> None:
    function, entry = recipe("Add a KPI")
    names = followed(function)
    kpi = followed(entry, purchase_orders=names["purchase_orders"])["PURCHASE_ORDERS"]
    log = _log(file)
    placed = sum(0 <= at < 60 * DAY for at in log.purchases.ordered_at.tolist())
    assert placed > 1
    assert kpi.value(Reading.of(log)) == pytest.approx(placed * 365 / 60)
    assert kpi.info.id not in {info.id for info in backsim.metrics.infos()}


def test_add_a_chart(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view, figure, section = recipe("Add a chart")
    study = backsim.compare(file, out=tmp_path / "result", jobs=1)
    seen = followed(view)
    highest = {
        arm: [max(row.profile.backorders) for row in study.rows if row.arm == arm and row.profile]
        for arm in study.facts.arms
    }
    peaks = seen["peaks_view"](study).peaks
    assert peaks == tuple(pytest.approx(sum(found) / 2) for found in highest.values())
    assert peaks[1] > peaks[0] == 0

    drawn = followed(figure, PeaksView=seen["PeaksView"])["peaks"]
    monkeypatch.setattr(figures, "peaks", drawn, raising=False)
    made = followed(section, peaks_view=seen["peaks_view"])["_peaks"](study)
    assert [chart.id for chart in made.charts] == ["peaks"]
    assert '"orientation":"h"' in made.charts[0].figure
    assert "def sections_of(" in (ROOT / section[0]).read_text()
