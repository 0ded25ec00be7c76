"""Books: the journal of the log, and what the window did to every account."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from backsim.ledger import (
    OWED_TO_CUSTOMERS,
    Account,
    CashPath,
    Event,
    IncomeStatement,
    Journal,
    average_balance,
    cash_path,
    flows,
    journal,
    path_of,
    statement_of,
    worth,
)
from backsim.metrics.reading.window import Window
from backsim.records.log import Column


class BookReading(Window):
    """The ledger, read over the window."""

    @cached_property
    def journal(self) -> Journal:
        """The books of this log."""
        return journal(self.log)

    @cached_property
    def flows(self) -> dict[Account, int]:
        """Net debit of every account in the window, the opening balance aside."""
        return flows(self.journal, self.start, self.end)

    def average(self, account: Account) -> float:
        """Time average over the window of an account's debit balance."""
        if account not in self._averages:
            self._averages[account] = average_balance(self.journal, account, self.start, self.end)
        return self._averages[account]

    @cached_property
    def _averages(self) -> dict[Account, float]:
        """What has been averaged so far."""
        return {}

    @cached_property
    def statement(self) -> IncomeStatement:
        """Income and expenses of the window."""
        return statement_of(self.flows)

    @cached_property
    def cash(self) -> CashPath:
        """The cash balance from tick 0 on, at every movement."""
        return cash_path(self.journal)

    @cached_property
    def own_cash(self) -> CashPath:
        """Cash less what is owed to customers, at every movement."""
        return path_of(self.journal.entries, (Account.CASH, *OWED_TO_CUSTOMERS))

    @cached_property
    def owed_to_customers(self) -> CashPath:
        """What is owed to customers, as a negative balance, at every movement."""
        return path_of(self.journal.entries, OWED_TO_CUSTOMERS)

    def opened(self, *accounts: Account) -> int:
        """What some accounts together begin with, debit positive."""
        found = (kind for kind in self.journal.entries if kind.event == Event.OPENING)
        return sum(int(leg.sum()) for kind in found for name, leg in kind.legs if name in accounts)

    @cached_property
    def cash_at_start(self) -> int:
        """The balance before anything that happens in the first tick of the window."""
        return int(self.levels(self.cash, self.facts.opening_cash)[0])

    @cached_property
    def trough(self) -> int:
        """The lowest cash balance in the window, its start included, in minor units."""
        return int(self.levels(self.cash, self.facts.opening_cash).min())

    def levels(self, path: CashPath, opening: int = 0) -> Column:
        """A balance as the window begins, and after every instant in it that moved it.

        Movements of one instant count together: what is left after the last of them. ``opening`` is
        what was there before the first day.
        """
        at, balance = path
        before = int(np.searchsorted(at, self.start))
        first = int(balance[before - 1]) if before else opening
        last_of_instant = np.append(at[1:] != at[:-1], True)[: len(at)]
        return np.append(first, balance[last_of_instant & self.within(at)])

    @cached_property
    def own_money(self) -> float:
        """What the store is worth to its owner at the end, less what it was at the start."""
        worths = (worth(self.log, self.journal, at).total for at in (self.end, self.start))
        at_end, at_start = worths
        return at_end - at_start
