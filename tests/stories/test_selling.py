"""Short stories of selling: what is offered, what it costs, who says no."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Story = Callable[..., list[str]]

LAMP = """
horizon: 9 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    opening_stock: 1
    replenishment: {policy: base_stock, base_stock_level: 1}
suppliers:
  maker: {lead_time: 5 days, payment_after: 30 days}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def test_what_is_not_there_is_not_sold_when_backorders_are_off(story: Story) -> None:
    assert story(LAMP, "0 09:00 ann 1 lamp 50.00\n1 09:00 ben 1 lamp 50.00") == [
        "day 0 09:00 ann orders 1 lamp for 50.00",
        "day 0 09:00 ann is sent 1 lamp, there day 1 09:00",
        "day 0 09:00 ann pays 50.00",
        "day 0 09:00 buys 1 lamp, due day 5 09:00",
        "day 1 09:00 ben leaves without 1 lamp: refused",
        "day 5 09:00 receives 1 lamp",
    ]


def test_a_promise_too_far_for_patience(story: Story) -> None:
    # Ben is quoted what is on order: 4 days. For Cid, a day later, it would be 3 days; but for
    # more than that one piece, a whole lead time.
    scenario = LAMP + "selling: {backorders: open}\ncustomers: {all: {patience: 3 days}}\n"
    customers = """
    0 09:00 ann 1 lamp 50.00
    1 09:00 ben 1 lamp 50.00
    2 09:00 cid 2 lamp 100.00
    2 09:00 dee 1 lamp 50.00
    """
    assert story(scenario, customers)[4:] == [
        "day 1 09:00 ben leaves without 1 lamp: wait",
        "day 2 09:00 cid leaves without 2 lamp: wait",
        "day 2 09:00 dee backorders 1 lamp for 50.00, promised day 5 09:00",
        "day 2 09:00 buys 1 lamp, due day 7 09:00",
        "day 5 09:00 receives 1 lamp",
        "day 5 09:00 dee is sent 1 lamp, there day 6 09:00",
        "day 5 09:00 dee pays 50.00",
        "day 7 09:00 receives 1 lamp",
    ]


@pytest.mark.parametrize(
    ("discount", "answer"),
    [
        ("0%", "ben leaves without 1 lamp: wait"),
        ("10%", "ben leaves without 1 lamp: wait"),  # 3 days x 1.2 is 3.6 days
        ("20%", "ben backorders 1 lamp for 40.00 (won), promised day 5 09:00"),  # 4.2 days
    ],
)
def test_a_discount_buys_patience(story: Story, discount: str, answer: str) -> None:
    steps = "{}" if discount == "0%" else f"{{2 days: {discount}}}"
    scenario = LAMP + (
        "selling: {backorders: open}\n"
        "customers: {all: {patience: 3 days, discount_response: 2}}\n"
        f"pricing: {{wait_discounts: {steps}}}\n"
    )
    told = story(scenario, "0 09:00 ann 1 lamp 50.00\n1 09:00 ben 1 lamp 50.00")
    assert told[4] == f"day 1 09:00 {answer}"


@pytest.mark.parametrize(
    ("share", "answer"),
    [
        ("40%", "ben backorders 1 lamp for 50.00, promised day 5 09:00"),
        ("60%", "ben leaves without 1 lamp: prepayment"),
    ],
)
def test_a_deposit_refused_by_aversion(story: Story, share: str, answer: str) -> None:
    # Ben would pay 55.00. A deposit of 40 % makes 50.00 feel like 54.00, one of 60 % like 56.00.
    scenario = LAMP + (
        "selling: {backorders: open}\n"
        "customers: {all: {willingness: 1.1, prepayment_aversion: 0.2}}\n"
        f"payment: {{approach: deposit, share: {share}}}\n"
    )
    told = story(scenario, "0 09:00 ann 1 lamp 50.00\n1 09:00 ben 1 lamp 50.00")
    assert told[4] == f"day 1 09:00 {answer}"


def test_full_payment_ahead_with_fees_and_a_refund_after_a_week(story: Story) -> None:
    # The fee on what was paid ahead stays paid; the refund, a day after the cancellation, has none.
    scenario = LAMP + (
        "selling: {backorders: open, promise: {rule: fixed, wait: 1 day}}\n"
        "customers: {all: {tolerance: 2 days}}\n"
        "payment: {approach: full, fee: {share: 2%, fixed: 0.30}, refund_after: 1 day}\n"
    )
    assert story(scenario, "0 09:00 ann 1 lamp 50.00\n1 09:00 ben 1 lamp 50.00")[2:] == [
        "day 0 09:00 ann pays 50.00, less 1.30 in fees",
        "day 0 09:00 buys 1 lamp, due day 5 09:00",
        "day 1 09:00 ben backorders 1 lamp for 50.00, promised day 2 09:00",
        "day 1 09:00 ben pays 50.00 ahead, less 1.30 in fees",
        "day 1 09:00 buys 1 lamp, due day 6 09:00",
        "day 4 09:00 ben cancels 1 lamp",
        "day 5 09:00 receives 1 lamp",
        "day 5 09:00 ben gets 50.00 back",
        "day 6 09:00 receives 1 lamp",
    ]


