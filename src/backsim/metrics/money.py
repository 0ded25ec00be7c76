"""Money: what came in and when, what was earned, and what it took to fund it."""

from __future__ import annotations

from backsim.ledger import Account, Kind, balance, ticks_below
from backsim.metrics.kpi import Alone, Kpi, Measure, level_of
from backsim.metrics.reading import Reading
from backsim.records.kpi import KpiInfo
from backsim.units import DAY, FOREVER


def net_cash_flow(r: Reading) -> float | None:
    """Cash in less cash out."""
    return r.major(r.flows[Account.CASH])


def cash_trough(r: Reading) -> Measure:
    """The lowest cash balance."""
    return Alone(r.major(r.trough))


def days_cash_negative(r: Reading) -> float | None:
    """Time without money."""
    return ticks_below(r.cash, 0, r.start, r.end) / DAY


def days_beyond_credit(r: Reading) -> float | None:
    """Time with more debt than the bank allows."""
    if r.facts.credit_limit >= FOREVER:
        return 0.0
    return ticks_below(r.cash, -r.facts.credit_limit, r.start, r.end) / DAY


def peak_funding(r: Reading) -> Measure:
    """How deep cash fell below what the window began with."""
    return Alone(r.major(r.cash_at_start - r.trough))


def revenue(r: Reading) -> float | None:
    """What customers pay for the goods that were shipped."""
    return r.major(r.statement.net_revenue)


def shipping_income(r: Reading) -> float | None:
    """What customers paid for shipping."""
    return r.major(r.statement.income[Account.SHIPPING_CHARGED])


def gross_margin(r: Reading) -> float | None:
    """Revenue less cost of goods."""
    return r.major(r.statement.gross_margin)


def contribution_margin(r: Reading) -> float | None:
    """Gross margin less all that grows with the business."""
    return r.major(r.statement.contribution_margin)


def interest_paid(r: Reading) -> float | None:
    """What the bank took for cash below zero."""
    return r.major(r.statement.expenses[Account.INTEREST])


def bad_debts(r: Reading) -> float | None:
    """What was written off."""
    return r.major(r.statement.expenses[Account.BAD_DEBTS])


def deposits_kept(r: Reading) -> float | None:
    """What was kept of what was paid ahead."""
    return r.major(r.statement.income[Account.DEPOSITS_KEPT])


def cancellation_fees(r: Reading) -> float | None:
    """What customers paid for giving up."""
    return r.major(r.statement.income[Account.CANCELLATION_FEES])


def store_credit_owed(r: Reading) -> Measure:
    """Store credit that is neither used nor expired."""
    return Alone(r.major(-balance(r.journal, Account.STORE_CREDIT, r.end - 1)))


def deferred_revenue(r: Reading) -> Measure:
    """Customers' money held for goods not yet shipped, on average."""
    return level_of(r, Account.CUSTOMER_DEPOSITS, -1)


def cash_conversion_cycle(r: Reading) -> Measure:
    """Days from paying for goods to being paid for them."""
    cost, sales = r.statement.expenses[Account.COST_OF_GOODS], r.statement.net_revenue
    if cost <= 0 or sales <= 0:
        return None
    # Liabilities have credit balances: adding them takes them off.
    goods = r.average(Account.INVENTORY) + r.average(Account.PAYABLE)
    claims = r.average(Account.RECEIVABLE) + r.average(Account.CUSTOMER_DEPOSITS)
    return Alone(r.days * (goods / cost + claims / sales))


def _listed(accounts: list[Account]) -> str:
    """Accounts in a sentence.

    >>> _listed([Account.SHIPPING, Account.HOLDING, Account.BAD_DEBTS])
    'shipping, holding and bad debts'
    """
    *names, last = [account.label.replace("_", " ") for account in accounts]
    return f"{', '.join(names)} and {last}"


_OF_REVENUE = (Account.REVENUE, Account.DISCOUNTS, Account.TAX_IN_PRICES)
_GAINS = _listed(
    [a for a in Account if a.kind == Kind.INCOME and a.contributes and a not in _OF_REVENUE]
)
_COSTS = _listed(
    [a for a in Account if a.kind == Kind.EXPENSE and a.contributes and a != Account.COST_OF_GOODS]
)

NET_CASH_FLOW = Kpi(
    KpiInfo(
        "net_cash_flow",
        "Net cash flow",
        "money",
        +1,
        "Cash in less cash out in the window.",
        "cash account of the ledger",
    ),
    net_cash_flow,
)

