"""Orders and satisfaction on small logs, each value counted by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from backsim.metrics import evaluate
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer
from backsim.records.log import SatisfactionCurve
from backsim.units import DAY, FOREVER

if TYPE_CHECKING:
    from backsim.testing import Diary


def stars(wait: float, late: int) -> float:
    """The published mean function, written out again."""
    return 4.275 - 0.196 * math.log(wait / 10) - 2.203 / (1 + math.exp(-(late - 2.404) / 1.062))


def test_orders_and_what_is_in_them(diary: type[Diary]) -> None:
    log = (
        diary(warm_up=10 * DAY)
        .visit(9 * DAY)
        .line(quantity=7)
        .visit(10 * DAY)
        .line(quantity=2, value=1500)
        .line(Offer.BACKORDER, promised_at=12 * DAY, cancelled_at=13 * DAY)
        .lost(LostCause.PRICE, quantity=9)
        .visit(11 * DAY)
        .line()
        .visit(11 * DAY)
        .lost(LostCause.PRICE)
        .log()
    )
    kpis = evaluate(log)
    assert kpis["orders"] == 2.0
    assert kpis["units_sold"] == 4.0
    assert kpis["average_order_value"] == (15.00 + 10.00 + 10.00) / 2


def test_no_orders(diary: type[Diary]) -> None:
    kpis = evaluate(diary().log())
    assert kpis["orders"] == 0.0
    assert kpis["units_sold"] == 0.0
    assert kpis["average_order_value"] is None
    assert kpis["satisfaction"] is None


def test_satisfaction_of_one_order_by_wait_and_lateness(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(DAY, transit=4 * DAY)
        .line(Offer.BACKORDER, promised_at=10 * DAY, shipped_at=12 * DAY)
        .log()
    )
    # Arrives on day 16, promised for day 13, ordered on day 1.
    assert evaluate(log)["satisfaction"] == pytest.approx(stars(wait=15, late=3), abs=1e-6)


def test_lateness_counts_calendar_days(diary: type[Diary]) -> None:
    noon = DAY // 2
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(noon, transit=3 * DAY + noon + 1)  # promised for day 3, arrives early on day 4
        .line()
        .log()
    )
    wait = 3.5 + 1 / DAY
    assert evaluate(log)["satisfaction"] == pytest.approx(stars(wait, late=1), abs=1e-6)


def test_the_last_parcel_is_the_delivery(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(0, transit=3 * DAY)
        .line()
        .line(Offer.BACKORDER, promised_at=10 * DAY, shipped_at=10 * DAY)
        .log()
    )
    assert evaluate(log)["satisfaction"] == pytest.approx(stars(wait=13, late=0), abs=1e-6)


def test_without_a_promise_late_is_what_comes_after_the_date_that_was_believed_in(
    diary: type[Diary],
) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(0, transit=3 * DAY)
        .line(Offer.BACKORDER, promised_at=FOREVER, went_by=35 * DAY, shipped_at=40 * DAY)
        .log()
    )
    assert evaluate(log)["satisfaction"] == pytest.approx(stars(wait=43, late=5), abs=1e-6)


def test_in_a_window_late_is_what_comes_after_the_date_that_was_heard(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(0, transit=3 * DAY)
        .line(Offer.BACKORDER, promised_at=41 * DAY, went_by=39 * DAY, shipped_at=40 * DAY)
        .log()
    )
    assert evaluate(log)["satisfaction"] == pytest.approx(stars(wait=43, late=1), abs=1e-6)


def test_a_cancelled_order_scores_as_cancelled(diary: type[Diary]) -> None:
    log = diary().visit(0).line(Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=9 * DAY).log()
    assert evaluate(log)["satisfaction"] == pytest.approx(1.83)


def test_an_order_cancelled_in_part_scores_the_mean_of_its_lines(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(0, transit=3 * DAY)
        .line()
        .line()
        .line(Offer.BACKORDER, promised_at=50 * DAY, cancelled_at=60 * DAY)
        .log()
    )
    # The withdrawn line's promise does not excuse the others, which were on time by their own.
    expected = (2 * stars(wait=3, late=0) + 1.83) / 3
    assert evaluate(log)["satisfaction"] == pytest.approx(expected, abs=1e-6)


def test_an_advance_order_is_judged_by_its_date(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(0, transit=4 * DAY, ahead=30 * DAY)
        .line(Offer.ADVANCE, promised_at=30 * DAY, shipped_at=31 * DAY)
        .log()
    )
    # Wanted to leave on day 30, there on day 35 instead of 33.
    assert evaluate(log)["satisfaction"] == pytest.approx(stars(wait=5, late=2), abs=1e-6)


def test_a_restated_promise_is_still_broken(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(0, transit=3 * DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, restated=(4 * DAY, 7 * DAY), shipped_at=7 * DAY)
        .log()
    )
    assert evaluate(log)["satisfaction"] == pytest.approx(stars(wait=10, late=2), abs=1e-6)


def test_a_substitute_taken_later_is_what_was_waited_for(diary: type[Diary]) -> None:
    log = (
        diary(quoted_transit=3 * DAY)
        .visit(0, transit=3 * DAY)
        .line(Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=7 * DAY,
              cancelled=CancelCause.SWAPPED)
        .line(origin=LineOrigin.SWAP, promised_at=7 * DAY, allocated_at=7 * DAY,
              shipped_at=7 * DAY)
        .log()
    )  # fmt: skip
    assert evaluate(log)["satisfaction"] == pytest.approx(stars(wait=10, late=2), abs=1e-6)


def test_the_outcome_decides_the_window(diary: type[Diary]) -> None:
    story = diary(warm_up=10 * DAY, horizon=20 * DAY, quoted_transit=3 * DAY)
    story.visit(6 * DAY, transit=3 * DAY).line()  # arrives before the window
    story.visit(7 * DAY, transit=3 * DAY).line()  # placed before it, arrives on day 10
    story.visit(17 * DAY, transit=3 * DAY).line()  # arrives at the horizon
    story.visit(0).line(Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=9 * DAY)
    story.visit(0).line(Offer.BACKORDER, promised_at=5 * DAY)  # open
    assert evaluate(story.log())["satisfaction"] == pytest.approx(stars(3, 0), abs=1e-6)


def test_a_part_still_open_is_no_outcome(diary: type[Diary]) -> None:
    log = diary().visit(0).line().line(Offer.BACKORDER, promised_at=5 * DAY).log()
    assert evaluate(log)["satisfaction"] is None


def test_the_scenario_may_set_another_curve(diary: type[Diary]) -> None:
    curve = SatisfactionCurve(base=3.0, wait_slope=0.0, late_drop=0.0)
    log = diary(curve=curve).visit(0).line().log()
    assert evaluate(log)["satisfaction"] == 3.0
