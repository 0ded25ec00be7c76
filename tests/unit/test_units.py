"""Money is shared out in whole minor units, rounded half up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsim.units import DAY, FOREVER, HOUR, MINUTE, NEVER, WEEK, YEAR, share_of


@pytest.mark.parametrize(
    ("amount", "share", "expected"),
    [
        (1000, 0.2, 200),
        (999, 0.5, 500),
        (1, 0.5, 1),
        (1, 0.49, 0),
        (1999, 0.0, 0),
        (1999, 1.0, 1999),
        (0, 0.3, 0),
    ],
)
def test_a_share_is_rounded_half_up(amount: int, share: float, expected: int) -> None:
    assert share_of(amount, share) == expected


@given(st.integers(0, 10**12), st.floats(0, 1))
def test_a_share_is_never_more_than_all(amount: int, share: float) -> None:
    assert 0 <= share_of(amount, share) <= amount


def test_durations_are_seconds() -> None:
    assert (MINUTE, HOUR, DAY, WEEK, YEAR) == (60, 60**2, 24 * 60**2, 7 * DAY, 365 * DAY)


def test_what_never_was_and_what_never_ends_are_no_moments_of_a_run() -> None:
    assert NEVER < 0
    assert FOREVER > 1_000_000 * YEAR
