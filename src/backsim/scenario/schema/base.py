"""What every section is made of: a strict, frozen model, and a choice between several.

To add a policy: one ``Option`` subclass with its settings and its ``policy``, and its name in the
union of its section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import CoreSchema, core_schema

from backsim.chance.distributions import Distribution
from backsim.records.views import Policy
from backsim.scenario.hints import not_one_of, quoted
from backsim.scenario.kinds import Kind
from backsim.scenario.values import FaultsError

TAG = "\0"
"""Marks an option's name inside pydantic's error paths; no YAML text can hold it."""


def setting(doc: str, default: Any = ...) -> Any:
    """One key: a sentence for the reference, and its default (none: the key is required)."""
    return Field(default, description=doc)


def section(doc: str, model: type[BaseModel]) -> Any:
    """A key that holds a section of which everything has a default."""
    return Field(default_factory=model, description=doc)


class Section(BaseModel):
    """A mapping with known keys; null means that a key, or the whole section, is left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    example: ClassVar[str] = ""
    """A few lines of YAML for the reference."""

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, raw: Any) -> Any:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            raise ValueError(f"must be a mapping of keys, not {quoted(raw)}")
        return {key: value for key, value in raw.items() if value is not None}


class Around(NamedTuple):
    """What stands around a product, for policies that cannot be made without it."""

    segments: tuple[str, ...]
    """In the engine's order."""
    lead_time: Distribution
    """Of the product's supplier."""

    def positions(self, names: Iterable[str]) -> tuple[int, ...]:
        """Where segments stand in the engine's order."""
        return tuple(self.segments.index(name) for name in names)


class Option(Section):
    """One of the answers to a question; knows the policy that it stands for.

    It has a ``policy`` of its own, or a ``policy_in`` if that depends on what is around.
    """

    word: ClassVar[str]

    def policy(self) -> Policy:
        """The decision and its parameters, in the engine's units."""
        raise NotImplementedError

    def policy_in(self, _around: Around, /) -> Policy:
        """The same, where the product stands."""
        return self.policy()


@dataclass(frozen=True)
class OneOf:
    """A choice between options: the option's word alone, or a mapping that names it under ``key``.

    A mapping that names none means ``otherwise``.
    """

    key: str
    otherwise: str
    shared: tuple[str, ...] = ()
    """Settings that do not belong to one option, but to the section."""
    options: tuple[type[Option], ...] = ()
    """For options made while the program runs, which the type cannot name."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        options = {option.word: option for option in self.options or options_of(source)}
        choices: dict[Any, Any] = {
            TAG + word: core_schema.no_info_before_validator_function(
                self._without_key, handler.generate_schema(option)
            )
            for word, option in options.items()
        }
        tagged = core_schema.tagged_union_schema(choices, lambda raw: TAG + self.chosen(raw))
        return core_schema.no_info_before_validator_function(
            lambda raw: self._as_mapping(raw, tuple(options)), tagged
        )

    def chosen(self, raw: Any) -> str:
        """The word of the option that a mapping means."""
        word = raw.get(self.key) if isinstance(raw, dict) else None
        return self.otherwise if word is None else str(word)

    def _as_mapping(self, raw: Any, words: tuple[str, ...]) -> Any:
        if isinstance(raw, dict):
            word = raw.get(self.key)
            if word is not None and (not isinstance(word, str) or word not in words):
                raise FaultsError(((self.key,), not_one_of(word, words)))
            return raw
        if not isinstance(raw, str) or raw not in words:
            raise ValueError(not_one_of(raw, words))
        return {self.key: raw}

    def _without_key(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in raw.items() if key != self.key}


def distinct(raw: Any, handler: Callable[[Any], dict[Any, Any]]) -> dict[Any, Any]:
    """A mapping of steps in rising order, of which no two may be the same step."""
    steps = handler(raw)
    if len(steps) < len(raw):
        raise ValueError("must not name the same step twice")
    return dict(sorted(steps.items()))


def options_of(annotation: Any) -> tuple[type[Option], ...]:
    """The options of a choice's type."""
    if isinstance(annotation, type) and issubclass(annotation, Option):
        return (annotation,)
    return tuple(option for part in get_args(annotation) for option in options_of(part))


@dataclass(frozen=True)
class Shape:
    """What a field's type comes down to."""

    kind: Kind | None = None
    section: type[Section] | None = None
    choice: OneOf | None = None
    options: tuple[type[Option], ...] = ()
    items: Any = None
    """For a mapping of free names: the type of its values."""
    names: Any = None
    """For a mapping of free names: the type of its keys."""


@cache
def shape_of(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape:
    """The shape of an annotation, with the metadata that pydantic has taken off it."""
    for mark in metadata:
        if isinstance(mark, Kind):
            return Shape(kind=mark)
        if isinstance(mark, OneOf):
            return Shape(choice=mark, options=mark.options or options_of(annotation))
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return shape_of(inner, tuple(marks))
    if get_origin(annotation) is dict:
        names, items = get_args(annotation)
        return Shape(items=items, names=names)
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return Shape(section=annotation)
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
