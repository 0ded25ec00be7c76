"""Stories of a launch: who gets a place, who is called for one, what happens when the day slips."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Story = Callable[..., list[str]]

BOOK = """
horizon: 12 days
products:
  book:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 2
    release: 3 days
    replenishment: {policy: base_stock, base_stock_level: 0, review_period: 7 days}
suppliers:
  maker: {lead_time: 2 days, payment_after: 30 days}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def test_the_waiting_list_is_called_when_a_place_is_free_and_on_release_day(story: Story) -> None:
    # There are three books for two places. Ben changes his mind: cid, the first on the list, has
    # his place; dee has none and gets the third book at the release. For eve and fay it is too
    # late: eve has lost patience, and for fay nothing is left.
    scenario = BOOK.replace("opening_stock: 2", "opening_stock: 3") + (
        "selling: {preorders: {cap: 2, waiting_list: true}}\n"
        "payment: {approach: deposit, share: 25%}\n"
        "customers: {all: {changes: {after: exponential(mean 90 days)}}}\n"
    )
    customers = """
    0 08:00 ann 1 book 20.00
    0 09:00 ben 1 book 20.00 change_after=1d
    0 10:00 cid 1 book 20.00
    0 11:00 eve 1 book 20.00 patience=2d
    0 12:00 dee 1 book 20.00 patience=4d
    0 13:00 fay 1 book 20.00
    """
    assert story(scenario, customers) == [
        "day 0 08:00 ann pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 08:00 ann pays 5.00 ahead",
        "day 0 09:00 ben pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 09:00 ben pays 5.00 ahead",
        # The log tells of a visit when it took place, and what became of it.
        "day 0 10:00 cid pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 11:00 eve leaves without 1 book: waiting_list",
        "day 0 12:00 dee orders 1 book for 20.00, promised day 3 00:00",
        "day 0 13:00 fay leaves without 1 book: refused",
        "day 1 09:00 ben cancels 1 book: changed",
        "day 1 09:00 ben gets 5.00 back",
        "day 1 09:00 cid pays 5.00 ahead",
        "day 3 00:00 book is released",
        "day 3 00:00 ann is sent 1 book, there day 4 00:00",
        "day 3 00:00 ann pays 15.00",
        "day 3 00:00 cid is sent 1 book, there day 4 00:00",
        "day 3 00:00 cid pays 15.00",
        "day 3 00:00 dee is sent 1 book, there day 4 00:00",
        "day 3 00:00 dee pays 20.00",
    ]


def test_a_closed_window_does_not_empty_the_waiting_list(story: Story) -> None:
    # Ann leaves after the window has closed: nobody may take her place now, but ben is still on
    # the list when the books go on sale.
    scenario = BOOK.replace("opening_stock: 2", "opening_stock: 1") + (
        "selling: {preorders: {cap: 1, waiting_list: true, closes: 1 day}}\n"
        "customers: {all: {changes: {after: exponential(mean 90 days)}}}\n"
    )
    customers = """
    0 08:00 ann 1 book 20.00 change_after=2d
    0 09:00 ben 1 book 20.00
    """
    assert story(scenario, customers) == [
        "day 0 08:00 ann pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 09:00 ben orders 1 book for 20.00, promised day 3 00:00",
        "day 2 08:00 ann cancels 1 book: changed",
        "day 3 00:00 book is released",
        "day 3 00:00 ben is sent 1 book, there day 4 00:00",
        "day 3 00:00 ben pays 20.00",
    ]


def test_who_takes_a_substitute_is_not_called(story: Story) -> None:
    scenario = BOOK.replace(
        "opening_stock: 2", "opening_stock: 9\n    substitutes: {zine: 50%}"
    ).replace("suppliers:", "  zine: {price: 6.00, unit_cost: 2.00, opening_stock: 9}\nsuppliers:")
    scenario += "selling: {preorders: {cap: 1, waiting_list: true}}\n"
    customers = """
    0 08:00 ann 1 book 20.00
    0 09:00 ben 1 book 20.00 substitute=0.4
    0 10:00 cid 1 book 20.00 substitute=0.6
    """
    assert story(scenario, customers) == [
        "day 0 08:00 ann pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 09:00 ben orders 1 zine for 6.00 instead of book",
        "day 0 09:00 ben is sent 1 zine, there day 1 09:00",
        "day 0 09:00 ben pays 6.00",
        "day 0 10:00 cid orders 1 book for 20.00, promised day 3 00:00",
        "day 3 00:00 book is released",
        "day 3 00:00 ann is sent 1 book, there day 4 00:00",
        "day 3 00:00 ann pays 20.00",
        "day 3 00:00 cid is sent 1 book, there day 4 00:00",
        "day 3 00:00 cid pays 20.00",
    ]


