"""How far a study is: a bar on a terminal, a few plain lines elsewhere, nothing when quiet.

Each class answers the three calls of ``backsim.experiments``: started, advanced, finished.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from backsim.cli.say import say

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from backsim.records.trial import TrialRow

PAUSE = 5.0
"""Seconds between two plain lines: enough to see life in a log, few enough to read it."""


class Progress:
    """Counts trials and says nothing."""

    def __init__(self) -> None:
        self.total = 0
        self.done = 0
        self.failed = 0
        self.stop = False
        """Ctrl-C came. Raising ``KeyboardInterrupt`` is not enough: numpy, for one, swallows it if
        it comes while an attribute is looked up, so the next trial asks again."""

    def started(self, total: int, done: int) -> None:
        """The study has ``total`` trials, ``done`` of which were kept by an earlier run."""
        self.total, self.done = total, done

    def advanced(self, row: TrialRow) -> None:
        """One more trial is done and kept; a trial that failed is kept as failed.

        Raises ``KeyboardInterrupt`` if the study is to stop.
        """
        self.done += 1
        self.failed += bool(row.error)
        if self.stop:
            raise KeyboardInterrupt

    def finished(self) -> None:
        """The last trial is done, or the study stops here."""

    def waiting(self, words: str) -> None:
        """Another process is at work in the folder, and this one waits."""


class Lines(Progress):
    """A line now and then, for logs and pipes."""

    def __init__(self) -> None:
        super().__init__()
        self._began = self._spoke = time.monotonic()
        self._already = 0

    def waiting(self, words: str) -> None:
        say(words)

    def started(self, total: int, done: int) -> None:
        super().started(total, done)
        self._began = self._spoke = time.monotonic()
        self._already = done
        kept = f", {done:,} of them kept from before" if done else ""
        say(f"{_trials(total)}{kept}")

    def advanced(self, row: TrialRow) -> None:
        super().advanced(row)
        now = time.monotonic()
        if now - self._spoke >= PAUSE:
            self._spoke = now
            say(f"{self.done:,} of {_trials(self.total)}, {self._rate(now):,.1f} a second")

    def finished(self) -> None:
        now = time.monotonic()
        if self.done > self._already:
            new, seconds = self.done - self._already, now - self._began
            say(f"{_trials(new)} in {seconds:.1f} s, {self._rate(now):,.1f} a second")
        self._already = self.done

    def _rate(self, now: float) -> float:
        return (self.done - self._already) / max(now - self._began, 1e-9)


class Bar(Progress):
    """A bar with trials done, rate and time left."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: RichProgress | None = None

    def waiting(self, words: str) -> None:
        say(words)

    def started(self, total: int, done: int) -> None:
        super().started(total, done)
        self._bar = _rich_bar()
        self._task = self._bar.add_task("trials", total=total, completed=done)
        self._bar.start()

    def advanced(self, row: TrialRow) -> None:
        super().advanced(row)
        if self._bar is not None:
            self._bar.advance(self._task)

    def finished(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _trials(count: int) -> str:
    return f"{count:,} trial{'s' if count != 1 else ''}"


def progress_for(quiet: bool) -> Progress:
    """The kind that suits where stderr goes."""
    if quiet:
        return Progress()
    return Bar() if sys.stderr.isatty() else Lines()


def _rich_bar() -> RichProgress:
    """A rich bar on stderr; rich itself heeds NO_COLOR and dumb terminals."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as RichProgress
    from rich.text import Text

    class Rate(ProgressColumn):
        """Trials a second, once that is known."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.1f} a second" if speed else "")

    return RichProgress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
    )
