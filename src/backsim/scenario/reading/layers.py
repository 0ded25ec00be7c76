"""From layers to one tree per arm: extends, file, arm, ``--set``.

A mapping merges key by key, anything else replaces. Two refinements follow from what the keys
mean: naming another policy (rule, approach, distribution) drops the settings that only the former
one had, and a distribution in short form can be overridden parameter by parameter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from backsim.errors import Fault, ScenarioError
from backsim.scenario.reading import source
from backsim.scenario.reading.tree import Node, Place, TreePath, at, marked, merge, nest, plain
from backsim.scenario.schema.file import File
from backsim.scenario.schema.payment import OF_ONE, SHARED
from backsim.scenario.schema.products import INHERITED, STORE_WIDE
from backsim.scenario.schema.shapes import Shape, choices_in, field_shape, shape_of
from backsim.scenario.values.distributions import FAMILIES, SHORT_FORM, expanded
from backsim.scenario.values.hints import meant, quoted
from backsim.scenario.values.texts import arm_name

SAME_FOR_ALL = (
    *(
        "name",
        "description",
        "extends",
        "start",
        "horizon",
        "currency",
        "question",
        "warm_up",
        "cool_down",
    ),
    *("study", "arms"),
)
BASE = "base"
_OF_STORE = set(SHARED) - set(OF_ONE)
"""Settings of `payment` that stay, whatever the approach."""


@cache
def _settings() -> dict[str, dict[str, set[str]]]:
    """For each key that names a choice: the settings of each answer."""
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for shape in choices_in(File):
        if shape.choice:
            for option in shape.options:
                table[shape.choice.key][option.word] |= set(option.model_fields)
    for name, family in FAMILIES.items():
        table["distribution"][name] = {key for form in family.forms for key in form}
    table["distribution"]["discrete"] = {"values", "weights"}
    return table


def yields(lower: Node, upper: Node) -> Node:
    """What remains of the lower layer when the upper one comes over it."""
    if not isinstance(upper.value, dict):
        return lower
    # A mapping over a short form changes parameters of it, unless it names a distribution itself.
    if isinstance(lower.value, str) and "distribution" not in upper.value:
        return _unfolded(lower)
    lower = _without_other_ways_to_pay(lower, upper)
    for key, table in _settings().items():
        named = upper.value.get(key)
        if named is None or not isinstance(named.value, str) or named.value not in table:
            continue
        kept = table[named.value]
        # Named together with parameters, it is meant whole: cv must not linger beside a new sd.
        if key == "distribution" and len(upper.value) > 1:
            kept = set()
        # What every answer has, such as a review period, is among what is kept.
        gone = set().union(*table.values()) - kept
        entries = {name: node for name, node in lower.entries.items() if name not in gone}
        return replace(lower, value=entries) if isinstance(lower.value, dict) else lower
    return lower


def _without_other_ways_to_pay(lower: Node, upper: Node) -> Node:
    """One approach takes the place of an offer of several, and the other way round."""
    names = {name for name, node in upper.entries.items() if node.value is not None}
    if "offer" in names:
        gone = {"approach", *OF_ONE}.union(*_settings()["approach"].values()) - _OF_STORE
    elif "approach" in names:
        gone = {"offer"}
    else:
        return lower
    entries = {name: node for name, node in lower.entries.items() if name not in gone}
    return replace(lower, value=entries) if lower.entries else lower


def _unfolded(node: Node) -> Node:
    """A distribution's short form as a mapping, so that one parameter can be overridden."""
    if not (isinstance(node.value, str) and SHORT_FORM.fullmatch(node.value)):
        return node
    try:
        # What makes no sense stays as it was written, so that its fault quotes it.
        parameters = expanded(node.value)
    except ValueError:
        return node
    entries = {key: Node(_scalar(raw), node.place, node.key) for key, raw in parameters.items()}
    return replace(node, value=entries)


def _scalar(raw: object) -> str | float:
    return raw if isinstance(raw, str | float) else str(raw)


def _spelled_out(node: Node, shape: Shape) -> Node:
    """Choices with shared settings as mappings, so that naming another keeps what is shared."""
    if shape.choice and shape.choice.shared and isinstance(node.value, str):
        return nest([shape.choice.key], node)
    if not isinstance(node.value, dict):
        return node
    entries = {key: _spelled_out(child, _below(shape, key)) for key, child in node.value.items()}
    return replace(node, value=entries)


def _less_cost(source: Node) -> Any:
    told = plain(source)
    return {k: v for k, v in told.items() if k != "cost"} if isinstance(told, dict) else told


