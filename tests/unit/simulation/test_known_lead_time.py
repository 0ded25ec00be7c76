"""What is known of an order that has not come yet: E[L | L > t], and the same of a quantile."""

from __future__ import annotations

from random import Random

import pytest

from backsim.columns import ints_of
from backsim.simulation.known_lead_time import KnownLeadTime


def known(*likely: int, mean: int) -> KnownLeadTime:
    return KnownLeadTime(mean, 0, ints_of(likely))


@pytest.mark.parametrize(
    ("age", "whole"),
    [
        (0, 5), (1, 5),  # nothing is known yet: the mean
        (2, 6), (3, 6),  # 4, 6 and 8 are left
        (4, 7), (5, 7),  # 6 and 8
        (6, 8), (7, 8),
        (8, 10), (9, 11), (50, 52),  # beyond the last, as much later as the last two lie apart
    ],
)  # fmt: skip
def test_of_2_4_6_and_8_days_those_are_left_that_it_has_not_outlived(age: int, whole: int) -> None:
    assert known(2, 4, 6, 8, mean=5).expected(age) == whole


def test_a_lead_time_that_never_varies_is_expected_when_it_is_due() -> None:
    always = known(5, mean=5)
    assert [always.expected(age) for age in (0, 4, 5, 9)] == [5, 5, 6, 10]
    assert [always.quantile(0.9, age, 5) for age in (0, 4, 5, 9)] == [5, 5, 6, 10]


def test_of_an_order_just_placed_the_mean_is_the_exact_one() -> None:
    assert known(2, 4, 6, 8, mean=7).expected(1) == 7


def test_a_mean_is_rounded_half_up() -> None:
    assert known(1, 4, 5, mean=3).expected(1) == 5  # of 4.5
    assert known(1, 4, 4, 5, mean=3).expected(1) == 4  # of 4.33


@pytest.mark.parametrize(
    ("share", "age", "whole"),
    [
        (0.5, 0, 99), (0.5, 1, 99),  # nothing is known yet: the exact quantile
        (0.1, 2, 4), (0.5, 2, 6), (0.7, 2, 8), (0.99, 2, 8),  # of 4, 6 and 8
        (0.4, 4, 6), (0.5, 4, 8),  # of 6 and 8
        (0.1, 8, 10), (0.9, 9, 11),
    ],
)  # fmt: skip
def test_a_quantile_of_what_is_left(share: float, age: int, whole: int) -> None:
    assert known(2, 4, 6, 8, mean=5).quantile(share, age, 99) == whole


@pytest.mark.parametrize("seed", range(5))
def test_the_longer_it_takes_the_later_it_is_expected(seed: int) -> None:
    luck = Random(seed)
    likely = sorted(luck.randrange(1, 200) for _ in range(40))
    lead_time = known(*likely, mean=round(sum(likely) / 40))
    expected = [lead_time.expected(age) for age in range(250)]
    assert expected == sorted(expected)
    assert all(whole > age for age, whole in enumerate(expected) if age >= likely[0])
    for share in (0.2, 0.5, 0.95):
        fresh = likely[int(share * 40)]
        sure = [lead_time.quantile(share, age, fresh) for age in range(250)]
        assert sure == sorted(sure)
        assert all(whole > age for age, whole in enumerate(sure) if age >= likely[0])
    for age in (0, 50, 150):
        shares = [lead_time.quantile(k / 20, age, likely[2 * k]) for k in range(1, 20)]
        assert shares == sorted(shares)
