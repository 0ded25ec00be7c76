"""The kinds of values that a scenario holds: how each is read, shown and described.

A kind is the metadata of a field's type, so that a schema reads ``price: Money``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any, NamedTuple

from pydantic_core import CoreSchema, core_schema

from backsim.chance.distributions import Distribution
from backsim.scenario import distributions, values, wording

DEFAULT_START = date(2026, 1, 5)


class Context(NamedTuple):
    """What a value cannot be read without."""

    currency: str = "EUR"
    minor_digits: int = 2
    start: date = DEFAULT_START
    """The date of tick 0."""


@dataclass(frozen=True)
class Kind:
    """One kind of value."""

    doc: str
    example: str
    parse: Callable[[Any, Context], Any]
    """Raises ``ValueError`` with a message for the user."""
    say: Callable[[Any, Context], str]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            lambda raw, info: self.parse(raw, info.context or Context())
        )


def _kind(
    doc: str,
    example: str,
    parse: Callable[[Any], Any],
    say: Callable[[Any], str] = str,
) -> Kind:
    """A kind that needs no context."""
    return Kind(doc, example, lambda raw, _: parse(raw), lambda value, _: say(value))


def words(*known: str) -> Kind:
    """One of some words."""
    return _kind(
        "one of " + ", ".join(f"`{w}`" for w in known),
        known[0],
        lambda raw: values.word(raw, known),
    )


def _measured(measure: distributions.Measure, doc: str, example: str, say: wording.Say) -> Kind:
    return _kind(
        doc,
        example,
        lambda raw: distributions.distribution(raw, measure),
        lambda value: wording.distribution(value, say),
    )


def _column(raw: object) -> str:
    """The name of a CSV column; empty for none."""
    return "" if raw in (None, "none") else values.text(raw)


def _size(raw: object) -> int:
    """A whole number that stands as a key."""
    plain = int(raw) if isinstance(raw, str) and raw.isdecimal() and len(raw) < 10 else raw
    return values.whole(plain, low=1, high=100)


Text = Annotated[str, _kind("text", "some words", values.text)]
Name = Annotated[str, _kind("name", "necklace", values.name)]
Handle = Annotated[str, _kind("name for files", "necklace", values.handle)]
ArmName = Annotated[str, _kind("name of an arm", "refuse", values.arm_name)]
Code = Annotated[str, _kind("currency code", "EUR", values.currency)]
Day = Annotated[date, _kind("date", "2026-03-02", values.day)]
Moment = Annotated[
    int,
    Kind(
        "date, or duration since the start",
        "2026-04-01",
        lambda raw, context: values.moment(raw, context.start),
        lambda tick, context: wording.moment(tick, context.start),
    ),
]
"""In ticks since the start; negative before it."""
Duration = Annotated[int, _kind("duration", "7 days", values.duration, wording.duration)]
LongDuration = Annotated[
    int, _kind("duration above 0", "120 days", values.positive_duration, wording.duration)
]
Limit = Annotated[
    int,
    _kind("duration or `unlimited`", "30 days", values.duration_or_unlimited, wording.duration),
]
Days = Annotated[float, _kind("duration", "10 days", values.days, wording.days)]
Share = Annotated[float, _kind("share", "30%", values.share, wording.share)]
Confidence = Annotated[float, _kind("share", "95%", values.confidence, wording.share)]
Weight = Annotated[
    float, _kind("weight", "0.2 kg", values.weight, lambda kg: f"{wording.trimmed(kg)} kg")
]
Rate = Annotated[
    float,
    _kind("rate", "6 per day", values.rate, lambda per_day: f"{wording.trimmed(per_day)} per day"),
]
Pieces = Annotated[int, _kind("pieces", "40", values.whole, wording.pieces)]
SomePieces = Annotated[
    int, _kind("pieces, at least 1", "60", partial(values.whole, low=1), wording.pieces)
]
PiecesOrUnlimited = Annotated[
    int, _kind("pieces or `unlimited`", "200", values.whole_or_unlimited, wording.pieces)
]
AnyPieces = Annotated[
    int,
    _kind(
        "pieces, may be negative",
        "30",
        partial(values.whole, low=-values.MOST_PIECES),
        wording.pieces,
    ),
]
Size = Annotated[int, _kind("whole number, at least 1", "2", _size)]
Replications = Annotated[
    int,
    _kind("whole number, at least 1", "40", partial(values.whole, low=1, high=1_000_000)),
]
Seed = Annotated[int, _kind("whole number", "1", partial(values.whole, high=2**63 - 1))]
Number = Annotated[float, _kind("number", "2", values.number, wording.trimmed)]
NotNegative = Annotated[
    float, _kind("number, 0 or more", "2", partial(values.number, low=0), wording.trimmed)
]
Money = Annotated[
    int,
    Kind(
        "money",
        "49.00",
        lambda raw, context: values.money(raw, context.currency, context.minor_digits),
        lambda value, context: wording.money(value, context.currency, context.minor_digits),
    ),
]
Durations = Annotated[
    Distribution,
    _measured(
        distributions.DURATIONS,
        "distribution of durations",
        "gamma(mean 18 days, cv 0.4)",
        wording.duration,
    ),
]
Patiences = Annotated[
    Distribution,
    _measured(
        distributions.PATIENCES,
        "distribution of durations, or `unlimited`",
        "lognormal(mean 40 days, cv 0.5)",
        wording.duration,
    ),
]
Numbers = Annotated[
    Distribution,
    _measured(distributions.NUMBERS, "distribution of numbers", "uniform(0, 0.3)", wording.trimmed),
]
Column = Annotated[str, _kind("column name or `none`", "order_date", _column)]
