"""Names that a layer over the file makes where it meant one that is there."""

from __future__ import annotations

from collections.abc import Iterator

from backsim.scenario.checks.findings import Finding, Question
from backsim.scenario.reading.tree import Node, TreePath, at
from backsim.scenario.values.hints import listed, meant, quoted

NAMED: dict[TreePath, str] = {
    ("products",): "product",
    ("suppliers",): "supplier",
    ("customers",): "segment",
    ("shipping", "carriers"): "carrier",
    ("demand", "bursts"): "burst",
    ("demand", "campaigns"): "campaign",
    ("payment", "offer"): "way to pay",
}
"""Mappings of free names, and what one of them is called."""


def made_in_passing(question: Question) -> Iterator[Finding]:
    """A name of ``--set`` that the file does not know."""
    for path, what in NAMED.items():
        node = at(question.given, path)
        new = new_names(node, "--set") if node else []
        old = [name for name in node.entries if name not in new] if node else []
        for name in new if old else ():
            if guess := meant(name, old):
                message = f"the file has no {what} {quoted(name)}{guess}"
                yield Finding((*path, name), message, at_key=True)
            else:
                message = (
                    f"--set makes a new {what}, {quoted(name)} (the file has {listed(old, 'and')})"
                )
                yield Finding((*path, name), message, warning=True, at_key=True)


def new_names(node: Node, origin: str) -> list[str]:
    """The names in a mapping that only a layer brought."""
    return [name for name, child in node.entries.items() if child.key.origin == origin]


MATTERS = (made_in_passing,)
