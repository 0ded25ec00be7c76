"""The chart of accounts."""

from __future__ import annotations

from backsim.ledger import Account, Kind


def test_every_account_has_its_kind_and_its_place_in_reports() -> None:
    sides = {kind: [a.label for a in Account if a.kind == kind] for kind in Kind}
    assert sides == {
        Kind.ASSET: ["cash", "inventory", "goods_in_transit", "receivable"],
        Kind.LIABILITY: [
            *("payable", "customer_deposits", "tax_payable", "tax_on_deposits"),
            *("refunds_payable", "store_credit"),
        ],
        Kind.EQUITY: ["equity"],
        Kind.INCOME: [
            *("revenue", "discounts", "tax_in_prices", "interest_income", "shipping_charged"),
            *("deposits_kept", "cancellation_fees", "credit_used"),
        ],
        Kind.EXPENSE: [
            *("cost_of_goods", "payment_fees", "shipping", "packaging", "holding", "ordering"),
            *("gifts", "rewards", "credit_goods", "bad_debts", "marketing", "running_costs"),
            "interest",
        ],
    }


def test_what_does_not_grow_with_the_business_does_not_belong_to_the_contribution() -> None:
    results = [a for a in Account if a.kind in (Kind.INCOME, Kind.EXPENSE)]
    assert [a.label for a in results if not a.contributes] == ["running_costs", "interest"]
    assert [a.label for a in set(Account) - set(results) if a.contributes] == []


def test_a_number_stays_what_it_is() -> None:
    assert [int(account) for account in sorted(Account)] == list(range(len(Account)))
    assert [Account(number).label for number in (0, 1, 9, 16)] == [
        *("cash", "receivable", "cost_of_goods", "gifts")
    ]
