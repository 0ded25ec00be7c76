"""What is owed to the store and by it, by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backsim.ledger import Account, Ageing, balance, journal, receivable_ageing, refunds_ageing
from backsim.records.codes import CancelCause, Offer
from backsim.records.log import RunLog
from backsim.units import DAY, HOUR

if TYPE_CHECKING:
    from backsim.testing import Diary


@pytest.fixture
def log(diary: type[Diary]) -> RunLog:
    """Invoices of 10.00, 20.00 and 40.00 sent on days 10, 40 and 70, with 120 days to pay."""
    return (
        diary(horizon=300 * DAY, refund_after=90 * DAY)
        .visit(0)
        .line(Offer.BACKORDER, terms=120 * DAY, shipped_at=10 * DAY + HOUR)
        .visit(0)
        .line(Offer.BACKORDER, quantity=2, terms=120 * DAY, shipped_at=40 * DAY,
              default_at=160 * DAY)
        .visit(0)
        .line(Offer.BACKORDER, quantity=4, prepaid=1000, surcharge=7, terms=120 * DAY,
              shipped_at=70 * DAY)
        .visit(0)
        .line(Offer.BACKORDER, prepaid=300, cancelled_at=50 * DAY)
        .visit(0)
        .line(Offer.BACKORDER, prepaid=500, cancelled_at=60 * DAY, cancelled=CancelCause.DISPUTED)
        .log()
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (9, (0, 0, 0, 0)),
        (10, (1000, 0, 0, 0)),
        (40, (3000, 0, 0, 0)),  # the first is 30 days old
        (41, (2000, 1000, 0, 0)),
        (70, (5007, 1000, 0, 0)),  # 40.07 less the deposit: the surcharge is owed too
        (71, (3007, 2000, 1000, 0)),
        (101, (0, 3007, 2000, 1000)),
        (129, (0, 3007, 2000, 1000)),
        (130, (0, 3007, 2000, 0)),  # the first is paid
        (131, (0, 0, 3007, 2000)),
        (160, (0, 0, 3007, 0)),  # the second is written off
        (190, (0, 0, 0, 0)),
    ],
)
def test_receivable_by_days_since_shipment(
    log: RunLog, day: int, expected: tuple[int, int, int, int]
) -> None:
    ageing = receivable_ageing(log, day)
    assert ageing == Ageing(*expected)
    assert ageing.total == balance(journal(log), Account.RECEIVABLE, (day + 1) * DAY - 1)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (49, (0, 0, 0, 0)),
        (50, (300, 0, 0, 0)),
        (60, (300, 0, 0, 0)),  # the bank has taken its own at once
        (81, (0, 300, 0, 0)),
        (139, (0, 0, 300, 0)),
        (140, (0, 0, 0, 0)),  # paid back
    ],
)
def test_refunds_payable_by_days_since_cancellation(
    log: RunLog, day: int, expected: tuple[int, int, int, int]
) -> None:
    ageing = refunds_ageing(log, day)
    assert ageing == Ageing(*expected)
    assert ageing.total == -balance(journal(log), Account.REFUNDS_PAYABLE, (day + 1) * DAY - 1)
