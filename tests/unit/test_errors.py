"""Errors carry their exit code, and faults their place."""

from __future__ import annotations

import pytest

from backsim.errors import (
    BacksimError,
    Fault,
    ResultError,
    ScenarioError,
    TrialError,
    UsageError,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [(BacksimError, 1), (UsageError, 2), (ScenarioError, 2), (ResultError, 2), (TrialError, 1)],
)
def test_each_branch_has_its_exit_code(error: type[BacksimError], code: int) -> None:
    assert error.exit_code == code
    assert issubclass(error, BacksimError)


def test_a_fault_shows_its_place_and_a_caret() -> None:
    fault = Fault("unknown key 'pric'", "shop.yaml", 3, 5, "    pric: 4")
    assert str(fault).splitlines() == [
        "shop.yaml:3:5: unknown key 'pric'",
        "        pric: 4",
        "        ^",
    ]


def test_a_tab_stays_a_tab_above_the_caret() -> None:
    fault = Fault("too much", "shop.yaml", 1, 4, "a:\tb")
    assert str(fault).splitlines()[1:] == ["    a:\tb", "      \t^"]


def test_what_cannot_be_seen_is_shown_as_its_escape_and_the_caret_keeps_its_place() -> None:
    fault = Fault("a \x1b[31mred\u202e name", "shop.yaml", 1, 4, "a\u202e: b")
    assert str(fault).splitlines() == [
        "shop.yaml:1:4: a \\x1b[31mred\\u202e name",
        "    a\\u202e: b",
        "            ^",
    ]


def test_a_warning_says_that_it_is_one() -> None:
    fault = Fault("it is dear", "shop.yaml", 3, 5)
    assert str(fault.as_warning()) == "shop.yaml:3:5: warning: it is dear"


def test_a_fault_without_a_place_is_its_message() -> None:
    assert str(Fault("no arms")) == "no arms"
    assert str(Fault("no arms", "shop.yaml")) == "shop.yaml: no arms"


def test_a_scenario_error_tells_all_faults_in_order() -> None:
    error = ScenarioError([Fault("one"), Fault("two")])
    assert str(error) == "one\ntwo"
    assert error.faults == (Fault("one"), Fault("two"))
