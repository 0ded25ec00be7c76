"""What is given to customers: discounts, and what they have for waiting."""

from __future__ import annotations

import numpy as np

from backsim.ledger import Account
from backsim.metrics.kpi import Kpi
from backsim.metrics.reading import Reading
from backsim.records.kpi import KpiInfo


def discounts_given(r: Reading) -> float | None:
    """What was taken off the list value of the goods that were shipped."""
    return r.major(-r.statement.income[Account.DISCOUNTS])


def discounts_won(r: Reading) -> float | None:
    """Discounts to customers who would not have bought without them."""
    return r.major(_discounts(r, full_price=0))


def discounts_given_away(r: Reading) -> float | None:
    """Discounts to customers who would have bought anyway."""
    return r.major(_discounts(r, full_price=1))


def rewards_given(r: Reading) -> float | None:
    """Codes that were redeemed."""
    return r.major(r.statement.expenses[Account.REWARDS])


def gifts_given(r: Reading) -> float | None:
    """Gifts that were sent."""
    return r.major(r.statement.expenses[Account.GIFTS])


def _discounts(r: Reading, *, full_price: int) -> int:
    """What was taken off the goods that left, by what their customers would have done without."""
    lines = r.log.lines
    row = np.flatnonzero((lines.full_price == full_price) & r.within(lines.shipped_at))
    return int((lines.list_value[row] - lines.value[row]).sum())


KPIS = (
    Kpi(
        KpiInfo(
            "discounts_given",
            "Discounts given",
            "money",
            0,
            "List value less value charged, of the goods shipped in the window.",
            "discounts account of the ledger",
        ),
        discounts_given,
    ),
    Kpi(
        KpiInfo(
            "discounts_won",
            "Discounts that won a sale",
            "money",
            0,
            "The part of the discounts given to customers who would not have bought at list price "
            "on the same promise, or not have come again without their code; goods shipped in the "
            "window.",
            "backsim: each customer's own thresholds are known",
        ),
        discounts_won,
    ),
    Kpi(
        KpiInfo(
            "discounts_given_away",
            "Discounts given away",
            "money",
            -1,
            "The part of the discounts given to customers who would have bought at list price on "
            "the same promise; goods shipped in the window.",
            "backsim: each customer's own thresholds are known",
        ),
        discounts_given_away,
    ),
    Kpi(
        KpiInfo(
            "rewards_given",
            "Rewards given",
            "money",
            0,
            "Value of the codes for late orders that were redeemed in the window by customers who "
            "would have bought anyway; what a code takes off for whom it brings is a discount.",
            "rewards account of the ledger",
        ),
        rewards_given,
    ),
    Kpi(
        KpiInfo(
            "gifts_given",
            "Gifts given",
            "money",
            0,
            "Cost of the gifts sent with lines that had to wait, shipped in the window.",
            "gifts account of the ledger",
        ),
        gifts_given,
    ),
)
