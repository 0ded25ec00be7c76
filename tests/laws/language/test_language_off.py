"""Off means absent: a mechanism at rest leaves exactly the run without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from backsim.records.log import RunLog
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate

Tree = dict[str, Any]
Paths = dict[tuple[str, ...], Any]
ArmsOf = Callable[[Tree], tuple[Scenario, ...]]
AnyShop = st.SearchStrategy[Tree]
Grow = Callable[[Tree, Paths], Tree]

TABLES = ("orders", "lines", "payments", "parcels", "purchases", "outlays", "allocations")
NAMES = [
    *("early price", "reference price", "slip", "substitutes", "delay notice", "season", "trend"),
    *("campaign", "surge", "advance", "word of mouth", "changes", "backorder rules"),
    *("pre-order rules", "quantile", "by segment", "release allocation", "reserve"),
    *("window", "believed wait", "reward response", "reward stars"),
    *("partial lines", "early bird", "steps", "quantity break", "gift", "late code", "capture"),
    *("packaging", "unknown rate", "pre-orders again", "shipping charged", "free shipping"),
    "day zero",
    *("order cost", "running costs", "campaign's cost", "campaign's customers"),
    *("cancellation fee", "store credit", "limit per customer", "unpaid orders", "tax"),
    *("authorisation", "disputes", "refunds", "forfeit", "interest", "credit limit", "applies to"),
]
ORDERS = ["stock", "backorder", "preorder", "advance"]
WAYS = [
    ({"approach": "at_shipment"}, {"approach": "deposit", "share": "0%"}),
    ({"approach": "at_shipment"}, {"approach": "deposit", "amount": "0.00"}),
    ({"approach": "at_shipment"}, {"offer": {"only": {"approach": "at_shipment"}}}),
    ({"approach": "full"}, {"approach": "deposit", "share": "100%"}),
    ({"approach": "full"}, {"approach": "deposit", "amount": "99999.00"}),
    ({"approach": "full"}, {"offer": {"a": {"approach": "full"}, "b": {"approach": "full"}}}),
    (
        {"approach": "full"},
        {"approach": "deposit", "amount": "99999.00", "amount_per": "order"},
    ),
    (
        {"approach": "full"},
        {"approach": "deposit", "amount": "99999.00", "amount_per": "piece"},
    ),
    (
        {"approach": "deposit", "amount": "3.00"},
        {"approach": "deposit", "amount": "3.00", "amount_per": "line"},
    ),
    (
        {"approach": "deposit", "share": "30%"},
        {"approach": "deposit", "share": "30%", "balance": "at_shipment", "discount": "0%"},
    ),
    (
        {"approach": "net_days", "days": "3 days"},
        {"approach": "net_days", "days": "3 days", "default_rate": "0%", "discount": "0%"},
    ),
    (
        {"approach": "instalments", "parts": 3, "every": "4 days"},
        {
            **{"approach": "instalments", "parts": 3, "every": "4 days", "interest": "0%"},
            **{"interest_borne_by": "customer", "financed_by": "store"},
        },
    ),
    # They reach everything, unless they say otherwise.
    (
        {"approach": "net_days", "days": "3 days"},
        {"approach": "net_days", "days": "3 days", "applies_to": ORDERS},
    ),
    (
        {"approach": "instalments", "parts": 3, "every": "4 days"},
        {"approach": "instalments", "parts": 3, "every": "4 days", "applies_to": ORDERS},
    ),
]


def live(scenario: Scenario) -> list[bytes]:
    """One trial: its whole log, as bytes."""
    log: RunLog = simulate(scenario, draw(scenario, 1, 0))
    return [
        np.ascontiguousarray(getattr(table, field.name)).tobytes()
        for table in (getattr(log, name) for name in TABLES)
        for field in fields(table)
    ]


def test_every_mechanism_is_turned_off_here(mechanisms: dict[str, Any]) -> None:
    assert {*NAMES, "one way to pay", "ways to pay"} == set(mechanisms)


@pytest.mark.parametrize("name", NAMES)
def test_at_rest_it_is_as_if_it_were_not_there(
    any_shop: AnyShop, arms_of: ArmsOf, mechanisms: dict[str, Any], grow: Grow, name: str
) -> None:
    """At its neutral value; and switched on with drawn values, then off again."""
    mechanism = mechanisms[name]

    @settings(max_examples=10)
    @given(st.data())
    def same(data: st.DataObject) -> None:
        drawn = data.draw(any_shop)
        plain = grow(drawn, mechanism.beneath(drawn))
        on = grow(plain, mechanism.on(data.draw, plain))
        (without,), (at_rest,) = arms_of(plain), arms_of(grow(plain, mechanism.off(plain)))
        (off_again,) = arms_of(grow(on, mechanism.off(on)))
        assert live(without) == live(at_rest) == live(off_again)

    same()


class DifferentError(Exception):
    """Two runs differ."""


@pytest.mark.parametrize("name", [*NAMES, "one way to pay", "ways to pay"])
def test_switched_on_it_makes_a_difference(
    any_shop: AnyShop, arms_of: ArmsOf, mechanisms: dict[str, Any], grow: Grow, name: str
) -> None:
    """Else the test above would say nothing. Credit and interest are in the books only."""
    if name in ("interest", "credit limit"):
        return
    mechanism = mechanisms[name]

    @settings(max_examples=400, phases=[Phase.generate])
    @given(st.data())
    def look(data: st.DataObject) -> None:
        drawn = data.draw(any_shop)
        plain = grow(drawn, mechanism.beneath(drawn))
        on = grow(plain, mechanism.on(data.draw, plain))
        (without,), (with_it,) = arms_of(plain), arms_of(on)
        if live(without) != live(with_it):
            raise DifferentError(name)

    with pytest.raises(DifferentError, match=name):
        look()


@pytest.mark.parametrize(("one", "other"), WAYS, ids=lambda way: str(way)[:60])
def test_two_names_for_one_way_to_pay(
    any_shop: AnyShop, arms_of: ArmsOf, one: Tree, other: Tree
) -> None:
    @settings(max_examples=8)
    @given(any_shop)
    def same(tree: Tree) -> None:
        for product in tree["products"].values():
            product.pop("payment", None)
        terms = {key: tree["payment"][key] for key in ("fee", "refund_after")}
        (first,), (second,) = (arms_of(tree | {"payment": terms | way}) for way in (one, other))
        assert live(first) == live(second)

    same()
