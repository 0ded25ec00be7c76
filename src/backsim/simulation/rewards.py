"""What customers are given for waiting: a code when they were let down, a gift in the parcel."""

from __future__ import annotations

from typing import Final, final

from backsim.ledger.accounts import Account
from backsim.simulation.codes import REWARD, STOCK
from backsim.simulation.moments import Listener
from backsim.simulation.store import Store
from backsim.units import Code, Money, Tick

GIFTS: Final[Code] = int(Account.GIFTS)


@final
class LateCodes(Listener):
    """A line leaves late: its customer gets a code for the next purchase, and may use it. One
    order, one code."""

    def __init__(self, store: Store) -> None:
        self.store: Final = store
        self.rewarded: Final[set[int]] = set()
        """Orders that have been given one."""

    def packed(self, lines: list[int], now: Tick) -> None:
        written, terms = self.store.lines, self.store.terms
        for line in lines:
            order = written.order[line]
            late = written.offer[line] != STOCK and now > written.promised_at[line]
            if not late or order in self.rewarded:
                continue
            self.rewarded.add(order)
            if self.store.luck("code", line) < terms.code_redeemed:
                self.redeem(line, now + terms.code_after, now)

    def redeem(self, line: int, at: Tick, now: Tick) -> None:
        """The next purchase brings so much less cash."""
        store, value = self.store, self.store.terms.code_value
        store.payments.add(line, store.payments.new_charge(), at, REWARD, value, 0, False)
        store.purse.pay(value, at, now)


@final
class Gifts(Listener):
    """Something is put into the parcel of a line that had to wait."""

    def __init__(self, store: Store, cost: dict[tuple[int, int], Money]) -> None:
        self.store: Final = store
        self.cost: Final = cost
        """By shelf and offer; what is not in it comes without a gift."""

    def packed(self, lines: list[int], now: Tick) -> None:
        written = self.store.lines
        for line in lines:
            cost = self.cost.get((written.product[line], written.offer[line]), 0)
            if cost:
                self.store.purse.spend(GIFTS, cost, now, written.order[line], line)
