"""Customers who were served in time bring a friend, who wants what they had."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Story = Callable[..., list[str]]

SHOP = """
horizon: 12 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    opening_stock: 2
    supplier: maker
    replenishment: {policy: reorder_point, reorder_point: 0, order_quantity: 5}
suppliers:
  maker: {lead_time: 4 days, payment_after: 60 days}
selling: {backorders: open, promise: {rule: fixed, wait: 1 day}}
shipping:
  carriers:
    post: {transit: 1 day}
arms:
  told: {demand.word_of_mouth: {share: 100%, delay: 2 days}}
"""
CUSTOMERS = """
0 09:00 ann 1 lamp 50.00
3 10:00 ben 1 lamp 50.00
"""


def test_who_was_served_in_time_brings_a_friend(story: Story) -> None:
    """Ben had to wait for longer than promised and tells nobody; friends bring no friends."""
    assert story(SHOP, CUSTOMERS) == [
        "day 0 09:00 ann orders 1 lamp for 50.00",
        "day 0 09:00 ann is sent 1 lamp, there day 1 09:00",
        "day 0 09:00 ann pays 50.00",
        "day 2 09:00 ann's friend orders 1 lamp for 50.00",
        "day 2 09:00 ann's friend is sent 1 lamp, there day 3 09:00",
        "day 2 09:00 ann's friend pays 50.00",
        "day 2 09:00 buys 5 lamp, due day 6 09:00",
        "day 3 10:00 ben backorders 1 lamp for 50.00, promised day 4 10:00",
        "day 6 09:00 receives 5 lamp",
        "day 6 09:00 ben is sent 1 lamp, there day 7 09:00",
        "day 6 09:00 ben pays 50.00",
    ]


def test_without_a_share_nobody_comes(story: Story) -> None:
    silent = SHOP.replace("share: 100%", "share: 0%")
    absent = SHOP[: SHOP.index("arms:")]
    assert story(silent, CUSTOMERS) == story(absent, CUSTOMERS)
    assert not any("friend" in line for line in story(absent, CUSTOMERS))


@pytest.mark.parametrize(("luck", "comes"), [(0.39, True), (0.40, False)])
def test_a_share_of_those_who_were_served_in_time_tell_others(
    story: Story, luck: float, comes: bool
) -> None:
    told = story(
        SHOP.replace("share: 100%", "share: 40%"), f"0 09:00 ann 1 lamp 50.00 word_of_mouth={luck}"
    )
    assert ("day 2 09:00 ann's friend orders 1 lamp for 50.00" in told) is comes


def test_a_friend_who_would_come_at_the_horizon_does_not(story: Story) -> None:
    late = SHOP.replace("delay: 2 days", "delay: 12 days")
    assert not any("friend" in line for line in story(late, CUSTOMERS))
