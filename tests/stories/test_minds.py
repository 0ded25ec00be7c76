"""Stories of those who wait: they change their minds, are told new dates, or ordered for later."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backsim.records.log import RunLog
from backsim.units import DAY, HOUR, NEVER

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

FIVE = 5 * DAY + 9 * HOUR

SHOP = """
horizon: 14 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    substitutes: {mug: 0%}
    supplier: maker
    replenishment: {policy: base_stock, base_stock_level: 0}
  jug:
    price: 30.00
    unit_cost: 9.00
    supplier: maker
    replenishment: {policy: base_stock, base_stock_level: 0}
  mug: {price: 12.00, unit_cost: 5.00, opening_stock: 3, selling: {backorders: off}}
suppliers:
  maker: {lead_time: 5 days, payment_after: 60 days}
selling: {backorders: open}
payment: {approach: deposit, share: 50%, refund_after: 1 day}
customers: {all: {changes: {after: exponential(mean 90 days), drop: 30%, swap: 40%}}}
shipping:
  carriers:
    post: {transit: 1 day}
"""
SET = """
0 09:00 ann 1 cup 10.00 change_after=2d change={luck}
0 09:00 ann 1 jug 30.00
"""
ORDERED = [
    "day 0 09:00 ann backorders 1 cup for 10.00, promised day 5 09:00",
    "day 0 09:00 ann backorders 1 jug for 30.00, promised day 5 09:00",
    "day 0 09:00 ann pays 20.00 ahead",
    "day 0 09:00 buys 1 cup, due day 5 09:00",
    "day 0 09:00 buys 1 jug, due day 5 09:00",
]


def test_one_line_is_dropped_and_the_other_is_sent(story: Story) -> None:
    assert story(SHOP, SET.format(luck=0.29)) == [
        *ORDERED,
        "day 2 09:00 ann cancels 1 cup: changed",
        "day 3 09:00 ann gets 5.00 back",
        "day 5 09:00 receives 1 cup",
        "day 5 09:00 receives 1 jug",
        "day 5 09:00 ann is sent 1 jug, there day 6 09:00",
        "day 5 09:00 ann pays 15.00",
    ]


@pytest.mark.parametrize("luck", [0.30, 0.69])
def test_a_line_is_swapped_for_what_is_in_stock(story: Story, luck: float) -> None:
    # The mug costs 12.00; what was paid for the cup goes back. The order is sent together, so the
    # mug waits for the jug: one parcel, and one charge of 15.00 + 12.00.
    assert story(SHOP, SET.format(luck=luck)) == [
        *ORDERED,
        "day 2 09:00 ann cancels 1 cup: swapped",
        "day 2 09:00 ann orders 1 mug for 12.00 instead of cup",
        "day 3 09:00 ann gets 5.00 back",
        "day 5 09:00 receives 1 cup",
        "day 5 09:00 receives 1 jug",
        "day 5 09:00 ann is sent 1 jug and 1 mug, there day 6 09:00",
        "day 5 09:00 ann pays 27.00",
    ]


def test_a_swap_that_is_sent_with_the_rest_is_promised_with_the_rest(lived: Lived) -> None:
    # The mug leaves with the jug, on day 5 as promised: it is not late by three days.
    log, _ = lived(SHOP, SET.format(luck=0.30))
    assert log.lines.shipped_at.tolist() == [NEVER, FIVE, FIVE]
    assert log.lines.promised_at.tolist() == [FIVE, FIVE, FIVE]


def test_where_each_line_is_sent_by_itself_a_swap_leaves_at_once(story: Story) -> None:
    scenario = SHOP.replace("shipping:", "shipping:\n  shipments: split")
    assert story(scenario, SET.format(luck=0.30))[5:] == [
        "day 2 09:00 ann cancels 1 cup: swapped",
        "day 2 09:00 ann is sent 1 mug, there day 3 09:00",
        "day 2 09:00 ann pays 12.00",
        "day 2 09:00 ann orders 1 mug for 12.00 instead of cup",
        "day 3 09:00 ann gets 5.00 back",
        "day 5 09:00 receives 1 cup",
        "day 5 09:00 receives 1 jug",
        "day 5 09:00 ann is sent 1 jug, there day 6 09:00",
        "day 5 09:00 ann pays 15.00",
    ]


ALL_CANCELLED = [
    *ORDERED,
    "day 2 09:00 ann cancels 1 cup: changed",
    "day 2 09:00 ann cancels 1 jug: changed",
    "day 3 09:00 ann gets 20.00 back",
    "day 5 09:00 receives 1 cup",
    "day 5 09:00 receives 1 jug",
]


def test_the_others_cancel(story: Story) -> None:
    assert story(SHOP, SET.format(luck=0.70)) == ALL_CANCELLED


def test_without_a_substitute_in_stock_a_swap_is_a_cancellation(story: Story) -> None:
    scenario = SHOP.replace("opening_stock: 3", "opening_stock: 0")
    assert story(scenario, SET.format(luck=0.30)) == ALL_CANCELLED


@pytest.mark.parametrize("luck", [0.1, 0.9])
def test_who_wants_one_thing_and_drops_it_cancels(story: Story, luck: float) -> None:
    told = story(SHOP, f"0 09:00 ann 1 cup 10.00 change_after=2d change={luck}")
    assert told[3:] == [
        "day 2 09:00 ann cancels 1 cup: changed",
        "day 3 09:00 ann gets 5.00 back",
        "day 5 09:00 receives 1 cup",
    ]


def test_a_change_of_mind_comes_too_late_for_what_has_left(story: Story) -> None:
    # In the same second the goods come first.
    told = story(SHOP, "0 09:00 ann 1 cup 10.00 change_after=5d change=0.9")
    assert told[3:] == [
        "day 5 09:00 receives 1 cup",
        "day 5 09:00 ann is sent 1 cup, there day 6 09:00",
        "day 5 09:00 ann pays 5.00",
    ]


def test_what_was_held_back_for_a_dropped_line_leaves(story: Story) -> None:
    # The mug is in stock and waits for the cup and the jug. The jug comes on day 3; when the cup
    # is dropped on day 4, the two leave. All three are paid by halves: 5.00 + 15.00 + 6.00 ahead,
    # 15.00 + 6.00 with the parcel.
    customers = """
    0 09:00 ann 1 cup 10.00 change_after=4d change=0.1
    0 09:00 ann 1 jug 30.00
    0 09:00 ann 1 mug 12.00
    """
    told = story(SHOP, customers, lead_times={"jug": [3], "cup": [5]})
    assert told[3:] == [
        "day 0 09:00 ann pays 26.00 ahead",
        "day 0 09:00 buys 1 cup, due day 5 09:00",
        "day 0 09:00 buys 1 jug, due day 3 09:00",
        "day 3 09:00 receives 1 jug",
        "day 4 09:00 ann cancels 1 cup: changed",
        "day 4 09:00 ann is sent 1 jug and 1 mug, there day 5 09:00",
        "day 4 09:00 ann pays 21.00",
        "day 5 09:00 receives 1 cup",
        "day 5 09:00 ann gets 5.00 back",
    ]


# The supplier is late.

LATE = """
horizon: 14 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    replenishment: {policy: base_stock, base_stock_level: 0}
suppliers:
  maker: {lead_time: "uniform(0 days, 10 days)", payment_after: 60 days, delay_notice: NOTICE}
