"""Values with units, as people write them, read into the engine's whole numbers.

Every function takes what the YAML file holds and raises ``ValueError`` with a message for the
user. Nothing here knows of a file, a key or a schema.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from math import isfinite

from backsim.scenario.hints import meant, not_one_of, quoted
from backsim.units import DAY, FOREVER, HOUR, MINUTE, WEEK, YEAR

LONGEST = 1_000 * YEAR
MOST_PIECES = 1_000_000_000
MOST_MONEY = 1_000_000_000_000

MINOR_DIGITS = {
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"), 0),
    **dict.fromkeys(("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0),
}
"""Currencies whose smallest coin is not a hundredth (ISO 4217)."""

_TIME_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), HOUR),
    **dict.fromkeys(("d", "day", "days"), DAY),
    **dict.fromkeys(("w", "week", "weeks"), WEEK),
    **dict.fromkeys(("year", "years"), YEAR),
}
_WHOLE_UNITS = ("seconds", "minutes", "hours", "days", "weeks", "years")
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
_QUANTITY = re.compile(rf"({_NUMBER})\s*([^\W\d]+)")
_PERCENT = re.compile(rf"({_NUMBER})\s*%")
_RATE = re.compile(rf"({_NUMBER})\s*(?:per|a|an|/)\s*([^\W\d]+)")


class FaultsError(ValueError):
    """Several things wrong inside one value: each a path below it, and a message."""

    def __init__(self, *faults: tuple[tuple[str | int, ...], str]) -> None:
        self.faults = faults
        super().__init__("; ".join(message for _, message in faults))


def number(raw: object, low: float = -1e15, high: float = 1e15) -> float:
    """A plain number.

    >>> number(1000.0)
    1000.0
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(f"must be a number, not {quoted(raw)}")
    if not isfinite(raw):
        raise ValueError("must be a finite number")
    if raw < low:
        below = "must not be negative" if low == 0 else f"must be at least {low:g}"
        raise ValueError(f"{below}: {quoted(raw)}")
    if raw > high:
        raise ValueError(f"must be at most {high:,g}: {quoted(raw)}")
    return float(raw)


def whole(raw: object, low: int = 0, high: int = MOST_PIECES) -> int:
    """A whole number; ``1e3`` is one.

    >>> whole(1000.0)
    1000
    """
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise ValueError(f"must be a whole number, not {quoted(raw)}")
    if not isfinite(raw) or raw != int(raw):
        raise ValueError(f"must be a whole number, not {quoted(raw)}")
    if raw < low:
        below = "must not be negative" if low == 0 else f"must be at least {low:,}"
        raise ValueError(f"{below}: {quoted(raw)}")
    if raw > high:
        raise ValueError(f"must be at most {high:,}: {quoted(raw)}")
    return int(raw)


def whole_or_unlimited(raw: object) -> int:
    """A number of pieces, or the word ``unlimited``."""
    return FOREVER if raw == "unlimited" else whole(raw)


def text(raw: object) -> str:
    """Words; a number is taken as it is written."""
    if isinstance(raw, bool | dict | list) or raw is None:
        raise ValueError(f"must be a text, not {quoted(raw)}")
    return str(raw)


def word(raw: object, words: Iterable[str]) -> str:
    """One of some words."""
    known = tuple(words)
    if raw not in known:
        raise ValueError(not_one_of(raw, known))
    return str(raw)


def name(raw: object) -> str:
    """The name of a product, a segment, a supplier: one line of up to 60 characters."""
    told = text(raw)
    if not told.strip() or len(told) > 60 or not told.isprintable():
        raise ValueError(f"a name has 1 to 60 printable characters: {quoted(told)}")
    return told


def arm_name(raw: object) -> str:
    """The name of an arm: letters, digits, ``-``, ``_`` and single spaces, but no dot."""
    told = text(raw)
    if len(told) > 60 or not re.fullmatch(r"\w[\w-]*( [\w-]+)*", told):
        raise ValueError(f"only letters, digits, spaces, '-' and '_' are allowed: {quoted(told)}")
    return told


def handle(raw: object) -> str:
    """A name that may stand in a file name: letters, digits, ``-``, ``_`` and ``.``."""
    told = text(raw)
    if not re.fullmatch(r"\w[\w.-]{0,59}", told):
        raise ValueError(f"only letters, digits, '-', '_' and '.' are allowed: {quoted(told)}")
    return told


def currency(raw: object) -> str:
    """A currency code of three letters."""
    if not (isinstance(raw, str) and re.fullmatch("[A-Z]{3}", raw)):
        raise ValueError(f"must be a code of three capitals such as EUR, not {quoted(raw)}")
    return raw


