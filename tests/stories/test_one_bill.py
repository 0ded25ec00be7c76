"""Stories of orders that are paid as orders: one charge for each plan and instant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from backsim.ledger import Account, journal
from backsim.scenario.build import load
from backsim.simulation import draw, simulate

Story = Callable[..., list[str]]

SHOP = """
horizon: 30 days
products:
  cup:
    {price: 10.00, unit_cost: 4.00, opening_stock: 1,
     replenishment: {policy: base_stock, base_stock_level: 0}}
  pot:
    {price: 30.00, unit_cost: 10.00, opening_stock: 0, OWN
     replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: 5 days, payment_after: 60 days}}
shipping: {shipments: together, carriers: {post: {transit: 1 day}}}
selling: {backorders: open}
"""
BASKET = "0 09:00 a 1 cup 10\n0 09:00 a 1 pot 30"


def paid(told: list[str]) -> list[str]:
    """What the customers pay."""
    return [event for event in told if " pays " in event and " for " not in event]


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        ("approach: full", ["day 0 09:00 a pays 40.00 ahead, less 0.30 in fees"]),
        ("approach: at_shipment", ["day 5 09:00 a pays 40.00, less 0.30 in fees"]),
        (
            "approach: deposit, share: 50%",
            [
                "day 0 09:00 a pays 20.00 ahead, less 0.30 in fees",
                "day 5 09:00 a pays 20.00, less 0.30 in fees",
            ],
        ),
        (
            "approach: deposit, share: 50%, balance: {after: 3 days}",
            [
                "day 0 09:00 a pays 20.00 ahead, less 0.30 in fees",
                "day 3 09:00 a pays 20.00 as agreed, less 0.30 in fees",
            ],
        ),
        (
            # The pot in thirds, the cup too: it is held back for the pot, and this reaches stock.
            "approach: instalments, parts: 2, every: 3 days",
            [
                "day 0 09:00 a pays 20.00 ahead, less 0.30 in fees",
                "day 3 09:00 a pays 20.00 as agreed, less 0.30 in fees",
            ],
        ),
        (
            # What is in stock is left out: it is charged as it leaves, beside the deposit's rest.
            "approach: deposit, share: 50%, applies_to: [backorder]",
            [
                "day 0 09:00 a pays 15.00 ahead, less 0.30 in fees",
                "day 5 09:00 a pays 10.00, less 0.30 in fees",
                "day 5 09:00 a pays 15.00, less 0.30 in fees",
            ],
        ),
        (
            "approach: deposit, share: 50%, applies_to: [preorder]",
            ["day 5 09:00 a pays 40.00, less 0.30 in fees"],
        ),
    ],
)
def test_an_order_is_paid_as_one(story: Story, payment: str, expected: list[str]) -> None:
    scenario = SHOP.replace("OWN", "") + f"payment: {{{payment}, fee: {{fixed: 0.30}}}}\n"
    assert paid(story(scenario, BASKET)) == expected


def test_each_plan_of_an_order_is_charged_once(story: Story) -> None:
    scenario = SHOP.replace("OWN", "payment: {approach: deposit, share: 50%},")
    scenario = scenario.replace("opening_stock: 1", "opening_stock: 0")
    scenario += "payment: {approach: full, fee: {fixed: 0.30}}\n"
    assert paid(story(scenario, BASKET)) == [
        "day 0 09:00 a pays 10.00 ahead, less 0.30 in fees",
        "day 0 09:00 a pays 15.00 ahead, less 0.30 in fees",
        "day 5 09:00 a pays 15.00, less 0.30 in fees",
    ]


def test_the_fee_is_a_share_of_the_whole_charge(story: Story) -> None:
    # 2.5 % of 0.30 and of 0.10 are 0.0075 and 0.0025; of the 0.40 together they are one cent.
    scenario = SHOP.replace("OWN", "").replace("10.00, unit_cost: 4", "0.10, unit_cost: 0")
    scenario = scenario.replace("30.00, unit_cost: 10", "0.30, unit_cost: 0")
    scenario += "payment: {approach: full, fee: {share: 2.5%}}\n"
    told = story(scenario, "0 09:00 a 1 cup 0.10\n0 09:00 a 1 pot 0.30")
    assert paid(told) == ["day 0 09:00 a pays 0.40 ahead, less 0.01 in fees"]


def test_one_hold_for_one_order(story: Story) -> None:
    scenario = SHOP.replace("OWN", "").replace("opening_stock: 1", "opening_stock: 0")
    scenario += "payment: {authorisation: {valid_for: 2 days, renewal_fee: 0.10}}\n"
    told = story(scenario, BASKET)
    assert [event for event in told if "authorised" in event] == [
        "day 2 09:00 a's card is authorised again, less 0.10 in fees",
        "day 4 09:00 a's card is authorised again, less 0.10 in fees",
    ]


@pytest.mark.parametrize(
    ("payment", "expected"),
    [
        ("approach: net_days, days: 14 days", ["day 14 09:00 a pays 10.00 as agreed"]),
        (
            "approach: instalments, parts: 3, every: 5 days",
            [
                "day 0 09:00 a pays 3.34 ahead",
                "day 5 09:00 a pays 3.33 as agreed",
                "day 10 09:00 a pays 3.33 as agreed",
            ],
        ),
        ("approach: net_days, days: 9 days, discount: 10%", ["day 9 09:00 a pays 9.00 as agreed"]),
        ("approach: net_days, days: 9 days, applies_to: [backorder]", ["day 0 09:00 a pays 10.00"]),
        ("approach: full", ["day 0 09:00 a pays 10.00"]),
        ("approach: full, applies_to: [stock]", ["day 0 09:00 a pays 10.00 ahead"]),
    ],
)
def test_what_is_in_stock_is_paid_as_agreed(
    story: Story, payment: str, expected: list[str]
) -> None:
    scenario = SHOP.replace("OWN", "") + f"payment: {{{payment}}}\n"
    assert paid(story(scenario, "0 09:00 a 1 cup 10")) == expected


def test_who_owes_for_what_was_in_stock_may_not_pay(story: Story) -> None:
    scenario = SHOP.replace("OWN", "")
    scenario += "payment: {approach: net_days, days: 14 days, default_rate: 50%}\n"
    customers = "0 09:00 a 1 cup 10 default=0.4"
    assert story(scenario, customers)[-1] == "day 14 09:00 a will never pay 10.00"


def test_interest_is_what_the_customer_leaves_for(story: Story) -> None:
    # 10.00 is within a's limit, 11.00 with the interest is not; b pays it.
    scenario = SHOP.replace("OWN", "")
    scenario += (
        "payment: {approach: instalments, parts: 2, every: 5 days, interest: 10%, "
        "interest_borne_by: customer}\n"
    )
    told = story(scenario, "0 09:00 a 1 cup 10 limit=10.99\n0 10:00 b 1 cup 10 limit=11.00")
    assert told[:2] == [
        "day 0 09:00 a leaves without 1 cup: interest",
        "day 0 10:00 b orders 1 cup for 10.00 and 1.00 on top",
    ]


def test_a_fortnight_of_revenue_is_receivable(tmp_path: Path) -> None:
    # Ten pieces a day of 100.00, all from stock, on an invoice of 14 days: 140 of them are open.
    scenario = """
        horizon: 100 days
        question: steady_state
        warm_up: 20 days
        products: {lamp: {price: 100.00, unit_cost: 40.00, opening_stock: 5000}}
        demand: {rate: 10 per day, gaps: regular}
        payment: {approach: net_days, days: 14 days}
        """
    path = tmp_path / "shop.yaml"
    path.write_text(dedent(scenario), encoding="utf-8")
    (arm,) = load(path).arms
    steps = journal(simulate(arm, draw(arm, 1, 0))).steps(Account.RECEIVABLE)
    at = np.concatenate([step.at for step in steps])
    amount = np.concatenate([step.amount for step in steps])
    assert amount[at < 50 * 86_400].sum() == 14 * 10 * 100_00


def test_of_what_is_free_nothing_is_taken_off(story: Story) -> None:
    # The cup is held back for the pot, and paid like it, with 10 % off: of nothing that is nothing,
    # and no discount that was given away.
    scenario = SHOP.replace("OWN", "").replace("price: 10.00", "price: 0.00")
    scenario += "payment: {approach: full, discount: 10%}\n"
    assert story(scenario, "0 09:00 a 1 cup 0.00\n0 09:00 a 1 pot 30")[:3] == [
        "day 0 09:00 a orders 1 cup for 0.00, promised day 5 09:00",
        "day 0 09:00 a backorders 1 pot for 27.00 (given away), promised day 5 09:00",
        "day 0 09:00 a pays 27.00 ahead",
    ]
