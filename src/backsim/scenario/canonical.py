"""A scenario as canonical plain data: what makes two arms the same, whatever their words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np

from backsim.records.rules import Rule
from backsim.scenario.model import History, Scenario

WORDS = ("study", "title", "arm", "plan", "resolved")
"""What does not move a number."""


def resolved(scenario: Scenario) -> dict[str, Any]:
    """The arm in plain data that JSON can hold: everything that the engine sees, and the seed.

    Titles, descriptions and the plan of the comparison are left out; a replayed history stands as
    the hash of its contents, not its path.
    """
    data = {
        name: _plain(value) for name, value in sorted(vars(scenario).items()) if name not in WORDS
    }
    return {**data, "seed": scenario.plan.seed}


def digest(value: Any) -> str:
    """Of a scenario or of any part of it: equal contents, equal digests."""
    return sha256(json.dumps(_plain(value), sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case date():
            return value.isoformat()
        case History():
            return _fingerprint(value)
        case Rule(word, settings, origin):
            told = {"rule": word, "settings": _plain(dict(settings))}
            # Another version of somebody else's package may decide otherwise.
            return {**told, "origin": origin} if origin else told
        case Mapping():
            return {str(key): _plain(item) for key, item in sorted(value.items())}
        case tuple() if hasattr(value, "_fields"):
            return _record(value)
        case tuple() | list():
            return [_plain(item) for item in value]
    raise TypeError(f"no plain form for {type(value).__name__}")


def _record(value: Any) -> dict[str, Any]:
    """A NamedTuple by its field names, with its own name: a gamma is not a weibull."""
    named = {key: _plain(getattr(value, key)) for key in sorted(value._fields)}
    return {"is": type(value).__name__.casefold(), **named}


def _fingerprint(history: History) -> dict[str, Any]:
    digest = sha256()
    for column in (history.at, history.order, history.person, history.product, history.quantity):
        # One order of bytes on every machine.
        digest.update(np.ascontiguousarray(column, dtype="<i8").tobytes())
    digest.update(np.ascontiguousarray(history.value, dtype="<i8").tobytes())
    return {"used": history.used, "has_time": history.has_time, "sha256": digest.hexdigest()}
