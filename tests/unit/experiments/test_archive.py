"""Whenever a process is killed while it tidies the folder, no file tells of another question."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.unit.experiments import fakes

from backsim.experiments import archive, index
from backsim.experiments.archive import Archive
from backsim.experiments.conduct import conduct, open_result
from backsim.experiments.index import read_index
from backsim.experiments.sources import Source

STEPS = 14
"""More than there are steps at the beginning and the end of a question."""


def request(folder: Path, **asked: int) -> Any:
    """A question whose source says how many replications it has."""
    text = f"title: {asked['replications']}\n"
    source = Source(lambda _: text, (Path(__file__),))
    return fakes.request(folder, fakes.score, **asked)._replace(source=source)


def kill_at(step: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the process end before its n-th change to the folder; gives the changes before."""
    done: list[str] = []

    def counted(change: Callable[..., None]) -> Callable[..., None]:
        def carry_out(*args: Any) -> None:
            if len(done) == step:
                raise KeyboardInterrupt("killed")
            done.append(change.__name__)
            change(*args)

        return carry_out

    for room, name in (
        (archive, "write_text"), (archive, "rename"), (archive, "remove"), (index, "write_text"),
    ):  # fmt: skip
        monkeypatch.setattr(room, name, counted(getattr(room, name)))
    return done


def check_one_story(folder: Path) -> None:
    """The files without a question in their name belong to one question, or to none."""
    plain = read_index(folder).plain
    comparison, source = folder / "comparison.json", folder / "source.yaml"
    if comparison.exists():
        assert json.loads(comparison.read_text())["question"] == plain
    if source.exists():
        assert f"question {plain};" in source.read_text()
    if (folder / "trials.csv").exists():
        trials = re.findall("^([0-9a-f]{32}),", (folder / "trials.csv").read_text(), re.MULTILINE)
        rows = open_result(folder, plain).rows
        assert set(trials) <= {row.trial for row in rows}
        assert len(rows) == len(trials)


@pytest.mark.parametrize("step", range(STEPS))
def test_killed_at_any_step(step: int, tmp_path: Path) -> None:
    first = conduct(request(tmp_path, replications=4))
    with pytest.MonkeyPatch.context() as patch:
        done = kill_at(step, patch)
        try:
            conduct(request(tmp_path, replications=3))
        except KeyboardInterrupt:
            assert len(done) == step
        else:
            assert len(done) < STEPS, "raise STEPS"
    check_one_story(tmp_path)
    second = conduct(request(tmp_path, replications=3))
    check_one_story(tmp_path)
    assert read_index(tmp_path).plain == second.question
    for study, title in ((first, "4"), (second, "3")):
        assert open_result(tmp_path, study.question).document() == study.document()
        source = Archive(tmp_path).source_of(study.question).read_text()
        assert source.endswith(f"\ntitle: {title}\n")


@pytest.mark.parametrize("step", range(STEPS))
def test_killed_in_a_new_folder(step: int, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        kill_at(step, patch)
        try:
            conduct(request(tmp_path / "new", replications=3))
        except KeyboardInterrupt:
            assert (tmp_path / "new").exists()
    found = conduct(request(tmp_path / "new", replications=3))
    check_one_story(tmp_path / "new")
    assert open_result(tmp_path / "new").document() == found.document()