selling: {backorders: open}
shipping:
  carriers:
    post: {transit: 1 day}
"""
TWO = """
0 09:00 ann 1 cup 10.00 tolerance=2d
0 10:00 ben 1 cup 10.00 tolerance=1d
"""


def test_a_late_supplier_says_so_and_customers_are_told(story: Story) -> None:
    # Both purchases are expected after 5 days and need 7. A day before, the store learns it. When
    # the first is late, the second seems to come before it: ann, who is first, is to have that one,
    # and ben the late one. He does not accept two days more, and the cup that was bought for him
    # stays. An hour later the second is late too: ann is to have the first again, and accepts.
    scenario = LATE.replace("NOTICE", "1 day")
    assert story(scenario, TWO, lead_times={"cup": [7, 7]}) == [
        "day 0 09:00 ann backorders 1 cup for 10.00, promised day 5 09:00",
        "day 0 09:00 buys 1 cup, due day 7 09:00",
        "day 0 10:00 ben backorders 1 cup for 10.00, promised day 5 10:00",
        "day 0 10:00 buys 1 cup, due day 7 10:00",
        "day 4 09:00 ben is told that 1 cup will come day 7 09:00",
        "day 4 09:00 ben cancels 1 cup: told",
        "day 4 10:00 ann is told that 1 cup will come day 7 09:00",
        "day 7 09:00 receives 1 cup",
        "day 7 09:00 ann is sent 1 cup, there day 8 09:00",
        "day 7 09:00 ann pays 10.00",
        "day 7 10:00 receives 1 cup",
    ]


def test_a_supplier_who_says_nothing_leaves_them_waiting(story: Story) -> None:
    scenario = LATE.replace("NOTICE", "never")
    told = story(scenario, TWO, lead_times={"cup": [7, 7]})
    assert told[4:] == [
        "day 6 10:00 ben cancels 1 cup",
        "day 7 09:00 receives 1 cup",
        "day 7 09:00 ann is sent 1 cup, there day 8 09:00",
        "day 7 09:00 ann pays 10.00",
        "day 7 10:00 receives 1 cup",
    ]


def test_whoever_accepted_a_new_date_waits_from_there(story: Story) -> None:
    # Promised day 5, ann would leave after day 7; told of day 7, she stays until day 9. The cup of
    # day 7 is set aside for ben, who wants two and goes first; hers comes a day later.
    scenario = LATE.replace("NOTICE", "1 day").replace(
        "backorders: open", "backorders: open, allocation: most_valuable"
    )
    told = story(
        scenario,
        "0 09:00 ann 1 cup 10.00 tolerance=2d\n6 09:00 ben 2 cup 20.00",
        lead_times={"cup": [7, 2]},
    )
    assert told == [
        "day 0 09:00 ann backorders 1 cup for 10.00, promised day 5 09:00",
        "day 0 09:00 buys 1 cup, due day 7 09:00",
        "day 4 09:00 ann is told that 1 cup will come day 7 09:00",
        "day 6 09:00 ben backorders 2 cup for 20.00, promised day 11 09:00",
        "day 6 09:00 buys 2 cup, due day 8 09:00",
        "day 7 09:00 receives 1 cup",
        "day 8 09:00 receives 2 cup",
        "day 8 09:00 ben is sent 2 cup, there day 9 09:00",
        "day 8 09:00 ben pays 20.00",
        "day 8 09:00 ann is sent 1 cup, there day 9 09:00",
        "day 8 09:00 ann pays 10.00",
    ]


def test_a_purchase_that_is_late_falls_behind_another(story: Story) -> None:
    # Ann's two cups will come on day 7, so ben's one is expected before them, and is for her. He is
    # to have one of hers, and is told so at once; an hour later, when his own is late too, nothing
    # has changed for either, and nobody is told again.
    scenario = LATE.replace("NOTICE", "1 day")
    told = story(
        scenario,
        "0 09:00 ann 2 cup 20.00 tolerance=2d\n0 10:00 ben 1 cup 10.00",
        lead_times={"cup": [7, 6]},
    )
    assert told[2:] == [
        "day 0 10:00 ben backorders 1 cup for 10.00, promised day 5 10:00",
        "day 0 10:00 buys 1 cup, due day 6 10:00",
        "day 4 09:00 ann is told that 2 cup will come day 7 09:00",
        "day 4 09:00 ben is told that 1 cup will come day 7 09:00",
        "day 6 10:00 receives 1 cup",
        "day 7 09:00 receives 2 cup",
        "day 7 09:00 ann is sent 2 cup, there day 8 09:00",
        "day 7 09:00 ann pays 20.00",
        "day 7 09:00 ben is sent 1 cup, there day 8 09:00",
        "day 7 09:00 ben pays 10.00",
    ]


def test_who_orders_after_the_news_is_quoted_the_new_date(story: Story) -> None:
    # Two were bought at the start. When ann comes, they have been on their way for 3.375 days of at
    # most ten: 6.6875 on average, if all that is left is equally likely. That is day 6 16:30.
    scenario = LATE.replace("NOTICE", "1 day").replace("level: 0", "level: 2")
    customers = "3 09:00 ann 1 cup 10.00\n4 09:00 ben 1 cup 10.00"
    told = story(scenario, customers, lead_times={"cup": [7, 9, 9]})
    assert [line for line in told if "buys" not in line] == [
        "day 3 09:00 ann backorders 1 cup for 10.00, promised day 6 16:30",
        "day 4 00:00 ann is told that 1 cup will come day 7 00:00",
        "day 4 09:00 ben backorders 1 cup for 10.00, promised day 7 00:00",
        "day 7 00:00 receives 2 cup",
        "day 7 00:00 ann is sent 1 cup, there day 8 00:00",
        "day 7 00:00 ann pays 10.00",
        "day 7 00:00 ben is sent 1 cup, there day 8 00:00",
        "day 7 00:00 ben pays 10.00",
        "day 12 09:00 receives 1 cup",
        "day 13 09:00 receives 1 cup",
    ]


# Ordered now for a later date.


def test_an_advance_order_is_served_on_its_day(story: Story) -> None:
    # Ann wants it on day 6. Until then the cup is ben's, who walks in; hers is bought for her.
    scenario = (
        LATE.replace("NOTICE", "never")
        .replace("unit_cost: 4.00", "unit_cost: 4.00\n    opening_stock: 1")
        .replace("base_stock_level: 0", "base_stock_level: 1")
    )
    scenario += "payment: {approach: deposit, share: 20%}\n"
    told = story(
        scenario,
        "0 09:00 ann 1 cup 10.00 advance=6d\n1 09:00 ben 1 cup 10.00",
        lead_times={"cup": [5, 5]},
    )
    assert told == [
        "day 0 09:00 ann orders ahead 1 cup for 10.00, promised day 6 09:00",
        "day 0 09:00 ann pays 2.00 ahead",
        "day 0 09:00 buys 1 cup, due day 5 09:00",
        "day 1 09:00 ben orders 1 cup for 10.00",
        "day 1 09:00 ben is sent 1 cup, there day 2 09:00",
        "day 1 09:00 ben pays 10.00",
        "day 1 09:00 buys 1 cup, due day 6 09:00",
        "day 5 09:00 receives 1 cup",
        "day 6 09:00 receives 1 cup",
        "day 6 09:00 ann is sent 1 cup, there day 7 09:00",
        "day 6 09:00 ann pays 8.00",
    ]


def test_an_advance_order_too_soon_for_the_supplier_is_a_backorder_on_its_day(
    story: Story,
) -> None:
    # Wanted on day 3, expected on day 5: two days of waiting, too much for ben.
    scenario = LATE.replace("NOTICE", "never")
    told = story(
        scenario,
        "0 09:00 ann 1 cup 10.00 advance=3d patience=2d\n"
        "0 09:00 ben 1 cup 10.00 advance=3d patience=47h",
        lead_times={"cup": [5]},
    )
    assert told == [
        "day 0 09:00 ann orders ahead 1 cup for 10.00, promised day 5 09:00",
        "day 0 09:00 ben leaves without 1 cup: wait",
        "day 0 09:00 buys 1 cup, due day 5 09:00",
        "day 5 09:00 receives 1 cup",
        "day 5 09:00 ann is sent 1 cup, there day 6 09:00",
        "day 5 09:00 ann pays 10.00",
    ]


def test_where_backorders_are_off_an_advance_order_must_be_in_time(story: Story) -> None:
    scenario = LATE.replace("NOTICE", "never").replace("backorders: open", "backorders: off")
    customers = "0 09:00 ann 1 cup 10.00 advance=5d\n0 09:00 ben 1 cup 10.00 advance=4d"
    assert story(scenario, customers, lead_times={"cup": [5]})[:2] == [
        "day 0 09:00 ann orders ahead 1 cup for 10.00, promised day 5 09:00",
        "day 0 09:00 ben leaves without 1 cup: refused",
    ]


def test_what_leaves_while_a_line_is_dropped_leaves_once(story: Story) -> None:
    # Ann drops her cup, it completes ben's order, his card fails for good, and the jug set aside
    # for him was the one that ann still missed.
    scenario = SHOP.replace(
        "payment: {approach: deposit, share: 50%, refund_after: 1 day}",
        "payment: {capture: {failure: 50%, retries: 0}}",
    ).replace(
        "selling: {backorders: open}", "selling: {backorders: open, allocation: smallest_first}"
    )
    customers = """
    0 09:00 ann 1 cup 10.00 change_after=4d change=0.1 capture_0=0.9
    0 09:00 ann 2 jug 60.00 capture_0=0.9
    0 10:00 ben 1 cup 10.00 capture_0=0.1
    0 10:00 ben 1 jug 30.00 capture_0=0.1
    """
    told = story(scenario, customers, lead_times={"cup": [3, 9], "jug": [3, 9]})
    assert [line for line in told if line >= "day 3" and "receives" not in line] == [
        "day 4 09:00 ben's card is declined",
        "day 4 09:00 ann cancels 1 cup: changed",
        "day 4 09:00 ben cancels 1 cup: declined",
        "day 4 09:00 ben cancels 1 jug: declined",
        "day 4 09:00 ann is sent 2 jug, there day 5 09:00",
        "day 4 09:00 ann pays 60.00",
    ]
