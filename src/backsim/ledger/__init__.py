"""Money: a double-entry journal of whole minor units, and the statements read from it.

>>> from backsim.ledger import Account
>>> Account.CUSTOMER_DEPOSITS.kind.name
'LIABILITY'
"""

from backsim.ledger.accounts import OWED_TO_CUSTOMERS, Account, Kind
from backsim.ledger.ageing import Ageing, receivable_ageing, refunds_ageing
from backsim.ledger.cash import CashPath, cash_at, path_of, ticks_below
from backsim.ledger.entries import Entries, Event
from backsim.ledger.journal import Journal, Posted, journal
from backsim.ledger.statements import (
    BalanceSheet,
    IncomeStatement,
    average_balance,
    balance,
    balance_before,
    balance_sheet,
    cash_flow,
    cash_path,
    daily_balance,
    daily_flow,
    flow,
    flow_by_event,
    flows,
    income_statement,
    statement_of,
    trial_balance,
)
from backsim.ledger.upkeep import UPKEEP
from backsim.ledger.valuation import Worth, worth

__all__ = [
    "OWED_TO_CUSTOMERS",
    "UPKEEP",
    "Account",
    "Ageing",
    "BalanceSheet",
    "CashPath",
    "Entries",
    "Event",
    "IncomeStatement",
    "Journal",
    "Kind",
    "Posted",
    "Worth",
    "average_balance",
    "balance",
    "balance_before",
    "balance_sheet",
    "cash_at",
    "cash_flow",
    "cash_path",
    "daily_balance",
    "daily_flow",
    "flow",
    "flow_by_event",
    "flows",
    "income_statement",
    "journal",
    "path_of",
    "receivable_ageing",
    "refunds_ageing",
    "statement_of",
    "ticks_below",
    "trial_balance",
    "worth",
]
