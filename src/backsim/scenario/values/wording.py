"""The engine's numbers as people write them: the way back from ``values``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from backsim.chance import distributions as chance
from backsim.chance.distributions import Distribution
from backsim.units import DAY, FOREVER, HOUR, MINUTE

Say = Callable[[float], str]


def trimmed(value: float) -> str:
    """A number without idle digits.

    >>> trimmed(2.0), trimmed(0.30000000000000004), trimmed(1234567.0)
    ('2', '0.3', '1234567')
    """
    return str(int(value)) if value == int(value) else f"{value:.6g}"


def duration(ticks: float) -> str:
    """A duration in its natural unit.

    >>> duration(604800), duration(129600), duration(86400)
    ('7 days', '36 h', '1 day')
    """
    if ticks >= FOREVER:
        return "unlimited"
    if ticks == DAY:
        return "1 day"
    for size, unit in ((DAY, "days"), (HOUR, "h"), (MINUTE, "min")):
        if ticks % size == 0:
            return f"{trimmed(ticks / size)} {unit}"
    return f"{trimmed(ticks / DAY)} days" if ticks > DAY else f"{trimmed(ticks)} s"


def days(value: float) -> str:
    """A number of days."""
    return "1 day" if value == 1 else f"{trimmed(value)} days"


def moment(tick: int, start: date) -> str:
    """A moment as the time since the start, and the date where there is one.

    >>> moment(2592000, date(2026, 1, 1)), moment(0, date(2026, 1, 1)), moment(FOREVER, date.min)
    ('30 days (2026-01-31)', 'the start', 'never')
    """
    if tick == 0:
        return "the start"
    try:
        day = start + timedelta(days=tick // DAY)
    except OverflowError:
        return "never" if tick >= FOREVER else duration(tick)
    return f"{day}" if tick < 0 else f"{duration(tick)} ({day})"


def day_of(tick: int, start: date) -> str:
    """A moment in a sentence.

    >>> day_of(2592000, date(2026, 1, 1))
    'day 30 (2026-01-31)'
    """
    number = tick // DAY
    try:
        return f"day {number:,} ({start + timedelta(days=number)})"
    except OverflowError:
        return f"day {number:,}"


def rate(per_day: float) -> str:
    """How many come in a day.

    >>> rate(2.5)
    '2.5 per day'
    """
    return f"{trimmed(per_day)} per day"


def share(value: float) -> str:
    """A percentage.

    >>> share(0.3), share(0.029)
    ('30%', '2.9%')
    """
    return f"{trimmed(round(value * 100, 9))}%"


def pieces(value: float) -> str:
    """A number of pieces, or ``unlimited``."""
    if value >= FOREVER:
        return "unlimited"
    return "1 piece" if value == 1 else f"{trimmed(value)} pieces"


def money(value: int, code: str, digits: int) -> str:
    """An amount in its currency.

    >>> money(4990, "EUR", 2), money(49, "JPY", 0)
    ('49.90 EUR', '49 JPY')
    """
    return f"{value / 10**digits:.{digits}f} {code}"


def distribution(value: Distribution, say: Say) -> str:
    """A distribution in its short form; ``say`` words one value of what it is of.

    >>> distribution(chance.Gamma.of_moments(18 * DAY, 9 * DAY), duration)
    'gamma(mean 18 days, cv 0.5)'
    """
    family = type(value).__name__.casefold()
    match value:
        case chance.Constant(point):
            return say(point)
        case chance.Uniform() | chance.Triangular():
            return f"{family}({', '.join(say(float(bound)) for bound in value)})"
        case chance.Exponential() | chance.Poisson():
            return f"{family}(mean {say(value.mean)})"
        case chance.Geometric(success):
            return f"geometric(success {share(success)})"
        case chance.Discrete(points, weights):
            total = sum(weights)
            pairs = zip(points, weights, strict=True)
            said = ", ".join(f"{say(point)}: {share(weight / total)}" for point, weight in pairs)
            return f"discrete({said})"
        case chance.Weibull(shape, scale):
            return f"weibull(shape {trimmed(shape)}, scale {say(scale)})"
        case _:
            mean = say(round(value.mean, 6))
            return f"{family}(mean {mean}, cv {trimmed(value.sd / value.mean)})"
