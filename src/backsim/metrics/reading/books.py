"""Books: the journal of the log, and what the window did to every account."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from backsim.ledger import (
    Account,
    CashPath,
    IncomeStatement,
    Journal,
    average_balance,
    cash_path,
    flows,
    journal,
    statement_of,
)
from backsim.metrics.reading.window import Window


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
    def cash_at_start(self) -> int:
        """The balance before anything that happens in the first tick of the window."""
        before = int(np.searchsorted(self.cash.at, self.start))
        return int(self.cash.balance[before - 1]) if before else self.facts.opening_cash

    @cached_property
    def trough(self) -> int:
        """The lowest cash balance in the window, its start included, in minor units.

        Movements of one instant count together: what is left after the last of them.
        """
        at, balance = self.cash
        last_of_instant = np.append(at[1:] != at[:-1], True) & (at >= self.start)
        return int(balance[last_of_instant].min(initial=self.cash_at_start))
