"""Stories of prices: what is taken off, and whether it won the customer or was given away."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backsim.ledger import journal
from backsim.ledger.accounts import Account
from backsim.records.log import RunLog

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

BOOK = """
horizon: 9 days
products:
  book:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 9
    release: 4 days
suppliers:
  maker: {lead_time: 2 days}
selling: {preorders: {cap: 9}}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def sales(told: list[str]) -> list[str]:
    """What was said of each order, until its promise."""
    verbs = (" orders ", " pre-orders ", " backorders ", " leaves ")
    return [line[12:].split(", promised")[0] for line in told if any(v in line for v in verbs)]


def test_a_flat_preorder_discount_wins_some_and_is_given_to_others(story: Story) -> None:
    # 10 % off 20.00. At the release it costs 20.00 again.
    scenario = BOOK + "pricing: {preorder_discount: 10%}\n"
    customers = """
    0 08:00 ann 1 book 20.00 limit=20.00
    0 09:00 ben 1 book 20.00 limit=19.99
    0 10:00 cid 1 book 20.00 limit=18.00
    0 11:00 dee 1 book 20.00 limit=17.99
    4 09:00 eve 1 book 20.00 limit=20.00
    """
    assert sales(story(scenario, customers)) == [
        "ann pre-orders 1 book for 18.00 (given away)",
        "ben pre-orders 1 book for 18.00 (won)",
        "cid pre-orders 1 book for 18.00 (won)",
        "dee leaves without 1 book: price",
        "eve orders 1 book for 20.00",
    ]


def test_early_birds_pay_less_by_the_day(story: Story) -> None:
    scenario = BOOK + "pricing: {early_bird: {2026-01-05: 15%, 2026-01-06: 10%, 2026-01-07: 0%}}\n"
    customers = """
    0 23:59 ann 1 book 20.00
    1 00:00 ben 1 book 20.00 limit=19.00
    1 23:59 cid 1 book 20.00
    2 00:00 dee 1 book 20.00
    """
    assert sales(story(scenario, customers)) == [
        "ann pre-orders 1 book for 17.00 (given away)",
        "ben pre-orders 1 book for 18.00 (won)",
        "cid pre-orders 1 book for 18.00 (given away)",
        "dee pre-orders 1 book for 20.00",
    ]


def test_the_first_preorders_pay_less(story: Story) -> None:
    # 20 % off the first two pieces, 10 % up to the fifth. Ben's two count from his order on, and
    # when he leaves, his place in the count is free again.
    scenario = BOOK + (
        "pricing: {preorder_steps: {0: 20%, 2: 10%, 5: 0%}}\n"
        "customers: {all: {changes: {after: exponential(mean 90 days)}}}\n"
    )
    customers = """
    0 08:00 ann 1 book 20.00
    0 09:00 ben 2 book 40.00 change_after=26h
    0 10:00 cid 1 book 20.00
    0 11:00 dee 1 book 20.00
    0 12:00 eve 1 book 20.00
    2 09:00 fay 1 book 20.00
    """
    assert sales(story(scenario, customers)) == [
        "ann pre-orders 1 book for 16.00 (given away)",
        "ben pre-orders 2 book for 32.00 (given away)",
        "cid pre-orders 1 book for 18.00 (given away)",
        "dee pre-orders 1 book for 18.00 (given away)",
        "eve pre-orders 1 book for 20.00",
        "fay pre-orders 1 book for 18.00 (given away)",
    ]


