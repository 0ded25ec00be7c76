"""Stories of money: when it is paid, and what can go wrong with it."""

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
ANN = "0 09:00 ann 1 lamp 50.00"
ORDERED = "day 0 09:00 ann backorders 1 lamp for 50.00, promised day 5 09:00"
BOUGHT = "day 0 09:00 buys 1 lamp, due day 5 09:00"
RECEIVED = "day 5 09:00 receives 1 lamp"
SENT = "day 5 09:00 ann is sent 1 lamp, there day 6 09:00"


@pytest.mark.parametrize(
    ("payment", "told"),
    [
        (
            "{approach: at_shipment, fee: {share: 2%, fixed: 0.30}}",
            [ORDERED, BOUGHT, RECEIVED, SENT, "day 5 09:00 ann pays 50.00, less 1.30 in fees"],
        ),
        (
            "{approach: full, fee: {share: 2%, fixed: 0.30}}",
            [
                ORDERED,
                "day 0 09:00 ann pays 50.00 ahead, less 1.30 in fees",
                *(BOUGHT, RECEIVED, SENT),
            ],
        ),
        (
            "{approach: deposit, amount: 15.00}",
            [
                ORDERED,
                "day 0 09:00 ann pays 15.00 ahead",
                *(BOUGHT, RECEIVED, SENT),
                "day 5 09:00 ann pays 35.00",
            ],
        ),
        (
            # The balance on a date: before the goods come, and paid all the same.
            "{approach: deposit, share: 30%, balance: {at: 2026-01-07}, fee: {fixed: 0.20}}",
            [
                ORDERED,
                "day 0 09:00 ann pays 15.00 ahead, less 0.20 in fees",
                BOUGHT,
                "day 2 00:00 ann pays 35.00 as agreed, less 0.20 in fees",
                *(RECEIVED, SENT),
            ],
        ),
        (
            # Some days after checkout, and by then the goods are there.
            "{approach: deposit, share: 30%, balance: {after: 8 days}}",
            [
                ORDERED,
                "day 0 09:00 ann pays 15.00 ahead",
                *(BOUGHT, RECEIVED, SENT),
                "day 8 09:00 ann pays 35.00 as agreed",
            ],
        ),
        (
            "{approach: net_days, days: 10 days}",
            [ORDERED, BOUGHT, RECEIVED, SENT, "day 15 09:00 ann pays 50.00 as agreed"],
        ),
        (
            # Beyond the horizon the store is still waiting for its money.
            "{approach: net_days, days: 15 days}",
            [ORDERED, BOUGHT, RECEIVED, SENT],
        ),
        (
            # Three parts: the first takes the cents that do not divide.
            "{approach: instalments, parts: 3, every: 4 days}",
            [
                ORDERED,
                "day 0 09:00 ann pays 16.68 ahead",
                BOUGHT,
                "day 4 09:00 ann pays 16.66 as agreed",
                *(RECEIVED, SENT),
                "day 8 09:00 ann pays 16.66 as agreed",
            ],
        ),
        (
            # A partner pays the store at once, and keeps the interest that the store bears.
            "{approach: instalments, parts: 3, every: 4 days, interest: 6%, financed_by: partner,"
            " fee: {share: 2%}}",
            [
                ORDERED,
                "day 0 09:00 ann pays 50.00 ahead, less 4.00 in fees",
                *(BOUGHT, RECEIVED, SENT),
            ],
        ),
    ],
)
def test_each_way_to_pay(story: Story, payment: str, told: list[str]) -> None:
    assert story(f"{LAMP}payment: {payment}\n", ANN) == told


def test_instalments_with_interest_that_the_customer_bears(story: Story) -> None:
    # 10 % of 50.00 on top, in two parts. Ann would pay 55.00 at most, and 54.99 is not enough.
    scenario = LAMP + (
        "payment: {approach: instalments, parts: 2, every: 9 days, interest: 10%,"
        " interest_borne_by: customer}\n"
    )
    told = story(scenario, f"{ANN} limit=55.00\n1 09:00 ben 1 lamp 50.00 limit=54.99")
    assert told == [
        "day 0 09:00 ann backorders 1 lamp for 50.00 and 5.00 on top, promised day 5 09:00",
        "day 0 09:00 ann pays 27.50 ahead",
        BOUGHT,
        "day 1 09:00 ben leaves without 1 lamp: interest",
        *(RECEIVED, SENT),
        "day 9 09:00 ann pays 27.50 as agreed",
    ]


