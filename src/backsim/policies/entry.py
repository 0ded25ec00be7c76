"""What a rule says of itself: its row in the registry.

backsim's own rows stand in ``registry``; a package of somebody else's has one for each entry point
of the group ``backsim.policies``.
"""

from __future__ import annotations

from inspect import cleandoc
from types import EllipsisType
from typing import Any, NamedTuple

from backsim.policies.base import (
    AllocationRule,
    BackorderRule,
    CustomerRule,
    MemoryRule,
    PaymentRule,
    PreorderRule,
    PricingRule,
    PromiseRule,
    ReplenishmentRule,
)
from backsim.records.rules import Plain

BASES: dict[str, type[Any]] = {
    "backorders": BackorderRule,
    "preorders": PreorderRule,
    "promise": PromiseRule,
    "pricing": PricingRule,
    "payment": PaymentRule,
    "allocation": AllocationRule,
    "replenishment": ReplenishmentRule,
    "customer": CustomerRule,
    "word_of_mouth": MemoryRule,
}
"""By kind of rule: the published class from which every rule of it is derived."""

CHOSEN = ("backorders", "preorders", "promise", "payment", "allocation", "replenishment")
"""The kinds among whose rules a scenario file chooses by a word."""


class Setting(NamedTuple):
    """One key below the rule's word in a scenario file, and one argument of the rule's class."""

    name: str
    kind: str
    """How its value is written: a word of ``scenario.schema.rules.SETTING_KINDS``."""
    doc: str
    """A sentence for the reference."""
    default: Plain | EllipsisType = ...
    """In the engine's units; none: the key is required."""


class RuleEntry(NamedTuple):
    """One rule: the question that it answers, its word in the language, and its class."""

    kind: str
    word: str
    rule: type[Any]
    settings: tuple[Setting, ...] = ()
    doc: str = ""
    """A sentence for the reference; by default the first paragraph of the class's docstring."""
    origin: str = ""
    """The distribution and its version, for somebody else's; the loader fills it in."""

    def sentence(self) -> str:
        """What the reference says of the rule."""
        return self.doc or cleandoc(self.rule.__doc__ or "").partition("\n\n")[0]