LAMP = """
horizon: 12 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    opening_stock: 5
    replenishment: {policy: base_stock, base_stock_level: 5}
suppliers:
  maker: {lead_time: 4 days, payment_after: 60 days}
selling: {backorders: open}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def test_many_pieces_are_cheaper_from_stock_and_on_backorder(story: Story) -> None:
    scenario = LAMP + "pricing: {quantity_discounts: {2: 5%, 3: 10%}}\n"
    customers = """
    0 08:00 ann 1 lamp 50.00
    0 09:00 ben 3 lamp 150.00 limit=135.00
    0 10:00 cid 2 lamp 100.00
    0 11:00 dee 4 lamp 200.00 limit=179.99
    """
    assert sales(story(scenario, customers)) == [
        "ann orders 1 lamp for 50.00",
        "ben orders 3 lamp for 135.00 (won)",
        "cid backorders 2 lamp for 95.00 (given away)",
        "dee leaves without 4 lamp: price",
    ]


def test_a_longer_promise_is_cheaper(story: Story) -> None:
    # The lamp that replaces ann's comes on day 4: ben is quoted 3 days. For cid and dee one more
    # must be bought: 4 days.
    scenario = LAMP.replace("opening_stock: 5", "opening_stock: 1").replace("level: 5", "level: 1")
    scenario += "pricing: {wait_discounts: {3 days: 2%, 4 days: 10%}}\n"
    customers = """
    0 08:00 ann 1 lamp 50.00
    1 08:00 ben 1 lamp 50.00
    1 08:00 cid 1 lamp 50.00 patience=3d
    1 08:00 dee 1 lamp 50.00 limit=45.00
    """
    scenario += "customers: {all: {discount_response: 4}}\n"
    assert sales(story(scenario, customers)) == [
        "ann orders 1 lamp for 50.00",
        "ben backorders 1 lamp for 49.00 (given away)",
        # Three days of patience become 3 * (1 + 4 * 10 %) = 4.2 days with 10 % off.
        "cid backorders 1 lamp for 45.00 (won)",
        "dee backorders 1 lamp for 45.00 (won)",
    ]


def test_discounts_add_up(story: Story) -> None:
    # 10 % for the pre-order, 5 % for the day, 10 % for the first, 5 % for two: 30 % of 40.00.
    scenario = BOOK + (
        "pricing: {preorder_discount: 10%, early_bird: {2026-01-05: 5%}, preorder_steps: {0: 10%},"
        " quantity_discounts: {2: 5%}}\n"
    )
    assert sales(story(scenario, "0 08:00 ann 2 book 40.00")) == [
        "ann pre-orders 2 book for 28.00 (given away)"
    ]


# A gift and a code, for those who had to wait.


def test_a_gift_goes_with_what_had_to_wait(lived: Lived) -> None:
    scenario = LAMP.replace("opening_stock: 5", "opening_stock: 1").replace("level: 5", "level: 1")
    scenario += "pricing: {gift: {cost: 3.00, with: [backorder]}}\n"
    log, _ = lived(scenario, "0 08:00 ann 1 lamp 50.00\n1 08:00 ben 1 lamp 50.00")
    posted = journal(log).posted
    gifts = [
        (int(at), int(amount))
        for at, account, amount in zip(posted.at, posted.account, posted.amount, strict=True)
        if account == Account.GIFTS
    ]
    assert gifts == [(int(log.lines.shipped_at[1]), 300)]
    assert log.lines.shipped_at[1] == 4 * 86_400 + 8 * 3_600


@pytest.mark.parametrize(
    ("lead_time", "luck", "used"),
    [
        (6, 0.29, ["day 9 08:00 ben uses a code worth 10.00"]),
        (6, 0.30, []),
        (4, 0.29, []),
    ],
)
def test_a_code_for_who_gets_it_late(
    story: Story, lead_time: int, luck: float, used: list[str]
) -> None:
    # Ben was promised day 4. On day 6 he gets a code with it, and may use it three days later.
    scenario = LAMP.replace("opening_stock: 5", "opening_stock: 1").replace("level: 5", "level: 1")
    scenario += "pricing: {late_code: {value: 10.00, redeemed: 30%, anyway: 100%, after: 3 days}}\n"
    customers = f"0 08:00 ann 1 lamp 50.00 code=0\n1 08:00 ben 1 lamp 50.00 code={luck}"
    told = story(scenario, customers, lead_times={"lamp": [lead_time, 9]})
    assert f"day {lead_time} 08:00 ben is sent 1 lamp, there day {lead_time + 1} 08:00" in told
    assert [line for line in told if "code" in line] == used
