"""Parts equal wholes: products, segments and months make up what is said of all."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from backsim.metrics import KPIS, Reading
from backsim.metrics.cuts import CUTS, Cut, measured_by
from backsim.metrics.kpi import Alone, Level, Measure, Ratio
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate

Tree = dict[str, Any]
ArmsOf = Callable[[Tree], tuple[Scenario, ...]]


def near(value: float) -> Any:
    return pytest.approx(value, rel=1e-9, abs=2e-6)


def check(cut: Cut, kpi: str, whole: Measure, parts: list[Measure]) -> None:
    """What the parts count is what the whole counts."""
    if whole is None:
        assert all(part is None or not part for part in parts), kpi
    elif isinstance(whole, Ratio):
        found = [part for part in parts if isinstance(part, Ratio)]
        assert fsum(part.counted for part in found) == near(whole.counted), kpi
        assert fsum(part.among for part in found) == near(whole.among), kpi
    elif isinstance(whole, Level):
        levels = [part for part in parts if isinstance(part, Level)]
        assert fsum(part.amount_time for part in levels) == near(whole.amount_time), kpi
        times = [part.time for part in levels]
        assert (fsum(times) if cut == "month" else max(times)) == whole.time, kpi
    elif isinstance(whole, Alone):
        assert all(part is None or isinstance(part, Alone) for part in parts), kpi
    else:
        totals = [part for part in parts if isinstance(part, float)]
        assert fsum(totals) == near(whole), kpi


@pytest.mark.parametrize("cut", CUTS)
@settings(max_examples=40, phases=[Phase.generate])
@given(st.data())
def test_the_parts_make_up_the_whole(
    cut: Cut, whole_shop: st.SearchStrategy[Tree], arms_of: ArmsOf, data: st.DataObject
) -> None:
    # A window that begins and ends within a month, and has one whole month in it.
    tree = data.draw(whole_shop) | {"horizon": "70 days"}
    (scenario,) = arms_of(tree)
    whole = Reading(simulate(scenario, draw(scenario, 1, 0)))
    parts = measured_by(whole, cut)
    for found in parts.values():
        assert list(found) == [kpi for kpi in KPIS if kpi in CUTS[cut]]
    for kpi in CUTS[cut]:
        check(cut, kpi, KPIS[kpi].measure(whole), [found[kpi] for found in parts.values()])
