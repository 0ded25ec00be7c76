"""What a handful of numbers says by itself: mean, spread, quantiles, the interval of the mean.

Sums are exactly rounded (``math.fsum``), so the same numbers give the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, inf, isfinite, nan, sqrt
from typing import TypeGuard

from backsim.inference.students_t import half_width
from backsim.inference.types import Estimate

Values = Sequence[float | None]
"""One number per replication; ``None``, ``nan`` and infinities stand for "no value"."""


def known(values: Values) -> list[float]:
    """The numbers that are there."""
    return [float(value) for value in values if is_known(value)]


def is_known(value: float | None) -> TypeGuard[float]:
    """Is this a number, and a finite one?"""
    return value is not None and isfinite(value)


def moments(numbers: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation (divisor n - 1); ``nan`` where there are too few numbers."""
    n = len(numbers)
    if n == 0:
        return nan, nan
    if min(numbers) == max(numbers):
        # Rounding must not make a spread where there is none.
        return numbers[0], 0.0 if n > 1 else nan
    mean = fsum(numbers) / n
    return mean, sqrt(fsum((x - mean) ** 2 for x in numbers) / (n - 1))


def quantile(numbers: Sequence[float], share: float) -> float:
    """The number below which ``share`` of them lie, straight lines between neighbours.

    This is definition 7 of Hyndman & Fan, "Sample quantiles in statistical packages" (1996).

    >>> quantile([1.0, 2.0, 3.0], 0.25)
    1.5
    """
    ordered = sorted(numbers)
    if not ordered:
        return nan
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def estimate(values: Values, confidence: float = 0.95) -> Estimate:
    """The mean over replications with its t interval, and where 8 of 10 single values lie.

    Missing values are left out and ``n`` counts the others. One value has an interval from
    ``-inf`` to ``inf``; without any, the mean and the spread are ``nan`` as well.

    >>> found = estimate([1.0, 2.0, None, 3.0], confidence=0.95)
    >>> found.mean, round(found.high - found.mean, 3), found.n
    (2.0, 2.484, 3)
    """
    numbers = known(values)
    mean, sd = moments(numbers)
    p10, p90 = quantile(numbers, 0.1), quantile(numbers, 0.9)
    if len(numbers) < 2:
        return Estimate(mean, -inf, inf, p10, p90, len(numbers))
    half = half_width(sd, len(numbers), 1 - confidence)
    return Estimate(mean, mean - half, mean + half, p10, p90, len(numbers))
