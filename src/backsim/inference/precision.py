"""How many replications are enough?"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

from backsim.inference.students_t import quantile

FIRST_LOOK = 10
"""Replications to ask for when there are too few to know the spread."""

MOST = 100_000
"""The largest answer: it says "not by any sensible number"."""

POWER = 0.8
"""How likely the answer should be to settle the question."""


def more_replications(
    mean: float, sd: float, n: int, level: float, matters: float | None = None
) -> int:
    """About how many more replications would settle a difference that is still undecided.

    It takes what was seen so far (``mean`` and ``sd`` of ``n`` paired differences) for the truth.
    Settled means, whichever comes first: the difference is told from zero at ``level``; or it is
    shown to lie within ``matters``. Both with a chance of about ``POWER``, by the usual sample
    size for a t test: (t(1 - level/2) + t(power)) * sd / sqrt(n) at most the distance to cover.

    Returns 0 if nothing was seen at all, and never more than ``MOST``.
    """
    if n < 2:
        return FIRST_LOOK - n if n else 0
    distance = abs(mean)
    if matters is not None:
        distance = max(distance, matters - abs(mean))
    return _first(n + 1, n + MOST, lambda k: _reach(sd, k, level) <= distance) - n


def _reach(sd: float, n: int, level: float) -> float:
    """The distance that ``n`` replications can be counted on to cover."""
    return (quantile(1 - level / 2, n - 1) + quantile(POWER, n - 1)) * sd / sqrt(n)


def _first(low: int, high: int, enough: Callable[[int], bool]) -> int:
    """The first number from ``low`` that is enough, once all larger ones are; ``high`` at most."""
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return low
