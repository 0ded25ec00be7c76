"""One at a time: the others wait, or are told."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path
from threading import Event, Thread

import pytest

from backsim.errors import ResultError
from backsim.experiments.lock import NAME, held, held_if_free


def test_whoever_comes_second_is_told_and_waits(tmp_path: Path) -> None:
    happened: list[str] = []
    told = Event()

    def wait(words: str) -> None:
        happened.append(words)
        told.set()

    def second() -> None:
        with held(tmp_path, wait):
            happened.append("second")

    thread = Thread(target=second)
    with held(tmp_path, happened.append):
        thread.start()
        assert told.wait(60)
        happened.append("first")
    thread.join()
    words = f"waiting for another backsim (process {os.getpid()}), at work in {tmp_path}"
    assert happened == [words, "first", "second"]


def test_whoever_does_not_want_to_wait_is_told(tmp_path: Path) -> None:
    with held(tmp_path, lambda _: None), held_if_free(tmp_path) as other:
        assert other == f"another backsim (process {os.getpid()})"
    with held_if_free(tmp_path) as other:
        assert other == ""
    (tmp_path / NAME).write_text("")
    with held_if_free(tmp_path), held_if_free(tmp_path) as other:
        assert other == "another backsim", "which has not said yet who it is"


def test_an_error_lets_go(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), held(tmp_path, lambda _: None):
        raise ValueError("stop")
    with held_if_free(tmp_path) as other:
        assert other == ""


def test_a_file_system_without_locks_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", missing)
    told: list[str] = []
    with held(tmp_path / "new", told.append):
        assert (tmp_path / "new" / NAME).read_text() == str(os.getpid())
    assert told == []


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with (
        pytest.raises(ResultError, match=r"cannot write .*\.lock: is a directory"),
        held(tmp_path, lambda _: None),
    ):
        pass
