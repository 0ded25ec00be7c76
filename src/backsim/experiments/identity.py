"""What makes a trial the trial that it is: equal identity, equal numbers.

A trial is known by the content of its arm and not by the arm's name, so arms that are equal share
their trials, and a renamed arm keeps them. Which content that is, says ``Scenario.resolved``: no
words, no plan of the study, and a replayed file by its orders and not by its path.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from backsim.experiments.study import StudyFacts
from backsim.scenario.model import Scenario

MODEL_VERSION = 4
"""Raised whenever the same scenario and seed begin to give other numbers, in the engine or in a
KPI: kept trials of an older model are then left alone and computed anew."""

LENGTH = 32
"""Hexadecimal digits of an identity: 128 bits, so that two never meet by accident."""


SHORT = 12
"""Digits of a question's identity: it stands in file names, and few share a folder."""


def arm_hash(scenario: Scenario) -> str:
    """A digest of everything in an arm that can move a number, but for the seed."""
    return _digest({key: value for key, value in scenario.resolved.items() if key != "seed"})


def trial_of(arm: str, model: int, seed: int, replication: int) -> str:
    """The identity of one trial of an arm that is known by its digest."""
    return _digest([arm, model, seed, replication])


def question_of(facts: StudyFacts, arms: Mapping[str, str], model: int, first: int) -> str:
    """The identity of a question: the trials that it asks for, how they are judged and titled."""
    asked = [[arm, arms[arm]] for arm in facts.arms]
    judged = [facts.baseline, facts.primary, facts.confidence, facts.steady_state]
    # Beside them only where there are some, so that a question without keeps its name.
    judged += [facts.declared] if facts.declared else []
    numbers = [model, facts.seed, first, facts.replications]
    words = [facts.study, facts.title, facts.description, facts.arm_titles]
    return _digest([asked, numbers, judged, words])[:SHORT]


def _digest(data: Any) -> str:
    """The digest of plain data; the order of the keys of a mapping does not matter."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:LENGTH]
