"""Books: the journal of the log, and what the window did to every account."""

from __future__ import annotations

from functools import cached_property

from backsim.ledger import CashPath, IncomeStatement, Journal, cash_path, income_statement, journal
from backsim.metrics.reading.window import Window


class BookReading(Window):
    """The ledger, read over the window."""

    @cached_property
    def journal(self) -> Journal:
        """The books of this log."""
        return journal(self.log)

    @cached_property
    def statement(self) -> IncomeStatement:
        """Income and expenses of the window."""
        return income_statement(self.journal, self.start, self.end)

    @cached_property
    def cash(self) -> CashPath:
        """The cash balance from tick 0 on, at every movement."""
        return cash_path(self.journal)
