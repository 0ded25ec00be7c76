"""Scenarios from YAML text, and shops whose customers are given by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest
import simpy

from backsim.records.codes import PaymentKind
from backsim.scenario.build import load
from backsim.scenario.model import History, Scenario
from backsim.simulation import draw
from backsim.simulation.clock import DEMAND, At, Clock
from backsim.simulation.recorder import PAYMENT
from backsim.simulation.shop import Shop
from backsim.simulation.store import Store
from backsim.units import DAY


@pytest.fixture
def load_text(tmp_path: Path) -> Callable[..., tuple[Scenario, ...]]:
    """Load the arms of a scenario given as text, with ``--set`` overrides."""

    def arms(text: str, *overrides: str) -> tuple[Scenario, ...]:
        path = tmp_path / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, overrides=overrides).arms

    return arms


Ask = tuple[float, int, int, int, int]
"""One line of what a visitor wants: day, visit (numbered in order of time), product, pieces,
value."""


class Opened:
    """A shop whose clock is moved by the test."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.log = shop.store.log

    def until(self, day: float) -> Opened:
        """All that happens before this moment."""
        self.shop.store.env.run(until=round(day * DAY))
        return self

    @property
    def paid(self) -> list[tuple[str, int, float, int]]:
        """Payments so far: kind, line, day, amount."""
        rows = np.array(self.log.payments, dtype=np.int64).reshape(-1, PAYMENT).tolist()
        return [
            (PaymentKind(kind).name, line, at / DAY, amount)
            for line, _, at, kind, amount, _ in rows
        ]


class OpenShop(Protocol):
    """Open a shop for these visitors; columns of the workload may be given, luck by its name."""

    def __call__(self, text: str, *asked: Ask, **columns: Any) -> Opened: ...


def come(shop: Shop, visit: int, at: int, _: simpy.Event) -> None:
    """A visitor comes, and what they bought is reviewed."""
    shop.counter.visit(visit, at)
    shop.review_soon()


@pytest.fixture
def open_shop(load_text: Callable[..., tuple[Scenario, ...]]) -> OpenShop:
    """Visitors come and goods arrive; releases and reviews at the start are left to the test."""

    def opened(text: str, *asked: Ask, **columns: Any) -> Opened:
        (plain,) = load_text(text)
        day, visit, product, quantity, value = (list(column) for column in zip(*asked, strict=True))
        history = History(
            at=np.array([round(each * DAY) for each in day]),
            has_time=True,
            order=np.array(visit),
            person=np.array(visit),
            product=np.array(product),
            quantity=np.array(quantity),
            value=np.array(value),
            read=len(asked),
            used=len(asked),
            refused=(),
        )
        scenario = replace(plain, demand=plain.demand._replace(history=history))
        work = draw(scenario, 1, 0)
        drawn = work.people.columns() | work.asked.columns()
        for name in columns.keys() - drawn:
            work.luck[name.replace("_", " ")] = np.array(columns.pop(name), np.float64)
        given = {name: np.array(value, drawn[name].dtype) for name, value in columns.items()}
        store = Store(Clock(), scenario, work.told(given))
        shop = Shop(store)
        for number, at in enumerate(store.at):
            At(store.env, at, DEMAND, partial(come, shop, number, at))
        return Opened(shop)

    return opened
