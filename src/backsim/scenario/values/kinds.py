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

from backsim.chance.distributions import Constant, Distribution
from backsim.records.kpi import KpiInfo
from backsim.scenario.values import amounts, distributions, shares, texts, times, wording, zones
from backsim.units import FOREVER

DEFAULT_START = date(2026, 1, 5)


class Context(NamedTuple):
    """What a value cannot be read without."""

    currency: str = "EUR"
    minor_digits: int = 2
    start: date = DEFAULT_START
    """The date of tick 0."""
    kpis: tuple[KpiInfo, ...] = ()
    """The dictionary of those that may be named; without one any may be."""


@dataclass(frozen=True)
class Kind:
    """One kind of value."""

    doc: str
    example: str
    parse: Callable[[Any, Context], Any]
    """Raises ``ValueError`` with a message for the user."""
    say: Callable[[Any, Context], str]
    entry: Any = None
    """Of a list: the section that each of its entries is."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(
            # Models that are made outside of a file have no context.
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
        lambda raw: texts.word(raw, known),
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
    return "" if raw in (None, "none") else texts.text(raw)


def _zone(raw: object) -> str:
    """A time zone, as it was written; ``zones.zone`` makes one of it."""
    told = texts.text(raw)
    zones.zone(told)
    return told


def _size(raw: object) -> int:
    """The size of a basket, which stands as a key."""
    return amounts.whole(amounts.counted(raw, low=1), high=100)


def _read_money(raw: object, context: Context) -> int:
    return amounts.money(raw, context.currency, context.minor_digits)


def _say_money(value: int, context: Context) -> str:
    return wording.money(value, context.currency, context.minor_digits)


def _say_start(value: Distribution, context: Context) -> str:
    if isinstance(value, Constant):
        return wording.moment(int(value.value), context.start)
    return wording.distribution(value, wording.duration)


Text = Annotated[str, _kind("text", "some words", texts.text)]
Name = Annotated[str, _kind("name", "necklace", texts.name)]
Handle = Annotated[str, _kind("name for files", "necklace", texts.handle)]
ArmName = Annotated[str, _kind("name of an arm", "refuse", texts.arm_name)]
Code = Annotated[str, _kind("currency code", "EUR", texts.currency)]
Day = Annotated[date, _kind("date", "2026-03-02", times.day)]
Moment = Annotated[
    int,
    Kind(
        "date, or duration since the start",
        "2026-04-01",
        lambda raw, context: times.moment(raw, context.start),
        lambda tick, context: wording.moment(tick, context.start),
    ),
]
"""In ticks since the start; negative before it."""
Start = Annotated[
    Distribution,
    Kind(
        "date, duration since the start, or distribution of these",
        "uniform(10 days, 60 days)",
        lambda raw, context: distributions.moments(raw, context.start),
        _say_start,
    ),
]
"""In ticks since the start."""
Duration = Annotated[int, _kind("duration", "7 days", times.duration, wording.duration)]
LongDuration = Annotated[
    int, _kind("duration above 0", "120 days", times.positive_duration, wording.duration)
]
Limit = Annotated[
    int,
    _kind("duration or `unlimited`", "30 days", times.duration_or_unlimited, wording.duration),
]
Notice = Annotated[
    int,
    _kind(
        "duration or `never`",
        "3 days",
        times.notice,
        lambda ticks: "never" if ticks >= FOREVER else wording.duration(ticks),
    ),
]
Days = Annotated[float, _kind("duration", "10 days", times.days, wording.days)]
Share = Annotated[float, _kind("share", "30%", shares.share, wording.share)]
Multiple = Annotated[
    float,
    _kind(
        "share, may exceed 100%",
        "120%",
        shares.multiple,
        lambda value: wording.share(value) if value else "unlimited",
    ),
]
Lift = Annotated[float, _kind("share more", "50%", shares.lift, wording.share)]
Growth = Annotated[float, _kind("growth, may be negative", "10%", shares.growth, wording.share)]
Hazard = Annotated[
    float,
    _kind(
        "share per time",
        "0.5% per day",
        shares.hazard,
        lambda per_day: f"{wording.share(per_day)} per day",
    ),
]
Quantile = Annotated[float, _kind("share", "90%", shares.quantile, wording.share)]
Confidence = Annotated[float, _kind("share", "95%", shares.confidence, wording.share)]
Weight = Annotated[
    float, _kind("weight", "0.2 kg", amounts.weight, lambda kg: f"{wording.trimmed(kg)} kg")
]
Rate = Annotated[float, _kind("rate", "6 per day", times.rate, wording.rate)]
Rates = Annotated[
    Distribution,
    _measured(
        distributions.RATES,
        "rate, or distribution of rates",
        "uniform(2 per day, 6 per day)",
        wording.rate,
    ),
]
Pieces = Annotated[int, _kind("pieces", "40", amounts.whole, wording.pieces)]
SomePieces = Annotated[
    int, _kind("pieces, at least 1", "60", partial(amounts.whole, low=1), wording.pieces)
]
PiecesOrUnlimited = Annotated[
    int, _kind("pieces or `unlimited`", "200", amounts.whole_or_unlimited, wording.pieces)
]
Count = Annotated[int, _kind("pieces", "100", amounts.counted)]
"""As a key."""
SomeCount = Annotated[int, _kind("pieces, at least 1", "2", partial(amounts.counted, low=1))]
AnyPieces = Annotated[
    int,
    _kind(
        "pieces, may be negative",
        "30",
        partial(amounts.whole, low=-amounts.MOST_PIECES),
        wording.pieces,
    ),
]
Size = Annotated[int, _kind("whole number, at least 1", "2", _size)]
Parts = Annotated[
    int, _kind("whole number, at least 2", "3", partial(amounts.whole, low=2, high=60))
]
Tries = Annotated[int, _kind("whole number", "2", partial(amounts.whole, high=20))]
Flag = Annotated[
    bool, _kind("`true` or `false`", "true", texts.flag, lambda value: str(value).lower())
]
Names = Annotated[tuple[str, ...], _kind("list of names", "[fans, others]", texts.names, ", ".join)]
SEGMENTS = _kind("list of names", "[fans, others]", texts.names, ", ".join)
Segments = Annotated[tuple[str, ...], SEGMENTS]
"""The engine knows them by their positions."""
Replications = Annotated[
    int,
    _kind("whole number, at least 1", "40", partial(amounts.whole, low=1, high=1_000_000)),
]
SomeOrders = Annotated[
    int, _kind("whole number, at least 1", "12", partial(amounts.whole, low=1, high=1_000_000))
]
Seed = Annotated[int, _kind("whole number", "1", partial(amounts.whole, high=2**63 - 1))]
Number = Annotated[float, _kind("number", "2", amounts.number, wording.trimmed)]
NotNegative = Annotated[
    float, _kind("number, 0 or more", "2", partial(amounts.number, low=0), wording.trimmed)
]
Credit = Annotated[
    int,
    Kind(
        "money or `unlimited`",
        "20000.00",
        lambda raw, context: FOREVER if raw == "unlimited" else _read_money(raw, context),
        lambda value, context: "unlimited" if value >= FOREVER else _say_money(value, context),
    ),
]
Money = Annotated[
    int,
    Kind(
        "money",
        "49.00",
        _read_money,
        _say_money,
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
Changes = Annotated[
    Distribution,
    _measured(
        distributions.CHANGES,
        "distribution of durations, or `never`",
        "exponential(mean 20 days)",
        lambda ticks: "never" if ticks >= FOREVER else wording.duration(ticks),
    ),
]
Numbers = Annotated[
    Distribution,
    _measured(distributions.NUMBERS, "distribution of numbers", "uniform(0, 0.3)", wording.trimmed),
]
Column = Annotated[str, _kind("column name or `none`", "order_date", _column)]
Zone = Annotated[str, _kind("time zone or UTC offset", "Europe/Berlin", _zone)]
