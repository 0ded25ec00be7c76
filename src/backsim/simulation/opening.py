"""Opening day: from a Scenario and a Workload to a shop that is ready to work."""

from __future__ import annotations

from typing import Any

import numpy as np

from backsim.chance.distributions import Distribution
from backsim.chance.distributions import Floats as FloatColumn
from backsim.columns import COMPILED, Floats, Ints, copied, floats_of, ints_of
from backsim.policies import registry
from backsim.policies.base import MemoryRule, PricingRule
from backsim.records.codes import Offer
from backsim.records.log import Column
from backsim.scenario import model
from backsim.scenario.model import Scenario
from backsim.simulation.agenda import Agenda
from backsim.simulation.calendar import Calendar
from backsim.simulation.day_zero import DayZero
from backsim.simulation.drawn import Drawn
from backsim.simulation.facts import (
    Approach,
    BuyingRules,
    Cancelling,
    Carrier,
    Item,
    Segment,
    SellingRules,
    Supplier,
    Terms,
    Unpaid,
)
from backsim.simulation.known_lead_time import KnownLeadTime
from backsim.simulation.line_delays import LineDelays
from backsim.simulation.live import Live
from backsim.simulation.purse import Purse
from backsim.simulation.shelf import Shelf
from backsim.simulation.shop import Shop
from backsim.simulation.store import Store
from backsim.simulation.tables import Lines
from backsim.simulation.wiring import subscribe
from backsim.simulation.workload import Workload
from backsim.units import FOREVER, HALF_UP, NEVER


def open_shop(scenario: Scenario, work: Workload, agenda: Agenda) -> Shop:
    """Everything in its place on the first day; nothing has happened yet."""
    calendar = Calendar(scenario.start)
    drawn = _drawn(work, scenario, calendar)
    placed_at = drawn.at
    if drawn.waiting or work.visitors < len(work.visits):
        placed_at = copied(drawn.at)
    for visit in range(drawn.waiting):
        placed_at[visit] = 0  # the question is asked today
    lines = Lines(
        {
            "order": whole(work.asked.visit),
            "product": whole(work.asked.product),
            "quantity": whole(work.asked.quantity),
            "list_value": whole(work.asked.list_value),
        }
    )
    terms = _terms(scenario)
    store = Store(
        agenda,
        scenario.horizon,
        not scenario.split_shipments,
        drawn,
        placed_at,
        lines,
        Live(lines, rarely(rounded(work.asked.limit))),
        Purse(agenda, scenario.horizon, terms.opening_cash),
        [Shelf(item) for item in _items(scenario)],
        [_segment(each) for each in scenario.segments],
        [Carrier(c.cost, c.cost_per_kg, c.charged, c.free_above) for c in scenario.carriers],
        terms,
        calendar,
    )
    customer = registry.make("customer", scenario.customer)
    told = scenario.demand.word_of_mouth
    memory = MemoryRule() if told is None else registry.make("word_of_mouth", told.policy)
    shop = Shop(store, customer, memory, work.slips.tolist())
    subscribe(shop, scenario)
    _begin(shop.day_zero, scenario)
    return shop


def _begin(day_zero: DayZero, scenario: Scenario) -> None:
    """Goods on the way are expected, and orders that wait are taken up."""
    for number, product in enumerate(scenario.products):
        for goods in product.on_order:
            day_zero.expect(number, goods.pieces, goods.at, goods.paid)
    told = [each for product in scenario.products for each in product.waiting]
    visit = 0
    for each in told:
        for _ in range(each.orders):
            day_zero.take_up(visit, each.promised, each.paid)
            visit += 1
    if told:
        day_zero.serve()


def rounded(amounts: FloatColumn) -> Column:
    """Amounts in whole minor units, as ``units.share_of`` rounds."""
    return np.floor(np.minimum(amounts, FOREVER) + HALF_UP).astype(np.int64)


def whole(column: Column) -> Ints:
    """Whole numbers as the departments read and write them fastest."""
    return ints_of(_seen(column)) if COMPILED else ints_of(column.tolist())


def real(values: FloatColumn) -> Floats:
    """Floats as the departments read them fastest."""
    return floats_of(_seen(values)) if COMPILED else floats_of(values.tolist())


def rarely(values: Any) -> Any:
    """What only those who wait are asked for, or only some mechanism: plain Python reads it where
    it is, since to make a list of it all would cost more."""
    if not COMPILED:
        return _seen(values)
    return real(values) if values.dtype == np.float64 else whole(values)


def _seen(values: Any) -> Any:
    return np.ascontiguousarray(values).data


def _drawn(work: Workload, scenario: Scenario, calendar: Calendar) -> Drawn:
    visits, friends = work.visits, work.friends
    columns = work.people.columns() | {
        "friend": friends.visit,
        "friend_after": friends.after,
        "again": work.again.visit,
        "person": visits.person,
    }
    shares = {name for name, column in columns.items() if column.dtype == np.float64}
    seen = {name: rarely(column) for name, column in columns.items()}
    refunds = LineDelays(scenario.money.refund_delays, lambda: work.luck["refund"], calendar)
    used = (scenario.money.cancelling.redeemed_after,)
    credits = LineDelays(used, lambda: work.luck["credit used"], calendar)
    after = (scenario.money.unpaid.paid_after,)
    paid = LineDelays(after, lambda: work.luck["paid after"], calendar)
    return Drawn(
        whole(visits.at),
        rarely(visits.first_line),
        rarely(visits.line_count),
        int(np.count_nonzero(visits.at < 0)),
        work.visitors,
        {name: column for name, column in seen.items() if name not in shares},
        {name: seen[name] for name in shares},
        rarely(work.asked.transit),
        lambda purpose: rarely(work.luck[purpose]),
        work.lead_times.of,
        refunds.ends_at,
        credits.ends_at,
        paid.ends_at,
    )