def test_some_may_come_early(story: Story) -> None:
    scenario = BOOK.replace("opening_stock: 2", "opening_stock: 9") + (
        "selling: {preorders: {opens: 2 days, early_access: {segments: [fans], opens: 1 day}}}\n"
        "customers: {fans: {share: 50%}, others: {share: 50%}}\n"
    )
    customers = """
    0 23:59 ann 1 book 20.00 segment=fans
    1 00:00 ben 1 book 20.00 segment=fans
    1 00:01 cid 1 book 20.00 segment=others
    2 00:00 dee 1 book 20.00 segment=others
    2 00:01 eve 1 book 20.00 segment=fans
    """
    told = story(scenario, customers)
    assert [line.split(" 1 book")[0] for line in told[:5]] == [
        "day 0 23:59 ann leaves without",
        "day 1 00:00 ben pre-orders",
        "day 1 00:01 cid leaves without",
        "day 2 00:00 dee pre-orders",
        "day 2 00:01 eve pre-orders",
    ]


MORE_THAN_THERE_ARE = """
0 08:00 ann 2 book 36.00
0 09:00 ben 1 book 20.00
0 10:00 cid 1 book 20.00
"""


def test_the_store_commits_to_more_than_it_has(story: Story) -> None:
    # 150 % of two books are three; the third comes with the next review, and its buyer is told
    # so when ordering.
    scenario = BOOK + "selling: {preorders: {supply_share: 150%}}\n"
    assert story(scenario, MORE_THAN_THERE_ARE) == [
        "day 0 08:00 ann pre-orders 2 book for 36.00, promised day 3 00:00",
        "day 0 09:00 ben pre-orders 1 book for 20.00, promised day 9 00:00",
        "day 0 10:00 cid leaves without 1 book: not_released",
        "day 3 00:00 book is released",
        "day 3 00:00 ann is sent 2 book, there day 4 00:00",
        "day 3 00:00 ann pays 36.00",
        "day 7 00:00 buys 1 book, due day 9 00:00",
        "day 9 00:00 receives 1 book",
        "day 9 00:00 ben is sent 1 book, there day 10 00:00",
        "day 9 00:00 ben pays 20.00",
    ]


def test_what_is_on_order_counts_as_supply(story: Story) -> None:
    # Four books are bought at the start: of six pieces, three are 50 %.
    scenario = BOOK.replace("level: 0", "level: 6") + "selling: {preorders: {supply_share: 50%}}\n"
    told = story(scenario, MORE_THAN_THERE_ARE)
    assert told[0] == "day 0 00:00 buys 4 book, due day 2 00:00"
    assert told[1:4] == [
        "day 0 08:00 ann pre-orders 2 book for 36.00, promised day 3 00:00",
        "day 0 09:00 ben pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 10:00 cid leaves without 1 book: not_released",
    ]


@pytest.mark.parametrize(
    ("rule", "served"),
    [
        ("", ["ann", "ben", "cid"]),
        ("smallest_first", ["ben", "cid", "ann"]),
        ("most_valuable", ["ann", "ben", "cid"]),
        ("{rule: by_segment, order: [fans]}", ["cid", "ann", "ben"]),
    ],
)
def test_when_supply_falls_short_on_release_day_the_queue_is_ordered_anew(
    story: Story, rule: str, served: list[str]
) -> None:
    # Two books for orders of 2, 1 and 1; the others come on day 9.
    release = f", release_allocation: {rule}" if rule else ""
    scenario = BOOK + f"selling: {{preorders: open{release}}}\n"
    scenario += "customers: {fans: {share: 50%}, others: {share: 50%}}\n"
    customers = MORE_THAN_THERE_ARE.replace("0\n", "0 segment=others\n").replace(
        "cid 1 book 20.00 segment=others", "cid 1 book 20.00 segment=fans"
    )
    told = story(scenario, customers)
    assert [line.split()[3] for line in told if "is sent" in line] == served


