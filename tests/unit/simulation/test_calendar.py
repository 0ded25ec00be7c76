"""The calendar: the same day of later months, and working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsim.simulation.calendar import Calendar
from backsim.units import DAY, FOREVER, HOUR

MONDAY = Calendar(date(2026, 1, 5))


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 12, 31), 14, date(2028, 2, 29)),
        (date(2026, 5, 31), 120, date(2036, 5, 31)),
    ],
)
def test_the_same_day_of_a_later_month(start: date, months: int, later: date) -> None:
    ticks = Calendar(start).months_after(5 * HOUR, months)
    assert ticks == (later - start).days * DAY + 5 * HOUR


def test_a_month_is_counted_from_the_day_and_not_from_the_start() -> None:
    # Day 26 is 31 January 2026; in February the day is its last one.
    assert MONDAY.months_after(26 * DAY + 1, 1) == (26 + 28) * DAY + 1


def test_after_the_last_year_there_is_nothing() -> None:
    assert Calendar(date(9999, 12, 1)).months_after(0, 1) == FOREVER


@pytest.mark.parametrize(
    ("at", "days", "ends_at"),
    [
        (9, 1, 24 + 9),  # Monday to Tuesday
        (9, 5, 7 * 24 + 9),  # Monday to Monday
        (4 * 24 + 9, 1, 7 * 24 + 9),  # Friday to Monday
        (5 * 24 + 9, 1, 8 * 24),  # what begins on a Saturday begins on Monday, and a day is over
        (6 * 24 + 23, 1, 8 * 24),
        (5 * 24 + 9, 0, 7 * 24),
        (9, 0, 9),
        (0, 10, 14 * 24),
    ],
)
def test_working_days(at: int, days: int, ends_at: int) -> None:
    assert MONDAY.working_after(at * HOUR, days * DAY) == ends_at * HOUR


@given(st.integers(0, 400), st.integers(0, 60), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_working_days_are_counted_day_by_day(day: int, days: int, start: date) -> None:
    now = start + timedelta(days=day)
    while now.weekday() > 4:
        now += timedelta(days=1)
    for _ in range(days):
        now += timedelta(days=3 if now.weekday() == 4 else 1)
    assert Calendar(start).working_after(day * DAY, days * DAY) == (now - start).days * DAY
