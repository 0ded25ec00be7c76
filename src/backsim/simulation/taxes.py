"""The tax inside of prices: what is due for a month or a quarter goes to the tax office after it.

What is due follows from the state of each line: all of its tax once it has left, the tax on what
was paid ahead while it waits, nothing once it is withdrawn. So nothing is counted as money moves;
the books post the same movement by movement (``ledger.tax``).
"""

from __future__ import annotations

from typing import Final, final

from backsim.ledger.accounts import Account
from backsim.simulation.codes import CREDIT_REDEEMED, DEFAULT
from backsim.simulation.moments import Listener
from backsim.simulation.store import Store
from backsim.units import NEVER, Code, Money, Row, Tick, share_of

TAX_PAYABLE: Final[Code] = int(Account.TAX_PAYABLE)


@final
class Taxes(Listener):
    """Keeps count of what is due to the tax office."""

    def __init__(self, store: Store) -> None:
        self.store: Final = store
        self.settled: Money = 0
        """Due for what has left, and for what was bought with store credit."""
        self.remitted: Money = 0
        self.read: Row = 0
        """Rows of payments that were looked at."""
        self.waiting: dict[int, int] = {}
        """Lines for which something was paid ahead, and that have not left."""

    def shipped(self, lines: list[int], now: Tick) -> None:
        for line in lines:
            self.settled += self.inside(line, self.taxed(line))

    def remit(self, now: Tick) -> None:
        """All that is due until now is paid, or comes back if it is less than nothing."""
        self.look_at_payments()
        lines, live = self.store.lines, self.store.live
        due, still = self.settled, [line for line in self.waiting if lines.is_open(line)]
        for line in still:
            due += self.inside(line, min(live.paid[line], self.taxed(line)))
        self.waiting = dict.fromkeys(still, 0)
        amount = due - self.remitted
        if amount:
            self.remitted = due
            self.store.purse.spend(TAX_PAYABLE, amount, now)

    def look_at_payments(self) -> None:
        """Notes for which lines money was taken ahead, and what moved after they had left."""
        payments, lines = self.store.payments, self.store.lines
        for row in range(self.read, payments.size):
            line, kind, amount = payments.line[row], payments.kind[row], payments.amount[row]
            if kind == DEFAULT:
                price = self.taxed(line) + lines.surcharge.get(line)
                paid = min(price - amount, self.taxed(line))
                self.settled -= self.inside(line, self.taxed(line)) - self.inside(line, paid)
            elif kind == CREDIT_REDEEMED:
                self.settled += self.inside(line, amount)
            elif payments.ahead[row]:
                if payments.at[row] == NEVER:  # taken, and taxed, before the start
                    self.remitted += self.inside(line, min(amount, self.taxed(line)))
                if lines.is_open(line):
                    self.waiting[line] = 0
        self.read = payments.size

    def taxed(self, line: Row) -> Money:
        """What of a line's price bears tax."""
        lines = self.store.lines
        return lines.value[line] + lines.shipping_charge.get(line)

    def inside(self, line: Row, amount: Money) -> Money:
        """The tax inside of an amount that is paid for a line."""
        rate = self.store.shelf_of(line).item.tax
        return share_of(amount, rate / (1.0 + rate))
