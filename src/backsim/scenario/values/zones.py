"""The clock on the store's wall: which day and hour it shows at an instant."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from backsim.scenario.values.hints import meant, quoted
from backsim.units import DAY


def zone(told: str) -> tzinfo:
    """A zone by its IANA name, or an offset; without either it is UTC.

    Raises ``ValueError`` with a message for the user.

    >>> str(zone("+05:30")), str(zone("Europe/Lisbon")), str(zone(""))
    ('UTC+05:30', 'Europe/Lisbon', 'UTC')
    """
    if told in ("", "UTC"):
        return UTC
    try:
        offset = datetime.strptime(told, "%z").tzinfo
    except ValueError:
        known = sorted(available_timezones())
        if told in known:
            return ZoneInfo(told)
        hint = meant(told, known) or " such as Europe/Berlin, nor an offset such as +02:00"
        raise ValueError(f"{quoted(told)} is not a time zone{hint}") from None
    assert offset is not None  # %z takes nothing else
    return offset


def on_the_wall(when: datetime, where: tzinfo) -> datetime:
    """The day in a zone and the time of that day, of an instant given with its UTC offset.

    Simulated days have 24 hours. On a day on which the clock is changed, time runs a little faster
    or slower, so that it never goes back: what happened first comes first. Raises
    ``OverflowError`` at either end of the calendar.
    """
    local = when.astimezone(where)
    midnight = datetime.combine(local.date(), time(), where)
    begin, instant = midnight.astimezone(UTC), when.astimezone(UTC)
    length = (midnight + timedelta(days=1)).astimezone(UTC) - begin
    passed = (instant - begin) * DAY // length
    return datetime.combine(local.date(), time()) + timedelta(seconds=passed)