def test_without_a_date_customers_weigh_and_go_by_the_wait_that_they_believe_in(
    story: Story,
) -> None:
    # The store expects to serve ben in 4 days and tells nobody. He believes in 2 and gives up a day
    # later. Behind him it takes 5: cid believes in 6, more than he has patience for; dee is right,
    # and has what was to be ben's.
    scenario = LAMP + (
        "selling: {backorders: open, promise: none}\n"
        "customers: {all: {patience: 5 days, tolerance: 1 day}}\n"
    )
    customers = """
    0 09:00 ann 1 lamp 50.00
    1 09:00 ben 1 lamp 50.00 believed_wait=0.5
    1 09:00 cid 1 lamp 50.00 believed_wait=1.2
    1 09:00 dee 1 lamp 50.00 believed_wait=1
    """
    assert story(scenario, customers)[4:] == [
        "day 1 09:00 ben backorders 1 lamp for 50.00, no date, awaits it day 3 09:00",
        "day 1 09:00 cid leaves without 1 lamp: wait",
        "day 1 09:00 dee backorders 1 lamp for 50.00, no date, awaits it day 6 09:00",
        "day 1 09:00 buys 2 lamp, due day 6 09:00",
        "day 4 09:00 ben cancels 1 lamp",
        "day 5 09:00 receives 1 lamp",
        "day 5 09:00 dee is sent 1 lamp, there day 6 09:00",
        "day 5 09:00 dee pays 50.00",
        "day 6 09:00 receives 2 lamp",
    ]


def test_in_a_window_customers_go_by_what_they_believe_as_far_as_it_allows(story: Story) -> None:
    # "In 3 to 6 days": ben believes in 2 days and hears 3, cid believes in 5, dee in 10 and hears
    # 6; eve, who would wait for 3, believes in 3.5. Each gives up a day later, and dee is in luck.
    scenario = LAMP + (
        "selling: {backorders: open, promise: {rule: window, earliest: 3 days, latest: 6 days}}\n"
        "customers: {all: {tolerance: 1 day}}\n"
    )
    customers = """
    0 09:00 ann 1 lamp 50.00
    1 09:00 ben 1 lamp 50.00 believed_wait=0.5
    1 09:00 cid 1 lamp 50.00 believed_wait=1
    1 09:00 dee 1 lamp 50.00 believed_wait=2
    1 09:00 eve 1 lamp 50.00 believed_wait=0.7 patience=3d
    """
    told = story(scenario, customers, lead_times={"lamp": [8, 8]})
    end = "promised day 7 09:00"
    assert [line for line in told if line.startswith("day 1 ")] == [
        f"day 1 09:00 ben backorders 1 lamp for 50.00, {end}, awaits it day 4 09:00",
        f"day 1 09:00 cid backorders 1 lamp for 50.00, {end}, awaits it day 6 09:00",
        f"day 1 09:00 dee backorders 1 lamp for 50.00, {end}",
        "day 1 09:00 eve leaves without 1 lamp: wait",
        "day 1 09:00 buys 3 lamp, due day 9 09:00",
    ]
    assert [line for line in told if "cancels" in line or "is sent" in line][1:] == [
        "day 5 09:00 ben cancels 1 lamp",
        "day 7 09:00 cid cancels 1 lamp",
        "day 8 09:00 dee is sent 1 lamp, there day 9 09:00",
    ]


def test_who_was_given_no_date_is_told_of_no_delay(story: Story) -> None:
    heard = "lead_time: 5 days, delay_notice: 1 day"
    scenario = LAMP.replace("lead_time: 5 days", heard).replace("horizon: 9", "horizon: 14")
    scenario += "selling: {backorders: open, promise: none}\n"
    customers = "0 09:00 ann 1 lamp 50.00\n1 09:00 ben 1 lamp 50.00 believed_wait=1 tolerance=2d"
    dated = story(scenario.replace(", promise: none", ""), customers, lead_times={"lamp": [9, 9]})
    assert "day 5 09:00 ben is told that 1 lamp will come day 9 09:00" in dated
    told = story(scenario, customers, lead_times={"lamp": [9, 9]})
    assert not any("is told" in line for line in told)
    assert "day 7 09:00 ben cancels 1 lamp" in told


