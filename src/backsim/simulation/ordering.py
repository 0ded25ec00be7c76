"""Ordering: a purchase order costs something, whatever its size."""

from __future__ import annotations

from typing import Final, final

from backsim.ledger.accounts import Account
from backsim.simulation.moments import Listener
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import Code, Money, Tick

ORDERING: Final[Code] = int(Account.ORDERING)


@final
class OrderCosts(Listener):
    """Pays for the placing of each purchase order."""

    def __init__(self, store: Store, cost: dict[int, Money]) -> None:
        self.store: Final = store
        self.cost: Final = cost
        """By shelf, where it costs anything."""

    def bought(self, shelf: Shelf, now: Tick) -> None:
        cost = self.cost.get(shelf.number, 0)
        if cost:
            self.store.purse.spend(ORDERING, cost, now)
