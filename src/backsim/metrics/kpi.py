"""One KPI: what it is called and means, and the function of a reading that gives its value.

A function answers in one of four forms, which say how the parts of a whole make up the whole: of
products, segments or months.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backsim.ledger import Account
from backsim.metrics.reading import Floats, Mask, Reading
from backsim.records.kpi import KpiInfo

_MILLION = 1_000_000


class Ratio(NamedTuple):
    """A share or a mean: of parts, what is counted and what it is counted in add up."""

    counted: float
    among: float


class Level(NamedTuple):
    """A mean over time: of months, amounts and times add up; of products, the levels do."""

    amount_time: float
    time: float


class Alone(NamedTuple):
    """A quantile, a lowest or highest value, a mixture: those of parts say nothing of the whole."""

    value: float


Measure = float | Ratio | Level | Alone | None
"""A plain number is a total: of parts, they add up. ``None``: the KPI has no meaning here."""


def value_of(measure: Measure) -> float | None:
    """The number itself; ``None`` also if there is nothing to divide by.

    >>> value_of(Ratio(1, 4)), value_of(Ratio(0, 0)), value_of(Alone(3.0)), value_of(2.0)
    (0.25, None, 3.0, 2.0)
    """
    if isinstance(measure, Alone):
        return measure.value
    if isinstance(measure, Ratio | Level):
        above, below = measure
        return float(above) / float(below) if below else None
    return measure


class Kpi(NamedTuple):
    """An entry of the dictionary."""

    info: KpiInfo
    measure: Callable[[Reading], Measure]

    def value(self, reading: Reading) -> float | None:
        """In the unit of ``info``; ``None`` where the KPI has no meaning (an empty denominator)."""
        return value_of(self.measure(reading))


def ratio(counted: float, among: float) -> Ratio:
    """A share or a mean."""
    return Ratio(float(counted), float(among))


def share(part: Mask, whole: Mask) -> Ratio:
    """How many rows of the whole are in the part."""
    return ratio(int(np.count_nonzero(part & whole)), int(np.count_nonzero(whole)))


def mean(values: Floats, among: float) -> Ratio:
    """The sum of values per unit of what they are counted in, each rounded to a millionth.

    Whole numbers add up exactly, in any order; and machines differ in the last bit of a logarithm.
    """
    return ratio(float(np.rint(values * _MILLION).sum()) / _MILLION, among)


def level_of(r: Reading, account: Account, side: int = 1) -> Level:
    """The time average of an account's balance, positive on the debit side or, with -1, the
    credit side."""
    time = r.end - r.start
    return Level(r.major(side * r.average(account)) * time, float(time))
