"""Customers told one by one: a Workload made by hand, in which the rest is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from backsim.chance.distributions import Constant
from backsim.errors import UsageError
from backsim.scenario.build import load
from backsim.scenario.model import History, Scenario
from backsim.simulation import Workload, draw
from backsim.units import DAY, HOUR, MINUTE


def arms_of(text: str, *overrides: str) -> tuple[Scenario, ...]:
    """The arms of a scenario given as YAML text, with overrides as ``--set`` takes them.

    Raises ``ScenarioError`` as ``load`` does.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "scenario.yaml")
        path.write_text(text, encoding="utf-8")
        return load(path, overrides=overrides).arms


def scenario_of(text: str, *overrides: str) -> Scenario:
    """The one arm of a scenario given as YAML text.

    Raises ``ScenarioError`` as ``load`` does, ``ValueError`` if there are more arms.
    """
    (arm,) = arms_of(text, *overrides)
    return arm


class HandMade(NamedTuple):
    """What ``simulate`` takes, and who the customers are."""

    scenario: Scenario
    workload: Workload
    names: list[str]
    """In order of their first visit, which is how the log numbers them."""


def by_hand(
    scenario: Scenario,
    customers: str,
    *,
    lead_times: Mapping[str, Sequence[float]] = {},
    slips: Mapping[str, float] = {},
    seed: int = 1,
) -> HandMade:
    """A workload in which exactly these customers come; whatever is not told is drawn.

    ``customers`` has a line of text per product that somebody wants, in order of time: *day, time,
    name, pieces, product, what they would pay for it all*, and what else is known of them, such as
    ``patience=3d segment=fans change=0.1``. Lines of one name are one order, at the time of the
    first. Durations are whole days or hours (``3d``, ``5h``), ``limit`` is an amount; any other
    name is a purpose of luck, a number from 0 to 1. ``lead_times`` and ``slips`` are days by
    product: of its purchase orders, one after the other, and of its release.

    Raises ``UsageError`` for a line that makes no sense.
    """
    lines = [_line(told) for told in customers.strip().splitlines()]
    names = list(dict.fromkeys(line.name for line in lines))
    history = _history(scenario, lines, names)
    # A campaign lifts a rate of nothing, and costs what it costs.
    demand = scenario.demand._replace(rate=Constant(0.0), bursts=(), history=history)
    scenario = replace(scenario, demand=demand)
    work = _known(scenario, draw(scenario, seed, 0), lines, names)
    return HandMade(scenario, _late(scenario, work, lead_times, slips), names)


class _Line(NamedTuple):
    """One line of what a customer wants, and what is known of them."""

    at: int
    name: str
    quantity: int
    product: str
    worth: Decimal
    known: dict[str, str]


def _line(told: str) -> _Line:
    try:
        day, time, name, pieces, product, worth, *known = told.split()
        hour, minute = time.split(":")
        at = int(day) * DAY + int(hour) * HOUR + int(minute) * MINUTE
        pairs = dict(each.split("=", 1) for each in known)
        return _Line(at, name, int(pieces), product, Decimal(worth), pairs)
    except (ValueError, ArithmeticError):
        message = f"not 'day time name pieces product worth key=value ...': {told.strip()}"
        raise UsageError(message) from None


def _history(scenario: Scenario, lines: list[_Line], names: list[str]) -> History:
    """The customers as a history to replay."""
    first = {line.name: line.at for line in reversed(lines)}
    lines = sorted(lines, key=lambda line: (first[line.name], names.index(line.name)))
    order = np.array([names.index(line.name) for line in lines])
    return History(
        at=np.array([first[line.name] for line in lines]),
        has_time=True,
        order=order,
        person=order,
        product=np.array([_place(scenario.products, line.product) for line in lines]),
        quantity=np.array([line.quantity for line in lines]),
        value=np.array([int(line.worth.scaleb(scenario.minor_digits)) for line in lines]),
        read=len(lines),
        used=len(lines),
        refused=(),
    )


def _place(parts: Sequence[Any], name: str) -> int:
    """The number of a product, a segment or a carrier."""
    names = [part.name for part in parts]
    if name not in names:
        raise UsageError(f"there is no '{name}', but {', '.join(names)}")
    return names.index(name)


def _ticks(told: str) -> int:
    """A duration such as ``3d`` or ``5h``."""
    return int(told[:-1]) * {"d": DAY, "h": HOUR}[told[-1]]


# How each column is told. These, and the two functions below, are all that knows where a Workload
# has its columns.
_OF_VISITS: dict[str, Callable[[str], Any]] = {
    "patience": _ticks,
    "tolerance": _ticks,
    "advance": _ticks,
    "change_after": _ticks,
    "willingness": float,
    "aversion": float,
    "believed_wait": float,
}
_OF_LINES: dict[str, Callable[[str], Any]] = {"transit": _ticks}
_LUCK = (
    *("substitute", "change", "default", "dispute", "code", "word of mouth", "capture"),
    *("dispute what was kept", "credit", "credit used", "refund"),
    *("unpaid", "never pays", "paid after"),
)
"""Purposes of luck; each try to capture has its own, ``capture 0`` and so on."""


def _known(scenario: Scenario, work: Workload, lines: list[_Line], names: list[str]) -> Workload:
    """The workload with what is known of the customers in place of what was drawn."""
    of_visits = _OF_VISITS | {
        "segment": partial(_place, scenario.segments),
        "carrier": partial(_place, scenario.carriers),
    }
    unit = 10**scenario.minor_digits
    of_lines = _OF_LINES | {"limit": lambda told: float(told) * unit}
    known = {(line.name, line.product): line.known for line in lines}
    columns: dict[str, Any] = {}
    drawn, person = work.people.columns() | work.asked.columns(), work.visits.person
    for line, (visit, product) in enumerate(zip(work.asked.visit, work.asked.product, strict=True)):
        if person[visit] >= len(names):
            continue  # a friend, who is as the scenario says
        name = names[int(person[visit])]
        for key, told in known[name, scenario.products[product].name].items():
            if key in of_visits or key in of_lines:
                place = visit if key in of_visits else line
                column = columns.setdefault(key, drawn[key].copy())
                column[place] = (of_visits | of_lines)[key](told)
            elif (purpose := key.replace("_", " ")).rstrip(" 0123456789") in _LUCK:
                numbers = work.luck[purpose] = work.luck[purpose].copy()
                numbers[line] = float(told)
            else:
                raise UsageError(f"nothing is known as '{key}', and no luck of this scenario")
    return work.told(columns)


def _late(
    scenario: Scenario,
    work: Workload,
    lead_times: Mapping[str, Sequence[float]],
    slips: Mapping[str, float],
) -> Workload:
    """The workload with lead times and slips in days."""
    supply, late = {}, work.slips.copy()
    for name, days in lead_times.items():
        product = _place(scenario.products, name)
        supplier = scenario.products[product].supplier
        supply[supplier, product] = [round(day * DAY) for day in days]
    for name, day in slips.items():
        late[_place(scenario.products, name)] = round(day * DAY)
    return replace(work, lead_times=work.lead_times.given(supply), slips=late)
