"""Distributions know their own mean and standard deviation, and their quantiles are quantiles."""

from __future__ import annotations

import pickle
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from backsim.chance.distributions import (
    Constant,
    Discrete,
    Distribution,
    Exponential,
    Floats,
    Gamma,
    Geometric,
    Lognormal,
    Normal,
    Poisson,
    Triangular,
    Uniform,
    Weibull,
)
from backsim.chance.streams import uniforms

EVERY: list[Distribution] = [
    Constant(4.0),
    Uniform(2.0, 5.0),
    Triangular(1.0, 2.0, 6.0),
    Triangular(1.0, 1.0, 6.0),
    Triangular(1.0, 6.0, 6.0),
    Triangular(3.0, 3.0, 3.0),
    Exponential(7.0),
    Lognormal(0.3, 0.5),
    Normal(-2.0, 3.0),
    Gamma(0.7, 2.0),
    Gamma(9.0, 0.5),
    Weibull(0.8, 3.0),
    Weibull(2.5, 3.0),
    Discrete((5.0, 1.0, 2.0), (1.0, 2.0, 7.0)),
    Poisson(0.2),
    Poisson(30.0),
    Geometric(0.3),
    Geometric(1.0),
]

every = pytest.mark.parametrize("distribution", EVERY, ids=str)
means = st.floats(0.01, 1e7)
cvs = st.floats(0.02, 4)


def midpoints(size: int) -> Floats:
    """Evenly spread shares: the mean of a quantile over them is the integral over (0, 1)."""
    return (np.arange(size) + 0.5) / size


@every
def test_mean_and_sd_are_those_of_the_quantiles(distribution: Distribution) -> None:
    values = distribution.quantile(midpoints(400_000))
    assert distribution.mean == pytest.approx(float(np.mean(values)), rel=1e-4, abs=1e-9)
    assert distribution.sd == pytest.approx(float(np.std(values)), rel=1e-3, abs=1e-9)


@every
def test_mean_and_sd_are_those_of_samples(distribution: Distribution) -> None:
    size = 40_000
    values = distribution.quantile(uniforms(7, f"sample of {distribution}", 0, size))
    off = values - distribution.mean
    if distribution.sd == 0:
        assert np.all(off == 0)
        return
    assert abs(float(np.mean(off)) / (distribution.sd / sqrt(size))) < 4
    squares = off**2
    error = float(np.std(squares)) / sqrt(size)
    assert abs(float(np.mean(squares)) - distribution.sd**2) / error < 4


@every
def test_quantiles_rise_and_exist_at_both_ends(distribution: Distribution) -> None:
    ends = np.array([2.0**-54, 1 - 2.0**-53])
    values = distribution.quantile(np.sort(np.append(midpoints(5_000), ends)))
    assert np.all(np.isfinite(values))
    assert np.all(np.diff(values) >= 0)


@every
def test_a_distribution_can_be_sent_to_a_worker(distribution: Distribution) -> None:
    assert pickle.loads(pickle.dumps(distribution)) == distribution


@given(means, cvs)
def test_a_gamma_of_moments_has_them(mean: float, cv: float) -> None:
    gamma = Gamma.of_moments(mean, mean * cv)
    assert (gamma.mean, gamma.sd) == pytest.approx((mean, mean * cv))


@given(means, cvs)
def test_a_lognormal_of_moments_has_them(mean: float, cv: float) -> None:
    lognormal = Lognormal.of_moments(mean, mean * cv)
    assert (lognormal.mean, lognormal.sd) == pytest.approx((mean, mean * cv))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Triangular(1.0, 2.0, 6.0), stats.triang(0.2, loc=1, scale=5)),
        (Exponential(7.0), stats.expon(scale=7)),
        (Lognormal(0.3, 0.5), stats.lognorm(0.5, scale=np.exp(0.3))),
        (Normal(-2.0, 3.0), stats.norm(-2, 3)),
        (Gamma(0.7, 2.0), stats.gamma(0.7, scale=2)),
        (Weibull(0.8, 3.0), stats.weibull_min(0.8, scale=3)),
        (Poisson(30.0), stats.poisson(30)),
        (Geometric(0.3), stats.geom(0.3)),
    ],
    # Only ours: the reference's name is its address, another one in each test process.
    ids=lambda each: str(each) if isinstance(each, tuple) else "reference",
)
def test_quantiles_agree_with_the_reference(
    ours: Distribution,
    theirs: stats.distributions.rv_frozen,
) -> None:
    u = midpoints(2_001)
    assert ours.quantile(u) == pytest.approx(theirs.ppf(u), rel=1e-9)


def test_a_discrete_value_takes_its_share_wherever_it_stands() -> None:
    coin = Discrete((3.0, 1.0), (1.0, 3.0))
    assert coin.quantile(np.array([0.1, 0.75, 0.76, 0.99])).tolist() == [1.0, 1.0, 3.0, 3.0]
    assert coin.mean == 1.5
    assert coin.sd == pytest.approx(sqrt(0.75))
