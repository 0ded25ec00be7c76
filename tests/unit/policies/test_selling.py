"""May a line wait, or be ordered before its release, and which date is given?"""

from __future__ import annotations

from typing import Any

import pytest

from backsim.policies import promise
from backsim.policies.backorder import Limited, OpenToAll
from backsim.policies.base import BackorderRule, PreorderRule, PromiseRule
from backsim.policies.preorder import Window
from backsim.policies.promise import Expected, Fixed
from backsim.records.codes import Answer
from backsim.units import FOREVER

NO, YES, LIST = Answer.NO, Answer.YES, Answer.LIST


def allows(rule: BackorderRule, **told: Any) -> bool:
    """Three pieces are asked for at tick 10, seven are owed to others, expected at tick 30."""
    asked = {
        "now": 10,
        "quantity": 3,
        "backorders": 7,
        "on_order": 0,
        "expected_at": 30,
        "segment": 1,
    }
    return rule.allows(**(asked | told))


def date(rule: PromiseRule, **told: Any) -> int:
    """The date given at tick 10 for goods expected at tick 30."""
    waits = {
        "now": 10,
        "expected_at": 30,
        "release_at": 0,
        "lead_time_mean": 5,
        "lead_time_sd": 1,
    }
    return rule.date(**(waits | told))


def test_backorders_are_off_or_open() -> None:
    assert allows(BackorderRule()) is False
    assert allows(OpenToAll(), expected_at=FOREVER) is True


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (Limited(), True),
        (Limited(max_pieces=10), True),
        (Limited(max_pieces=9), False),
        (Limited(max_wait=20), True),
        (Limited(max_wait=19), False),
        (Limited(max_pieces=10, max_wait=19), False),
        (Limited(segments=(1,)), True),
        (Limited(segments=(0, 1)), True),
        (Limited(segments=(0, 2)), False),
        (Limited(max_pieces=9, segments=(1,)), False),
    ],
)
def test_a_limited_queue_takes_what_fits(rule: Limited, allowed: bool) -> None:
    assert allows(rule) is allowed


@pytest.mark.parametrize(("on_order", "allowed"), [(0, False), (9, False), (10, True)])
def test_only_what_is_on_order_may_be_sold(on_order: int, allowed: bool) -> None:
    assert allows(Limited(only_when_on_order=True), on_order=on_order) is allowed


def answer(rule: PreorderRule) -> int:
    """Three pieces are asked for at tick 10, seven of a supply of five are pre-ordered."""
    return rule.answers(now=10, quantity=3, preordered=7, supply=5, release_at=30, segment=1)


def test_preorders_are_off() -> None:
    assert answer(PreorderRule()) == NO


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Window(), YES),
        (Window(opens_at=10), YES),
        (Window(opens_at=11), NO),
        (Window(closes_at=11), YES),
        (Window(closes_at=10), NO),
        (Window(cap=10), YES),
        (Window(cap=9), NO),
        # Ten pieces of a supply of five are twice the supply; 190 % of it are 9.5, and round to 10.
        (Window(supply_share=1.9), YES),
        (Window(supply_share=2.0), YES),
        (Window(supply_share=1.8), NO),
        (Window(cap=9, supply_share=2.0), NO),
        (Window(cap=10, supply_share=1.8), NO),
        # A waiting list is for those whom the cap keeps out, not for those out of time.
        (Window(cap=10, waiting_list=True), YES),
        (Window(cap=9, waiting_list=True), LIST),
        (Window(supply_share=1.8, waiting_list=True), LIST),
        (Window(opens_at=11, waiting_list=True), NO),
        (Window(cap=9, closes_at=10, waiting_list=True), NO),
        # Early access, for some.
        (Window(opens_at=20, early_at=10, early_segments=(1,)), YES),
        (Window(opens_at=20, early_at=11, early_segments=(1,)), NO),
        (Window(opens_at=20, early_at=10, early_segments=(0,)), NO),
        (Window(opens_at=20, early_at=10, early_segments=(1,), cap=9), NO),
        (Window(opens_at=20, early_at=0, early_segments=(1,), closes_at=10), NO),
        # Those with early access may of course come when all may.
        (Window(opens_at=10, early_at=15, early_segments=(1,)), YES),
    ],
)
def test_preorders_have_a_window_and_a_cap(rule: Window, expected: Answer) -> None:
    assert answer(rule) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, 34),
        ({"release_at": 50}, 54),
        ({"expected_at": 10}, 14),
        ({"expected_at": 5}, 14),  # a date that has passed is no date to give
        ({"expected_at": FOREVER}, FOREVER),
    ],
)
def test_the_expected_date_plus_a_buffer(told: dict[str, int], expected: int) -> None:
    assert date(Expected(buffer=4), **told) == expected


def test_a_fixed_wait_counts_from_now_or_from_the_release() -> None:
    assert date(Fixed(wait=7)) == 17
    assert date(Fixed(wait=7), release_at=50) == 57
    assert date(Fixed(wait=7), expected_at=FOREVER) == 17


def test_a_window_is_promised_by_its_end_and_begins_as_long_before() -> None:
    rule = promise.Window(earliest=14, latest=21)
    assert (date(rule), rule.width()) == (31, 7)
    assert date(rule, release_at=50) == 71
    assert date(rule, expected_at=FOREVER) == 31


def test_a_date_is_a_window_of_no_width() -> None:
    assert [rule.width() for rule in (Expected(), Fixed(wait=7), PromiseRule())] == [0, 0, 0]


def test_no_date_is_for_ever() -> None:
    assert date(PromiseRule()) == FOREVER