def test_what_leaves_together_is_awaited_with_the_last_of_it(story: Story) -> None:
    mug = "  mug: {price: 9.00, unit_cost: 3.00, opening_stock: 4, selling: {backorders: off}}\n"
    scenario = LAMP.replace("suppliers:", mug + "suppliers:")
    scenario += "selling: {backorders: open, promise: none}\n"
    customers = "0 09:00 ann 2 lamp 100.00 believed_wait=2\n0 09:00 ann 1 mug 9.00 believed_wait=2"
    assert story(scenario, customers)[:2] == [
        "day 0 09:00 ann backorders 2 lamp for 100.00, no date, awaits it day 10 09:00",
        "day 0 09:00 ann orders 1 mug for 9.00, no date, awaits it day 10 09:00",
    ]


def test_a_queue_with_a_limit_takes_who_fits(story: Story) -> None:
    scenario = LAMP + "selling: {backorders: {max_pieces: 2}}\n"
    customers = """
    0 09:00 ann 1 lamp 50.00
    1 09:00 ben 1 lamp 50.00
    1 10:00 cid 2 lamp 100.00
    1 11:00 dee 1 lamp 50.00
    1 12:00 eve 1 lamp 50.00
    """
    told = [line for line in story(scenario, customers) if line.startswith("day 1")]
    assert told == [
        "day 1 09:00 ben backorders 1 lamp for 50.00, promised day 5 09:00",
        "day 1 09:00 buys 1 lamp, due day 6 09:00",
        "day 1 10:00 cid leaves without 2 lamp: refused",
        "day 1 11:00 dee backorders 1 lamp for 50.00, promised day 6 09:00",
        "day 1 11:00 buys 1 lamp, due day 6 11:00",
        "day 1 12:00 eve leaves without 1 lamp: refused",
    ]


def test_a_price_as_ordered_is_what_is_charged(story: Story) -> None:
    # Half price in the history, and a free order; nobody who bought finds it too dear.
    scenario = LAMP.replace("opening_stock: 1", "opening_stock: 2")
    assert story(scenario, "0 09:00 ann 1 lamp 25.00\n0 10:00 ben 1 lamp 0.00")[:6] == [
        "day 0 09:00 ann orders 1 lamp for 25.00",
        "day 0 09:00 ann is sent 1 lamp, there day 1 09:00",
        "day 0 09:00 ann pays 25.00",
        "day 0 10:00 ben orders 1 lamp for 0.00",
        "day 0 10:00 ben is sent 1 lamp, there day 1 10:00",
        "day 0 10:00 buys 1 lamp, due day 5 10:00",
    ]


def test_an_edition_sells_out_and_a_cancelled_piece_is_sold_again(story: Story) -> None:
    scenario = LAMP.replace("unit_cost", "edition: 2\n    unit_cost") + (
        "selling: {backorders: open, promise: {rule: fixed, wait: 1 day}}\n"
        "customers: {all: {tolerance: 1 day}}\n"
    )
    customers = """
    0 09:00 ann 1 lamp 50.00
    1 09:00 ben 1 lamp 50.00
    2 09:00 cid 1 lamp 50.00
    3 10:00 dee 1 lamp 50.00
    """
    assert story(scenario, customers)[4:] == [
        "day 1 09:00 ben backorders 1 lamp for 50.00, promised day 2 09:00",
        "day 1 09:00 buys 1 lamp, due day 6 09:00",
        "day 2 09:00 cid leaves without 1 lamp: sold_out",
        "day 3 09:00 ben cancels 1 lamp",
        "day 3 10:00 dee backorders 1 lamp for 50.00, promised day 4 10:00",
        "day 5 09:00 receives 1 lamp",
        "day 5 09:00 dee is sent 1 lamp, there day 6 09:00",
        "day 5 09:00 dee pays 50.00",
        "day 6 09:00 receives 1 lamp",
    ]


def test_the_sale_ends_at_its_first_moment(story: Story) -> None:
    scenario = LAMP.replace("opening_stock: 1", "opening_stock: 9\n    end_of_sale: 1 day")
    assert story(scenario, "0 23:59 ann 1 lamp 50.00\n1 00:00 ben 1 lamp 50.00") == [
        "day 0 23:59 ann orders 1 lamp for 50.00",
        "day 0 23:59 ann is sent 1 lamp, there day 1 23:59",
        "day 0 23:59 ann pays 50.00",
        "day 1 00:00 ben leaves without 1 lamp: ended",
    ]


def test_without_replenishment_stock_is_all_there_is(story: Story) -> None:
    scenario = LAMP.replace("{policy: base_stock, base_stock_level: 1}", "none")
    assert story(scenario, "0 09:00 ann 1 lamp 50.00\n0 10:00 ben 1 lamp 50.00")[3:] == [
        "day 0 10:00 ben leaves without 1 lamp: sold_out"
    ]
