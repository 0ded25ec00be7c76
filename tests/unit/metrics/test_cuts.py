"""By product, segment and month: small logs, each value counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backsim.metrics.cuts import evaluate_by, months
from backsim.records.codes import LostCause, Offer
from backsim.records.log import ProductFacts
from backsim.units import DAY

if TYPE_CHECKING:
    from backsim.testing import Diary

CUP = ProductFacts("cup", 1000, 400, 9, 0, 0.0, 0)
JUG = ProductFacts("jug", 3000, 900, 5, 0, 0.0, 0)


def test_by_product_each_has_what_was_asked_for_and_what_was_sold_of_it(
    diary: type[Diary],
) -> None:
    story = diary(CUP, JUG).visit(0).line(quantity=2).lost(LostCause.REFUSED, product=1)
    # Who wanted a jug takes a cup: demand for jugs was served, and a cup was sold.
    story.visit(0).line(product=0, asked_for=1)
    cut = evaluate_by(story.log(), "product")
    assert list(cut) == ["cup", "jug"]
    assert [cut[name]["demand_served"] for name in cut] == [1.0, 0.5]
    assert [cut[name]["lost_refused"] for name in cut] == [0.0, 0.5]
    assert [cut[name]["units_sold"] for name in cut] == [3.0, 0.0]
    assert [cut[name]["revenue"] for name in cut] == [30.0, 0.0]
    # The shelf begins with nine cups and five jugs, and three cups leave at once.
    assert [cut[name]["inventory_value"] for name in cut] == [6 * 4.0, 5 * 9.0]
    assert "fulfillment_rate" not in cut["cup"]  # an order may hold both


def test_a_busy_product_does_not_hide_an_empty_one(diary: type[Diary]) -> None:
    empty = JUG._replace(opening_stock=0)
    story = diary(CUP, empty).visit(0).line()
    story.visit(0).line(Offer.BACKORDER, product=1, promised_at=50 * DAY, shipped_at=50 * DAY)
    cut = evaluate_by(story.log(), "product")
    assert [cut[name]["ready_rate"] for name in cut] == [1.0, 0.0]
    assert [cut[name]["mean_backorders"] for name in cut] == [0.0, 0.5]


def test_by_month_what_falls_into_it(diary: type[Diary]) -> None:
    # 5 January to 14 April.
    story = diary(CUP, horizon=100 * DAY).visit(0).line()
    story.visit(30 * DAY).line(quantity=3).visit(30 * DAY).lost(LostCause.PRICE)
    cut = evaluate_by(story.log(), "month")
    assert list(cut) == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert [values["orders"] for values in cut.values()] == [1.0, 1.0, 0.0, 0.0]
    assert [values["revenue"] for values in cut.values()] == [10.0, 30.0, 0.0, 0.0]
    assert [values["conversion"] for values in cut.values()] == [1.0, 0.5, None, None]
    assert [values["own_money"] for values in cut.values()] == [6.0, 18.0, 0.0, 0.0]


def test_a_month_may_be_cut_off_at_both_ends() -> None:
    assert months("2025-12-30", DAY, 34 * DAY) == [
        ("2025-12", DAY, 2 * DAY),
        ("2026-01", 2 * DAY, 33 * DAY),
        ("2026-02", 33 * DAY, 34 * DAY),
    ]
