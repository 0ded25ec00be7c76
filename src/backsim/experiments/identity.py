"""What makes a trial the trial that it is: equal identity, equal numbers.

A trial is known by the content of its arm and not by the arm's name, so arms that are equal share
their trials, and a renamed arm keeps them. The content of a replayed file counts, its name does
not.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from backsim.scenario.model import History, Scenario

MODEL_VERSION = 1
"""Raised whenever the same scenario and seed begin to give other numbers, in the engine or in a
KPI: kept trials of an older model are then left alone and computed anew."""

WORDS = frozenset({"name", "title", "description", "question", "study", "arms", "extends"})
"""Sections of a scenario that say how it is told and judged, not what happens in it."""

LENGTH = 32
"""Hexadecimal digits of an identity: 128 bits, so that two never meet by accident."""


def arm_hash(scenario: Scenario) -> str:
    """A digest of everything in an arm that can move a number."""
    said = {key: value for key, value in scenario.resolved.items() if key not in WORDS}
    history = scenario.demand.history
    if history is not None:
        demand = said.get("demand")
        if isinstance(demand, dict):
            said["demand"] = {key: value for key, value in demand.items() if key != "file"}
    return _digest(
        {
            "said": said,
            "start": scenario.start.isoformat(),
            "horizon": scenario.horizon,
            "warm_up": scenario.warm_up,
            "history": None if history is None else _content(history),
        }
    )


def trial_id(scenario: Scenario, seed: int, replication: int) -> str:
    """The identity of one trial of this arm."""
    return trial_of(arm_hash(scenario), MODEL_VERSION, seed, replication)


def trial_of(arm: str, model: int, seed: int, replication: int) -> str:
    """The identity of one trial of an arm that is known by its digest."""
    return _digest([arm, model, seed, replication])


def _digest(data: Any) -> str:
    """The digest of plain data; the order of the keys of a mapping does not matter."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()[:LENGTH]


def _content(history: History) -> str:
    """The digest of the orders that are replayed."""
    digest = sha256(f"{history.has_time}".encode())
    columns = ("at", "order", "person", "product", "quantity", "value")
    for name in columns:
        digest.update(getattr(history, name).astype("<i8").tobytes())
    return digest.hexdigest()
