"""``show``: every value of an arm, in words, and where it came from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
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
    assert values["customers.everyone.willingness"] == ("1", "default")
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


def test_several_ways_to_pay_are_shown_one_by_one(shown: Shown, shop: Shop) -> None:
    offer = "payment: {offer: {later: at_shipment, bill: {approach: net_days, days: 9 days}}}\n"
    values = shown(text=shop(add=offer))
    assert values["payment.offer.later"] == ("at_shipment", "shop.yaml:12")
    assert values["payment.offer.bill"] == ("net_days", "shop.yaml:12")
    assert values["payment.offer.bill.days"] == ("9 days", "shop.yaml:12")
    assert "payment" not in values
    assert "payment.discount" not in values


def test_a_changed_price_shows_what_customers_compare_it_with(shown: Shown, shop: Shop) -> None:
    assert shown()["products.ring.reference_price"] == ("10.00 EUR", "default")
    values = shown(None, "products.ring.price=12", text=shop())
    assert values["products.ring.reference_price"] == ("10.00 EUR", "shop.yaml:4")
    assert values["products.ring.price_before_release"] == ("12.00 EUR", "default")


def test_new_kinds_of_values_read_well(shown: Shown) -> None:
    text = Path(__file__).with_name("selling.yaml").read_text(encoding="utf-8")
    values = {path: value for path, (value, _) in shown(text=text).items()}
    assert values["demand.season"] == "jan: 0.8, dec: 1.6"
    assert values["demand.bursts.viral.at"] == "uniform(10 days, 60 days)"
    assert values["demand.trend"] == "10%"
    assert values["customers.crowd.changes.after"] == "never"
    assert values["customers.fans.changes.after"] == "exponential(mean 20 days)"
    assert values["suppliers.factory.delay_notice"] == "3 days"
    assert values["selling.backorders.segments"] == "fans"
    assert values["selling.backorders.only_when_on_order"] == "true"
    assert values["products.lamp.selling.preorders.supply_share"] == "120%"
    assert values["products.lamp.selling.release_allocation"] == "preorders_first"
    assert values["products.lamp.substitutes"] == "table lamp: 40%, candle: 30%"
    assert values["pricing.early_bird"] == (
        "the start: 15%, 10 days (2026-01-15): 10%, 27 days (2026-02-01): 0%"
    )
    assert values["pricing.gift"] == "3.00 EUR, with backorder, advance"
    assert values["payment.offer.deposit.balance"] == "14 days later"
    assert values["payment.offer.dated.balance"] == "116 days (2026-05-01)"
    assert values["payment.refund_after"] == "backorder: 7 days, preorder: 30 days, advance: 0 days"
    assert values["payment.capture.growth"] == "0.5% per day"
    assert values["money.credit_limit"] == "20000.00 EUR"


def test_what_is_off_reads_well(shown: Shown) -> None:
    values = {path: value for path, (value, _) in shown().items()}
    assert values["demand.season"] == values["pricing.gift"] == "none"
    assert values["suppliers.smith.delay_notice"] == "never"
    assert values["money.credit_limit"] == "unlimited"
    assert values["payment.refund_after"] == "0 days"
