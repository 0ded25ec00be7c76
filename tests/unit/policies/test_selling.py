"""May a line wait, or be ordered before its release, and which date is given?"""

from __future__ import annotations

import pytest

from backsim.policies import backorder, preorder, promise
from backsim.records.views import BackorderView, PreorderView, PromiseView
from backsim.units import FOREVER

ASKED = BackorderView(now=10, quantity=3, backorders=7, on_order=0, expected_at=30, segment=0)
EARLY = PreorderView(now=10, quantity=3, preordered=7, release_at=30, segment=0)
WAITING = PromiseView(now=10, expected_at=30, release_at=0, lead_time_mean=5, lead_time_sd=1)


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
    ],
)
def test_a_limited_queue_takes_what_fits(limits: backorder.Limits, allowed: bool) -> None:
    assert backorder.limited(ASKED, limits) is allowed


def test_preorders_are_off() -> None:
    assert not preorder.off(EARLY, None)


@pytest.mark.parametrize(
    ("window", "allowed"),
    [
        (preorder.Window(), True),
        (preorder.Window(opens_at=10), True),
        (preorder.Window(opens_at=11), False),
        (preorder.Window(closes_at=11), True),
        (preorder.Window(closes_at=10), False),
        (preorder.Window(cap=10), True),
        (preorder.Window(cap=9), False),
    ],
)
def test_preorders_have_a_window_and_a_cap(window: preorder.Window, allowed: bool) -> None:
    assert preorder.window(EARLY, window) is allowed


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
