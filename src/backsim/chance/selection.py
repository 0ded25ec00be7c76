"""Choosing a few of many without replacement, by popularity.

Each thing rings after an exponential time with its popularity as the rate, and the first ones to
ring are chosen (Efraimidis and Spirakis, *Weighted random sampling with a reservoir*, 2006). One
thing more rings at a time of its own and leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from backsim.chance.distributions import Floats
from backsim.chance.luck import Whole

NONE = -1
"""In a place that is still to be taken."""


def first_to_ring(
    fill: Callable[[int, Floats], Floats], popularity: Sequence[float], sizes: Whole
) -> tuple[Whole, Whole]:
    """Who chooses what: chooser i takes the first ``sizes[i]`` (at least 1) things that ring.

    ``fill(j, out)`` gives the numbers in (0, 1) with which thing j rings, one per chooser, in
    ``out`` or elsewhere. Answers choosers and things, in order of the chooser, then of the thing.
    What nobody wants never rings, so somebody may get fewer; of things that ring together, the
    first in line is chosen. Memory does not grow with the number of things.
    """
    # A place per thing that is chosen; the last one to ring gives way to whatever rings before it.
    width = int(sizes.max(initial=1))
    taken = np.full((width, len(sizes)), NONE, np.int32)
    rings = np.where(np.arange(width)[:, None] < sizes, np.inf, -np.inf)
    last = np.full(len(sizes), np.inf)
    room, rest = np.empty(len(sizes)), np.empty(len(sizes))
    for thing, rate in enumerate(popularity):
        if rate > 0:
            u = fill(thing, room)
            # -log(u) is at least 1 - u: most rings are known to be too late without a logarithm.
            np.multiply(last, rate * (1 + 1e-9), out=rest)
            early = np.flatnonzero(np.add(rest, u, out=rest) >= 1)
            rung = -np.log(u[early]) / rate
            before = rung < last[early]
            _take(thing, early[before], rung[before], taken, rings, last)
    things = np.sort(taken.T, axis=1)
    chooser, place = np.nonzero(things != NONE)
    return chooser, things[chooser, place].astype(np.int64)


def _take(
    thing: int,
    early: NDArray[np.intp],
    rung: Floats,
    taken: NDArray[np.int32],
    rings: Floats,
    last: Floats,
) -> None:
    """The thing takes the place of the last to ring, of several the one furthest down the line."""
    if len(taken) == 1:
        taken[0, early], last[early] = thing, rung
        return
    theirs, things = rings[:, early], taken[:, early]
    place = np.where(theirs == last[early], things, NONE - 1).argmax(axis=0)
    rings[place, early] = rung
    taken[place, early] = thing
    last[early] = rings[:, early].max(axis=0)