def _items(scenario: Scenario) -> list[Item]:
    suppliers = [
        Supplier(number, lead_time_of(each.lead_time), each.payment_delay, each.notice)
        for number, each in enumerate(scenario.suppliers)
    ]
    nobody = Supplier(NEVER, KnownLeadTime(0, 0, ints_of([])), 0, FOREVER)
    suppliers.append(nobody)  # of what is never bought: the last, -1
    plans = plans_of(scenario)
    return [
        Item(
            number,
            product.price,
            product.early_price,
            product.reference_price,
            product.unit_cost,
            product.weight,
            product.opening_stock,
            product.release_at,
            product.slip.notice,
            product.ends_at,
            product.edition,
            product.most,
            product.tax,
            product.reserve,
            product.partial,
            ints_of([other for other, _ in product.substitutes]),
            floats_of([share for _, share in product.substitutes]),
            ints_of([int(offer in product.ships_free) for offer in Offer]),
            _selling(scenario, product, plans[number]),
            _buying(product, suppliers[product.supplier]),
        )
        for number, product in enumerate(scenario.products)
    ]


def _supplier_of(scenario: Scenario, product: model.Product) -> model.Supplier | None:
    return None if product.supplier == NEVER else scenario.suppliers[product.supplier]


LIKELY = (np.arange(400) + 0.5) / 400


def lead_time_of(told: Distribution) -> KnownLeadTime:
    """A lead time as the store knows it: what it may be, each value as likely as any other."""
    likely = LIKELY if told.sd else LIKELY[:1]
    ticks = np.rint(np.clip(told.quantile(likely), 0, FOREVER)).astype(np.int64)
    return KnownLeadTime(round(told.mean), round(told.sd), whole(ticks))


def _selling(scenario: Scenario, product: model.Product, plans: tuple[int, ...]) -> SellingRules:
    again, supplier = product.release_allocation, _supplier_of(scenario, product)
    pricing = registry.make("pricing", product.pricing) if product.pricing else None
    if scenario.money.code_value:
        pricing = pricing or PricingRule()  # what a code takes off is a price, too
    gift = product.gift
    sure, after = 0.0, 0
    if supplier is not None and product.promise.word == "quantile":
        told: Any = dict(product.promise.settings)
        sure = float(told["quantile"])
        after = round(max(float(supplier.lead_time.quantile(np.array([sure]))[0]), 0.0))
    return SellingRules(
        registry.make("backorders", product.backorder),
        registry.make("preorders", product.preorder),
        registry.make("promise", product.promise),
        pricing,
        [_approach(*each) for each in zip(product.approaches, plans, strict=True)],
        registry.make("allocation", product.allocation),
        None if again is None else registry.make("allocation", again),
        sure,
        after,
        ints_of([gift.cost if gift and offer in gift.offers else 0 for offer in Offer]),
        product.preorders_again,
    )


def plans_of(scenario: Scenario) -> list[tuple[int, ...]]:
    """By product: a number for each way to pay, equal for what is one and the same to a customer
    who orders several products."""
    plans: dict[tuple[Any, ...], int] = {}
    return [
        tuple(
            plans.setdefault(
                (each.name, each.policy, each.fee_share, each.fee_fixed, each.forfeit), len(plans)
            )
            for each in product.approaches
        )
        for product in scenario.products
    ]


def _approach(told: model.Approach, plan: int) -> Approach:
    return Approach(
        registry.make("payment", told.policy),
        told.discount,
        told.fee_share,
        told.fee_fixed,
        told.default_rate,
        plan,
        ints_of([int(offer in told.offers) for offer in Offer]),
        told.holds,
        told.forfeit.customer,
        told.forfeit.store,
        told.forfeit.after,
    )


def _buying(product: model.Product, supplier: Supplier) -> BuyingRules:
    rule = product.replenishment
    return BuyingRules(
        supplier,
        registry.make("replenishment", rule.policy),
        supplier.number != NEVER and rule.policy.word != "none",
        rule.review_period,
        rule.before_demand,
    )


def _segment(told: model.Segment) -> Segment:
    return Segment(
        told.discount_response,
        told.forfeit_aversion,
        told.drop,
        told.swap,
        told.reward_response,
        told.reward_stars,
    )


def _cancelling(scenario: Scenario) -> Cancelling | None:
    told = scenario.money.cancelling
    ways = [way for product in scenario.products for way in product.approaches]
    keeps = any(way.forfeit.customer or way.forfeit.store for way in ways)
    if not (keeps or told.fee or told.as_credit or told.keeps_shipping):
        return None
    return Cancelling(
        told.fee,
        told.fee_per_line,
        told.as_credit,
        told.redeemed,
        told.goods_cost,
        told.expires,
        told.disputed,
        told.keeps_shipping,
    )


def _unpaid(told: model.Unpaid) -> Unpaid | None:
    return Unpaid(told.share, told.never, told.held_for) if told.share else None


def _terms(scenario: Scenario) -> Terms:
    money, capture = scenario.money, scenario.money.capture
    return Terms(
        money.fee_share,
        money.fee_fixed,
        capture.failure,
        capture.growth,
        capture.retries,
        capture.every,
        capture.valid_for,
        capture.renewal_fee,
        money.dispute_share,
        money.dispute_fee,
        money.code_value,
        money.code_redeemed,
        money.code_anyway,
        money.code_after,
        money.opening_cash,
        _cancelling(scenario),
        _unpaid(money.unpaid),
    )