PARTS = "approach: instalments, parts: 3, every: 4 days"


@pytest.mark.parametrize(
    ("payment", "paid"),
    [
        # A deposit is for what has to wait; instalments and invoices are for everything.
        ("approach: deposit, share: 50%", ["day 0 09:00 ann pays 50.00"]),
        (
            PARTS,
            [
                "day 0 09:00 ann pays 16.68 ahead",
                "day 4 09:00 ann pays 16.66 as agreed",
                "day 8 09:00 ann pays 16.66 as agreed",
            ],
        ),
        ("approach: net_days, days: 4 days", ["day 4 09:00 ann pays 50.00 as agreed"]),
        # Unless the file says which orders they are for.
        (f"{PARTS}, applies_to: [backorder]", ["day 0 09:00 ann pays 50.00"]),
        (
            "approach: deposit, share: 50%, balance: {after: 4 days}, applies_to: [stock]",
            ["day 0 09:00 ann pays 25.00 ahead", "day 4 09:00 ann pays 25.00 as agreed"],
        ),
    ],
)
def test_how_what_is_in_stock_is_paid(story: Story, payment: str, paid: list[str]) -> None:
    scenario = LAMP.replace("unit_cost: 20.00", "unit_cost: 20.00\n    opening_stock: 1")
    told = story(f"{scenario}payment: {{{payment}}}\n", ANN)
    assert told[0] == "day 0 09:00 ann orders 1 lamp for 50.00"
    assert "day 0 09:00 ann is sent 1 lamp, there day 1 09:00" in told
    assert [line for line in told if "pays" in line] == paid


