"""What docs/model.md says of rare cases, each as a story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Story = Callable[..., list[str]]

LAMP = """
horizon: 20 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    replenishment: {policy: base_stock, base_stock_level: 0}
suppliers:
  maker: {lead_time: 5 days, payment_after: 60 days}
selling: {backorders: open}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def test_a_deposit_is_never_more_than_the_line_is_worth(story: Story) -> None:
    told = story(
        f"{LAMP}payment: {{approach: deposit, amount: 60.00}}\n", "0 09:00 ann 1 lamp 50.00"
    )
    assert [line for line in told if "pays" in line] == ["day 0 09:00 ann pays 50.00 ahead"]


PASSED = "payment: {approach: deposit, share: 30%, balance: {at: 2026-01-06}, fee: {fixed: 0.20}}\n"


def test_a_balance_whose_date_has_passed_is_due_at_once(story: Story) -> None:
    # With the deposit: 15.00 + 35.00 in one charge, for one fee.
    told = story(LAMP + PASSED, "2 09:00 ann 1 lamp 50.00")
    assert [line for line in told if "pays" in line] == [
        "day 2 09:00 ann pays 50.00 ahead, less 0.20 in fees"
    ]


BASKET = """
horizon: 20 days
products:
  cup: {price: 10.00, unit_cost: 4.00, substitutes: {mug: 100%}}
  mug:
    price: 12.00
    unit_cost: 5.00
    opening_stock: 1
    supplier: maker
    selling: {backorders: open, reserve: RESERVE}
    replenishment: {policy: base_stock, base_stock_level: 0}
suppliers:
  maker: {lead_time: 5 days, payment_after: 60 days}
shipping:
  carriers:
    post: {transit: 1 day}
"""
CUP, MUG = "0 09:00 ann 1 cup 10.00", "0 09:00 ann 1 mug 12.00"


@pytest.mark.parametrize(
    ("basket", "told"),
    [
        # Line by line: the cup, which comes first, takes the last mug, and the mug must wait.
        (
            [CUP, MUG],
            [
                "day 0 09:00 ann orders 1 mug for 12.00 instead of cup, promised day 5 09:00",
                "day 0 09:00 ann backorders 1 mug for 12.00, promised day 5 09:00",
            ],
        ),
        # And the other way round: what the same basket took is gone.
        (
            [MUG, CUP],
            [
                "day 0 09:00 ann orders 1 mug for 12.00",
                "day 0 09:00 ann leaves without 1 cup: sold_out",
            ],
        ),
    ],
)
def test_a_substitute_may_take_what_a_later_line_of_the_basket_wants(
    story: Story, basket: list[str], told: list[str]
) -> None:
    assert story(BASKET.replace("RESERVE", "0"), "\n".join(basket))[:2] == told


@pytest.mark.parametrize(
    ("reserve", "told"),
    [
        (0, "day 6 09:00 cid leaves without 1 cup: sold_out"),
        (1, "day 6 09:00 cid orders 1 mug for 12.00 instead of cup"),
    ],
)
def test_a_substitute_may_come_from_the_reserve_but_not_from_those_who_wait(
    story: Story, reserve: int, told: str
) -> None:
    # Ann and ben wait for two mugs each, of which one is late. The mug at hand is set aside for
    # ann; with a reserve it stays for those who walk in.
    customers = """
    0 09:00 ann 2 mug 24.00 tolerance=9d
    0 10:00 ben 2 mug 24.00 tolerance=9d
    6 09:00 cid 1 cup 10.00
    """
    scenario = BASKET.replace("RESERVE", str(reserve))
    assert told in story(scenario, customers, lead_times={"mug": [9, 9, 9]})
