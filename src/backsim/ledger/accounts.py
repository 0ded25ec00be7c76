"""The chart of accounts: what money can be, and on which side of the balance sheet it stands."""

from __future__ import annotations

from enum import Enum, IntEnum


class Kind(Enum):
    """Where an account is reported; assets and expenses are debit by nature, the rest credit."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class Account(IntEnum):
    """The accounts. New ones are added at the end: a number stays."""

    CASH = 0
    RECEIVABLE = 1
    """Shipped, not yet paid for and not written off."""
    INVENTORY = 2
    """Pieces on hand, at unit cost; reserved pieces are still on hand."""
    PAYABLE = 3
    """Received from suppliers and not yet paid for."""
    CUSTOMER_DEPOSITS = 4
    """Customers' money held for goods not yet shipped: deferred revenue."""
    REFUNDS_PAYABLE = 5
    """Owed to customers who cancelled, until it is paid back."""
    EQUITY = 6
    REVENUE = 7
    """Goods shipped, at list value."""
    DISCOUNTS = 8
    """What was taken off the list value: debit by nature, shown against revenue."""
    COST_OF_GOODS = 9
    PAYMENT_FEES = 10
    """Of charges, disputes and renewed card authorisations."""
    SHIPPING = 11
    HOLDING = 12
    INTEREST_INCOME = 13
    """What customers pay on top of the value to pay in parts; earned when the goods leave."""
    BAD_DEBTS = 14
    """Written off: customers have the goods and will not pay."""
    REWARDS = 15
    """Codes redeemed by customers whose goods came late."""
    GIFTS = 16
    """Put into the parcels of those who had to wait."""
    INTEREST = 17
    """Paid on cash below zero."""

    @property
    def kind(self) -> Kind:
        """Where this account is reported.

        >>> Account.CUSTOMER_DEPOSITS.kind.value, Account.DISCOUNTS.kind.value
        ('liability', 'income')
        """
        return _KINDS[self]

    @property
    def label(self) -> str:
        """The word used in output: the name in lower case.

        >>> Account.COST_OF_GOODS.label
        'cost_of_goods'
        """
        return self.name.lower()


_KINDS = {
    Account.CASH: Kind.ASSET,
    Account.RECEIVABLE: Kind.ASSET,
    Account.INVENTORY: Kind.ASSET,
    Account.PAYABLE: Kind.LIABILITY,
    Account.CUSTOMER_DEPOSITS: Kind.LIABILITY,
    Account.REFUNDS_PAYABLE: Kind.LIABILITY,
    Account.EQUITY: Kind.EQUITY,
    Account.REVENUE: Kind.INCOME,
    Account.DISCOUNTS: Kind.INCOME,
    Account.COST_OF_GOODS: Kind.EXPENSE,
    Account.PAYMENT_FEES: Kind.EXPENSE,
    Account.SHIPPING: Kind.EXPENSE,
    Account.HOLDING: Kind.EXPENSE,
    Account.INTEREST_INCOME: Kind.INCOME,
    Account.BAD_DEBTS: Kind.EXPENSE,
    Account.REWARDS: Kind.EXPENSE,
    Account.GIFTS: Kind.EXPENSE,
    Account.INTEREST: Kind.EXPENSE,
}
