"""Equal identity, equal numbers: what may change it and what may not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.unit.experiments import fakes
from tests.unit.experiments.fakes import scenario

from backsim.experiments import load
from backsim.experiments.identity import MODEL_VERSION, arm_hash, question_of, trial_of
from backsim.records.kpi import Declared

SHOP = """
title: A shop
horizon: 30 days
products:
  ring: {price: 20.00, unit_cost: 8.00, opening_stock: 20}
demand: {rate: 1 per day}
"""

REPLAY = SHOP.replace("{rate: 1 per day}", "{file: orders.csv}")


def hashes(path: Path, text: str, *overrides: str) -> dict[str, str]:
    """The digest of each arm of a scenario file."""
    path.write_text(text)
    return {one.arm: arm_hash(one) for one in load(path, overrides=overrides).arms}


def test_identity_does_not_depend_on_the_order_of_keys() -> None:
    one = scenario(gain=1, money={"opening_cash": 5, "currency": "EUR"})
    two = scenario(money={"currency": "EUR", "opening_cash": 5}, gain=1)
    assert arm_hash(one) == arm_hash(two)
    assert len(trial_of(arm_hash(one), MODEL_VERSION, 1, 0)) == 32


def test_seed_replication_and_model_each_change_it() -> None:
    arm = arm_hash(scenario(gain=1))
    known = trial_of(arm, MODEL_VERSION, 1, 0)
    assert known == trial_of(arm_hash(scenario(gain=1)), MODEL_VERSION, 1, 0)
    others = {
        trial_of(arm, MODEL_VERSION, 2, 0),
        trial_of(arm, MODEL_VERSION, 1, 1),
        trial_of(arm, MODEL_VERSION + 1, 1, 0),
        trial_of(arm, MODEL_VERSION, 0, 1),
    }
    assert len(others | {known}) == 5


def test_an_arm_is_its_content_and_not_its_name_or_its_seed() -> None:
    base = scenario("a", gain=1)
    assert arm_hash(scenario("b", gain=1)) == arm_hash(base)
    assert arm_hash(replace(base, resolved=base.resolved | {"seed": 2})) == arm_hash(base)
    assert arm_hash(scenario("a", gain=2)) != arm_hash(base)


def test_a_question_is_its_trials_how_they_are_judged_and_its_words() -> None:
    facts = fakes.facts("refuse", "open")
    arms = {"refuse": "1", "open": "2"}
    known = question_of(facts, arms, 1, 0)
    assert len(known) == 12
    assert known == question_of(facts._replace(version="9", currency="USD"), arms, 1, 0)
    others = [
        question_of(facts, arms | {"open": "3"}, 1, 0),
        question_of(facts, arms, 2, 0),
        question_of(facts, arms, 1, 1),
        question_of(facts._replace(arms=("open", "refuse")), arms, 1, 0),
        question_of(facts._replace(seed=2), arms, 1, 0),
        question_of(facts._replace(replications=5), arms, 1, 0),
        question_of(facts._replace(baseline="open"), arms, 1, 0),
        question_of(facts._replace(primary=()), arms, 1, 0),
        question_of(facts._replace(declared=(Declared("a", "a", 1),)), arms, 1, 0),
        question_of(facts._replace(confidence=0.9), arms, 1, 0),
        question_of(facts._replace(title="Another"), arms, 1, 0),
    ]
    assert len({known, *others}) == 12


def test_words_and_the_plan_of_the_study_do_not_count(tmp_path: Path) -> None:
    told = SHOP.replace("A shop", "Another title") + "study: {replications: 3, seed: 9}\n"
    assert hashes(tmp_path / "a.yaml", SHOP) == hashes(tmp_path / "b.yaml", told)


def test_what_happens_counts(tmp_path: Path) -> None:
    known = hashes(tmp_path / "a.yaml", SHOP)
    for change in ("horizon=31 days", "products.ring.price=21.00", "demand.gaps={cv: 0.5}"):
        assert hashes(tmp_path / "a.yaml", SHOP, change) != known


def test_a_replayed_file_counts_by_its_orders_and_not_by_its_name(tmp_path: Path) -> None:
    rows = "order_id,order_date,customer_id,units,value_usd\n1,2026-01-06,7,1,20.00\n"
    (tmp_path / "orders.csv").write_text(rows)
    (tmp_path / "same.csv").write_text(rows)
    (tmp_path / "other.csv").write_text(rows.replace("20.00", "21.00"))
    known = hashes(tmp_path / "a.yaml", REPLAY)
    for file, same in (("same.csv", True), ("other.csv", False)):
        replayed = hashes(tmp_path / "a.yaml", REPLAY, f"demand.file={tmp_path / file}")
        assert (replayed == known) is same
