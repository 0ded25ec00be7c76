"""A number in the unit of a KPI: a difference that matters, or a limit."""

from __future__ import annotations

import re
from math import isfinite

from backsim.scenario.values import shares, times
from backsim.scenario.values.amounts import NUMBER
from backsim.scenario.values.hints import quoted
from backsim.scenario.values.wording import trimmed

LOWEST_SCORE, HIGHEST_SCORE = 1.0, 5.0
_WITH_UNIT = re.compile(rf"({NUMBER})\s*(\D*)")


def difference(raw: object, unit: str, currency: str) -> float:
    """The smallest difference that matters: 0 or more, and no larger than there can be.

    >>> difference("2%", "share", "EUR"), difference("500.00 EUR", "money", "EUR")
    (0.02, 500.0)
    """
    value = measure(raw, unit, currency)
    if value < 0:
        raise ValueError(f"must not be negative: {quoted(raw)}")
    if unit == "share" and value > 1:
        hint = f", did you mean `{trimmed(value)}%`?" if value <= 100 else ""
        raise ValueError(f"must be at most 100%, the whole of a share: {quoted(raw)}{hint}")
    most = HIGHEST_SCORE - LOWEST_SCORE
    if unit == "score" and value > most:
        raise ValueError(f"must be at most {most:g}, as scores lie from 1 to 5: {quoted(raw)}")
    return value


def limit(raw: object, unit: str, currency: str) -> float:
    """A value that a KPI can have.

    >>> limit(-20000, "money", "EUR"), limit("90%", "share", "EUR")
    (-20000.0, 0.9)
    """
    value = measure(raw, unit, currency)
    if unit == "share" and abs(value) > 1:
        hint = f", did you mean `{trimmed(value)}%`?" if abs(value) <= 100 else ""
        raise ValueError(f"must be a share, at most 100%: {quoted(raw)}{hint}")
    if unit == "score" and not LOWEST_SCORE <= value <= HIGHEST_SCORE:
        raise ValueError(f"must be a score from 1 to 5, not {quoted(raw)}")
    return value


def measure(raw: object, unit: str, currency: str) -> float:
    """A number in a unit of the dictionary; without a unit a number or a percentage."""
    told = raw.strip() if isinstance(raw, str) else raw
    match unit:
        case "share" if _is_number(told) or str(told).endswith("%"):
            return shares.percentage(told)
        case "" if not isinstance(told, dict | list | bool):
            return shares.percentage(told)
        case "days" if isinstance(told, str) or told == 0 or _is_number(told):
            return times.days(told)
        case "money":
            return _number(told, raw, unit, (currency,), "an amount of money such as `500.00`")
        case "score":
            return _number(told, raw, unit, ("stars",), "a score such as `0.1`")
        case "share":
            raise ValueError(f"must be a share such as `2%`, not {quoted(raw)}")
        case "days":
            raise ValueError(f"must be a duration such as `3 days`, not {quoted(raw)}")
    return _number(told, raw, unit, (unit,), f"a number of {unit} such as `5`")


def _is_number(told: object) -> bool:
    return isinstance(told, int | float) and not isinstance(told, bool)


def _number(told: object, raw: object, unit: str, words: tuple[str, ...], what: str) -> float:
    """A plain number, maybe with the word for its unit behind it."""
    if _is_number(told):
        value = float(str(told))
        if not isfinite(value):
            raise ValueError("must be a finite number")
        return value
    found = _WITH_UNIT.fullmatch(told) if isinstance(told, str) else None
    if found and (not found[2] or found[2] in words):
        return float(found[1])
    if found and unit == "money" and re.fullmatch("[A-Z]{3}", found[2]):
        raise ValueError(f"must be in {words[0]}, the currency of the file: {quoted(raw)}")
    raise ValueError(f"must be {what}, not {quoted(raw)}")


def worded(value: float, unit: str, minor_digits: int) -> str:
    """A limit inside a KPI's name.

    >>> worded(-20000.0, "money", 2), worded(0.9, "share", 2), worded(3.0, "days", 2)
    ('-20,000.00', '90%', '3 days')
    """
    match unit:
        case "money":
            return f"{value:,.{minor_digits}f}"
        case "share":
            return f"{trimmed(round(value * 100, 9))}%"
        case "days":
            return f"{trimmed(value)} days"
    return trimmed(value)
