"""A scenario as one file that needs no other: what it extends and ``--set`` are merged into it.

It gives the same arms as the file and the call that it was made from, number by number, and every
verb takes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from backsim.scenario.reading.layers import BASE, SAME_FOR_ALL, Layers, change, yields
from backsim.scenario.reading.source import written
from backsim.scenario.reading.tree import Node, at, file_named, merge, nest, plain

HISTORY = ("demand", "file")
"""The key that names a file to be read."""


def merged(layers: Layers, name: str, folder: Path, heading: str = "") -> str:
    """The text of that file, to be kept in ``folder``, for the study of this name.

    A history is named as seen from there. Numbers are spelled as in the files they come from.
    """
    shared = _seen_from(folder, layers.shared())
    trees = {arm: _seen_from(folder, layers.tree(arm)) for arm in layers.arms}
    changes = {arm: change(shared, tree).entries for arm, tree in trees.items()}
    if any(not _leads_to(tree, shared, changes[arm]) for arm, tree in trees.items()):
        # A change that the merge cannot express: let each arm say everything for itself.
        common = {*SAME_FOR_ALL, "title"}
        changes = {arm: _without(common, tree) for arm, tree in trees.items()}
        shared = Node({key: node for key, node in shared.entries.items() if key in common})
    entries = {"name": Node(name), **_without({"name"}, shared)}
    arms = {arm: Node(_title(layers, arm) | below) for arm, below in changes.items()}
    if list(arms) != [BASE] or arms[BASE].value:
        entries["arms"] = Node(arms)
    return written(Node(entries), heading)


def left_out(layers: Layers, key: str, beside: str = "", words: Sequence[str] = ()) -> bool:
    """Does any arm leave a key out, where another one of its section has one of these words?

    In a dotted path, ``*`` stands for each name that is given there: with no name there, there is
    no key to leave out.
    """
    *above, last = key.split(".")
    return any(
        _nothing(section, last) and (not beside or _says(section, beside, words))
        for arm in layers.arms
        for section in _sections(layers.tree(arm), above)
    )


def _sections(node: Node, steps: list[str]) -> Iterator[Node]:
    """The sections of this path; one that is not there has no entries."""
    if not steps:
        yield node
    elif steps[0] == "*":
        for child in node.entries.values():
            yield from _sections(child, steps[1:])
    elif steps[0] in node.entries or "*" not in steps:
        yield from _sections(node.entries.get(steps[0], Node({})), steps[1:])


def _nothing(section: Node, key: str) -> bool:
    return key not in section.entries or section.entries[key].value is None


def _says(section: Node, key: str, words: Sequence[str]) -> bool:
    return key in section.entries and section.entries[key].value in words


def _seen_from(folder: Path, tree: Node) -> Node:
    """The tree with its history named as seen from a folder; an absolute name stays."""
    node = at(tree, HISTORY)
    if node is None or not isinstance(node.value, str) or Path(node.value).is_absolute():
        return tree
    file = file_named(node.value, node.place).resolve()
    name = Path(os.path.relpath(file, folder.resolve())).as_posix()
    return merge(tree, nest(HISTORY, replace(node, value=name)))


def _leads_to(tree: Node, shared: Node, changes: dict[str, Node]) -> bool:
    return bool(plain(merge(shared, Node(changes), yields)) == plain(tree))


def _without(keys: set[str], tree: Node) -> dict[str, Node]:
    return {key: node for key, node in tree.entries.items() if key not in keys}


def _title(layers: Layers, arm: str) -> dict[str, Any]:
    return {"title": Node(layers.titles[arm])} if arm in layers.titles else {}
