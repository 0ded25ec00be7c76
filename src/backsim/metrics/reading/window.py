"""The log itself, and the window of it that KPIs look at."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from backsim.records.log import Column, RunLog
from backsim.units import DAY

Mask = NDArray[np.bool_]


class Window:
    """What every part of a reading is made from."""

    def __init__(self, log: RunLog, window: tuple[int, int] | None = None) -> None:
        self.log = log
        self.facts = log.facts
        self.start, self.end = window or (log.facts.warm_up, log.facts.horizon)
        """KPIs look at ``[start, end)``: at all but the warm-up, or at a part of it."""

    @property
    def days(self) -> float:
        """Length of the window in days."""
        return (self.end - self.start) / DAY

    def within(self, at: Column) -> Mask:
        """Which of these moments lie in the window? (``NEVER`` and later ones do not.)"""
        return (at >= self.start) & (at < self.end)

    def major(self, minor: float) -> float:
        """Money in major units: euros, not cents."""
        return minor / float(10**self.facts.minor_digits)

    @cached_property
    def releases(self) -> Column:
        """Release of each product. Shape (products,)."""
        return np.array([product.release_at for product in self.facts.products], dtype=np.int64)

    @cached_property
    def simple(self) -> bool:
        """Does every visit ask for exactly one product? Then lines are orders."""
        orders = self.log.orders
        return len(orders) == len(self.log.lines) and bool((orders.line_count == 1).all())
