"""Stories of dates that can be kept, and of parts and changes of an order."""

from __future__ import annotations

from collections.abc import Callable

Story = Callable[..., list[str]]

CUP = """
horizon: 30 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: OPENING, replenishment: RULE}
suppliers: {maker: {lead_time: 5 days, payment_after: 60 days}}
shipping: {shipments: split, carriers: {post: {transit: 1 day}}}
"""
TO_ORDER = "{policy: base_stock, base_stock_level: 0}"
NOTHING = CUP.replace("OPENING", "0").replace("RULE", TO_ORDER)


def test_the_reserve_is_filled_before_anybody_who_waits_is_served(story: Story) -> None:
    # a takes the reserve of two. One is on order for day 5; it goes to the reserve, and so does one
    # more: b needs the third, of an order that is placed now, and gets it on the day promised.
    scenario = CUP.replace("OPENING", "2").replace(
        "RULE", "{policy: reorder_point, reorder_point: 0, order_quantity: 1}"
    )
    told = story(
        scenario + "selling: {backorders: open, reserve: 2}\n",
        "0 09:00 a 2 cup 20\n1 09:00 b 1 cup 10 tolerance=5d",
    )
    assert told[3:] == [
        "day 0 09:00 buys 1 cup, due day 5 09:00",
        "day 1 09:00 b backorders 1 cup for 10.00, promised day 6 09:00",
        # One here or coming, less one owed, less the reserve of two: three more lift it above 0.
        "day 1 09:00 buys 3 cup, due day 6 09:00",
        "day 5 09:00 receives 1 cup",
        "day 6 09:00 receives 3 cup",
        "day 6 09:00 b is sent 1 cup, there day 7 09:00",
        "day 6 09:00 b pays 10.00",
    ]


UNSURE = NOTHING.replace("lead_time: 5 days", "lead_time: uniform(4 days, 8 days)")


def test_what_is_overdue_is_not_quoted_as_arriving_now(story: Story) -> None:
    # Six days are the mean of 4 to 8. An order that has not come after seven takes 7 to 8 days:
    # 7.5 on average, half a day more. a's own takes seven and three quarters.
    scenario = UNSURE.replace("base_stock_level: 0", "base_stock_level: 1, review_period: 20 days")
    told = story(
        scenario + "selling: {backorders: open}\n",
        "1 00:01 a 1 cup 10\n7 00:00 b 1 cup 10",
        lead_times={"cup": [7.75]},
    )
    assert told[:2] == [
        "day 0 00:00 buys 1 cup, due day 7 18:00",
        # Known to take more than a day, which says nothing yet.
        "day 1 00:01 a backorders 1 cup for 10.00, promised day 6 00:00",
    ]
    late = scenario.replace("base_stock_level: 1", "base_stock_level: 2")
    told = story(
        late + "selling: {backorders: open}\n",
        "1 00:01 a 1 cup 10\n7 00:00 b 1 cup 10",
        lead_times={"cup": [7.75]},
    )
    assert told[2] == "day 7 00:00 b backorders 1 cup for 10.00, promised day 7 12:00"


def test_the_quantile_of_what_an_overdue_order_can_still_take(story: Story) -> None:
    # Nine in ten of 7 to 8 days: 7.9, which is 21:36 o'clock, as near as 400 likely values tell.
    scenario = UNSURE.replace("base_stock_level: 0", "base_stock_level: 1, review_period: 20 days")
    scenario += "selling: {backorders: open, promise: {rule: quantile, quantile: 90%}}\n"
    told = story(scenario, "7 00:00 b 1 cup 10\n8 09:00 c 1 cup 10", lead_times={"cup": [7.95]})
    (hour, minute) = told[1].split()[-1].split(":")
    assert told[1].startswith("day 7 00:00 b backorders 1 cup for 10.00, promised day 7 ")
    assert abs(60 * int(hour) + int(minute) - (21 * 60 + 36)) <= 15


def test_nobody_is_told_a_later_date_that_they_do_not_need(story: Story) -> None:
    # Promised for day 8 with a buffer of three days; the goods come at day 7, two days late.
    scenario = NOTHING.replace("5 days,", "5 days, delay_notice: 1 day,")
    scenario += "selling: {backorders: open, promise: {rule: expected, buffer: 3 days}}\n"
    told = story(scenario, "0 09:00 a 1 cup 10 tolerance=1d", lead_times={"cup": [7]})
    assert told == [
        "day 0 09:00 a backorders 1 cup for 10.00, promised day 8 09:00",
        "day 0 09:00 buys 1 cup, due day 7 09:00",
        "day 7 09:00 receives 1 cup",
        "day 7 09:00 a is sent 1 cup, there day 8 09:00",
        "day 7 09:00 a pays 10.00",
    ]


