"""What is wrong, or odd, with the goods on the way and the orders that wait on day 0."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from backsim.scenario.model import OnOrder, WaitingOrders
from backsim.units import DAY, FOREVER, NEVER

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

NEVER_BOUGHT = (
    "    replenishment: {policy: reorder_point, reorder_point: 3, order_quantity: 6}\n",
    "",
)
NOBODY = ("suppliers:\n  smith: {lead_time: 7 days}\n", "")


def begins(*told: str) -> tuple[str, str]:
    """The ring with more keys."""
    return ("    opening_stock: 5\n", "    opening_stock: 5\n    " + "\n    ".join(told) + "\n")


def test_lists_become_what_the_engine_knows(desk: Desk, shop: Shop) -> None:
    text = shop(
        begins(
            "on_order: [{pieces: 3, at: 2026-01-09}, {pieces: 2, at: 6 days, paid: true}]",
            "waiting: [{orders: 2, pieces: 4, promised: none, paid: 30%},",
            "  {promised: 2025-12-24}, {promised: 2026-01-06}, {}]",
        )
    )
    (ring,) = desk.load(text).arms[0].products
    assert ring.on_order == (OnOrder(3, 4 * DAY, False), OnOrder(2, 6 * DAY, True))
    assert ring.waiting == (
        WaitingOrders(2, 4, FOREVER, 0.3),
        WaitingOrders(1, 1, 0, 0.0),  # what has passed counts from the start
        WaitingOrders(1, 1, DAY, 0.0),
        WaitingOrders(1, 1, NEVER, 0.0),
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "on_order: 60",
            "on_order must be a list such as `[{pieces: 60, at: 2026-02-02}]`, not 60",
        ),
        (
            "waiting: {orders: 2}",
            "waiting must be a list such as `[{orders: 12, paid: 30%}]`, not a mapping",
        ),
        ("on_order: [7]", "on_order must be a mapping of keys, not 7"),
        (
            "on_order: [{at: 9 days}]",
            "products.ring.on_order.0 needs 'pieces', for instance `pieces: 60`",
        ),
        ("on_order: [{pieces: 0, at: 9 days}]", "pieces must be at least 1: 0"),
        (
            "on_order: [{pieces: 2, at: 9 days, payed: true}]",
            "unknown key 'payed', did you mean 'paid'?",
        ),
        ("waiting: [{orders: 0}]", "orders must be at least 1: 0"),
        (
            "waiting: [{promised: soon}]",
            "promised must be a date such as `2026-04-01` or a duration such as `30 days`, not "
            "'soon'",
        ),
        (
            "on_order: [{pieces: 2, at: 2026-01-05}]",
            "what has come by the start is `opening_stock`; goods on the way come later",
        ),
    ],
)
def test_what_is_wrong(desk: Desk, shop: Shop, told: str, said: str) -> None:
    assert desk.messages(shop(begins(told))) == [said]


def test_a_fault_stands_at_its_entry(desk: Desk, shop: Shop) -> None:
    text = shop(
        begins("on_order:", "  - {pieces: 2, at: 9 days}", "  - {pieces: 2, at: 2026-01-04}")
    )
    assert desk.faults(text).startswith("shop.yaml:9:25: what has come by the start is")


def test_goods_come_from_somebody(desk: Desk, shop: Shop) -> None:
    text = shop(NEVER_BOUGHT, NOBODY, begins("on_order: [{pieces: 2, at: 9 days}]"))
    assert desk.messages(text) == [
        "goods are on the way, but from whom? Name the product's `supplier`"
    ]


def test_goods_that_come_too_late_to_be_seen(desk: Desk, shop: Shop) -> None:
    text = shop(begins("on_order: [{pieces: 2, at: 100 days}]"))
    assert desk.load(text).warnings == (
        "goods of 'ring' come on day 100 (2026-04-15), when the horizon of 100 days is over",
    )


def test_more_wait_than_there_can_ever_be(desk: Desk, shop: Shop) -> None:
    text = shop(begins("waiting: [{orders: 3, pieces: 2}, {orders: 2}]"))
    assert desk.load(text, "products.ring.edition=8").arms
    assert desk.messages(text, "products.ring.edition=7") == [
        "8 pieces wait, more than the edition of 7 pieces"
    ]
    never = shop(
        NEVER_BOUGHT,
        begins("on_order: [{pieces: 2, at: 9 days}]", "waiting: [{orders: 4, pieces: 2}]"),
    )
    assert desk.messages(never) == [
        "8 pieces wait, but only 7 pieces are here and on order, and nothing is ever bought "
        "(replenishment none)"
    ]
    assert desk.load(never, "products.ring.opening_stock=6").arms


def test_what_comes_can_be_sold_ahead_though_nothing_more_is_bought(desk: Desk, shop: Shop) -> None:
    text = shop(
        NEVER_BOUGHT,
        begins("on_order: [{pieces: 2, at: 9 days}]", "release: 20 days"),
        add="selling: {backorders: open, preorders: {cap: 7}}\n",
    )
    assert desk.load(text).warnings == ()
    assert desk.messages(text, "selling.preorders.cap=8") == [
        "pre-orders beyond the 7 pieces here and on order could never ship: nothing is ever bought "
        "(replenishment none)"
    ]
