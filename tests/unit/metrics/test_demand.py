"""All who wanted to buy: small logs, each value counted by hand."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

import pytest

from backsim.metrics import KPIS, evaluate
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer
from backsim.records.log import ProductFacts, SatisfactionCurve
from backsim.units import DAY

if TYPE_CHECKING:
    from backsim.testing import Diary

CUP = ProductFacts("cup", 1000, 400, 9, 0, 0.0, 0)
PLAIN = SatisfactionCurve(
    base=4.0, wait_slope=0.0, late_drop=2.0, late_middle=0.5, late_scale=1e-3, cancelled=1.5
)
"""4 stars for what comes in time, 2 for what is late, 1.5 for an order withdrawn."""


@pytest.mark.parametrize("kpi", ["demand_on_time", "demand_served", "experience", "demand_won"])
def test_nobody_wanted_anything_is_no_number(diary: type[Diary], kpi: str) -> None:
    assert evaluate(diary().log())[kpi] is None
    assert evaluate(diary().visit(0).line(wanted=0).log())[kpi] is None


def test_the_refused_count(diary: type[Diary]) -> None:
    story = diary(curve=PLAIN).visit(0).line().visit(DAY).lost(LostCause.REFUSED)
    values = evaluate(story.log())
    assert values["satisfaction"] == 4.0
    assert values["demand_on_time"] == values["demand_served"] == 0.5
    assert values["experience"] == (4.0 + 2.5) / 2
    assert (values["turned_away"], values["walked_away"]) == (0.5, 0.0)


@pytest.mark.parametrize(
    ("cause", "stated"),
    [
        (LostCause.REFUSED, 2.5),
        (LostCause.NOT_RELEASED, 2.5),
        (LostCause.WAITING_LIST, 2.5),
        (LostCause.SOLD_OUT, 2.25),
        (LostCause.ENDED, 2.25),
        (LostCause.PRICE, 3.0),
        (LostCause.WAIT, 3.0),
        (LostCause.PREPAYMENT, 3.0),
        (LostCause.INTEREST, 3.0),
    ],
)
def test_who_does_not_buy_has_a_stated_score(
    diary: type[Diary], cause: LostCause, stated: float
) -> None:
    curve = PLAIN._replace(nothing_to_buy=2.25)
    assert evaluate(diary(curve=curve).visit(0).lost(cause).log())["experience"] == stated


def of_lost_sales() -> list[str]:
    """One KPI per cause."""
    mine = [name for name, kpi in KPIS.items() if kpi.info.unit == "share"]
    return [name for name in mine if name.startswith("lost_") and name != "lost_sales_rate"]


def test_each_cause_has_a_stated_score_and_a_kpi() -> None:
    causes = [cause for cause in LostCause if cause != LostCause.SOLD]
    assert {cause.scored for cause in causes} <= set(SatisfactionCurve._fields)
    assert len(of_lost_sales()) == len(causes)


def test_late_and_withdrawn_are_not_on_time(diary: type[Diary]) -> None:
    story = diary(curve=PLAIN, quoted_transit=3 * DAY)
    # Due on day 8: there on day 8, there on day 9, never there.
    story.visit(0, transit=3 * DAY).line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=5 * DAY)
    story.visit(0, transit=4 * DAY).line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=5 * DAY)
    story.visit(0).line(Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=6 * DAY)
    values = evaluate(story.log())
    assert (values["demand_on_time"], values["demand_served"]) == (1 / 3, 2 / 3)
    assert values["experience"] == pytest.approx((4 + 2 + 1.5) / 3)


def test_an_undated_line_is_late_by_the_date_its_customer_believes_in(diary: type[Diary]) -> None:
    story = diary(curve=PLAIN, quoted_transit=3 * DAY).visit(0, transit=3 * DAY)
    story.line(Offer.BACKORDER, promised_at=2**62, went_by=4 * DAY, shipped_at=6 * DAY)
    values = evaluate(story.log())
    assert (values["demand_on_time"], values["experience"]) == (0.0, 2.0)


def test_who_was_brought_or_would_not_have_bought_is_not_judged(diary: type[Diary]) -> None:
    story = diary(curve=PLAIN).visit(0).lost(LostCause.REFUSED)
    story.visit(0, brought=True).line()
    story.visit(0).line(wanted=0)
    values = evaluate(story.log())
    assert (values["demand_on_time"], values["experience"]) == (0.0, 2.5)
    # One was won that nobody would have had at the reference price, for the one that was wanted.
    assert values["demand_won"] == 1.0
    assert values["visits_brought"] == 1.0


def test_the_window_and_the_cool_down_cut_both_ends(diary: type[Diary]) -> None:
    story = diary(curve=PLAIN, horizon=30 * DAY, warm_up=10 * DAY, cool_down=10 * DAY)
    for day in (9, 20, 29):
        story.visit(day * DAY).lost(LostCause.REFUSED)
    story.visit(10 * DAY).line()
    story.visit(20 * DAY - 1).lost(LostCause.PRICE)
    assert evaluate(story.log())["experience"] == (4.0 + 3.0) / 2


def test_a_line_in_parts_came_whole_or_not_at_all(diary: type[Diary]) -> None:
    def of(**second: Any) -> dict[str, float | None]:
        story = diary(CUP, curve=PLAIN).visit(0).line(quantity=2)
        story.line(
            Offer.BACKORDER, origin=LineOrigin.REMAINDER, quantity=1, promised_at=5 * DAY, **second
        )
        return evaluate(story.log())

    here = of(shipped_at=5 * DAY)
    assert (here["demand_served"], here["demand_on_time"], here["experience"]) == (1.0, 1.0, 4.0)
    late = of(shipped_at=9 * DAY)
    assert (late["demand_served"], late["demand_on_time"], late["experience"]) == (1.0, 0.0, 3.0)
    gone = of(cancelled_at=9 * DAY)
    assert (gone["demand_served"], gone["demand_on_time"], gone["experience"]) == (0.0, 0.0, 2.75)


def test_a_substitute_serves_who_waited_for_something_else(diary: type[Diary]) -> None:
    jug = CUP._replace(name="jug")
    story = diary(CUP, jug, curve=PLAIN).visit(0)
    story.line(
        Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=2 * DAY, cancelled=CancelCause.SWAPPED
    )
    story.line(product=1, asked_for=0, origin=LineOrigin.SWAP, promised_at=2 * DAY,
               allocated_at=2 * DAY, shipped_at=2 * DAY)  # fmt: skip
    values = evaluate(story.log())
    assert (values["demand_served"], values["demand_on_time"], values["experience"]) == (1, 1, 4)
    assert values["lost_sales_rate"] == 0.0


def test_what_waits_at_the_end_is_taken_to_come_then_or_when_it_is_due(diary: type[Diary]) -> None:
    curve = PLAIN._replace(wait_slope=1.0)
    story = diary(curve=curve, horizon=20 * DAY, quoted_transit=0)
    story.visit(0).line(Offer.BACKORDER, promised_at=40 * DAY)
    values = evaluate(story.log())
    assert (values["demand_served"], values["demand_ahead"]) == (0.0, 1.0)
    assert values["experience"] == pytest.approx(4 - log(41 / 10), abs=1e-5)
    story.visit(0).line(Offer.BACKORDER, promised_at=10 * DAY)
    values = evaluate(story.log())
    assert values["demand_ahead"] == 0.5
    # The second is late already: 2 stars off, and 20 days of wait.
    both = 4 - log(41 / 10) + 4 - 2 - log(20 / 10)
    assert values["experience"] == pytest.approx(both / 2, abs=1e-5)


def test_a_visit_counts_once_however_much_it_wants(diary: type[Diary]) -> None:
    jug = CUP._replace(name="jug")
    story = diary(CUP, jug, curve=PLAIN).visit(0).line().lost(LostCause.SOLD_OUT, product=1)
    story.visit(0).line()
    values = evaluate(story.log())
    assert values["experience"] == ((4 + 2.5) / 2 + 4) / 2
    assert values["nothing_to_buy"] == 0.25
    assert values["demand_served"] == 2 / 3


def test_the_causes_sum_to_the_lost_sales(diary: type[Diary]) -> None:
    story = diary().visit(0).line()
    for cause in LostCause:
        if cause != LostCause.SOLD:
            story.visit(0).lost(cause)
    values = evaluate(story.log())
    lost, lines = len(LostCause) - 1, len(LostCause)
    assert [values[name] for name in of_lost_sales()] == [1 / lines] * lost
    assert values["lost_sales_rate"] == lost / lines


def test_what_a_stated_score_weighs_is_what_moves_with_it(diary: type[Diary]) -> None:
    jug = CUP._replace(name="jug")
    story = diary(CUP, jug, curve=PLAIN).visit(0).line().lost(LostCause.REFUSED, product=1)
    story.visit(0).lost(LostCause.WAIT)
    dearer = diary(CUP, jug, curve=PLAIN._replace(turned_away=3.5, walked_away=2.0))
    dearer.visit(0).line().lost(LostCause.REFUSED, product=1).visit(0).lost(LostCause.WAIT)
    one, other = evaluate(story.log()), evaluate(dearer.log())
    weights = one["turned_away"], one["walked_away"]
    assert weights == (0.25, 0.5)
    assert (other["experience"] or 0) - (one["experience"] or 0) == pytest.approx(
        0.25 * 1.0 - 0.5 * 1.0
    )


def test_told_in_time(diary: type[Diary]) -> None:
    story = diary()
    late: dict[str, Any] = {"promised_at": 5 * DAY, "shipped_at": 9 * DAY}
    story.visit(0).line(Offer.BACKORDER, restated=(4 * DAY, 9 * DAY), **late)
    story.visit(0).line(Offer.BACKORDER, restated=(6 * DAY, 9 * DAY), **late)
    story.visit(0).line(Offer.BACKORDER, **late)
    story.visit(0).line(Offer.BACKORDER, promised_at=5 * DAY, cancelled_at=7 * DAY)
    story.visit(0).line(Offer.BACKORDER, promised_at=5 * DAY, shipped_at=5 * DAY)
    values = evaluate(story.log())
    assert values["told_in_time"] == 1 / 4
    assert values["late_backorder_rate"] == 4 / 5


def test_orders_cancelled_whole_and_lines_dropped(diary: type[Diary]) -> None:
    jug = CUP._replace(name="jug")
    gone: dict[str, Any] = {"promised_at": 5 * DAY, "cancelled_at": 7 * DAY}
    story = diary(CUP, jug).visit(0).line().line(Offer.BACKORDER, product=1, **gone)
    story.visit(0).line(Offer.BACKORDER, **gone).visit(0).line().visit(0).line()
    values = evaluate(story.log())
    assert values["cancelled_whole_rate"] == values["lines_dropped_rate"] == 1 / 4
    assert values["cancellation_rate"] == 2 / 4


def test_the_first_parcel_and_the_last(diary: type[Diary]) -> None:
    jug = CUP._replace(name="jug")
    story = diary(CUP, jug).visit(0, transit=2 * DAY).line()
    story.line(Offer.BACKORDER, product=1, promised_at=5 * DAY, shipped_at=6 * DAY)
    values = evaluate(story.log())
    assert (values["mean_first_delivery"], values["mean_delivery_time"]) == (2.0, 8.0)


def test_an_advance_order_may_be_sent_as_agreed_and_not_as_wished(diary: type[Diary]) -> None:
    story = diary()
    for promised, sent in ((9, 9), (12, 12)):
        story.visit(0, ahead=9 * DAY).line(
            Offer.ADVANCE, promised_at=promised * DAY, shipped_at=sent * DAY
        )
    values = evaluate(story.log())
    assert (values["fulfillment_rate"], values["advance_on_time"]) == (1.0, 0.5)
