"""How far a study is: silent, in lines, or as a bar."""

from __future__ import annotations

import io
import sys
import time

import pytest

from backsim.cli.progress import Bar, Lines, Progress, progress_for
from backsim.records.trial import TrialRow

DONE = TrialRow("t", "open", 0, {}, None)
FAILED = DONE._replace(error="ValueError: no")


class Terminal(io.StringIO):
    """A stderr that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def _work(progress: Progress, total: int, done: int = 0) -> None:
    progress.started(total, done)
    for _ in range(total - done):
        progress.advanced(DONE)
    progress.finished()


def test_quiet_counts_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    progress = progress_for(quiet=True)
    progress.started(4, 1)
    progress.advanced(DONE)
    progress.advanced(FAILED)
    progress.finished()
    assert (progress.total, progress.done, progress.failed) == (4, 3, 1)
    assert capfd.readouterr() == ("", "")


def test_a_log_gets_a_line_every_five_seconds(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    seconds = iter(range(0, 1000, 2))  # each look at the clock is two seconds after the last
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    progress = progress_for(quiet=False)
    assert isinstance(progress, Lines)
    _work(progress, 7, done=1)
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "7 trials, 1 of them kept from before",
        "4 of 7 trials, 0.5 a second",
        "7 of 7 trials, 0.5 a second",
        "6 trials in 14.0 s, 0.4 a second",
    ]


def test_it_ends_once(capfd: pytest.CaptureFixture[str]) -> None:
    progress = Lines()
    _work(progress, 2)
    progress.finished()
    assert capfd.readouterr().err.count("2 trials in ") == 1


def test_what_was_kept_from_before_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    _work(Lines(), 3, done=3)
    assert capfd.readouterr().err == "3 trials, 3 of them kept from before\n"


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "120")
    progress = progress_for(quiet=False)
    assert isinstance(progress, Bar)
    _work(progress, 7, done=2)
    assert "7/7" in terminal.getvalue()
    assert progress.done == 7


def test_a_bar_that_never_began_can_end() -> None:
    progress = Bar()
    progress.finished()
    assert progress.total == 0


def test_lines_that_never_began_can_end(capfd: pytest.CaptureFixture[str]) -> None:
    Lines().finished()
    assert capfd.readouterr().err == ""


def test_a_closed_stderr_does_not_stop_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str, /) -> int:
            raise BrokenPipeError(text)

    monkeypatch.setattr(sys, "stderr", Closed())
    progress = Lines()
    _work(progress, 3)
    assert progress.done == 3
