"""How long suppliers take: a stream per supplier and product, a number per purchase order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from backsim.chance.distributions import Distribution
from backsim.chance.luck import Luck, ticks
from backsim.records.log import Column

BLOCK = 16
"""Lead times drawn at first; twice as many whenever they run out."""

Place = tuple[int, int]
"""A supplier and a product, by position."""


class LeadTimes:
    """Ticks from each purchase order to its arrival, drawn when asked for.

    How many orders there will be is known only in the run, so nothing is drawn ahead: the n-th
    order of a product at a supplier has the n-th number of their stream, whatever is asked of it,
    in whatever order and in blocks of whatever size.
    """

    def __init__(
        self,
        luck: Luck,
        suppliers: Sequence[tuple[str, Distribution]],
        products: Sequence[str],
        block: int = BLOCK,
    ) -> None:
        self._luck = luck
        self._suppliers = tuple(suppliers)
        self._products = tuple(products)
        self._block = block
        self._drawn: dict[Place, Column] = {}
        self._given: dict[Place, Column] = {}

    def first(self, supplier: int, product: int, count: int) -> Column:
        """The lead times of the first ``count`` orders, in ticks; not to be written to."""
        place = supplier, product
        drawn = self._drawn.get(place)
        if drawn is None or len(drawn) < count:
            drawn = self._drawn[place] = self._longer(place, count)
        return drawn[:count]

    def of(self, supplier: int, product: int, number: int) -> int:
        """The lead time of one order, counted from 0, in ticks."""
        drawn = self._drawn.get((supplier, product))
        if drawn is None or number >= len(drawn):
            drawn = self.first(supplier, product, number + 1)
        return int(drawn[number])

    def given(self, times: Mapping[Place, Sequence[int]]) -> LeadTimes:
        """The same, but for the first ones of some suppliers and products, which are told."""
        other = LeadTimes(self._luck, self._suppliers, self._products, self._block)
        told = {place: np.array(first, np.int64) for place, first in times.items()}
        other._given = self._given | told
        return other

    def _longer(self, place: Place, count: int) -> Column:
        """At least so many, from the first one on: a longer draw begins with the same numbers."""
        size = self._block
        while size < count:
            size *= 2
        (supplier, lead_time), product = self._suppliers[place[0]], self._products[place[1]]
        drawn = ticks(self._luck.values(f"lead time {supplier}/{product}", lead_time, size))
        told = self._given.get(place, drawn[:0])[:size]
        drawn[: len(told)] = told
        drawn.flags.writeable = False
        return drawn
