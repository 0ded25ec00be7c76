"""A scenario file as a tree that remembers where each key and each value stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backsim.errors import Fault

Scalar = str | int | float | bool | None
Step = str | int
TreePath = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. Lines and columns count from 1; 0 means that there is none."""

    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    origin: str = "file"
    """Which layer it came with: ``file``, ``extends``, ``arm NAME`` or ``--set``."""

    def fault(self, message: str) -> Fault:
        """A fault at this place."""
        return Fault(message, self.file, self.line, self.column, self.excerpt)


NOWHERE = Place()


def file_named(name: str, place: Place) -> Path:
    """A file that a scenario names: beside the file that names it; from here for ``--set``."""
    return (Path() if place.origin == "--set" else Path(place.file).parent) / name


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place, and the place of the key that it stands under."""

    value: Scalar | dict[str, Node] | list[Node]
    place: Place = NOWHERE
    key: Place = NOWHERE
    size: int = 1
    """Nodes in this subtree, aliases counted each time."""
    spelling: str = ""
    """How a number, a boolean or null is written in its file; empty for everything else."""

    @property
    def entries(self) -> dict[str, Node]:
        """The children of a mapping; none for anything else."""
        return self.value if isinstance(self.value, dict) else {}


def plain(node: Node) -> Any:
    """The tree as plain Python data."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def marked(node: Node, origin: str) -> Node:
    """The same tree, said to have come with another layer."""
    value = node.value
    if isinstance(value, dict):
        value = {key: marked(child, origin) for key, child in value.items()}
    elif isinstance(value, list):
        value = [marked(child, origin) for child in value]
    place, key = replace(node.place, origin=origin), replace(node.key, origin=origin)
    return replace(node, value=value, place=place, key=key)


def child(node: Node, step: Step) -> Node | None:
    """One step down, or ``None`` if there is nothing."""
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def at(node: Node, path: Sequence[Step]) -> Node | None:
    """The node at a path, or ``None``."""
    found: Node | None = node
    for step in path:
        found = child(found, step) if found else None
    return found


def nearest(node: Node, path: Sequence[Step]) -> tuple[Node, bool]:
    """The deepest node on the way to a path, and whether it is the path's end."""
    for step in path:
        below = child(node, step)
        if below is None:
            return node, False
        node = below
    return node, True


def place_of(node: Node, path: Sequence[Step]) -> Place:
    """Where a path's value stands; for a mapping, or one that is not there, the key above it."""
    found, complete = nearest(node, path)
    return found.place if complete and not isinstance(found.value, dict) else found.key


def nest(path: Sequence[str], node: Node) -> Node:
    """The node under a chain of mappings, all at its own key's place."""
    for step in reversed(path):
        node = Node({step: node}, node.key, node.key, node.size + 1)
    return node


Yields = Callable[[Node, Node], Node]


def as_it_is(lower: Node, upper: Node) -> Node:  # noqa: ARG001
    """The plain rule of merging: the lower layer comes in as it is."""
    return lower


def merge(lower: Node, upper: Node, yields: Yields = as_it_is) -> Node:
    """A mapping merges key by key, anything else replaces; null takes a key away.

    ``yields(lower, upper)`` is what of the lower layer takes part in the merge.
    """
    lower = yields(lower, upper)
    if not (isinstance(lower.value, dict) and isinstance(upper.value, dict)):
        return upper
    entries = dict(lower.value)
    for key, node in upper.value.items():
        below = entries.get(key)
        if below is None:
            entries[key] = node
        elif node.value is None:
            del entries[key]
        else:
            entries[key] = merge(below, node, yields)
    return Node(entries, lower.place, lower.key)
