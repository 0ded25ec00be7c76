"""What is odd with what customers are charged for shipping."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

NOBODY = (
    "no customer would pay for shipping: their `willingness` is the reference price and no more; "
    "for instance `willingness: lognormal(mean 1.3, cv 0.2)`"
)
FREE = "but nobody pays for shipping (`shipping.charged`)"


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("shipping: {charged: 4.90}", [NOBODY]),
        ("shipping: {charged: 4.90}\ncustomers: {all: {willingness: 0.9}}",
         ["next to nobody would pay 10.00 EUR: their willingness ends at 9.00 EUR"]),
        ("shipping: {charged: 4.90}\ncustomers: {all: {willingness: 1.1}}", []),
        ("shipping: {charged: 4.90}\ncustomers: {all: {willingness: 'uniform(1, 2)'}}", []),
        ("shipping: {carriers: {post: {charged: 4.90}}}", [NOBODY]),
        ("shipping: {charged: 4.90, carriers: {post: {charged: 0}}, free_above: 9.00}",
         [f"free_above, {FREE}"]),
        ("shipping: {given_back: never}", [f"given_back, {FREE}"]),
        ("pricing: {free_shipping: [backorder]}", [f"free_shipping, {FREE}"]),
    ],
)  # fmt: skip
def test_a_charge_that_nobody_would_pay_or_that_there_is_not(
    desk: Desk, shop: Shop, added: str, said: list[str]
) -> None:
    assert list(desk.load(shop(add=f"{added}\n")).warnings) == said


def test_a_lower_price_leaves_something_for_shipping(desk: Desk, shop: Shop) -> None:
    text = shop(add="shipping: {charged: 4.90}\n") + "arms: {plain: {}}\n"
    assert desk.load(text).warnings != ()
    cheaper = text.replace("unit_cost", "reference_price: 999.00\n    unit_cost", 1)
    assert desk.load(cheaper).warnings == ()


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (
            "shipping: {given_back: sometimes}",
            "'sometimes' is not one of always, for_delays, never",
        ),
        ("pricing: {free_shipping: [stock]}", "'stock'"),
        ("pricing: {free_shipping: [backordr]}", "did you mean 'backorder'"),
        ("shipping: {free_above: high}", "'high'"),
    ],
)
def test_a_value_that_is_none(desk: Desk, shop: Shop, added: str, said: str) -> None:
    (fault,) = desk.messages(shop(add=f"{added}\n"))
    assert said in fault