@dataclass
class Layers:
    """A file and its overrides, taken apart."""

    base: Node
    arms: dict[str, Node] = field(default_factory=dict)
    """What each arm changes; one arm ``base`` that changes nothing if the file has none."""
    titles: dict[str, str] = field(default_factory=dict)
    sets: Node = field(default_factory=lambda: Node({}))
    arm_sets: dict[str, Node] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    files: tuple[Path, ...] = ()
    """The file, and those that it extends; the deepest first."""

    def tree(self, arm: str) -> Node:
        """The merged tree of one arm, before products inherit the store-wide sections."""
        return self._over_base(self.arms[arm], self.sets, self.arm_sets.get(arm))

    def shared(self) -> Node:
        """The merged tree of an arm that changes nothing."""
        return self._over_base(self.sets)

    def of_arm(self, tree: Node) -> tuple[str, ...]:
        """The bursts and campaigns of a merged tree that are not those of the file itself, as the
        sources of demand are named. What one costs brings nobody."""
        found = []
        for kind in ("bursts", "campaigns"):
            there = at(tree, ("demand", kind))
            for name, mine in there.entries.items() if there else ():
                files = at(self.base, ("demand", kind, name))
                if files is None or _less_cost(mine) != _less_cost(files):
                    found.append(f"{kind[:-1]} {name}")
        return tuple(found)

    def _over_base(self, *layers: Node | None) -> Node:
        tree = self.base
        for layer in layers:
            if layer is not None:
                tree = replace(merge(tree, layer, yields), place=tree.place, key=tree.key)
        return self._with_reference_prices(tree)

    def _with_reference_prices(self, tree: Node) -> Node:
        """A product whose price an arm or ``--set`` changed keeps the file's as its reference."""
        products = at(tree, ["products"])
        for name in products.entries if products else ():
            told = at(self.base, ("products", name, "price"))
            now = at(tree, ("products", name, "price"))
            # The very node of the file: nobody wrote another price over it.
            if told is None or now is None or now is told:
                continue
            if at(tree, ("products", name, "reference_price")) is not None:
                continue
            layer = nest(("products", name, "reference_price"), told)
            tree = replace(merge(tree, layer), place=tree.place, key=tree.key)
        return tree


def read_layers(path: Path, overrides: Sequence[tuple[str, str]]) -> Layers:
    """The layers of a file; ``overrides`` are pairs of where they come from and ``path=value``.

    Raises ``ScenarioError`` for files that cannot be read; what is wrong with the arms is
    gathered in ``Layers.faults``.
    """
    shape = Shape(section=File)
    read, faults = source.read(path)
    trees = [_spelled_out(tree, shape) for tree in read]
    base = trees[0]
    for tree in trees[1:]:
        base = replace(merge(base, tree, yields), place=tree.place, key=tree.key)
    entries = dict(base.entries)
    arms_node, _ = entries.pop("arms", None), entries.pop("extends", None)
    files = tuple(Path(tree.place.file) for tree in read)
    layers = Layers(replace(base, value=entries), faults=faults, files=files)
    _read_arms(layers, arms_node)
    _read_overrides(layers, overrides)
    if not layers.arms:
        layers.arms[BASE] = Node({})
    return layers


def _read_arms(layers: Layers, node: Node | None) -> None:
    if node is None or node.value is None:
        return
    if not isinstance(node.value, dict):
        message = f"arms must be a mapping of names, not {quoted(node.value)}"
        layers.faults.append(node.place.fault(message))
        return
    for name, arm in node.value.items():
        try:
            arm_name(name)
        except ValueError as error:
            layers.faults.append(arm.key.fault(f"name of an arm: {error}"))
        if arm.value is not None and not isinstance(arm.value, dict):
            message = f"arm {quoted(name)} must be a mapping of changes, not {quoted(arm.value)}"
            layers.faults.append(arm.place.fault(message))
            # The arm is kept, so that what else is wrong with the file is found for it as well.
            arm = replace(arm, value={})
        layers.arms[name] = _arm(layers, name, marked(arm, f"arm {name}"))


def _arm(layers: Layers, name: str, arm: Node) -> Node:
    """One arm's changes as a tree: dotted keys taken apart, its title aside."""
    entries = dict(arm.entries)
    title = entries.pop("title", None)
    if title is not None and title.value is not None:
        if isinstance(title.value, dict | list):
            message = f"title must be a text, not {quoted(title.value)}"
            layers.faults.append(title.place.fault(message))
        else:
            layers.titles[name] = str(title.value)
    tree = Node({}, arm.place, arm.key)
    for dotted, node in entries.items():
        steps = [step.strip() for step in dotted.split(".")]
        if steps[0] in SAME_FOR_ALL:
            message = f"'{steps[0]}' is the same for every arm; write it outside `arms:`"
            layers.faults.append(node.key.fault(message))
            continue
        if not all(steps):
            message = f"{quoted(dotted)} is not a dotted key such as selling.backorders"
            layers.faults.append(node.key.fault(message))
            continue
        # `payment: deposit` beside `payment.share: 30%` says what the share is of.
        if any(other.startswith(f"{dotted}.") for other in entries):
            node = _named_choice(steps, node)
        layer = nest(steps, node)
        if twice := _overlap(tree, layer):
            message = f"'{twice}' is set twice in arm '{name}'"
            layers.faults.append(node.key.fault(message))
            continue
        # Keys of one arm have no order, so none yields to another.
        tree = merge(tree, layer)
    return _spelled_out(tree, Shape(section=File))


