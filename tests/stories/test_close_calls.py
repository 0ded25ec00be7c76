"""Stories in which a cent, a second or a place in a list decides; both sides of each line."""

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
INTEREST = "{approach: instalments, parts: 5, every: 2 days, interest: 10%, DISCOUNT}"


@pytest.mark.parametrize("who", ["", ", financed_by: partner"])
@pytest.mark.parametrize(
    ("discount", "told"),
    [
        # 46.00 and 10 % on top are 50.60: dearer than 50.00 later.
        ("8%", "ann backorders 1 lamp for 50.00, to be paid later"),
        # 45.00 and 10 % on top are 49.50.
        ("10%", "ann backorders 1 lamp for 45.00"),
    ],
)
def test_interest_counts_where_ways_to_pay_are_compared(
    story: Story, who: str, discount: str, told: str
) -> None:
    terms = f"interest_borne_by: customer, discount: {discount}{who}"
    scenario = LAMP + (
        "payment:\n"
        "  offer:\n"
        f"    parts: {INTEREST.replace('DISCOUNT', terms)}\n"
        "    later: {approach: at_shipment}\n"
    )
    first = story(scenario, "0 09:00 ann 1 lamp 50.00 aversion=0")[0]
    assert first.startswith(f"day 0 09:00 {told}")


@pytest.mark.parametrize("ways", [["later", "invoice"], ["invoice", "later"]])
def test_of_ways_to_pay_that_feel_the_same_the_first_is_taken(
    story: Story, ways: list[str]
) -> None:
    terms = {"later": "{approach: at_shipment}", "invoice": "{approach: net_days, days: 9 days}"}
    offer = "".join(f"    {way}: {terms[way]}\n" for way in ways)
    first = story(f"{LAMP}payment:\n  offer:\n{offer}", "0 09:00 ann 1 lamp 50.00")[0]
    assert f", to be paid {ways[0]}, " in first


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        # At list price all of it ahead would feel like 50.00 + 20 % of 50.00 = 60.00.
        ("59.99", "ann backorders 1 lamp for 45.00 (won), promised day 5 09:00"),
        ("60.00", "ann backorders 1 lamp for 45.00 (given away), promised day 5 09:00"),
    ],
)
def test_a_discount_is_judged_by_what_would_be_paid_ahead_without_it(
    story: Story, limit: str, told: str
) -> None:
    scenario = LAMP + "payment: {approach: full}\npricing: {wait_discounts: {0 days: 10%}}\n"
    first = story(scenario, f"0 09:00 ann 1 lamp 50.00 aversion=0.2 limit={limit}")[0]
    assert first == f"day 0 09:00 {told}"


BOOK = """
horizon: 9 days
products:
  book:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 2
    release: 3 days
    replenishment: {policy: none}
suppliers:
  maker: {lead_time: 2 days}
selling: {preorders: {cap: 1, waiting_list: true}, backorders: off}
shipping:
  carriers:
    post: {transit: 1 day}
"""


@pytest.mark.parametrize(
    ("patience", "told"),
    [
        ("64h", "day 3 00:00 ben is sent 1 book, there day 4 00:00"),
        ("63h", "day 0 08:00 ben leaves without 1 book: waiting_list"),
    ],
)
def test_on_the_waiting_list_patience_ends_after_its_last_second(
    story: Story, patience: str, told: str
) -> None:
    # From 08:00 on day 0 to the release are 64 hours.
    customers = f"0 07:00 ann 1 book 20.00\n0 08:00 ben 1 book 20.00 patience={patience}"
    assert told in story(BOOK, customers)


DESK = """
horizon: 9 days
products:
  pen: {price: 5.00, unit_cost: 2.00, opening_stock: 1}
  ink: {price: 8.00, unit_cost: 3.00, opening_stock: 1}
suppliers:
  maker: {lead_time: 2 days}
shipping:
  carriers:
    post: {transit: "uniform(0 days, 9 days)"}
"""


def test_a_parcel_takes_as_long_as_was_drawn_for_its_first_line(story: Story) -> None:
    told = story(DESK, "0 09:00 ann 1 pen 5.00 transit=2d\n0 09:00 ann 1 ink 8.00 transit=7d")
    assert "day 0 09:00 ann is sent 1 pen and 1 ink, there day 2 09:00" in told
