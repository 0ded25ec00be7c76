"""Where customers come from."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from backsim.chance.distributions import Constant
from backsim.scenario import values, wording
from backsim.scenario.hints import not_one_of, quoted
from backsim.scenario.kinds import (
    Column,
    Context,
    Kind,
    LongDuration,
    Moment,
    Name,
    Numbers,
    Rate,
    Share,
    Size,
    Text,
    words,
)
from backsim.scenario.schema.base import Section, section, setting
from backsim.scenario.values import FaultsError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def weekly(raw: Any) -> tuple[float, ...]:
    """Seven multipliers, Monday first, scaled to mean 1; from a list or a mapping of days.

    >>> weekly([1, 1, 1, 1, 1, 1, 8])
    (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 4.0)
    """
    if isinstance(raw, list):
        if len(raw) != 7:
            raise ValueError(f"needs seven numbers, Monday first; it has {len(raw)}")
        given = dict(enumerate(raw))
    elif isinstance(raw, dict):
        given = {}
        for key, value in raw.items():
            given[_weekday(key)] = value
    else:
        raise ValueError(f"must be seven numbers, Monday first, not {quoted(raw)}")
    steps = list(raw) if isinstance(raw, dict) else list(range(7))
    faults: list[tuple[tuple[str | int, ...], str]] = []
    factors = [1.0] * 7
    for step, (position, value) in zip(steps, given.items(), strict=False):
        try:
            factors[position] = values.number(value, 0)
        except ValueError as error:
            faults.append(((step,), str(error)))
    if faults:
        raise FaultsError(*faults)
    if not sum(factors):
        raise ValueError("the seven numbers must not all be zero")
    return tuple(factor * 7 / sum(factors) for factor in factors)


def _weekday(key: str) -> int:
    told = key.casefold()
    found = [i for i, name in enumerate(WEEKDAYS) if len(told) >= 3 and name.startswith(told)]
    if not found:
        raise FaultsError(((key,), not_one_of(key, WEEKDAYS)))
    return found[0]


def gaps(raw: Any) -> float:
    """Coefficient of variation of the time between arrivals.

    >>> gaps("poisson"), gaps("regular"), gaps({"cv": 0.5})
    (1.0, 0.0, 0.5)
    """
    if raw in ("poisson", "regular"):
        return 1.0 if raw == "poisson" else 0.0
    if isinstance(raw, dict) and set(raw) == {"cv"}:
        try:
            return values.number(raw["cv"], 0, 20)
        except ValueError as error:
            raise FaultsError((("cv",), str(error))) from None
    raise ValueError(f"must be `poisson`, `regular` or `{{cv: 0.5}}`, not {quoted(raw)}")


def _say_gaps(cv: float) -> str:
    return {1.0: "poisson", 0.0: "regular"}.get(cv, f"cv {wording.trimmed(cv)}")


def _say_week(factors: tuple[float, ...]) -> str:
    return ", ".join(wording.trimmed(factor) for factor in factors)


def _parse_weekly(raw: Any, _: Context) -> tuple[float, ...]:
    return weekly(raw)


Popularity = Annotated[
    float,
    Kind(
        "weight",
        "70%",
        lambda raw, _: values.number(values.percentage(raw), 0),
        lambda value, _: wording.trimmed(value),
    ),
]
Weekly = Annotated[
    tuple[float, ...],
    Kind(
        "seven numbers, Monday first, or a mapping of weekdays",
        "[1, 1, 1, 1, 1.2, 1.4, 0.8]",
        _parse_weekly,
        lambda value, _: _say_week(value),
    ),
]
Gaps = Annotated[
    float,
    Kind(
        "`poisson`, `regular` or `{cv: ...}`",
        "poisson",
        lambda raw, _: gaps(raw),
        lambda value, _: _say_gaps(value),
    ),
]


class Burst(Section):
    """Extra customers who come all at once and then ever fewer: a launch, a viral moment."""

    example: ClassVar[str] = """\
demand:
  bursts:
    viral: {at: 12 days, peak: 120 per day, half_life: 4 days}
"""

    at: Moment = setting("When it begins.")
    peak: Rate = setting("Extra customers at its beginning.")
    half_life: LongDuration = setting("Until half as many come.")


class Basket(Section):
    """What a generated customer asks for."""

    example: ClassVar[str] = """\
demand:
  basket:
    sizes: {1: 90%, 2: 10%}
    products: {necklace: 70%, ring: 30%}
    quantity: 1
"""

    sizes: dict[Size, Share] = setting(
        "Number of different products, and the share of customers who want so many.", {1: 1.0}
    )
    products: dict[Name, Popularity] = setting(
        "Popularity of each product, as weights; by default all alike.", {}
    )
    quantity: Numbers = setting("Pieces of each product, rounded, at least 1.", Constant(1.0))


class Columns(Section):
    """The names of the columns of a CSV file with one row per order line."""

    example: ClassVar[str] = """\
demand:
  file: history.csv
  columns: {order: id, date: created_at, customer: none, quantity: pieces, value: total}
"""

    order: Column = setting("Order number; `none`: every row is an order.", "order_id")
    date: Column = setting("Date of the order, with or without the time.", "order_date")
    customer: Column = setting("Customer number; `none`: all are strangers.", "customer_id")
    quantity: Column = setting("Pieces.", "units")
    value: Column = setting("Money for the whole line, as charged.", "value_usd")
    price: Column = setting("Money per piece, instead of the value.", "")
    product: Column = setting("Name of the product; needed if there are several.", "")


class Demand(Section):
    """Generated customers, a replayed history, or both."""

    example: ClassVar[str] = """\
demand:
  rate: 6 per day
  weekly: [1, 1, 1, 1, 1.2, 1.4, 0.8]
"""

    rate: Rate = setting("Generated customers.", 0.0)
    weekly: Weekly = setting("Profile of the week, scaled to mean 1.", (1.0,) * 7)
    gaps: Gaps = setting("How regular the arrivals are: gamma gaps with this cv.", 1.0)
    within_day: Annotated[str, words("spread", "opening")] = setting(
        "Spread over the day, or all at its first instant.", "spread"
    )
    bursts: dict[Name, Burst] = setting("Named bursts of extra customers.", {})
    basket: Basket = section("What a generated customer asks for.", Basket)
    file: Text = setting(
        "A CSV file of real orders to replay, beside the file that names it (or in the current "
        "folder, from --set).",
        "",
    )
    columns: Columns = section("Names of its columns.", Columns)
    date_format: Text = setting(
        "How its dates are written, in the letters of strftime; by default ISO 8601.", ""
    )
    on_bad_row: Annotated[str, words("stop", "skip")] = setting(
        "A row that makes no sense is a fault, or is left out and counted.", "stop"
    )