def day(raw: object) -> date:
    """A date: year, month, day."""
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", raw):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise ValueError(f"there is no such day: {quoted(raw)}") from None
    raise ValueError(f"must be a date such as `2026-03-02`, not {quoted(raw)}")


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
    if re.fullmatch(_NUMBER, told):
        raise ValueError(f"{told} needs a unit, for instance `{told} days`")
    parts = _QUANTITY.findall(told)
    if not parts or _QUANTITY.sub("", told).strip():
        raise ValueError(f"must be a duration such as `7 days`, not {quoted(raw)}")
    total = sum(float(amount) * _time_unit(unit, told) for amount, unit in parts)
    if any(amount.startswith("-") for amount, _ in parts):
        raise ValueError(f"a duration cannot be negative: {quoted(raw)}")
    if total > LONGEST:
        raise ValueError(f"must be at most 1,000 years: {quoted(raw)}")
    return total


def _time_unit(unit: str, told: str, plural: bool = True) -> int:
    ticks = _TIME_UNITS.get(unit.casefold())
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


def days(raw: object) -> float:
    """A duration in days, exact."""
    return seconds(raw) / DAY


def moment(raw: object, start: date) -> int:
    """A date, or a duration since the start, as ticks since the start; negative before it.

    >>> moment("2026-01-31", date(2026, 1, 1)), moment("30 days", date(2026, 1, 1))
    (2592000, 2592000)
    """
    if isinstance(raw, str) and re.match(r"\d{4}-\d", raw):
        return (day(raw) - start).days * DAY
    try:
        return duration(raw)
    except ValueError as error:
        if isinstance(raw, str) and not re.match(_NUMBER, raw.strip()):
            raise ValueError(
                f"must be a date such as `2026-04-01` or a duration such as `30 days`, "
                f"not {quoted(raw)}"
            ) from None
        raise error


def share(raw: object) -> float:
    """A share between 0 and 1, or a percentage.

    >>> share("30%"), share(0.3)
    (0.3, 0.3)
    """
    value = percentage(raw)
    if value < 0:
        raise ValueError(f"a share must not be negative: {quoted(raw)}")
    if value > 1:
        hint = f"; for a percentage write `{raw}%`" if raw in range(2, 101) else ""
        raise ValueError(f"a share must be at most 100%: {quoted(raw)}{hint}")
    return value


def percentage(raw: object) -> float:
    """A plain number, or a percentage of any size."""
    if isinstance(raw, str) and (found := _PERCENT.fullmatch(raw.strip())):
        return float(Decimal(found[1]) / 100)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw):
        return float(raw)
    raise ValueError(f"must be a share such as `30%` or `0.3`, not {quoted(raw)}")


def confidence(raw: object) -> float:
    """A confidence level."""
    value = share(raw)
    if not 0.5 <= value <= 0.9999:
        raise ValueError(f"a confidence lies between 50% and 99.99%: {quoted(raw)}")
    return value


def money(raw: object, code: str, digits: int) -> int:
    """An amount in minor units; ``digits`` is the number of decimals of the currency.

    >>> money(49.9, "EUR", 2), money("49.90 EUR", "EUR", 2), money(49, "JPY", 0)
    (4990, 4990, 49)
    """
    told = raw.removesuffix(code).strip() if isinstance(raw, str) else quoted(raw)
    if isinstance(raw, bool) or not re.fullmatch(_NUMBER, told):
        example = f"{49:.{digits}f}"
        raise ValueError(f"must be an amount of money such as `{example}`, not {quoted(raw)}")
    amount = Decimal(told).scaleb(digits)
    if amount < 0:
        raise ValueError(f"an amount of money must not be negative: {quoted(raw)}")
    if amount > MOST_MONEY:
        raise ValueError(f"too large an amount of money: {quoted(raw)}")
    if amount != int(amount):
        places = f"{digits} decimals" if digits else "no decimals"
        raise ValueError(f"{quoted(raw)} has too many decimals: {code} has {places}")
    return int(amount)


def weight(raw: object) -> float:
    """A weight in kilograms.

    >>> weight("200 g"), weight("0.2 kg")
    (0.2, 0.2)
    """
    if raw == 0 and not isinstance(raw, bool):
        return 0.0
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raise ValueError(f"{quoted(raw)} needs a unit, for instance `{raw} kg`")
    found = _QUANTITY.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if not found or found[2] not in ("g", "kg"):
        raise ValueError(f"must be a weight such as `0.2 kg` or `200 g`, not {quoted(raw)}")
    kilos = float(Decimal(found[1]) / (1000 if found[2] == "g" else 1))
    if not 0 <= kilos <= 1e6:
        raise ValueError(f"a weight must lie between 0 and 1,000,000 kg: {quoted(raw)}")
    return kilos


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
    per_day = float(found[1]) * DAY / _time_unit(found[2], raw.strip(), plural=False)
    if per_day < 0:
        raise ValueError(f"a rate must not be negative: {quoted(raw)}")
    if per_day > MOST_PIECES:
        raise ValueError(f"too high a rate: {quoted(raw)}")
    return per_day
