"""Trials in one process or in several: the same rows, whatever dies."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.unit.experiments import fakes

from backsim.errors import ResultError, TrialError
from backsim.experiments import executors
from backsim.experiments.executors import Queue, execute
from backsim.experiments.shards import read_rows
from backsim.experiments.trials import Bench, Task, luck
from backsim.records.trial import TrialRow


def rows_of(bench: Bench, count: int, jobs: int | None) -> dict[int, TrialRow]:
    """Do so many trials and return the rows by replication."""
    rows = list(execute(bench, fakes.tasks(count), jobs))
    assert len(rows) == count
    kept = read_rows(bench.shards, {row.trial for row in rows})
    assert kept.rows == {row.trial: row for row in rows}, "every row that comes out is on disk"
    return {row.replication: row for row in rows}


def test_serial_and_parallel_find_the_same(tmp_path: Path) -> None:
    shards = [tmp_path / name for name in ("one", "two", "both")]
    for folder in shards:
        folder.mkdir()
    alone, together, by_itself = (
        rows_of(fakes.bench(folder, fakes.score), 7, jobs)
        for folder, jobs in zip(shards, (1, 3, None), strict=True)
    )
    assert alone == together == by_itself
    assert sorted(alone) == list(range(7))


def test_several_processes_take_part_and_each_has_its_own_shard(tmp_path: Path) -> None:
    rows = rows_of(fakes.bench(tmp_path, fakes.where), 30, jobs=2)
    workers = {row.kpis["pid"] for row in rows.values()}
    assert os.getpid() not in workers
    assert len(list(tmp_path.iterdir())) == len(workers)


def test_little_work_is_done_here_and_much_is_handed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    monkeypatch.setattr(executors, "processors", lambda: 2)
    here = rows_of(fakes.bench(first, fakes.where), 4, jobs=None)
    assert {row.kpis["pid"] for row in here.values()} == {float(os.getpid())}
    monkeypatch.setattr(executors, "WORTH_A_CREW", 0.0)
    spread = rows_of(fakes.bench(second, fakes.where), 4, jobs=None)
    assert spread[0].kpis["pid"] == float(os.getpid()), "the first trial is timed here"
    assert all(spread[k].kpis["pid"] != float(os.getpid()) for k in (1, 2, 3))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failing_trial_does_not_take_the_others_with_it(tmp_path: Path, jobs: int) -> None:
    rows = rows_of(fakes.bench(tmp_path, fakes.broken), 4, jobs)
    assert [k for k in range(4) if rows[k].error] == [1]
    assert rows[1].error.startswith("ZeroDivisionError: no customers at all (again: ")


def test_a_killed_process_costs_its_trial_and_no_other(tmp_path: Path) -> None:
    rows = rows_of(fakes.bench(tmp_path, fakes.deadly), 5, jobs=2)
    assert [k for k in range(5) if rows[k].error] == [1]
    assert rows[1].error.startswith(
        "the worker process was killed by SIGKILL, which is what happens when memory runs out (ag"
    )


def test_a_process_that_ends_by_itself_costs_its_trial_and_no_other(tmp_path: Path) -> None:
    rows = rows_of(fakes.bench(tmp_path, fakes.leaving), 3, jobs=2)
    assert [k for k in range(3) if rows[k].error] == [1]
    assert rows[1].error.startswith("the worker process ended with code 3 (again: ")


def test_a_policy_that_prints_does_not_disturb(tmp_path: Path) -> None:
    rows = rows_of(fakes.bench(tmp_path, fakes.chatty), 3, jobs=2)
    assert not any(row.error for row in rows.values())


def test_stopping_keeps_what_is_done_and_ends_the_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hired: list[executors._Worker] = []

    class Watched(executors._Worker):
        def __init__(self) -> None:
            super().__init__()
            hired.append(self)

    monkeypatch.setattr(executors, "_Worker", Watched)
    bench = fakes.bench(tmp_path, fakes.stuck)
    with closing(execute(bench, fakes.tasks(6), jobs=2)) as rows:
        done = [next(rows), next(rows)]
    assert len(hired) == 2
    assert all(worker._process.returncode is not None for worker in hired)
    kept = read_rows(tmp_path, {f"trial-{k}" for k in range(6)}).rows
    assert {row.trial for row in done} <= set(kept)


def test_rows_that_cannot_be_kept_stop_it(tmp_path: Path) -> None:
    for jobs in (1, 2):
        bench = fakes.bench(tmp_path / "gone", fakes.score)
        with pytest.raises(ResultError, match=r"cannot write .*gone.*: no such file"):
            list(execute(bench, fakes.tasks(3), jobs))


def test_a_process_that_cannot_start_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executors, "START", "raise SystemExit(7)")
    with pytest.raises(TrialError, match=r"worker process cannot start: .* ended with code 7"):
        list(execute(fakes.bench(tmp_path, fakes.score), fakes.tasks(3), jobs=2))


def test_what_a_process_cannot_rebuild_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = str(Path(__file__).parents[3])
    monkeypatch.setattr(sys, "path", [place for place in sys.path if place != root])
    with pytest.raises(TrialError, match="cannot start: ModuleNotFoundError: No module named"):
        list(execute(fakes.bench(tmp_path, fakes.score), fakes.tasks(3), jobs=2))


def test_a_worker_stays_with_the_replication_whose_luck_it_has() -> None:
    # Two arms, three replications, two workers; the slow one is helped at the end.
    queue = Queue([Task(f"{k}/{arm}", arm, k) for k in range(3) for arm in range(2)])
    quick, slow = queue.next(None), queue.next(None)
    taken = [quick, slow]
    for _ in range(3):
        quick = queue.next(quick)
        taken.append(quick)
    taken += [queue.next(slow), queue.next(quick)]
    assert [task and task.trial for task in taken] == [
        *("0/0", "1/0"),
        *("0/1", "2/0", "2/1"),
        *("1/1", None),
    ]


def test_who_has_nothing_left_helps_the_others() -> None:
    queue = Queue([Task(str(arm), arm, 0) for arm in range(3)])
    first, second = queue.next(None), queue.next(None)
    third = queue.next(second)
    assert [task and task.trial for task in (first, second, third)] == ["0", "1", "2"]
    assert queue.next(first) is None


def test_no_luck_is_kept_when_the_work_is_done(tmp_path: Path) -> None:
    before = luck()
    rows_of(fakes.bench(tmp_path, fakes.score), 2, jobs=1)
    assert luck() is not before
