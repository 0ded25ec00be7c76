"""Merging: a mapping merges key by key, anything else replaces; extends, file, arm, --set."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from backsim.chance import distributions as chance
from backsim.records.rules import Rule
from backsim.scenario.reading.tree import Node, merge, plain
from backsim.units import DAY

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

ARMS = """\
arms:
  first: {}
  second:
"""


def node(value: object) -> Node:
    """Plain data as a tree."""
    if isinstance(value, dict):
        return Node({key: node(child) for key, child in value.items()})
    assert value is None or isinstance(value, str | int)
    return Node(value)


def test_a_mapping_merges_key_by_key_and_anything_else_replaces() -> None:
    lower = node({"a": {"b": 1, "c": 2}, "d": 3, "e": {"f": 4}, "g": 5})
    upper = node({"a": {"c": 9}, "d": {"x": 1}, "e": 7, "g": None, "h": None})
    assert plain(merge(lower, upper)) == {"a": {"b": 1, "c": 9}, "d": {"x": 1}, "e": 7, "h": None}


def test_without_arms_there_is_one_named_base(desk: Desk, shop: Shop) -> None:
    loaded = desk.load(shop())
    assert [arm.arm for arm in loaded.arms] == ["base"]
    assert loaded.plan.baseline == "base"
    assert loaded.arm_titles == {"base": ""}


def test_arms_change_the_base_by_section_or_by_dotted_key(desk: Desk, shop: Shop) -> None:
    changes = """\
    title: Take them all
    selling.backorders: open
    payment: {approach: deposit, share: 30%}
    suppliers.smith.lead_time: 3 days
