"""Numbers as a reader wants them: with their unit, no more digits than they deserve."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple

MINUS: Final = "\N{MINUS SIGN}"
NO_VALUE: Final = "no value"
NO_INTERVAL: Final = "no interval"

_DIGITS: Final = {
    "share": 1,
    "days": 1,
    "score": 2,
    "pieces": 1,
    "orders": 1,
    "visits": 1,
    "per year": 2,
    "money": 2,
}
_COUNTED: Final = frozenset({"money", "pieces", "orders", "visits"})
_WHOLE: Final = 1_000
"""From this amount on, what can be counted is shown without decimals."""
_BLUR: Final = 10
"""With an error of this much, its decimals say nothing."""


class Scale(NamedTuple):
    """How the values of one KPI are written: they share a unit and a number of decimals."""

    factor: float
    """Multiplies a value before it is shown; 100 for shares, which are shown in percent."""
    decimals: int
    unit: str
    """Follows the number, with its leading space: ``" EUR"``, ``"%"``, ``" days"``."""
    gap_unit: str
    """The same for a difference: two percentages differ by points, ``" pp"``."""

    def bare(self, value: float) -> str:
        """The number alone: ``"1,234"``, ``"-0.5"``.

        >>> Scale(1.0, 2, " EUR", " EUR").bare(-1234.5)
        '\N{MINUS SIGN}1,234.50'
        """
        if not math.isfinite(value):
            return "unknown"
        shown = f"{abs(value) * self.factor:,.{self.decimals}f}"
        # No minus before a zero that rounding made.
        return MINUS + shown if value < 0 and shown.strip("0.,") else shown

    def value(self, value: float) -> str:
        """The number with its unit: ``"83.1%"``."""
        return self.bare(value) + self.unit if math.isfinite(value) else "unknown"

    def signed(self, value: float) -> str:
        """The number with its sign, without its unit: ``"+3.2"``."""
        bare = self.bare(value)
        return "+" + bare if value > 0 and bare.strip("0.,") else bare

    def gap(self, value: float) -> str:
        """A difference, signed, with its unit: ``"+3.2 pp"``."""
        return self.signed(value) + self.gap_unit if math.isfinite(value) else "unknown"

    def size(self, value: float) -> str:
        """A difference without its sign, for a sentence that says "up by": ``"3.2 pp"``."""
        return self.bare(abs(value)) + self.gap_unit if math.isfinite(value) else "unknown"

    def between(self, low: float, high: float) -> str:
        """Two ends of an interval: ``"2,900 to 3,580"``."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return NO_INTERVAL
        return f"{self.bare(low)} to {self.bare(high)}"


def scale_of(
    unit: str,
    values: Iterable[float],
    errors: Iterable[float] = (),
    *,
    currency: str = "",
    minor_digits: int = 2,
) -> Scale:
    """The scale that suits these values of a KPI with this unit, in the KPI's own unit.

    Money and pieces from a thousand on, or with an error of 10 or more, are in whole units. Other
    numbers have one decimal more where the smallest of the ``errors`` (half widths of intervals)
    asks for it.

    >>> scale_of("share", [0.831], [0.012]).value(0.831)
    '83.1%'
    >>> scale_of("money", [12345.67], currency="EUR").value(12345.67)
    '12,346 EUR'
    """
    halves = [e for e in _finite(errors) if e > 0]
    largest = max((abs(v) for v in _finite(values)), default=0.0)
    blurred = max(halves, default=0.0) >= _BLUR
    decimals = minor_digits if unit == "money" else _DIGITS.get(unit, 2)
    large = unit in _COUNTED and (largest >= _WHOLE or blurred)
    decimals = 0 if large else decimals
    factor = 100.0 if unit == "share" else 1.0
    wanted = math.ceil(-math.log10(min(halves) * factor)) if halves else decimals
    top = decimals if large or unit == "money" else decimals + 1
    decimals = min(max(decimals, wanted), top)
    word, gap = _unit_words(unit, currency)
    return Scale(factor, decimals, word, gap)


def _finite(values: Iterable[float]) -> list[float]:
    return [v for v in values if math.isfinite(v)]


def _unit_words(unit: str, currency: str) -> tuple[str, str]:
    match unit:
        case "share":
            return "%", " pp"
        case "money":
            word = f" {currency}" if currency else ""
            return word, word
        case "score":
            return "", ""
        case _:
            word = f" {unit}" if unit else ""
            return word, word


def unit_label(unit: str, currency: str) -> str:
    """How a heading names the unit of a KPI.

    >>> unit_label("share", "EUR"), unit_label("score", "EUR")
    ('%', '1 to 5')
    """
    return {"share": "%", "money": currency, "score": "1 to 5"}.get(unit, unit)


def counted(number: int, noun: str) -> str:
    """A count and its noun, plural where due.

    >>> counted(1, "replication"), counted(1200, "replication")
    ('1 replication', '1,200 replications')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def whole_days(days: float) -> str:
    """A length of time in days, without decimals that say nothing.

    >>> whole_days(120.0), whole_days(1.5)
    ('120 days', '1.5 days')
    """
    shown = f"{days:,.1f}".removesuffix(".0")
    return f"{shown} day" if shown == "1" else f"{shown} days"


def date_of(start: str, day: int) -> str:
    """The ISO date of a day number.

    >>> date_of("2026-03-02", 30)
    '2026-04-01'
    """
    return (date.fromisoformat(start[:10]) + timedelta(days=day)).isoformat()


def long_date(iso: str) -> str:
    """A date in words, the same on every machine.

    >>> long_date("2026-04-01")
    '1 April 2026'
    """
    day = date.fromisoformat(iso[:10])
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """About ``count`` round numbers (1, 2 or 5 times a power of ten) that span a range.

    >>> ticks(-300, 1000)
    [-500.0, 0.0, 500.0, 1000.0]
    """
    if not high > low:
        high = low + 1.0
    rough = (high - low) / max(count - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    # A hair of slack, or noise in the last digit would take the next larger step.
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [k * step for k in range(first, last + 1)]