def test_the_release_slips_and_one_accepts_and_one_leaves(story: Story) -> None:
    # A day before the release the store learns that it will be two days late. Ann can live with
    # two days, ben cannot; what he had ordered goes to cid, who is told the new date.
    scenario = BOOK.replace("release:", "release_slip: uniform(0 days, 4 days)\n    release:")
    scenario = scenario.replace("release:", "slip_notice: 1 day\n    release:", 1) + (
        "selling: {preorders: {cap: 2}}\n"
        "payment: {approach: full, refund_after: {preorder: 2 days}}\n"
    )
    customers = """
    0 08:00 ann 1 book 20.00 tolerance=2d
    0 09:00 ben 1 book 20.00 tolerance=1d
    1 09:00 cid 1 book 20.00
    2 09:00 dee 1 book 20.00
    """
    assert story(scenario, customers, slips={"book": 2}) == [
        "day 0 08:00 ann pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 08:00 ann pays 20.00 ahead",
        "day 0 09:00 ben pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 09:00 ben pays 20.00 ahead",
        "day 1 09:00 cid leaves without 1 book: not_released",
        "day 2 00:00 ann is told that 1 book will come day 5 00:00",
        "day 2 00:00 ben is told that 1 book will come day 5 00:00",
        "day 2 00:00 ben cancels 1 book: told",
        "day 2 09:00 dee pre-orders 1 book for 20.00, promised day 5 00:00",
        "day 2 09:00 dee pays 20.00 ahead",
        "day 4 00:00 ben gets 20.00 back",
        "day 5 00:00 book is released",
        "day 5 00:00 ann is sent 1 book, there day 6 00:00",
        "day 5 00:00 dee is sent 1 book, there day 6 00:00",
    ]


def test_who_is_not_told_finds_out_at_the_promised_date(story: Story) -> None:
    # No notice: on the day itself.
    scenario = BOOK.replace("release:", "release_slip: uniform(0 days, 4 days)\n    release:")
    scenario += "selling: {preorders: open}\n"
    customers = """
    0 08:00 ann 1 book 20.00 tolerance=2d
    0 09:00 ben 1 book 20.00 tolerance=1d
    """
    assert story(scenario, customers, slips={"book": 2})[2:] == [
        "day 3 00:00 ann is told that 1 book will come day 5 00:00",
        "day 3 00:00 ben is told that 1 book will come day 5 00:00",
        "day 3 00:00 ben cancels 1 book: told",
        "day 5 00:00 book is released",
        "day 5 00:00 ann is sent 1 book, there day 6 00:00",
        "day 5 00:00 ann pays 20.00",
    ]


def test_who_is_called_and_cannot_pay_makes_place_for_the_next(story: Story) -> None:
    # Two books on release day, none on pre-order: ben's card fails, cid's does not.
    scenario = BOOK + (
        "selling: {preorders: {cap: 0, waiting_list: true}}\n"
        "payment: {capture: {failure: 50%, retries: 0}}\n"
    )
    customers = """
    0 08:00 ann 1 book 20.00 capture_0=0.9
    0 09:00 ben 1 book 20.00 capture_0=0.1
    0 10:00 cid 1 book 20.00 capture_0=0.9
    0 11:00 dee 1 book 20.00 capture_0=0.9
    """
    assert story(scenario, customers) == [
        "day 0 08:00 ann orders 1 book for 20.00, promised day 3 00:00",
        "day 0 09:00 ben orders 1 book for 20.00, promised day 3 00:00",
        "day 0 10:00 cid orders 1 book for 20.00, promised day 3 00:00",
        "day 0 11:00 dee leaves without 1 book: refused",
        "day 3 00:00 ben's card is declined",
        "day 3 00:00 ben cancels 1 book: declined",
        "day 3 00:00 book is released",
        "day 3 00:00 ann is sent 1 book, there day 4 00:00",
        "day 3 00:00 ann pays 20.00",
        "day 3 00:00 cid is sent 1 book, there day 4 00:00",
        "day 3 00:00 cid pays 20.00",
    ]


def test_what_is_sold_to_the_waiting_list_is_bought_again_at_once(story: Story) -> None:
    # Nobody else comes: the review after the sale on release day does not wait for a customer.
    scenario = BOOK.replace("level: 0, review_period: 7 days", "level: 2") + (
        "selling: {preorders: {cap: 0, waiting_list: true}}\n"
    )
    assert story(scenario, "0 08:00 ann 1 book 20.00") == [
        "day 0 08:00 ann orders 1 book for 20.00, promised day 3 00:00",
        "day 3 00:00 book is released",
        "day 3 00:00 ann is sent 1 book, there day 4 00:00",
        "day 3 00:00 ann pays 20.00",
        "day 3 00:00 buys 1 book, due day 5 00:00",
        "day 5 00:00 receives 1 book",
    ]
