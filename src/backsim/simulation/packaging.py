"""Packaging: every parcel is packed, and that costs something."""

from __future__ import annotations

from typing import Final, final

from backsim.ledger.accounts import Account
from backsim.simulation.moments import Listener
from backsim.simulation.store import Store
from backsim.units import Code, Money, Tick

PACKAGING: Final[Code] = int(Account.PACKAGING)


@final
class Packaging(Listener):
    """Pays for the box."""

    def __init__(self, store: Store, cost: Money) -> None:
        self.store: Final = store
        self.cost: Final = cost

    def packed(self, lines: list[int], now: Tick) -> None:
        order = self.store.lines.order[lines[0]]
        self.store.purse.spend(PACKAGING, self.cost, now, order)
