"""Arrival times by time change: a process of unit rate, read through the expected number so far.

If unit-rate arrivals happen at operational times ``a_1 < a_2 < ...`` and ``L(t)`` customers are
expected by time t, then ``L^-1(a_k)`` are arrivals with exactly that rate (Cinlar, *Introduction to
Stochastic Processes*, 1975, ch. 4). The luck ``a_k`` does not depend on the rate, so two arms with
different rates stay paired. Times are in ticks, rates in customers per day.
"""

from __future__ import annotations

from math import ceil, log, sqrt

import numpy as np
from numpy.typing import NDArray

from backsim.chance.distributions import Distribution, Floats, Gamma
from backsim.chance.streams import uniforms
from backsim.units import DAY

Ticks = NDArray[np.int64]


def operational_times(
    seed: int, name: str, replication: int, until: float, gap_cv: float = 1.0
) -> Floats:
    """Times below ``until`` of a renewal process whose gaps have mean 1 and the given cv.

    A cv of 1 is a Poisson process, 0 is a clock, anything else has gamma gaps. A larger ``until``
    only adds arrivals behind the same first ones.
    """
    if until <= 0:
        return np.empty(0)
    size = ceil(until + 6 * max(gap_cv, 0.5) * sqrt(until) + 16)
    while True:
        times = np.cumsum(_gaps(uniforms(seed, name, replication, size), gap_cv))
        if times[-1] >= until:
            return times[: np.searchsorted(times, until)]
        size *= 2


def _gaps(u: Floats, cv: float) -> Floats:
    if cv == 0:
        return np.ones(len(u))
    gaps: Distribution | None = None if cv == 1 else Gamma.of_moments(1.0, cv)
    return -np.log1p(-u) if gaps is None else gaps.quantile(u)


def daily_arrivals(
    seed: int, name: str, replication: int, rates: Floats, gap_cv: float = 1.0
) -> Ticks:
    """Arrival ticks over ``len(rates)`` days, with ``rates[d]`` customers expected on day d."""
    edges = np.arange(len(rates) + 1, dtype=np.float64) * DAY
    return profile_arrivals(seed, name, replication, edges, rates, gap_cv)


def profile_arrivals(
    seed: int, name: str, replication: int, edges: Floats, counts: Floats, gap_cv: float = 1.0
) -> Ticks:
    """Arrival ticks with ``counts[i]`` customers expected, evenly, from tick ``edges[i]`` to
    ``edges[i + 1]``."""
    expected = np.concatenate(([0.0], np.cumsum(counts)))
    times = operational_times(seed, name, replication, float(expected[-1]), gap_cv)
    return np.interp(times, expected, edges).astype(np.int64)


def burst_arrivals(
    seed: int, name: str, replication: int, at: int, peak: float, half_life: int
) -> Ticks:
    """Arrival ticks of a burst: ``peak`` a day at tick ``at``, half as many each ``half_life``.

    Expected by time t: ``peak * h / ln 2 * (1 - 2^-((t - at) / h))``, h in days.
    """
    total = peak * half_life / DAY / log(2)
    times = operational_times(seed, name, replication, total)
    waits = -np.log1p(-times / total) / log(2) * half_life if total > 0 else times
    return at + waits.astype(np.int64)
