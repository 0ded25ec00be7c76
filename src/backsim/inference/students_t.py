"""Student's t distribution, from scipy, loaded when first asked for."""

from __future__ import annotations

from functools import lru_cache
from math import inf, sqrt


@lru_cache(maxsize=4096)
def quantile(share: float, df: int) -> float:
    """The value below which ``share`` of a t distribution with ``df`` degrees of freedom lies."""
    from scipy.special import stdtrit

    return float(stdtrit(df, share))


def two_sided_p(mean: float, sd: float, n: int) -> float:
    """How often a sample of ``n`` would lie this far from zero if the true mean were zero.

    Without spread a mean other than zero is certain (0), a mean of zero shows nothing (1). With
    fewer than two values nothing can be said (1).
    """
    if n < 2 or mean == 0:
        return 1.0
    if sd == 0:
        return 0.0
    from scipy.special import stdtr

    return float(2 * stdtr(n - 1, -abs(mean) / (sd / sqrt(n))))


def half_width(sd: float, n: int, level: float) -> float:
    """Half the length of the interval of a mean that misses it with probability ``level``."""
    if n < 2:
        return inf
    if sd == 0:
        return 0.0
    return quantile(1 - level / 2, n - 1) * sd / sqrt(n)
