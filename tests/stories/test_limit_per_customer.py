"""Stories of a limit on what one customer may have."""

from __future__ import annotations

from collections.abc import Callable

from backsim.metrics import breaches, evaluate
from backsim.records.codes import LineOrigin, LostCause
from backsim.records.log import RunLog
from backsim.testing import changed

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

SHOP = """
horizon: 14 days
products:
  lamp:
    price: 30.00
    unit_cost: 10.00
    opening_stock: 4
    max_per_customer: 2
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 9}
shipping:
  carriers:
    post: {transit: 1 day}
"""
LAUNCH = """
0 09:00 ann 3 lamp 90.00
0 10:00 ben 3 lamp 90.00
0 11:00 cid 1 lamp 30.00
"""
NO_LIMIT = ("    max_per_customer: 2\n", "")


def test_a_line_is_cut_and_what_was_asked_for_can_still_be_read(lived: Lived, story: Story) -> None:
    assert story(SHOP, LAUNCH) == [
        "day 0 09:00 ann orders 2 lamp for 60.00",
        "day 0 09:00 ann leaves without 1 lamp: limit",
        "day 0 09:00 ann is sent 2 lamp, there day 1 09:00",
        "day 0 09:00 ann pays 60.00",
        "day 0 10:00 ben orders 2 lamp for 60.00",
        "day 0 10:00 ben leaves without 1 lamp: limit",
        "day 0 10:00 ben is sent 2 lamp, there day 1 10:00",
        "day 0 10:00 ben pays 60.00",
        "day 0 11:00 cid leaves without 1 lamp: sold_out",
    ]
    log, _ = lived(SHOP, LAUNCH)
    assert log.lines.quantity.tolist() == [2, 1, 2, 1, 1]
    asked, rest = LineOrigin.ASKED, LineOrigin.REMAINDER
    assert log.lines.origin.tolist() == [asked, rest, asked, rest, asked]
    assert log.lines.wanted.tolist() == [1, 0, 1, 0, 1]


def test_more_customers_are_served_and_none_of_them_whole(lived: Lived) -> None:
    limited = evaluate(lived(SHOP, LAUNCH)[0])
    open_to_all = evaluate(lived(SHOP.replace(*NO_LIMIT), LAUNCH)[0])
    # Without the limit ann has her three, and one lamp is left for cid.
    assert (open_to_all["customers_served"], limited["customers_served"]) == (2 / 3, 2 / 3)
    assert (open_to_all["demand_served"], limited["demand_served"]) == (2 / 3, 0.0)
    assert limited["lost_limit"] == 2 / 5
    scarce = LAUNCH.replace("cid 1 lamp 30.00", "cid 3 lamp 90.00").replace(
        "3 lamp 90", "4 lamp 120"
    )
    # Of three who want four each, one has them all; with the limit, two have two.
    limited = evaluate(lived(SHOP, scarce)[0])
    open_to_all = evaluate(lived(SHOP.replace(*NO_LIMIT), scarce)[0])
    assert (open_to_all["customers_served"], limited["customers_served"]) == (1 / 3, 2 / 3)
    assert limited["revenue"] == open_to_all["revenue"] == 120.0


def test_a_discount_for_quantity_is_for_what_is_bought(story: Story) -> None:
    scenario = SHOP + "pricing: {quantity_discounts: {2: 10%, 3: 50%}}\n"
    assert story(scenario, "0 09:00 ann 3 lamp 90.00")[0] == (
        "day 0 09:00 ann orders 2 lamp for 54.00 (given away)"
    )


BACK = SHOP.replace(
    "max_per", "replenishment: {policy: base_stock, base_stock_level: 0}\n    max_per"
)
BACK += """
suppliers: {maker: {lead_time: 3 days, payment_after: 60 days}}
selling: {backorders: open, partial_lines: split}
"""
BACK = BACK.replace("shipping:", "shipping:\n  shipments: split")


def test_what_is_left_of_the_limit_may_be_here_in_part(lived: Lived) -> None:
    # One lamp is here: it is sent, one waits, and the third is not sold.
    scenario = BACK.replace("opening_stock: 4", "opening_stock: 1")
    log, _ = lived(scenario, "0 09:00 ann 3 lamp 90.00")
    fates = sorted(zip(log.lines.quantity.tolist(), log.lines.lost.tolist(), strict=True))
    assert fates == [(1, LostCause.SOLD), (1, LostCause.SOLD), (1, LostCause.LIMIT)]
    assert sorted(log.lines.list_value.tolist()) == [3000, 3000, 3000]


def test_a_substitute_counts_for_its_own_limit(story: Story) -> None:
    # Cups are sold out after two: the lamps stand in, but not more than two of them.
    scenario = SHOP.replace("opening_stock: 9", "substitutes: {lamp: 100%}")
    customers = """
    0 09:00 ann 2 cup 20.00 willingness=9
    0 10:00 ben 3 cup 30.00 willingness=9
    """
    told = [
        event[12:] for event in story(scenario, customers) if "lamp for" in event or "leav" in event
    ]
    assert told == [
        "ann orders 2 lamp for 60.00 instead of cup",
        "ben leaves without 3 cup: sold_out",
    ]


def test_a_customer_who_has_too_many_breaks_a_law(lived: Lived) -> None:
    log, _ = lived(SHOP, LAUNCH)
    greedy = changed(log, "lines", "quantity", 0, 3)
    assert "customer with more than one may have" in " ".join(breaches(greedy))
