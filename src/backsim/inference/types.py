"""What inference says: an estimate with its interval, and a judged paired difference.

Where a number does not exist it is not invented: a mean of nothing is ``nan``, the interval of a
mean that rests on one value reaches from ``-inf`` to ``inf``. In JSON all of these are ``null``.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Verdict = Literal["better", "worse", "equivalent", "undecided"]


class Estimate(NamedTuple):
    """A mean over replications with its confidence interval, and the spread of single runs."""

    mean: float
    low: float
    high: float
    """``low`` and ``high`` bound the mean: they say how sure we are."""
    p10: float
    p90: float
    """8 of 10 single futures lie between these: they say how risky it is."""
    n: int


class Difference(NamedTuple):
    """A paired difference against the baseline, judged."""

    mean: float
    low: float
    high: float
    """Interval of the mean difference at the family's confidence: it leaves out zero if and only
    if ``p`` is below one minus that confidence."""
    p: float
    """Two-sided p-value, adjusted within its family (Holm); 1 with fewer than two pairs."""
    verdict: Verdict
    variance_reduction: float
    """Variance of an unpaired difference over that of the paired one; above 1, pairing gained."""
    more_replications: int
    """For an undecided difference: about how many more replications would settle it; else 0. An
    undecided difference with 0 here is real, but neither direction is the better one."""
    n: int
