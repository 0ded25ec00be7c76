"""pydantic's errors in our words, each at its place in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from pydantic import ValidationError

from backsim.changes import renamed_key
from backsim.errors import Fault, visible
from backsim.scenario.reading.source import scalar
from backsim.scenario.reading.tree import Node, Place, TreePath, at, place_of
from backsim.scenario.schema.base import Section
from backsim.scenario.schema.file import File
from backsim.scenario.schema.products import STORE_WIDE
from backsim.scenario.schema.rules import TAG
from backsim.scenario.schema.shapes import Shape, field_shape, shape_of
from backsim.scenario.values.hints import KEY, FaultsError, meant, quoted, shortened


class Placed(NamedTuple):
    """A fault on its way to the user."""

    path: TreePath
    place: Place
    message: str


def _named(message: str, path: TreePath) -> str:
    """A message that begins with `must` gets the key it speaks of."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    return f"{shortened(name)} {message}" if name and message.startswith("must ") else message


def placed_faults(error: ValidationError, tree: Node) -> Iterator[Placed]:
    """Every error as a place and a message."""
    for item in error.errors(include_url=False):
        yield from _translated(item, tree)


def _translated(item: Any, tree: Node) -> Iterator[Placed]:
    loc, path = item["loc"], _path(item)
    if loc and loc[-1] == KEY:
        yield Placed(path, key_place(tree, path), str(item["ctx"]["error"]))
    elif item["type"] == "extra_forbidden":
        yield Placed(path, key_place(tree, path), renamed_key(path) or _unknown_key(loc))
    elif item["type"] == "missing":
        yield Placed(path, place_of(tree, path), _missing(loc, path) + _other_meant(tree, path))
    elif isinstance(cause := item.get("ctx", {}).get("error"), FaultsError):
        for below, message in cause.faults:
            inner = (*path, *(step for step in below if step != KEY))
            where = key_place if below[-1:] == (KEY,) else place_of
            yield Placed(inner, where(tree, inner), _named(message, inner))
    else:
        message = f"must be a mapping of names, not {quoted(item['input'])}"
        yield Placed(path, place_of(tree, path), _named(str(cause or message), path))


def _path(item: Any) -> TreePath:
    """The path of an error in the tree, without pydantic's own marks."""
    # They name the option that was tried, and say that it is the key which is wrong.
    return tuple(s for s in item["loc"] if not str(s).startswith(TAG) and s != KEY)


def repaired(data: dict[str, Any], error: ValidationError) -> tuple[dict[str, Any], set[TreePath]]:
    """The data with what is wrong left out, or replaced by an example where it is needed.

    So the rest of a faulty file can still be checked for sense. Also gives the paths that were
    touched: nothing that depends on them should be believed.
    """
    data = deepcopy(data)
    paths = set()
    for item in error.errors(include_url=False):
        path = _path(item)
        paths.add(path)
        # An entry of a list has no place of its own in the data: the list goes as a whole.
        listed = [place for place, step in enumerate(path) if isinstance(step, int)]
        *above, key = path[: listed[0]] if listed else path
        parent: Any = data
        for step in above:
            parent = parent.get(step) if isinstance(parent, dict) else None
        if not isinstance(parent, dict):
            continue
        # Left out, it takes its default; without one it takes an example.
        parent.pop(key, None)
        model = _shape_at(item["loc"][:-1])[0].section
        shape = field_shape(model, str(key)) if model and key in model.model_fields else Shape()
        if model and shape.kind and model.model_fields[str(key)].is_required():
            parent[key] = scalar(shape.kind.example)
    return data, paths


def key_place(tree: Node, path: TreePath) -> Place:
    """Where the key at the end of a path stands."""
    node = at(tree, path)
    return node.key if node else place_of(tree, path)


def _step(shape: Shape, step: str | int) -> Shape:
    """The shape one step down an error's path."""
    if shape.choice:
        option = next(o for o in shape.options if str(step) == TAG + o.word)
        return Shape(section=option, choice=None, options=shape.options)
    if shape.items is not None:
        return shape_of(shape.items)
    if shape.section and str(step) in shape.section.model_fields:
        return field_shape(shape.section, str(step))
    return Shape()


def _shape_at(loc: Sequence[str | int]) -> tuple[Shape, Shape]:
    """The shape that a path leads to, and the choice that it is an option of, if any."""
    shape, choice = Shape(section=File), Shape()
    for step in loc:
        choice = shape if shape.choice else Shape()
        shape = _step(shape, step)
    return shape, choice


def _unknown_key(loc: Sequence[str | int]) -> str:
    """An unknown key: what it may have meant, or where it belongs."""
    key = str(loc[-1])
    shape, parent = _shape_at(loc[:-1])
    section = shape.section or Section
    if parent.choice:
        return _unknown_setting(key, section, parent)
    known = list(section.model_fields)
    if "." in key and key.split(".")[0] in known:
        return f"unknown key '{key}': dotted keys belong below `arms:`; here, nest the keys"
    words = f" (known: {', '.join(known)})" if len(known) <= 9 else ""
    return f"unknown key {quoted(key)}{meant(key, known) or words}"


def _unknown_setting(key: str, section: type[Section], parent: Shape) -> str:
    assert parent.choice
    for name, keys in STORE_WIDE.items():
        if key in keys:
            return f"'{key}' is store-wide; write it below `{name}:` at the top"
    word = next(o.word for o in parent.options if o is section)
    named = f"{parent.choice.key} '{word}'"
    owners = [o.word for o in parent.options if key in o.model_fields]
    if owners:
        others = " and ".join(f"'{owner}'" for owner in owners)
        return f"'{key}' has no meaning for {named}; it belongs to {others}"
    if key in (option.word for option in parent.options):
        return f"unknown key {quoted(key)}: write `{parent.choice.key}: {key}`"
    known = [parent.choice.key, *section.model_fields]
    every = {name for o in parent.options for name in o.model_fields}
    # What this option has comes first: a key of another one would not help.
    guess = meant(key, known) or meant(key, every)
    words = f" (known: {', '.join(known)})"
    return f"unknown key {quoted(key)}{guess or words}"


def _missing(loc: Sequence[str | int], path: TreePath) -> str:
    key = str(path[-1])
    shape, _ = _shape_at(loc)
    parent = visible(".".join(str(step) for step in path[:-1]))
    example = f", for instance `{key}: {shape.kind.example}`" if shape.kind else ""
    return (
        f"{parent} needs '{key}'{example}" if parent else f"'{key}' is missing: the file needs it"
    )


def _other_meant(tree: Node, path: TreePath) -> str:
    """Of an entry that a layer over the file makes, and that lacks something: its neighbour."""
    entry, around = at(tree, path[:-1]), at(tree, path[:-2])
    if entry is None or around is None or entry.key.origin == "file":
        return ""
    known = [name for name, node in around.entries.items() if node.key.origin == "file"]
    return meant(str(path[-2]), known).replace(", did", "; or did")


def sorted_faults(faults: Iterable[Fault]) -> list[Fault]:
    """In the order of their places, each once; those without a line last."""
    # Arms and products repeat a fault that stands in one line.
    once = dict.fromkeys(faults)
    return sorted(once, key=lambda f: (f.line == 0, f.file, f.line, f.column))
