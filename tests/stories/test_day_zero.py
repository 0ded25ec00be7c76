"""Stories of a store that is not empty on day 0: goods are on the way, and orders wait."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backsim.ledger import balance_sheet, journal
from backsim.metrics import evaluate
from backsim.records.log import RunLog
from backsim.units import DAY, FOREVER, HOUR, NEVER

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

SHOP = """
horizon: 20 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    opening_stock: 1
    on_order: [{pieces: 3, at: 2026-01-09}]
    waiting:
      - {pieces: 2, promised: 2026-01-08, paid: 30%}
      - {}
    replenishment: {policy: base_stock, base_stock_level: 1, review_period: 6 days}
suppliers:
  maker: {lead_time: 2 days, payment_after: 3 days}
shipping:
  carriers:
    post: {transit: 1 day}
selling: {backorders: open}
"""


def test_what_waits_is_served_in_its_turn_and_what_comes_is_not_bought_twice(story: Story) -> None:
    # One cup is here and three come on day 4; three are owed, the first two promised for day 3. The
    # position is 1 + 3 - 3, at which nothing is bought. Whoever waits without a date is told what
    # ann would be told: day 4. The first has a cup at once and the other one on day 4: it leaves
    # with both, a day late, and pays the 70 % that are left. For ann there is the last one.
    customers = """
    1 09:00 ann 1 cup 10.00
    2 09:00 ben 1 cup 10.00
    """
    assert story(SHOP, customers, lead_times={"cup": [3]}) == [
        "day 0 00:00 customer 1 waits for 2 cup for 20.00, promised day 3 00:00",
        "day 0 00:00 customer 2 waits for 1 cup for 10.00, promised day 4 00:00",
        "day 1 09:00 ann backorders 1 cup for 10.00, promised day 4 00:00",
        # The next review is on day 6, and a lead time lasts two days.
        "day 2 09:00 ben backorders 1 cup for 10.00, promised day 8 00:00",
        "day 4 00:00 receives 3 cup",
        "day 4 00:00 customer 1 is sent 2 cup, there day 5 00:00",
        "day 4 00:00 customer 1 pays 14.00",
        "day 4 00:00 customer 2 is sent 1 cup, there day 5 00:00",
        "day 4 00:00 customer 2 pays 10.00",
        "day 4 00:00 ann is sent 1 cup, there day 5 00:00",
        "day 4 00:00 ann pays 10.00",
        # The first that the store orders itself has the first lead time: three days.
        "day 6 00:00 buys 2 cup, due day 9 00:00",
        "day 7 00:00 pays 12.00 for 3 cup",
        "day 9 00:00 receives 2 cup",
        "day 9 00:00 ben is sent 1 cup, there day 10 00:00",
        "day 9 00:00 ben pays 10.00",
        "day 12 00:00 pays 8.00 for 2 cup",
    ]


def test_what_was_paid_ahead_is_in_the_opening_cash_and_owed(lived: Lived) -> None:
    # 100.00 in cash, of which 6.00 are a customer's; a cup here, and three on the way, for which
    # nothing is owed yet. If they were paid for, they are the owner's.
    scenario = SHOP + "money: {opening_cash: 100.00}\n"
    log, _ = lived(scenario, "19 09:00 ann 1 cup 10.00")
    sheet = balance_sheet(journal(log), 0)
    assert (sheet.assets["cash"], sheet.assets["inventory"]) == (10_000, 400)
    assert (sheet.liabilities["customer_deposits"], sheet.equity["equity"]) == (600, 9_800)
    told = evaluate(log)
    assert told["peak_cash_owed_to_customers"] == 6.00
    assert told["own_cash_trough"] == 94.00
    # 6.00 had come before: what comes in are 14.00, 10.00 and ann's 10.00, and four cups are paid.
    assert told["net_cash_flow"] == 14 + 10 + 10 - 12
    paid = scenario.replace("2026-01-09}", "2026-01-09, paid: true}")
    log, _ = lived(paid, "19 09:00 ann 1 cup 10.00")
    sheet = balance_sheet(journal(log), 0)
    assert (sheet.assets["goods_in_transit"], sheet.equity["equity"]) == (1_200, 11_000)
    # Four cups that were worth 4.00 each are sold for 10.00: 24.00, paid ahead or not.
    assert evaluate(log)["own_money"] == told["own_money"] == 24.00


def test_who_has_waited_too_long_gets_their_deposit_back(story: Story) -> None:
    # The goods are late: the promise of day 3 and a day of tolerance end on day 4, and what was
    # paid before the start goes back like any deposit.
    scenario = SHOP.replace("2026-01-09", "2026-01-12").replace("      - {}\n", "")
    scenario += "customers: {all: {tolerance: 1 day}}\npayment: {refund_after: 2 days}\n"
    assert story(scenario, "19 09:00 ann 1 cup 10.00")[:3] == [
        "day 0 00:00 customer 1 waits for 2 cup for 20.00, promised day 3 00:00",
        "day 4 00:00 customer 1 cancels 2 cup",
        "day 6 00:00 customer 1 gets 6.00 back",
    ]


def test_a_promise_that_was_broken_before_the_start_counts_from_the_start(story: Story) -> None:
    scenario = SHOP.replace("promised: 2026-01-08", "promised: 2025-12-24")
    scenario += "customers: {all: {tolerance: 2 days}}\n"
    assert story(scenario, "19 09:00 ann 1 cup 10.00")[2:4] == [
        "day 2 00:00 customer 1 cancels 2 cup",
        "day 2 00:00 customer 1 gets 6.00 back",
    ]


def test_without_a_date_they_go_by_the_wait_that_they_believe_in(lived: Lived) -> None:
    scenario = SHOP.replace("promised: 2026-01-08", "promised: none")
    scenario += "customers: {all: {believed_wait: 1.5}}\n"
    log, _ = lived(scenario, "19 09:00 ann 1 cup 10.00")
    # The second of them needs one of the three cups of day 4: four days, times 1.5.
    assert log.lines.went_by.tolist()[0] == 6 * DAY


@pytest.mark.parametrize(
    ("rule", "first"), [("first_come", "customer 1"), ("smallest_first", "customer 2")]
)
def test_what_is_here_goes_to_those_whose_turn_it_is(story: Story, rule: str, first: str) -> None:
    scenario = SHOP.replace("opening_stock: 1", "opening_stock: 2")
    scenario = scenario.replace("backorders: open", f"backorders: open, allocation: {rule}")
    told = story(scenario, "19 09:00 ann 1 cup 10.00")
    assert told[2].startswith(f"day 0 00:00 {first} is sent ")


def test_before_the_release_they_are_preorders(story: Story) -> None:
    scenario = SHOP.replace("    on_order", "    release: 5 days\n    on_order")
    scenario = scenario.replace("backorders: open", "preorders: {cap: 4}")
    customers = """
    1 09:00 ann 2 cup 20.00
    1 10:00 ben 1 cup 10.00
    """
    told = story(scenario, customers)
    # Three of the four places are taken on day 0.
    assert "day 1 09:00 ann leaves without 2 cup: not_released" in told
    assert "day 1 10:00 ben pre-orders 1 cup for 10.00, promised day 5 00:00" in told
    assert "day 5 00:00 customer 1 is sent 2 cup, there day 6 00:00" in told


def test_what_is_never_bought_again_is_sold_up_to_what_comes(story: Story) -> None:
    # One is here and three are on the way, of which two wait for three: ann has the last.
    scenario = SHOP.replace(
        "    replenishment: {policy: base_stock, base_stock_level: 1, review_period: 6 days}\n", ""
    )
    customers = """
    1 09:00 ann 1 cup 10.00
    1 10:00 ben 1 cup 10.00
    """
    told = story(scenario, customers)
    assert told[2:4] == [
        "day 1 09:00 ann backorders 1 cup for 10.00, promised day 4 00:00",
        "day 1 10:00 ben leaves without 1 cup: sold_out",
    ]


def test_they_are_wanted_and_awaited_but_not_orders_of_the_window(lived: Lived) -> None:
    # Three lines are wanted: two that wait, of which the first comes a day late, and ann's. Only
    # hers was placed in the window, from stock: nothing of it is a backorder.
    log, _ = lived(SHOP, "10 09:00 ann 1 cup 10.00")
    told = evaluate(log)
    assert log.orders.waited.tolist() == [1, 1, 0]
    assert told["demand_on_time"] == 2 / 3
    assert told["fulfillment_rate"] == 2 / 3
    assert (told["backorder_rate"], told["conversion"], told["lost_sales_rate"]) == (0, 1, 0)
    assert log.purchases.ordered_at.tolist()[0] == NEVER


def test_they_may_tell_a_friend(story: Story) -> None:
    scenario = SHOP.replace(
        "suppliers:", "demand: {word_of_mouth: {share: 100%, delay: 1 day}}\nsuppliers:"
    )
    told = story(scenario, "19 09:00 ann 1 cup 10.00")
    # Whoever was served on time does: the second, on day 4.
    assert [line for line in told if "friend" in line][:1] == [
        "day 5 00:00 customer 2's friend orders 1 cup for 10.00"
    ]


def test_who_waits_for_what_the_store_expects_no_more_goes_by_the_first_day(lived: Lived) -> None:
    # Two cups are here, one is kept for walk-ins, and no more are bought. The first order has the
    # other; nobody can say when the second will be served, and it gives up three days later.
    shop = """
horizon: 20 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    opening_stock: 2
    waiting: [{orders: 2}]
customers: {all: {tolerance: 3 days}}
selling: {reserve: 1}
"""
    log, _ = lived(shop, "1 09:00 ann 1 cup 10.00")
    assert log.lines.promised_at.tolist() == [0, FOREVER, DAY + 9 * HOUR]
    assert log.lines.went_by.tolist() == [0, 0, DAY + 9 * HOUR]
    assert log.lines.cancelled_at.tolist() == [NEVER, 3 * DAY, NEVER]
