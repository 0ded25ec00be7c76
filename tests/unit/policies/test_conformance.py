"""What the published check of a rule lets pass, and what it finds."""

from __future__ import annotations

from typing import Any

import pytest

from backsim.errors import PluginError
from backsim.policies import registry
from backsim.policies.base import AllocationRule, PaymentRule, Plan, ReplenishmentRule
from backsim.policies.conformance import ANSWERS, check_rule
from backsim.policies.entry import CHOSEN, RuleEntry
from backsim.records.rules import Plain

SETTINGS: dict[str, dict[str, Plain]] = {
    "fixed": {"wait": 9},
    "window": {"earliest": 9, "latest": 12},
    "quantile": {"quantile": 0.9},
    "net_days": {"days": 30},
    "instalments": {"parts": 3, "every": 10},
    "by_segment": {"rank": (2, 0, 1)},
    "reorder_point": {"reorder_point": 3, "order_quantity": 10},
    "order_up_to": {"reorder_point": 3, "order_up_to_level": 10},
    "base_stock": {"base_stock_level": 10},
}
CHOOSABLE = [entry for entry in registry.OWN if entry.kind in CHOSEN]


@pytest.mark.parametrize("entry", CHOOSABLE, ids=lambda entry: f"{entry.kind}-{entry.word}")
def test_our_own_rules_conform(entry: RuleEntry) -> None:
    check_rule(entry, **SETTINGS.get(entry.word, {}))


def test_every_kind_that_can_be_chosen_can_be_checked() -> None:
    assert set(ANSWERS) == set(CHOSEN)


class Text(AllocationRule):
    def key(self, *_: Any) -> Any:
        return "first"


class PerPiece(AllocationRule):
    """Sound as long as a line has a piece."""

    def key(self, *asked: Any) -> float:
        return float(-asked[3] / asked[2])


class Cautious(AllocationRule):
    def key(self, *asked: Any) -> float:
        return float(1 / asked[3])


class Half(ReplenishmentRule):
    def buys(self, *_: Any) -> Any:
        return 0.5


class Yes(ReplenishmentRule):
    def buys(self, *_: Any) -> Any:
        return True


class Counting(AllocationRule):
    def __init__(self) -> None:
        self.asked = 0.0

    def key(self, *_: Any) -> float:
        self.asked += 1
        return self.asked


class Moody(PaymentRule):
    made = 0

    def __init__(self) -> None:
        Moody.made += 1
        self.checkout = Moody.made

    def plan(self, *_: Any) -> Plan:
        return Plan(checkout=self.checkout)


@pytest.mark.parametrize(
    ("kind", "rule", "said"),
    [
        ("allocation", Text, r"^odd: key\(.*\) answers 'first', which is no number$"),
        ("replenishment", Half, r"^odd: buys\(.*\) answers 0.5, which is no int$"),
        ("replenishment", Yes, r"^odd: buys\(.*\) answers True, which is no int$"),
        ("allocation", Counting, r"^odd: key\(.*\) answers 1.0, and asked again 2.0$"),
        ("payment", Moody, r"^odd: plan\(.*, and asked again"),
    ],
)
def test_an_answer_that_the_store_cannot_use(kind: str, rule: type, said: str) -> None:
    with pytest.raises(PluginError, match=said):
        check_rule(RuleEntry(kind, "odd", rule, "Odd."))


def test_a_line_has_a_piece() -> None:
    check_rule(RuleEntry("allocation", "per_piece", PerPiece, doc="Dearest pieces first."))


def test_a_rule_that_fails_is_told_with_what_it_was_asked() -> None:
    told = r"cautious: key\(.*\) fails: ZeroDivisionError"
    with pytest.raises(PluginError, match=told):
        check_rule(RuleEntry("allocation", "cautious", Cautious, doc="Divides by the value."))
