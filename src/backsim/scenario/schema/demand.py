"""Where customers come from."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from backsim.chance.distributions import Constant
from backsim.records.codes import Offer
from backsim.scenario.schema.base import Section, section, setting
from backsim.scenario.values import amounts, shares, texts, wording
from backsim.scenario.values.hints import FaultsError, not_one_of, quoted
from backsim.scenario.values.kinds import (
    Column,
    Context,
    Durations,
    Growth,
    Kind,
    Lift,
    LongDuration,
    Moment,
    Money,
    Name,
    Names,
    Numbers,
    Rate,
    Rates,
    Segments,
    Share,
    Size,
    Start,
    Text,
    Zone,
    words,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def weekly(raw: Any) -> tuple[float, ...]:
    """Seven multipliers, Monday first, scaled to mean 1; from a list or a mapping of days.

    >>> weekly([1, 1, 1, 1, 1, 1, 8])
    (0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 4.0)
    """
    factors = _factors(raw, WEEKDAYS, "seven numbers, Monday first", "day")
    if not sum(factors):
        raise ValueError("the seven numbers must not all be zero")
    return tuple(factor * 7 / sum(factors) for factor in factors)


def _named(key: str, names: tuple[str, ...]) -> int:
    """The place of a weekday or a month, of which three letters are enough."""
    told = key.casefold()
    found = [i for i, name in enumerate(names) if len(told) >= 3 and name.startswith(told)]
    if not found:
        raise FaultsError(((key,), not_one_of(key, names)))
    return found[0]


def season(raw: Any) -> tuple[float, ...]:
    """Twelve multipliers, January first, taken as they are; months not named are 1.

    >>> season({"dec": 1.5})[-2:]
    (1.0, 1.5)
    """
    return tuple(_factors(raw, MONTHS, "twelve numbers, January first", "month"))


def _factors(raw: Any, names: tuple[str, ...], what: str, unit: str) -> list[float]:
    """A multiplier for each of some named times, from a list of all or a mapping of some."""
    if isinstance(raw, list):
        if len(raw) != len(names):
            raise ValueError(f"needs {what}; it has {len(raw)}")
        given: list[tuple[str | int, int, Any]] = [(i, i, told) for i, told in enumerate(raw)]
    elif isinstance(raw, dict):
        given = [(key, _named(key, names), told) for key, told in raw.items()]
    else:
        raise ValueError(f"must be {what}, not {quoted(raw)}")
    faults: list[tuple[tuple[str | int, ...], str]] = []
    factors = [1.0] * len(names)
    seen: set[int] = set()
    for step, position, told in given:
        try:
            factors[position] = amounts.number(told, 0)
        except ValueError as error:
            faults.append(((step,), str(error)))
        if position in seen:
            faults.append(((step,), f"names a {unit} twice: {quoted(step)}"))
        seen.add(position)
    if faults:
        raise FaultsError(*faults)
    return factors


def gaps(raw: Any) -> float:
    """Coefficient of variation of the time between arrivals.

    >>> gaps("poisson"), gaps("regular"), gaps({"cv": 0.5})
    (1.0, 0.0, 0.5)
    """
    if raw in ("poisson", "regular"):
        return 1.0 if raw == "poisson" else 0.0
    if isinstance(raw, dict) and set(raw) == {"cv"}:
        try:
            return amounts.number(raw["cv"], 0, 20)
        except ValueError as error:
            raise FaultsError((("cv",), str(error))) from None
    raise ValueError(f"must be `poisson`, `regular` or `{{cv: 0.5}}`, not {quoted(raw)}")


def _say_gaps(cv: float) -> str:
    return {1.0: "poisson", 0.0: "regular"}.get(cv, f"cv {wording.trimmed(cv)}")


def _say_factors(factors: tuple[float, ...]) -> str:
    return ", ".join(wording.trimmed(factor) for factor in factors)


def _say_season(factors: tuple[float, ...]) -> str:
    months = zip(MONTHS, factors, strict=True)
    named = [f"{month[:3]}: {wording.trimmed(factor)}" for month, factor in months if factor != 1]
    return ", ".join(named) or "none"


def _parse_weekly(raw: Any, _: Context) -> tuple[float, ...]:
    return weekly(raw)


Popularity = Annotated[
    float,
    Kind(
        "weight",
        "70%",
        lambda raw, _: amounts.number(shares.percentage(raw), 0),
        lambda value, _: wording.trimmed(value),
    ),
]
Weekly = Annotated[
    tuple[float, ...],
    Kind(
        "seven numbers, Monday first, or a mapping of weekdays",
        "[1, 1, 1, 1, 1.2, 1.4, 0.8]",
        _parse_weekly,
        lambda value, _: _say_factors(value),
    ),
]
Season = Annotated[
    tuple[float, ...],
    Kind(
        "twelve numbers, January first, or a mapping of months",
        "{jan: 0.8, dec: 1.6}",
        lambda raw, _: season(raw),
        lambda value, _: _say_season(value),
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


CAMPAIGN_OFFERS = {"preorder": Offer.PREORDER, "on_sale": Offer.STOCK}
"""What a campaign can be about."""


def campaign_offers(raw: Any) -> tuple[Offer, ...]:
    """What a campaign is about, from its words.

    >>> [offer.name for offer in campaign_offers("preorder")]
    ['PREORDER']
    """
    told = texts.names(raw)
    for word in told:
        if word not in CAMPAIGN_OFFERS:
            raise ValueError(not_one_of(word, CAMPAIGN_OFFERS))
    if not told:
        raise ValueError("must name what the campaign is about: preorder, on_sale or both")
    return tuple(offer for word, offer in CAMPAIGN_OFFERS.items() if word in told)


CampaignOffers = Annotated[
    tuple[Offer, ...],
    Kind(
        "list of `preorder`, `on_sale`",
        "[preorder]",
        lambda raw, _: campaign_offers(raw),
        lambda value, _: ", ".join(
            word for word, offer in CAMPAIGN_OFFERS.items() if offer in value
        ),
    ),
]


class Burst(Section):
    """Extra customers who come all at once and then ever fewer: a launch, a viral moment."""

    example: ClassVar[str] = """\
