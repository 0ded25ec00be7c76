"""The profile of one log: series at day ends, histograms, accounts and fates."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from backsim.metrics import Reading, evaluate, profile
from backsim.metrics.profile import sampled_days
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer
from backsim.records.log import ProductFacts
from backsim.records.trial import LATE_EDGES, WAIT_EDGES
from backsim.units import DAY, FOREVER, HOUR

if TYPE_CHECKING:
    from backsim.testing import Diary


def test_series_are_read_at_the_end_of_each_day(diary: type[Diary]) -> None:
    shape = profile(
        diary(opening_cash=1000, horizon=4 * DAY + HOUR)
        .visit(DAY)
        .line(quantity=2)
        .visit(DAY + HOUR)
        .line(Offer.BACKORDER, quantity=3, promised_at=2 * DAY, shipped_at=3 * DAY)
        .visit(2 * DAY)
        .line(Offer.BACKORDER, promised_at=3 * DAY, cancelled_at=4 * DAY)
        .log()
    )
    assert shape.days == [0, 1, 2, 3, 4]
    assert shape.cash == [1000, 3000, 3000, 6000, 6000]
    assert shape.on_hand == [5, 3, 3, 0, 0]
    assert shape.backorders == [0, 3, 4, 1, 0]
    assert shape.preorders == [0, 0, 0, 0, 0]


def test_products_that_are_out_of_stock_are_counted_from_their_first_delivery(
    diary: type[Diary],
) -> None:
    cup = ProductFacts("cup", 1000, 400, 2, 0, 0.0, 0)
    jug = ProductFacts("jug", 1000, 400, 0, 0, 0.0, 0)
    tin = ProductFacts("tin", 1000, 400, 1, 3 * DAY, 0.0, 0)
    shape = profile(
        diary(cup, jug, tin, horizon=7 * DAY)
        .visit(DAY)
        .line(quantity=2)  # no cup is left
        .purchase(0, 3 * DAY, 1, product=1)  # the first jug
        .visit(4 * DAY)
        .line(product=1)
        .line(product=2)
        .purchase(0, 5 * DAY, 3)
        .log()
    )
    assert shape.on_hand == [3, 1, 1, 2, 0, 3, 3]
    assert shape.out_of_stock == [0, 1, 1, 1, 3, 2, 2]


def test_what_is_sold_out_before_its_release_is_not_out_of_stock(diary: type[Diary]) -> None:
    tin = ProductFacts("tin", 1000, 400, 0, 2 * DAY, 0.0, 0)
    log = diary(tin, horizon=4 * DAY).purchase(0, 0, 0).log()
    assert profile(log).out_of_stock == [0, 0, 1, 1]


def test_a_preorder_becomes_a_backorder_when_its_promise_has_passed(diary: type[Diary]) -> None:
    shape = profile(
        diary(horizon=6 * DAY)
        .visit(DAY)
        .line(Offer.PREORDER, quantity=2, promised_at=3 * DAY, shipped_at=5 * DAY)
        .visit(DAY)
        .line(Offer.PREORDER, promised_at=3 * DAY, shipped_at=2 * DAY)
        .visit(DAY)
        .line(Offer.PREORDER, quantity=4, promised_at=FOREVER, went_by=4 * DAY)
        .log()
    )
    assert shape.preorders == [0, 7, 6, 4, 0, 0]
    assert shape.backorders == [0, 0, 0, 2, 6, 4]


def test_waits_quoted_and_waits_had(diary: type[Diary]) -> None:
    story = diary(warm_up=DAY)
    story.visit(0).line(Offer.BACKORDER, promised_at=DAY, shipped_at=DAY)  # before the window
    story.visit(DAY).line()
    story.visit(DAY).line(Offer.BACKORDER, promised_at=8 * DAY - 1, shipped_at=8 * DAY)
    story.visit(DAY).line(Offer.BACKORDER, promised_at=91 * DAY)
    story.visit(DAY)
    story.line(Offer.BACKORDER, promised_at=FOREVER, went_by=DAY, shipped_at=5 * DAY)
    story.visit(DAY).lost(LostCause.WAIT, Offer.BACKORDER)
    shape = profile(story.log())
    quoted = dict(zip(WAIT_EDGES, shape.quoted_waits, strict=True))
    actual = dict(zip(WAIT_EDGES, shape.actual_waits, strict=True))
    assert {edge: n for edge, n in quoted.items() if n} == {0: 1, 3: 1, 90: 1}
    assert {edge: n for edge, n in actual.items() if n} == {0: 1, 3: 1, 7: 1}


@pytest.mark.parametrize(
    ("days_late", "place"),
    [(-16, 0), (-15, 1), (-8, 1), (-1, 2), (0, 3), (1, 4), (3, 6), (7, 7), (8, 8), (31, 10)],
)
def test_lateness_falls_into_its_bin(diary: type[Diary], days_late: int, place: int) -> None:
    log = (
        diary(quoted_transit=20 * DAY)
        .visit(0, transit=(20 + days_late) * DAY)
        .line()
        .visit(0)
        .line(Offer.BACKORDER, promised_at=FOREVER, went_by=2 * DAY, shipped_at=20 * DAY)
        .visit(0)
        .line(Offer.BACKORDER, promised_at=DAY, cancelled_at=5 * DAY)
        .log()
    )
    expected = [0] * (len(LATE_EDGES) + 1)
    expected[place] += 1
    expected[3] += 1  # awaited for day 2 and 20 days more; there two days after day 20
    assert profile(log).lateness == expected


def test_accounts_hold_the_flows_of_the_window(diary: type[Diary]) -> None:
    log = (
        diary(opening_cash=1000, warm_up=5 * DAY, fee=30)
        .visit(DAY)
        .line()
        .visit(6 * DAY)
        .line(value=900)
        .visit(6 * DAY)
        .line(Offer.BACKORDER, prepaid=200, promised_at=99 * DAY)
        .log()
    )
    accounts = profile(log).accounts
    assert {name: amount for name, amount in accounts.items() if amount} == {
        "cash": 900 + 200 - 60,
        "inventory": -400,
        "customer_deposits": -200,
        "revenue": -1000,
        "discounts": 100,
        "cost_of_goods": 400,
        "payment_fees": 60,
    }
    assert sum(accounts.values()) == 0


def test_the_opening_is_no_flow(diary: type[Diary]) -> None:
    accounts = profile(diary(opening_cash=1000).log()).accounts
    assert set(accounts.values()) == {0}
    assert "equity" in accounts


def test_every_line_has_one_fate(diary: type[Diary]) -> None:
    story = diary(warm_up=DAY)
    story.visit(0).line().lost(LostCause.PRICE)  # before the window
    story.visit(DAY).line()
    story.visit(DAY)
    story.line(Offer.BACKORDER, promised_at=FOREVER, went_by=80 * DAY, shipped_at=80 * DAY)
    story.visit(DAY).line(Offer.BACKORDER, promised_at=2 * DAY, shipped_at=3 * DAY)
    story.visit(DAY).line(Offer.BACKORDER, promised_at=2 * DAY, cancelled_at=3 * DAY)
    story.visit(DAY).line(Offer.BACKORDER, promised_at=2 * DAY)
    for cause in LostCause:
        if cause != LostCause.SOLD:
            story.visit(DAY).lost(cause)
    assert profile(story.log()).fates == {
        "shipped_on_time": 2,
        "shipped_late": 1,
        "cancelled": 1,
        "open": 1,
        "lost_refused": 1,
        "lost_not_released": 1,
        "lost_sold_out": 1,
        "lost_ended": 1,
        "lost_price": 1,
        "lost_wait": 1,
        "lost_interest": 1,
        "lost_prepayment": 1,
        "lost_shipping": 1,
        "lost_limit": 1,
        "lost_waiting_list": 1,
    }


def test_a_swapped_line_has_the_fate_of_its_substitute(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY, cancelled_at=6 * DAY,
              cancelled=CancelCause.SWAPPED)
        .line(origin=LineOrigin.SWAP, allocated_at=6 * DAY, shipped_at=6 * DAY)
        .log()
    )  # fmt: skip
    shape = profile(log)
    assert {fate: n for fate, n in shape.fates.items() if n} == {"shipped_on_time": 1}
    assert dict(zip(WAIT_EDGES, shape.quoted_waits, strict=True))[7] == 1
    assert dict(zip(WAIT_EDGES, shape.actual_waits, strict=True))[3] == 1
    assert (sum(shape.quoted_waits), sum(shape.actual_waits)) == (1, 1)
    assert shape.backorders[:8] == [0, 1, 1, 1, 1, 1, 0, 0]


def test_an_advance_order_waits_from_its_date(diary: type[Diary]) -> None:
    story = diary(horizon=40 * DAY)
    story.visit(0, ahead=20 * DAY).line(Offer.ADVANCE, promised_at=20 * DAY, shipped_at=22 * DAY)
    story.visit(0, ahead=20 * DAY).line(Offer.ADVANCE, promised_at=20 * DAY, shipped_at=18 * DAY)
    shape = profile(story.log())
    assert dict(zip(WAIT_EDGES, shape.quoted_waits, strict=True))[0] == 2
    actual = dict(zip(WAIT_EDGES, shape.actual_waits, strict=True))
    assert {edge: n for edge, n in actual.items() if n} == {0: 1, 1: 1}
    assert [day for day, owed in zip(shape.days, shape.backorders, strict=True) if owed] == [20, 21]
    assert set(shape.preorders) == {0}


@pytest.mark.parametrize("days", [1, 399, 400, 401, 800, 801, 3650])
def test_long_series_are_thinned_and_keep_the_last_day(days: int) -> None:
    chosen = sampled_days(days).tolist()
    assert chosen[-1] == days - 1
    assert len(chosen) == (days if days <= 400 else len(range(0, days, -(-days // 400))))
    assert len(chosen) <= 400
    assert len({b - a for a, b in pairwise(chosen)}) <= 1


def test_a_long_log_is_thinned_in_every_series(diary: type[Diary]) -> None:
    shape = profile(diary(horizon=900 * DAY).log())
    assert {len(shape.days), len(shape.cash), len(shape.on_hand)} == {300}
    assert {len(shape.backorders), len(shape.preorders)} == {300}


def test_a_profile_is_plain_data(diary: type[Diary]) -> None:
    pin = ProductFacts("pin", 100, 40, 9, 0, 0.2, 0)
    shape = profile(diary(pin, fee=1).visit(DAY).line().log())
    assert json.loads(json.dumps(shape._asdict())) == shape._asdict()


def test_one_reading_serves_both(diary: type[Diary]) -> None:
    log = diary().visit(DAY).line().log()
    reading = Reading(log)
    assert profile(reading) == profile(log)
    assert evaluate(reading) == evaluate(log)
