"""Delivery KPIs on small logs, each value counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backsim.metrics import evaluate
from backsim.records.codes import Offer
from backsim.units import DAY, FOREVER

if TYPE_CHECKING:
    from backsim.testing import Diary


def test_waits_of_backordered_lines_shipped_in_the_window(diary: type[Diary]) -> None:
    story = diary(warm_up=10 * DAY)
    story.visit(0).line(Offer.BACKORDER, promised_at=9 * DAY, shipped_at=9 * DAY)  # too early
    for wait in (9, 1, 2, 3, 4, 5, 6, 7, 8, 20):
        shipped = (10 + wait) * DAY
        story.visit(10 * DAY).line(Offer.BACKORDER, promised_at=shipped, shipped_at=shipped)
    story.visit(40 * DAY).line()
    story.visit(40 * DAY).line(Offer.PREORDER, promised_at=90 * DAY, shipped_at=90 * DAY)
    story.visit(40 * DAY).line(Offer.BACKORDER, promised_at=90 * DAY)
    kpis = evaluate(story.log())
    assert kpis["mean_backorder_wait"] == 6.5  # (1 + ... + 9 + 20) / 10
    assert kpis["p90_backorder_wait"] == 9.0  # nine of ten waited nine days or less


@pytest.mark.parametrize(("waits", "expected"), [((4,), 4.0), ((4, 6), 6.0), ((1,) * 10, 1.0)])
def test_the_percentile_of_few_waits(
    diary: type[Diary], waits: tuple[int, ...], expected: float
) -> None:
    story = diary()
    for wait in waits:
        story.visit(0).line(Offer.BACKORDER, promised_at=0, shipped_at=wait * DAY)
    assert evaluate(story.log())["p90_backorder_wait"] == expected


def test_delivery_time_ends_with_the_last_parcel(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY, transit=2 * DAY)
        .line()
        .line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=6 * DAY)  # arrives on day 8
        .visit(DAY, transit=4 * DAY)
        .line()
        .visit(98 * DAY, transit=4 * DAY)
        .line()  # on its way at the horizon
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=6 * DAY)
        .log()
    )
    assert evaluate(log)["mean_delivery_time"] == (7 + 4) / 2


def test_an_advance_order_waits_from_the_date_that_was_named(diary: type[Diary]) -> None:
    story = diary(quoted_transit=3 * DAY)
    story.visit(DAY, transit=4 * DAY, ahead=29 * DAY)
    story.line(Offer.ADVANCE, promised_at=30 * DAY, shipped_at=31 * DAY)
    assert evaluate(story.log())["mean_delivery_time"] == 5.0
    story.visit(DAY, transit=2 * DAY, ahead=29 * DAY)
    story.line(Offer.ADVANCE, promised_at=30 * DAY, shipped_at=20 * DAY)  # there too early
    assert evaluate(story.log())["mean_delivery_time"] == (5 + 0) / 2
    story.visit(DAY, transit=2 * DAY)
    story.line(Offer.ADVANCE, promised_at=FOREVER, went_by=DAY, shipped_at=9 * DAY)
    assert evaluate(story.log())["mean_delivery_time"] == (5 + 0 + 10) / 3


def test_a_restated_promise_does_not_make_a_late_order_on_time(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(DAY, transit=DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, restated=(4 * DAY, 9 * DAY), shipped_at=8 * DAY)
        .visit(DAY)
        .line()
        .log()
    )
    kpis = evaluate(log)
    assert kpis["restated_rate"] == 1 / 2
    assert kpis["fulfillment_rate"] == 1 / 2
    assert kpis["on_time_in_full"] == 1 / 2
