"""What the schema's types come down to, for those who walk through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from backsim.scenario.schema.base import Section
from backsim.scenario.schema.rules import OneOf, Option
from backsim.scenario.values.kinds import Kind


@dataclass(frozen=True)
class Shape:
    """What a field's type comes down to."""

    kind: Kind | None = None
    section: type[Section] | None = None
    choice: OneOf | None = None
    options: tuple[type[Option], ...] = ()
    items: Any = None
    """For a mapping of free names: the type of its values; for a list, of its entries."""
    names: Any = None
    """For a mapping of free names: the type of its keys."""


@cache
def shape_of(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    """The shape of an annotation, with the metadata that pydantic has taken off it."""
    for mark in metadata:
        if isinstance(mark, Kind):
            return Shape(kind=mark, items=mark.entry)
        if isinstance(mark, OneOf):
            return Shape(choice=mark, options=mark.options)
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return shape_of(inner, tuple(marks))
    if get_origin(annotation) is dict:
        names, items = get_args(annotation)
        return Shape(items=items, names=names)
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return Shape(section=annotation)
    # ``X | None``: null is left out before the schema looks, so the shape is that of X.
    for part in get_args(annotation):
        if part is not type(None):
            return shape_of(part)
    return Shape()


def field_shape(model: type[BaseModel], name: str) -> Shape:
    """The shape of one key of a section."""
    info = model.model_fields[name]
    annotation: Any = info.annotation
    return shape_of(annotation, tuple(info.metadata))


def choices_in(model: type[BaseModel]) -> Iterator[Shape]:
    """Every choice anywhere below a section."""
    for name in model.model_fields:
        shape = field_shape(model, name)
        while shape.items is not None:
            shape = shape_of(shape.items)
        if shape.choice:
            yield shape
        elif shape.section:
            yield from choices_in(shape.section)
