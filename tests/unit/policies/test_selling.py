"""May a line wait, or be ordered before its release, and which date is given?"""

from __future__ import annotations

import pytest

from backsim.policies import backorder, preorder, promise
from backsim.records.codes import Answer
from backsim.records.views import BackorderView, PreorderView, PromiseView
from backsim.units import FOREVER

ASKED = BackorderView(now=10, quantity=3, backorders=7, on_order=0, expected_at=30, segment=1)
EARLY = PreorderView(now=10, quantity=3, preordered=7, supply=5, release_at=30, segment=1)
WAITING = PromiseView(now=10, expected_at=30, release_at=0, lead_time_mean=5, lead_time_sd=1)
NO, YES, LIST = Answer.NO, Answer.YES, Answer.LIST


def test_backorders_are_off_or_open() -> None:
    assert not backorder.off(ASKED, None)
    assert backorder.open_to_all(ASKED._replace(expected_at=FOREVER), None)


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        (backorder.Limits(), True),
        (backorder.Limits(max_backorders=10), True),
        (backorder.Limits(max_backorders=9), False),
        (backorder.Limits(max_wait=20), True),
        (backorder.Limits(max_wait=19), False),
        (backorder.Limits(max_backorders=10, max_wait=19), False),
        (backorder.Limits(segments=(1,)), True),
        (backorder.Limits(segments=(0, 1)), True),
        (backorder.Limits(segments=(0, 2)), False),
        (backorder.Limits(max_backorders=9, segments=(1,)), False),
    ],
)
def test_a_limited_queue_takes_what_fits(limits: backorder.Limits, allowed: bool) -> None:
    assert backorder.limited(ASKED, limits) is allowed


@pytest.mark.parametrize(("on_order", "allowed"), [(0, False), (9, False), (10, True)])
def test_only_what_is_on_order_may_be_sold(on_order: int, allowed: bool) -> None:
    # Seven pieces are owed to others, three are asked for.
    limits = backorder.Limits(only_on_order=True)
    assert backorder.limited(ASKED._replace(on_order=on_order), limits) is allowed


def test_preorders_are_off() -> None:
    assert preorder.off(EARLY, None) is NO


@pytest.mark.parametrize(
    ("window", "answer"),
    [
        (preorder.Window(), YES),
        (preorder.Window(opens_at=10), YES),
        (preorder.Window(opens_at=11), NO),
        (preorder.Window(closes_at=11), YES),
        (preorder.Window(closes_at=10), NO),
        (preorder.Window(cap=10), YES),
        (preorder.Window(cap=9), NO),
        # Ten pieces of a supply of five are twice the supply.
        (preorder.Window(supply_share=2.0), YES),
        (preorder.Window(supply_share=1.9), NO),
        (preorder.Window(cap=9, supply_share=2.0), NO),
        (preorder.Window(cap=10, supply_share=1.9), NO),
        # A waiting list is for those whom the cap keeps out, not for those out of time.
        (preorder.Window(cap=10, waiting_list=True), YES),
        (preorder.Window(cap=9, waiting_list=True), LIST),
        (preorder.Window(supply_share=1.9, waiting_list=True), LIST),
        (preorder.Window(opens_at=11, waiting_list=True), NO),
        (preorder.Window(cap=9, closes_at=10, waiting_list=True), NO),
        # Early access, for some.
        (preorder.Window(opens_at=20, early_at=10, early_segments=(1,)), YES),
        (preorder.Window(opens_at=20, early_at=11, early_segments=(1,)), NO),
        (preorder.Window(opens_at=20, early_at=10, early_segments=(0,)), NO),
        (preorder.Window(opens_at=20, early_at=10, early_segments=(1,), cap=9), NO),
        (preorder.Window(opens_at=20, early_at=0, early_segments=(1,), closes_at=10), NO),
        # Those with early access may of course come when all may.
        (preorder.Window(opens_at=10, early_at=15, early_segments=(1,)), YES),
    ],
)
def test_preorders_have_a_window_and_a_cap(window: preorder.Window, answer: Answer) -> None:
    assert preorder.window(EARLY, window) is answer


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (WAITING, 34),
        (WAITING._replace(release_at=50), 54),
        (WAITING._replace(expected_at=10), 14),
        (WAITING._replace(expected_at=5), 14),  # a date that has passed is no date to give
        (WAITING._replace(expected_at=FOREVER), FOREVER),
    ],
)
def test_the_expected_date_plus_a_buffer(view: PromiseView, expected: int) -> None:
    assert promise.expected(view, promise.Buffer(4)) == expected


def test_a_fixed_wait_counts_from_now_or_from_the_release() -> None:
    assert promise.fixed(WAITING, promise.Fixed(7)) == 17
    assert promise.fixed(WAITING._replace(release_at=50), promise.Fixed(7)) == 57
    assert promise.fixed(WAITING._replace(expected_at=FOREVER), promise.Fixed(7)) == 17


def test_no_date_is_for_ever() -> None:
    assert promise.none(WAITING, None) == FOREVER
