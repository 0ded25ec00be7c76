"""One trial: its row, and what becomes of its faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.experiments import fakes

from backsim.errors import TrialError
from backsim.experiments.trials import Bench, Task
from backsim.records.trial import TrialRow


def test_a_trial_becomes_a_row(tmp_path: Path) -> None:
    row = fakes.bench(tmp_path, fakes.score).attempt(Task("id", 0, 3))
    scored = fakes.score(fakes.scenario(gain=0), 1, 3)
    assert row == TrialRow("id", "base", 3, scored.kpis, scored.profile)


def test_numbers_that_are_none_become_none(tmp_path: Path) -> None:
    row = fakes.bench(tmp_path, fakes.unheard).attempt(Task("id", 0, 0))
    assert row.kpis == {"nan": None, "inf": None, "one": 1.0}
    assert type(row.kpis["one"]) is float


def test_a_failing_trial_says_why_in_one_line_and_how_to_see_it_again(tmp_path: Path) -> None:
    bench = fakes.bench(tmp_path, fakes.broken, fakes.scenario("my arm", gain=0))
    row = bench.attempt(Task("id", 0, 1))
    assert row.error == (
        "ZeroDivisionError: no customers at all (again: backsim run shop.yaml "
        "--arm 'my arm' --seed 1 --replication 1 --debug)"
    )
    assert (row.kpis, row.profile) == ({}, None)


def test_a_strict_bench_stops_with_the_cause(tmp_path: Path) -> None:
    bench = Bench((fakes.scenario(gain=0),), 1, tmp_path, "", fakes.broken, strict=True)
    with pytest.raises(TrialError, match="base/1: ZeroDivisionError: no customers at all") as stop:
        bench.attempt(Task("id", 0, 1))
    assert isinstance(stop.value.__cause__, ZeroDivisionError)
