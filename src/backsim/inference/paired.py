"""Paired differences, judged in families.

Two arms that met the same luck are compared replication by replication, so the luck they share
drops out. Questions that are asked together are judged together: see ``holm``.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from math import fsum, inf, nan
from typing import NamedTuple, TypeVar

from backsim.inference.holm import Step, holm
from backsim.inference.precision import more_replications
from backsim.inference.sample import Values, is_known, moments
from backsim.inference.students_t import half_width, two_sided_p
from backsim.inference.types import Difference, Verdict

Key = TypeVar("Key", bound=Hashable)


class Contrast(NamedTuple):
    """One question: does this arm differ from the baseline?"""

    values: Values
    baseline: Values
    """Replication by replication, as many as in ``values``."""
    better: int
    """+1 when more is better, -1 when less is, 0 when it is neither."""
    matters: float | None = None
    """The smallest difference that matters, if one was declared."""


class Gap(NamedTuple):
    """What the complete pairs say, before any judgement."""

    mean: float
    sd: float
    n: int
    variance_reduction: float


def judge(family: Mapping[Key, Contrast], confidence: float = 0.95) -> dict[Key, Difference]:
    """Judge the contrasts of one family together.

    Contrasts that are zero in every pair ask nothing and do not count, so that a measure which no
    arm moves costs the others nothing. Each interval is as wide as the level at which Holm's
    procedure judged its question, so that interval and verdict never contradict each other.
    Verdicts, the first that applies:

    1. ``undecided`` with fewer than two complete pairs;
    2. ``equivalent`` if all differences are exactly zero, or the interval lies within the smallest
       difference that matters;
    3. ``better`` or ``worse`` if the adjusted p-value is below ``1 - confidence``;
    4. ``undecided``.

    A measure that has no better direction is never better or worse. If its difference is real it
    stays undecided with ``more_replications`` 0: no further replication can settle whether it is
    good.
    """
    alpha = 1 - confidence
    gaps = {key: gap(contrast.values, contrast.baseline) for key, contrast in family.items()}
    paired_up = [key for key, found in gaps.items() if found.n >= 2]
    tested = [key for key in paired_up if gaps[key].mean or gaps[key].sd]
    p_values = [two_sided_p(gaps[key].mean, gaps[key].sd, gaps[key].n) for key in tested]
    steps = dict.fromkeys(paired_up, Step(1.0, 1))
    steps.update(zip(tested, holm(p_values, alpha), strict=True))
    return {
        key: _judged(gaps[key], contrast, steps.get(key), alpha) for key, contrast in family.items()
    }


def paired(
    values: Values,
    baseline: Values,
    better: int,
    *,
    matters: float | None = None,
    confidence: float = 0.95,
) -> Difference:
    """Judge a single difference, in a family of its own.

    >>> paired([3.0, 5.0, 7.0, 9.0], [2.0, 3.5, 6.0, 7.5], better=1).verdict
    'better'
    """
    return judge({0: Contrast(values, baseline, better, matters)}, confidence)[0]


def gap(values: Values, baseline: Values) -> Gap:
    """Mean and spread of the differences, over the pairs of which both values are there.

    ``variance_reduction`` is (var(a) + var(b)) / var(a - b): by how many times more replications
    an unpaired comparison would need. It is ``inf`` if the differences have no spread but the
    values do, 1 if neither has, and ``nan`` with fewer than two pairs.
    """
    pairs = [
        (float(a), float(b))
        for a, b in zip(values, baseline, strict=True)
        if is_known(a) and is_known(b)
    ]
    mean, sd = moments([a - b for a, b in pairs])
    if len(pairs) < 2:
        return Gap(mean, sd, len(pairs), nan)
    unpaired = fsum(moments(side)[1] ** 2 for side in zip(*pairs, strict=True))
    if sd > 0:
        return Gap(mean, sd, len(pairs), unpaired / sd**2)
    return Gap(mean, sd, len(pairs), inf if unpaired > 0 else 1.0)


def _judged(found: Gap, contrast: Contrast, step: Step | None, alpha: float) -> Difference:
    """One difference, with the interval and the verdict of its place in the family."""
    if step is None:
        more = more_replications(found.mean, found.sd, found.n, alpha, contrast.matters)
        return Difference(
            found.mean, -inf, inf, 1.0, "undecided", found.variance_reduction, more, found.n
        )
    level = alpha / step.share
    half = half_width(found.sd, found.n, level)
    low, high = found.mean - half, found.mean + half
    real = step.p < alpha
    verdict = _verdict(found, low, high, real, contrast)
    more = 0
    if verdict == "undecided" and not real:
        more = more_replications(found.mean, found.sd, found.n, level, contrast.matters)
    return Difference(
        found.mean, low, high, step.p, verdict, found.variance_reduction, more, found.n
    )


def _verdict(found: Gap, low: float, high: float, real: bool, contrast: Contrast) -> Verdict:
    if found.mean == 0 and found.sd == 0:
        return "equivalent"
    if contrast.matters is not None and -contrast.matters <= low and high <= contrast.matters:
        return "equivalent"
    if real and contrast.better:
        return "better" if found.mean * contrast.better > 0 else "worse"
    return "undecided"
