"""What is withheld of refunds: its laws, what it comes to, and what the books say of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from backsim.ledger import Account, balance, journal
from backsim.metrics import breaches, evaluate
from backsim.records.codes import CancelCause, Offer, PaymentKind
from backsim.records.log import RunLog
from backsim.units import DAY

if TYPE_CHECKING:
    from backsim.testing import Diary

Altered = Callable[[RunLog, str, str, int, int], RunLog]
KEPT, FEE, CREDIT = PaymentKind.KEPT, PaymentKind.CANCELLATION_FEE, PaymentKind.CREDIT
RECLAIMED, REDEEMED = PaymentKind.RECLAIMED, PaymentKind.CREDIT_REDEEMED
EXPIRED = PaymentKind.CREDIT_EXPIRED


def given_up(told: Diary, withheld: int) -> Diary:
    """Somebody pays 10.00 ahead on day 1, and changes their mind on day 10."""
    return told.visit(DAY).line(
        Offer.BACKORDER,
        prepaid=1000,
        promised_at=20 * DAY,
        cancelled_at=10 * DAY,
        cancelled=CancelCause.CHANGED,
        withheld=withheld,
    )


@pytest.fixture
def log(diary: type[Diary]) -> RunLog:
    """Four lines that are given up on day 10.

    Of line 0 6.00 are kept and 1.00 is a fee; for line 1 there is store credit, used on day 20 for
    goods that cost 4.00; of line 2 the bank takes back 5.00; of line 3 4.00 are kept, and a store
    credit of 6.00 expires on day 40. The rest goes back on day 15.
    """
    told = diary(refund_after=5 * DAY, horizon=60 * DAY)
    given_up(told, 700).happens(10 * DAY, KEPT, 600).happens(10 * DAY, FEE, 100)
    given_up(told, 1000).happens(10 * DAY, CREDIT, 1000).happens(20 * DAY, REDEEMED, 1000)
    told.spends(20 * DAY, Account.CREDIT_GOODS, 400)
    given_up(told, 500).happens(10 * DAY, RECLAIMED, 500, fee=15)
    given_up(told, 1000).happens(10 * DAY, KEPT, 400)
    told.happens(10 * DAY, CREDIT, 600).happens(40 * DAY, EXPIRED, 600)
    return told.log()


def row(log: RunLog, line: int, kind: PaymentKind) -> int:
    """Which payment is of this kind and line?"""
    payments = log.payments
    (found,) = ((payments.line == line) & (payments.kind == kind)).nonzero()[0].tolist()
    return int(found)


def test_what_it_comes_to(log: RunLog) -> None:
    assert breaches(log) == []
    kpis = evaluate(log)
    assert (kpis["deposits_kept"], kpis["cancellation_fees"]) == (10.00, 1.00)
    assert kpis["store_credit_owed"] == 0.0
    # 10.00 + 1.00, store credit of 16.00 less goods for 4.00, less the bank's 0.15.
    assert kpis["contribution_margin"] == pytest.approx(10.00 + 1.00 + 16.00 - 4.00 - 0.15)
    # The four paid 40.00; 3.00 and 5.00 went back, the bank took 5.15, the goods cost 4.00.
    assert kpis["net_cash_flow"] == pytest.approx(40.00 - 8.00 - 5.15 - 4.00)
    assert (kpis["chargebacks"], kpis["refund_rate"]) == (0.25, 0.5)


def test_what_is_owed_day_by_day(log: RunLog) -> None:
    books = journal(log)

    def owed(account: Account) -> list[int]:
        return [-balance(books, account, day * DAY) for day in (9, 10, 15, 20, 40)]

    assert owed(Account.CUSTOMER_DEPOSITS) == [4000, 0, 0, 0, 0]
    assert owed(Account.REFUNDS_PAYABLE) == [0, 800, 0, 0, 0]
    assert owed(Account.STORE_CREDIT) == [0, 1600, 1600, 600, 0]
    assert owed(Account.DEPOSITS_KEPT) == [0, 1000, 1000, 1000, 1000]


def test_store_credit_is_owed_at_the_end_of_the_window(diary: type[Diary]) -> None:
    log = given_up(diary(horizon=30 * DAY), 1000).happens(10 * DAY, CREDIT, 1000).log()
    assert breaches(log) == []
    assert evaluate(log)["store_credit_owed"] == 10.00
    assert evaluate(log)["net_cash_flow"] == 10.00


@pytest.mark.parametrize(
    ("line", "kind", "column", "value", "words"),
    [
        (0, KEPT, "amount", 700, "line 0: 300 was paid back, it should be 200"),
        (0, KEPT, "amount", 901, "line 0 was refunded 1301 but had paid 1000"),
        (0, KEPT, "at", 11 * DAY, "money withheld at another time"),
        (0, FEE, "kind", RECLAIMED, "line of which money was kept and taken back"),
        (0, FEE, "fee", 1, "payment with a fee that nobody takes"),
        (1, CREDIT, "at", 11 * DAY, "money withheld at another time"),
        (1, REDEEMED, "at", 9 * DAY, "store credit that ends before it begins"),
        (1, REDEEMED, "amount", 999, "store credit that ends in part"),
        (3, EXPIRED, "at", 9 * DAY, "store credit is below zero at the end of day 9: -600"),
    ],
)
def test_what_breaks_the_laws(
    log: RunLog,
    altered: Altered,
    line: int,
    kind: PaymentKind,
    column: str,
    value: int,
    words: str,
) -> None:
    faults = breaches(altered(log, "payments", column, row(log, line, kind), value))
    assert any(words in fault for fault in faults), faults


@pytest.mark.parametrize("cause", [CancelCause.SWAPPED, CancelCause.DISPUTED])
def test_from_whom_nothing_may_be_withheld(
    log: RunLog, altered: Altered, cause: CancelCause
) -> None:
    faults = breaches(altered(log, "lines", "cancelled", 0, cause))
    assert any("money withheld that should go back" in fault for fault in faults), faults


def test_store_credit_does_not_end_twice(diary: type[Diary]) -> None:
    told = given_up(diary(), 1000).happens(10 * DAY, CREDIT, 1000)
    log = told.happens(20 * DAY, REDEEMED, 1000).happens(30 * DAY, EXPIRED, 1000).log()
    faults = breaches(log)
    assert any("store credit that ends more than once" in fault for fault in faults), faults
    assert any("store credit is below zero at the end of day 30: -1000" in f for f in faults)