CASH_TROUGH = Kpi(
    KpiInfo(
        "cash_trough",
        "Cash trough",
        "money",
        +1,
        "Lowest cash balance after any instant of the window, its beginning included.",
        "cash account of the ledger",
    ),
    cash_trough,
)

KPIS = (
    Kpi(
        KpiInfo(
            "revenue",
            "Revenue",
            "money",
            +1,
            "List value of the goods shipped in the window, less discounts and the tax in it.",
            "revenue is earned when goods leave (IFRS 15); interest from customers aside",
        ),
        revenue,
    ),
    Kpi(
        KpiInfo(
            "shipping_income",
            "Shipping paid by customers",
            "money",
            0,
            "Charged to customers for the shipping of goods sent in the window, and kept of what "
            "was paid for it when goods were cancelled.",
            "shipping charged account of the ledger",
        ),
        shipping_income,
    ),
    Kpi(
        KpiInfo(
            "gross_margin",
            "Gross margin",
            "money",
            +1,
            "Revenue less unit cost of the goods shipped in the window.",
            "standard accounting",
        ),
        gross_margin,
    ),
    Kpi(
        KpiInfo(
            "contribution_margin",
            "Contribution margin",
            "money",
            +1,
            f"Gross margin plus {_GAINS}, less {_COSTS} of the window, each when it is booked: "
            "what open invoices will still cost in fees and bad debts is in own_money, and not "
            "here.",
            "standard accounting; the store's own interest comes after it",
        ),
        contribution_margin,
    ),
    Kpi(
        KpiInfo(
            "interest_paid",
            "Interest paid",
            "money",
            -1,
            "Interest on cash below zero in the window, charged daily at the yearly rate.",
            "interest account of the ledger",
        ),
        interest_paid,
    ),
    Kpi(
        KpiInfo(
            "bad_debts",
            "Bad debts",
            "money",
            -1,
            "Value of goods that customers have and will not pay, written off in the window.",
            "bad debts account of the ledger",
        ),
        bad_debts,
    ),
    Kpi(
        KpiInfo(
            "deposits_kept",
            "Deposits kept",
            "money",
            0,
            "Kept of what was paid ahead for goods cancelled in the window, fees aside; what banks "
            "took back is not in it.",
            "deposits kept account of the ledger",
        ),
        deposits_kept,
    ),
    Kpi(
        KpiInfo(
            "cancellation_fees",
            "Cancellation fees",
            "money",
            0,
            "Fees for cancellations of the window, kept out of what was paid ahead.",
            "cancellation fees account of the ledger",
        ),
        cancellation_fees,
    ),
    Kpi(
        KpiInfo(
            "store_credit_owed",
            "Store credit owed",
            "money",
            0,
            "Store credit given back for cancelled orders, neither used nor expired at the end of "
            "the window.",
            "store credit account of the ledger",
        ),
        store_credit_owed,
    ),
    Kpi(
        KpiInfo(
            "days_cash_negative",
            "Days with negative cash",
            "days",
            -1,
            "Time in the window with a cash balance below zero.",
            "cash account of the ledger",
        ),
        days_cash_negative,
    ),
    Kpi(
        KpiInfo(
            "days_beyond_credit",
            "Days beyond the credit limit",
            "days",
            -1,
            "Time in the window with a cash balance further below zero than the credit limit.",
            "cash account of the ledger",
        ),
        days_beyond_credit,
    ),
    Kpi(
        KpiInfo(
            "peak_funding",
            "Peak funding",
            "money",
            -1,
            "Cash at the beginning of the window less the cash trough: the most of its own money "
            "that the business tied up.",
            "peak funding requirement of project finance (largest cumulative outflow)",
        ),
        peak_funding,
    ),
    Kpi(
        KpiInfo(
            "deferred_revenue",
            "Deferred revenue",
            "money",
            0,
            "Customers' money held for goods not yet shipped, summed over time / length of the "
            "window: a mean; what is owed at one moment is cash_owed_to_customers.",
            "time average of the customer deposits account",
        ),
        deferred_revenue,
    ),
    Kpi(
        KpiInfo(
            "cash_conversion_cycle",
            "Cash conversion cycle",
            "days",
            -1,
            "Average inventory less payable / cost of goods per day, plus average receivable less "
            "customer deposits / revenue per day; in the window.",
            "Richards & Laughlin (1980), Financial Management 9(1), with deposits as negative "
            "receivable",
        ),
        cash_conversion_cycle,
    ),
)
