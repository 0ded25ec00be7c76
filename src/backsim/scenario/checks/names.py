"""Names that a layer over the file makes where it meant one that is there."""

from __future__ import annotations

from collections.abc import Iterator

from backsim.scenario.checks.findings import Finding, Question
from backsim.scenario.reading.tree import TreePath, at
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
    """A name of ``--set`` or of an arm that the file does not know.

    One key of something new, with a name like one that is there, is a slip.
    """
    for path, what in NAMED.items():
        node = at(question.given, path)
        entries = node.entries if node else {}
        old = [name for name, entry in entries.items() if entry.key.origin == "file"]
        for name in entries if old else ():
            origin = entries[name].key.origin
            guess = meant(name, old)
            slip = guess and len(entries[name].entries) == 1
            if origin == "--set" and slip:
                message = f"the file has no {what} {quoted(name)}{guess}"
                yield Finding((*path, name), message, at_key=True)
            elif origin == "--set" or (origin != "file" and slip):
                known = guess if slip else f" (the file has {listed(old, 'and')})"
                message = f"a new {what}, {quoted(name)}{known}"
                yield Finding((*path, name), message, warning=True, at_key=True)


MATTERS = (made_in_passing,)
