"""What happened is told once: each moment has its subscribers, and ``shop`` says who they are.

A mechanism that is off does not subscribe; a moment to which nobody listens costs nothing.
"""

from __future__ import annotations

from typing import Final, final

from mypy_extensions import mypyc_attr

from backsim.simulation.shelf import Shelf
from backsim.units import Row, Tick


@mypyc_attr(allow_interpreted_subclasses=True)
class Listener:
    """Whoever wants to know; a subscriber says something of its own to the moments it is told."""

    def sold(self, visit: Row, waiting: list[int], now: Tick) -> None:
        """An order was placed; these lines of it have to wait."""

    def packed(self, lines: list[int], now: Tick) -> None:
        """A parcel is at the door; what is still to be paid for it is charged next."""

    def shipped(self, lines: list[int], now: Tick) -> None:
        """A parcel has left, and was charged."""

    def withdrawn(self, shelf: Shelf, now: Tick) -> None:
        """A line was taken out of an order, and its pieces went to those who wait."""

    def stocked(self, shelf: Shelf, now: Tick) -> None:
        """More of a product is here or on order, and those who wait for it were served."""

    def released(self, shelf: Shelf, now: Tick) -> None:
        """A product went on sale, and those who pre-ordered it were served."""

    def bought(self, shelf: Shelf, now: Tick) -> None:
        """A purchase order was placed."""


@final
class Moments:
    """Who is told of what, in the order in which they subscribed."""

    def __init__(self) -> None:
        self.sold: Final[list[Listener]] = []
        self.packed: Final[list[Listener]] = []
        self.shipped: Final[list[Listener]] = []
        self.withdrawn: Final[list[Listener]] = []
        self.stocked: Final[list[Listener]] = []
        self.released: Final[list[Listener]] = []
        self.bought: Final[list[Listener]] = []
