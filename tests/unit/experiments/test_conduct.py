"""A study is carried out, stopped, taken up again, extended and opened."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.unit.experiments import fakes

from backsim.errors import ResultError, TrialError
from backsim.experiments import executors
from backsim.experiments.conduct import conduct, open_result
from backsim.experiments.files import unwritable
from backsim.experiments.shards import Shard
from backsim.experiments.trials import Scored
from backsim.records.trial import TrialRow
from backsim.scenario.model import Scenario


class Counter:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.rows: list[TrialRow] = []

    def started(self, total: int, already_done: int) -> None:
        self.told.append(f"{already_done} of {total}")

    def advanced(self, row: TrialRow) -> None:
        self.rows.append(row)

    def finished(self) -> None:
        self.told.append(f"{len(self.rows)} more")

    def waiting(self, words: str) -> None:
        self.told.append(words)


def test_a_folder_holds_all_of_a_study(tmp_path: Path) -> None:
    study = conduct(fakes.request(tmp_path / "shop", fakes.score))
    names = {path.name for path in (tmp_path / "shop").iterdir()}
    kinds = {"source.yaml", "trials.csv", "comparison.json", "questions", "trials"}
    assert names == kinds | {"manifest.json", ".lock"}
    kept = json.loads((tmp_path / "shop" / "comparison.json").read_text())
    assert kept == study.document()
    index = json.loads((tmp_path / "shop" / "manifest.json").read_text())
    assert index["latest"] == index["plain"] == study.question
    assert index["questions"] == {study.question: "backsim compare shop.yaml"}
    (path,) = (tmp_path / "shop" / "questions").iterdir()
    manifest = json.loads(path.read_text())
    assert path.stem == manifest["question"] == kept["question"] == study.question
    assert manifest["backsim"] == study.facts.version
    assert manifest["facts"]["seed"] == 1
    assert manifest["started"] <= manifest["finished"]
    assert {"python", "numpy", "scipy", "simpy"} <= set(manifest["versions"])
    head, text = (tmp_path / "shop" / "source.yaml").read_text().split("\n", 1)
    assert text == "title: A shop\n"
    assert study.question in head


def test_progress_is_told(tmp_path: Path) -> None:
    first, second = Counter(), Counter()
    conduct(fakes.request(tmp_path, fakes.score, replications=3), first)
    assert first.told == ["0 of 6", "6 more"]
    conduct(fakes.request(tmp_path, fakes.score, replications=5), second)
    assert second.told == ["6 of 10", "4 more"]
    assert {row.replication for row in second.rows} == {3, 4}


def test_an_extended_study_equals_one_that_was_done_at_once(tmp_path: Path) -> None:
    conduct(fakes.request(tmp_path, fakes.score, replications=3))
    extended = conduct(fakes.request(tmp_path, fakes.score, replications=6))
    conduct(fakes.request(tmp_path / "at once", fakes.score, replications=6))
    at_once = open_result(tmp_path / "at once")
    assert extended.rows == at_once.rows
    assert extended.estimates == at_once.estimates


def test_serial_and_parallel_studies_are_the_same_bytes(tmp_path: Path) -> None:
    for name, jobs in (("a", 1), ("b", 2)):
        conduct(fakes.request(tmp_path / name, fakes.score, jobs=jobs))
    for file in ("trials.csv", "source.yaml"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    one, two = (json.loads((tmp_path / n / "comparison.json").read_text()) for n in "ab")
    assert one | {"result_dir": ""} == two | {"result_dir": ""}


def test_another_seed_lives_in_the_same_folder_without_being_mixed_in(tmp_path: Path) -> None:
    first = conduct(fakes.request(tmp_path, fakes.score, seed=1))
    other = conduct(fakes.request(tmp_path, fakes.score, seed=2))
    assert first.estimates != other.estimates
    back = Counter()
    assert conduct(fakes.request(tmp_path, fakes.score, seed=1), back).rows == first.rows
    assert back.told == ["8 of 8", "0 more"]


def test_equal_arms_are_simulated_once_and_differ_by_exactly_nothing(tmp_path: Path) -> None:
    request = fakes.request(tmp_path, fakes.score)
    counter = Counter()
    study = conduct(request._replace(scenarios=fakes.arms(refuse=3, open=3)), counter)
    assert counter.told == ["0 of 4", "4 more"]
    assert [(row.arm, row.replication) for row in study.rows] == [
        (arm, k) for arm in ("refuse", "open") for k in range(4)
    ]
    assert {found.verdict for found in study.differences["open"].values()} == {"equivalent"}


def test_a_failed_trial_is_told_and_tried_again_next_time(tmp_path: Path) -> None:
    study = conduct(fakes.request(tmp_path, fakes.broken))
    assert [(row.arm, row.replication) for row in study.failed] == [("refuse", 1), ("open", 1)]
    assert study.differences["open"]["net_cash_flow"].n == 3
    note = "2 of 8 trials failed and are left out; the first, refuse in replication 1: ZeroDiv"
    assert any(line.startswith(note) for line in study.notes)
    counter = Counter()
    mended = conduct(fakes.request(tmp_path, fakes.score), counter)
    assert counter.told == ["6 of 8", "2 more"]
    assert mended.failed == ()


def test_a_study_of_failures_is_an_error_but_is_kept(tmp_path: Path) -> None:
    with pytest.raises(TrialError, match="all 8 trials failed; the first: ValueError: nothing"):
        conduct(fakes.request(tmp_path, fakes.hopeless))
    assert len(open_result(tmp_path).failed) == 8


def test_a_strict_study_stops_at_the_first_failure(tmp_path: Path) -> None:
    request = fakes.request(tmp_path, fakes.broken)._replace(strict=True)
    with pytest.raises(TrialError, match="refuse/1: ZeroDivisionError: no customers at all"):
        conduct(request)


def interrupted(scenario: Scenario, seed: int, replication: int) -> Scored:
    """Somebody presses Ctrl-C in replication 2."""
    if replication == 2:
        raise KeyboardInterrupt("Ctrl-C")
    return fakes.score(scenario, seed, replication)


def test_ctrl_c_keeps_what_is_done_in_pairs(tmp_path: Path) -> None:
    counter = Counter()
    with pytest.raises(KeyboardInterrupt, match="Ctrl-C"):
        conduct(fakes.request(tmp_path, interrupted), counter)
    assert counter.told == ["0 of 8", "4 more"]
    study = open_result(tmp_path)
    assert [(row.arm, row.replication) for row in study.rows] == [
        ("refuse", 0),
        ("refuse", 1),
        ("open", 0),
        ("open", 1),
    ]
    assert study.notes[0].startswith("The study is not finished: 4 of 8 trials are done.")


KILL = """
from pathlib import Path
from tests.unit.experiments import fakes
from backsim.experiments.conduct import conduct

