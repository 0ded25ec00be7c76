"""Equal identity, equal numbers: what may change it and what may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.experiments.fakes import history, scenario

from backsim.experiments.identity import MODEL_VERSION, arm_hash, trial_id, trial_of


def test_identity_is_the_same_on_every_call_and_in_every_process() -> None:
    # A digest that depended on the hash seed or the order of keys would not be reproducible.
    one = scenario(gain=1, money={"opening_cash": 5, "currency": "EUR"})
    two = scenario(money={"currency": "EUR", "opening_cash": 5}, gain=1)
    assert trial_id(one, 1, 0) == trial_id(two, 1, 0)
    assert len(trial_id(one, 1, 0)) == 32


def test_seed_replication_and_model_each_change_it() -> None:
    arm = arm_hash(scenario(gain=1))
    known = trial_of(arm, MODEL_VERSION, 1, 0)
    assert known == trial_id(scenario(gain=1), 1, 0)
    others = {
        trial_of(arm, MODEL_VERSION, 2, 0),
        trial_of(arm, MODEL_VERSION, 1, 1),
        trial_of(arm, MODEL_VERSION + 1, 1, 0),
        trial_of(arm, MODEL_VERSION, 0, 1),
    }
    assert len(others | {known}) == 5


def test_what_happens_counts() -> None:
    base = scenario(gain=1)
    assert arm_hash(scenario(gain=2)) != arm_hash(base)
    assert arm_hash(replace(base, horizon=base.horizon + 1)) != arm_hash(base)
    assert arm_hash(replace(base, warm_up=1)) != arm_hash(base)


@pytest.mark.parametrize("section", ["name", "title", "description", "question", "study"])
def test_words_and_the_plan_of_the_study_do_not_count(section: str) -> None:
    base = scenario(gain=1)
    told = replace(base, resolved=base.resolved | {section: "other"})
    assert arm_hash(told) == arm_hash(base)


def test_arms_with_equal_content_are_the_same_arm() -> None:
    assert arm_hash(scenario("a", gain=1)) == arm_hash(scenario("b", gain=1))


def test_a_replayed_file_counts_by_its_orders_and_not_by_its_name() -> None:
    here = scenario(history=history(), demand={"file": "a.csv"})
    there = scenario(history=history(), demand={"file": "b.csv"})
    edited = scenario(history=history(value=501), demand={"file": "a.csv"})
    assert arm_hash(here) == arm_hash(there)
    assert arm_hash(here) != arm_hash(edited)
    assert arm_hash(here) != arm_hash(scenario(demand={"file": "a.csv"}))
