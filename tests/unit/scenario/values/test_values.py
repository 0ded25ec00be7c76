"""Values with units: what they mean and what is said about those that make no sense."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backsim.scenario.values import amounts, shares, texts, times
from backsim.units import DAY, FOREVER, HOUR, MINUTE, WEEK

START = date(2026, 1, 5)


def euros(raw: object) -> int:
    return amounts.money(raw, "EUR", 2)


def yen(raw: object) -> int:
    return amounts.money(raw, "JPY", 0)


def moment(raw: object) -> int:
    return times.moment(raw, START)


@pytest.mark.parametrize(
    ("read", "raw", "value"),
    [
        (times.duration, "7 days", 7 * DAY),
        (times.duration, "1 day", DAY),
        (times.duration, "2 weeks", 2 * WEEK),
        (times.duration, "36 h", 36 * HOUR),
        (times.duration, "90 min", 90 * MINUTE),
        (times.duration, "1.5 days", 36 * HOUR),
        (times.duration, "7d", 7 * DAY),
        (times.duration, "1 h 30 min", 90 * MINUTE),
        (times.duration, " 3 Days ", 3 * DAY),
        (times.duration, "1 year", 365 * DAY),
        (times.duration, "0.5 s", 1),
        (times.duration, 0, 0),
        (times.duration_or_unlimited, "unlimited", FOREVER),
        (times.days, "36 h", 1.5),
        (shares.share, "30%", 0.3),
        (shares.share, "2.9 %", 0.029),
        (shares.share, 0.3, 0.3),
        (shares.share, 1, 1.0),
        (shares.confidence, "95%", 0.95),
        (euros, 49.0, 4900),
        (euros, 49, 4900),
        (euros, "49.90", 4990),
        (euros, "49.9 EUR", 4990),
        (euros, 0.07, 7),
        (yen, 1200, 1200),
        (amounts.weight, "0.2 kg", 0.2),
        (amounts.weight, "250 g", 0.25),
        (amounts.weight, 0, 0.0),
        (times.rate, "6 per day", 6.0),
        (times.rate, "42 per week", 6.0),
        (times.rate, "0.5 per hour", 12.0),
        (times.rate, "6/day", 6.0),
        (times.rate, 0, 0.0),
        (moment, "2026-01-08", 3 * DAY),
        (moment, "2026-01-04", -DAY),
        (moment, "30 days", 30 * DAY),
        (amounts.whole, 1000.0, 1000),
        (amounts.whole_or_unlimited, "unlimited", FOREVER),
        (amounts.number, 3, 3.0),
        (times.day, "2026-03-02", date(2026, 3, 2)),
        (texts.text, 2026, "2026"),
        (texts.arm_name, "two weeks", "two weeks"),
        (texts.handle, "a-b.c_1", "a-b.c_1"),
        (texts.currency, "JPY", "JPY"),
        (texts.name, "Ring, 18k", "Ring, 18k"),
    ],
)
def test_what_a_value_means(read: Callable[[Any], Any], raw: object, value: object) -> None:
    assert read(raw) == value


@pytest.mark.parametrize(
    ("read", "raw", "said"),
    [
        (times.duration, 7, "7 needs a unit, for instance `7 days`"),
        (times.duration, "7", "7 needs a unit, for instance `7 days`"),
        (times.duration, "-7", "-7 needs a unit, for instance `-7 days`"),
        (times.duration, "-3 days", "a duration cannot be negative: '-3 days'"),
        (
            times.duration,
            "7 dayz",
            "unknown unit of time 'dayz' in '7 dayz', did you mean 'days'?",
        ),
        (
            times.duration,
            "2 months",
            "'2 months': write days, weeks or minutes; a month has no length",
        ),
        (times.duration, "soon", "must be a duration such as `7 days`, not 'soon'"),
        (times.duration, True, "must be a duration such as `7 days`, not true"),
        (times.duration, [7], "must be a duration such as `7 days`, not a list"),
        (times.duration, "2000 years", "must be at most 1,000 years: '2000 years'"),
        (times.duration, "1e999 days", "must be at most 1,000 years: '1e999 days'"),
        (times.positive_duration, "0 days", "must be longer than 0 days"),
        (shares.share, 30, "a share must be at most 100%: 30; for a percentage write `30%`"),
        (shares.share, "130%", "a share must be at most 100%: '130%'"),
        (shares.share, -0.1, "a share must not be negative: -0.1"),
        (shares.share, "half", "must be a share such as `30%` or `0.3`, not 'half'"),
        (shares.share, float("nan"), "must be a share such as `30%` or `0.3`, not nan"),
        (shares.confidence, "30%", "a confidence lies between 50% and 99.99%: '30%'"),
        (euros, 49.005, "49.005 has too many decimals: EUR has 2 decimals"),
        (yen, 49.5, "49.5 has too many decimals: JPY has no decimals"),
        (euros, -1, "an amount of money must not be negative: -1"),
        (euros, "49 USD", "must be an amount of money such as `49.00`, not '49 USD'"),
        (yen, "free", "must be an amount of money such as `49`, not 'free'"),
        (euros, 1e30, "too large an amount of money: 1e+30"),
        (euros, True, "must be an amount of money such as `49.00`, not true"),
        (amounts.weight, 0.2, "0.2 needs a unit, for instance `0.2 kg`"),
        (amounts.weight, "2 lb", "must be a weight such as `0.2 kg` or `200 g`, not '2 lb'"),
        (amounts.weight, "-1 kg", "a weight must lie between 0 and 1,000,000 kg: '-1 kg'"),
        (times.rate, 6, "6 needs a time, for instance `6 per day`"),
        (times.rate, "6", "must be a rate such as `6 per day`, not '6'"),
        (times.rate, "-6 per day", "a rate must not be negative: '-6 per day'"),
        (
            times.rate,
            "6 per dai",
            "unknown unit of time 'dai' in '6 per dai', did you mean 'day'?",
        ),
        (times.rate, "1e12 per day", "too high a rate: '1e12 per day'"),
        (moment, "2026-02-30", "there is no such day: '2026-02-30'"),
        (
            moment,
            "spring",
            "must be a date such as `2026-04-01` or a duration such as `30 days`, not 'spring'",
        ),
        (moment, 30, "30 needs a unit, for instance `30 days`"),
        (times.day, 20260302, "must be a date such as `2026-03-02`, not 20260302"),
        (amounts.whole, 2.5, "must be a whole number, not 2.5"),
        (amounts.whole, "3", "must be a whole number, not '3'"),
        (amounts.whole, -4, "must not be negative: -4"),
        (amounts.whole, 1e12, "must be at most 1,000,000,000: 1000000000000.0"),
        (amounts.whole, float("inf"), "must be a whole number, not inf"),
        (amounts.number, "3", "must be a number, not '3'"),
        (amounts.number, float("nan"), "must be a finite number"),
        (texts.text, {"a": 1}, "must be a text, not a mapping"),
        (texts.name, " ", "a name has 1 to 60 printable characters: ''"),
        (
            texts.arm_name,
            "a/b",
            "only letters, digits, spaces, '-' and '_' are allowed: 'a/b'",
        ),
        (
            texts.handle,
            "a b",
            "only letters, digits, '-', '_' and '.' are allowed: 'a b'",
        ),
        (texts.currency, "Euro", "must be a code of three capitals such as EUR, not 'Euro'"),
    ],
)
def test_what_makes_no_sense(read: Callable[[Any], Any], raw: object, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        read(raw)


def test_a_wrong_word_is_answered_with_the_right_ones() -> None:
    assert texts.word("open", ("off", "open")) == "open"
    said = "'opne' is not one of off, open, did you mean 'open'?"
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        texts.word("opne", ("off", "open"))
    with pytest.raises(ValueError, match=r"^7 is not one of off, open$"):
        texts.word(7, ("off", "open"))
