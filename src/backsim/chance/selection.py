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
    uniforms: Callable[[int], Floats], popularity: Sequence[float], sizes: Whole
) -> tuple[Whole, Whole]:
    """Who chooses what: chooser i takes the first ``sizes[i]`` (at least 1) things that ring.

    ``uniforms(j)`` are the numbers in (0, 1) with which thing j rings, one per chooser. Answers
    choosers and things, in order of the chooser, then of the thing. What nobody wants never rings,
    so somebody may get fewer; of things that ring together, the first in line is chosen.
    """
    # A place per thing that is chosen; the last one to ring gives way to whatever rings before it.
    width = int(sizes.max(initial=1))
    taken = np.full((width, len(sizes)), NONE, np.int32)
    rings = np.where(np.arange(width)[:, None] < sizes, np.inf, -np.inf)
    last = np.full(len(sizes), np.inf)
    for thing, rate in enumerate(popularity):
        if rate > 0:
            early, rung = _before(last, uniforms(thing), rate)
            theirs, things = rings[:, early], taken[:, early]
            place = np.argmax(np.where(theirs == last[early], things, NONE - 1), axis=0)
            rings[place, early] = theirs[place, np.arange(len(early))] = rung
            taken[place, early] = thing
            last[early] = theirs.max(axis=0)
    things = np.sort(taken.T, axis=1)
    chooser, place = np.nonzero(things != NONE)
    return chooser, things[chooser, place].astype(np.int64)


def _before(last: Floats, u: Floats, rate: float) -> tuple[NDArray[np.intp], Floats]:
    """Where a thing rings before the last one that was chosen, and when."""
    # -log(u) is at least 1 - u, so that most rings need no logarithm to be known as too late.
    may = np.flatnonzero(1 - u <= last * (rate * (1 + 1e-9)))
    rung = -np.log(u[may]) / rate
    before = rung < last[may]
    return may[before], rung[before]
