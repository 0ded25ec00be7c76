"""Stories of waiting: who is served first, what travels together, what a second decides."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

import pytest

from backsim.ledger import Account, journal
from backsim.records.log import RunLog

Lived = Callable[[str, str], tuple[RunLog, list[str]]]
Story = Callable[[str, str], list[str]]

CUP = """
horizon: 9 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    replenishment: {policy: base_stock, base_stock_level: 0}
  jug:
    price: 30.00
    unit_cost: 9.00
    opening_stock: 1
suppliers:
  maker: {lead_time: 2 days, payment_after: 30 days}
selling: {preorders: off}
shipping:
  carriers:
    post: {transit: 1 day}
"""
OPEN = CUP.replace("level: 0}", "level: 0}\n    selling: {backorders: open}")

SET = "0 09:00 ann 1 cup 10.00\n0 09:00 ann 1 jug 30.00"


def test_an_order_waits_to_travel_together(story: Story) -> None:
    # The jug is here but waits for the cup, and with it for the later of the two promises.
    assert story(OPEN, SET) == [
        "day 0 09:00 ann backorders 1 cup for 10.00, promised day 2 09:00",
        "day 0 09:00 ann orders 1 jug for 30.00, promised day 2 09:00",
        "day 0 09:00 buys 1 cup, due day 2 09:00",
        "day 2 09:00 receives 1 cup",
        "day 2 09:00 ann is sent 1 cup and 1 jug, there day 3 09:00",
        "day 2 09:00 ann pays 40.00",
    ]


def test_an_order_is_split_and_what_is_here_goes_first(story: Story) -> None:
    scenario = OPEN.replace("shipping:", "shipping:\n  shipments: split")
    assert story(scenario, SET) == [
        "day 0 09:00 ann backorders 1 cup for 10.00, promised day 2 09:00",
        "day 0 09:00 ann orders 1 jug for 30.00",
        "day 0 09:00 ann is sent 1 jug, there day 1 09:00",
        "day 0 09:00 ann pays 30.00",
        "day 0 09:00 buys 1 cup, due day 2 09:00",
        "day 2 09:00 receives 1 cup",
        "day 2 09:00 ann is sent 1 cup, there day 3 09:00",
        "day 2 09:00 ann pays 10.00",
    ]


def test_an_order_that_travels_together_is_cancelled_together(story: Story) -> None:
    # A promise for 09:00 can be kept until 09:00 is over: ben finds no jug. A tick later it goes
    # back on the shelf, and the next customer finds it there.
    scenario = OPEN + "customers: {all: {tolerance: 0 days}}\n"
    scenario = scenario.replace(
        "selling: {pre", "selling: {promise: {rule: fixed, wait: 1 day}, pre"
    )
    assert story(scenario, SET + "\n1 09:00 ben 1 jug 30.00\n1 09:01 cid 1 jug 30.00") == [
        "day 0 09:00 ann backorders 1 cup for 10.00, promised day 1 09:00",
        "day 0 09:00 ann orders 1 jug for 30.00, promised day 1 09:00",
        "day 0 09:00 buys 1 cup, due day 2 09:00",
        "day 1 09:00 ben leaves without 1 jug: sold_out",
        "day 1 09:00 ann cancels 1 cup",
        "day 1 09:00 ann cancels 1 jug",
        "day 1 09:01 cid orders 1 jug for 30.00",
        "day 1 09:01 cid is sent 1 jug, there day 2 09:01",
        "day 1 09:01 cid pays 30.00",
        "day 2 09:00 receives 1 cup",
    ]


def test_of_a_basket_only_what_can_be_had_is_bought(story: Story) -> None:
    assert story(CUP, SET)[:3] == [
        "day 0 09:00 ann leaves without 1 cup: refused",
        "day 0 09:00 ann orders 1 jug for 30.00",
        "day 0 09:00 ann is sent 1 jug, there day 1 09:00",
    ]


def test_a_cancellation_serves_the_next_in_the_queue(story: Story) -> None:
    # Ann wants three and gets the first two; when she leaves, they go to ben and cid.
    scenario = OPEN.replace("level: 0", "level: 2").replace("cup:", "cup:\n    opening_stock: 2", 1)
    scenario += "customers: {all: {tolerance: 0 days}}\n"
    scenario = scenario.replace(
        "selling: {pre", "selling: {promise: {rule: fixed, wait: 1 day}, pre"
    )
    told = story(
        scenario, "0 09:00 ann 3 cup 30.00\n0 10:00 ben 1 cup 10.00\n0 11:00 cid 1 cup 10.00"
    )
    assert [line for line in told if line.startswith("day 1")] == [
        "day 1 09:00 ann cancels 3 cup",
        "day 1 09:00 ben is sent 1 cup, there day 2 09:00",
        "day 1 09:00 ben pays 10.00",
        "day 1 09:00 cid is sent 1 cup, there day 2 09:00",
        "day 1 09:00 cid pays 10.00",
    ]


@pytest.mark.parametrize(
    ("tolerance", "ending"),
    [
        (
            "1 day",
            [
                "day 2 09:00 receives 1 cup",
                "day 2 09:00 ann is sent 1 cup, there day 3 09:00",
                "day 2 09:00 ann pays 10.00",
            ],
        ),
        ("23 h", ["day 2 08:00 ann cancels 1 cup", "day 2 09:00 receives 1 cup"]),
    ],
)
def test_a_receipt_comes_before_a_cancellation_of_the_same_second(
    story: Story, tolerance: str, ending: list[str]
) -> None:
    scenario = OPEN + f"customers: {{all: {{tolerance: {tolerance}}}}}\n"
    scenario = scenario.replace(
        "selling: {pre", "selling: {promise: {rule: fixed, wait: 1 day}, pre"
    )
    assert story(scenario, "0 09:00 ann 1 cup 10.00")[2:] == ending


QUEUE = """
0 08:00 ann 2 cup 20.00
0 09:00 ben 1 cup 10.00
0 10:00 cid 1 cup 15.00
0 11:00 dee 3 cup 24.00
"""


@pytest.mark.parametrize(
    ("rule", "served"),
    [
        ("first_come", ["ann", "ben", "cid", "dee"]),
        ("most_valuable", ["dee", "ann", "cid", "ben"]),
        ("smallest_first", ["ben", "cid", "ann", "dee"]),
        # All were promised the same day and none has paid ahead: as they came.
        ("earliest_promise", ["ann", "ben", "cid", "dee"]),
        ("paid_first", ["ann", "ben", "cid", "dee"]),
    ],
)
def test_allocation_rules_serve_in_their_own_order(
    story: Story, rule: str, served: list[str]
) -> None:
    # One review a day: all seven pieces come at once, after everybody has ordered.
    scenario = OPEN.replace("level: 0}", "level: 0, review_period: 1 day}")
    scenario = scenario.replace("selling: {pre", f"selling: {{allocation: {rule}, pre")
    told = story(scenario, QUEUE)
    assert "day 1 00:00 buys 7 cup, due day 3 00:00" in told
    assert [line.split()[3] for line in told if "is sent" in line] == served


def test_scarce_pieces_go_to_the_rule_s_favourites(story: Story) -> None:
    # Two pieces come at day 2 08:00. Smallest first, they serve two customers where first come
    # would have served one.
    scenario = OPEN.replace("selling: {pre", "selling: {allocation: smallest_first, pre")
    told = story(
        scenario, "0 08:00 ann 2 cup 20.00\n0 09:00 ben 1 cup 10.00\n1 08:00 cid 1 cup 10.00"
    )
    assert [line for line in told if "is sent" in line or "receives" in line] == [
        "day 2 08:00 receives 2 cup",
        "day 2 08:00 ben is sent 1 cup, there day 3 08:00",
        "day 2 08:00 cid is sent 1 cup, there day 3 08:00",
        "day 2 09:00 receives 1 cup",
        "day 3 08:00 receives 1 cup",
        "day 3 08:00 ann is sent 2 cup, there day 4 08:00",
    ]


@pytest.mark.parametrize(
    ("review", "bought"),
    [
        ("after_demand", ["day 1 00:00 buys 2 cup, due day 3 00:00"]),
        ("before_demand", ["day 1 00:00 buys 1 cup, due day 3 00:00",
                           "day 2 00:00 buys 1 cup, due day 4 00:00"]),
    ],
)  # fmt: skip
def test_a_review_sees_the_demand_of_its_instant_or_not(
    story: Story, review: str, bought: list[str]
) -> None:
    scenario = OPEN.replace("level: 0}", f"level: 0, review_period: 1 day, review: {review}}}")
    told = story(scenario, "0 09:00 ann 1 cup 10.00\n1 00:00 ben 1 cup 10.00")
    assert [line for line in told if "buys" in line] == bought


def test_a_review_answers_all_demand_of_one_instant_at_once(story: Story) -> None:
    told = story(OPEN, "0 09:00 ann 1 cup 10.00\n0 09:00 ben 2 cup 20.00")
    assert [line for line in told if "buys" in line] == ["day 0 09:00 buys 3 cup, due day 2 09:00"]


def test_a_review_period_delays_the_quote(story: Story) -> None:
    scenario = OPEN.replace("level: 0}", "level: 0, review_period: 7 days}")
    assert story(scenario, "0 09:00 ann 1 cup 10.00")[:2] == [
        "day 0 09:00 ann backorders 1 cup for 10.00, promised day 9 00:00",
        "day 7 00:00 buys 1 cup, due day 9 00:00",
    ]


def test_what_is_due_at_the_horizon_stays_on_order(story: Story) -> None:
    scenario = OPEN.replace("horizon: 9 days", "horizon: 57 h")
    assert story(scenario, "0 09:00 ann 1 cup 10.00") == [
        "day 0 09:00 ann backorders 1 cup for 10.00, promised day 2 09:00",
        "day 0 09:00 buys 1 cup, due day 2 09:00",
    ]


def test_each_parcel_is_packed_for_a_price(lived: Lived) -> None:
    # Ann's two lines are one parcel, ben's cup another: 0.60 each, when it leaves.
    scenario = """
    horizon: 9 days
    products:
      cup: {price: 10.00, unit_cost: 4.00, opening_stock: 5}
      pot: {price: 30.00, unit_cost: 9.00, opening_stock: 5}
    shipping: {packaging: 0.60, carriers: {post: {transit: 1 day}}}
    """
    log, _ = lived(
        dedent(scenario),
        """
        0 09:00 ann 1 cup 10
        0 09:00 ann 1 pot 30
        1 10:00 ben 1 cup 10
        """,
    )
    outlays = log.outlays
    assert outlays.at.tolist() == log.parcels.shipped_at.tolist()
    assert outlays.amount.tolist() == [60, 60]
    assert outlays.order.tolist() == [0, 1]
    assert outlays.account.tolist() == [Account.PACKAGING] * 2
    cash = [step.amount.sum() for step in journal(log).steps(Account.PACKAGING)]
    assert cash == [120]
