"""The laws hold for a sound log, and each notices the log that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from inspect import isfunction
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from backsim.ledger import Account
from backsim.ledger import laws as ledger_laws
from backsim.metrics import breaches, laws, payment_laws, piece_laws
from backsim.metrics.laws import lines_have_one_fate, promises_are_waited_for
from backsim.metrics.payment_laws import (
    failed_charges_are_made_good,
    one_charge_per_plan,
    payments_come_in_time,
    payments_match_lines,
)
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer, PaymentKind
from backsim.records.log import Parcels, ProductFacts, RunLog
from backsim.units import DAY, FOREVER, NEVER

if TYPE_CHECKING:
    from backsim.testing import Diary

Altered = Callable[[RunLog, str, str, int, int], RunLog]


@pytest.fixture
def log(diary: type[Diary]) -> RunLog:
    """Two products, and a line of every fate.

    Lines: 0 from stock, 1 lost, 2 a deposit then shipped, 3 paid and cancelled, 4 open,
    5 pre-ordered and shipped at the release of product 1. Payments: 0 line 0, 1 deposit and
    2 balance of line 2, 3 line 3 and 4 its refund, 5 line 5. Parcels: 0 line 0, 1 line 2, 2 line 5.
    """
    ring = ProductFacts("ring", 1000, 400, 5, 0, 0.2, 0)
    watch = ProductFacts("watch", 2000, 900, 1, 20 * DAY, 0.2, 0)
    return (
        diary(ring, watch, fee=10, postage=50, refund_after=2 * DAY, horizon=30 * DAY)
        .visit(DAY)
        .line(quantity=5)
        .lost(LostCause.PRICE, Offer.PREORDER, product=1)
        .visit(2 * DAY)
        .line(Offer.BACKORDER, prepaid=300, promised_at=8 * DAY, shipped_at=9 * DAY)
        .spends(9 * DAY, Account.GIFTS, 25)
        .visit(3 * DAY)
        .line(Offer.BACKORDER, prepaid=1000, promised_at=8 * DAY, cancelled_at=8 * DAY + 1)
        .visit(4 * DAY)
        .line(Offer.BACKORDER, promised_at=40 * DAY)
        .visit(5 * DAY)
        .line(Offer.PREORDER, product=1, value=1800, promised_at=19 * DAY, shipped_at=20 * DAY,
              restated=(12 * DAY, 20 * DAY))
        .purchase(2 * DAY, 9 * DAY, 1, pay_after=5 * DAY)
        .purchase(9 * DAY, 40 * DAY, 6)
        .log()
    )  # fmt: skip


def test_every_law_holds_in_a_sound_log(log: RunLog) -> None:
    assert breaches(log) == []


@pytest.mark.parametrize("module", [laws, payment_laws, piece_laws, ledger_laws])
def test_every_law_is_in_its_table(module: ModuleType) -> None:
    mine = [
        function
        for name, function in vars(module).items()
        if isfunction(function) and function.__module__ == module.__name__ and name[0] != "_"
    ]
    apart = {"breaches", "rows_stand"}  # which ask all of them, and before all of them
    asked = {law.__name__ for law in module.LAWS if law in mine}
    assert {law.__name__ for law in mine} - apart == asked
    assert asked


def test_every_law_holds_in_an_empty_log(diary: type[Diary]) -> None:
    assert breaches(diary().log()) == []


BREAKS = [
    # Rows that do not stand.
    ("orders", "placed_at", 0, -1, "visit outside the log: 1 row(s), the first is row 0"),
    ("orders", "placed_at", 4, 30 * DAY, "visit outside the log"),
    ("orders", "placed_at", 2, 0, "visit earlier than the one before"),
    ("orders", "carrier", 1, 7, "visit with an unknown carrier"),
    ("orders", "line_count", 0, 1, "do not stand together"),
    ("orders", "line_count", 0, -1, "visit with fewer than no lines"),
    ("orders", "first_line", 1, 0, "visit that names another first line"),
    ("lines", "order", 1, 1, "do not stand together"),
    ("lines", "product", 0, 2, "line of an unknown product"),
    ("lines", "asked_for", 0, 2, "line that asked for an unknown product"),
    ("lines", "origin", 0, 3, "line with an unknown origin"),
    ("lines", "offer", 0, 5, "line with an unknown offer"),
    ("lines", "parcel", 0, 3, "line in an unknown parcel"),
    ("payments", "order", 0, 9, "payment of an unknown order"),
    ("parcels", "order", 0, -1, "parcel of an unknown order"),
    ("purchases", "product", 0, 9, "purchase of an unknown product"),
    ("outlays", "order", 0, 9, "outlay of an unknown order"),
    ("outlays", "line", 0, 9, "outlay for an unknown line"),
    ("outlays", "line", 0, 0, "outlay for a line of another order"),
    ("outlays", "order", 0, NEVER, "outlay for a line of another order"),
    ("outlays", "account", 0, Account.CASH, "outlay on what is no expense"),
    ("outlays", "amount", 0, 0, "outlay of nothing"),
    ("outlays", "at", 0, DAY, "outlay before its order"),
    # Pieces.
    ("lines", "quantity", 1, 0, "line of less than one piece"),
    ("lines", "origin", 1, LineOrigin.REMAINDER, "part of a line that was not asked for"),
    ("lines", "origin", 0, LineOrigin.SWAP, "0 line(s) were swapped, for 1 other(s)"),
    ("lines", "quantity", 0, 6, "pieces shipped that were not there: product 0 falls to -1"),
    ("lines", "allocated_at", 4, 10 * DAY, "pieces set aside that were not there: product 0"),
    ("purchases", "received_at", 0, DAY, "fewer than no pieces on order: product 0, day 1"),
    ("lines", "cancelled_at", 2, 8 * DAY, "inventory position that does not add up: product 0"),
    ("lines", "shipped_at", 2, DAY, "fewer than no pieces owed: product 0, day 1"),
    # Shipments.
    ("lines", "shipped_at", 2, DAY, "line shipped before its order"),
    ("lines", "shipped_at", 5, 19 * DAY, "line shipped before its release"),
    ("lines", "shipped_at", 2, 30 * DAY, "line shipped after the end"),
    ("lines", "allocated_at", 2, 10 * DAY, "line shipped before it was set aside"),
    ("lines", "allocated_at", 2, NEVER, "line shipped without being set aside"),
    ("lines", "allocated_at", 2, DAY, "line set aside before its order"),
    ("lines", "parcel", 2, NEVER, "line shipped without a parcel"),
    ("lines", "parcel", 4, 2, "line in a parcel but not shipped"),
    ("lines", "parcel", 4, 0, "line in a parcel but not shipped"),
    ("lines", "parcel", 2, 0, "line in a parcel of another order or moment"),
    ("lines", "shipped_at", 2, 10 * DAY, "line in a parcel of another order or moment"),
    ("lines", "shipped_at", 0, 2 * DAY, "line in a parcel of another order or moment"),
    # Parcels.
    ("lines", "parcel", 2, 0, "parcel without a line"),
    ("parcels", "delivered_at", 1, 8 * DAY, "parcel delivered before it left"),
    ("parcels", "carrier", 1, 1, "parcel with another carrier than its order"),
    ("parcels", "cost", 1, -1, "parcel with a negative cost"),
    # Payments.
    ("payments", "amount", 1, 299, "line 2: 299 was paid at checkout, it should be 300"),
    ("payments", "amount", 2, 701, "line 2 was paid 1001, its price is 1000"),
    ("payments", "amount", 0, 4999, "line from stock that was not paid as it left"),
    ("payments", "amount", 4, 999, "line 3: 999 was paid back, it should be 1000"),
    ("payments", "kind", 4, PaymentKind.CHARGEBACK, "line 3: 0 was paid back, it should be 1000"),
    ("payments", "kind", 4, PaymentKind.CHARGEBACK, "line 3: 1000 was paid back through the bank"),
    ("lines", "cancelled", 3, CancelCause.DISPUTED, "line 3: 1000 was paid back, it should be 0"),
    ("payments", "amount", 0, -1, "payment with a negative amount"),
    ("payments", "fee", 0, -1, "payment with a negative fee"),
    ("payments", "fee", 4, 5, "payment with a fee that nobody takes"),
    ("payments", "kind", 1, PaymentKind.FAILED, "payment that should move nothing"),
    ("payments", "line", 2, 4, "payment for a line of another order"),
    ("payments", "line", 2, 9, "payment for an unknown line"),
    ("payments", "kind", 2, 99, "payment of an unknown kind"),
    ("payments", "charge", 2, 1, "charge of several orders, moments or kinds"),
    ("payments", "at", 1, DAY, "payment before its order"),
    ("payments", "at", 2, 30 * DAY, "payment taken after the end"),
    ("payments", "at", 3, 9 * DAY, "payment taken after the cancellation"),
    ("lines", "cancelled_at", 2, 0, "payment taken after the cancellation"),
    ("payments", "at", 2, 10 * DAY, "payment at shipment at another time"),
    ("payments", "at", 1, 10 * DAY, "payment on the wrong side of the shipment"),
    ("payments", "ahead", 1, 0, "payment on the wrong side of the shipment"),
    ("lines", "lost", 5, LostCause.PRICE, "payment for a line that was not sold"),
    ("lines", "prepaid", 2, 1001, "line prepaid beyond its price"),
    ("lines", "surcharge", 2, -1, "line with less than no surcharge"),
    ("lines", "shipping_charge", 2, -1, "line with less than no charge for shipping"),
    ("lines", "shipping_charge", 1, 1, "line charged for shipping but not sold"),
    ("lines", "value", 4, -1, "line charged less than nothing"),
    ("lines", "full_price", 5, NEVER, "discount that was not judged"),
    ("lines", "full_price", 4, 1, "discount that was not judged, or the other way round"),
    ("lines", "prepaid", 2, -1, "line with less than nothing prepaid"),
    ("lines", "value", 2, 1001, "line charged more than its list value"),
    # Fates.
    ("lines", "cancelled_at", 2, 8 * DAY, "line both shipped and cancelled"),
    ("lines", "cancelled", 3, CancelCause.KEPT, "line cancelled without a cause"),
    ("lines", "cancelled", 4, CancelCause.LATE, "line cancelled without a cause"),
    ("lines", "cancelled_at", 3, DAY, "line cancelled before its order"),
    ("lines", "lost", 0, LostCause.PRICE, "lost line with a further life"),
    ("lines", "lost", 4, LostCause.PRICE, "lost line with a promise"),
    ("lines", "prepaid", 1, 5, "lost line with money paid ahead"),
    # Promises.
    ("lines", "offer", 0, Offer.NONE, "line sold without an offer"),
    ("lines", "promised_at", 4, NEVER, "line promised before its order"),
    ("lines", "promised_at", 4, FOREVER + 1, "line promised beyond forever"),
    ("lines", "restated_at", 4, 5 * DAY, "promise re-stated without a date"),
    ("lines", "restated_to", 4, 0, "promise re-stated without a date, or the other way round"),
    ("lines", "restated_to", 5, 19 * DAY, "promise re-stated that was not made, or for no later"),
    ("lines", "restated_at", 5, 4 * DAY, "promise re-stated before its order"),
    ("lines", "cancelled_at", 3, 8 * DAY, "line cancelled as late by its last date"),
    ("lines", "went_by", 4, FOREVER, "line sold to a customer who goes by no date"),
    ("lines", "went_by", 4, 0, "line sold to a customer who goes by no date"),
    ("lines", "went_by", 2, 29 * DAY, "customer who goes by a later date than promised"),
    # Purchases.
    ("purchases", "received_at", 0, NEVER, "purchase received at another time than due"),
    ("purchases", "received_at", 1, 29 * DAY, "purchase received at another time than due"),
    ("purchases", "ordered_at", 0, 10 * DAY, "purchase due before it was ordered"),
    ("purchases", "quantity", 1, 0, "purchase of less than one piece"),
    ("purchases", "payable_at", 0, 8 * DAY, "purchase paid for before it was received"),
    # And the books.
    ("purchases", "cost", 0, 401, "inventory at the end of day 9"),
]


@pytest.mark.parametrize(("table", "column", "row", "value", "words"), BREAKS)
def test_a_broken_log_is_noticed(
    log: RunLog, altered: Altered, table: str, column: str, row: int, value: int, words: str
) -> None:
    faults = breaches(altered(log, table, column, row, value))
    assert any(words in fault for fault in faults), faults


@pytest.fixture
def parted(diary: type[Diary]) -> RunLog:
    """A line of five gets three pieces on day 4 and two on day 6; one of two gives up."""
    none = ProductFacts("none", 1000, 400, 0, 0, 0.0, 0)
    return (
        diary(none, horizon=30 * DAY)
        .visit(2 * DAY)
        .line(Offer.BACKORDER, quantity=5, promised_at=6 * DAY, shipped_at=6 * DAY)
        .sets_aside(4 * DAY, 3)
        .visit(3 * DAY)
        .line(Offer.BACKORDER, quantity=2, promised_at=6 * DAY, cancelled_at=9 * DAY)
        .sets_aside(8 * DAY, 1)
        .lost(LostCause.REFUSED)
        .purchase(DAY, 4 * DAY, 3)
        .purchase(DAY, 6 * DAY, 2)
        .purchase(DAY, 8 * DAY, 1)
        .log()
    )


def test_a_line_may_be_set_aside_in_parts(parted: RunLog) -> None:
    assert breaches(parted) == []


@pytest.mark.parametrize(
    ("column", "row", "value", "words"),
    [
        ("pieces", 0, 0, "part of a line with no pieces: 1 row(s), the first is row 0"),
        ("pieces", 0, 4, "pieces set aside that were not there: product 0 falls to -1"),
        ("pieces", 0, 5, "line of which all was set aside in parts: 1 row(s)"),
        ("at", 0, 2 * DAY - 1, "part set aside before its order"),
        ("at", 0, 4 * DAY - 1, "pieces set aside that were not there"),
        ("at", 0, 6 * DAY + 1, "part set aside for what misses nothing"),
        ("at", 1, 9 * DAY + 1, "part set aside for what misses nothing"),
        ("line", 1, 2, "part of a line that was not sold"),
        ("line", 1, 3, "part for an unknown line"),
    ],
)
def test_parts_that_cannot_be_are_noticed(
    parted: RunLog, altered: Altered, column: str, row: int, value: int, words: str
) -> None:
    faults = breaches(altered(parted, "allocations", column, row, value))
    assert any(words in fault for fault in faults), faults


def test_columns_of_different_lengths_are_noticed(log: RunLog) -> None:
    short = replace(log.parcels, cost=log.parcels.cost[:-1])
    assert breaches(replace(log, parcels=short)) == ["Parcels: the columns are not of one length"]


@pytest.mark.parametrize(("column", "value"), [
    ("shipped_at", 2 * DAY),
    ("cancelled_at", 2 * DAY),
    ("cancelled", CancelCause.LATE),
    ("allocated_at", 2 * DAY),
    ("parcel", 0),
])  # fmt: skip
def test_each_sign_of_life_of_a_lost_line_is_noticed_by_itself(
    log: RunLog, altered: Altered, column: str, value: int
) -> None:
    faults = lines_have_one_fate(altered(log, "lines", column, 1, value))
    assert "lost line with a further life: 1 row(s), the first is row 1" in faults


def test_of_lines_that_are_paid_wrongly_in_one_way_the_first_is_named(
    log: RunLog, altered: Altered
) -> None:
    # Both deposits are a cent short; of each way to pay one line is named.
    short = altered(altered(log, "payments", "amount", 1, 299), "payments", "amount", 3, 999)
    assert payments_match_lines(short) == [
        "line 2: 299 was paid at checkout, it should be 300",
        "line 3: 1000 was paid back, it should be 999",
    ]


def test_a_line_shipped_twice_leaves_a_parcel_without_a_line(log: RunLog) -> None:
    again = {
        name: np.append(getattr(log.parcels, name), getattr(log.parcels, name)[1])
        for name in Parcels.__dataclass_fields__
    }
    faults = breaches(replace(log, parcels=Parcels(**again)))
    assert faults == ["parcel without a line: 1 row(s), the first is row 3"]


def test_what_a_cancellation_frees_may_be_set_aside_again(
    diary: type[Diary], altered: Altered
) -> None:
    log = (
        diary(horizon=30 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=5, promised_at=3 * DAY, cancelled_at=6 * DAY)
        .visit(2 * DAY)
        .line(Offer.BACKORDER, quantity=5, promised_at=6 * DAY, shipped_at=6 * DAY)
        .log()
    )
    reserved = altered(log, "lines", "allocated_at", 0, 2 * DAY)
    assert breaches(reserved) == []
    greedy = altered(reserved, "lines", "allocated_at", 1, 5 * DAY)
    assert any("set aside that were not there" in fault for fault in breaches(greedy))


def test_a_split_line_keeps_its_pieces_and_its_value(diary: type[Diary], altered: Altered) -> None:
    # Three rings for 25.00: two from stock, with two thirds of the value, and one that waits.
    log = (
        diary()
        .visit(DAY)
        .line(quantity=2)
        .line(Offer.BACKORDER, origin=LineOrigin.REMAINDER, promised_at=9 * DAY)
        .log()
    )
    assert breaches(log) == []
    worth = altered(altered(log, "lines", "list_value", 0, 1667), "lines", "value", 0, 1667)
    rest = altered(altered(worth, "lines", "list_value", 1, 833), "lines", "value", 1, 833)
    paid = altered(rest, "payments", "amount", 0, 1667)
    assert breaches(paid) == []
    dear = altered(paid, "lines", "list_value", 1, 840)
    assert any("split line with an unfair share" in fault for fault in breaches(dear))


def test_a_swapped_line_has_a_substitute_of_its_size(diary: type[Diary], altered: Altered) -> None:
    ring = ProductFacts("ring", 1000, 400, 0, 0, 0.0, 0)
    band = ProductFacts("band", 900, 300, 5, 0, 0.0, 0)
    log = (
        diary(ring, band)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=2, prepaid=600, promised_at=9 * DAY, cancelled_at=5 * DAY,
              cancelled=CancelCause.SWAPPED)
        .line(product=1, asked_for=0, origin=LineOrigin.SWAP, quantity=2, promised_at=5 * DAY,
              allocated_at=5 * DAY, shipped_at=5 * DAY)
        .log()
    )  # fmt: skip
    assert breaches(log) == []
    for column, row, value in (
        ("quantity", 1, 1),
        ("cancelled_at", 0, 6 * DAY),
        ("asked_for", 1, 1),
    ):
        faults = breaches(altered(log, "lines", column, row, value))
        assert any("swapped line without its like" in fault for fault in faults), column


def test_after_a_declined_card_somebody_must_pay(diary: type[Diary], altered: Altered) -> None:
    log = (
        diary(horizon=30 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=8 * DAY, shipped_at=9 * DAY)
        .happens(8 * DAY, PaymentKind.FAILED)
        .log()
    )
    assert breaches(log) == []
    # The charge at shipment becomes one on a later date: the goods left without any.
    later = altered(altered(log, "payments", "kind", 0, PaymentKind.SCHEDULED), *_at(12))
    half = altered(later, "payments", "amount", 0, 500)
    assert breaches(half) == [
        "line sent after a declined card and not paid: 1 row(s), the first is row 0"
    ]


def test_what_is_due_after_a_declined_card_includes_the_surcharge(
    diary: type[Diary], altered: Altered
) -> None:
    # Ten euros and 0.60 for paying in parts: 5.00 at checkout, 5.60 on the day before it leaves.
    log = (
        diary(horizon=30 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, surcharge=60, prepaid=500, scheduled=((8 * DAY, 560),),
              promised_at=8 * DAY, shipped_at=9 * DAY)
        .happens(7 * DAY, PaymentKind.FAILED)
        .log()
    )  # fmt: skip
    assert failed_charges_are_made_good(log) == []
    fault = "line sent after a declined card and not paid: 1 row(s), the first is row 0"
    for paid in (559, 500, 440):
        assert failed_charges_are_made_good(altered(log, "payments", "amount", 1, paid)) == [fault]


def test_a_line_that_left_at_the_very_start_is_over(diary: type[Diary]) -> None:
    log = diary().visit(0).line().happens(DAY, PaymentKind.RENEWAL, fee=10).log()
    assert log.lines.shipped_at.tolist() == [0]
    assert payments_come_in_time(log) == [
        "card charged or renewed for what is over: 1 row(s), the first is row 1"
    ]


def test_what_leaves_at_the_very_start_is_paid_then(diary: type[Diary], altered: Altered) -> None:
    log = diary().visit(0).line().log()
    assert payments_match_lines(log) == []
    assert payments_match_lines(altered(log, "payments", "amount", 0, 999)) == [
        "line from stock that was not paid as it left: 1 row(s), the first is row 0"
    ]


def test_who_cancels_at_the_very_start_gets_everything_back(
    diary: type[Diary], altered: Altered
) -> None:
    story = diary(horizon=30 * DAY).visit(0)
    log = story.line(Offer.BACKORDER, prepaid=500, promised_at=8 * DAY, cancelled_at=0).log()
    assert payments_match_lines(log) == []
    assert payments_match_lines(altered(log, "payments", "amount", 1, 499)) == [
        "line 0: 499 was paid back, it should be 500"
    ]


def test_what_was_dropped_after_a_declined_card_need_not_be_paid(diary: type[Diary]) -> None:
    log = (
        diary(horizon=30 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=500, scheduled=((40 * DAY, 500),), promised_at=8 * DAY,
              shipped_at=10 * DAY)
        .happens(8 * DAY, PaymentKind.FAILED)
        .line(Offer.BACKORDER, promised_at=8 * DAY, cancelled_at=10 * DAY)
        .log()
    )  # fmt: skip
    assert breaches(log) == []


@pytest.mark.parametrize(("at", "words"), [
    (7 * DAY, "reward for a line that was not late"),
    (20 * DAY, "card charged or renewed for what is over"),
])  # fmt: skip
def test_rewards_and_renewals_have_their_time(
    diary: type[Diary], altered: Altered, at: int, words: str
) -> None:
    log = (
        diary(horizon=30 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=8 * DAY, shipped_at=9 * DAY)
        .happens(8 * DAY, PaymentKind.RENEWAL, fee=10)
        .happens(15 * DAY, PaymentKind.REWARD, 250)
        .log()
    )
    assert breaches(log) == []
    row = 2 if "reward" in words else 1
    assert any(words in fault for fault in breaches(altered(log, "payments", "at", row, at)))


def test_one_charge_has_one_fee(diary: type[Diary], altered: Altered) -> None:
    log = diary(fee=30).visit(DAY).line().line(quantity=2).log()
    assert log.payments.charge.tolist() == [0, 0]
    assert breaches(log) == []
    assert breaches(altered(log, "payments", "fee", 1, 30)) == [
        "charge with more than one fee: 1 row(s), the first is row 1"
    ]


def test_who_leaves_for_lateness_has_waited_past_the_last_promise(
    diary: type[Diary], altered: Altered
) -> None:
    log = (
        diary(horizon=30 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=8 * DAY, cancelled_at=8 * DAY + 1)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=8 * DAY, restated=(7 * DAY, 12 * DAY),
              cancelled_at=12 * DAY + 1, cancelled=CancelCause.DISPUTED)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=FOREVER, went_by=8 * DAY, cancelled_at=9 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=8 * DAY, cancelled_at=5 * DAY,
              cancelled=CancelCause.CHANGED)
        .log()
    )  # fmt: skip
    assert promises_are_waited_for(log) == []
    for line, left in ((0, 8 * DAY), (1, 12 * DAY), (1, 9 * DAY), (2, 8 * DAY)):
        assert promises_are_waited_for(altered(log, "lines", "cancelled_at", line, left)) == [
            f"line cancelled as late by its last date: 1 row(s), the first is row {line}"
        ]
    # What is said after somebody left is not what they went by.
    unheard = altered(log, "lines", "restated_at", 1, 13 * DAY)
    assert promises_are_waited_for(unheard) == []


def test_an_order_pays_once_by_each_plan_at_one_instant(
    diary: type[Diary], altered: Altered
) -> None:
    def paid_by(*ways: int) -> RunLog:
        """Three lines, each charged for itself in the same instant, by these ways to pay."""
        story = diary(horizon=30 * DAY).visit(DAY)
        for _ in ways:
            story.line(Offer.BACKORDER, prepaid=1000, promised_at=8 * DAY)
        log = story.log()
        facts = log.facts._replace(approaches=(("deposit", "full"),), plans=((0, 1),))
        log = replace(log, facts=facts)
        for line, way in enumerate(ways):
            log = altered(altered(log, "lines", "approach", line, way), "payments", "charge", line,
                          line)  # fmt: skip
        return log

    assert one_charge_per_plan(paid_by(0, 1, NEVER)) == []
    fault = "charge beside another of its order, moment and plan"
    assert one_charge_per_plan(paid_by(0, 1, 0)) == [f"{fault}: 1 row(s), the first is row 2"]
    assert one_charge_per_plan(paid_by(1, 1, 1)) == [f"{fault}: 2 row(s), the first is row 1"]
    # Rows of one charge or another moment are sound. What falls due at one instant is charged
    # together, whatever made it fall due.
    twice = paid_by(0, 1, 0)
    assert one_charge_per_plan(altered(twice, "payments", "charge", 2, 0)) == []
    assert one_charge_per_plan(altered(twice, "payments", "at", 2, 2 * DAY)) == []
    assert (
        len(one_charge_per_plan(altered(twice, "payments", "kind", 2, PaymentKind.SHIPMENT))) == 1
    )
    # Money back and failures are no charges.
    assert one_charge_per_plan(altered(twice, "payments", "kind", 2, PaymentKind.REFUND)) == []


def test_ways_to_pay_of_two_products_are_one_if_their_numbers_are_equal(
    diary: type[Diary],
) -> None:
    cup, pot = (ProductFacts(name, 1000, 400, 5, 0, 0.0, 0) for name in ("cup", "pot"))
    log = (
        diary(cup, pot, horizon=30 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=1000, promised_at=8 * DAY)
        .line(Offer.BACKORDER, product=1, prepaid=1000, promised_at=8 * DAY)
        .log()
    )
    apart = replace(log, payments=replace(log.payments, charge=np.arange(2)))
    assert one_charge_per_plan(log) == []
    fault = "charge beside another of its order, moment and plan: 1 row(s), the first is row 1"
    assert one_charge_per_plan(apart) == [fault]
    numbered = apart.facts._replace(plans=((0,), (1,)))
    assert one_charge_per_plan(replace(apart, facts=numbered)) == []
    # Nothing is known of the plans of an older log: whether two lines are paid alike is left open.
    unknown = apart.facts._replace(plans=())
    assert one_charge_per_plan(replace(apart, facts=unknown)) == []


def test_a_product_with_fewer_ways_to_pay_than_another_is_paid_by_its_own(
    diary: type[Diary], altered: Altered
) -> None:
    # The cup from stock is paid when it leaves, the pots by their ways 0 and 1: three charges.
    cup, pot = (ProductFacts(name, 1000, 400, 5, 0, 0.0, 0) for name in ("cup", "pot"))
    story = diary(cup, pot, horizon=30 * DAY).visit(DAY).line()
    for _ in range(2):
        story.line(Offer.BACKORDER, product=1, prepaid=1000, promised_at=8 * DAY)
    log = altered(story.log(), "lines", "approach", 2, 1)
    facts = log.facts._replace(plans=((7,), (7, 8)))
    log = replace(log, facts=facts, payments=replace(log.payments, charge=np.arange(3)))
    assert one_charge_per_plan(log) == []
    # If the second pot is paid as the first one is, there is one charge too many.
    assert len(one_charge_per_plan(altered(log, "lines", "approach", 2, 0))) == 1


def _at(day: int) -> tuple[str, str, int, int]:
    return "payments", "at", 0, day * DAY
