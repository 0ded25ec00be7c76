"""Days, durations, moments and rates, as people write them, read into ticks."""

from __future__ import annotations

import re
from datetime import date

from backsim.scenario.values.amounts import MOST_PIECES, NUMBER
from backsim.scenario.values.hints import meant, quoted
from backsim.units import DAY, FOREVER, HOUR, MINUTE, WEEK, YEAR

LONGEST = 1_000 * YEAR

_TIME_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR),
    **dict.fromkeys(("d", "day", "days"), DAY),
    **dict.fromkeys(("w", "week", "weeks"), WEEK),
    **dict.fromkeys(("year", "years"), YEAR),
}
_WHOLE_UNITS = ("seconds", "minutes", "hours", "days", "weeks", "years")
_QUANTITY = re.compile(rf"({NUMBER})\s*([^\W\d]+)")
_PLAIN = r"\d+(?:\.\d*)?"
_UNIT = r"((?:[^\W\d]|[ /])*?)"
_RANGE = re.compile(rf"({_PLAIN})\s*{_UNIT}\s*(?:-|\u2013|\bto\b)\s*({_PLAIN})\s*{_UNIT}")
_OTHER_DATES = (
    re.compile(r"(?P<d>\d{1,2})[.\-](?P<m>\d{1,2})[.\-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[./\-](?P<m>\d{1,2})[./\-](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
)
"""Dates as people write them who do not think of ISO 8601; the last two are one by sight."""
_RATE = re.compile(rf"({NUMBER})\s*(?:per|a|an|/)\s*([^\W\d]+)")


def day(raw: object) -> date:
    """A date: year, month, day."""
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise ValueError(f"there is no such day: {quoted(raw)}") from None
    if found := dates_meant(raw):
        raise ValueError(f"must be an ISO date: write {found}, not {quoted(raw)}")
    raise ValueError(f"must be a date such as `2026-03-02`, not {quoted(raw)}")


def dates_meant(raw: object) -> str:
    """The ISO dates that another way to write a date may mean, or nothing.

    >>> dates_meant("15.11.2026"), dates_meant("3/4/2026"), dates_meant("7 days")
    ('`2026-11-15`', '`2026-04-03` or `2026-03-04`', '')
    """
    told = raw.strip() if isinstance(raw, str) else ""
    found: dict[str, None] = {}
    for form in _OTHER_DATES:
        if match := form.fullmatch(told):
            try:
                day = date(*(int(match[part]) for part in "ymd"))
            except ValueError:
                continue
            found[f"`{day}`"] = None
    return " or ".join(found)


def range_meant(raw: object) -> tuple[str, str] | None:
    """The two ends of what is written as a range, each with its unit.

    >>> range_meant("6-10 weeks"), range_meant("6 weeks to 10 weeks"), range_meant("7 days")
    (('6 weeks', '10 weeks'), ('6 weeks', '10 weeks'), None)
    """
    match = _RANGE.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if match is None:
        return None
    low, low_unit, high, high_unit = match.groups()
    return f"{low} {low_unit or high_unit}".strip(), f"{high} {high_unit or low_unit}".strip()


def seconds(raw: object) -> float:
    """A duration in ticks, not yet rounded.

    >>> seconds("1.5 days"), seconds("1 h 30 min")
    (129600.0, 5400.0)
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if raw == 0:
            return 0.0
        raise ValueError(f"{quoted(raw)} needs a unit, for instance `{raw} days`")
    if not isinstance(raw, str):
        raise ValueError(f"must be a duration such as `7 days`, not {quoted(raw)}")
    told = raw.strip()
    if re.fullmatch(NUMBER, told):
        if float(told) == 0:  # as the key of a mapping, where YAML makes it a text
            return 0.0
        raise ValueError(f"{told} needs a unit, for instance `{told} days`")
    if ends := range_meant(told):
        message = f"must be one duration such as `{ends[1]}`, not the range {quoted(raw)}"
        raise ValueError(message)
    parts = _QUANTITY.findall(told)
    if not parts or _QUANTITY.sub("", told).strip():
        raise ValueError(f"must be a duration such as `7 days`, not {quoted(raw)}")
    total = sum(float(amount) * time_unit(unit, told) for amount, unit in parts)
    # Each part, since "1 day -2 h" would come out above zero.
    if any(amount.startswith("-") for amount, _ in parts):
        raise ValueError(f"a duration cannot be negative: {quoted(raw)}")
    if total > LONGEST:
        raise ValueError(f"must be at most 1,000 years: {quoted(raw)}")
    return total


def time_unit(unit: str, told: str, plural: bool = True) -> int:
    """The ticks of a unit, as a duration or (in the singular) a rate names it."""
    ticks = _TIME_UNITS.get(unit.casefold())
    # "m" might be minutes or months, so neither is guessed.
    if ticks is None and unit.casefold() in ("m", "mo", "month", "months"):
        raise ValueError(f"{quoted(told)}: write days, weeks or minutes; a month has no length")
    if ticks is None:
        guess = meant(unit, _WHOLE_UNITS if plural else [u[:-1] for u in _WHOLE_UNITS])
        raise ValueError(f"unknown unit of time {quoted(unit)} in {quoted(told)}{guess}")
    return ticks


def duration(raw: object) -> int:
    """A duration in whole ticks, rounded half up.

    >>> duration("2 weeks"), duration("36 h")
    (1209600, 129600)
    """
    # Not round(), which takes half to the even neighbour.
    return int(seconds(raw) + 0.5)


def positive_duration(raw: object) -> int:
    """A duration above zero."""
    ticks = duration(raw)
    if ticks == 0:
        raise ValueError("must be longer than 0 days")
    return ticks


def duration_or_unlimited(raw: object) -> int:
    """A duration, or the word ``unlimited``."""
    return FOREVER if raw == "unlimited" else duration(raw)


def notice(raw: object) -> int:
    """A duration, or the word ``never``."""
    return FOREVER if raw == "never" else duration(raw)


def days(raw: object) -> float:
    """A duration in days, exact."""
    return seconds(raw) / DAY


def moment(raw: object, start: date) -> int:
    """A date, or a duration since the start, as ticks since the start; negative before it.

    >>> moment("2026-01-31", date(2026, 1, 1)), moment("30 days", date(2026, 1, 1))
    (2592000, 2592000)
    """
    # What begins like a date is one, so that 2026-13-01 is a day that does not exist.
    if isinstance(raw, str) and (re.match(r"\d{4}-\d", raw) or dates_meant(raw)):
        return (day(raw) - start).days * DAY
    try:
        return duration(raw)
    except ValueError as error:
        if isinstance(raw, str) and not re.match(NUMBER, raw.strip()):
            raise ValueError(
                f"must be a date such as `2026-04-01` or a duration such as `30 days`, "
                f"not {quoted(raw)}"
            ) from None
        raise error


def rate(raw: object) -> float:
    """How many per day.

    >>> rate("42 per week"), rate("0.5 per hour")
    (6.0, 12.0)
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if raw == 0:
            return 0.0
        raise ValueError(f"{quoted(raw)} needs a time, for instance `{raw} per day`")
    if not isinstance(raw, str) or not (found := _RATE.fullmatch(raw.strip())):
        raise ValueError(f"must be a rate such as `6 per day`, not {quoted(raw)}")
    per_day = float(found[1]) * DAY / time_unit(found[2], raw.strip(), plural=False)
    if per_day < 0:
        raise ValueError(f"a rate must not be negative: {quoted(raw)}")
    if per_day > MOST_PIECES:
        raise ValueError(f"too high a rate: {quoted(raw)}")
    return per_day
