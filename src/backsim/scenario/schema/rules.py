"""Choices between rules: the schema's side of the registry.

A rule's row in the registry is enough for most: its word, its sentence and its settings become an
option of its choice. An option is written out where there is more to say: settings that depend on
each other or on what is around, or a sense that is checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel, create_model
from pydantic_core import CoreSchema, SchemaValidator, core_schema

from backsim.errors import PluginError
from backsim.policies import registry
from backsim.policies.entry import RuleEntry
from backsim.records.rules import Plain, Rule
from backsim.scenario.schema.base import Section, setting
from backsim.scenario.values import kinds
from backsim.scenario.values.hints import FaultsError, not_one_of

TAG = "\0"
"""Marks an option's name inside pydantic's error paths; no YAML text can hold it."""

SETTING_KINDS: dict[str, Any] = {
    "duration": kinds.Duration,
    "limit": kinds.Limit,
    "moment": kinds.Moment,
    "pieces": kinds.Pieces,
    "some_pieces": kinds.SomePieces,
    "any_pieces": kinds.AnyPieces,
    "pieces_or_unlimited": kinds.PiecesOrUnlimited,
    "money": kinds.Money,
    "share": kinds.Share,
    "multiple": kinds.Multiple,
    "number": kinds.Number,
    "flag": kinds.Flag,
    "segments": kinds.Segments,
}
"""How a setting that a row of the registry declares is written in a file, and read from it."""


class Around(NamedTuple):
    """What stands around a product, for rules that cannot be made without it."""

    segments: tuple[str, ...]
    """In the engine's order."""

    def positions(self, names: Iterable[str]) -> tuple[int, ...]:
        """Where segments stand in the engine's order."""
        return tuple(self.segments.index(name) for name in names)


class Option(Section):
    """One of the answers to a question, as a file gives it."""

    word: ClassVar[str] = ""
    origin: ClassVar[str] = ""
    """The distribution and version of somebody else's rule."""

    @classmethod
    def shared(cls) -> tuple[str, ...]:
        """Settings that belong to the section, whichever rule is chosen."""
        return ()

    def settings_in(self, around: Around, /) -> dict[str, Plain]:
        """What the rule is made with where the product stands, in the engine's units."""
        own = [name for name in type(self).model_fields if name not in self.shared()]
        segments = self.segment_settings()
        return {
            name: around.positions(segments[name]) if name in segments else getattr(self, name)
            for name in own
        }

    def segment_settings(self) -> dict[str, tuple[str, ...]]:
        """The settings that name segments, and the segments that they name."""
        fields = type(self).model_fields.items()
        return {
            name: getattr(self, name) for name, info in fields if kinds.SEGMENTS in info.metadata
        }

    def rule_in(self, around: Around) -> Rule:
        """The rule as the scenario holds it."""
        return Rule(self.word, tuple(self.settings_in(around).items()), self.origin)


@dataclass(frozen=True)
class OneOf:
    """A choice between the rules of a kind: a rule's word alone, or a mapping that names it.

    A mapping names it under ``key``; one that names none means ``otherwise``.
    """

    kind: str
    key: str
    otherwise: str
    parent: type[Option] = Option
    """What every option of the choice is derived from."""
    written: tuple[type[Option], ...] = ()
    """Options that are more than their row in the registry."""
    beside: type[Section] | None = None
    """A section beside whose own keys the settings of an option stand."""

    @property
    def own(self) -> tuple[type[Option], ...]:
        """backsim's own options."""
        return tuple(_option(self, entry) for entry in registry.OWN if entry.kind == self.kind)

    @property
    def options(self) -> tuple[type[Option], ...]:
        """Those, and the options of installed packages."""
        more = [_option(self, entry) for entry in registry.installed() if entry.kind == self.kind]
        return (*self.own, *more)

    @property
    def shared(self) -> tuple[str, ...]:
        """Settings that do not belong to one option, but to the section."""
        return tuple((self.beside or self.parent).model_fields)

    def default(self, word: str) -> Option:
        """One of backsim's own options, as it is if nothing is said about it."""
        return next(option for option in self.own if option.word == word)()

    # Options are looked up when a file is read, not when a model is made: packages add to them.
    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            lambda raw, info: _validator(self).validate_python(
                self._as_mapping(raw), context=info.context
            )
        )

    def chosen(self, raw: Any) -> str:
        """The word of the option that a mapping means."""
        word = raw.get(self.key) if isinstance(raw, dict) else None
        return self.otherwise if word is None else str(word)

    def _as_mapping(self, raw: Any) -> dict[str, Any]:
        words = [option.word for option in self.options]
        if isinstance(raw, dict):
            word = raw.get(self.key)
            if word is not None and (not isinstance(word, str) or word not in words):
                raise FaultsError(((self.key,), not_one_of(word, words)))
            return raw
        if not isinstance(raw, str) or raw not in words:
            raise ValueError(not_one_of(raw, words))
        return {self.key: raw}


@cache
def _validator(choice: OneOf) -> SchemaValidator:
    """Reads a mapping as the option that it means."""

    def reading(option: type[Option]) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            lambda raw, info: option.model_validate(
                {key: value for key, value in raw.items() if key != choice.key},
                context=info.context,
            )
        )

    options: dict[Any, Any] = {TAG + option.word: reading(option) for option in choice.options}
    return SchemaValidator(
        core_schema.tagged_union_schema(options, lambda raw: TAG + choice.chosen(raw))
    )


@cache
def _option(choice: OneOf, entry: RuleEntry) -> type[Option]:
    """The option of a rule: the one that is written out, or one made from its row."""
    written = [option for option in choice.written if option.word == entry.word]
    option = written[0] if written else _made(choice, entry)
    if choice.beside is None:
        return option
    return type(f"Store{option.__name__}", (choice.beside, option), {"__doc__": option.__doc__})


def _made(choice: OneOf, entry: RuleEntry) -> type[Option]:
    fields: dict[str, Any] = {}
    for name, kind, doc, default in entry.settings:
        if name == choice.key or _is_taken(name, choice.beside or choice.parent):
            raise PluginError(f"{entry.origin}: the setting '{name}' of {entry.word} is taken")
        if kind not in SETTING_KINDS:
            message = f"the setting '{name}' of {entry.word}"
            raise PluginError(f"{entry.origin}: {message}: {not_one_of(kind, SETTING_KINDS)}")
        fields[name] = (SETTING_KINDS[kind], setting(doc, default))
    name = "".join(part.title() for part in entry.word.split("_"))
    option = create_model(name, __base__=choice.parent, __doc__=entry.doc, **fields)
    option.word, option.origin = entry.word, entry.origin
    return option


def _is_taken(name: str, section: type[BaseModel]) -> bool:
    return name in section.model_fields or hasattr(section, name)
