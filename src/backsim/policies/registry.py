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
        "What is out of stock is not sold: a lost sale.",
    ),
    RuleEntry("backorders", "open", backorder.OpenToAll, "Every backorder is taken."),
    RuleEntry(
        "backorders",
        "limited",
        backorder.Limited,
        "Backorders are taken up to a number of waiting pieces and up to a wait.",
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
                "Only if what is on order covers all that wait, and what the line lacks.",
                False,
            ),
            Setting("segments", "segments", "Only for these segments; by default for all.", ()),
        ),
    ),
    RuleEntry("preorders", "off", PreorderRule, "Nothing is sold before its release."),
    RuleEntry("preorders", "open", preorder.Window),
    RuleEntry(
        "promise",
        "expected",
        promise.Expected,
        "The date on which the store expects to ship, plus a buffer.",
        (Setting("buffer", "duration", "Slack added to the expected date.", 0),),
    ),
    RuleEntry("promise", "quantile", promise.Quantile),
    RuleEntry(
        "promise",
        "fixed",
        promise.Fixed,
        "The same wait for everybody, counted from the order or from the release.",
        (Setting("wait", "duration", "The wait that is promised."),),
    ),
    RuleEntry("promise", "window", promise.Window),
    RuleEntry(
        "promise",
        "none",
        PromiseRule,
        "No date is given. Each customer believes in a wait of their own (`believed_wait`), weighs "
        "it as they would a promised one, and goes by it: it is what they find late, and what they "
        "give up after. The store tells them of no delay, for they have no date.",
    ),
    RuleEntry("pricing", "discounts", pricing.Discounts),
    RuleEntry(
        "payment",
        "at_shipment",
        PaymentRule,
        "Nothing ahead: the card is charged when the goods leave. The default, since card rules "
        "want a card charged at shipment, deposit and balance as two transactions aside; many "
        "sellers charge at the order all the same, which is `full`.",
    ),
    RuleEntry(
        "payment",
        "at_release",
        payment.AtRelease,
        "A pre-order is paid on release day, shipped or not; anything else at shipment.",
    ),
    RuleEntry("payment", "deposit", payment.Deposit),
    RuleEntry("payment", "full", payment.Deposit),
    RuleEntry("payment", "net_days", payment.NetDays),
    RuleEntry("payment", "instalments", payment.Instalments),
    RuleEntry("allocation", "first_come", AllocationRule, "In order of arrival."),
    RuleEntry(
        "allocation",
        "earliest_promise",
        allocation.EarliestPromise,
        "The line that was promised first; lines without a promise last.",
    ),
    RuleEntry(
        "allocation", "preorders_first", allocation.PreordersFirst, "Pre-orders before backorders."
    ),
    RuleEntry("allocation", "most_valuable", allocation.MostValuable, "The line worth most."),
    RuleEntry(
        "allocation", "smallest_first", allocation.SmallestFirst, "The line with the fewest pieces."
    ),
    RuleEntry(
        "allocation",
        "paid_first",
        allocation.PaidFirst,
        "The line of which the largest share is already paid.",
    ),
    RuleEntry("allocation", "by_segment", allocation.BySegment),
    RuleEntry(
        "replenishment",
        "none",
        ReplenishmentRule,
        "Nothing is bought: the opening stock is all there is.",
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
