"""What a store can do, and its two sides: what it can win and what it can cost.

A lever of which one side is off wins or loses by what the scenario leaves out, and an honest
interval around that makes a wrong answer sure. So each lever says here which keys switch its sides
on, and where arms differ in a lever of which a side is off, the answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from backsim.chance.distributions import Constant, Distribution
from backsim.scenario.canonical import digest
from backsim.scenario.model import Approach, Product, Scenario, Segment
from backsim.units import FOREVER, NEVER

Look = Callable[[Scenario], Any]


class Side(NamedTuple):
    """One thing that a lever wins or costs."""

    missing: str
    """What is not in the scenario while this side is off, after "here"."""
    key: str
    """What switches it on: a dotted path, in which ``*`` stands for any name."""
    on: Callable[[Scenario], bool]
    """Is it on, wherever the lever is used?"""
    kpi: str
    """A KPI in which the side shows itself: the difference of two arms is not what it was."""


class Lever(NamedTuple):
    """One thing that arms may differ in."""

    name: str
    """In the sentence "the arms differ in ..."."""
    look: Look
    """What of a scenario is this lever: arms that differ in it answer differently."""
    wins: tuple[Side, ...] = ()
    costs: tuple[Side, ...] = ()

    @property
    def sides(self) -> tuple[Side, ...]:
        """Those that can be off. What is not listed is always on: a discount costs margin."""
        return (*self.wins, *self.costs)


def one_sided(arms: Sequence[Scenario]) -> tuple[str, ...]:
    """A sentence for each side that is off of a lever in which these arms differ, and one if other
    people come to them."""
    return tuple(dict.fromkeys((*_missing(arms), *_other_people(arms))))


def _other_people(arms: Sequence[Scenario]) -> Iterator[str]:
    """What is said of all who wanted to buy must be said of the same people."""
    if any(_people(arm) != _people(arms[0]) for arm in arms):
        yield (
            "Other people come to each of the arms, or would pay other prices: what is said of all "
            "who wanted to buy (demand served, demand on time, experience) compares them."
        )


def _people(scenario: Scenario) -> Any:
    """Who comes whatever the arm does, and who of them would buy at the reference price."""
    demand = scenario.demand
    own = demand.of_arm
    return (
        demand._replace(
            bursts=tuple(one for one in demand.bursts if f"burst {one.name}" not in own),
            campaigns=tuple(
                one._replace(cost=0)
                for one in demand.campaigns
                if f"campaign {one.name}" not in own
            ),
            word_of_mouth=None,
            history=None,
            of_arm=(),
        ),
        demand.history and digest(demand.history),
        [(segment.name, segment.share, segment.willingness) for segment in scenario.segments],
        [product.reference_price for product in scenario.products],
    )


def _missing(arms: Sequence[Scenario]) -> Iterator[str]:
    for lever in LEVERS:
        if all(lever.look(arm) == lever.look(arms[0]) for arm in arms):
            continue
        for side in lever.sides:
            if not all(side.on(arm) for arm in arms):
                yield (
                    f"The arms differ in {lever.name}, and here {side.missing}; "
                    f"`{side.key}` would put that in."
                )


# What is looked at.


def _each(look: Callable[[Product], Any]) -> Look:
    return lambda scenario: [look(product) for product in scenario.products]


def _some_segment(look: Callable[[Segment], bool]) -> Callable[[Scenario], bool]:
    return lambda scenario: any(look(segment) for segment in scenario.segments)


def _ends(told: Distribution) -> bool:
    return not (isinstance(told, Constant) and told.value >= FOREVER)


def _varies(told: Distribution) -> bool:
    return not isinstance(told, Constant)


def _ahead(product: Product) -> list[Approach]:
    """The ways to pay of which a part is paid before the goods come."""
    later = ("at_shipment", "net_days")
    return [each for each in product.approaches if each.policy.word not in later]


def _on_credit(product: Product) -> list[Approach]:
    """The ways to pay of which a part is paid to the store after the goods have come."""
    return [
        each
        for each in product.approaches
        if each.policy.word == "net_days"
        or (each.policy.word == "instalments" and not dict(each.policy.settings)["partner"])
    ]


def _risky(scenario: Scenario) -> bool:
    return all(each.default_rate for item in scenario.products for each in _on_credit(item))


def _stock_costs(scenario: Scenario) -> bool:
    def costs(item: Product) -> bool:
        sold_off = item.salvage != NEVER and item.salvage < item.unit_cost
        return item.holding_rate > 0 or sold_off

    return all(costs(item) for item in scenario.products) or scenario.money.interest_rate > 0


def _left_over_is_told(scenario: Scenario) -> bool:
    """Is it said what is left at the end would bring? In the long run nothing is left over."""
    told = all(item.salvage != NEVER for item in scenario.products)
    return told or scenario.plan.steady_state


def _rewarded(segment: Segment) -> bool:
    return segment.reward_response > 0 or segment.reward_stars > 0


# The sides that several levers have.

NO_WAIT_TOO_LONG = Side(
    "no wait is too long for anybody",
    "customers.*.patience",
    _some_segment(lambda s: _ends(s.patience)),
    "lost_to_wait",
)
NOBODY_GIVES_UP = Side(
    "nobody gives up when a date is broken",
    "customers.*.tolerance",
    _some_segment(lambda s: _ends(s.tolerance)),
    "cancellation_rate",
)
NO_STARS = Side(
    "a broken date costs no satisfaction",
    "satisfaction.late_drop",
    lambda scenario: scenario.satisfaction.late_drop > 0,
    "experience",
)
MONEY_FOR_FREE = Side(
    "money that comes sooner or goes later saves nothing",
    "money.interest",
    lambda scenario: scenario.money.interest_rate > 0,
    "interest_paid",
)
NO_AVERSION = Side(
    "nobody minds paying ahead",
    "customers.*.prepayment_aversion",
    _some_segment(lambda s: s.aversion != Constant(0.0)),
    "lost_to_prepayment",
)
NO_PRICE_TOO_HIGH = Side(
    "all would pay the same, so a price loses all of them or nobody",
    "customers.*.willingness",
    _some_segment(lambda s: _varies(s.willingness)),
    "lost_to_price",
)
NOTHING_LEFT_OVER = Side(
    "what is left over at the end is worth all that was paid for it",
    "products.*.salvage",
    _left_over_is_told,
    "own_money",
)
NO_REWARD_HELPS = Side(
    "a reward makes nobody wait longer, and nobody happier",
    "customers.*.reward_response",
    _some_segment(_rewarded),
    "cancellation_rate",
)
NOBODY_FEARS_FOR_IT = Side(
    "nobody minds that a deposit may be kept",
    "customers.*.forfeit_aversion",
    _some_segment(lambda s: s.forfeit_aversion > 0),
    "lost_to_prepayment",
)
NOBODY_DISPUTES_IT = Side(
    "nobody whose money is kept has the bank take it back",
    "payment.disputes.kept_share",
    lambda scenario: scenario.money.cancelling.disputed > 0,
    "chargebacks",
)

LEVERS: tuple[Lever, ...] = (
    Lever(
        "whether they take orders for what is out of stock",
        _each(lambda item: item.backorder),
        costs=(NO_WAIT_TOO_LONG, NOBODY_GIVES_UP, NO_STARS),
    ),
    Lever(
        "whether they take pre-orders",
        _each(lambda item: (item.preorder, item.preorders_again)),
        wins=(NOTHING_LEFT_OVER,),
        costs=(NO_WAIT_TOO_LONG, NOBODY_GIVES_UP, NO_STARS),
    ),
    Lever(
        "the date that they promise",
        _each(lambda item: item.promise),
        wins=(NO_WAIT_TOO_LONG,),
        costs=(NOBODY_GIVES_UP, NO_STARS),
    ),
    Lever(
        "their suppliers",
        lambda scenario: ([item.supplier for item in scenario.products], scenario.suppliers),
        costs=(NO_WAIT_TOO_LONG, NOBODY_GIVES_UP, NO_STARS),
    ),
    Lever(
        "what is paid ahead",
        _each(lambda item: [(each.policy, each.offers) for each in _ahead(item)]),
        wins=(MONEY_FOR_FREE,),
        costs=(NO_AVERSION,),
    ),
    Lever(
        "what is paid after the goods have come",
        _each(lambda item: [(each.policy, each.offers) for each in _on_credit(item)]),
        costs=(
            Side(
                "everybody who has the goods pays for them",
                "payment.default_rate",
                _risky,
                "bad_debts",
            ),
            MONEY_FOR_FREE,
        ),
    ),
    Lever(
        "what they keep of a deposit",
        lambda scenario: (
            [each.forfeit for item in scenario.products for each in item.approaches],
            scenario.money.cancelling.fee,
        ),
        costs=(NOBODY_FEARS_FOR_IT, NOBODY_DISPUTES_IT),
    ),
    Lever(
        "whether money goes back as store credit",
        lambda scenario: scenario.money.cancelling.as_credit,
        costs=(
            Side(
                "nobody minds store credit, since all of it is used",
                "payment.store_credit.redeemed",
                lambda scenario: (
                    not scenario.money.cancelling.as_credit
                    or scenario.money.cancelling.redeemed < 1
                ),
                "lost_to_prepayment",
            ),
            NOBODY_FEARS_FOR_IT,
            NOBODY_DISPUTES_IT,
        ),
    ),
    Lever(
        "orders that are not paid at once",
        lambda scenario: scenario.money.unpaid,
        costs=(
            Side(
                "every such order is paid in the end",
                "payment.unpaid.never",
                lambda scenario: not scenario.money.unpaid.share or scenario.money.unpaid.never > 0,
                "unpaid_rate",
            ),
        ),
    ),
    Lever(
        "their discounts",
        _each(lambda item: (item.pricing, [each.discount for each in item.approaches])),
        wins=(
            Side(
                "a discount wins nobody: all would pay the same, and it makes nobody wait longer",
                "customers.*.discount_response",
                _some_segment(lambda s: s.discount_response > 0 or _varies(s.willingness)),
                "lost_to_wait",
            ),
        ),
    ),
    Lever("their prices", _each(lambda item: item.price), costs=(NO_PRICE_TOO_HIGH,)),
    Lever(
        "a gift for those who wait",
        _each(lambda item: item.gift),
        wins=(NO_REWARD_HELPS,),
        costs=(
            Side(
                "a gift costs nothing",
                "pricing.gift.cost",
                lambda scenario: all(p.gift is None or p.gift.cost > 0 for p in scenario.products),
                "gifts_given",
            ),
        ),
    ),
    Lever(
        "what they charge for shipping",
        lambda scenario: [(each.charged, each.free_above) for each in scenario.carriers],
        costs=(NO_PRICE_TOO_HIGH._replace(kpi="lost_to_shipping"),),
    ),
    Lever(
        "free shipping for those who wait",
        _each(lambda item: item.ships_free),
        wins=(NO_REWARD_HELPS,),
        costs=(
            Side(
                "nobody pays for shipping anyway",
                "shipping.charged",
                lambda scenario: any(each.charged for each in scenario.carriers),
                "shipping_income",
            ),
        ),
    ),
    Lever(
        "a code for late orders",
        lambda scenario: (scenario.money.code_value, scenario.money.code_redeemed),
        wins=(NO_REWARD_HELPS,),
        costs=(
            Side(
                "nobody uses a code",
                "pricing.late_code.redeemed",
                lambda scenario: not scenario.money.code_value or scenario.money.code_redeemed > 0,
                "rewards_given",
            ),
        ),
    ),
    Lever(
        "how much they keep in stock",
        _each(lambda item: (item.opening_stock, item.replenishment)),
        costs=(
            Side(
                "stock costs nothing to keep and is worth all that was paid for it",
                "products.*.holding_cost",
                _stock_costs,
                "own_money",
            ),
            NOTHING_LEFT_OVER,
        ),
    ),
    Lever(
        "their campaigns",
        lambda scenario: scenario.demand.campaigns,
        costs=(
            Side(
                "a campaign costs nothing",
                "demand.campaigns.*.cost",
                lambda scenario: all(each.cost > 0 for each in scenario.demand.campaigns),
                "marketing_cost",
            ),
        ),
    ),
    Lever(
        "whether an order is sent in parts",
        lambda scenario: scenario.split_shipments,
        costs=(
            Side(
                "a parcel more costs nothing",
                "shipping.carriers.*.cost",
                lambda scenario: any(c.cost or c.cost_per_kg for c in scenario.carriers),
                "shipping_cost",
            ),
        ),
    ),
)
