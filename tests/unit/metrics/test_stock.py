"""Stock KPIs on small logs, each value counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backsim.metrics import evaluate
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer
from backsim.records.log import ProductFacts
from backsim.units import DAY, FOREVER, HOUR

if TYPE_CHECKING:
    from backsim.testing import Diary

EMPTY = ProductFacts("empty", 1000, 400, 0, 0, 0.0, 0)


def test_mean_backorders_is_an_average_over_time(diary: type[Diary]) -> None:
    log = (
        diary(horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=2, promised_at=2 * DAY, shipped_at=4 * DAY)  # 2 x 3 days
        .visit(5 * DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY, cancelled_at=7 * DAY)  # 1 x 2 days
        .visit(9 * DAY)
        .line(Offer.BACKORDER, promised_at=20 * DAY)  # 1 x 1 day, open at the end
        .visit(9 * DAY)
        .line(quantity=3)  # from stock
        .log()
    )
    assert evaluate(log)["mean_backorders"] == (6 + 2 + 1) / 10


def test_a_preorder_is_a_backorder_once_its_promise_has_passed(diary: type[Diary]) -> None:
    log = (
        diary(horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.PREORDER, promised_at=4 * DAY, shipped_at=6 * DAY)  # late by two days
        .visit(DAY)
        .line(Offer.PREORDER, promised_at=4 * DAY, shipped_at=4 * DAY)  # in time
        .visit(DAY)
        .line(Offer.PREORDER, promised_at=FOREVER, went_by=7 * DAY)  # awaited from then on
        .log()
    )
    assert evaluate(log)["mean_backorders"] == (2 + 3) / 10


def test_mean_backorders_of_a_window(diary: type[Diary]) -> None:
    log = (
        diary(warm_up=5 * DAY, horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=2 * DAY, shipped_at=4 * DAY)  # over before
        .visit(4 * DAY)
        .line(Offer.BACKORDER, promised_at=2 * DAY, shipped_at=7 * DAY)  # two days inside
        .log()
    )
    assert evaluate(log)["mean_backorders"] == 2 / 5


def test_no_waiting_is_zero_backorders(diary: type[Diary]) -> None:
    assert evaluate(diary().log())["mean_backorders"] == 0.0


def test_pieces_that_are_set_aside_are_no_backorder(diary: type[Diary]) -> None:
    log = (
        diary(horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=5, promised_at=9 * DAY, allocated_at=6 * DAY,
              shipped_at=9 * DAY)  # ready on day 6, it waits for the rest of its order
        .sets_aside(DAY, 2)  # what was here
        .sets_aside(4 * DAY, 1)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=4, promised_at=9 * DAY, cancelled_at=3 * DAY)
        .sets_aside(2 * DAY, 3)
        .log()
    )  # fmt: skip
    first = 1 * 3 + 2 * 5  # one piece comes on day 4, the last two on day 6
    second = 3 * 1 + 1 * 2
    assert evaluate(log)["mean_backorders"] == (first + second) / 10


def test_ready_while_more_is_on_hand_than_owed(diary: type[Diary]) -> None:
    log = (
        diary(horizon=10 * DAY)
        .visit(3 * DAY)
        .line(quantity=5)  # the shelf is empty from day 3
        .visit(4 * DAY)
        .line(Offer.BACKORDER, quantity=2, promised_at=6 * DAY, shipped_at=6 * DAY)
        .purchase(3 * DAY, 6 * DAY, 2)  # all of it is owed
        .purchase(3 * DAY, 8 * DAY, 1)  # free from day 8
        .log()
    )
    assert evaluate(log)["ready_rate"] == (3 + 2) / 10


def test_a_cancellation_frees_its_pieces(diary: type[Diary]) -> None:
    log = (
        diary(EMPTY, horizon=10 * DAY)
        .visit(0)
        .line(Offer.BACKORDER, quantity=5, promised_at=5 * DAY, cancelled_at=7 * DAY)
        .purchase(0, 5 * DAY, 3)  # three of five: nothing is free until the order is withdrawn
        .log()
    )
    assert evaluate(log)["ready_rate"] == 3 / 10


def test_ready_rate_is_weighted_by_what_is_asked_for_from_each_release(diary: type[Diary]) -> None:
    always = ProductFacts("always", 1000, 400, 5, 0, 0.0, 0)
    later = ProductFacts("later", 1000, 400, 0, 6 * DAY, 0.0, 0)
    never = ProductFacts("never", 1000, 400, 9, 20 * DAY, 0.0, 0)
    log = (
        diary(always, later, EMPTY, never, horizon=10 * DAY)
        .purchase(0, 5 * DAY, 2, product=1)
        .visit(7 * DAY)
        .line(product=1, quantity=2)
        .visit(8 * DAY)
        .lost(LostCause.PRICE, quantity=4)
        .lost(LostCause.REFUSED, product=2)
        .lost(LostCause.NOT_RELEASED, product=3, quantity=9)
        .log()
    )
    # Always: all ten days; later: one of the four since its release; empty: none; never: not asked.
    assert evaluate(log)["ready_rate"] == pytest.approx((4 * 1 + 2 / 4 + 0) / 7)


def test_a_product_that_nobody_wants_does_not_move_the_ready_rate(diary: type[Diary]) -> None:
    always = ProductFacts("always", 1000, 400, 5, 0, 0.0, 0)

    def rate(*products: ProductFacts) -> float | None:
        return evaluate(diary(*products).visit(DAY).line().log())["ready_rate"]

    assert rate(always) == rate(always, EMPTY, EMPTY) == 1.0


def test_the_time_before_the_first_delivery_counts_as_empty(diary: type[Diary]) -> None:
    story = diary(EMPTY, horizon=10 * DAY).purchase(0, 4 * DAY, 9)
    assert evaluate(story.visit(DAY).lost(LostCause.REFUSED).log())["ready_rate"] == 6 / 10


def test_a_line_that_was_swapped_is_asked_for_once(diary: type[Diary]) -> None:
    always = ProductFacts("always", 1000, 400, 5, 0, 0.0, 0)
    log = (
        diary(EMPTY, always, horizon=10 * DAY)
        .visit(0)
        .line(Offer.BACKORDER, promised_at=9 * DAY, cancelled_at=6 * DAY,
              cancelled=CancelCause.SWAPPED)
        .line(product=1, asked_for=0, origin=LineOrigin.SWAP, promised_at=6 * DAY,
              allocated_at=6 * DAY, shipped_at=6 * DAY)
        .line(product=1)
        .log()
    )  # fmt: skip
    assert evaluate(log)["ready_rate"] == (0 + 1) / 2


def test_ready_rate_of_a_window(diary: type[Diary]) -> None:
    log = diary(warm_up=5 * DAY, horizon=10 * DAY).visit(7 * DAY).line(quantity=5).log()
    assert evaluate(log)["ready_rate"] == 2 / 5


def test_ready_rate_needs_a_product_on_sale(diary: type[Diary]) -> None:
    never = ProductFacts("never", 1000, 400, 9, 200 * DAY, 0.0, 0)
    assert evaluate(diary(never).log())["ready_rate"] is None


def test_a_cycle_is_good_if_no_demand_met_an_empty_shelf(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(quantity=5)
        .purchase(0, 10 * DAY, 1)  # first cycle: met from stock
        .visit(10 * DAY)
        .line(Offer.BACKORDER, promised_at=20 * DAY)  # at the instant of a receipt: second cycle
        .purchase(0, 20 * DAY, 1)
        .purchase(0, 30 * DAY, 1)  # third: no demand at all
        .visit(31 * DAY)
        .lost(LostCause.REFUSED)
        .purchase(0, 40 * DAY, 1)  # fourth: a lost sale
        .visit(41 * DAY)
        .lost(LostCause.REFUSED)  # a cycle that does not end
        .log()
    )
    assert evaluate(log)["cycle_service_level"] == 2 / 4


@pytest.mark.parametrize(
    ("missed_at", "level"),
    # A second before the receipt the first cycle fails; at its instant the goods are there, so what
    # is missed then fails the second, which also has a lost sale.
    [(10 * DAY - 1, 0 / 2), (10 * DAY, 1 / 2)],
)
def test_a_miss_at_the_instant_of_a_receipt_is_in_the_next_cycle(
    diary: type[Diary], missed_at: int, level: float
) -> None:
    log = (
        diary(EMPTY)
        .visit(missed_at)
        .lost(LostCause.REFUSED)
        .purchase(0, 10 * DAY, 1)
        .visit(15 * DAY)
        .lost(LostCause.REFUSED)
        .purchase(0, 20 * DAY, 1)
        .log()
    )
    assert evaluate(log)["cycle_service_level"] == level


def test_each_product_has_its_own_cycles(diary: type[Diary]) -> None:
    first = ProductFacts("first", 1000, 400, 5, 0, 0.0, 0)
    log = (
        diary(first, EMPTY)
        .visit(DAY)
        .lost(LostCause.REFUSED, product=1)
        .purchase(0, 2 * DAY, 1, product=1)  # bad
        .purchase(0, 3 * DAY, 1)  # good: the miss was another product's
        .visit(50 * DAY)
        .lost(LostCause.REFUSED, product=0)  # after its last receipt, before the other's
        .purchase(0, 60 * DAY, 1, product=1)  # good
        .log()
    )
    assert evaluate(log)["cycle_service_level"] == 2 / 3


def test_cycles_end_in_the_window_and_after_the_release(diary: type[Diary]) -> None:
    later = ProductFacts("later", 1000, 400, 0, 6 * DAY, 0.0, 0)
    log = (
        diary(later, warm_up=10 * DAY)
        .purchase(0, 6 * DAY, 1)  # stock for the release: no cycle of selling
        .visit(7 * DAY)
        .lost(LostCause.REFUSED)
        .purchase(0, 9 * DAY, 1)  # before the window
        .purchase(0, 20 * DAY, 1)
        .purchase(1, 20 * DAY, 1)  # two at one instant end one cycle
        .log()
    )
    assert evaluate(log)["cycle_service_level"] == 1.0


@pytest.mark.parametrize(("received_at", "level"), [(6 * DAY, None), (6 * DAY + 1, 1.0)])
def test_goods_that_come_at_the_instant_of_the_release_end_no_cycle(
    diary: type[Diary], received_at: int, level: float | None
) -> None:
    later = ProductFacts("later", 1000, 400, 0, 6 * DAY, 0.0, 0)
    log = diary(later).purchase(0, received_at, 1).log()
    assert evaluate(log)["cycle_service_level"] == level


def test_no_receipt_means_no_cycle(diary: type[Diary]) -> None:
    assert evaluate(diary().visit(DAY).line().log())["cycle_service_level"] is None


def test_inventory_at_cost_over_time_and_at_the_end(diary: type[Diary]) -> None:
    # 20.00 of stock for 12 hours, 8.00 for the other 12, and then for nine days.
    log = diary(horizon=10 * DAY).visit(12 * HOUR).line(quantity=3).log()
    kpis = evaluate(log)
    average = (20.00 * 0.5 + 8.00 * 9.5) / 10
    assert kpis["inventory_value"] == pytest.approx(average)
    assert kpis["overstock"] == 8.00
    assert kpis["inventory_turns"] == pytest.approx(12.00 * 36.5 / average)


def test_inventory_of_a_window(diary: type[Diary]) -> None:
    log = diary(warm_up=5 * DAY, horizon=10 * DAY).visit(DAY).line(quantity=3).log()
    kpis = evaluate(log)
    assert kpis["inventory_value"] == 8.00
    assert kpis["inventory_turns"] == 0.0  # sold before it


def test_a_shop_without_stock_turns_nothing(diary: type[Diary]) -> None:
    kpis = evaluate(diary(EMPTY).log())
    assert kpis["inventory_turns"] is None
    assert kpis["inventory_value"] == 0.0


def test_a_swap_takes_from_the_substitutes_stock_when_it_happens(diary: type[Diary]) -> None:
    ring = ProductFacts("ring", 1000, 400, 0, 0, 0.0, 0)
    band = ProductFacts("band", 900, 300, 1, 0, 0.0, 0)
    log = (
        diary(ring, band, horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY, cancelled_at=6 * DAY,
              cancelled=CancelCause.SWAPPED)
        .line(product=1, asked_for=0, origin=LineOrigin.SWAP, promised_at=6 * DAY,
              allocated_at=6 * DAY, shipped_at=6 * DAY)
        .purchase(DAY, 5 * DAY, 1)  # owed until the swap on day 6, then free
        .visit(2 * DAY)
        .lost(LostCause.PRICE, product=1)  # one is asked for of each
        .log()
    )  # fmt: skip
    assert evaluate(log)["ready_rate"] == (4 / 10 + 6 / 10) / 2
