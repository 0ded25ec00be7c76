"""Stories of deadlines that fall on the instant in which what was waited for comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Story = Callable[..., list[str]]

CUP = """
horizon: 30 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: OPENING, replenishment: RULE}
suppliers: {maker: {lead_time: 5 days, payment_after: 60 days}}
shipping: {shipments: split, carriers: {post: {transit: 1 day}}}
"""
NOTHING = CUP.replace("OPENING", "0").replace("RULE", "{policy: base_stock, base_stock_level: 0}")
OPEN = NOTHING + "selling: {backorders: open}\n"


def test_nobody_gives_up_in_the_instant_of_the_release(story: Story) -> None:
    scenario = NOTHING.replace("opening_stock: 0", "opening_stock: 3, release: 3 days")
    told = story(scenario + "selling: {preorders: open}\n", "0 09:00 a 1 cup 10 tolerance=0d")
    assert told == [
        "day 0 09:00 a pre-orders 1 cup for 10.00, promised day 3 00:00",
        "day 3 00:00 cup is released",
        "day 3 00:00 a is sent 1 cup, there day 4 00:00",
        "day 3 00:00 a pays 10.00",
    ]


def test_nobody_gives_up_in_the_instant_of_the_receipt(story: Story) -> None:
    # The supplier needs the five days that were promised, or one second more than them.
    told = story(OPEN, "0 09:00 a 1 cup 10 tolerance=0d", lead_times={"cup": [5]})
    assert told[-2:] == [
        "day 5 09:00 a is sent 1 cup, there day 6 09:00",
        "day 5 09:00 a pays 10.00",
    ]
    late = story(OPEN, "0 09:00 a 1 cup 10 tolerance=0d", lead_times={"cup": [5 + 2 / 86_400]})
    assert late[2] == "day 5 09:00 a cancels 1 cup"


def test_a_tolerance_that_ends_as_the_goods_come(story: Story) -> None:
    told = story(OPEN, "0 09:00 a 1 cup 10 tolerance=2d", lead_times={"cup": [7]})
    assert told[3] == "day 7 09:00 a is sent 1 cup, there day 8 09:00"


def test_who_comes_in_the_instant_finds_the_deadline_still_ahead(story: Story) -> None:
    scenario = CUP.replace("OPENING", "1").replace(
        "RULE", "{policy: base_stock, base_stock_level: 1, review_period: 10 days}"
    )
    told = story(
        scenario + "selling: {backorders: open}\n",
        """
        1 09:00 a 2 cup 20 tolerance=57h
        17 09:00 b 1 cup 10
        """,
        lead_times={"cup": [20]},
    )
    # The review is at day 10, the quote a mean lead time behind it: day 15; 57 hours later, at day
    # 17 09:00, a gives up. b has come before in that instant, and found the cup set aside.
    assert [event[13:] for event in told if event.startswith("day 17")] == [
        "a cancels 2 cup",
        "b backorders 1 cup for 10.00, promised day 17 09:00",
        "b is sent 1 cup, there day 18 09:00",
        "b pays 10.00",
    ]


def test_a_hold_that_ends_as_the_goods_leave_is_not_renewed(story: Story) -> None:
    scenario = OPEN + "payment: {authorisation: {valid_for: 5 days, renewal_fee: 0.10}}\n"
    customers = "0 09:00 a 1 cup 10\n0 10:00 b 2 cup 20"
    told = story(scenario, customers, lead_times={"cup": [5, 6]})
    assert [event for event in told if "authorised" in event] == [
        "day 5 10:00 b's card is authorised again, less 0.10 in fees"
    ]


@pytest.mark.parametrize(("mind", "sent"), [("5d", True), ("4d", False)])
def test_a_mind_that_changes_as_the_goods_come(story: Story, mind: str, *, sent: bool) -> None:
    scenario = OPEN + "customers: {all: {changes: {after: 9 days}}}\n"
    told = story(scenario, f"0 09:00 a 1 cup 10 change_after={mind}")
    assert ("day 5 09:00 a is sent 1 cup, there day 6 09:00" in told) is sent
