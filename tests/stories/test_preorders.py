"""Stories of a release: who may order before it, and who is served at its first moment."""

from __future__ import annotations

from collections.abc import Callable

Story = Callable[[str, str], list[str]]

BOOK = """
horizon: 9 days
products:
  book:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 2
    release: 3 days
    replenishment: {policy: base_stock, base_stock_level: 0}
suppliers:
  maker: {lead_time: 2 days, payment_after: 30 days}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def test_preorders_are_served_at_the_release_before_walk_ins(story: Story) -> None:
    scenario = BOOK + "selling: {preorders: open, backorders: off}\n"
    customers = """
    0 09:00 ann 1 book 20.00
    1 09:00 ben 1 book 20.00
    3 00:00 cid 1 book 20.00
    """
    assert story(scenario, customers) == [
        "day 0 09:00 ann pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 1 09:00 ben pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 3 00:00 book is released",
        "day 3 00:00 ann is sent 1 book, there day 4 00:00",
        "day 3 00:00 ann pays 20.00",
        "day 3 00:00 ben is sent 1 book, there day 4 00:00",
        "day 3 00:00 ben pays 20.00",
        "day 3 00:00 cid leaves without 1 book: refused",
    ]


def test_before_the_release_nothing_is_sold_when_preorders_are_off(story: Story) -> None:
    customers = "2 23:59 ann 1 book 20.00\n3 00:00 ben 1 book 20.00"
    assert story(BOOK, customers) == [
        "day 2 23:59 ann leaves without 1 book: not_released",
        "day 3 00:00 book is released",
        "day 3 00:00 ben orders 1 book for 20.00",
        "day 3 00:00 ben is sent 1 book, there day 4 00:00",
        "day 3 00:00 ben pays 20.00",
    ]


def test_preorders_have_a_window_and_a_cap(story: Story) -> None:
    scenario = BOOK + "selling: {preorders: {opens: 1 day, closes: 2 days, cap: 2}}\n"
    customers = """
    0 23:00 ann 1 book 20.00
    1 00:00 ben 1 book 20.00
    1 09:00 cid 2 book 40.00
    1 10:00 dee 1 book 20.00
    2 00:00 eve 1 book 20.00
    """
    assert story(scenario, customers)[:5] == [
        "day 0 23:00 ann leaves without 1 book: not_released",
        "day 1 00:00 ben pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 1 09:00 cid leaves without 2 book: not_released",
        "day 1 10:00 dee pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 2 00:00 eve leaves without 1 book: not_released",
    ]


def test_a_preorder_beyond_the_stock_is_bought_for_it(story: Story) -> None:
    # A discount and a deposit; the third piece comes two days after it was bought, late.
    scenario = BOOK + (
        "selling: {preorders: open, promise: {rule: fixed, wait: 1 day}}\n"
        "pricing: {preorder_discount: 10%}\n"
        "payment: {approach: deposit, share: 50%}\n"
    )
    assert story(scenario, "2 09:00 ann 3 book 60.00") == [
        "day 2 09:00 ann pre-orders 3 book for 54.00 (given away), promised day 4 00:00",
        "day 2 09:00 ann pays 27.00 ahead",
        "day 2 09:00 buys 1 book, due day 4 09:00",
        "day 3 00:00 book is released",
        "day 4 09:00 receives 1 book",
        "day 4 09:00 ann is sent 3 book, there day 5 09:00",
        "day 4 09:00 ann pays 27.00",
    ]


def test_goods_that_arrive_at_the_release_are_there_for_it(story: Story) -> None:
    scenario = BOOK.replace("3 days", "84 h") + "selling: {preorders: open}\n"
    assert story(scenario, "1 12:00 ann 3 book 60.00")[1:] == [
        "day 1 12:00 buys 1 book, due day 3 12:00",
        "day 3 12:00 receives 1 book",
        "day 3 12:00 book is released",
        "day 3 12:00 ann is sent 3 book, there day 4 12:00",
        "day 3 12:00 ann pays 60.00",
    ]


def test_without_a_date_the_release_is_known_all_the_same(story: Story) -> None:
    # It is expected on day 3 00:00, in 63 hours: ann believes in half of that, but nobody hopes to
    # have it before its release; cid in 126 hours, more than he has patience for.
    scenario = BOOK + "selling: {preorders: open, promise: none}\n"
    customers = """
    0 09:00 ann 1 book 20.00 believed_wait=0.5
    0 09:00 cid 1 book 20.00 believed_wait=2 patience=125h
    3 09:00 ben 1 book 20.00
    """
    assert story(scenario, customers) == [
        "day 0 09:00 ann pre-orders 1 book for 20.00, no date, awaits it day 3 00:00",
        "day 0 09:00 cid leaves without 1 book: wait",
        "day 3 00:00 book is released",
        "day 3 00:00 ann is sent 1 book, there day 4 00:00",
        "day 3 00:00 ann pays 20.00",
        "day 3 09:00 ben orders 1 book for 20.00",
        "day 3 09:00 ben is sent 1 book, there day 4 09:00",
        "day 3 09:00 ben pays 20.00",
    ]