def _named_choice(steps: Sequence[str], node: Node) -> Node:
    """A choice told by its word alone as the mapping that names it; anything else as it is."""
    shape = Shape(section=File)
    for step in steps:
        shape = _below(shape, step)
    return nest([shape.choice.key], node) if shape.choice and isinstance(node.value, str) else node


def _below(shape: Shape, step: str) -> Shape:
    """The shape one key down. Which option is meant is not known: the first that has the key."""
    for section in (*shape.options, *([shape.section] if shape.section else [])):
        if step in section.model_fields:
            return field_shape(section, step)
    return shape_of(shape.items) if shape.items is not None else Shape()


def _overlap(first: Node, second: Node) -> str:
    """The dotted path of a value that both trees set, or nothing."""
    for key, node in second.entries.items():
        other = first.entries.get(key)
        if other is None:
            continue
        if not (isinstance(node.value, dict) and isinstance(other.value, dict)):
            return key
        if below := _overlap(other, node):
            return f"{key}.{below}"
    return ""


def _read_overrides(layers: Layers, overrides: Sequence[tuple[str, str]]) -> None:
    shape = Shape(section=File)
    for label, told in overrides:
        try:
            steps, node = source.read_override(told, label)
        except ScenarioError as error:
            layers.faults.extend(error.faults)
            continue
        if steps[0] == "extends":
            layers.faults.append(node.place.fault("`extends` belongs in the file"))
        elif steps[0] != "arms":
            layers.sets = merge(layers.sets, _spelled_out(nest(steps, node), shape))
        elif len(steps) < 3 or steps[1] not in layers.arms:
            layers.faults.append(_wrong_arm(layers, steps, node.place))
        elif steps[2] in SAME_FOR_ALL:
            message = f"'{steps[2]}' is the same for every arm; set it without `arms.{steps[1]}.`"
            layers.faults.append(node.place.fault(message))
        elif steps[2:] == ("title",):
            layers.titles[steps[1]] = str(node.value)
        else:
            layer = _spelled_out(nest(steps[2:], node), shape)
            former = layers.arm_sets.get(steps[1], Node({}))
            layers.arm_sets[steps[1]] = merge(former, layer)


def change(lower: Node, upper: Node) -> Node:
    """The layer that has to come over ``lower`` for ``upper`` to come out of the merge."""
    if not (isinstance(lower.value, dict) and isinstance(upper.value, dict)):
        return upper
    below = yields(lower, upper).entries
    # Naming a choice drops settings of the former one, so all of its mapping is told.
    whole = any(key in upper.value for key in (*_settings(), "offer"))
    entries = {
        key: change(below[key], node) if key in below else node
        for key, node in upper.value.items()
        if whole or key not in below or plain(below[key]) != plain(node)
    }
    # Null takes a key away.
    gone = {key: Node(None) for key in below if key not in upper.value}
    return replace(upper, value=entries | gone)


def _wrong_arm(layers: Layers, steps: tuple[str, ...], place: Place) -> Fault:
    if len(steps) < 3:
        return place.fault("needs the form arms.NAME.path=value")
    known = f" (known: {', '.join(layers.arms)})" if layers.arms else "; the file has no arms"
    return place.fault(f"unknown arm {quoted(steps[1])}{meant(steps[1], layers.arms) or known}")


def inherited(tree: Node) -> Node:
    """The tree with the store-wide sections merged below those of each product."""
    products = at(tree, ["products"])
    if products is None or not isinstance(products.value, dict):
        return tree
    entries: dict[str, Any] = {}
    for name, product in products.value.items():
        entries[name] = product
        if isinstance(product.value, dict):
            entries[name] = replace(product, value=_with_store_wide(tree, product))
    return replace(tree, value=tree.entries | {"products": replace(products, value=entries)})


def is_inherited(given: Node, path: TreePath) -> bool:
    """Is this inside a product's copy of a store-wide section of which it changes nothing?"""
    of_product = len(path) >= 3 and path[0] == "products" and path[2] in INHERITED
    return of_product and at(given, path[:3]) is None


def _with_store_wide(tree: Node, product: Node) -> dict[str, Node]:
    entries = dict(product.entries)
    for key in INHERITED:
        store = tree.entries.get(key)
        own = entries.get(key)
        if store is None or store.value is None:
            continue
        if isinstance(store.value, dict):
            # Else a product would be told that it may not have what it never wrote.
            kept = {k: n for k, n in store.value.items() if k not in STORE_WIDE.get(key, ())}
            store = replace(store, value=kept)
        given = own is not None and own.value is not None
        entries[key] = merge(store, own, yields) if given and own is not None else store
    return entries