conduct(fakes.request(Path("out"), fakes.slow, jobs={jobs}, replications=200))
"""


def kept_lines(shards: Path) -> list[bytes]:
    """The whole lines in the shards of a folder."""
    text = b"".join(path.read_bytes() for path in shards.glob("*.jsonl"))
    return [line for line in text.splitlines(keepends=True) if line.endswith(b"}\n")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_kill_minus_nine_loses_the_trials_in_flight_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    root = str(Path(__file__).parents[3])
    killed = subprocess.Popen(
        [sys.executable, "-c", KILL.format(jobs=jobs)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": root},
    )
    shards = tmp_path / "out" / "trials"
    while len(kept_lines(shards)) < 5:
        assert killed.poll() is None, "it must be killed before it is done"
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.wait()

    # Only 20 of the 200 replications are asked for now: the rest would prove no more.
    monkeypatch.chdir(tmp_path)
    before = {json.loads(line)["trial"] for line in kept_lines(shards)}
    counter = Counter()
    resumed = conduct(fakes.request(Path("out"), fakes.score, replications=20), counter)
    assert not before & {row.trial for row in counter.rows}
    done = 40 - len(counter.rows)
    assert done >= 5
    assert counter.told[0] == f"{done} of 40"

    (tmp_path / "out").rename(tmp_path / "stopped")
    whole = conduct(fakes.request(Path("out"), fakes.score, replications=20))
    assert resumed.rows == whole.rows
    for file in ("comparison.json", "trials.csv", "source.yaml"):
        assert (tmp_path / "out" / file).read_bytes() == (tmp_path / "stopped" / file).read_bytes()


def test_an_opened_study_is_the_study(tmp_path: Path) -> None:
    study = conduct(fakes.request(tmp_path, fakes.broken)._replace(warnings=("mind the gap",)))
    opened = open_result(str(tmp_path))
    assert opened.facts == study.facts
    assert opened.kpis == study.kpis
    assert opened.rows == study.rows
    assert opened.estimates == study.estimates
    assert opened.document() == study.document()
    assert opened.notes == study.notes
    assert opened.notes[0] == "mind the gap"


def test_a_damaged_row_is_done_again_and_told(tmp_path: Path) -> None:
    conduct(fakes.request(tmp_path, fakes.score))
    (shard,) = (tmp_path / "trials").iterdir()
    lines = shard.read_bytes().splitlines(keepends=True)
    shard.write_bytes(b"".join([lines[0], b"rubbish\n", *lines[2:]]))
    assert f"the first is trials/{shard.name}:2." in open_result(tmp_path).notes[0]
    counter = Counter()
    conduct(fakes.request(tmp_path, fakes.score), counter)
    assert counter.told == ["7 of 8", "1 more"]


def test_folders_that_are_no_result_say_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text('{"name": "a web app"}')
    with pytest.raises(ResultError, match=r"absent is not a result .* no such folder"):
        open_result(tmp_path / "absent")
    with pytest.raises(ResultError, match="file is not a result of backsim: it is a file"):
        open_result(tmp_path / "file")
    with pytest.raises(ResultError, match=r"empty is not a result .* has no manifest\.json"):
        open_result(tmp_path / "empty")
    with pytest.raises(
        ResultError, match=r"manifest\.json is not a manifest that this backsim can"
    ):
        open_result(tmp_path / "other")


@pytest.mark.parametrize("text", ["", "[]", "null", '{"backsim": "1"', '"x"', "\x00\x01"])
def test_manifests_that_are_broken_say_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(
        ResultError, match=r"manifest\.json is not a manifest that this backsim can"
    ):
        open_result(tmp_path)


def test_a_result_without_a_trial_says_so(tmp_path: Path) -> None:
    conduct(fakes.request(tmp_path, fakes.score))
    (shard,) = (tmp_path / "trials").iterdir()
    shard.unlink()
    with pytest.raises(ResultError, match="holds no trial yet"):
        open_result(tmp_path)


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "manifest.json"
    theirs.write_text('{"name": "a web app"}')
    with pytest.raises(ResultError, match="not a manifest that this backsim can read"):
        conduct(fakes.request(tmp_path, fakes.score))
    assert theirs.read_text() == '{"name": "a web app"}'
    assert list(tmp_path.iterdir()) == [theirs]


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "shop").write_text("")
    with pytest.raises(ResultError, match=r"cannot use .*shop as a folder: it is a file"):
        conduct(fakes.request(tmp_path / "shop", fakes.score))


def test_a_disk_that_fills_up_during_the_study_keeps_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    class Small(Shard):
        """Has room for three rows."""

        room = 3

        def append(self, row: TrialRow) -> None:
            if not self.room:
                raise unwritable(Path("shard"), OSError(errno.ENOSPC, "No space left"))
            self.room -= 1
            super().append(row)

    monkeypatch.setattr(executors, "Shard", Small)
    with pytest.raises(ResultError, match="cannot write shard: no space left"):
        conduct(fakes.request(tmp_path, fakes.score))
    monkeypatch.undo()
    assert len(open_result(tmp_path).rows) == 3
