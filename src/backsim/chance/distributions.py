"""Distributions as quantile functions: luck is a uniform number, a distribution reads it.

Two arms that differ in a distribution's parameters read the *same* uniforms, so a longer lead time
stays paired with its shorter twin. Every distribution knows its mean and standard deviation.
"""

from __future__ import annotations

from math import exp, expm1, log1p, sqrt
from math import gamma as gamma_function
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Distribution(Protocol):
    """What every distribution can do."""

    @property
    def mean(self) -> float:
        """The expected value."""

    @property
    def sd(self) -> float:
        """The standard deviation."""

    def quantile(self, u: Floats) -> Floats:
        """The value below which a share ``u`` of the distribution lies, for u in (0, 1)."""


class Constant(NamedTuple):
    """Always the same value."""

    value: float

    @property
    def mean(self) -> float:
        return self.value

    @property
    def sd(self) -> float:
        return 0.0

    def quantile(self, u: Floats) -> Floats:
        return np.full(np.shape(u), self.value)


class Uniform(NamedTuple):
    """Equally likely between two bounds."""

    low: float
    high: float

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        return (self.high - self.low) / sqrt(12)

    def quantile(self, u: Floats) -> Floats:
        return self.low + (self.high - self.low) * np.asarray(u)


class Triangular(NamedTuple):
    """From low to high with the most likely value between them."""

    low: float
    mode: float
    high: float

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        a, c, b = self
        return sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18)

    def quantile(self, u: Floats) -> Floats:
        a, c, b = self
        u = np.asarray(u)
        if a == b:
            return np.full(np.shape(u), a)
        rising = a + np.sqrt(u * (b - a) * (c - a))
        falling = b - np.sqrt((1 - u) * (b - a) * (b - c))
        return np.where(u < (c - a) / (b - a), rising, falling)


class Exponential(NamedTuple):
    """Memoryless."""

    scale: float

    @property
    def mean(self) -> float:
        return self.scale

    @property
    def sd(self) -> float:
        return self.scale

    def quantile(self, u: Floats) -> Floats:
        return -self.scale * np.log1p(-np.asarray(u))


class Lognormal(NamedTuple):
    """exp of a normal with mean ``mu`` and standard deviation ``sigma``."""

    mu: float
    sigma: float

    @classmethod
    def of_moments(cls, mean: float, sd: float) -> Lognormal:
        """The lognormal with this mean (above 0) and standard deviation."""
        variance = log1p((sd / mean) ** 2)
        return cls(float(np.log(mean)) - variance / 2, sqrt(variance))

    @property
    def mean(self) -> float:
        return exp(self.mu + self.sigma**2 / 2)

    @property
    def sd(self) -> float:
        return self.mean * sqrt(expm1(self.sigma**2))

    def quantile(self, u: Floats) -> Floats:
        from scipy.special import ndtri

        return np.exp(self.mu + self.sigma * ndtri(u))


class Normal(NamedTuple):
    """Normal, cut at zero where the value cannot be negative (the moments are the uncut ones)."""

    mu: float
    sigma: float

    @property
    def mean(self) -> float:
        return self.mu

    @property
    def sd(self) -> float:
        return self.sigma

    def quantile(self, u: Floats) -> Floats:
        from scipy.special import ndtri

        return self.mu + self.sigma * np.asarray(ndtri(u))


class Gamma(NamedTuple):
    """Gamma with a shape and a scale."""

    shape: float
    scale: float

    @classmethod
    def of_moments(cls, mean: float, sd: float) -> Gamma:
        """The gamma with this mean and standard deviation (both above 0)."""
        return cls((mean / sd) ** 2, sd * sd / mean)

    @property
    def mean(self) -> float:
        return self.shape * self.scale

    @property
    def sd(self) -> float:
        return sqrt(self.shape) * self.scale

    def quantile(self, u: Floats) -> Floats:
        from scipy.special import gammaincinv

        return np.asarray(self.scale * gammaincinv(self.shape, u), np.float64)


class Weibull(NamedTuple):
    """Weibull with a shape and a scale."""

    shape: float
    scale: float

    @property
    def mean(self) -> float:
        return self.scale * gamma_function(1 + 1 / self.shape)

    @property
    def sd(self) -> float:
        first = gamma_function(1 + 1 / self.shape)
        return self.scale * sqrt(gamma_function(1 + 2 / self.shape) - first**2)

    def quantile(self, u: Floats) -> Floats:
        return np.asarray(self.scale * (-np.log1p(-np.asarray(u))) ** (1 / self.shape))


class Discrete(NamedTuple):
    """Given values with given weights (an empirical distribution)."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def mean(self) -> float:
        return float(np.average(self.values, weights=self.weights))

    @property
    def sd(self) -> float:
        spread = (np.asarray(self.values) - self.mean) ** 2
        return sqrt(float(np.average(spread, weights=self.weights)))

    def quantile(self, u: Floats) -> Floats:
        order = np.argsort(self.values, kind="stable")
        shares = np.cumsum(np.asarray(self.weights, dtype=float)[order])
        place = np.searchsorted(shares / shares[-1], u, side="left")
        return np.asarray(self.values, dtype=float)[order][np.minimum(place, len(order) - 1)]


class Poisson(NamedTuple):
    """Number of events when each is rare and ``rate`` are expected."""

    rate: float

    @property
    def mean(self) -> float:
        return self.rate

    @property
    def sd(self) -> float:
        return sqrt(self.rate)

    def quantile(self, u: Floats) -> Floats:
        from scipy.special import pdtr

        top = int(self.rate + 12 * sqrt(self.rate) + 20)
        shares = np.asarray(pdtr(np.arange(top), self.rate))
        return np.searchsorted(shares, u, side="left").astype(float)


class Geometric(NamedTuple):
    """Number of trials up to the first success: 1, 2, 3, ..."""

    success: float

    @property
    def mean(self) -> float:
        return 1 / self.success

    @property
    def sd(self) -> float:
        return sqrt(1 - self.success) / self.success

    def quantile(self, u: Floats) -> Floats:
        if self.success >= 1:
            return np.ones(np.shape(u))
        steps = np.ceil(np.log1p(-np.asarray(u)) / log1p(-self.success))
        return np.maximum(steps, 1.0)
