"""A shop in a few lines, and what is said about it when something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backsim.errors import ScenarioError
from backsim.records.kpi import KpiInfo
from backsim.scenario.build import Loaded, load

SHOP = """\
horizon: 100 days
products:
  ring:
    price: 10.00
    unit_cost: 4.00
    opening_stock: 5
    replenishment: {policy: reorder_point, reorder_point: 3, order_quantity: 6}
suppliers:
  smith: {lead_time: 7 days}
demand:
  rate: 2 per day
"""
"""Nothing wrong, nothing odd."""

PATIENT = "customers: {everyone: {patience: 30 days}}\n"
"""Where a text says nothing of its customers: it would be odd of a shop that lets them wait."""


class Desk:
    """A folder with a scenario file, and what loading it says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, text: str, name: str = "shop.yaml") -> Path:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, text: str, *sets: str, kpis: tuple[KpiInfo, ...] = ()) -> Loaded:
        return load(self.write(text), overrides=sets, kpis=kpis)

    def faults(self, text: str, *sets: str, kpis: tuple[KpiInfo, ...] = ()) -> str:
        """All that is said about a text; a test fails if nothing is."""
        with pytest.raises(ScenarioError, match=r"\S") as caught:
            self.load(text, *sets, kpis=kpis)
        return str(caught.value)

    def messages(self, text: str, *sets: str) -> list[str]:
        """The same without files, lines and carets."""
        with pytest.raises(ScenarioError, match=r"\S") as caught:
            self.load(text, *sets)
        return [fault.message for fault in caught.value.faults]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk in an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


Change = Callable[[str, str], str]


@pytest.fixture
def shop() -> Callable[..., str]:
    """The shop's text with pieces replaced, each of which must stand in it, and with more."""

    def change(*pairs: tuple[str, str], add: str = "") -> str:
        text = SHOP
        for old, new in pairs:
            assert old in text, f"{old!r} is not in the shop"
            text = text.replace(old, new)
        text += add
        # At its end, so that no line moves.
        return text if "customers:" in text else text + PATIENT

    return change
