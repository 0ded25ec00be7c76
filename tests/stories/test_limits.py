"""Stories of thresholds and limits: they are compared in whole units, and count what they say."""

from __future__ import annotations

from collections.abc import Callable

Story = Callable[..., list[str]]

CUP = """
horizon: 30 days
products:
  cup:
    {price: 10.00, unit_cost: 4.00, opening_stock: 3,
     replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: 5 days, payment_after: 60 days}}
shipping: {shipments: split, carriers: {post: {transit: 1 day}}}
"""


def test_115_percent_of_100_pieces_are_115(story: Story) -> None:
    # 1.15 x 100 is 114.99999999999999 in binary.
    scenario = CUP.replace("opening_stock: 3", "opening_stock: 100, release: 3 days")
    told = story(
        scenario + "selling: {preorders: {supply_share: 115%}}\n",
        "0 09:00 a 115 cup 1150\n0 10:00 b 20 cup 200",
    )
    # a is within 115 % of the 100 that are here. Fifteen more are bought, and 115 % of 115 are
    # 132.25: b would make it 135.
    assert told[0].startswith("day 0 09:00 a pre-orders 115 cup for 1150.00")
    assert told[2] == "day 0 10:00 b leaves without 20 cup: not_released"


def test_a_discount_buys_exactly_the_patience_that_it_says(story: Story) -> None:
    # Ten days, and three times 10 % more: 13 days, although 1 - 0.9 is a little less than 0.1.
    scenario = CUP.replace("opening_stock: 3", "opening_stock: 0").replace("5 days", "13 days")
    scenario += "selling: {backorders: open}\npricing: {wait_discounts: {0 days: 10%}}\n"
    scenario += "customers: {all: {discount_response: 3}}\n"
    told = story(scenario, "0 09:00 a 1 cup 10 patience=10d\n0 10:00 b 1 cup 10 patience=239h")
    assert told[0] == "day 0 09:00 a backorders 1 cup for 9.00 (won), promised day 13 09:00"
    assert told[2] == "day 0 10:00 b leaves without 1 cup: wait"


def test_a_limit_bounds_what_is_owed_and_not_the_size_of_a_line(story: Story) -> None:
    # Three of the eight are here; the five that are not fill the limit.
    scenario = CUP + "selling: {backorders: {max_pieces: 5}}\n"
    told = story(scenario, "0 09:00 a 8 cup 80\n0 10:00 b 1 cup 10")
    assert told[0] == "day 0 09:00 a backorders 8 cup for 80.00, promised day 5 09:00"
    assert told[2] == "day 0 10:00 b leaves without 1 cup: refused"


def test_what_is_on_order_need_not_cover_what_is_here(story: Story) -> None:
    # Five are on order when b comes, of which a needs all: b's three are not covered.
    scenario = CUP.replace("base_stock_level: 0", "base_stock_level: 8, review_period: 1 day")
    scenario += "selling: {backorders: {only_when_on_order: true}}\n"
    told = story(scenario, "1 09:00 a 8 cup 80\n1 10:00 b 3 cup 30")
    assert told[0] == "day 0 00:00 buys 5 cup, due day 5 00:00"
    assert told[1] == "day 1 09:00 a backorders 8 cup for 80.00, promised day 5 00:00"
    assert told[2] == "day 1 10:00 b leaves without 3 cup: refused"


def test_preorders_that_still_wait_do_not_use_up_the_backorder_limit(story: Story) -> None:
    scenario = CUP.replace("opening_stock: 3", "opening_stock: 0, release: 3 days")
    scenario += "selling: {preorders: open, backorders: {max_pieces: 5}}\n"
    told = story(scenario, "0 09:00 a 9 cup 90\n4 09:00 b 5 cup 50\n4 10:00 c 1 cup 10")
    assert "day 4 09:00 b backorders 5 cup for 50.00, promised day 9 09:00" in told
    assert "day 4 10:00 c leaves without 1 cup: refused" in told
