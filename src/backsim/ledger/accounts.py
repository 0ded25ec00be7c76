"""The chart of accounts: what money can be, on which side it stands, what reports call it."""

from __future__ import annotations

from enum import Enum, IntEnum, unique
from typing import Self


class Kind(Enum):
    """Where an account is reported; assets and expenses are debit by nature, the rest credit."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


@unique
class Account(IntEnum):
    """The accounts, one row each: number, kind, words for reports; ``False``: no contribution.

    Rows stand in the order in which reports show them, and a number stays what it is: a new account
    takes the next free one, wherever its row stands. Nothing else lists the accounts by hand.
    """

    kind: Kind
    words: str
    """Of what it adds to the cash or takes from it."""
    contributes: bool
    """Does it belong to the contribution margin? Income and expenses do unless their row says no;
    each then counts with its own sign, less what was debited."""

    def __new__(
        cls, number: int, kind: Kind = Kind.ASSET, words: str = "", contributes: bool = True
    ) -> Self:
        """One row of the chart; the defaults are for ``Account(number)``, which only looks up."""
        account = int.__new__(cls, number)
        account._value_ = number
        account.kind = kind
        account.words = words
        account.contributes = contributes and kind in (Kind.INCOME, Kind.EXPENSE)
        return account

    CASH = 0, Kind.ASSET, "Cash"

    REVENUE = 7, Kind.INCOME, "Sales at list price"
    """Goods shipped, at list value."""
    DISCOUNTS = 8, Kind.INCOME, "Discounts"
    """What was taken off the list value: debit by nature, shown against revenue."""
    TAX_IN_PRICES = 31, Kind.INCOME, "Tax in prices"
    """What of the goods' value is the tax office's: debit by nature, shown against revenue."""
    INTEREST_INCOME = 13, Kind.INCOME, "Interest from customers"
    """What customers pay on top of the value to pay in parts; earned when the goods leave."""
    SHIPPING_CHARGED = 27, Kind.INCOME, "Shipping paid by customers"
    """Earned when the goods leave, or kept when they are cancelled."""
    DEPOSITS_KEPT = 19, Kind.INCOME, "Deposits kept"
    """Kept of what was paid ahead for goods that were then cancelled."""
    CANCELLATION_FEES = 20, Kind.INCOME, "Cancellation fees"
    CREDIT_USED = 21, Kind.INCOME, "Store credit used or expired"
    """No longer owed; the goods that it bought stand among the expenses."""

    COST_OF_GOODS = 9, Kind.EXPENSE, "Cost of goods"
    PAYMENT_FEES = 10, Kind.EXPENSE, "Payment fees"
    """Of charges, disputes and renewed card authorisations."""
    SHIPPING = 11, Kind.EXPENSE, "Shipping"
    PACKAGING = 18, Kind.EXPENSE, "Packaging"
    """Of parcels."""
    HOLDING = 12, Kind.EXPENSE, "Holding stock"
    ORDERING = 24, Kind.EXPENSE, "Placing purchase orders"
    """The fixed cost of each."""
    GIFTS = 16, Kind.EXPENSE, "Gifts to those who waited"
    """Put into the parcels of those who had to wait."""
    REWARDS = 15, Kind.EXPENSE, "Codes redeemed"
    """Codes redeemed by customers whose goods came late."""
    CREDIT_GOODS = 22, Kind.EXPENSE, "Goods for store credit"
    """What the goods cost that are bought with store credit."""
    BAD_DEBTS = 14, Kind.EXPENSE, "Bad debts"
    """Written off: customers have the goods and will not pay."""
    MARKETING = 25, Kind.EXPENSE, "Campaigns"
    """Paid as a campaign begins."""
    RUNNING_COSTS = 26, Kind.EXPENSE, "Running costs", False
    """Rent and wages: due on their days, whatever is sold."""
    INTEREST = 17, Kind.EXPENSE, "Interest to the bank", False
    """Paid on cash below zero."""

    EQUITY = 6, Kind.EQUITY, "Opening cash and stock"
    INVENTORY = 2, Kind.ASSET, "Change in stock"
    """Pieces on hand, at unit cost; reserved pieces are still on hand."""
    GOODS_IN_TRANSIT = 28, Kind.ASSET, "Goods paid for and on the way"
    """Paid for before the start, and not yet here."""
    PAYABLE = 3, Kind.LIABILITY, "Credit from suppliers"
    """Received from suppliers and not yet paid for."""
    CUSTOMER_DEPOSITS = 4, Kind.LIABILITY, "Customers' deposits"
    """Customers' money held for goods not yet shipped: deferred revenue."""
    RECEIVABLE = 1, Kind.ASSET, "Owed by customers"
    """Shipped, not yet paid for and not written off."""
    TAX_PAYABLE = 29, Kind.LIABILITY, "Tax still to be paid"
    """Due to the tax office, on what has left and on what was taken ahead."""
    TAX_ON_DEPOSITS = 30, Kind.LIABILITY, "Tax paid on customers' deposits"
    """Of what is due, the part on what was taken ahead: debit by nature. It is not lost to the
    store before the goods leave, and comes back if they never do."""
    REFUNDS_PAYABLE = 5, Kind.LIABILITY, "Refunds still due"
    """Owed to customers who cancelled, until it is paid back."""
    STORE_CREDIT = 23, Kind.LIABILITY, "Store credit still owed"
    """Owed to customers who cancelled, in goods: until it is used or expires."""

    @property
    def label(self) -> str:
        """The word used in output: the name in lower case.

        >>> Account.COST_OF_GOODS.label
        'cost_of_goods'
        """
        return self.name.lower()


OWED_TO_CUSTOMERS = (Account.CUSTOMER_DEPOSITS, Account.REFUNDS_PAYABLE, Account.STORE_CREDIT)
"""Customers' money that the store holds: it would have to give it back if it closed today."""
