"""How satisfied a customer is with one order, from 1 to 5 stars.

Calibrated on the Olist data set (a public Brazilian e-commerce data set, 2016-2018): the mean
review score of 19,592 delivered and reviewed orders, fitted by their wait and by their calendar
days late against the promised date. What it says: a promised wait costs about 0.6 star over six
weeks, a broken promise about 2 stars within a week, being early gains almost nothing. An order that
was cancelled scored 1.83 on average.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backsim.records.log import Column, SatisfactionCurve

LOWEST, HIGHEST = 1.0, 5.0
_EXPONENT_LIMIT = 500.0
"""Far beyond where the curve is flat; keeps the exponential finite."""


def score(
    wait_days: NDArray[np.float64], late_days: Column, curve: SatisfactionCurve
) -> NDArray[np.float64]:
    """Mean score of orders by wait until delivery and days past the promised delivery (< 0: early).

    ``base - wait_slope ln(max(wait, shortest_wait) / wait_reference)
    - late_drop / (1 + exp(-(late - late_middle) / late_scale))``, kept within 1 to 5.

    >>> score(np.array([10.0, 10.0]), np.array([-30, 30]), SatisfactionCurve()).round(3).tolist()
    [4.275, 2.072]
    """
    wait = np.maximum(wait_days, curve.shortest_wait) / curve.wait_reference
    steps = np.clip((late_days - curve.late_middle) / curve.late_scale, -_EXPONENT_LIMIT, None)
    stars = curve.base - curve.wait_slope * np.log(wait) - curve.late_drop / (1 + np.exp(-steps))
    clipped: NDArray[np.float64] = np.clip(stars, LOWEST, HIGHEST)
    return clipped


def softened(
    wait_days: NDArray[np.float64],
    late_days: Column,
    given_back: NDArray[np.float64],
    curve: SatisfactionCurve,
) -> NDArray[np.float64]:
    """The same with stars that a reward gives back, up to the score of the same wait on time.

    >>> late, back = np.array([30, 30, -3]), np.array([0.5, 9.0, 0.5])
    >>> softened(np.full(3, 10.0), late, back, SatisfactionCurve()).round(3).tolist()
    [2.572, 4.06, 4.261]
    """
    stars = score(wait_days, late_days, curve)
    if not given_back.any():
        return stars
    on_time = score(wait_days, np.minimum(late_days, 0), curve)
    return np.minimum(stars + given_back, np.maximum(stars, on_time))
