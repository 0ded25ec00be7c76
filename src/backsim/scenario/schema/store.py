"""Customers, shipping, money, satisfaction, and the study itself."""

from __future__ import annotations

from typing import Annotated, ClassVar

from backsim.chance.distributions import Constant, Lognormal, Uniform
from backsim.records.log import SatisfactionCurve
from backsim.scenario.schema.base import Section, section, setting
from backsim.scenario.schema.primary import Primary, PrimaryKpis
from backsim.scenario.values import costs
from backsim.scenario.values.kinds import (
    ArmName,
    Changes,
    Confidence,
    Credit,
    Days,
    Durations,
    Kind,
    Limit,
    Money,
    Name,
    NotNegative,
    Number,
    Numbers,
    Patiences,
    Replications,
    Seed,
    Share,
    words,
)
from backsim.units import DAY, FOREVER

PRIMARY = ("own_money", "experience", "demand_on_time")

CURVE = SatisfactionCurve()

RecurringCost = Annotated[
    costs.Recurring,
    Kind("money per time", "2000.00 per month", costs.recurring, costs.say_recurring),
]


class ChangesOfMind(Section):
    """Customers who change their mind while they wait. Some drop one line of several, some take
    a substitute that is in stock, the others cancel."""

    example: ClassVar[str] = """\
customers:
  fans:
    changes: {after: exponential(mean 20 days), drop: 30%, swap: 40%}
"""

    after: Changes = setting("From the order to the change.", Constant(float(FOREVER)))
    drop: Share = setting("Of those who do: share who drop one line.", 0.0)
    swap: Share = setting("Share who take a substitute.", 0.0)


class Segment(Section):
    """A kind of customer; each person draws their own thresholds from these distributions."""

    example: ClassVar[str] = """\
customers:
  fans:
    share: 40%
    willingness: lognormal(mean 1.2, cv 0.2)
    patience: lognormal(mean 40 days, cv 0.5)
    tolerance: 10 days
    believed_wait: lognormal(mean 1.3, cv 0.4)
    prepayment_aversion: uniform(0, 0.3)
    discount_response: 2
    reward_response: 1.5
    reward_stars: 2
  others: {share: 60%, patience: 7 days}
"""

    share: Share = setting("Of all customers; the shares sum to 100%.", 1.0)
    willingness: Numbers = setting(
        "The most they would pay, as a multiple of the reference price.", Constant(1.0)
    )
    patience: Patiences = setting(
        "The longest wait, as promised or believed in, that they accept.", Constant(float(FOREVER))
    )
    believed_wait: Numbers = setting(
        "Where no date is named: the wait that they believe in, as a multiple of the one that "
        "`promise: expected` would name to them now. They weigh it and go by it. ASSUMED: no "
        "measurement of what shoppers expect who are told nothing is public. The mean is above 1, "
        "as silence is taken for bad news rather than good, and they guess, from half as long to "
        "twice as long.",
        Uniform(0.5, 2.0),
    )
    tolerance: Patiences = setting(
        "How far past the date that they go by they wait before they cancel. ASSUMED: no public "
        "data says how long late orders are waited for. Few are given up within the first week "
        "(0.6 % of a marketplace's orders were cancelled, where 6.8 % came late, by a week in the "
        "median), most by the time at which the law lets shoppers go (16 CFR 435: 30 days); shops "
        "that refuse longer backorders draw the line at 21 days (weak). `unlimited`: lateness "
        "costs no order.",
        Lognormal.of_moments(21.0 * DAY, 0.8 * 21.0 * DAY),
    )
    prepayment_aversion: Numbers = setting(
        "How much dearer an offer feels when all of it is paid ahead, as a share of its value.",
        Constant(0.0),
    )
    forfeit_aversion: NotNegative = setting(
        "How much dearer an offer feels when all that is paid ahead may be kept, as a share of it, "
        "on top of `prepayment_aversion`: a part of it in proportion. ASSUMED, as no measurement "
        "is known: one in ten expects to give up, and a loss weighs twice.",
        0.2,
    )
    discount_response: NotNegative = setting(
        "By how many times a discount's share their patience grows.", 0.0
    )
    reward_response: NotNegative = setting(
        "By how many times the worth of a reward (a `gift`, by its cost; for their tolerance a "
        "`late_code` too), as a share of the line's list value, their patience and tolerance grow. "
        "ASSUMED: that a gift softens a wait is found (weak), by how much is not public; 0 leaves "
        "it out.",
        0.0,
    )
    reward_stars: NotNegative = setting(
        "Stars that a reward worth as much as the line gives back to who got it late, and in "
        "proportion; never to more than an order on time scores. ASSUMED, as above.",
        0.0,
    )
    changes: ChangesOfMind = section("How they change their mind.", ChangesOfMind)


class Carrier(Section):
    """A way to ship a parcel."""

    share: Share = setting("Of customers who choose it; the shares sum to 100%.", 1.0)
    transit: Durations = setting("From shipment to delivery.", Constant(3.0 * DAY))
    quoted: Limit = setting(
        "The transit time that customers are told; by default the 90 % quantile, in whole days.",
        -1,
    )
    cost: Money = setting("Per parcel.", 0)
    cost_per_kg: Money = setting("Per kilogram.", 0)
    charged: Money | None = setting(
        "What a customer pays for an order that is sent so; by default `shipping.charged`.", None
    )
    free_above: Credit | None = setting(
        "From which value of its goods on it is free; by default `shipping.free_above`.", None
    )