"""
    first, second = desk.load(shop(add=ARMS + changes)).arms
    assert first.products[0].backorder == Rule("off")
    assert second.products[0].backorder == Rule("open")
    assert second.products[0].approaches[0].policy.settings[0] == ("share", 0.3)
    assert first.suppliers[0].lead_time == chance.Constant(7 * DAY)
    assert second.suppliers[0].lead_time == chance.Constant(3 * DAY)


def test_arms_stand_in_the_order_of_the_file_and_have_titles(desk: Desk, shop: Shop) -> None:
    loaded = desk.load(shop(add="arms:\n  z: {title: Last}\n  a:\n  m: {title: 5}\n"))
    assert [arm.arm for arm in loaded.arms] == ["z", "a", "m"]
    assert loaded.arm_titles == {"z": "Last", "a": "", "m": "5"}


def test_an_override_comes_over_every_arm_or_over_one(desk: Desk, shop: Shop) -> None:
    text = shop(add=ARMS + "    selling.promise.buffer: 2 days\n")
    first, second = desk.load(
        text, "selling.promise.buffer=4 days", "arms.second.selling.promise.buffer=9 days"
    ).arms
    assert first.products[0].promise == Rule.of("expected", buffer=4 * DAY)
    assert second.products[0].promise == Rule.of("expected", buffer=9 * DAY)


def test_the_last_of_two_equal_overrides_counts(desk: Desk, shop: Shop) -> None:
    assert desk.load(shop(), "study.seed=3", "study.seed=4").plan.seed == 4


def test_overrides_build_up_together(desk: Desk, shop: Shop) -> None:
    (arm,) = desk.load(shop(), "payment.share=40%", "payment.approach=deposit").arms
    assert arm.products[0].approaches[0].policy.settings[0] == ("share", 0.4)


def test_a_file_goes_over_the_one_that_it_extends(desk: Desk, shop: Shop) -> None:
    desk.write(shop(add="title: Base\narms:\n  a: {}\n  b: {}\n"), "low/base.yaml")
    loaded = desk.load("extends: low/base.yaml\nhorizon: 9 days\narms:\n  a: null\n  c: {}\n")
    assert loaded.title == "Base"
    assert [arm.arm for arm in loaded.arms] == ["b", "c"]
    assert loaded.arms[0].horizon == 9 * DAY


def test_null_takes_a_key_away(desk: Desk, shop: Shop) -> None:
    burst = "  bursts:\n    viral: {at: 1 day, peak: 9 per day, half_life: 1 day}\n"
    first, second = desk.load(shop(add=burst + ARMS + "    demand.bursts.viral: null\n")).arms
    assert len(first.demand.bursts) == 1
    assert second.demand.bursts == ()


def test_naming_another_policy_drops_the_settings_of_the_former(desk: Desk, shop: Shop) -> None:
    change = "    products.ring.replenishment: {policy: base_stock, base_stock_level: 8}\n"
    _, second = desk.load(shop(add=ARMS + change)).arms
    assert second.products[0].replenishment.policy == Rule.of("base_stock", base_stock_level=8)


def test_settings_that_both_policies_have_stay(desk: Desk, shop: Shop) -> None:
    weekly = ("{policy: reorder_point,", "{policy: reorder_point, review_period: 7 days,")
    change = "    products.ring.replenishment: {policy: order_up_to, order_up_to_level: 9}\n"
    _, second = desk.load(shop(weekly, add=ARMS + change)).arms
    assert second.products[0].replenishment.policy == Rule.of(
        "order_up_to", reorder_point=3, order_up_to_level=9
    )
    assert second.products[0].replenishment.review_period == 7 * DAY


@pytest.mark.parametrize("full", ["payment: full", "payment.approach: full"])
def test_the_fee_belongs_to_the_store_whatever_the_approach(
    desk: Desk, shop: Shop, full: str
) -> None:
    fee = "payment: {approach: deposit, share: 30%, fee: {fixed: 0.30}}\n"
    _, second = desk.load(shop(add=fee + ARMS + f"    {full}\n")).arms
    assert second.money.fee_fixed == 30
    assert second.products[0].approaches[0].policy == Rule.of("full", share=1.0)


def test_one_parameter_of_a_distribution_can_change(desk: Desk, shop: Shop) -> None:
    gamma = ("lead_time: 7 days", "lead_time: gamma(mean 7 days, cv 0.5)")
    (arm,) = desk.load(shop(gamma), "suppliers.smith.lead_time.mean=14 days").arms
    assert arm.suppliers[0].lead_time.mean == pytest.approx(14 * DAY)
    assert arm.suppliers[0].lead_time.sd == pytest.approx(7 * DAY)


def test_another_distribution_with_parameters_replaces_the_former(desk: Desk, shop: Shop) -> None:
    gamma = (
        "lead_time: 7 days",
        "lead_time: {distribution: gamma, mean: 7 days, cv: 0.5}",
    )
    change = "    suppliers.smith.lead_time: {distribution: gamma, shape: 2, scale: 1 day}\n"
    _, second = desk.load(shop(gamma, add=ARMS + change)).arms
    assert second.suppliers[0].lead_time == chance.Gamma(2.0, DAY)


def test_another_name_alone_keeps_the_moments(desk: Desk, shop: Shop) -> None:
    gamma = ("lead_time: 7 days", "lead_time: gamma(mean 7 days, cv 0.5)")
    mapping = ("lead_time: 7 days", "lead_time: {distribution: gamma, mean: 7 days, cv: 0.5}")
    for written, expected in ((mapping, chance.Lognormal.of_moments(7 * DAY, 3.5 * DAY)),):
        (arm,) = desk.load(shop(written), "suppliers.smith.lead_time.distribution=lognormal").arms
        assert arm.suppliers[0].lead_time == expected
    said = desk.messages(shop(gamma), "suppliers.smith.lead_time.distribution=lognormal")
    assert said == ["lognormal takes mean and cv, mean and sd or mu and sigma; here it has nothing"]


def test_a_product_inherits_the_store_and_may_differ_key_by_key(desk: Desk, shop: Shop) -> None:
    own = ("    opening_stock: 5\n", "    opening_stock: 5\n    selling: {promise: none}\n")
    (arm,) = desk.load(shop(own, add="selling: {backorders: open, allocation: paid_first}\n")).arms
    (ring,) = arm.products
    assert ring.backorder == Rule("open")
    assert ring.promise == Rule("none")


@pytest.mark.parametrize(
    ("added", "said"),
    [
        (
            ARMS + "    study.seed: 4\n",
            "shop.yaml:15:5: 'study' is the same for every arm; write it outside `arms:`\n"
            "        study.seed: 4\n        ^",
        ),
        (
            ARMS + "    selling.backorders: open\n    selling: {backorders: off}\n",
            "shop.yaml:16:5: 'selling.backorders' is set twice in arm 'second'\n"
            "        selling: {backorders: off}\n        ^",
        ),
        (
            ARMS + "    .selling: {}\n",
            "shop.yaml:15:5: '.selling' is not a dotted key such as selling.backorders\n"
            "        .selling: {}\n        ^",
        ),
        (
            ARMS + "    title: [a]\n",
            "shop.yaml:15:12: title must be a text, not a list\n        title: [a]\n"
            "               ^",
        ),
        (
            "arms:\n  a/b: {}\n",
            "shop.yaml:13:3: name of an arm: only letters, digits, spaces, '-' and '_' are "
            "allowed: 'a/b'\n      a/b: {}\n      ^",
        ),
        (
            "arms:\n  open: 4\n",
            "shop.yaml:13:9: arm 'open' must be a mapping of changes, not 4\n      open: 4\n"
            "            ^",
        ),
        (
            "arms: [a, b]\n",
            "shop.yaml:12:7: arms must be a mapping of names, not a list\n    arms: [a, b]\n"
            "          ^",
        ),
        (
            "selling.backorders: open\n",
            "shop.yaml:12:1: unknown key 'selling.backorders': dotted keys belong below `arms:`; "
            "here, nest the keys\n    selling.backorders: open\n    ^",
        ),
    ],
)
def test_what_is_wrong_with_arms(desk: Desk, shop: Shop, added: str, said: str) -> None:
    assert desk.faults(shop(add=added)) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("arms.secnd.title=x", "unknown arm 'secnd', did you mean 'second'?"),
        ("arms.x.title=x", "unknown arm 'x' (known: first, second)"),
        ("arms.second=x", "needs the form arms.NAME.path=value"),
        (
            "arms.second.study.seed=4",
            "'study' is the same for every arm; set it without `arms.second.`",
        ),
        ("extends=base.yaml", "`extends` belongs in the file"),
        ("study.sead=4", "unknown key 'sead', did you mean 'seed'?"),
        ("demand.rate=fast", "rate must be a rate such as `6 per day`, not 'fast'"),
    ],
)
def test_what_is_wrong_with_overrides(desk: Desk, shop: Shop, told: str, said: str) -> None:
    assert desk.faults(shop(add=ARMS), told) == f"--set {told}: {said}"


def test_overrides_of_arms_that_are_not_there(desk: Desk, shop: Shop) -> None:
    said = desk.faults(shop(), "arms.x.title=x")
    assert said == "--set arms.x.title=x: unknown arm 'x'; the file has no arms"


def test_a_fault_of_the_base_is_told_once_for_all_arms(desk: Desk, shop: Shop) -> None:
    text = shop(("unit_cost: 4.00", "unit_cost: 4.005"), add=ARMS)
    assert desk.faults(text) == (
        "shop.yaml:5:16: 4.005 has too many decimals: EUR has 2 decimals\n"
        "        unit_cost: 4.005\n                   ^"
    )


def test_a_fault_of_the_base_that_one_arm_mends_names_the_others(desk: Desk, shop: Shop) -> None:
    text = shop(("rate: 2 per day", "rate: 2"), add=ARMS + "    demand.rate: 3 per day\n")
    assert desk.messages(text) == [
        "2 needs a time, for instance `2 per day` (in arm first)",
    ]


def test_a_fault_of_an_arm_is_told_at_its_place_there(desk: Desk, shop: Shop) -> None:
    assert desk.faults(shop(add=ARMS + "    selling.backorders: opne\n")) == (
        "shop.yaml:15:25: 'opne' is not one of off, open, limited, did you mean 'open'?\n"
        "        selling.backorders: opne\n                            ^"
    )


def test_faults_of_the_extended_file_are_told_there(desk: Desk, shop: Shop) -> None:
    desk.write(shop(("opening_stock: 5", "opening_stock: -5")), "base.yaml")
    assert desk.faults("extends: base.yaml\ntitel: x\n") == (
        "base.yaml:6:20: opening_stock must not be negative: -5\n"
        "        opening_stock: -5\n                       ^\n"
        "shop.yaml:2:1: unknown key 'titel', did you mean 'title'?\n    titel: x\n    ^"
    )


def test_a_product_may_be_called_like_a_key_of_the_language(desk: Desk, shop: Shop) -> None:
    loaded = desk.load(
        shop(("  ring:\n", "  rule:\n"), add=ARMS + "    products.rule.price: 9.00\n")
    )
    assert [arm.products[0].price for arm in loaded.arms] == [1000, 900]
