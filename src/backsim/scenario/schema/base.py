"""What every section is made of: a strict, frozen model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backsim.scenario.values.hints import quoted


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


def distinct(raw: Any, handler: Callable[[Any], dict[Any, Any]]) -> dict[Any, Any]:
    """A mapping of steps in rising order, of which no two may be the same step."""
    steps = handler(raw)
    if len(steps) < len(raw):
        raise ValueError("must not name the same step twice")
    return dict(sorted(steps.items()))
