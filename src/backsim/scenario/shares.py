"""Shares of more than one kind: above the whole, of growth, per time.

As in ``values``: each takes what the file holds and raises ``ValueError`` for the user.
"""

from __future__ import annotations

import re

from backsim.scenario.hints import quoted
from backsim.scenario.values import percentage, time_unit
from backsim.units import DAY

_RATE = re.compile(r"(.+?)\s*(?:per|a|an|/)\s*([^\W\d]+)")


def multiple(raw: object) -> float:
    """A share that may exceed the whole.

    >>> multiple("120%")
    1.2
    """
    value = percentage(raw)
    if not 0 <= value <= 100:
        raise ValueError(f"must lie between 0% and 10000%: {quoted(raw)}")
    return value


def lift(raw: object) -> float:
    """So much more, as a share: 0 or above, maybe more than the whole."""
    value = percentage(raw)
    if not 0 <= value <= 1000:
        raise ValueError(f"must lie between 0% and 100000%: {quoted(raw)}")
    return value


def growth(raw: object) -> float:
    """Growth per year; negative: decline.

    >>> growth("-5%")
    -0.05
    """
    value = percentage(raw)
    if not -1 < value <= 100:
        raise ValueError(f"a yearly growth lies above -100% and up to 10000%: {quoted(raw)}")
    return value


def hazard(raw: object) -> float:
    """A share per day, as a rate.

    >>> hazard("0.5% per day"), hazard("7% per week"), hazard(0.005)
    (0.005, 0.01, 0.005)
    """
    per_day, told = 1.0, raw
    if isinstance(raw, str) and (found := _RATE.fullmatch(raw.strip())):
        per_day = DAY / time_unit(found[2], raw.strip(), plural=False)
        raw = found[1]
    if isinstance(raw, str) and not raw.endswith("%"):
        raise ValueError(f"must be a share per time such as `0.5% per day`, not {quoted(told)}")
    value = percentage(raw)
    if not 0 <= value <= 100:
        raise ValueError(f"must lie between 0% and 10000%: {quoted(raw)}")
    return value * per_day


def quantile(raw: object) -> float:
    """A quantile's share, neither 0 nor 1."""
    value = percentage(raw)
    if not 0.01 <= value <= 0.999:
        raise ValueError(f"a quantile lies between 1% and 99.9%: {quoted(raw)}")
    return value
