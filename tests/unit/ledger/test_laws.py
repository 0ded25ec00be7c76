"""The laws of the books hold for a sound log, and each notices the log that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from backsim.ledger import Account, Event, Journal, journal
from backsim.ledger.laws import (
    ages_add_up,
    breaches,
    deposits_are_money_held,
    entries_sum_to_zero,
    interest_is_on_debt,
    receivable_is_shipped_and_unpaid,
    refunds_payable_is_owed,
    trial_balance_is_zero,
)
from backsim.records.codes import Offer, PaymentKind
from backsim.records.log import RunLog
from backsim.units import DAY

if TYPE_CHECKING:
    from backsim.testing import Diary

Altered = Callable[[RunLog, str, str, int, int], RunLog]


@pytest.fixture
def log(diary: type[Diary]) -> RunLog:
    """Lines: 0 from stock, 1 a deposit then shipped, 2 cancelled and refunded, 3 open, 4 sent on
    an invoice of which a half was paid and the rest written off."""
    return (
        diary(fee=10, postage=50, refund_after=2 * DAY, opening_cash=-90000, interest_rate=0.1,
              horizon=30 * DAY)
        .visit(DAY)
        .line(quantity=5)
        .visit(2 * DAY)
        .line(Offer.BACKORDER, prepaid=300, promised_at=8 * DAY, shipped_at=9 * DAY)
        .visit(3 * DAY)
        .line(Offer.BACKORDER, prepaid=1000, promised_at=8 * DAY, cancelled_at=8 * DAY)
        .visit(4 * DAY)
        .line(Offer.BACKORDER, prepaid=200, promised_at=40 * DAY)
        .visit(4 * DAY)
        .line(Offer.BACKORDER, surcharge=40, scheduled=((12 * DAY, 520),), terms=9 * DAY,
              promised_at=9 * DAY, shipped_at=9 * DAY, default_at=18 * DAY)
        .purchase(2 * DAY, 9 * DAY, 2, pay_after=5 * DAY)
        .log()
    )  # fmt: skip


# Rows of payments: 0 order 0 at shipment, 1 deposit of order 1, 2 its balance, 3 order 2 in full,
# 4 its refund, 5 deposit of order 3, 6 first half of order 4, 7 its second half, written off.


def test_every_law_holds_in_sound_books(log: RunLog) -> None:
    assert breaches(log) == []


@pytest.mark.parametrize(
    ("table", "column", "row", "value", "words"),
    [
        ("payments", "ahead", 1, 0, "customer deposits at the end of day 2: 0 in the books, 300"),
        ("payments", "ahead", 6, 1, "receivable at the end of day 9: 520 in the books, 1040 by"),
        ("payments", "amount", 2, 1741, "receivable is below zero at the end of day 9: -1"),
        ("payments", "line", 1, 0, "line 0 was paid 5300, its price is 5000"),
        ("purchases", "cost", 0, 801, "inventory at the end of day 9: 1 in the books, 0 by"),
        ("lines", "cost", 0, 2400, "inventory is below zero at the end of day 1: -400"),
        ("payments", "amount", 4, 1001, "line 2 was refunded 1001 but had paid 1000"),
        ("payments", "line", 4, 3, "payment 4 gives back before the line was cancelled"),
        ("payments", "at", 4, DAY, "payment 4 gives back before the line was cancelled"),
        ("payments", "amount", 4, 1001, "refunds payable is below zero at the end of day 10: -1"),
        ("payments", "amount", 0, 5001, "line 0 was paid 5001, its price is 5000"),
        ("payments", "amount", 5, 1001, "line 3 was paid 1001, its price is 1000"),
        ("payments", "amount", 7, 521, "line 4 was paid 1041, its price is 1040"),
        ("payments", "amount", 7, 519, "line 4 was written off but for 1"),
        ("payments", "at", 7, 11 * DAY, "payment 6 comes after the line was written off"),
        ("payments", "at", 7, 8 * DAY, "payment 7 writes off what was not shipped"),
        ("payments", "kind", 5, PaymentKind.DEFAULT, "payment 5 writes off what was not shipped"),
    ],
)
def test_a_broken_log_is_noticed(
    log: RunLog, altered: Altered, table: str, column: str, row: int, value: int, words: str
) -> None:
    faults = breaches(altered(log, table, column, row, value))
    assert any(words in fault for fault in faults), faults


def unbalanced(log: RunLog) -> Journal:
    """Books in which the first parcel's cost is posted one cent short on one side."""
    books = journal(log)
    entries = list(books.entries)
    parcels = entries[Event.PARCEL]
    cost = parcels.legs[0][1].copy()
    cost[0] -= 1
    entries[Event.PARCEL] = parcels._replace(legs=((Account.SHIPPING, cost), parcels.legs[1]))
    return replace(books, entries=tuple(entries))


def test_an_entry_that_does_not_sum_to_zero_is_noticed(log: RunLog) -> None:
    assert entries_sum_to_zero(unbalanced(log), log) == [
        "the parcel entry of row 0 sums to -1, not to zero"
    ]


def test_a_trial_balance_that_is_off_is_noticed(log: RunLog) -> None:
    assert trial_balance_is_zero(unbalanced(log), log) == [
        "trial balance at the end of day 1: -1 in the books, 0 by the log"
    ]


@pytest.mark.parametrize(
    ("account", "law"),
    [
        (Account.CUSTOMER_DEPOSITS, deposits_are_money_held),
        (Account.RECEIVABLE, receivable_is_shipped_and_unpaid),
        (Account.REFUNDS_PAYABLE, refunds_payable_is_owed),
        (Account.RECEIVABLE, ages_add_up),
        (Account.INTEREST, interest_is_on_debt),
    ],
)
def test_books_that_disagree_with_the_log_are_noticed(
    log: RunLog, account: Account, law: Callable[[Journal, RunLog], list[str]]
) -> None:
    books = journal(log)
    assert law(books, log) == []
    silent = tuple(
        kind._replace(legs=tuple((a, leg * (a != account)) for a, leg in kind.legs))
        if kind.event in (Event.CHECKOUT, Event.COLLECTION, Event.REFUND, Event.INTEREST)
        else kind
        for kind in books.entries
    )
    assert law(replace(books, entries=silent), log) != []


def test_the_order_of_the_journal_is_the_order_of_its_events(log: RunLog) -> None:
    assert [kind.event for kind in journal(log).entries] == list(Event)
    assert np.all([kind.at.shape == kind.row.shape for kind in journal(log).entries])
