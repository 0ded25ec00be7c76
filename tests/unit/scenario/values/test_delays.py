"""Delays: of the calendar, or in working days."""

from __future__ import annotations

from typing import Any

import pytest

from backsim.chance.delays import Delay
from backsim.chance.distributions import Constant, Gamma, Uniform
from backsim.scenario.schema.cancelling import refunds
from backsim.scenario.values.delays import delay, say_delay
from backsim.scenario.values.hints import FaultsError
from backsim.units import DAY


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("0 days", Delay(Constant(0.0))),
        ("36 h", Delay(Constant(1.5 * DAY))),
        ("uniform(1 day, 2 weeks)", Delay(Uniform(DAY, 14.0 * DAY))),
        ("7 working days", Delay(Constant(7.0 * DAY), working=True)),
        ("1 business day", Delay(Constant(DAY), working=True)),
        ("uniform(7, 10 working days)", Delay(Uniform(7.0 * DAY, 10.0 * DAY), working=True)),
        (
            "uniform(7 working days, 10 working days)",
            Delay(Uniform(7.0 * DAY, 10.0 * DAY), working=True),
        ),
        (
            {"distribution": "uniform", "low": 7, "high": "10 working days"},
            Delay(Uniform(7.0 * DAY, 10.0 * DAY), working=True),
        ),
        (
            # Moments 8 days and 4 days: shape 4, scale 2 days.
            "gamma(mean 8 working days, cv 0.5)",
            Delay(Gamma(4.0, 2.0 * DAY), working=True),
        ),
    ],
)
def test_a_delay_is_read(told: Any, meant: Delay) -> None:
    assert delay(told) == meant
    assert delay(say_delay(meant)) == meant


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ("7", "7 needs a unit"),
        ("uniform(7, 10 days)", "7.0 needs a unit"),
        ("uniform(7 days, 10 working days)", "'7 days' among working days: write all of it in"),
        ("2 working weeks", "must be a duration such as .7 days., not '2 working weeks'"),
        ("-1 working days", "cannot be negative"),
        ("uniform(10, 7 working days)", "uniform needs low <= high"),
    ],
)
def test_what_is_no_delay(told: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        delay(told)


def test_refunds_by_kind_of_order() -> None:
    backorder, preorder, advance = refunds({"backorder": "7 working days", "advance": None})
    assert backorder[1] == Delay(Constant(7.0 * DAY), working=True)
    assert preorder[1] == advance[1] == Delay(Constant(0.0))


def test_a_distribution_that_an_arm_changes_for_one_kind_is_for_the_others() -> None:
    told = {"distribution": "uniform", "low": "1 day", "high": "3 days", "preorder": "30 days"}
    others = Delay(Uniform(DAY, 3.0 * DAY))
    assert [delay for _, delay in refunds(told)] == [others, Delay(Constant(30.0 * DAY)), others]


def test_every_fault_of_a_mapping_is_told_in_its_place() -> None:
    told = {"backorder": "soon", "stock": "1 day", "preorder": {"distribution": "unifrom"}}
    with pytest.raises(FaultsError) as found:
        refunds(told)
    assert [path for path, _ in found.value.faults] == [
        ("backorder",),
        ("stock",),
        ("preorder", "distribution"),
    ]
