"""News of a late delivery: nobody hears it who will have their goods in time."""

from __future__ import annotations

from backsim.metrics import breaches
from backsim.testing import by_hand, scenario_of, simulate, story

SHOP = """
horizon: 40 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 2, release: 10 days,
    replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: 5 days, delay_notice: 1 day}}
selling: {preorders: open, backorders: open}
"""


def told(text: str, customers: str, lead_times: list[float]) -> list[str]:
    """Who is told of what, and who is sent what."""
    day = by_hand(scenario_of(text), customers, lead_times={"cup": lead_times})
    log = simulate(day.scenario, day.workload)
    assert breaches(log) == []
    return [line for line in story(log, day.names) if " is told " in line or " is sent " in line]


def test_who_will_have_what_is_here_hears_nothing_of_what_comes_late() -> None:
    # Two cups are here for ann and ben; the third, cat's, comes on day 21 and not on day 6.
    customers = "0 09:00 ann 1 cup 10.00 tolerance=1d\n0 10:00 ben 1 cup 10.00 tolerance=1d\n" \
        "1 09:00 cat 1 cup 10.00 tolerance=30d"  # fmt: skip
    assert told(SHOP, customers, [20]) == [
        "day 5 09:00 cat is told that 1 cup will come day 21 09:00",
        "day 10 00:00 ann is sent 1 cup, there day 13 00:00",
        "day 10 00:00 ben is sent 1 cup, there day 13 00:00",
        "day 21 09:00 cat is sent 1 cup, there day 24 09:00",
    ]


def test_who_moves_up_when_another_leaves_hears_nothing() -> None:
    # Two cups come on day 5: ann's, and one of ben's two. The other one and cat's are late. Ben
    # leaves when he hears it; so cat has one of the first two, and need not be told.
    text = SHOP.replace("opening_stock: 2, release: 10 days", "opening_stock: 0").replace(
        "policy: base_stock, base_stock_level: 0",
        "policy: reorder_point, reorder_point: -1, order_quantity: 2",
    )
    text = text.replace("delay_notice: 1 day", "delay_notice: 2 days")
    text = text.replace("preorders: open, ", "")
    customers = "0 09:00 ann 1 cup 10.00\n1 09:00 ben 2 cup 20.00 tolerance=0d\n" \
        "1 10:00 cat 1 cup 10.00 tolerance=30d"  # fmt: skip
    assert told(text, customers, [5, 20]) == [
        "day 4 09:00 ben is told that 2 cup will come day 21 09:00",
        "day 5 09:00 ann is sent 1 cup, there day 8 09:00",
        "day 5 09:00 cat is sent 1 cup, there day 8 09:00",
    ]
