"""Distributions as people write them: ``gamma(mean 18 days, cv 0.4)``, a mapping, or one value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from math import log
from typing import Any, NamedTuple

from backsim.chance import distributions as chance
from backsim.chance.distributions import Distribution
from backsim.scenario.values import amounts, shares, times
from backsim.scenario.values.hints import FaultsError, listed, meant, quoted
from backsim.units import DAY, FOREVER

Parameters = dict[str, float]
SHORT_FORM = re.compile(r"\s*([A-Za-z_]\w*)\s*\((.*)\)\s*", re.DOTALL)


class Measure(NamedTuple):
    """What a distribution is of: durations in ticks, customers per day, or plain numbers."""

    read: Callable[[object], float]
    unit: float
    """The size of one unit, for parameters that have none of their own (lognormal's mu)."""
    counts: bool
    """May the counting distributions (poisson, geometric) stand here?"""
    endless: str = ""
    """A word that may stand here for a value beyond all others."""


DURATIONS = Measure(times.seconds, DAY, counts=False)
PATIENCES = Measure(times.seconds, DAY, counts=False, endless="unlimited")
CHANGES = Measure(times.seconds, DAY, counts=False, endless="never")
RATES = Measure(times.rate, 1.0, counts=False)
NUMBERS = Measure(lambda raw: amounts.number(raw, 0), 1.0, counts=True)


class Family(NamedTuple):
    """A distribution by name: which parameters it needs, and how it is made from them."""

    doc: str
    forms: tuple[tuple[str, ...], ...]
    """Sets of parameters, each of which is enough."""
    make: Callable[[Parameters, Measure], Distribution]
    positional: bool = False
    """May the parameters of the first form be written without their names?"""
    counts: bool = False


def _sd(p: Parameters) -> float:
    return p["sd"] if "sd" in p else p["cv"] * p["mean"]


def _lognormal(p: Parameters, measure: Measure) -> Distribution:
    if "mu" in p:
        # A unit multiplies the value, so it adds to the logarithm.
        return chance.Lognormal(p["mu"] + log(measure.unit), p["sigma"])
    return chance.Lognormal.of_moments(p["mean"], _sd(p))


def _gamma(p: Parameters, measure: Measure) -> Distribution:  # noqa: ARG001
    if "shape" in p:
        return chance.Gamma(p["shape"], p["scale"])
    sd = _sd(p)
    # Its shape would be infinite.
    return chance.Gamma.of_moments(p["mean"], sd) if sd else chance.Constant(p["mean"])


_MOMENTS = (("mean", "cv"), ("mean", "sd"))

FAMILIES: dict[str, Family] = {
    "constant": Family(
        "Always the same value; the value alone means this too.",
        (("value",),),
        lambda p, _: chance.Constant(p["value"]),
        positional=True,
    ),
    "uniform": Family(
        "Equally likely between two bounds.",
        (("low", "high"),),
        lambda p, _: chance.Uniform(p["low"], p["high"]),
        positional=True,
    ),
    "triangular": Family(
        "From low to high, with the most likely value between them.",
        (("low", "mode", "high"),),
        lambda p, _: chance.Triangular(p["low"], p["mode"], p["high"]),
        positional=True,
    ),
    "exponential": Family(
        "Memoryless.",
        (("mean",),),
        lambda p, _: chance.Exponential(p["mean"]),
        positional=True,
    ),
    "lognormal": Family(
        "A long tail to the right; `mu` and `sigma` are those of the logarithm (of days).",
        (*_MOMENTS, ("mu", "sigma")),
        _lognormal,
    ),
    "normal": Family(
        "A bell; cut at zero, as nothing here can be negative.",
        _MOMENTS,
        lambda p, _: chance.Normal(p["mean"], _sd(p)),
    ),
    "gamma": Family(
        "The usual one for lead times; skewed, never negative.",
        (*_MOMENTS, ("shape", "scale")),
        _gamma,
    ),
    "weibull": Family(
        "Waiting times that age.",
        (("shape", "scale"),),
        lambda p, _: chance.Weibull(p["shape"], p["scale"]),
    ),
    "poisson": Family(
        "Counts of rare events.",
        (("mean",),),
        lambda p, _: chance.Poisson(p["mean"]),
        positional=True,
        counts=True,
    ),
    "geometric": Family(
        "Counts from 1, each half as likely (or another share) as the one before.",
        (("success",),),
        lambda p, _: chance.Geometric(p["success"]),
        positional=True,
        counts=True,
    ),
}
NAMES = (*FAMILIES, "discrete")

_PURE: dict[str, Callable[[object], float]] = {
    "cv": lambda raw: _ratio(raw, 0),
    "sigma": lambda raw: amounts.number(raw, 0, 20),
    "mu": lambda raw: amounts.number(raw, -50, 50),
    "shape": lambda raw: amounts.number(raw, 0.05, 1e6),
    "success": lambda raw: amounts.number(shares.share(raw), 1e-6),
}
"""Parameters that are plain numbers whatever the distribution is of."""

_ABOVE_ZERO = {
    ("lognormal", "mean"),
    ("gamma", "mean"),
    ("gamma", "scale"),
    ("weibull", "scale"),
    ("exponential", "mean"),
}


def _positive(value: float) -> float:
    if value <= 0:
        raise ValueError("must be above zero")
    return value


def _ratio(raw: object, low: float) -> float:
    percent = isinstance(raw, str) and raw.rstrip().endswith("%")
    return amounts.number(shares.percentage(raw) if percent else raw, low, 100)


def distribution(raw: object, measure: Measure) -> Distribution:
    """A distribution from a mapping, a short form or a bare value.

    >>> distribution("uniform(1 day, 2 days)", DURATIONS)
    Uniform(low=86400.0, high=172800.0)
    >>> distribution("3 days", DURATIONS)
    Constant(value=259200.0)

    Raises ``ValueError``, or ``FaultsError`` for faults inside a mapping.
    """
    if isinstance(raw, dict):
        return _of_mapping(raw, measure)
    if isinstance(raw, str) and (found := SHORT_FORM.fullmatch(raw)):
        try:
            return _of_mapping(expanded(raw), measure)
        except FaultsError as faults:
            (path, message), *_ = faults.faults
            where = f"{path[0]}: " if path and path[0] != "distribution" else ""
            raise ValueError(f"{found[1]}: {where}{message}") from None
    if isinstance(raw, str) and raw.count("(") > raw.count(")"):
        raise ValueError(f"the parenthesis of {quoted(raw)} is never closed")
    if isinstance(raw, str) and raw in NAMES:
        raise ValueError(f"{raw} needs its parameters, {_forms(raw)}")
    if ends := times.range_meant(raw):
        low, high = ends
        raise ValueError(f"a range is written `uniform({low}, {high})`, not {quoted(raw)}")
    return chance.Constant(_value(raw, measure))


def moments(raw: object, start: date) -> Distribution:
    """A moment, or a distribution of moments, in ticks since the start.

    >>> moments("2026-01-31", date(2026, 1, 1))
    Constant(value=2592000.0)
    >>> moments("uniform(2026-01-02, 7 days)", date(2026, 1, 1))
    Uniform(low=86400.0, high=604800.0)
    """
    read = Measure(lambda told: float(times.moment(told, start)), DAY, counts=False)
    return distribution(raw, read)


def _value(raw: object, measure: Measure) -> float:
    if measure.endless and raw == measure.endless:
        return float(FOREVER)
    return measure.read(raw)


def expanded(short: str) -> dict[str, object]:
    """A short form as the mapping that means the same.

    >>> expanded("gamma(mean 18 days, cv 0.4)")
    {'distribution': 'gamma', 'mean': '18 days', 'cv': 0.4}

    Raises ``ValueError``.
    """
    found = SHORT_FORM.fullmatch(short)
    if not found:
        raise ValueError(f"must be a distribution such as `gamma(mean 18 days, cv 0.4)`: {short}")
    family, inside = found[1].casefold(), found[2]
    if family == "discrete":
        raise ValueError(_discrete_written(inside))
    if family not in FAMILIES:
        # What it may have meant is told where the mapping is read.
        return {"distribution": found[1]}
    parts = [part.strip() for part in inside.split(",")] if inside.strip() else []
    names = FAMILIES[family].forms[0] if FAMILIES[family].positional else ()
    result: dict[str, object] = {"distribution": family}
    for position, part in enumerate(parts):
        key, value = _argument(part, position, family, names)
        if key in result:
            raise ValueError(f"{family}: {key} is given twice")
        result[key] = value
    return result


def _discrete_written(inside: str) -> str:
    """The mapping that a discrete distribution in short form means, in a fault."""
    pairs = [part.partition(":") for part in inside.split(",") if part.strip()]
    values = ", ".join(value.strip() for value, _, _ in pairs)
    weights = ", ".join(weight.strip() or "1" for _, _, weight in pairs)
    written = f"{{distribution: discrete, values: [{values}], weights: [{weights}]}}"
    return f"discrete has no short form: write `{written}`"


def _argument(part: str, position: int, family: str, names: tuple[str, ...]) -> tuple[str, object]:
    if named := re.fullmatch(r"([A-Za-z_]\w*)\s*(?:[=:]|\s)\s*(.+)", part, re.DOTALL):
        return named[1], _plain(named[2])
    if position < len(names):
        return names[position], _plain(part)
    if names:
        raise ValueError(f"{family} takes {listed(names, 'and')}, and no more")
    raise ValueError(f"{family}: name each parameter, {_forms(family)}")


def _plain(told: str) -> object:
    try:
        return float(told)
    except ValueError:
        return told.strip()


def _forms(family: str) -> str:
    if family == "discrete":
        return "values and weights"
    return listed((" and ".join(form) for form in FAMILIES[family].forms), "or")


def _of_mapping(raw: Mapping[Any, Any], measure: Measure) -> Distribution:
    given = {str(key): value for key, value in raw.items() if value is not None}
    name = given.pop("distribution", None)
    if name is None:
        raise ValueError(f"a distribution needs its name: `distribution:` {listed(NAMES)}")
    if not isinstance(name, str) or name not in NAMES:
        guess = meant(name, NAMES) if isinstance(name, str) else ""
        tail = guess or f" (known: {', '.join(NAMES)})"
        raise FaultsError((("distribution",), f"unknown distribution {quoted(name)}{tail}"))
    if name == "discrete":
        return _discrete(given, measure)
    family = FAMILIES[name]
    if family.counts and not measure.counts:
        raise FaultsError(
            (("distribution",), f"{name} counts things; it cannot be a duration or a rate")
        )
    _check_form(name, family, given)
    return family.make(_checked(name, given, measure), measure)


def _check_form(name: str, family: Family, given: Mapping[str, object]) -> None:
    known = {key for form in family.forms for key in form}
    for key in given:
        if key not in known:
            guess = meant(key, known) or f"; it takes {_forms(name)}"
            raise FaultsError(((key,), f"{name} has no parameter {quoted(key)}{guess}"))
    # Exactly one form: a mean with both cv and sd says two things.
    if set(given) not in [set(form) for form in family.forms]:
        has = listed(given, "and") if given else "nothing"
        raise ValueError(f"{name} takes {_forms(name)}; here it has {has}")


def _checked(name: str, given: Mapping[str, object], measure: Measure) -> Parameters:
    """The parameters as numbers in the measure's unit; raises all that is wrong with them."""
    faults: list[tuple[tuple[str | int, ...], str]] = []
    result: Parameters = {}
    for key, raw in given.items():
        try:
            read = _PURE.get(key)
            result[key] = read(raw) if read else measure.read(raw)
            if (name, key) in _ABOVE_ZERO:
                _positive(result[key])
            if name == "poisson":
                amounts.number(result[key], 0, 1e6)
        except ValueError as error:
            faults.append(((key,), str(error)))
    bounds = [result[key] for key in ("low", "mode", "high") if key in result]
    # Bounds that could not be read have no order.
    if not faults and bounds != sorted(bounds):
        order = " <= ".join(key for key in ("low", "mode", "high") if key in result)
        faults.append((("high",), f"{name} needs {order}"))
    if faults:
        raise FaultsError(*faults)
    return result


def _discrete(given: Mapping[str, object], measure: Measure) -> Distribution:
    for key in given:
        if key not in ("values", "weights"):
            raise FaultsError(((key,), f"discrete takes values and weights, not {quoted(key)}"))
    points = given.get("values")
    if not isinstance(points, list) or not points:
        raise FaultsError((("values",), "discrete needs a list of values"))
    weights = given.get("weights", [1] * len(points))
    if not isinstance(weights, list) or len(weights) != len(points):
        message = f"discrete needs one weight for each of its {len(points)} values"
        raise FaultsError((("weights",), message))
    faults: list[tuple[tuple[str | int, ...], str]] = []
    columns: dict[str, list[float]] = {"values": [], "weights": []}
    for position, (point, weight) in enumerate(zip(points, weights, strict=True)):
        for key, raw in (("values", point), ("weights", weight)):
            try:
                value = _value(raw, measure) if key == "values" else _weight(raw)
                columns[key].append(value)
            except ValueError as error:
                faults.append(((key, position), str(error)))
    if not faults and sum(columns["weights"]) <= 0:
        faults.append((("weights",), "the weights must not all be zero"))
    if faults:
        raise FaultsError(*faults)
    return chance.Discrete(tuple(columns["values"]), tuple(columns["weights"]))


def _weight(raw: object) -> float:
    return amounts.number(shares.percentage(raw) if isinstance(raw, str) else raw, 0)
