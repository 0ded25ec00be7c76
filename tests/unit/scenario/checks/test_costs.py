"""What is wrong or odd with campaigns, with what they cost, and with what is left over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Desk = Any
Shop = Callable[..., str]

CAMPAIGN = "  campaigns: {{c: {{at: {at}, length: 9 days, lift: 50%, {more}}}}}\n"


def campaign(more: str, at: str = "10 days") -> str:
    return CAMPAIGN.format(at=at, more=more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("products: [rong]", "unknown product 'rong', did you mean 'ring'?"),
        ("products: [x, ring]", "unknown product 'x' (products: ring)"),
        ("segments: [fans]", "unknown segment 'fans' (segments: everyone)"),
        ("offers: [preordr]", "'preordr' is not one of preorder, on_sale, did you mean"),
        ("offers: []", "offers must name what the campaign is about: preorder, on_sale or both"),
        (
            "offers: preorder",
            "the campaign is for pre-orders, and what it is about is released as it begins",
        ),
        ("cost: 5%", "cost must be an amount of money such as `49.00`, not '5%'"),
    ],
)
def test_what_is_wrong_with_a_campaign(desk: Desk, shop: Shop, more: str, said: str) -> None:
    (message,) = desk.messages(shop(add=campaign(more)))
    assert message.startswith(said)


def test_a_campaign_for_customers_that_there_are_none_of(desk: Desk, shop: Shop) -> None:
    segments = "customers: {fans: {share: 0%}, others: {share: 100%}}\n"
    text = shop(add=campaign("segments: [fans]") + segments)
    assert desk.messages(text) == ["no customer is of these segments: their share is 0%"]


def test_a_campaign_for_pre_orders_of_what_is_released_later(desk: Desk, shop: Shop) -> None:
    text = shop(
        ("opening_stock: 5", "opening_stock: 5\n    release: 15 days"),
        add=campaign("offers: preorder"),
    )
    assert desk.load(text).warnings == ()


def test_a_campaign_that_was_paid_before_the_start(desk: Desk, shop: Shop) -> None:
    loaded = desk.load(shop(add=campaign("cost: 50.00", at="2026-01-01")))
    assert loaded.warnings == (
        "the campaign began before the start, and was paid then: its cost is in no cash",
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "salvage: 4.01",
            "a piece that is left is worth more than it cost: buying and not selling earns",
        ),
        ("salvage: 4.00", None),
        ("salvage: 100%", None),
        ("order_cost: 9.00", None),
    ],
)
def test_what_is_left_over_is_worth(desk: Desk, shop: Shop, more: str, said: str | None) -> None:
    text = shop(("opening_stock: 5", f"opening_stock: 5\n    {more}"))
    assert desk.load(text).warnings == ((said,) if said else ())


def test_an_order_cost_of_what_is_never_bought(desk: Desk, shop: Shop) -> None:
    rule = "replenishment: {policy: reorder_point, reorder_point: 3, order_quantity: 6}"
    text = shop((rule, "order_cost: 9.00"))
    told, unused = desk.load(text).warnings
    assert "an order_cost, but nothing is ever bought (replenishment none)" in told
    assert unused == "nothing is bought from 'smith'"


def test_the_engine_is_handed_amounts_and_places(desk: Desk, shop: Shop) -> None:
    own = (
        "opening_stock: 5\n    salvage: 25%\n    order_cost: 9.00\n    lost_sale_cost: 3.00"
        "\n    backorder_cost: {per_piece: 2.00, per_time: 0.70 per week}"
    )
    more = "cost: 50.00, products: [ring], segments: [fans], offers: [on_sale]"
    rest = (
        "customers: {all: {share: 60%}, fans: {share: 40%}}\n"
        "money: {expenses: {wages: 7.00 per week, rent: 900.00 per month}}\n"
    )
    (arm,) = desk.load(shop(("opening_stock: 5", own), add=campaign(more) + rest)).arms
    (ring,), (spring,) = arm.products, arm.demand.campaigns
    assert (ring.salvage, ring.order_cost, ring.imputed) == (100, 900, (200, 10.0, 300))
    assert spring[4:] == (5000, (0,), (1,), (1,))
    assert arm.money.expenses == (("rent", 90_000, "month"), ("wages", 700, "week"))


def test_nothing_of_it_by_default(desk: Desk, shop: Shop) -> None:
    (arm,) = desk.load(shop(add=campaign("lift: 50%").replace("lift: 50%, ", "", 1))).arms
    (ring,), (spring,) = arm.products, arm.demand.campaigns
    assert (ring.salvage, ring.order_cost, ring.imputed) == (-1, 0, (0, 0.0, 0))
    assert spring[4:] == (0, (), (), (1, 3))
    assert arm.money.expenses == ()
