"""The calendar: what follows from the date of the first day."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import Final, final

from backsim.units import DAY, FOREVER, Tick

WORKING_DAYS: Final = 5
"""Monday to Friday; public holidays are not known."""


@final
class Calendar:
    """Counts in calendar months and in working days.

    >>> a_saturday = Calendar(date(2026, 1, 31))
    >>> a_saturday.months_after(0, 1) // DAY, a_saturday.months_after(0, 2) // DAY
    (28, 59)
    >>> a_saturday.working_after(0, 2 * DAY) // DAY
    4
    """

    def __init__(self, start: date) -> None:
        self.start: Final = start

    def months_after(self, at: Tick, months: Tick) -> Tick:
        """The same day of the month and time of day so many months later; where that month has no
        such day, on its last one."""
        day = self.start + timedelta(days=int(at // DAY))
        number = day.year * 12 + day.month - 1 + int(months)
        year, month = number // 12, number % 12 + 1
        if year > MAXYEAR:
            return FOREVER
        last = monthrange(year, month)[1]
        later = date(year, month, min(day.day, last))
        return (later - self.start).days * DAY + at % DAY

    def working_after(self, at: Tick, ticks: Tick) -> Tick:
        """When so many ticks of working days will have passed.

        What begins on a Saturday or Sunday begins on Monday; a day has all its hours.
        """
        monday = self.start.weekday() * DAY
        week = (at + monday) // (7 * DAY)
        within = min((at + monday) % (7 * DAY), WORKING_DAYS * DAY)
        worked = week * WORKING_DAYS * DAY + within + ticks
        weeks, rest = worked // (WORKING_DAYS * DAY), worked % (WORKING_DAYS * DAY)
        return weeks * 7 * DAY + rest - monday
