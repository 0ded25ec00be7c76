"""How long a supplier takes, as the store knows it, and what that says of an order not yet come."""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints, ints
from backsim.units import Row, Tick


@final
class KnownLeadTime:
    """A lead time as equally likely values in rising order, with its exact mean and spread.

    An order that has been on its way for some time will take longer than the mean: of the likely
    values only those are left that it has not yet outlived (the mean residual life of reliability
    theory; Barlow and Proschan, *Statistical Theory of Reliability and Life Testing*, 1975, ch. 3).
    """

    def __init__(self, mean: Tick, sd: Tick, likely: Ints) -> None:
        self.mean: Final = mean
        self.sd: Final = sd
        self._likely: Final = likely
        rows = len(likely)
        self._mean_beyond: Final = ints(rows + 1)
        """By number of values outlived: the mean of those that are left."""
        total: Tick = 0
        for place in range(rows):
            row = rows - 1 - place
            total += likely[row]
            self._mean_beyond[row] = (2 * total + place + 1) // (2 * (place + 1))
        if rows:
            self._mean_beyond[0] = mean
        self._more: Final = self._longer()

    def expected(self, age: Tick) -> Tick:
        """E[L | L > age]: the whole lead time, in ticks, of an order that has not come by then."""
        outlived = self._outlived(age)
        if outlived == len(self._likely):
            return age + self._more
        return max(self._mean_beyond[outlived], age)

    def quantile(self, share: float, age: Tick, fresh: Tick) -> Tick:
        """By when it has come with a probability, given that it has not come by ``age``.

        ``fresh`` is the exact answer for an order of which nothing is known yet.
        """
        outlived, rows = self._outlived(age), len(self._likely)
        if outlived == 0:
            return fresh
        if outlived == rows:
            return age + self._more
        place = outlived + int(share * float(rows - outlived))
        return self._likely[min(place, rows - 1)]

    def _outlived(self, age: Tick) -> Row:
        """How many of the likely values an order of this age has outlived, by bisection."""
        low: Row = 0
        high = len(self._likely)
        while low < high:
            middle = (low + high) // 2
            if self._likely[middle] <= age:
                low = middle + 1
            else:
                high = middle
        return low

    def _longer(self) -> Tick:
        """How much longer an order takes that has outlived them all: as the last but one did."""
        rows = len(self._likely)
        if rows < 2:
            return 1
        return max(self._likely[rows - 1] - self._likely[rows - 2], 1)
