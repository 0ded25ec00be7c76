"""The luck of one replication: named streams of uniform numbers, read through distributions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backsim.chance.distributions import Constant, Distribution, Floats
from backsim.chance.streams import uniforms
from backsim.units import FOREVER

Whole = NDArray[np.int64]


class Luck(NamedTuple):
    """Draws for one seed and replication."""

    seed: int
    replication: int

    def uniforms(self, name: str, size: int, out: Floats | None = None) -> Floats:
        """Numbers in (0, 1) of the named stream; in ``out``, if it is given."""
        return uniforms(self.seed, name, self.replication, size, out)

    def values(self, name: str, distribution: Distribution, size: int) -> Floats:
        """So many values of one distribution; a constant needs no luck."""
        if isinstance(distribution, Constant):
            return np.full(size, distribution.value)
        return distribution.quantile(self.uniforms(name, size))

    def mixed(self, name: str, kinds: Sequence[Distribution], kind: Whole) -> Floats:
        """One value per entity, each read through the distribution of its own kind."""
        if len(kinds) == 1:
            return self.values(name, kinds[0], len(kind))
        if all(isinstance(each, Constant) for each in kinds):
            return np.array([each.mean for each in kinds])[kind]
        u = self.uniforms(name, len(kind))
        drawn = np.empty(len(kind))
        for k, distribution in enumerate(kinds):
            mine = kind == k
            drawn[mine] = distribution.quantile(u[mine])
        return drawn

    def choice(self, name: str, shares: Sequence[float], size: int) -> Whole:
        """Which of several kinds each entity is, by cumulative share."""
        if len(shares) == 1:
            return np.zeros(size, np.int64)
        edges = np.cumsum(shares)
        return np.searchsorted(edges / edges[-1], self.uniforms(name, size)).astype(np.int64)


def ticks(values: Floats) -> Whole:
    """Whole ticks from 0 to ``FOREVER``."""
    return np.rint(np.clip(values, 0, float(FOREVER))).astype(np.int64)