BOOK = """
horizon: 9 days
products:
  book:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 1
    release: 3 days
    replenishment: {policy: base_stock, base_stock_level: 0, review_period: 4 days}
suppliers:
  maker: {lead_time: 2 days, payment_after: 60 days}
selling: {preorders: open, backorders: open}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def test_on_release_day_all_preorders_are_paid_those_sent_and_those_not(story: Story) -> None:
    # Cid comes after the release: at shipment.
    scenario = BOOK + "payment: {approach: at_release, fee: {fixed: 0.10}}\n"
    customers = """
    0 08:00 ann 1 book 20.00
    0 09:00 ben 1 book 20.00
    3 09:00 cid 1 book 20.00
    """
    assert story(scenario, customers) == [
        "day 0 08:00 ann pre-orders 1 book for 20.00, promised day 3 00:00",
        "day 0 09:00 ben pre-orders 1 book for 20.00, promised day 6 00:00",
        "day 3 00:00 ann pays 20.00 as agreed, less 0.10 in fees",
        "day 3 00:00 ben pays 20.00 as agreed, less 0.10 in fees",
        "day 3 00:00 book is released",
        "day 3 00:00 ann is sent 1 book, there day 4 00:00",
        "day 3 09:00 cid backorders 1 book for 20.00, promised day 6 00:00",
        "day 4 00:00 buys 2 book, due day 6 00:00",
        "day 6 00:00 receives 2 book",
        "day 6 00:00 ben is sent 1 book, there day 7 00:00",
        "day 6 00:00 cid is sent 1 book, there day 7 00:00",
        "day 6 00:00 cid pays 20.00, less 0.10 in fees",
    ]


def test_customers_choose_by_how_they_feel_about_paying_ahead(story: Story) -> None:
    # 5 % off for payment in full: 47.50 now feels dearer than 50.00 later to whoever feels it as
    # 2.51 more. With 5.3 % it is 47.50 * 1.053 = 50.02. At list price ann would have paid 50.00
    # later: the discount was given away.
    scenario = LAMP + (
        "payment:\n"
        "  fee: {fixed: 0.25}\n"
        "  offer:\n"
        "    later: {approach: at_shipment}\n"
        "    in full: {approach: full, discount: 5%, fee: {fixed: 0.10}}\n"
    )
    customers = """
    0 09:00 ann 1 lamp 50.00 aversion=0.05
    0 10:00 ben 1 lamp 50.00 aversion=0.053
    0 11:00 cid 1 lamp 50.00 aversion=0.05 limit=47.50
    0 12:00 dee 1 lamp 50.00 aversion=0.5 limit=47.50
    """
    assert story(scenario, customers)[:8] == [
        "day 0 09:00 ann backorders 1 lamp for 47.50 (given away), to be paid in full,"
        " promised day 5 09:00",
        "day 0 09:00 ann pays 47.50 ahead, less 0.10 in fees",
        "day 0 09:00 buys 1 lamp, due day 5 09:00",
        "day 0 10:00 ben backorders 1 lamp for 50.00, to be paid later, promised day 5 10:00",
        "day 0 10:00 buys 1 lamp, due day 5 10:00",
        # Neither way is cheap enough.
        "day 0 11:00 cid leaves without 1 lamp: prepayment",
        "day 0 12:00 dee leaves without 1 lamp: price",
        "day 5 09:00 receives 1 lamp",
    ]


def test_some_never_pay_what_they_owe(story: Story) -> None:
    # One in ten: of an invoice all is lost, of instalments what is still to come. Cid pays.
    scenario = LAMP.replace("horizon: 20 days", "horizon: 30 days") + (
        "payment:\n"
        "  offer:\n"
        "    invoice: {approach: net_days, days: 10 days, default_rate: 10%}\n"
        "    parts: {approach: instalments, parts: 5, every: 3 days, default_rate: 10%,"
        " discount: 10%}\n"
    )
    customers = """
    0 09:00 ann 1 lamp 50.00 default=0.09 aversion=1
    0 09:00 ben 1 lamp 50.00 default=0.09
    0 09:00 cid 1 lamp 50.00 default=0.1 aversion=1
    """
    told = [line for line in story(scenario, customers) if "p" in line and "lamp" not in line]
    assert told == [
        "day 0 09:00 ben pays 9.00 ahead",
        # What falls due before the goods are there is paid.
        "day 3 09:00 ben pays 9.00 as agreed",
        "day 6 09:00 ben will never pay 27.00",
        "day 15 09:00 ann will never pay 50.00",
        "day 15 09:00 cid pays 50.00 as agreed",
    ]


# Cards.


def test_an_authorisation_is_renewed_until_the_goods_leave(story: Story) -> None:
    # Not for what was paid ahead in full, and not for an invoice.
    scenario = LAMP + (
        "payment:\n"
        "  authorisation: {valid_for: 2 days, renewal_fee: 0.10}\n"
        "  offer:\n"
        "    deposit: {approach: deposit, share: 20%}\n"
        "    full: {approach: full, discount: 10%}\n"
    )
    told = story(scenario, f"{ANN} aversion=0.5 limit=55.00\n0 10:00 ben 1 lamp 50.00")
    assert [line for line in told if "card" in line or "pays" in line] == [
        "day 0 09:00 ann pays 10.00 ahead",
        "day 0 10:00 ben pays 45.00 ahead",
        "day 2 09:00 ann's card is authorised again, less 0.10 in fees",
        "day 4 09:00 ann's card is authorised again, less 0.10 in fees",
        "day 5 09:00 ann pays 40.00",
    ]


CARDS = LAMP + "payment: {capture: {failure: 20%, retries: 2, retry_every: 3 days}}\n"


def test_a_card_that_fails_is_charged_again(story: Story) -> None:
    assert story(CARDS, f"{ANN} capture_0=0.1 capture_1=0.19 capture_2=0.2") == [
        *(ORDERED, BOUGHT, RECEIVED),
        "day 5 09:00 ann's card is declined",
        "day 8 09:00 ann's card is declined",
        "day 11 09:00 ann is sent 1 lamp, there day 12 09:00",
        "day 11 09:00 ann pays 50.00",
    ]


def test_and_when_it_fails_for_the_last_time_the_order_ends(story: Story) -> None:
    # Her lamp goes to ben, who waited longer than he was promised.
    customers = f"{ANN} capture_0=0 capture_1=0 capture_2=0\n8 09:00 ben 1 lamp 50.00 capture_0=1"
    assert story(CARDS, customers, lead_times={"lamp": [5, 9]}) == [
        *(ORDERED, BOUGHT, RECEIVED),
        "day 5 09:00 ann's card is declined",
        "day 8 09:00 ann's card is declined",
        "day 8 09:00 ben backorders 1 lamp for 50.00, promised day 13 09:00",
        "day 8 09:00 buys 1 lamp, due day 17 09:00",
        "day 11 09:00 ann's card is declined",
        "day 11 09:00 ann cancels 1 lamp: declined",
        "day 11 09:00 ben is sent 1 lamp, there day 12 09:00",
        "day 11 09:00 ben pays 50.00",
        "day 17 09:00 receives 1 lamp",
    ]


@pytest.mark.parametrize(
    ("luck", "declined"),
    # After five days: 1 - 0.9 * exp(-0.05 * 5) = 0.299.
    [(0.29, True), (0.30, False)],
)
def test_the_longer_the_wait_the_more_cards_fail(story: Story, luck: float, declined: bool) -> None:
    scenario = LAMP + "payment: {capture: {failure: 10%, growth: 5% per day}}\n"
    told = story(scenario, f"{ANN} capture_0={luck} capture_1=1")
    assert ("day 5 09:00 ann's card is declined" in told) is declined


def test_at_the_counter_no_card_fails(story: Story) -> None:
    scenario = CARDS.replace("unit_cost: 20.00", "unit_cost: 20.00\n    opening_stock: 1")
    assert story(scenario, f"{ANN} capture_0=0")[2] == "day 0 09:00 ann pays 50.00"


def test_a_customer_may_lose_patience_while_the_card_fails(story: Story) -> None:
    customers = f"{ANN} capture_0=0 capture_1=0.9 tolerance=2d"
    assert story(CARDS, customers)[3:] == [
        "day 5 09:00 ann's card is declined",
        "day 7 09:00 ann cancels 1 lamp",
    ]


# Money that goes back.


def test_money_goes_back_after_a_delay_by_kind(story: Story) -> None:
    scenario = BOOK + (
        "payment: {approach: full, refund_after: {backorder: 1 day, preorder: 3 days}}\n"
        "customers: {all: {changes: {after: exponential(mean 90 days)}}}\n"
    )
    customers = """
    0 08:00 ann 1 book 20.00 change_after=2d
    3 09:00 ben 2 book 40.00 change_after=1d
    """
    told = story(scenario, customers)
    assert [line for line in told if "cancels" in line or "back" in line] == [
        "day 2 08:00 ann cancels 1 book: changed",
        "day 3 09:00 ben backorders 2 book for 40.00, promised day 6 00:00",
        "day 4 09:00 ben cancels 2 book: changed",
        "day 5 08:00 ann gets 20.00 back",
        "day 5 09:00 ben gets 40.00 back",
    ]


def test_some_have_their_bank_take_it_back(story: Story) -> None:
    # Ben pays nothing ahead: there is nothing to dispute.
    scenario = LAMP + (
        "payment:\n"
        "  disputes: {share: 10%, fee: 15.00}\n"
        "  refund_after: 1 day\n"
        "  offer:\n"
        "    later: {approach: at_shipment}\n"
        "    deposit: {approach: deposit, share: 40%, discount: 10%, fee: {fixed: 0.30}}\n"
    )
    customers = """
    0 09:00 ann 1 lamp 50.00 dispute=0.09 tolerance=1d
    0 10:00 ben 1 lamp 50.00 dispute=0.09 tolerance=1d aversion=1
    0 11:00 cid 1 lamp 50.00 dispute=0.1 tolerance=1d
    """
    told = story(scenario, customers, lead_times={"lamp": [9, 9, 9]})
    assert [line for line in told if line >= "day 5" and "receives" not in line] == [
        "day 6 09:00 ann cancels 1 lamp: disputed",
        "day 6 09:00 ann's bank takes 18.00 back, less 15.00 in fees",
        "day 6 10:00 ben cancels 1 lamp",
        "day 6 11:00 cid cancels 1 lamp",
        "day 7 11:00 cid gets 18.00 back",
    ]


def test_what_was_paid_in_parts_goes_back_in_one(story: Story) -> None:
    # And what was still to come is no longer due.
    scenario = LAMP + (
        "payment: {approach: instalments, parts: 5, every: 2 days, interest: 10%,"
        " interest_borne_by: customer}\n"
        "customers: {all: {tolerance: 0 days}}\n"
    )
    told = story(scenario, f"{ANN} limit=99.00", lead_times={"lamp": [9]})
    assert [line for line in told if "pays" in line or "back" in line.split()] == [
        "day 0 09:00 ann pays 11.00 ahead",
        "day 2 09:00 ann pays 11.00 as agreed",
        "day 4 09:00 ann pays 11.00 as agreed",
        "day 5 09:00 ann gets 33.00 back",
    ]