def test_the_parts_of_a_line_cost_what_it_costs_whole(story: Story) -> None:
    # Five pieces earn 10 %: 45.00 in all, wherever the line is parted. At 9.99 a piece they are
    # 49.95 less 5.00 (4.995 rounded); three are 29.97 less 3.00, and the other two the rest.
    scenario = CUP.replace("OPENING", "3").replace("RULE", TO_ORDER)
    scenario += "selling: {backorders: open, partial_lines: split}\n"
    scenario += "pricing: {quantity_discounts: {5: 10%}}\n"
    told = story(scenario, "0 09:00 a 5 cup 50")
    assert [event for event in told if " pays " in event] == [
        "day 0 09:00 a pays 27.00",
        "day 5 09:00 a pays 18.00",
    ]
    told = story(scenario.replace("10.00", "9.99"), "0 09:00 a 5 cup 49.95")
    assert [event for event in told if " pays " in event] == [
        "day 0 09:00 a pays 26.97",
        "day 5 09:00 a pays 17.98",
    ]


# Changing an order.

BASKET = """
horizon: 30 days
products:
  jug: {price: 30.00, unit_cost: 10.00, opening_stock: 1, replenishment: RULE}
  mug: {price: 11.00, unit_cost: 10.00, opening_stock: 1, replenishment: RULE}
  cup:
    {price: 10.00, unit_cost: 4.00, opening_stock: 0, substitutes: {mug: 50%},
     replenishment: RULE}
suppliers: {maker: {lead_time: 5 days, payment_after: 60 days}}
shipping: {shipments: together, carriers: {post: {transit: 1 day}}}
selling: {backorders: open}
""".replace("RULE", TO_ORDER)
ORDER = """
0 09:00 a 1 cup 10 change_after=2d change=0.5 substitute=0.9 willingness=2
0 09:00 a 1 jug 30
"""


def test_what_is_dropped_goes_and_the_rest_is_sent(story: Story) -> None:
    scenario = BASKET + "customers: {all: {changes: {after: 9 days, drop: 100%}}}\n"
    assert story(scenario, ORDER)[3:6] == [
        "day 2 09:00 a cancels 1 cup: changed",
        "day 2 09:00 a is sent 1 jug, there day 3 09:00",
        "day 2 09:00 a pays 30.00",
    ]


def test_a_swap_leaves_in_the_parcel_of_its_order(story: Story) -> None:
    scenario = BASKET + "customers: {all: {changes: {after: 9 days, swap: 100%}}}\n"
    assert story(scenario, ORDER)[3:7] == [
        "day 2 09:00 a cancels 1 cup: swapped",
        "day 2 09:00 a is sent 1 jug and 1 mug, there day 3 09:00",
        "day 2 09:00 a pays 41.00",
        "day 2 09:00 a orders 1 mug for 11.00 instead of cup",
    ]


def test_a_swap_costs_what_it_costs_at_the_counter(story: Story) -> None:
    scenario = BASKET + "pricing: {quantity_discounts: {1: 10%}}\n"
    scenario += "customers: {all: {changes: {after: 9 days, swap: 100%}}}\n"
    alone = "0 09:00 a 1 cup 10 change_after=2d change=0.5 substitute=0.9 willingness=1"
    told = story(scenario, alone)
    # 9.90 is within the 11.00 that a mug is worth to a; at the counter it costs the same.
    assert "day 2 09:00 a pays 9.90" in told
    refusing = scenario.replace("backorders: open", "backorders: off")
    counter = story(refusing, alone.replace("substitute=0.9", "substitute=0.1"))
    assert "day 0 09:00 a pays 9.90" in counter


def test_a_swap_is_talked_about_like_any_parcel(story: Story) -> None:
    scenario = BASKET + "customers: {all: {changes: {after: 9 days, swap: 100%}}}\n"
    scenario += "arms: {told: {demand.word_of_mouth: {share: 100%, delay: 1 day}}}\n"
    # Sent alone and in time, a day before the friend comes for the cup that was bought for a.
    told = story(scenario, ORDER.strip().splitlines()[0])
    assert "day 2 09:00 a is sent 1 mug, there day 3 09:00" in told
    assert "day 3 09:00 a's friend backorders 1 cup for 10.00, promised day 5 09:00" in told