demand:
  bursts:
    viral: {at: 12 days, peak: 120 per day, half_life: 4 days}
"""

    at: Start = setting("When it begins: a moment, or somewhere in a distribution of moments.")
    peak: Rate = setting("Extra customers at its beginning.")
    half_life: LongDuration = setting("Until half as many come.")


class Campaign(Section):
    """Extra customers for a time, in proportion to the steady stream."""

    example: ClassVar[str] = """\
demand:
  campaigns:
    spring: {at: 2026-03-02, length: 14 days, lift: 50%, cost: 800.00}
    teaser:
      at: 2026-04-01
      length: 10 days
      lift: 80%
      cost: 500.00
      products: [necklace]
      segments: [fans]
      offers: [preorder]
"""

    at: Moment = setting("When it begins.")
    length: LongDuration = setting("How long it lasts.")
    lift: Lift = setting("Extra customers, as a share of those who come anyway.")
    cost: Money = setting(
        "Paid as it begins. What it lifts and what it costs are the store's own guess: a campaign "
        "that costs nothing only gains.",
        0,
    )
    products: Names = setting(
        "The extra customers ask for these, by their popularity; by default for anything.", ()
    )
    segments: Segments = setting(
        "They are of these segments, by their shares; by default of any.", ()
    )
    offers: CampaignOffers = setting(
        "Is it about what can be pre-ordered (`preorder`), about what is on sale (`on_sale`), or "
        "about both? Who would ask for what it is not about as they come stays away.",
        tuple(CAMPAIGN_OFFERS.values()),
    )


class Advance(Section):
    """Customers who order now for a later date."""

    example: ClassVar[str] = """\
demand:
  advance: {share: 10%, ahead: uniform(7 days, 30 days)}
"""

    share: Share = setting("Of all customers.", 0.0)
    ahead: Durations = setting("How far away the date is that they name.", Constant(0.0))


class WordOfMouth(Section):
    """Customers whose goods left by the promise bring a friend, who wants what they had."""

    example: ClassVar[str] = """\
demand:
  word_of_mouth: {share: 5%, delay: exponential(mean 10 days)}
"""

    share: Share = setting("Of the customers who were served in time.", 0.0)
    delay: Durations = setting(
        "From the customer's goods leaving to the friend's visit.", Constant(0.0)
    )


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
    date: Column = setting(
        "Date of the order, with or without the time. If all times are 00:00 there are none: the "
        "orders of a day are spread over it. A time with a UTC offset is an instant, see "
        "`time_zone`; one without is the store's own clock.",
        "order_date",
    )
    customer: Column = setting("Customer number; `none`: all are strangers.", "customer_id")
    quantity: Column = setting("Pieces.", "units")
    value: Column = setting(
        "Money for the whole line, as charged. It is the list price of the replayed line, "
        "whatever the product costs in the file.",
        "value_usd",
    )
    price: Column = setting("Money per piece, instead of the value.", "")
    product: Column = setting("Name of the product; needed if there are several.", "")


class Demand(Section):
    """Generated customers, a replayed history, or both."""

    example: ClassVar[str] = """\
demand:
  rate: 6 per day
  weekly: [1, 1, 1, 1, 1.2, 1.4, 0.8]
"""

    rate: Rates = setting(
        "Generated customers. A distribution is demand that nobody knows yet: one rate is drawn "
        "for each future, the same in every arm; the profiles and the campaigns go with it.",
        Constant(0.0),
    )
    weekly: Weekly = setting("Profile of the week, scaled to mean 1.", (1.0,) * 7)
    season: Season = setting("Profile of the year, not scaled.", (1.0,) * 12)
    trend: Growth = setting("Growth of the rate per year, compounded daily.", 0.0)
    gaps: Gaps = setting("How regular the arrivals are: gamma gaps with this cv.", 1.0)
    within_day: Annotated[str, words("spread", "opening")] = setting(
        "Spread over the day, or all at its first instant.", "spread"
    )
    bursts: dict[Name, Burst] = setting("Named bursts of extra customers.", {})
    campaigns: dict[Name, Campaign] = setting(
        "Named campaigns that lift the steady stream for a time.", {}
    )
    word_of_mouth: WordOfMouth = section("Customers who bring friends.", WordOfMouth)
    advance: Advance = section("Customers who order for a later date.", Advance)
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
    time_zone: Zone = setting(
        "Where the store is: the day and the hour of times with a UTC offset are those that its "
        "clock shows. By default UTC.",
        "",
    )
    on_bad_row: Annotated[str, words("stop", "skip")] = setting(
        "A row that makes no sense is a fault, or is left out and counted.", "stop"
    )
