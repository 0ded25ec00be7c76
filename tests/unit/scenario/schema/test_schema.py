"""What the schema says about keys and values, with the line and a caret."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from backsim.metrics import infos

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]


def test_nothing_is_wrong_with_the_shop(desk: Desk, shop: Shop) -> None:
    loaded = desk.load(shop())
    assert loaded.warnings == ()
    assert loaded.notes == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "horizon:",
            "horzon:",
            "shop.yaml:1:1: unknown key 'horzon', did you mean 'horizon'?\n"
            "    horzon: 100 days\n    ^",
        ),
        (
            "    price: 10.00\n",
            "",
            "shop.yaml:3:3: products.ring needs 'price', for instance `price: 49.00`\n"
            "      ring:\n      ^",
        ),
        (
            "price: 10.00",
            "price: ten",
            "shop.yaml:4:12: price must be an amount of money such as `49.00`, not 'ten'\n"
            "        price: ten\n               ^",
        ),
        (
            "policy: reorder_point",
            "policy: reorder-point",
            "shop.yaml:7:29: 'reorder-point' is not one of none, reorder_point, order_up_to, "
            "base_stock, did you mean 'reorder_point'?\n"
            "        replenishment: {policy: reorder-point, reorder_point: 3, order_quantity: 6}\n"
            "                                ^",
        ),
        (
            ", order_quantity: 6",
            "",
            "shop.yaml:7:5: products.ring.replenishment needs 'order_quantity', for instance "
            "`order_quantity: 60`\n"
            "        replenishment: {policy: reorder_point, reorder_point: 3}\n        ^",
        ),
        (
            "order_quantity: 6",
            "order_quantity: 6, base_stock_level: 2",
            "shop.yaml:7:81: 'base_stock_level' has no meaning for policy 'reorder_point'; it "
            "belongs to 'base_stock'\n"
            "        replenishment: {policy: reorder_point, reorder_point: 3, order_quantity: 6, "
            "base_stock_level: 2}\n" + " " * 84 + "^",
        ),
        (
            "order_quantity: 6",
            "order_quantity: 6, order_quantit: 2",
            "shop.yaml:7:81: unknown key 'order_quantit', did you mean 'order_quantity'?\n"
            "        replenishment: {policy: reorder_point, reorder_point: 3, order_quantity: 6, "
            "order_quantit: 2}\n" + " " * 84 + "^",
        ),
        (
            "{policy: reorder_point, reorder_point: 3, order_quantity: 6}",
            "7",
            "shop.yaml:7:20: 7 is not one of none, reorder_point, order_up_to, base_stock\n"
            "        replenishment: 7\n                       ^",
        ),
        (
            "{lead_time: 7 days}",
            "7 days",
            "shop.yaml:9:10: smith must be a mapping of keys, not '7 days'\n"
            "      smith: 7 days\n             ^",
        ),
        (
            "lead_time: 7 days",
            "lead_time: -7 days",
            "shop.yaml:9:22: a duration cannot be negative: '-7 days'\n"
            "      smith: {lead_time: -7 days}\n                         ^",
        ),
        (
            "lead_time: 7 days",
            "lead_time: {distribution: gamma, mean: 7, cv: 0.5}",
            "shop.yaml:9:50: 7 needs a unit, for instance `7 days`\n"
            "      smith: {lead_time: {distribution: gamma, mean: 7, cv: 0.5}}\n" + " " * 53 + "^",
        ),
        (
            "lead_time: 7 days",
            "lead_time: 7 days, x: 1",
            "shop.yaml:9:30: unknown key 'x' (known: lead_time, payment_after, "
            "delay_notice)\n"
            "      smith: {lead_time: 7 days, x: 1}\n                                 ^",
        ),
        (
            "rate: 2 per day",
            "weekly: {mon: 2, tue: x}",
            "shop.yaml:11:25: tue must be a number, not 'x'\n"
            "      weekly: {mon: 2, tue: x}\n                            ^",
        ),
        (
            "  rate: 2 per day\n",
            "  gaps: {cv: -1}\n",
            "shop.yaml:11:14: cv must not be negative: -1\n      gaps: {cv: -1}\n"
            "                 ^",
        ),
    ],
)
def test_what_is_said_and_where(desk: Desk, shop: Shop, old: str, new: str, said: str) -> None:
    assert desk.faults(shop((old, new))) == said


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("study: {replications: 0}", "replications must be at least 1: 0"),
        ("study: {seed: -1}", "seed must not be negative: -1"),
        ("study: {baseline: refuse}", "unknown arm 'refuse' (arms: base)"),
        ("study: {primary: []}", "primary must name at least one KPI"),
        ("study: {primary: [1]}", "primary must be names of KPIs, not 1"),
        ("study: {primary: [a, a]}", "names a KPI twice"),
        ("study: {primary: {a: -1}}", "a must not be negative: -1"),
        ("study: [1]", "study must be a mapping of keys, not a list"),
        ("customers: 5", "customers must be a mapping of names, not 5"),
        ("start: 2026-13-02", "there is no such day: '2026-13-02'"),
        ("question: lanch", "'lanch' is not one of launch, steady_state, did you mean 'launch'?"),
        ("currency: euro", "currency must be a code of three capitals such as EUR, not 'euro'"),
        (
            "payment: {approach: deposit}",
            "a deposit needs its `share` or its `amount`, for instance `share: 30%`",
        ),
        (
            "payment: {share: 30%}",
            "'share' has no meaning for approach 'at_shipment'; it belongs to 'deposit'",
        ),
        ("selling: {promise: fixed}", "selling.promise needs 'wait', for instance `wait: 7 days`"),
        (
            "selling: {allocation: first}",
            "'first' is not one of first_come, earliest_promise, preorders_first, most_valuable, "
            "smallest_first, paid_first, by_segment, did you mean 'first_come'?",
        ),
        ("pricing: {wait_discounts: {14: 5%}}", "14 needs a unit, for instance `14 days`"),
        (
            "shipping: {carriers: {post: {transit: gamma(mean 4 days, cv 0.5}}}",
            "the parenthesis of 'gamma(mean 4 days, cv 0.5' is never closed",
        ),
        ("satisfaction: {wait_reference: 10}", "10 needs a unit, for instance `10 days`"),
        ("name: a b", "only letters, digits, '-', '_' and '.' are allowed: 'a b'"),
    ],
)
def test_what_else_is_said(desk: Desk, shop: Shop, added: str, said: str) -> None:
    assert desk.messages(shop(add=added + "\n")) == [said]


def test_all_faults_at_once_in_the_order_of_the_file(desk: Desk, shop: Shop) -> None:
    text = shop(
        ("horizon: 100 days", "horizon: 100"),
        ("unit_cost: 4.00", "unit_cots: 4.00"),
        ("lead_time: 7 days", "lead_time: soon"),
        ("rate: 2 per day", "rate: -2 per day"),
        add="arms:\n  a: {study: {}}\n  a: {}\n",
    )
    assert desk.faults(text) == (
        "shop.yaml:1:10: 100 needs a unit, for instance `100 days`\n"
        "    horizon: 100\n             ^\n"
        "shop.yaml:3:3: products.ring needs 'unit_cost', for instance `unit_cost: 49.00`\n"
        "      ring:\n      ^\n"
        "shop.yaml:5:5: unknown key 'unit_cots', did you mean 'unit_cost'?\n"
        "        unit_cots: 4.00\n        ^\n"
        "shop.yaml:9:22: lead_time must be a duration such as `7 days`, not 'soon'\n"
        "      smith: {lead_time: soon}\n                         ^\n"
        "shop.yaml:11:9: a rate must not be negative: '-2 per day'\n"
        "      rate: -2 per day\n            ^\n"
        "shop.yaml:13:7: 'study' is the same for every arm; write it outside `arms:`\n"
        "      a: {study: {}}\n          ^\n"
        "shop.yaml:14:3: duplicate key 'a' (first on line 13)\n      a: {}\n      ^"
    )


def test_a_tab_keeps_the_caret_under_its_column(desk: Desk) -> None:
    assert desk.faults("products: {\t\tring: {price: x}}\nhorizon: 9 days\n").startswith(
        "shop.yaml:1:14: products.ring needs 'unit_cost', for instance `unit_cost: 49.00`\n"
        "    products: {\t\tring: {price: x}}\n"
        "               \t\t^\n"
    )


def test_an_empty_section_is_all_defaults(desk: Desk, shop: Shop) -> None:
    loaded = desk.load(shop(add="study:\nshipping:\n  carriers:\n    post:\n"))
    assert loaded.plan.replications == 30
    assert [carrier.name for carrier in loaded.arms[0].carriers] == ["post"]


def test_without_products_there_is_no_store(desk: Desk) -> None:
    assert desk.messages("horizon: 9 days\n") == ["'products' is missing: the file needs it"]
    assert desk.messages("horizon: 9 days\nproducts: {}\n") == ["at least one product is needed"]


def test_known_kpis_are_checked_where_they_are_named(desk: Desk, shop: Shop) -> None:
    kpis = tuple(info for info in infos() if info.id in ("revenue", "satisfaction"))
    text = shop(add="study: {primary: {revenues: 5, satisfaction: null}}\n")
    assert desk.faults(text, kpis=kpis) == (
        "shop.yaml:12:19: unknown KPI 'revenues', did you mean 'revenue'?\n"
        "    study: {primary: {revenues: 5, satisfaction: null}}\n" + " " * 22 + "^"
    )
    assert desk.load(text).plan.primary == (("revenues", 5.0), ("satisfaction", None))
