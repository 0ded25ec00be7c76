"""Half a file is never seen."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from backsim.errors import ResultError
from backsim.experiments.files import make_folder, remove, rename, write_text


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "one\r\ntwo\nzwölf")
    assert path.read_bytes() == b"one\r\ntwo\nzw\xc3\xb6lf"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_can_be_read_by_whom_the_system_allows(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_text(tmp_path / "ours", "")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize(
    "stop", [OSError(errno.ENOSPC, "No space left"), KeyboardInterrupt("Ctrl-C")]
)
def test_what_was_there_stays_when_writing_stops_half_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "before")

    def full(_: Any) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises((ResultError, KeyboardInterrupt), match=r"no space left|Ctrl-C") as stopped:
        write_text(path, "after")
    if isinstance(stop, OSError):
        assert str(stopped.value) == f"cannot write {path}: no space left"
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("")
    with pytest.raises(ResultError, match="results as a folder: it is a file"):
        make_folder(tmp_path / "results")
    with pytest.raises(ResultError, match=r"cannot write .*shop: not a directory"):
        make_folder(tmp_path / "results" / "shop")


def test_a_file_goes_away_or_gets_another_name_if_it_is_there(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "text")
    rename(tmp_path / "a", tmp_path / "b")
    rename(tmp_path / "a", tmp_path / "c")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    for _ in range(2):
        remove(tmp_path / "b")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "folder").mkdir()
    write_text(tmp_path / "a", "text")
    with pytest.raises(ResultError, match=r"cannot remove .*folder: is a directory"):
        remove(tmp_path / "folder")
    with pytest.raises(ResultError, match=r"cannot rename .*a: is a directory"):
        rename(tmp_path / "a", tmp_path / "folder")


def test_a_folder_is_made_once_with_those_above_it(tmp_path: Path) -> None:
    for _ in range(2):
        make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
