"""A pytest plugin: record which tests touch which lines, or run the tests that a mutant calls for.

``BACKSIM_RECORD`` names the file to write the record to; ``BACKSIM_PICK`` the file that says what
to run: ``run`` are test ids in their order, each with the seconds that it may take; ``known`` are
all that were recorded, since a test that was written later may notice anything.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

RECORD, PICK = os.environ.get("BACKSIM_RECORD"), os.environ.get("BACKSIM_PICK")
asked = json.loads(Path(PICK).read_text("utf-8")) if PICK else {"run": {}, "known": []}
picked: dict[str, float] = asked["run"]
known = frozenset(asked["known"])
NEW_TEST = 60.0
seconds: dict[str, float] = {}
failed: set[str] = set()
SOURCE = Path(__file__).parents[2] / "src" / "backsim"
if RECORD:
    import coverage

    watch = coverage.Coverage(data_file=None, source=[str(SOURCE)], config_file=False)


class TooLongError(BaseException):
    """A test takes far longer than it did; not an Exception, which a test might catch."""


def too_long(*_: object) -> None:
    """What the alarm clock does."""
    raise TooLongError


def pytest_configure() -> None:
    if RECORD:
        watch.start()
    signal.signal(signal.SIGALRM, too_long)
    # A shell's job in the background is deaf to an interruption, and some tests send one.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if PICK:
        places = {test: place for place, test in enumerate(picked)}
        chosen = [item for item in items if item.nodeid in picked or item.nodeid not in known]
        items[:] = sorted(chosen, key=lambda item: places.get(item.nodeid, -1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Everything from set-up to tear-down is charged to the test."""
    if RECORD:
        watch.switch_context(item.nodeid)
    signal.setitimer(signal.ITIMER_REAL, picked.get(item.nodeid, NEW_TEST) if PICK else 0)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    seconds[report.nodeid] = seconds.get(report.nodeid, 0.0) + report.duration
    if report.failed:
        failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    if not RECORD:
        return
    watch.stop()
    data = watch.get_data()
    tests = [test for test in seconds if test not in failed]
    places = {test: place for place, test in enumerate(tests)}
    lines = {
        Path(file).relative_to(SOURCE).as_posix(): {
            line: [places[test] for test in touching if test in places]
            for line, touching in data.contexts_by_lineno(file).items()
        }
        for file in data.measured_files()
    }
    found = {"tests": tests, "seconds": [seconds[test] for test in tests], "lines": lines}
    Path(RECORD).write_text(json.dumps(found), encoding="utf-8")
