"""The store's cash: each outlay is written down when it arises, and what is there is known."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.agenda import PAY_OUT, Agenda
from backsim.simulation.codes import PAYMENT
from backsim.simulation.tables import Outlays
from backsim.units import NEVER, Code, Money, Row, Tick


@final
class Purse:
    """Keeps the running cash. Costs of time itself (holding, interest) are the ledger's."""

    def __init__(self, agenda: Agenda, horizon: Tick, cash: Money) -> None:
        self._agenda: Final = agenda
        self._horizon: Final = horizon
        self.cash: Money = cash
        self.outlays: Final = Outlays()

    def pay(self, amount: Money, at: Tick, now: Tick) -> None:
        """Cash leaves, now or on a day to come."""
        if at <= now:
            self.cash -= amount
        elif at < self._horizon:
            self._agenda.put(at, PAYMENT, PAY_OUT, amount)

    def spend(
        self, account: Code, amount: Money, now: Tick, order: Row = NEVER, line: Row = NEVER
    ) -> None:
        """A cost that stands in no other table arises, and is paid."""
        self.outlays.add(now, account, amount, order, line)
        self.cash -= amount
