"""Distributions: short form, mapping and bare value mean the same."""

from __future__ import annotations

import re
from math import exp, log, sqrt

import pytest

from backsim.chance import distributions as chance
from backsim.scenario.values import wording
from backsim.scenario.values.distributions import (
    DURATIONS,
    NUMBERS,
    PATIENCES,
    distribution,
    expanded,
)
from backsim.scenario.values.hints import FaultsError
from backsim.units import DAY, FOREVER


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("3 days", chance.Constant(3 * DAY)),
        ("constant(3 days)", chance.Constant(3 * DAY)),
        ("uniform(1 day, 2 days)", chance.Uniform(DAY, 2 * DAY)),
        ("uniform(low 1 day, high 2 days)", chance.Uniform(DAY, 2 * DAY)),
        ("triangular(1 day, 2 days, 4 days)", chance.Triangular(DAY, 2 * DAY, 4 * DAY)),
        ("exponential(5 days)", chance.Exponential(5 * DAY)),
        ("weibull(shape 2, scale 5 days)", chance.Weibull(2.0, 5 * DAY)),
        ("normal(mean=10 days, sd=2 days)", chance.Normal(10 * DAY, 2 * DAY)),
        ("gamma(shape 2, scale 3 days)", chance.Gamma(2.0, 3 * DAY)),
        ("gamma(mean 3 days, cv 0)", chance.Constant(3 * DAY)),
        (
            {"distribution": "uniform", "low": "1 day", "high": "2 days"},
            chance.Uniform(DAY, 2 * DAY),
        ),
        (
            {"distribution": "discrete", "values": ["1 day", "3 days"], "weights": ["80%", 0.2]},
            chance.Discrete((DAY, 3 * DAY), (0.8, 0.2)),
        ),
        (
            {"distribution": "discrete", "values": ["1 day", "3 days"]},
            chance.Discrete((DAY, 3 * DAY), (1.0, 1.0)),
        ),
    ],
)
def test_durations(raw: object, value: chance.Distribution) -> None:
    assert distribution(raw, DURATIONS) == value


@pytest.mark.parametrize("spread", ["cv 0.4", "cv 40%", "sd 7.2 days"])
@pytest.mark.parametrize("family", ["gamma", "lognormal", "normal"])
def test_moments_are_kept(family: str, spread: str) -> None:
    found = distribution(f"{family}(mean 18 days, {spread})", DURATIONS)
    assert found.mean == pytest.approx(18 * DAY)
    assert found.sd == pytest.approx(7.2 * DAY)


def test_the_logarithm_of_a_duration_is_that_of_days() -> None:
    found = distribution("lognormal(mu 0.55, sigma 1.068)", DURATIONS)
    assert found.mean == pytest.approx(exp(0.55 + 1.068**2 / 2) * DAY)
    assert found.sd == pytest.approx(found.mean * sqrt(exp(1.068**2) - 1))
    assert distribution("lognormal(mu 0.55, sigma 1)", NUMBERS).mean == pytest.approx(exp(1.05))


def test_numbers_and_counts() -> None:
    assert distribution(1.2, NUMBERS) == chance.Constant(1.2)
    assert distribution("poisson(3)", NUMBERS) == chance.Poisson(3.0)
    assert distribution("geometric(success 50%)", NUMBERS) == chance.Geometric(0.5)


