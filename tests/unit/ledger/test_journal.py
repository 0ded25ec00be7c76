"""Five classic customers, posting by posting. A ring sells at 10.00 and costs 4.00."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from backsim.ledger import Account, Event, Journal, journal
from backsim.records.codes import CancelCause, Offer, PaymentKind, Priority
from backsim.records.log import ProductFacts, RunLog
from backsim.units import DAY, HOUR, NEVER

if TYPE_CHECKING:
    from backsim.testing import Diary

CASH, RECEIVABLE, INVENTORY = Account.CASH, Account.RECEIVABLE, Account.INVENTORY
PAYABLE, DEPOSITS, OWED_BACK = Account.PAYABLE, Account.CUSTOMER_DEPOSITS, Account.REFUNDS_PAYABLE
REVENUE, DISCOUNTS, GOODS = Account.REVENUE, Account.DISCOUNTS, Account.COST_OF_GOODS
FEES, SHIPPING, HOLDING = Account.PAYMENT_FEES, Account.SHIPPING, Account.HOLDING
EARNED, LOST, GIFTS = Account.INTEREST_INCOME, Account.BAD_DEBTS, Account.GIFTS

Entry = tuple[float, Event, dict[Account, int]]


def told(log: RunLog) -> list[Entry]:
    """The journal as (day, event, amounts), without the opening."""
    posted = journal(log).posted
    story: dict[int, Entry] = {}
    for entry, at, event, _, account, amount in zip(*posted, strict=True):
        day, kind = float(at) / DAY, Event(event)
        _, _, legs = story.setdefault(int(entry), (day, kind, {}))
        legs[Account(account)] = int(amount)
    return [line for line in story.values() if line[1] != Event.OPENING]


def test_a_sale_from_stock(diary: type[Diary]) -> None:
    log = diary(fee=30, postage=50).visit(DAY).line().log()
    assert told(log) == [
        (1, Event.SHIPMENT, {RECEIVABLE: 1000, REVENUE: -1000, GOODS: 400, INVENTORY: -400}),
        (1, Event.COLLECTION, {CASH: 1000, RECEIVABLE: -1000}),
        (1, Event.FEE, {FEES: 30, CASH: -30}),
        (1, Event.PARCEL, {SHIPPING: 50, CASH: -50}),
    ]


def test_a_backorder_paid_at_shipment(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=2, promised_at=8 * DAY, shipped_at=9 * DAY)
        .purchase(DAY, 9 * DAY, 10, pay_after=30 * DAY)
        .log()
    )
    assert told(log) == [
        (9, Event.RECEIPT, {INVENTORY: 4000, PAYABLE: -4000}),
        (9, Event.SHIPMENT, {RECEIVABLE: 2000, REVENUE: -2000, GOODS: 800, INVENTORY: -800}),
        (9, Event.COLLECTION, {CASH: 2000, RECEIVABLE: -2000}),
        (39, Event.SUPPLIER_PAYMENT, {PAYABLE: 4000, CASH: -4000}),
    ]


def test_a_deposit_and_then_the_balance(diary: type[Diary]) -> None:
    log = (
        diary(fee=30)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, promised_at=8 * DAY, shipped_at=9 * DAY)
        .log()
    )
    shipment = {DEPOSITS: 300, RECEIVABLE: 700, REVENUE: -1000, GOODS: 400, INVENTORY: -400}
    assert told(log) == [
        (1, Event.CHECKOUT, {CASH: 300, DEPOSITS: -300}),
        (1, Event.FEE, {FEES: 30, CASH: -30}),
        (9, Event.SHIPMENT, shipment),
        (9, Event.COLLECTION, {CASH: 700, RECEIVABLE: -700}),
        (9, Event.FEE, {FEES: 30, CASH: -30}),
    ]


def test_a_full_payment_cancelled_and_refunded(diary: type[Diary]) -> None:
    log = (
        diary(fee=30, refund_after=7 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=1000, promised_at=8 * DAY, cancelled_at=20 * DAY)
        .log()
    )
    assert told(log) == [
        (1, Event.CHECKOUT, {CASH: 1000, DEPOSITS: -1000}),
        (1, Event.FEE, {FEES: 30, CASH: -30}),  # never returned
        (20, Event.CANCELLATION, {DEPOSITS: 1000, OWED_BACK: -1000}),
        (27, Event.REFUND, {OWED_BACK: 1000, CASH: -1000}),
    ]


def test_a_preorder_with_a_discount(diary: type[Diary]) -> None:
    watch = ProductFacts("watch", 1000, 400, 5, 30 * DAY, 0.0, 0)
    log = (
        diary(watch)
        .visit(DAY)
        .line(Offer.PREORDER, value=900, prepaid=900, promised_at=30 * DAY, shipped_at=30 * DAY)
        .log()
    )
    shipment = {DEPOSITS: 900, DISCOUNTS: 100, REVENUE: -1000, GOODS: 400, INVENTORY: -400}
    assert told(log) == [
        (1, Event.CHECKOUT, {CASH: 900, DEPOSITS: -900}),
        (30, Event.SHIPMENT, shipment),
    ]


def test_instalments_before_and_after_the_goods(diary: type[Diary]) -> None:
    # 1030 with interest, in three parts; the goods leave between the second and the third.
    log = (
        diary(fee=30)
        .visit(DAY)
        .line(Offer.BACKORDER, surcharge=30, prepaid=344, scheduled=((11 * DAY, 343),
              (21 * DAY, 343)), promised_at=8 * DAY, shipped_at=15 * DAY)
        .log()
    )  # fmt: skip
    shipment = {DEPOSITS: 687, RECEIVABLE: 343, REVENUE: -1000, EARNED: -30}
    assert told(log) == [
        (1, Event.CHECKOUT, {CASH: 344, DEPOSITS: -344}),
        (1, Event.FEE, {FEES: 30, CASH: -30}),
        (11, Event.SCHEDULED, {CASH: 343, DEPOSITS: -343}),
        (11, Event.FEE, {FEES: 30, CASH: -30}),
        (15, Event.SHIPMENT, {**shipment, GOODS: 400, INVENTORY: -400}),
        (21, Event.SCHEDULED, {CASH: 343, RECEIVABLE: -343}),
        (21, Event.FEE, {FEES: 30, CASH: -30}),
    ]


def test_paid_on_release_day_just_before_the_goods_leave(diary: type[Diary]) -> None:
    watch = ProductFacts("watch", 1000, 400, 5, 30 * DAY, 0.0, 0)
    log = (
        diary(watch)
        .visit(DAY)
        .line(Offer.PREORDER, scheduled=((30 * DAY, 1000),), shipped_at=30 * DAY)
        .log()
    )
    assert told(log) == [
        (30, Event.SCHEDULED, {CASH: 1000, DEPOSITS: -1000}),
        (30, Event.SHIPMENT, {DEPOSITS: 1000, REVENUE: -1000, GOODS: 400, INVENTORY: -400}),
    ]


def test_an_invoice_that_is_paid_and_one_that_is_not(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER, terms=30 * DAY, shipped_at=5 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, terms=30 * DAY, shipped_at=6 * DAY, default_at=36 * DAY)
        .log()
    )
    shipment = {RECEIVABLE: 1000, REVENUE: -1000, GOODS: 400, INVENTORY: -400}
    assert told(log) == [
        (5, Event.SHIPMENT, shipment),
        (6, Event.SHIPMENT, shipment),
        (35, Event.SCHEDULED, {CASH: 1000, RECEIVABLE: -1000}),
        (36, Event.DEFAULT, {LOST: 1000, RECEIVABLE: -1000}),
    ]


def test_what_was_paid_on_a_date_goes_back_too(diary: type[Diary]) -> None:
    log = (
        diary(refund_after=2 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, scheduled=((9 * DAY, 700),), cancelled_at=20 * DAY)
        .log()
    )
    assert told(log)[2:] == [
        (20, Event.CANCELLATION, {DEPOSITS: 1000, OWED_BACK: -1000}),
        (22, Event.REFUND, {OWED_BACK: 1000, CASH: -1000}),
    ]


def test_a_dispute_takes_the_money_back_at_once_and_costs_a_fee(diary: type[Diary]) -> None:
    log = (
        diary(refund_after=7 * DAY, dispute_fee=1500)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=400, cancelled_at=9 * DAY, cancelled=CancelCause.DISPUTED)
        .log()
    )
    assert told(log)[1:] == [
        (9, Event.CANCELLATION, {DEPOSITS: 400, OWED_BACK: -400}),
        (9, Event.CHARGEBACK, {OWED_BACK: 400, CASH: -400}),
        (9, Event.FEE, {FEES: 1500, CASH: -1500}),
    ]


def test_renewals_cost_and_failures_do_not(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER)
        .happens(8 * DAY, PaymentKind.RENEWAL, fee=10)
        .happens(9 * DAY, PaymentKind.FAILED)
        .log()
    )
    assert told(log) == [(8, Event.FEE, {FEES: 10, CASH: -10})]


def test_a_reward_is_an_expense_when_it_is_redeemed(diary: type[Diary]) -> None:
    story = diary(horizon=30 * DAY).visit(DAY).line(Offer.BACKORDER, shipped_at=9 * DAY)
    story.happens(20 * DAY, PaymentKind.REWARD, 250)
    story.happens(30 * DAY, PaymentKind.REWARD, 250)
    rewards = [entry for entry in told(story.log()) if entry[1] == Event.REWARD]
    assert rewards == [(20, Event.REWARD, {Account.REWARDS: 250, CASH: -250})]


def test_an_outlay_is_an_expense_when_the_cash_leaves(diary: type[Diary]) -> None:
    log = (
        diary(horizon=30 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, shipped_at=9 * DAY)
        .spends(9 * DAY, GIFTS, 25)
        .spends(20 * DAY, SHIPPING, 40)
        .spends(30 * DAY, GIFTS, 25)
        .log()
    )
    spent = [entry for entry in told(log) if entry[1] == Event.OUTLAY]
    assert spent == [
        (9, Event.OUTLAY, {GIFTS: 25, CASH: -25}),
        (20, Event.OUTLAY, {SHIPPING: 40, CASH: -40}),
    ]


def test_what_is_spent_on_an_order_stands_behind_what_let_it_go(
    diary: type[Diary], altered: Callable[[RunLog, str, str, int, int], RunLog]
) -> None:
    log = (
        diary()
        .visit(9 * DAY)
        .line()
        .spends(9 * DAY, GIFTS, 25)
        .visit(9 * DAY)
        .line(Offer.BACKORDER, shipped_at=12 * DAY)
        .spends(12 * DAY, GIFTS, 25)
        .log()
    )
    # At the instant of the order it is part of the demand; later part of what lets the goods go.
    assert priorities(log) == [Priority.DEMAND, Priority.RELEASE]
    loose = altered(altered(log, "outlays", "order", 1, NEVER), "outlays", "line", 1, NEVER)
    assert priorities(loose) == [Priority.DEMAND, Priority.PAYMENT]


def priorities(log: RunLog) -> list[int]:
    """Of each outlay, its place in its instant."""
    (spent,) = (kind for kind in journal(log).entries if kind.event == Event.OUTLAY)
    return [int(priority) for priority in spent.priority]


def test_the_books_open_with_cash_and_stock_at_cost(diary: type[Diary]) -> None:
    posted = journal(diary(opening_cash=700).log()).posted
    assert posted.account.tolist() == [CASH, INVENTORY, Account.EQUITY]
    assert posted.amount.tolist() == [700, 2000, -2700]


def test_the_opening_stands_before_all_that_happens_at_the_start(diary: type[Diary]) -> None:
    posted = journal(diary(opening_cash=700).purchase(0, 0, 1).visit(0).line().log()).posted
    assert posted.event[:3].tolist() == [Event.OPENING] * 3
    assert Event.RECEIPT in posted.event[posted.at == 0]


def test_a_free_order_posts_only_its_goods(diary: type[Diary]) -> None:
    free = ProductFacts("flyer", 0, 400, 5, 0, 0.0, 0)
    assert told(diary(free).visit(DAY).line().log()) == [
        (1, Event.SHIPMENT, {GOODS: 400, INVENTORY: -400})
    ]


def test_what_would_happen_at_the_horizon_is_not_posted(diary: type[Diary]) -> None:
    log = (
        diary(horizon=10 * DAY, refund_after=7 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, promised_at=2 * DAY, cancelled_at=3 * DAY)
        .purchase(DAY, 2 * DAY, 1, pay_after=8 * DAY)
        .purchase(DAY, 10 * DAY, 1)
        .log()
    )
    events = [event for _, event, _ in told(log)]
    assert events == [Event.CHECKOUT, Event.RECEIPT, Event.CANCELLATION]


def test_at_one_instant_goods_come_before_they_go(diary: type[Diary]) -> None:
    noon = 9 * DAY + 12 * HOUR
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=8 * DAY, shipped_at=noon)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=200, promised_at=8 * DAY, cancelled_at=noon)
        .visit(noon)
        .line(quantity=2)
        .purchase(DAY, noon, 10)
        .log()
    )
    at_noon = [(event, legs) for day, event, legs in told(log) if day == 9.5]
    assert [event for event, _ in at_noon] == [
        Event.RECEIPT,
        Event.SUPPLIER_PAYMENT,
        Event.SHIPMENT,  # what waited
        Event.COLLECTION,
        Event.SHIPMENT,  # the walk-in
        Event.COLLECTION,
        Event.CANCELLATION,  # whose patience ended
        Event.REFUND,
    ]
    assert at_noon[5][1] == {CASH: 2000, RECEIVABLE: -2000}


def test_holding_is_charged_at_the_end_of_each_day(diary: type[Diary]) -> None:
    # One piece for a day costs 36500 x 10 % / 365 = 10.
    gem = ProductFacts("gem", 99000, 36500, 4, 0, 0.10, 0)
    log = diary(gem, horizon=3 * DAY).visit(DAY + 12 * HOUR).line(quantity=2).log()
    charged = [line for line in told(log) if line[1] == Event.HOLDING]
    last_tick = 1 / DAY
    assert charged == [
        (1 - last_tick, Event.HOLDING, {HOLDING: 40, CASH: -40}),
        (2 - last_tick, Event.HOLDING, {HOLDING: 30, CASH: -30}),  # two pieces left at noon
        (3 - last_tick, Event.HOLDING, {HOLDING: 20, CASH: -20}),
    ]


def test_rounding_of_holding_never_accumulates(diary: type[Diary]) -> None:
    # 0.4 a day: rounded day by day it would cost nothing, over ten days it costs 4.
    pin = ProductFacts("pin", 900, 365, 4, 0, 0.10, 0)
    books = journal(diary(pin, horizon=10 * DAY).log())
    charged = [step.amount.tolist() for step in books.steps(HOLDING)]
    # Running totals 0.4 0.8 1.2 1.6 2.0 2.4 2.8 3.2 3.6 4.0, rounded: 0 1 1 2 2 2 3 3 4 4.
    assert charged == [[1, 1, 1, 1]]
    assert [(step.at // DAY).tolist() for step in books.steps(HOLDING)] == [[1, 3, 6, 8]]


def test_a_last_day_cut_short_costs_its_share(diary: type[Diary]) -> None:
    gem = ProductFacts("gem", 99000, 36500, 4, 0, 0.10, 0)
    log = diary(gem, horizon=DAY + 6 * HOUR).log()
    assert [legs[HOLDING] for _, _, legs in told(log)] == [40, 10]


def test_entries_are_numbered_without_gaps(diary: type[Diary]) -> None:
    log = diary(fee=1, postage=1).visit(DAY).line().visit(2 * DAY).line(value=0).log()
    posted = journal(log).posted
    assert sorted(set(posted.entry.tolist())) == list(range(posted.entry.max() + 1))
    assert (posted.at[1:] >= posted.at[:-1]).all()


def test_an_empty_log_has_books_too(diary: type[Diary]) -> None:
    books: Journal = journal(diary(ProductFacts("ring", 1000, 400, 0, 0, 0.2, 0)).log())
    assert len(books.posted.entry) == 0


def test_a_store_that_is_not_empty_on_its_first_day(diary: type[Diary]) -> None:
    # 50.00 in cash, of which 3.00 are a customer's; five rings for 4.00 each are here, three are
    # paid for and on the way, two are on the way and not paid for. The owner has 50 + 20 + 12 - 3.
    log = (
        diary(opening_cash=5000)
        .visit(0, waited=True)
        .line(Offer.BACKORDER, prepaid=300, promised_at=8 * DAY, shipped_at=9 * DAY)
        .purchase(NEVER, 9 * DAY, 3, paid=True)
        .purchase(NEVER, 9 * DAY, 2, pay_after=DAY)
        .log()
    )
    books = journal(log)
    opening = {name: int(leg[0]) for name, leg in books.entries[0].legs}
    assert opening == {
        CASH: 5000,
        INVENTORY: 2000,
        Account.GOODS_IN_TRANSIT: 1200,
        DEPOSITS: -300,
        Account.EQUITY: -7900,
    }
    assert told(log) == [
        (9, Event.RECEIPT, {INVENTORY: 1200, Account.GOODS_IN_TRANSIT: -1200}),
        (9, Event.RECEIPT, {INVENTORY: 800, PAYABLE: -800}),
        (9, Event.SHIPMENT, {DEPOSITS: 300, RECEIVABLE: 700, REVENUE: -1000, GOODS: 400,
                             INVENTORY: -400}),
        (9, Event.COLLECTION, {CASH: 700, RECEIVABLE: -700}),
        (10, Event.SUPPLIER_PAYMENT, {PAYABLE: 800, CASH: -800}),
    ]  # fmt: skip
