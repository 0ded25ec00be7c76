"""Every rule by its word, and the making of a rule from a scenario's plain data.

To add a rule: a class in the module of its question, and a row here. A package of somebody else's
brings its rows along as entry points, see ``plugins``.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from backsim.errors import UsageError
from backsim.policies import (
    allocation,
    backorder,
    customer,
    memory,
    payment,
    plugins,
    preorder,
    pricing,
    promise,
    replenishment,
)
from backsim.policies.base import (
    AllocationRule,
    BackorderRule,
    PaymentRule,
    PreorderRule,
    PromiseRule,
    ReplenishmentRule,
)
from backsim.policies.entry import RuleEntry, Setting
from backsim.records.rules import Rule
from backsim.units import FOREVER

OWN: tuple[RuleEntry, ...] = (
    RuleEntry(
        "backorders",
        "off",
        BackorderRule,
        doc="What is out of stock is not sold: a lost sale.",
    ),
    RuleEntry("backorders", "open", backorder.OpenToAll),
    RuleEntry(
        "backorders",
        "limited",
        backorder.Limited,
        (
            Setting(
                "max_pieces",
                "pieces_or_unlimited",
                "Pieces of the product that may be on backorder at any time.",
                FOREVER,
            ),
            Setting(
                "max_wait",
                "limit",
                "Longest wait that the store expects and still accepts.",
                FOREVER,
            ),
            Setting(
                "only_when_on_order",
                "flag",
                "Only if what is on order covers the line and all that wait before it.",
                False,
            ),
            Setting("segments", "segments", "Only for these segments; by default for all.", ()),
        ),
    ),
    RuleEntry("preorders", "off", PreorderRule, doc="Nothing is sold before its release."),
    RuleEntry("preorders", "open", preorder.Window),
    RuleEntry(
        "promise",
        "expected",
        promise.Expected,
        (Setting("buffer", "duration", "Slack added to the expected date.", 0),),
    ),
    RuleEntry("promise", "quantile", promise.Quantile),
    RuleEntry(
        "promise",
        "fixed",
        promise.Fixed,
        (Setting("wait", "duration", "The wait that is promised."),),
    ),
    RuleEntry("promise", "none", PromiseRule, doc="No date is given."),
    RuleEntry("pricing", "discounts", pricing.Discounts),
    RuleEntry(
        "payment",
        "at_shipment",
        PaymentRule,
        doc="Nothing ahead: the card is charged when the goods leave.",
    ),
    RuleEntry("payment", "at_release", payment.AtRelease),
    RuleEntry("payment", "deposit", payment.Deposit),
    RuleEntry("payment", "full", payment.Deposit),
    RuleEntry("payment", "net_days", payment.NetDays),
    RuleEntry("payment", "instalments", payment.Instalments),
    RuleEntry("allocation", "first_come", AllocationRule, doc="In order of arrival."),
    RuleEntry("allocation", "earliest_promise", allocation.EarliestPromise),
    RuleEntry("allocation", "preorders_first", allocation.PreordersFirst),
    RuleEntry("allocation", "most_valuable", allocation.MostValuable),
    RuleEntry("allocation", "smallest_first", allocation.SmallestFirst),
    RuleEntry("allocation", "paid_first", allocation.PaidFirst),
    RuleEntry("allocation", "by_segment", allocation.BySegment),
    RuleEntry(
        "replenishment",
        "none",
        ReplenishmentRule,
        doc="Nothing is bought: the opening stock is all there is.",
    ),
    RuleEntry("replenishment", "reorder_point", replenishment.ReorderPoint),
    RuleEntry("replenishment", "order_up_to", replenishment.OrderUpTo),
    RuleEntry("replenishment", "base_stock", replenishment.BaseStock),
    RuleEntry("customer", "thresholds", customer.Thresholds),
    RuleEntry("word_of_mouth", "if_on_time", memory.IfOnTime),
)
"""backsim's own rules, in the order of the reference. Those whose settings depend on each other or
on what is around them declare them in the scenario's schema."""

_OWN = {(entry.kind, entry.word): entry for entry in OWN}


@cache
def installed() -> tuple[RuleEntry, ...]:
    """The rules of installed packages; looked up when first asked for.

    Raises ``PluginError`` if one of them cannot be used.
    """
    return plugins.entries_of(plugins.found(), taken=_OWN)


def make(kind: str, rule: Rule) -> Any:
    """The object of a rule, of the class that ``BASES`` has for its kind.

    Raises ``UsageError`` for a word that nobody knows.
    """
    entry = _OWN.get((kind, rule.word)) or _of_others(kind, rule)
    return entry.rule(**dict(rule.settings))


def _of_others(kind: str, rule: Rule) -> RuleEntry:
    for entry in installed():
        if (entry.kind, entry.word) == (kind, rule.word):
            return entry
    known = ", ".join(entry.word for entry in (*OWN, *installed()) if entry.kind == kind)
    missing = f"; it belongs to {rule.origin}, which is not installed" if rule.origin else ""
    raise UsageError(f"no rule '{rule.word}' for {kind}{missing} (known: {known})")
