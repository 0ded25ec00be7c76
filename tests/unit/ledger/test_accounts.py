"""The chart of accounts."""

from __future__ import annotations

from backsim.ledger import Account, Kind


def test_every_account_has_its_kind() -> None:
    sides = {kind: [a.label for a in Account if a.kind == kind] for kind in Kind}
    assert sides == {
        Kind.ASSET: ["cash", "receivable", "inventory"],
        Kind.LIABILITY: ["payable", "customer_deposits", "refunds_payable"],
        Kind.EQUITY: ["equity"],
        Kind.INCOME: ["revenue", "discounts", "interest_income"],
        Kind.EXPENSE: [
            *("cost_of_goods", "payment_fees", "shipping", "holding"),
            *("bad_debts", "rewards", "gifts", "interest"),
        ],
    }
