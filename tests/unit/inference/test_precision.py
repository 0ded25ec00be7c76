"""How many more replications, from printed tables; and what too few of them say."""

from __future__ import annotations

from math import nan, sqrt

import pytest

from backsim.inference.precision import FIRST_LOOK, more_replications
from backsim.inference.students_t import two_sided_p


@pytest.mark.parametrize(
    ("mean", "matters", "more"),
    [
        # At level 50 % and a spread of sqrt(2), k replications reach
        # (t(0.75) + t(0.8)) * sqrt(2 / k) with k - 1 degrees of freedom:
        #   k = 4: (0.764892 + 0.978472) * 0.707107 = 1.2327
        #   k = 5: (0.740697 + 0.940965) * 0.632456 = 1.0636
        #   k = 6: (0.726687 + 0.919544) * 0.577350 = 0.9504
        (1.065, None, 3),
        (-1.065, None, 3),
        (1.060, None, 4),
        (1.050, None, 4),
        # Or shown to be within what matters: from a mean of 0.2 up to 1.265.
        (0.2, 1.265, 3),
        (-0.2, 1.265, 3),
        (1.065, 1.2, 3),
    ],
)
def test_replications_from_the_table(mean: float, matters: float | None, more: int) -> None:
    assert more_replications(mean, sqrt(2), 2, 0.5, matters) == more


def test_it_is_never_less_than_one_more() -> None:
    assert more_replications(100.0, 1.0, 5, 0.05) == 1


def test_one_value_asks_for_a_first_look_and_none_for_nothing() -> None:
    assert more_replications(1.0, nan, 1, 0.05) == FIRST_LOOK - 1
    assert more_replications(nan, nan, 0, 0.05) == 0


def test_nothing_can_be_said_of_one_value_or_of_no_difference() -> None:
    assert two_sided_p(3.0, nan, 1) == 1.0
    assert two_sided_p(0.0, 0.0, 5) == 1.0
    assert two_sided_p(0.5, 0.0, 2) == 0.0
