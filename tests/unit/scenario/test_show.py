"""``show``: every value of an arm, in words, and where it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from backsim.errors import ScenarioError, UsageError
from backsim.scenario.build import ShownValue, show

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

ARMS = """\
payment: {fee: {share: 2.9%, fixed: 0.30}}
study: {baseline: wait}
arms:
  refuse: {}
  wait:
    selling.backorders: {max_wait: 30 days}
    payment: {approach: deposit, share: 30%}
    pricing.wait_discounts: {14 days: 5%, 30 days: 10%}
"""


@pytest.fixture
def shown(desk: Desk, shop: Shop) -> Callable[..., dict[str, tuple[str, str]]]:
    def read(arm: str | None = None, *sets: str, text: str = "") -> dict[str, tuple[str, str]]:
        path = desk.write(text or shop(add=ARMS))
        return {path: (value, origin) for path, value, origin in show(path, arm, sets)}

    return read


Shown = Callable[..., dict[str, tuple[str, str]]]


def test_values_read_well_and_know_their_place(shown: Shown) -> None:
    values = shown("wait")
    assert values["products.ring.price"] == ("10.00 EUR", "shop.yaml:4")
    assert values["products.ring.opening_stock"] == ("5 pieces", "shop.yaml:6")
    assert values["suppliers.smith.lead_time"] == ("7 days", "shop.yaml:9")
    assert values["demand.rate"] == ("2 per day", "shop.yaml:11")
    assert values["payment.fee.share"] == ("2.9%", "shop.yaml:12")
    assert values["customers.everyone.patience"] == ("unlimited", "default")
    assert values["question"] == ("launch", "default")


def test_what_an_arm_changes_says_so(shown: Shown) -> None:
    values = shown("wait")
    assert values["arm"] == ("wait", "default")
    assert values["selling.backorders"] == ("limited", "arm wait, shop.yaml:17")
    assert values["selling.backorders.max_wait"] == ("30 days", "arm wait, shop.yaml:17")
    assert values["selling.backorders.max_pieces"] == ("unlimited", "default")
    assert values["payment"] == ("deposit", "arm wait, shop.yaml:18")
    assert values["payment.share"] == ("30%", "arm wait, shop.yaml:18")
    assert values["pricing.wait_discounts"] == (
        "14 days: 5%, 30 days: 10%",
        "arm wait, shop.yaml:19",
    )
    assert shown("refuse")["selling.backorders"] == ("off", "default")


def test_without_an_arm_it_is_the_baseline(shown: Shown) -> None:
    assert shown()["arm"] == ("wait", "default")


def test_what_an_override_changes_says_so(shown: Shown) -> None:
    long = "suppliers.smith.lead_time=uniform(1 day, 2 days)"
    values = shown("wait", long, "horizon=9 days")
    assert values["horizon"] == ("9 days", "--set horizon=9 days")
    assert values["suppliers.smith.lead_time"] == (
        "uniform(1 day, 2 days)",
        "--set suppliers.smith.lead_time=uniform(1 day, 2 days)",
    )


def test_a_value_changed_in_part_names_all_its_origins(shown: Shown, shop: Shop) -> None:
    gamma = ("lead_time: 7 days", "lead_time: gamma(mean 7 days, cv 0.5)")
    values = shown(None, "suppliers.smith.lead_time.cv=1", text=shop(gamma))
    assert values["suppliers.smith.lead_time"] == (
        "gamma(mean 7 days, cv 1)",
        "shop.yaml:9 + --set suppliers.smith.lead_time.cv=1",
    )


def test_defaults_that_follow_from_other_values_are_worked_out(shown: Shown) -> None:
    values = shown("wait")
    assert values["name"] == ("shop", "default")
    assert values["start"] == ("2026-01-05", "default")
    assert values["products.ring.supplier"] == ("smith", "default")
    assert values["shipping.carriers.post.quoted"] == ("3 days", "default")


def test_a_product_shows_only_what_it_has_of_its_own(shown: Shown, shop: Shop) -> None:
    own = ("    opening_stock: 5\n", "    opening_stock: 5\n    selling: {promise: none}\n")
    values = shown(text=shop(own, add="selling: {backorders: open}\n"))
    assert values["products.ring.selling.promise"] == ("none", "shop.yaml:7")
    assert "products.ring.selling.backorders" not in values
    assert "products.ring.payment" not in values


def test_columns_are_shown_with_a_history_only(shown: Shown) -> None:
    assert "demand.columns.order" not in shown()


def test_an_unknown_arm(desk: Desk, shop: Shop) -> None:
    path = desk.write(shop(add=ARMS))
    with pytest.raises(UsageError, match=r"^shop\.yaml has no arm 'wiat', did you mean 'wait'\?$"):
        show(path, "wiat")


def test_a_file_with_faults_is_not_shown(desk: Desk, shop: Shop) -> None:
    path = desk.write(shop(("rate: 2 per day", "rate: 2")))
    with pytest.raises(ScenarioError, match="2 needs a time"):
        show(path)


def test_a_shown_value_is_plain(desk: Desk, shop: Shop) -> None:
    first, *_ = show(desk.write(shop()))
    assert first == ShownValue(path="arm", value="base", origin="default")
