"""Shares: of a whole, above the whole, of growth, per time."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite

from backsim.scenario.values.amounts import NUMBER
from backsim.scenario.values.hints import quoted
from backsim.scenario.values.times import time_unit
from backsim.units import DAY

_PERCENT = re.compile(rf"({NUMBER})\s*%")
_HAZARD = re.compile(r"(.+?)\s*(?:per|a|an|/)\s*([^\W\d]+)")


def share(raw: object) -> float:
    """A share between 0 and 1, or a percentage.

    >>> share("30%"), share(0.3)
    (0.3, 0.3)
    """
    value = percentage(raw)
    if value < 0:
        raise ValueError(f"a share must not be negative: {quoted(raw)}")
    if value > 1:
        # Whoever writes 30 means 30 %, but 1 is a whole share.
        plain = isinstance(raw, int | float) and raw <= 100
        hint = f"; for a percentage write `{quoted(raw)}%`" if plain else ""
        raise ValueError(f"a share must be at most 100%: {quoted(raw)}{hint}")
    return value


def percentage(raw: object) -> float:
    """A plain number, or a percentage of any size."""
    if isinstance(raw, str) and (found := _PERCENT.fullmatch(raw.strip())):
        # In decimals, so that 2.9% is the float nearest to 0.029.
        return float(Decimal(found[1]) / 100)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw):
        return float(raw)
    raise ValueError(f"must be a share such as `30%` or `0.3`, not {quoted(raw)}")


def confidence(raw: object) -> float:
    """A confidence level."""
    value = share(raw)
    if not 0.5 <= value <= 0.9999:
        raise ValueError(f"a confidence lies between 50% and 99.99%: {quoted(raw)}")
    return value


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
    if isinstance(raw, str) and (found := _HAZARD.fullmatch(raw.strip())):
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
