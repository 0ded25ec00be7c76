"""Service KPIs on small logs, each value counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backsim.metrics import evaluate
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer
from backsim.records.log import ProductFacts
from backsim.units import DAY, FOREVER, HOUR

if TYPE_CHECKING:
    from backsim.testing import Diary

SERVICE = (
    "backorder_rate",
    "fulfillment_rate",
    "on_time_in_full",
    "fill_rate",
    "lost_sales_rate",
    "conversion",
    "preorder_share",
    "cancellation_rate",
    "refund_rate",
    "open_rate",
    "mean_backorder_wait",
    "p90_backorder_wait",
    "mean_delivery_time",
    "chargebacks",
    "substitution_rate",
    "restated_rate",
)


@pytest.mark.parametrize("kpi", SERVICE)
def test_nothing_happened_means_no_value(diary: type[Diary], kpi: str) -> None:
    assert evaluate(diary().log())[kpi] is None


@pytest.mark.parametrize("kpi", SERVICE)
def test_what_happened_before_the_window_does_not_count(diary: type[Diary], kpi: str) -> None:
    before = diary(warm_up=50 * DAY).visit(DAY).line()
    before.visit(DAY).line(Offer.BACKORDER, promised_at=2 * DAY, shipped_at=2 * DAY)
    before.visit(DAY).line(Offer.BACKORDER, prepaid=9, promised_at=2 * DAY, cancelled_at=3 * DAY)
    assert evaluate(before.log())[kpi] is None


def test_backorder_rate_leaves_preorders_aside(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line()
        .visit(DAY)
        .line()
        .line(Offer.BACKORDER, promised_at=9 * DAY)  # one line waits: the order is backordered
        .visit(DAY)
        .line(Offer.PREORDER, promised_at=9 * DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY)  # in a pre-order: aside
        .visit(DAY)
        .lost(LostCause.REFUSED)  # not accepted
        .visit(DAY)
        .line()
        .lost(LostCause.REFUSED)  # accepted, and what was accepted came from stock
        .log()
    )
    assert evaluate(log)["backorder_rate"] == 1 / 3


def test_backorder_rate_of_preorders_alone_has_no_value(diary: type[Diary]) -> None:
    log = diary().visit(DAY).line(Offer.PREORDER, promised_at=9 * DAY).log()
    assert evaluate(log)["backorder_rate"] is None


def test_fulfillment_goes_by_the_promised_calendar_day(diary: type[Diary]) -> None:
    morning, evening = 8 * DAY + 9 * HOUR, 8 * DAY + 21 * HOUR
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=morning, shipped_at=evening)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=evening, shipped_at=9 * DAY)
        .log()
    )
    assert evaluate(log)["fulfillment_rate"] == 1 / 2


def test_every_line_must_be_sent_in_time(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=5 * DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY, shipped_at=12 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=7 * DAY)  # its own parcel is late
        .line(Offer.BACKORDER, promised_at=9 * DAY, shipped_at=9 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=5 * DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY)  # still open
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=7 * DAY)  # not fulfilled
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=4 * DAY)
        .log()
    )
    assert evaluate(log)["fulfillment_rate"] == 1 / 5


def test_lines_in_one_parcel_go_by_the_latest_promise(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(shipped_at=9 * DAY)  # in stock, and waits for the rest of its order
        .line(Offer.BACKORDER, promised_at=9 * DAY, shipped_at=9 * DAY)
        .log()
    )
    assert evaluate(log)["fulfillment_rate"] == 1.0


def test_fulfillment_counts_the_promises_that_fall_in_the_window(diary: type[Diary]) -> None:
    log = (
        diary(warm_up=10 * DAY, horizon=20 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY)  # before it
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=10 * DAY, shipped_at=8 * DAY)  # inside, kept early
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=19 * DAY)  # inside, not kept
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=20 * DAY)  # after it
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=FOREVER, went_by=20 * DAY)  # awaited after it
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=FOREVER, went_by=19 * DAY, shipped_at=19 * DAY)
        .visit(DAY)
        .lost(LostCause.WAIT, Offer.BACKORDER)
        .log()
    )
    assert evaluate(log)["fulfillment_rate"] == 2 / 3


def test_on_time_in_full_adds_the_quoted_transit(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(DAY, transit=2 * DAY)
        .line()
        .visit(DAY, transit=3 * DAY + 5 * HOUR)  # on the promised day, if not at the hour
        .line()
        .visit(DAY, transit=4 * DAY)
        .line()
        .visit(DAY, transit=DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=7 * DAY)  # late, then fast
        .visit(DAY, transit=DAY)
        .line()
        .line(Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=6 * DAY)  # not in full
        .log()
    )
    assert evaluate(log)["on_time_in_full"] == 3 / 5


def test_on_time_in_full_counts_the_deliveries_promised_for_the_window(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY, horizon=20 * DAY)
        .visit(16 * DAY)
        .line()  # promised for day 19
        .visit(17 * DAY)
        .line()  # promised for day 20: after the horizon
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=FOREVER, went_by=DAY, shipped_at=5 * DAY)
        .log()
    )
    assert evaluate(log)["on_time_in_full"] == 1 / 2


def test_fill_rate_counts_pieces_and_sales_lost_for_want_of_stock(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(quantity=4)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=2, promised_at=9 * DAY)
        .visit(DAY)
        .lost(LostCause.REFUSED, quantity=3)
        .visit(DAY)
        .lost(LostCause.SOLD_OUT)
        .visit(DAY)
        .lost(LostCause.WAIT, Offer.BACKORDER)
        .visit(DAY)
        .lost(LostCause.PREPAYMENT, Offer.BACKORDER)
        .log()
    )
    assert evaluate(log)["fill_rate"] == 4 / (4 + 2 + 3 + 1 + 1 + 1)


def test_fill_rate_leaves_aside_what_stock_could_not_have_changed(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line()
        .visit(DAY)
        .lost(LostCause.PRICE, Offer.STOCK)
        .visit(DAY)
        .lost(LostCause.PRICE, Offer.BACKORDER)
        .visit(DAY)
        .line(Offer.PREORDER, promised_at=9 * DAY)
        .visit(DAY)
        .lost(LostCause.WAIT, Offer.PREORDER)
        .visit(DAY)
        .lost(LostCause.NOT_RELEASED)
        .visit(DAY)
        .lost(LostCause.ENDED)
        .log()
    )
    assert evaluate(log)["fill_rate"] == 1.0


def test_an_edition_sold_out_before_its_release_is_no_empty_shelf(diary: type[Diary]) -> None:
    later = ProductFacts("later", 1000, 400, 5, 5 * DAY, 0.0, 0)
    story = diary(later).visit(4 * DAY).lost(LostCause.SOLD_OUT)
    assert evaluate(story.log())["fill_rate"] is None
    story.visit(5 * DAY).lost(LostCause.SOLD_OUT)
    assert evaluate(story.log())["fill_rate"] == 0.0


def test_lost_sales_count_lines_and_conversion_counts_visits(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line()
        .lost(LostCause.REFUSED)
        .visit(DAY)
        .lost(LostCause.PRICE, Offer.STOCK)
        .visit(DAY)
        .line()
        .log()
    )
    kpis = evaluate(log)
    assert kpis["lost_sales_rate"] == 2 / 4
    assert kpis["conversion"] == 2 / 3


def test_shares_of_accepted_orders(diary: type[Diary]) -> None:
    log = (
        diary(refund_after=200 * DAY)
        .visit(DAY)
        .line()
        .visit(DAY)
        .line(Offer.PREORDER, promised_at=9 * DAY)  # a pre-order, open at the end
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY, cancelled_at=10 * DAY)  # nothing to pay back
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=5, promised_at=9 * DAY, cancelled_at=10 * DAY)  # paid later
        .visit(DAY)
        .lost(LostCause.PRICE)
        .log()
    )
    kpis = evaluate(log)
    assert kpis["preorder_share"] == 1 / 4
    assert kpis["cancellation_rate"] == 2 / 4
    assert kpis["refund_rate"] == 1 / 4
    assert kpis["open_rate"] == 1 / 4


RING = ProductFacts("ring", 1000, 400, 5, 0, 0.0, 0)
BAND = ProductFacts("band", 900, 300, 5, 0, 0.0, 0)


def test_advance_orders_are_kept_apart_from_backorders(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line()
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY, shipped_at=9 * DAY)
        .visit(DAY)
        .line(Offer.ADVANCE, promised_at=30 * DAY, shipped_at=33 * DAY)
        .log()
    )
    kpis = evaluate(log)
    assert kpis["backorder_rate"] == 1 / 2
    assert kpis["fill_rate"] == 1 / 2
    assert kpis["mean_backorder_wait"] == 8.0
    assert kpis["preorder_share"] == 0.0
    assert kpis["mean_backorders"] == (8 + 3) / 100  # past its promise it is one


def test_an_order_of_which_a_part_must_wait_is_a_backorder(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(quantity=2)
        .line(Offer.BACKORDER, origin=LineOrigin.REMAINDER, promised_at=9 * DAY, shipped_at=9 * DAY)
        .visit(DAY)
        .line()
        .log()
    )
    kpis = evaluate(log)
    assert kpis["backorder_rate"] == 1 / 2
    assert kpis["fill_rate"] == 3 / 4
    assert kpis["orders"] == 2.0
    assert kpis["units_sold"] == 4.0


def swapped(diary: type[Diary], *, promised_at: int, swapped_at: int) -> Diary:
    """Somebody waits for two rings, and takes two bands instead."""
    return (
        diary(RING, BAND)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=2, prepaid=300, promised_at=promised_at,
              restated=(2 * DAY, 50 * DAY), cancelled_at=swapped_at, cancelled=CancelCause.SWAPPED)
        .line(product=1, asked_for=0, origin=LineOrigin.SWAP, quantity=2, promised_at=swapped_at,
              allocated_at=swapped_at, shipped_at=swapped_at)
    )  # fmt: skip


def test_a_swapped_line_is_one_line_with_its_substitute(diary: type[Diary]) -> None:
    kpis = evaluate(swapped(diary, promised_at=9 * DAY, swapped_at=6 * DAY).log())
    assert kpis["orders"] == 1.0
    assert kpis["units_sold"] == 2.0
    assert kpis["average_order_value"] == 18.00
    assert kpis["substitution_rate"] == 1.0
    assert kpis["cancellation_rate"] == 0.0
    assert kpis["refund_rate"] == 1.0  # the deposit went back
    assert kpis["restated_rate"] == 1.0
    assert kpis["backorder_rate"] == 1.0
    assert kpis["fill_rate"] == 0.0
    assert kpis["mean_backorder_wait"] == 5.0
    assert kpis["mean_backorders"] == 2 * 5 / 100
    assert kpis["fulfillment_rate"] == 1.0
    assert kpis["open_rate"] == 0.0


def test_a_substitute_keeps_the_promise_of_what_it_replaces(diary: type[Diary]) -> None:
    late = evaluate(swapped(diary, promised_at=9 * DAY, swapped_at=12 * DAY).log())
    assert late["fulfillment_rate"] == 0.0
    assert late["on_time_in_full"] == 0.0


def test_an_order_that_swaps_twice(diary: type[Diary]) -> None:
    story = swapped(diary, promised_at=9 * DAY, swapped_at=12 * DAY)
    story.line(Offer.BACKORDER, promised_at=20 * DAY, cancelled_at=11 * DAY,
               cancelled=CancelCause.SWAPPED)  # fmt: skip
    story.line(product=1, asked_for=0, origin=LineOrigin.SWAP, promised_at=11 * DAY,
               allocated_at=11 * DAY, shipped_at=11 * DAY)  # fmt: skip
    kpis = evaluate(story.log())
    # Two rings promised for day 9 came as bands on day 12, one promised for day 20 on day 11.
    assert kpis["mean_backorder_wait"] == (11 + 10) / 2
    assert kpis["substitution_rate"] == 1.0
    assert kpis["fulfillment_rate"] == 0.0


def test_a_substitute_taken_at_once_is_sold_but_does_not_fill(diary: type[Diary]) -> None:
    log = (
        diary(RING, BAND)
        .visit(DAY)
        .line(product=1, asked_for=0, quantity=2)
        .visit(DAY)
        .line(product=1)
        .purchase(0, 5 * DAY, 1)
        .purchase(0, 6 * DAY, 1, product=1)
        .log()
    )
    kpis = evaluate(log)
    assert kpis["substitution_rate"] == 1 / 2
    assert kpis["backorder_rate"] == 0.0
    assert kpis["lost_sales_rate"] == 0.0
    assert kpis["fill_rate"] == 1 / 3
    assert kpis["cycle_service_level"] == 1 / 2  # the ring's shelf failed, not the band's


def test_a_waiting_list_is_a_lost_sale_until_it_calls(diary: type[Diary]) -> None:
    later = ProductFacts("later", 1000, 400, 5, 20 * DAY, 0.0, 0)
    log = (
        diary(later)
        .visit(DAY)
        .lost(LostCause.WAITING_LIST)
        .visit(2 * DAY)  # called on release day, and sold from stock
        .line(promised_at=20 * DAY, allocated_at=20 * DAY, shipped_at=20 * DAY)
        .log()
    )
    kpis = evaluate(log)
    assert kpis["lost_sales_rate"] == 1 / 2
    assert kpis["backorder_rate"] == 0.0
    assert kpis["fill_rate"] is None  # asked for before the release
    assert kpis["ready_rate"] == 1.0


def test_chargebacks_are_a_share_of_orders(diary: type[Diary]) -> None:
    disputed = CancelCause.DISPUTED
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, cancelled_at=9 * DAY, cancelled=disputed)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, cancelled_at=9 * DAY)
        .visit(DAY)
        .line()
        .visit(DAY)
        .line()
        .log()
    )
    kpis = evaluate(log)
    assert kpis["chargebacks"] == 1 / 4
    assert kpis["refund_rate"] == 1 / 4
    assert kpis["cancellation_rate"] == 2 / 4
