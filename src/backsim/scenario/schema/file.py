"""The whole file."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from backsim.scenario.schema.base import Section, section, setting
from backsim.scenario.schema.demand import Demand
from backsim.scenario.schema.payment import LATER, Payment
from backsim.scenario.schema.pricing import Pricing
from backsim.scenario.schema.products import Product, Supplier
from backsim.scenario.schema.selling import Selling
from backsim.scenario.schema.store import (
    Cash,
    Satisfaction,
    Segment,
    Shipping,
    StudySection,
)
from backsim.scenario.values.kinds import (
    Code,
    Context,
    Day,
    Duration,
    Handle,
    Kind,
    LongDuration,
    Name,
    Text,
    words,
)


def _anything(raw: Any, _: Context) -> Any:
    return raw


Arms = Annotated[
    Any,
    Kind("mapping of arms to overrides", "{}", _anything, lambda value, _: str(value)),
]


class File(Section):
    """A scenario file: one mapping of these keys."""

    example: ClassVar[str] = """\
title: A necklace goes viral
start: 2026-03-02
horizon: 120 days
question: launch
"""

    name: Handle = setting("Name of the study; by default the file's name.", "")
    title: Text = setting("For the reports.", "")
    description: Text = setting("For the reports.", "")
    extends: Text = setting("Another file to start from, beside this one.", "")
    start: Day | None = setting(
        "Day 0; by default the first date of `demand.file`, or 2026-01-05 (a Monday).", None
    )
    horizon: LongDuration | None = setting(
        "How long is simulated; may be left out with `demand.file`: through its last day.", None
    )
    currency: Code = setting("Three letters; sets how many decimals money has.", "EUR")
    question: Annotated[str, words("launch", "steady_state")] = setting(
        "About something that ends (no warm-up), or about the long run (with warm-up).", "launch"
    )
    warm_up: Duration = setting("At the beginning, left out of every KPI.", 0)
    cool_down: Duration = setting(
        "At the end: who comes then is left out of the KPIs over all who wanted to buy; there is "
        "no time left to see how they fare.",
        0,
    )
    study: StudySection = section("What is compared, and how carefully.", StudySection)
    products: dict[Name, Product] = setting("Products by name, at least one.")
    suppliers: dict[Name, Supplier] = setting("Suppliers by name.", {})
    demand: Demand = section("Where customers come from.", Demand)
    customers: dict[Name, Segment] = setting(
        "Segments by name; by default one, `everyone`.", {"everyone": Segment()}
    )
    selling: Selling = section("Selling rules, store-wide.", Selling)
    pricing: Pricing = section("Discounts, store-wide.", Pricing)
    payment: Payment = setting("How customers pay, store-wide.", LATER)
    shipping: Shipping = section("How goods reach the customer.", Shipping)
    money: Cash = section("The store's own money.", Cash)
    satisfaction: Satisfaction = section("The curve of review scores.", Satisfaction)
    arms: Arms = setting(
        "Alternatives by name, each with what it changes, by section or by dotted key.", None
    )
