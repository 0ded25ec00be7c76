"""What customers are given for waiting: a code when they were let down, a gift in the parcel, and
that it is sent for free."""

from __future__ import annotations

from typing import Final, final

from backsim.ledger.accounts import Account
from backsim.simulation.agenda import COME
from backsim.simulation.codes import DEMAND, REWARD, STOCK
from backsim.simulation.moments import Listener
from backsim.simulation.softening import Softening
from backsim.simulation.store import Store
from backsim.units import Code, Row, Tick, share_of

GIFTS: Final[Code] = int(Account.GIFTS)


@final
class LateCodes(Listener):
    """A line leaves late: its customer gets a code for the next purchase, and may use it. One
    order, one code; whom a code has brought gets none."""

    def __init__(self, store: Store, softening: Softening) -> None:
        self.store: Final = store
        self.softening: Final = softening
        self.again: Final = store.drawn.people["again"]
        self.rewarded: Final[set[int]] = set()
        """Orders that have been given one."""

    def packed(self, lines: list[int], now: Tick) -> None:
        written, terms = self.store.lines, self.store.terms
        for line in lines:
            order = written.order[line]
            late = written.offer[line] != STOCK and now > written.promised_at[line]
            if not late or order in self.rewarded or order >= len(self.again):
                continue
            self.rewarded.add(order)
            self.softening.soften(line, terms.code_value)
            luck = self.store.luck("code", line)
            if luck < terms.code_redeemed * terms.code_anyway:
                self.redeem(line, now + terms.code_after, now)
            elif luck < terms.code_redeemed:
                self.bring(self.again[order], now + terms.code_after)

    def redeem(self, line: Row, at: Tick, now: Tick) -> None:
        """They would have come anyway, as one of those whom demand counts already: their next
        purchase brings so much less cash."""
        store, value = self.store, self.store.terms.code_value
        store.payments.add(line, store.payments.new_charge(), at, REWARD, value, 0, False)
        store.purse.pay(value, at, now)

    def bring(self, visit: Row, at: Tick) -> None:
        """They come again for the code, which is taken off what they want, by value."""
        drawn, lines, live = self.store.drawn, self.store.lines, self.store.live
        first, value = drawn.first_line[visit], self.store.terms.code_value
        rest, listed = value, 0
        end = first + drawn.line_count[visit]
        for line in range(first, end):
            listed += lines.list_value[line]
        for line in range(first, end):
            share = float(lines.list_value[line]) / float(listed) if listed else 0.0
            part = min(share_of(value, share), rest) if line + 1 < end else rest
            live.code.put(line, part)
            rest -= part
        self.store.put(at, DEMAND, COME, visit)


@final
class Gifts(Listener):
    """Something is put into the parcel of a line that had to wait."""

    def __init__(self, store: Store, softening: Softening) -> None:
        self.store: Final = store
        self.softening: Final = softening

    def packed(self, lines: list[int], now: Tick) -> None:
        written = self.store.lines
        for line in lines:
            cost = self.store.shelf_of(line).item.selling.gift[written.offer[line]]
            if cost:
                self.softening.soften(line, cost)
                self.store.purse.spend(GIFTS, cost, now, written.order[line], line)


@final
class FreeShipping(Listener):
    """An order with a line that had to wait was sent for free: that is remembered once."""

    def __init__(self, store: Store, softening: Softening) -> None:
        self.store: Final = store
        self.softening: Final = softening
        self.told: Final[set[int]] = set()
        """Orders of which it is remembered."""

    def packed(self, lines: list[int], now: Tick) -> None:
        written = self.store.lines
        for line in lines:
            saved = self.softening.saved(line, written.offer[line])
            if saved and written.order[line] not in self.told:
                self.told.add(written.order[line])
                self.softening.soften(line, saved)
