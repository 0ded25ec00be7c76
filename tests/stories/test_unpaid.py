"""Stories of orders that are placed and not paid at once: they hold their pieces for a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backsim.metrics import evaluate
from backsim.records.log import RunLog

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

SHOP = """
horizon: 14 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    opening_stock: 2
    replenishment: {policy: base_stock, base_stock_level: 0}
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 9, selling: {backorders: off}}
suppliers:
  maker: {lead_time: 5 days, payment_after: 60 days}
selling: {backorders: open}
payment:
  fee: {fixed: 0.30}
  unpaid: {share: 50%, paid_after: 29 h, never: 20%, held_for: 2 days}
shipping:
  carriers:
    post: {transit: 1 day}
"""
PAYS = "unpaid=0.1 never_pays=0.5"
NEVER_PAYS = "unpaid=0.1 never_pays=0.1"
AT_ONCE = "unpaid=0.9 never_pays=0.1"


def test_one_pays_at_once_and_one_a_day_later(story: Story) -> None:
    # Two lamps: ann has hers at once, ben's is held until he has paid.
    customers = f"""
    0 08:00 ann 1 lamp 50.00 {AT_ONCE}
    0 09:00 ben 1 lamp 50.00 {PAYS}
    """
    assert story(SHOP, customers) == [
        "day 0 08:00 ann orders 1 lamp for 50.00",
        "day 0 08:00 ann is sent 1 lamp, there day 1 08:00",
        "day 0 08:00 ann pays 50.00, less 0.30 in fees",
        "day 0 09:00 ben orders 1 lamp for 50.00, promised day 1 14:00",
        "day 1 14:00 ben pays 50.00 as agreed, less 0.30 in fees",
        "day 1 14:00 ben is sent 1 lamp, there day 2 14:00",
    ]


def test_pieces_of_an_order_that_is_never_paid_go_to_who_waits(lived: Lived, story: Story) -> None:
    customers = f"""
    0 08:00 ann 2 lamp 100.00 {NEVER_PAYS}
    1 09:00 ben 1 lamp 50.00 {AT_ONCE}
    """
    # Ann holds both lamps until day 2. Then ben has one of them, and the other is on the shelf; the
    # one that was bought for him comes on day 6.
    assert story(SHOP, customers) == [
        "day 0 08:00 ann orders 2 lamp for 100.00, no date, awaits it day 0 08:00",
        "day 1 09:00 ben backorders 1 lamp for 50.00, promised day 6 09:00",
        "day 1 09:00 buys 1 lamp, due day 6 09:00",
        "day 2 08:00 ann cancels 2 lamp: unpaid",
        "day 2 08:00 ben is sent 1 lamp, there day 3 08:00",
        "day 2 08:00 ben pays 50.00, less 0.30 in fees",
        "day 6 09:00 receives 1 lamp",
    ]
    kpis = evaluate(lived(SHOP, customers)[0])
    assert kpis["unpaid_rate"] == kpis["cancellation_rate"] == 0.5
    assert kpis["revenue"] == 50.0
    # Ben is served as promised, and no promise was broken to ann.
    assert kpis["fulfillment_rate"] == 1.0


def test_what_is_paid_on_the_last_moment_is_paid(story: Story) -> None:
    for hours, told in ((48, "is sent"), (49, "cancels")):
        scenario = SHOP.replace("29 h", f"{hours} h")
        events = story(scenario, f"0 08:00 ann 1 lamp 50.00 {PAYS}")
        assert f"day 2 08:00 ann {told} 1 lamp" in events[-1] + events[1], hours


TOGETHER = """
0 08:00 ann 1 cup 10.00 {luck}
0 08:00 ann 3 lamp 150.00
"""
DEPOSIT = "payment:\n  approach: deposit\n  share: 20%\n"


@pytest.mark.parametrize(
    ("shipments", "told"),
    [
        (
            # One parcel, when the lamps are there, and one payment for it ahead.
            "together",
            [
                "day 1 13:00 ann pays 160.00 as agreed, less 0.30 in fees",
                "day 5 08:00 receives 1 lamp",
                "day 5 08:00 ann is sent 1 cup and 3 lamp, there day 6 08:00",
            ],
        ),
        (
            "split",
            [
                "day 1 13:00 ann pays 10.00 as agreed, less 0.30 in fees",
                "day 1 13:00 ann pays 150.00 as agreed, less 0.30 in fees",
                "day 1 13:00 ann is sent 1 cup, there day 2 13:00",
                "day 5 08:00 receives 1 lamp",
                "day 5 08:00 ann is sent 3 lamp, there day 6 08:00",
            ],
        ),
    ],
)
def test_an_order_of_which_a_part_waits(story: Story, shipments: str, told: list[str]) -> None:
    scenario = SHOP.replace("shipping:", f"shipping:\n  shipments: {shipments}")
    assert story(scenario, TOGETHER.format(luck=PAYS))[3:] == told


def test_goods_that_come_first_are_held_too(story: Story) -> None:
    # The lamp comes on day 5, the money on day 6; a date is promised then.
    scenario = SHOP.replace("29 h", "6 days").replace("held_for: 2", "held_for: 9")
    assert story(scenario, f"0 08:00 ann 3 lamp 150.00 {PAYS}")[1:] == [
        "day 0 08:00 buys 1 lamp, due day 5 08:00",
        "day 5 08:00 receives 1 lamp",
        "day 6 08:00 ann pays 150.00 as agreed, less 0.30 in fees",
        "day 6 08:00 ann is sent 3 lamp, there day 7 08:00",
    ]


def test_what_is_due_on_other_dates_stays_as_agreed(story: Story) -> None:
    # 10.00 by slip on day 1, the balance on day 3; an invoice asks for nothing ahead.
    balance = "payment:\n  approach: deposit\n  amount: 10.00\n  balance: {after: 3 days}\n"
    told = story(SHOP.replace("payment:\n", balance), f"0 08:00 ann 3 lamp 150.00 {PAYS}")
    assert [event for event in told if " pays " in event] == [
        "day 1 13:00 ann pays 10.00 as agreed, less 0.30 in fees",
        "day 3 08:00 ann pays 140.00 as agreed, less 0.30 in fees",
    ]
    invoice = "payment:\n  approach: net_days\n  days: 3 days\n"
    told = story(SHOP.replace("payment:\n", invoice), f"0 08:00 ann 1 lamp 50.00 {PAYS}")
    assert told[1:] == [
        "day 0 08:00 ann is sent 1 lamp, there day 1 08:00",
        "day 3 08:00 ann pays 50.00 as agreed, less 0.30 in fees",
    ]


def test_who_has_not_paid_gives_up_nothing_else(story: Story) -> None:
    # The lamp is late: promised for day 5, there on day 9. Ann, who would wait until day 6, has not
    # paid yet; she pays on day 7, and is promised that day.
    scenario = SHOP.replace("29 h", "7 days").replace("held_for: 2", "held_for: 9")
    told = story(
        scenario,
        f"0 08:00 ann 3 lamp 150.00 tolerance=1d {PAYS}",
        lead_times={"lamp": [9]},
    )
    assert told[2:] == [
        "day 7 08:00 ann pays 150.00 as agreed, less 0.30 in fees",
        "day 8 08:00 ann cancels 3 lamp",
        "day 8 08:00 ann gets 150.00 back",
        "day 9 08:00 receives 1 lamp",
    ]
