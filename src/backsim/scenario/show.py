"""What a scenario says once everything is merged, value by value, and where each one came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from backsim.errors import UsageError
from backsim.records.kpi import KpiInfo
from backsim.scenario.loading import Arm, Loading, read
from backsim.scenario.reading.tree import Node, Place, TreePath, at
from backsim.scenario.schema.base import Section
from backsim.scenario.schema.defaults import (
    charged,
    early_price,
    free_above,
    quoted_transit,
    reference_price,
    supplier_of,
)
from backsim.scenario.schema.payment import OF_ONE
from backsim.scenario.schema.products import INHERITED, STORE_WIDE
from backsim.scenario.schema.shapes import Shape, field_shape, shape_of
from backsim.scenario.values.hints import meant, quoted
from backsim.scenario.values.wording import duration, money
from backsim.units import FOREVER

NOT_SHOWN = ("extends", "arms")
OF_A_FILE = (("demand", "columns"), ("demand", "on_bad_row"))


class ShownValue(NamedTuple):
    """One value of one arm."""

    path: str
    """Dotted, as ``--set`` takes it."""
    value: str
    """With its unit, as it could be written."""
    origin: str
    """``file:line``, ``arm NAME, file:line``, ``--set path=value`` or ``default``."""


def show(
    path: Path,
    arm: str | None = None,
    overrides: Sequence[str] = (),
    kpis: Sequence[KpiInfo] = (),
) -> tuple[ShownValue, ...]:
    """Every value of one arm (by default the baseline), defaults included.

    ``kpis`` is the dictionary of those that may be named (none: any).

    Raises ``ScenarioError`` with the faults of the file, ``UsageError`` for an unknown arm.
    """
    loading = Loading(read(path, overrides), Path(path), tuple(kpis))
    baseline = loading.run().plan.baseline
    names = list(loading.layers.arms)
    if arm is not None and arm not in names:
        known = f" (arms: {', '.join(names)})"
        raise UsageError(f"{path} has no arm {quoted(arm)}{meant(arm, names) or known}")
    name = arm or baseline
    # Asked again: what was loaded holds scenarios, and a scenario no longer knows its file.
    found = loading.arm(name)
    assert found is not None, "a file without faults has all its arms"
    return (ShownValue("arm", name, "default"), *_Showing(found, loading).values())


class _Showing:
    """One arm being shown."""

    def __init__(self, arm: Arm, loading: Loading) -> None:
        self.arm = arm
        self.computed = dict(_computed(arm, loading))

    def values(self) -> Iterator[ShownValue]:
        yield from self.section(self.arm.file, ())

    def section(self, section: Section, path: TreePath) -> Iterator[ShownValue]:
        for key in type(section).model_fields:
            if (path, key) in [((), hidden) for hidden in NOT_SHOWN]:
                continue
            below = (*path, key)
            if key in OF_ONE and getattr(section, "offer", None):
                continue
            if path[:1] == ("products",) and key in STORE_WIDE.get(str(path[-1]), ()):
                continue
            # Shown once, where it stands; and nothing of a file that is not there.
            if self.inherits(below) or (below in OF_A_FILE and not self.arm.file.demand.file):
                continue
            yield from self.value(getattr(section, key), field_shape(type(section), key), below)

    def inherits(self, path: TreePath) -> bool:
        """Is this a product's own copy of a store-wide value?"""
        of_product = len(path) >= 3 and path[0] == "products" and path[2] in INHERITED
        return of_product and at(self.arm.given, path) is None

    def value(self, value: Any, shape: Shape, path: TreePath) -> Iterator[ShownValue]:
        if value is None and not shape.kind:
            return
        if shape.choice:
            own = at(self.arm.given, (*path, shape.choice.key))
            place = own.place if own else None
            if not getattr(value, "offer", None):
                yield self.line(path, value.word, place)
            yield from self.section(value, path)
        elif shape.section:
            yield from self.section(value, path)
        elif shape.items is not None and not shape.kind:
            yield from self.mapping(value, shape, path)
        elif shape.kind:
            missing = value is None or value == ""
            said = "" if missing else shape.kind.say(value, self.arm.context)
            # A default that follows from other values is shown as what it comes to.
            said = self.computed.get(path, said)
            if said:
                yield self.line(path, said)

    def mapping(self, value: dict[Any, Any], shape: Shape, path: TreePath) -> Iterator[ShownValue]:
        items, names = shape_of(shape.items), shape_of(shape.names)
        if items.kind is None:
            for name, item in value.items():
                yield from self.value(item, items, (*path, name))
        elif value and names.kind:
            context = self.arm.context
            pairs = (
                f"{names.kind.say(key, context)}: {items.kind.say(item, context)}"
                for key, item in value.items()
            )
            yield self.line(path, ", ".join(pairs))

    def line(self, path: TreePath, value: str, place: Place | None = None) -> ShownValue:
        node = at(self.arm.given, path)
        places = [place] if place else list(_places(node)) if node else []
        worded = " + ".join(dict.fromkeys(_worded(place) for place in places))
        return ShownValue(".".join(str(step) for step in path), value, worded or "default")


def _places(node: Node) -> Iterator[Place]:
    """Where a value and all its parts come from: an override may have changed one of them."""
    children = node.value if isinstance(node.value, list) else list(node.entries.values())
    if not children:
        yield node.place
    for child in children:
        yield from _places(child)


def _worded(place: Place) -> str:
    where = f"{place.file}:{place.line}" if place.line else place.file
    return f"{place.origin}, {where}" if place.origin.startswith("arm ") else where


def _computed(arm: Arm, loading: Loading) -> Iterator[tuple[TreePath, str]]:
    """Defaults that depend on something else in the file."""
    file = arm.file
    yield ("name",), loading.study(file)
    yield ("start",), arm.context.start.isoformat()
    yield ("horizon",), duration(loading.horizon(arm))
    yield ("study", "baseline"), loading.plan(file).baseline

    def price(value: int) -> str:
        return money(value, arm.context.currency, arm.context.minor_digits)

    for name, product in file.products.items():
        path: TreePath = ("products", name)
        yield (*path, "supplier"), supplier_of(file, product)
        yield (*path, "price_before_release"), price(early_price(product))
        yield (*path, "reference_price"), price(reference_price(product))
    for name, carrier in file.shipping.carriers.items():
        path = ("shipping", "carriers", name)
        yield (*path, "quoted"), duration(quoted_transit(carrier))
        yield (*path, "charged"), price(charged(file, carrier))
        limit = free_above(file, carrier)
        yield (*path, "free_above"), "unlimited" if limit >= FOREVER else price(limit)
