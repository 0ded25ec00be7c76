"""One KPI: what it is called and means, and the function of a reading that gives its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from backsim.metrics.reading import Mask, Reading
from backsim.records.kpi import KpiInfo


class Kpi(NamedTuple):
    """An entry of the dictionary."""

    info: KpiInfo
    value: Callable[[Reading], float | None]
    """In the unit of ``info``; ``None`` where the KPI has no meaning (an empty denominator)."""


def ratio(numerator: float, denominator: float) -> float | None:
    """A share or a mean; ``None`` if there is nothing to divide by.

    >>> ratio(1, 4), ratio(0, 0)
    (0.25, None)
    """
    return float(numerator) / float(denominator) if denominator else None


def share(part: Mask, whole: Mask) -> float | None:
    """How many rows of the whole are in the part; ``None`` if the whole is empty."""
    return ratio(int(np.count_nonzero(part & whole)), int(np.count_nonzero(whole)))
