"""The luck of the replication as the departments read it: nothing in the run changes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, final

from backsim.columns import Floats, Ints
from backsim.units import Row


@final
class Drawn:
    """A row per visit, those who may come last; ``transit`` and luck have a row per line."""

    def __init__(
        self,
        at: Ints,
        first_line: Ints,
        line_count: Ints,
        waiting: Row,
        visitors: Row,
        people: dict[str, Ints],
        shares: dict[str, Floats],
        transit: Ints,
        luck: Callable[[str], Floats],
        lead_time: Callable[[int, int, int], int],
        refund_at: Callable[[int, int, int], int],
        credit_at: Callable[[int, int, int], int],
        paid_at: Callable[[int, int, int], int],
    ) -> None:
        self.at: Final = at
        self.first_line: Final = first_line
        self.line_count: Final = line_count
        self.waiting: Final = waiting
        """Those in front, whose order waits at the start: they do not come any more."""
        self.visitors: Final = visitors
        """Those who come by themselves; behind them stand those who are brought."""
        self.people: Final = people
        """Whole numbers by the name of their column in ``People``, of ``Friends`` and ``Again``;
        each department takes those that it asks for."""
        self.shares: Final = shares
        """And those that are not whole."""
        self.transit: Final = transit
        self.lead_time: Final = lead_time
        """By supplier, product and number of the purchase order."""
        self.refund_at: Final = refund_at
        """When money is back, by offer, line and moment of the cancellation."""
        self.credit_at: Final = credit_at
        """When store credit is used, by 0, line and moment of the cancellation."""
        self.paid_at: Final = paid_at
        """When an order is paid that was left unpaid, by 0, line and moment of the order."""
        self._draw: Final = luck
        self._luck: Final[dict[str, Floats]] = {}

    def luck(self, purpose: str) -> Floats:
        """A number per line for one purpose, drawn when it is first asked for."""
        if purpose not in self._luck:
            self._luck[purpose] = self._draw(purpose)
        return self._luck[purpose]