def test_patience_may_be_unlimited() -> None:
    assert distribution("unlimited", PATIENCES) == chance.Constant(float(FOREVER))
    found = distribution({"distribution": "discrete", "values": ["3 days", "unlimited"]}, PATIENCES)
    assert found == chance.Discrete((3.0 * DAY, float(FOREVER)), (1.0, 1.0))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (18, "18 needs a unit, for instance `18 days`"),
        ("unlimited", "must be a duration such as `7 days`, not 'unlimited'"),
        ("gamma", "gamma needs its parameters, mean and cv, mean and sd or shape and scale"),
        (
            "gamma(2, 3 days)",
            "gamma: name each parameter, mean and cv, mean and sd or shape and scale",
        ),
        ("gamma(mean 3 days, mean 4 days)", "gamma: mean is given twice"),
        ("uniform(1 day, 2 days, 3 days)", "uniform takes low and high, and no more"),
        ("uniform(3 days, 2 days)", "uniform: high: uniform needs low <= high"),
        ("uniform(-3 days, 2 days)", "uniform: low: a duration cannot be negative: '-3 days'"),
        ("gamma(mean 0 days, cv 1)", "gamma: mean: must be above zero"),
        ("gama(mean 3 days, cv 1)", "gama: unknown distribution 'gama', did you mean 'gamma'?"),
        ("poisson(3)", "poisson: poisson counts things; it cannot be a duration or a rate"),
        ("gamma(mean 4 days", "the parenthesis of 'gamma(mean 4 days' is never closed"),
        (
            "gamma(mean 3 days)",
            "gamma takes mean and cv, mean and sd or shape and scale; here it has mean",
        ),
        (
            "gamma(men 3 days, cv 1)",
            "gamma: men: gamma has no parameter 'men', did you mean 'mean'?",
        ),
        (
            "gamma(x 3 days, cv 1)",
            "gamma: x: gamma has no parameter 'x'; it takes mean and cv, mean and sd or shape and "
            "scale",
        ),
        (
            {"mean": "3 days"},
            "a distribution needs its name: `distribution:` constant, uniform, triangular, "
            "exponential, lognormal, normal, gamma, weibull, poisson, geometric or discrete",
        ),
    ],
)
def test_what_makes_no_sense(raw: object, said: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        distribution(raw, DURATIONS)


@pytest.mark.parametrize(
    ("raw", "faults"),
    [
        (
            {"distribution": "gamma", "mean": 3, "cv": "x"},
            (
                (("mean",), "3 needs a unit, for instance `3 days`"),
                (("cv",), "must be a number, not 'x'"),
            ),
        ),
        (
            {"distribution": "discrete", "values": ["1 day", 2], "weights": [1, -1]},
            (
                (("values", 1), "2 needs a unit, for instance `2 days`"),
                (("weights", 1), "must not be negative: -1"),
            ),
        ),
        (
            {"distribution": "discrete", "values": ["1 day"], "weights": [1, 2]},
            ((("weights",), "discrete needs one weight for each of its 1 values"),),
        ),
        (
            {"distribution": "discrete", "values": ["1 day"], "weights": [0]},
            ((("weights",), "the weights must not all be zero"),),
        ),
        (
            {"distribution": "discrete", "values": []},
            ((("values",), "discrete needs a list of values"),),
        ),
        (
            {"distribution": "discrete", "value": 3},
            ((("value",), "discrete takes values and weights, not 'value'"),),
        ),
    ],
)
def test_faults_inside_a_mapping_know_their_key(raw: object, faults: object) -> None:
    with pytest.raises(FaultsError, match=r"\S") as caught:
        distribution(raw, DURATIONS)
    assert caught.value.faults == faults


def test_a_short_form_as_a_mapping() -> None:
    assert expanded("uniform(1 day, high 2 days)") == {
        "distribution": "uniform",
        "low": "1 day",
        "high": "2 days",
    }


@pytest.mark.parametrize(
    "told",
    [
        "3 days",
        "uniform(1 day, 36 h)",
        "triangular(1 day, 2 days, 4 days)",
        "exponential(mean 5 days)",
        "gamma(mean 18 days, cv 0.4)",
        "lognormal(mean 40 days, cv 0.5)",
        "normal(mean 10 days, cv 0.2)",
        "weibull(shape 2, scale 5 days)",
    ],
)
def test_the_way_back_to_words(told: str) -> None:
    assert wording.distribution(distribution(told, DURATIONS), wording.duration) == told


def test_counting_distributions_in_words() -> None:
    assert wording.distribution(chance.Poisson(3.0), wording.trimmed) == "poisson(mean 3)"
    assert wording.distribution(chance.Geometric(0.25), wording.trimmed) == "geometric(success 25%)"
    found = wording.distribution(chance.Discrete((DAY, 3 * DAY), (3, 1)), wording.duration)
    assert found == "discrete(1 day: 75%, 3 days: 25%)"


def test_log_of_a_day_is_no_accident() -> None:
    found = distribution("lognormal(mu 0, sigma 0.5)", DURATIONS)
    assert isinstance(found, chance.Lognormal)
    assert found.mu == pytest.approx(log(DAY))
