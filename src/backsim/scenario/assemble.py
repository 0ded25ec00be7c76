"""A valid file in the engine's terms: positions instead of names, ticks instead of dates.

What stands in a mapping has no order: products, segments, carriers and suppliers are sorted by
name, so that moving lines in a file moves no number.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import TypeVar

import numpy as np

from backsim.chance.distributions import Constant
from backsim.policies.customer import weigh
from backsim.records.codes import Offer
from backsim.records.log import SatisfactionCurve
from backsim.records.views import Policy
from backsim.scenario import model
from backsim.scenario.canonical import resolved
from backsim.scenario.kinds import Context
from backsim.scenario.schema.demand import Basket, Demand
from backsim.scenario.schema.file import File
from backsim.scenario.schema.products import Product
from backsim.scenario.schema.store import Carrier
from backsim.units import DAY, FOREVER, NEVER

Entry = TypeVar("Entry")


def in_order(entries: Mapping[str, Entry]) -> list[tuple[str, Entry]]:
    """Named entries in the order in which the engine numbers them."""
    return sorted(entries.items())


def scenario(
    file: File,
    context: Context,
    *,
    study: str,
    arm: str,
    title: str,
    horizon: int,
    history: model.History | None,
    plan: model.StudyPlan,
) -> model.Scenario:
    """One arm, frozen."""
    built = model.Scenario(
        study=study,
        title=title,
        arm=arm,
        start=context.start,
        horizon=horizon,
        warm_up=file.warm_up,
        currency=context.currency,
        minor_digits=context.minor_digits,
        products=tuple(_product(file, *entry) for entry in in_order(file.products)),
        segments=_segments(file),
        carriers=_carriers(file),
        suppliers=tuple(
            model.Supplier(name, supplier.lead_time, supplier.payment_after, FOREVER)
            for name, supplier in in_order(file.suppliers)
        ),
        demand=_demand(file.demand, tuple(sorted(file.products)), history),
        customer=Policy(weigh, None),
        split_shipments=file.shipping.shipments == "split",
        money=_money(file),
        satisfaction=SatisfactionCurve(**dict(file.satisfaction)),
        plan=plan,
        resolved={},
    )
    built.resolved.update(resolved(built))
    return built


def supplier_of(file: File, product: Product) -> str:
    """The name of a product's supplier: its own, or the only one; empty if there is none."""
    if product.supplier or len(file.suppliers) != 1:
        return product.supplier
    return next(iter(file.suppliers))


def _product(file: File, name: str, product: Product) -> model.Product:
    suppliers = sorted(file.suppliers)
    supplier = supplier_of(file, product)
    rule = product.replenishment
    return model.Product(
        name=name,
        price=product.price,
        early_price=product.price,
        reference_price=product.price,
        unit_cost=product.unit_cost,
        weight=product.weight,
        opening_stock=product.opening_stock,
        release_at=max(product.release, 0),
        slip=model.Slip(Constant(0.0), 0),
        ends_at=product.end_of_sale,
        edition=product.edition,
        holding_rate=product.holding_cost,
        supplier=suppliers.index(supplier) if supplier else NEVER,
        replenishment=model.Replenishment(
            rule.policy(), rule.review_period, rule.review == "before_demand"
        ),
        backorder=product.selling.backorders.policy(),
        preorder=product.selling.preorders.policy(),
        promise=product.selling.promise.policy(),
        pricing=product.pricing.policy(),
        approaches=(
            model.Approach(
                product.payment.word,
                product.payment.policy(),
                0.0,
                file.payment.fee.share,
                file.payment.fee.fixed,
                0.0,
            ),
        ),
        allocation=product.selling.allocation.policy(),
        release_allocation=None,
        reserve=0,
        partial=False,
        substitutes=(),
        gift=None,
    )


def _money(file: File) -> model.Money:
    payment = file.payment
    return model.Money(
        fee_share=payment.fee.share,
        fee_fixed=payment.fee.fixed,
        refund_delays=(payment.refund_after,) * len(Offer),
        capture=model.Capture(0.0, 0.0, 0, DAY, FOREVER, 0),
        dispute_share=0.0,
        dispute_fee=0,
        code_value=0,
        code_redeemed=0.0,
        code_after=0,
        opening_cash=file.money.opening_cash,
        interest_rate=0.0,
        credit_limit=FOREVER,
    )


def _segments(file: File) -> tuple[model.Segment, ...]:
    total = sum(segment.share for segment in file.customers.values())
    return tuple(
        model.Segment(
            name=name,
            share=segment.share / total,
            willingness=segment.willingness,
            patience=segment.patience,
            tolerance=segment.tolerance,
            aversion=segment.prepayment_aversion,
            discount_response=segment.discount_response,
            change_after=Constant(float(FOREVER)),
            drop=0.0,
            swap=0.0,
        )
        for name, segment in in_order(file.customers)
    )


def _carriers(file: File) -> tuple[model.Carrier, ...]:
    total = sum(carrier.share for carrier in file.shipping.carriers.values())
    return tuple(
        model.Carrier(
            name=name,
            share=carrier.share / total,
            transit=carrier.transit,
            quoted=quoted_transit(carrier),
            cost=carrier.cost,
            cost_per_kg=carrier.cost_per_kg,
        )
        for name, carrier in in_order(file.shipping.carriers)
    )


def quoted_transit(carrier: Carrier) -> int:
    """The transit time that customers are told: by default the 90 % quantile, in whole days."""
    if carrier.quoted >= 0:
        return carrier.quoted
    ticks = float(carrier.transit.quantile(np.array([0.9]))[0])
    return max(ceil(ticks / DAY), 0) * DAY


def _demand(
    demand: Demand, products: tuple[str, ...], history: model.History | None
) -> model.Demand:
    return model.Demand(
        rate=demand.rate,
        weekly=demand.weekly,
        gap_cv=demand.gaps,
        season=(1.0,) * 12,
        trend=0.0,
        at_opening=demand.within_day == "opening",
        bursts=tuple(
            model.Burst(name, Constant(float(burst.at)), burst.peak, burst.half_life)
            for name, burst in in_order(demand.bursts)
        ),
        campaigns=(),
        advance=model.Advance(0.0, Constant(0.0)),
        basket=_basket(demand.basket, products),
        history=history,
    )


def _basket(basket: Basket, products: tuple[str, ...]) -> model.Basket:
    sizes = [basket.sizes.get(size, 0.0) for size in range(1, max(basket.sizes) + 1)]
    weights = [basket.products.get(name, 0.0) for name in products]
    if not basket.products:
        weights = [1.0] * len(products)
    return model.Basket(
        sizes=tuple(share / sum(sizes) for share in sizes),
        product_shares=tuple(weight / sum(weights) for weight in weights),
        quantity=basket.quantity,
    )