GIVEN_BACK = ("always", "for_delays", "never")
"""When what was paid for shipping is given back with what is cancelled: ever more seldom."""


class Shipping(Section):
    """How goods reach the customer."""

    example: ClassVar[str] = """\
shipping:
  carriers:
    post:
      share: 80%
      transit: gamma(mean 4 days, cv 0.5)
      quoted: 6 days
      cost: 4.90
      cost_per_kg: 0.50
    courier: {share: 20%, transit: 1 day, cost: 9.90, charged: 7.90, free_above: unlimited}
  charged: 4.90
  free_above: 50.00
  shipments: together
  packaging: 0.60
"""

    carriers: dict[Name, Carrier] = setting(
        "Carriers by name; by default one, `post`.", {"post": Carrier()}
    )
    shipments: Annotated[str, words("together", "split")] = setting(
        "All lines of an order together, or each as it is ready.", "together"
    )
    packaging: Money = setting("Cost of packing a parcel, whoever carries it.", 0)
    charged: Money = setting(
        "What a customer pays for the shipping of an order, in however many parcels it goes. It is "
        "apportioned to the lines by value and paid as they are. At the checkout, customers weigh "
        "it with the goods against what they would pay for them, and buy all or nothing.",
        0,
    )
    free_above: Credit = setting("From which value of its goods on an order is sent free.", FOREVER)
    given_back: Annotated[str, words(*GIVEN_BACK)] = setting(
        "Is it given back with a line that is cancelled? `for_delays`: unless the customer gives "
        "up by their own will (see `payment.forfeit`). Where a store has not sent an order in "
        "time, the law mostly asks for it (16 CFR 435: the refund includes shipping).",
        "always",
    )


PERIODS = {"monthly": 1, "quarterly": 3, "yearly": 12}
"""When tax is paid, and its months."""


class Cash(Section):
    """The store's own money."""

    example: ClassVar[str] = """\
money:
  opening_cash: 5000.00
  interest: 8%
  credit_limit: 20000.00
  expenses: {rent: 900.00 per month, wages: 420.00 per week}
  tax: 19%
  tax_paid: quarterly
"""

    opening_cash: Money = setting("Cash at the start.", 0)
    interest: Share = setting("Per year, on cash below zero.", 0.0)
    credit_limit: Credit = setting("How far below zero the bank lets the store go.", FOREVER)
    expenses: dict[Name, RecurringCost] = setting(
        "Running costs by name: money per day, week, month or year, due at the beginning of each "
        "(the first at the start), whatever is sold. They belong to no margin, and show in cash, "
        "`own_money` and `running_costs`.",
        {},
    )
    tax: Share = setting(
        "Sales tax on what the store earns: all prices include it, shipping too, and costs are "
        "told without what is reclaimed. It is due as goods leave, and on what is taken ahead as "
        "it is taken, until a cancellation gives that back.",
        0.0,
    )
    tax_paid: Annotated[str, words(*PERIODS)] = setting(
        "When the tax that is due is paid: on the first day of the month after each of these "
        "periods of the calendar.",
        "monthly",
    )


class Satisfaction(Section):
    """The curve of the mean review score, 1 to 5, over lateness and wait."""

    example: ClassVar[str] = """\
satisfaction: {base: 4.4, late_drop: 1.5}
"""

    base: Number = setting("Score of an order on time after the reference wait.", CURVE.base)
    wait_slope: Number = setting("Lost per e-fold of the wait.", CURVE.wait_slope)
    wait_reference: Days = setting("The reference wait.", CURVE.wait_reference)
    late_drop: Number = setting("Lost when a promise is broken for good.", CURVE.late_drop)
    late_middle: Days = setting("Lateness at which half of it is lost.", CURVE.late_middle)
    late_scale: Days = setting("How gradually it is lost.", CURVE.late_scale)
    cancelled: Number = setting("Score of a cancelled order.", CURVE.cancelled)
    turned_away: Number = setting(
        "Score of who wanted to buy and was refused. ASSUMED, as the two below: no public "
        "measurement of those who did not buy exists; above a broken promise, below any kept one.",
        CURVE.turned_away,
    )
    walked_away: Number = setting(
        "Score of who would have bought from stock at the reference price, and declined the price, "
        "the wait or what was to be paid ahead. ASSUMED.",
        CURVE.walked_away,
    )
    nothing_to_buy: Number = setting(
        "Score of who found it sold out or no longer sold. ASSUMED.", CURVE.nothing_to_buy
    )
    shortest_wait: Days = setting("Waits below this count as this.", CURVE.shortest_wait)


class StudySection(Section):
    """What is compared, and how carefully; the same for every arm."""

    example: ClassVar[str] = """\
study:
  replications: 40
  seed: 1
  baseline: refuse
  primary: {net_cash_flow: 500.00, satisfaction: 0.1, cash_trough: {below: -20000.00}}
  confidence: 95%
"""

    replications: Replications = setting("Draws of luck; each arm meets every one of them.", 30)
    seed: Seed = setting("Where luck begins.", 1)
    baseline: ArmName = setting("The arm that the others are compared with; the first.", "")
    primary: PrimaryKpis = setting(
        "The few KPIs that decide.", Primary(tuple((kpi, None) for kpi in PRIMARY))
    )
    confidence: Confidence = setting("Of all intervals.", 0.95)
