"""Every scenario that ships with backsim is sound and runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from backsim.cli.main import main

FILES = sorted((Path(__file__).parents[3] / "scenarios").glob("*.yaml"))


def test_the_six_are_there() -> None:
    named = {"necklace", "launch", "dropship", "electronics", "fashion", "real-orders"}
    assert named <= {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_sound_and_runs(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(file), "--json"]) == 0
    asked = json.loads(capsys.readouterr().out)
    assert asked["warnings"] == []
    call = ["compare", str(file), "-n", "3", "--json", "--quiet", "--no-page"]
    assert main([*call, "--out", str(tmp_path / "result")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found["arms"]) == asked["arms"]
    means = [kpis[asked["primary"][0]]["mean"] for kpis in found["arms"].values()]
    assert len(set(means)) > 1, "arms that make no difference teach nothing"
