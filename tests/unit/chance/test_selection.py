"""A few of many, by popularity: the same as sorting every race to its end."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from backsim.chance.distributions import Floats
from backsim.chance.selection import first_to_ring

LUCK = st.sampled_from([2.0**-54, 0.1, 0.25, 0.5, 0.75, 0.9, 1 - 2.0**-53])
"""Few numbers, so that many things ring at the same time."""


def by_sorting(luck: Floats, popularity: list[float], sizes: list[int]) -> NDArray[np.bool_]:
    """A row per chooser, a column per thing: is its rank, of all, among the first?"""
    with np.errstate(divide="ignore"):
        rings = -np.log(luck) / np.array(popularity)
    order = np.argsort(rings, axis=1, kind="stable")
    ranks = np.argsort(order, axis=1, kind="stable")
    chosen: NDArray[np.bool_] = (ranks < np.array(sizes)[:, None]) & np.isfinite(rings)
    return chosen


@given(st.data())
def test_those_of_lowest_rank_are_chosen(data: st.DataObject) -> None:
    choosers = data.draw(st.integers(0, 5), "choosers")
    popularity = data.draw(st.lists(st.sampled_from([0.0, 0.2, 0.4, 1.0]), min_size=1, max_size=7))
    numbers = LUCK if data.draw(st.booleans()) else st.floats(2.0**-54, 1 - 2.0**-53)
    row = st.lists(numbers, min_size=len(popularity), max_size=len(popularity))
    drawn = data.draw(st.lists(row, min_size=choosers, max_size=choosers))
    luck = np.array(drawn, np.float64).reshape(choosers, len(popularity))
    sizes = data.draw(st.lists(st.integers(1, 8), min_size=choosers, max_size=choosers))
    chosen = first_to_ring(lambda thing, _: luck[:, thing], popularity, np.array(sizes, np.int64))
    expected = np.nonzero(by_sorting(luck, popularity, sizes))
    assert [column.tolist() for column in chosen] == [column.tolist() for column in expected]


def test_the_dearest_wish_rings_first() -> None:
    # -ln(1/e) = 1 over a rate of 4, 2 and 1: after 1/4, 1/2 and 1; what nobody wants never rings.
    luck = np.full((2, 4), np.exp(-1))
    chooser, thing = first_to_ring(lambda j, _: luck[:, j], (1.0, 0.0, 4.0, 2.0), np.array([1, 4]))
    assert chooser.tolist() == [0, 1, 1, 1]
    assert thing.tolist() == [2, 0, 2, 3]
