"""Numbers as a reader wants them."""

from __future__ import annotations

from math import inf, nan

import pytest

from backsim.report.numerals import date_of, long_date, scale_of, ticks, whole_days


def test_money_has_its_currency_and_thousands() -> None:
    scale = scale_of("money", [3240.4], currency="EUR")
    assert scale.value(3240.4) == "3,240 EUR"
    assert scale.gap(3240.4) == "+3,240 EUR"


def test_small_money_keeps_its_cents_and_a_currency_without_them_has_none() -> None:
    assert scale_of("money", [12.5], currency="EUR").value(12.5) == "12.50 EUR"
    assert scale_of("money", [12.0], currency="JPY", minor_digits=0).value(12.0) == "12 JPY"


def test_shares_are_percent_and_their_differences_points() -> None:
    scale = scale_of("share", [0.831])
    assert scale.value(0.831) == "83.1%"
    assert scale.gap(-0.052) == "\u22125.2 pp"


def test_a_small_error_earns_one_decimal_more() -> None:
    assert scale_of("score", [4.2], [0.3]).bare(4.23456) == "4.23"
    assert scale_of("score", [4.2], [0.004]).bare(4.23456) == "4.235"
    assert scale_of("score", [4.2], [1e-9]).bare(4.23456) == "4.235"


def test_nothing_is_made_of_minus_zero() -> None:
    assert scale_of("score", [0.0]).signed(-0.0001) == "0.00"
    assert scale_of("score", [0.0]).signed(0.0001) == "0.00"


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_what_is_not_known_says_so(value: float) -> None:
    scale = scale_of("score", [value], [value])
    assert scale.value(value) == "unknown"
    assert scale.between(value, 1.0) == "no interval"


def test_the_size_of_a_fall_has_no_sign() -> None:
    assert scale_of("share", [0.1]).size(-0.1) == "10.0 pp"


def test_days_become_dates_over_the_end_of_a_month_and_a_leap_day() -> None:
    assert date_of("2028-02-28", 1) == "2028-02-29"
    assert date_of("2028-02-28", 2) == "2028-03-01"
    assert long_date("2028-02-29") == "29 February 2028"


def test_one_day_is_one_day() -> None:
    assert whole_days(1.0) == "1 day"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 100, [0, 50, 100]), (-1, 1, [-1, 0, 1]), (0, 7, [0, 5, 10]), (3, 3, [3.0, 3.5, 4.0])],
)
def test_ticks_are_round(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high, 3) == expected
