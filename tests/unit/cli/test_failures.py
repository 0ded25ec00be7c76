"""Every kind of error has its words and its exit code."""

from __future__ import annotations

import errno

import click
import pytest

from backsim.cli.failures import explain
from backsim.cli.progress import Progress
from backsim.errors import (
    BacksimError,
    Fault,
    ResultError,
    ScenarioError,
    TrialError,
    UsageError,
)

NOT_BEGUN = Progress()


@pytest.mark.parametrize(
    ("error", "words", "code"),
    [
        (UsageError("no arm 'opne'"), "backsim: no arm 'opne'", 2),
        (ResultError("cannot read it"), "backsim: cannot read it", 2),
        (TrialError("trial open/3 failed"), "backsim: trial open/3 failed", 1),
        (BacksimError("something"), "backsim: something", 1),
        (click.UsageError("no such thing"), "backsim: no such thing", 2),
        (OSError(errno.EACCES, "Permission denied", "a"), "backsim: a: permission denied", 2),
        (OSError("odd"), "backsim: output: odd", 2),
        (MemoryError(), "backsim: out of memory; try fewer --jobs", 1),
        (KeyboardInterrupt(), "backsim: interrupted", 130),
        (click.Abort(), "backsim: interrupted", 130),
        (
            ZeroDivisionError("division by zero"),
            "backsim: unexpected ZeroDivisionError: division by zero\n"
            "rerun with --debug to see where",
            1,
        ),
        (
            AssertionError(),
            "backsim: unexpected AssertionError\nrerun with --debug to see where",
            1,
        ),
    ],
)
def test_an_error_has_words_and_a_code(error: BaseException, words: str, code: int) -> None:
    assert explain(error, NOT_BEGUN) == (words, code)


def test_faults_are_shown_all_and_counted() -> None:
    faults = [
        Fault("unknown key 'depositt'", "a.yaml", 3, 5, "    depositt: 1"),
        Fault("no products", "a.yaml"),
    ]
    words, code = explain(ScenarioError(faults), NOT_BEGUN)
    assert words.splitlines() == [
        "a.yaml:3:5: unknown key 'depositt'",
        "        depositt: 1",
        "        ^",
        "a.yaml: no products",
        "2 faults in a.yaml",
    ]
    assert code == 2


def test_one_fault_is_not_faults() -> None:
    words, _ = explain(ScenarioError([Fault("it is a folder", "a")]), NOT_BEGUN)
    assert words == "a: it is a folder\n1 fault in a"


def test_an_interrupted_study_says_what_is_kept() -> None:
    progress = Progress()
    progress.started(total=1200, done=340)
    words, code = explain(KeyboardInterrupt(), progress)
    assert words == (
        "backsim: interrupted; 340 of 1,200 trials are kept, the same command again does the rest"
    )
    assert code == 130


def test_a_full_disk_does_not_cost_what_is_done() -> None:
    error = OSError(errno.ENOSPC, "No space left on device")
    progress = Progress()
    progress.started(total=4, done=4)
    assert explain(error, NOT_BEGUN) == ("backsim: output: no space left on device", 2)
    assert explain(error, progress) == (
        "backsim: output: no space left on device; the trials that are done are kept",
        2,
    )
