"""The store's own: what it made for its owner, and how much of its cash belongs to customers."""

from __future__ import annotations

from backsim.ledger import OWED_TO_CUSTOMERS, Account
from backsim.ledger.statements import balance_before
from backsim.metrics.kpi import Alone, Kpi, Measure
from backsim.metrics.reading import Reading
from backsim.records.kpi import KpiInfo


def own_money(r: Reading) -> float | None:
    """What became the store's own."""
    return r.major(r.own_money)


def own_cash_trough(r: Reading) -> Measure:
    """The lowest cash balance, customers' money aside."""
    opening = r.opened(Account.CASH, *OWED_TO_CUSTOMERS)
    return Alone(r.major(int(r.levels(r.own_cash, opening).min())))


def cash_owed_to_customers(r: Reading) -> Measure:
    """Customers' money that the store holds when the log ends."""
    return Alone(r.major(-int(r.levels(r.owed_to_customers, r.opened(*OWED_TO_CUSTOMERS))[-1])))


def peak_cash_owed_to_customers(r: Reading) -> Measure:
    """The most of it at any time."""
    return Alone(r.major(-int(r.levels(r.owed_to_customers, r.opened(*OWED_TO_CUSTOMERS)).min())))


def tax_owed(r: Reading) -> Measure:
    """What is due to the tax office when the log ends."""
    return Alone(r.major(-balance_before(r.journal, Account.TAX_PAYABLE, r.end)))


OWN_MONEY = Kpi(
    KpiInfo(
        "own_money",
        "Own money",
        "money",
        +1,
        "What is the store's own at the end of the window, less at its start: cash, what customers "
        "owe for goods that they have (less the share expected never to pay it and the fees on the "
        "rest) and stock at its salvage value (what the simulation starts with: at its cost), less "
        "what is owed to customers (deposits, refunds, codes that will be redeemed), to suppliers "
        "and to the tax office; what is on order counts on neither side, unless it was paid for "
        "before the start.",
        "net assets: expected credit losses as in IFRS 9, stock at cost or what it brings (IAS 2)",
    ),
    own_money,
)

KPIS = (
    OWN_MONEY,
    Kpi(
        KpiInfo(
            "tax_owed",
            "Tax owed",
            "money",
            0,
            "What is due to the tax office and not yet paid at the end of the window: on goods "
            "that have left, and on what was taken ahead.",
            "tax payable account of the ledger",
        ),
        tax_owed,
    ),
    Kpi(
        KpiInfo(
            "cash_owed_to_customers",
            "Cash owed to customers",
            "money",
            0,
            "Customers' money that the store holds at the end of the window: deposits for goods "
            "not yet shipped, and refunds still to be paid.",
            "balance of the accounts of what is owed to customers at the horizon",
        ),
        cash_owed_to_customers,
    ),
    Kpi(
        KpiInfo(
            "peak_cash_owed_to_customers",
            "Peak cash owed to customers",
            "money",
            0,
            "The most customers' money that the store holds after any instant of the window, its "
            "beginning included: deposits for goods not yet shipped, and refunds to be paid.",
            "the same accounts at their highest",
        ),
        peak_cash_owed_to_customers,
    ),
    Kpi(
        KpiInfo(
            "own_cash_trough",
            "Own cash trough",
            "money",
            +1,
            "Lowest cash balance less what is owed to customers, after any instant of the window, "
            "its beginning included: how deep it goes if everybody wants their money back.",
            "cash account and what is owed to customers, together",
        ),
        own_cash_trough,
    ),
)
