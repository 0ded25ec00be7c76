"""Rows on disk survive whatever stops a process."""

from __future__ import annotations

import errno
import os
from io import FileIO
from pathlib import Path

import pytest
from tests.unit.experiments import fakes

from backsim.errors import ResultError
from backsim.experiments.shards import Shard, decoded, encoded, read_rows
from backsim.records.trial import TrialRow


def row(trial: str, error: str = "") -> TrialRow:
    """A row with something of everything in it."""
    kpis = {} if error else {"fill_rate": 0.1, "nothing": None}
    return TrialRow(trial, "ärm", 2, kpis, None if error else fakes.profile(-7), error)


def keep(folder: Path, *rows: TrialRow) -> Path:
    """Write one shard."""
    before = set(folder.iterdir())
    with Shard(folder) as shard:
        for one in rows:
            shard.append(one)
    (path,) = set(folder.iterdir()) - before
    return path


def test_what_is_kept_is_read_back_exactly(tmp_path: Path) -> None:
    keep(tmp_path, row("a"), row("b", error="it broke"))
    keep(tmp_path, row("c"))
    kept = read_rows(tmp_path, {"a", "b", "c"})
    assert kept.rows == {"a": row("a"), "b": row("b", "it broke"), "c": row("c")}
    assert kept.damaged == ()


def test_what_is_kept_of_the_parts_is_read_back_and_joined(tmp_path: Path) -> None:
    months = row("a")._replace(by={"month": {"2026-01": {"x": 0.1, "y": None}}})
    products = row("a")._replace(by={"product": {"ring": {"x": 2.0}}})
    keep(tmp_path, row("a", error="it broke"), months, row("a"))
    keep(tmp_path, products)
    assert read_rows(tmp_path, {"a"}).rows == {
        "a": row("a")._replace(by={**months.by, **products.by})
    }
    assert b'"by"' not in encoded(row("a")).encode()


def test_floats_keep_every_digit() -> None:
    one = row("a")._replace(kpis={"x": 0.1 + 0.2, "y": 1e-300, "z": 5.0})
    assert decoded(encoded(one).encode()) == one


def test_only_the_rows_that_were_asked_for_are_read(tmp_path: Path) -> None:
    keep(tmp_path, row("mine"), row("of another study"))
    assert list(read_rows(tmp_path, {"mine", "missing"}).rows) == ["mine"]


def test_no_folder_and_no_row_hold_nothing(tmp_path: Path) -> None:
    with Shard(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
    assert read_rows(tmp_path / "absent", {"a"}).rows == {}


@pytest.mark.parametrize("cut", [2, 5, 40])
def test_a_torn_last_line_is_passed_over(tmp_path: Path, cut: int) -> None:
    path = keep(tmp_path, row("a"), row("b"))
    path.write_bytes(path.read_bytes()[:-cut])
    kept = read_rows(tmp_path, {"a", "b"})
    assert (list(kept.rows), kept.damaged) == (["a"], ())


@pytest.mark.parametrize(
    "line",
    [
        b'{"trial": "b", "ar',
        b"\xff\xfe\x00",
        b"",
        b"17",
        b'{"trial": "b"}',
        b'{"trial": 7, "arm": "a", "replication": 0, "kpis": {}, "profile": null, "error": ""}',
        b'{"trial": "b", "arm": "a", "replication": 0, "kpis": {"x": "y"}, "profile": null}',
        b'{"trial": "b", "arm": "a", "replication": 0, "kpis": {}, "profile": {"days": []}}',
        b'{"trial": "b", "arm": "a", "replication": 0, "kpis": {}, "profile": null, "by": 3}',
        b'{"trial": "b", "arm": "a", "replication": 0, "kpis": {}, "profile": null,'
        b' "by": {"month": 3}}',
        b'{"trial": "b", "arm": "a", "replication": 0, "kpis": {}, "profile": null,'
        b' "by": {"month": {"2026-01": {"x": "y"}}}}',
    ],
)
def test_a_damaged_line_in_the_middle_is_passed_over_and_told(tmp_path: Path, line: bytes) -> None:
    path = keep(tmp_path, row("a"), row("b"), row("c"))
    first, _, last = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + line + b"\n" + last)
    kept = read_rows(tmp_path, {"a", "b", "c"})
    assert list(kept.rows) == ["a", "c"]
    assert kept.damaged == (f"{path.name}:2",)


def test_a_trial_that_was_done_twice_counts_once_and_success_beats_failure(tmp_path: Path) -> None:
    keep(tmp_path, row("a", error="it broke"), row("a"), row("a", error="it broke"))
    keep(tmp_path, row("a"))
    assert read_rows(tmp_path, {"a"}).rows == {"a": row("a")}


def test_a_full_disk_is_one_clear_error_and_costs_no_earlier_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Filling(FileIO):
        """Takes the first row and half of the second."""

        room = len(encoded(row("a"))) + 1 + 20

        def write(self, data: bytes) -> int:  # type: ignore[override]
            if self.room == 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            written = super().write(data[: self.room])
            Filling.room -= written
            return written

    monkeypatch.setattr("backsim.experiments.shards.FileIO", Filling)
    with Shard(tmp_path) as shard:
        shard.append(row("a"))
        with pytest.raises(ResultError, match=r"cannot write .*: no space left on device \(the tr"):
            shard.append(row("b"))
    assert read_rows(tmp_path, {"a", "b"}).rows == {"a": row("a")}


def test_a_folder_that_is_gone_is_a_clear_error(tmp_path: Path) -> None:
    with (
        Shard(tmp_path / "gone") as shard,
        pytest.raises(ResultError, match=r"cannot write .*gone.*: no such file"),
    ):
        shard.append(row("a"))
