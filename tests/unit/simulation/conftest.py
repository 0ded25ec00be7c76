"""Scenarios from YAML text, and shops that stop when the test says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pytest

from backsim.records.codes import CancelCause, PaymentKind
from backsim.records.log import RunLog
from backsim.scenario.build import load
from backsim.scenario.model import Scenario
from backsim.simulation.agenda import new_agenda
from backsim.simulation.opening import open_shop as open_on
from backsim.simulation.runlog import run_log
from backsim.simulation.shelf import Shelf
from backsim.testing import HandMade, by_hand, scenario_of
from backsim.units import DAY


@pytest.fixture
def load_text(tmp_path: Path) -> Callable[..., tuple[Scenario, ...]]:
    """Load the arms of a scenario given as text, with ``--set`` overrides; files that it names
    stand in ``tmp_path``."""

    def arms(text: str, *overrides: str) -> tuple[Scenario, ...]:
        path = tmp_path / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, overrides=overrides).arms

    return arms


class Opened:
    """A shop whose clock is moved by the test."""

    def __init__(self, day: HandMade) -> None:
        self.day = day
        self.agenda = new_agenda()
        self.shop = open_on(day.scenario, day.workload, self.agenda)
        self.now = 0
        self.shop.open()

    def until(self, day: float) -> Opened:
        """All that happens before this moment."""
        self.now = round(day * DAY)
        while self.agenda.next(min(self.now, self.day.scenario.horizon)):
            self.shop.happen(self.agenda.kind, self.agenda.a, self.agenda.b, self.agenda.now)
        return self

    # What the test may do by itself, at this moment.

    def give_up(self, line: int, cause: CancelCause = CancelCause.LATE) -> None:
        """The customer of a line gives up."""
        self.shop.dispatch.give_up(line, cause, self.now)

    def drop(self, line: int) -> None:
        """The customer of a line does not want it any more."""
        self.shop.dispatch.drop(line, CancelCause.CHANGED, self.now)

    # What is there to see.

    @property
    def log(self) -> RunLog:
        """What has been written down so far."""
        return run_log(self.shop.store, self.day.scenario, self.day.workload)

    def lines(self, column: str) -> list[int]:
        """One column of the lines."""
        values: list[int] = getattr(self.log.lines, column).tolist()
        return values

    @property
    def paid(self) -> list[tuple[str, int, float, int]]:
        """Payments so far: kind, line, day, amount."""
        table = self.log.payments
        columns = (table.kind, table.line, table.at, table.amount)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [(PaymentKind(kind).name, line, at / DAY, amount) for kind, line, at, amount in rows]

    def shelf(self, name: str = "cup") -> Shelf:
        """What is kept of a product."""
        names = [product.name for product in self.day.scenario.products]
        return self.shop.store.shelves[names.index(name)]


class OpenShop(Protocol):
    """Open a shop for these customers, told as ``backsim.testing.by_hand`` takes them."""

    def __call__(
        self,
        shop: str | Scenario,
        *customers: str,
        lead_times: Mapping[str, Sequence[float]] = {},
        slips: Mapping[str, float] = {},
    ) -> Opened: ...


@pytest.fixture
def open_shop() -> OpenShop:
    """Nothing has happened yet; ``until(day)`` lets time pass."""

    def opened(
        shop: str | Scenario,
        *customers: str,
        lead_times: Mapping[str, Sequence[float]] = {},
        slips: Mapping[str, float] = {},
    ) -> Opened:
        scenario = scenario_of(shop) if isinstance(shop, str) else shop
        told = "\n".join(customers)
        return Opened(by_hand(scenario, told, lead_times=lead_times, slips=slips))

    return opened
