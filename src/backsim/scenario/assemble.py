"""A valid file in the engine's terms: positions instead of names, ticks instead of dates.

What stands in a mapping has no order: products, segments, carriers and suppliers are sorted by
name, so that moving lines in a file moves no number. Only what customers are shown in an order
keeps it: ways to pay, and substitutes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeVar

from backsim.chance.delays import AT_ONCE
from backsim.records.codes import Offer
from backsim.records.log import ImputedCosts, SatisfactionCurve
from backsim.records.rules import Rule
from backsim.scenario import model
from backsim.scenario.canonical import resolved
from backsim.scenario.schema.cancelling import Forfeit
from backsim.scenario.schema.defaults import (
    approaches,
    charged,
    early_price,
    free_above,
    quoted_transit,
    reference_price,
    supplier_of,
)
from backsim.scenario.schema.demand import Basket, Campaign, WordOfMouth
from backsim.scenario.schema.file import File
from backsim.scenario.schema.payment import Approach, StoreTerms
from backsim.scenario.schema.pricing import WAITING, Pricing
from backsim.scenario.schema.products import Product
from backsim.scenario.schema.rules import Around
from backsim.scenario.schema.store import GIVEN_BACK, PERIODS, Segment
from backsim.scenario.schema.unpaid import Unpaid
from backsim.scenario.values.kinds import Context
from backsim.units import NEVER

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
    of_arm: tuple[str, ...] = (),
) -> model.Scenario:
    """One arm, frozen."""
    built = model.Scenario(
        study=study,
        title=title,
        arm=arm,
        start=context.start,
        horizon=horizon,
        warm_up=file.warm_up,
        cool_down=file.cool_down,
        currency=context.currency,
        minor_digits=context.minor_digits,
        products=tuple(_product(file, *entry) for entry in in_order(file.products)),
        segments=_segments(file),
        carriers=_carriers(file),
        suppliers=tuple(
            model.Supplier(name, supplier.lead_time, supplier.payment_after, supplier.delay_notice)
            for name, supplier in in_order(file.suppliers)
        ),
        demand=_demand(file, history)._replace(of_arm=of_arm),
        customer=Rule("thresholds"),
        split_shipments=file.shipping.shipments == "split",
        packaging=file.shipping.packaging,
        money=_money(file),
        satisfaction=SatisfactionCurve(**dict(file.satisfaction)),
        plan=plan,
        resolved={},
    )
    # It describes the scenario that it is part of, so it can only be filled in afterwards.
    built.resolved.update(resolved(built))
    return built


def _product(file: File, name: str, product: Product) -> model.Product:
    supplier = supplier_of(file, product)
    rule, selling = product.replenishment, product.selling
    around = Around(tuple(sorted(file.customers)))
    again = selling.release_allocation
    return model.Product(
        name=name,
        price=product.price,
        early_price=early_price(product),
        reference_price=reference_price(product),
        unit_cost=product.unit_cost,
        weight=product.weight,
        opening_stock=product.opening_stock,
        # Released before the start is as good as at the start.
        release_at=max(product.release, 0),
        slip=model.Slip(product.release_slip, product.slip_notice),
        ends_at=product.end_of_sale,
        edition=product.edition,
        holding_rate=product.holding_cost,
        supplier=sorted(file.suppliers).index(supplier) if supplier else NEVER,
        replenishment=model.Replenishment(
            rule.rule_in(around), rule.review_period, rule.review == "before_demand"
        ),
        backorder=selling.backorders.rule_in(around),
        preorder=selling.preorders.rule_in(around),
        promise=selling.promise.rule_in(around),
        pricing=product.pricing.rule(),
        approaches=tuple(
            _approach(file, product, name, approach, around)
            for name, approach in approaches(product)
        ),
        allocation=selling.allocation.rule_in(around),
        release_allocation=again.rule_in(around) if again else None,
        reserve=selling.reserve,
        partial=selling.partial_lines == "split",
        substitutes=tuple(
            (sorted(file.products).index(other), share)
            for other, share in product.substitutes.items()
        ),
        gift=_gift(product.pricing),
        most=product.max_per_customer,
        tax=file.money.tax if product.tax is None else product.tax,
        ships_free=tuple(int(offer) for offer in product.pricing.free_shipping),
        on_order=tuple(model.OnOrder(**dict(goods)) for goods in product.on_order),
        waiting=tuple(model.WaitingOrders(**dict(orders)) for orders in product.waiting),
        preorders_again=selling.preorders.when_out_of_stock,
        order_cost=product.order_cost,
        imputed=ImputedCosts(
            product.backorder_cost.per_piece,
            product.backorder_cost.per_day,
            product.lost_sale_cost,
        ),
        salvage=NEVER if product.salvage is None else product.salvage.of(product.unit_cost),
    )


def _approach(
    file: File, product: Product, name: str, approach: Approach, around: Around
) -> model.Approach:
    # The fee of a payment section is the store's; only a way on offer may have its own.
    own = None if isinstance(approach, StoreTerms) else approach.fee
    fee = own or file.payment.fee
    return model.Approach(
        name=name,
        policy=approach.rule_in(around),
        discount=approach.discount,
        fee_share=fee.share + approach.extra_fee(),
        fee_fixed=fee.fixed,
        default_rate=approach.default_rate,
        offers=tuple(int(offer) for offer in approach.reached()),
        holds=approach.applies_to is None or Offer.STOCK in approach.applies_to,
        forfeit=_forfeit(approach.forfeit or product.payment.forfeit or Forfeit()),
    )


def _forfeit(told: Forfeit) -> model.Forfeit:
    return model.Forfeit(told.customer, told.store, told.after)


def _gift(pricing: Pricing) -> model.Gift | None:
    cost, offers = pricing.gift
    return model.Gift(cost, tuple(int(WAITING[offer]) for offer in offers)) if offers else None


def _money(file: File) -> model.Money:
    payment, code = file.payment, file.pricing.late_code
    capture, card = payment.capture, payment.authorisation
    delays = dict(payment.refund_after)
    return model.Money(
        fee_share=payment.fee.share,
        fee_fixed=payment.fee.fixed,
        refund_delays=tuple(delays.get(offer, AT_ONCE) for offer in Offer),
        capture=model.Capture(
            failure=capture.failure,
            growth=capture.growth,
            retries=capture.retries,
            every=capture.retry_every,
            valid_for=card.valid_for,
            renewal_fee=card.renewal_fee,
        ),
        dispute_share=payment.disputes.share,
        dispute_fee=payment.disputes.fee,
        code_value=code.value,
        code_redeemed=code.redeemed,
        code_anyway=code.anyway,
        code_after=code.after,
        opening_cash=file.money.opening_cash,
        interest_rate=file.money.interest,
        credit_limit=file.money.credit_limit,
        tax_months=PERIODS[file.money.tax_paid],
        unpaid=_unpaid(payment.unpaid),
        cancelling=_cancelling(payment, GIVEN_BACK.index(file.shipping.given_back)),
        expenses=tuple(model.Expense(name, *told) for name, told in in_order(file.money.expenses)),
    )


def _unpaid(told: Unpaid) -> model.Unpaid:
    return model.Unpaid(**dict(told)) if told.share else model.Unpaid()


def _cancelling(payment: StoreTerms, keeps_shipping: int) -> model.Cancelling:
    fee, credit = payment.cancellation_fee, payment.store_credit
    return model.Cancelling(
        fee=fee.amount,
        fee_per_line=fee.per == "line",
        as_credit=payment.refund_as == "credit",
        redeemed=credit.redeemed,
        redeemed_after=credit.after,
        goods_cost=credit.goods_cost,
        expires=credit.expires,
        disputed=payment.disputes.kept_share,
        keeps_shipping=keeps_shipping,
    )


def _segments(file: File) -> tuple[model.Segment, ...]:
    total = sum(segment.share for segment in file.customers.values())
    return tuple(
        model.Segment(
            **{key: getattr(segment, key) for key in _SAME},
            name=name,
            share=segment.share / total,
            aversion=segment.prepayment_aversion,
            change_after=segment.changes.after,
            drop=segment.changes.drop,
            swap=segment.changes.swap,
        )
        for name, segment in in_order(file.customers)
    )


_SAME = sorted({*model.Segment._fields} & {*Segment.model_fields} - {"share"})
"""Thresholds that bear one name in the file and in the engine."""


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
            charged=charged(file, carrier),
            free_above=free_above(file, carrier),
        )
        for name, carrier in in_order(file.shipping.carriers)
    )


def _demand(file: File, history: model.History | None) -> model.Demand:
    demand = file.demand
    return model.Demand(
        rate=demand.rate,
        weekly=demand.weekly,
        gap_cv=demand.gaps,
        season=demand.season,
        trend=demand.trend,
        at_opening=demand.within_day == "opening",
        bursts=tuple(
            model.Burst(name, burst.at, burst.peak, burst.half_life)
            for name, burst in in_order(demand.bursts)
        ),
        campaigns=tuple(
            _campaign(file, name, campaign) for name, campaign in in_order(demand.campaigns)
        ),
        advance=model.Advance(demand.advance.share, demand.advance.ahead),
        word_of_mouth=_word_of_mouth(demand.word_of_mouth),
        basket=_basket(demand.basket, tuple(sorted(file.products))),
        history=history,
    )


def _campaign(file: File, name: str, campaign: Campaign) -> model.Campaign:
    return model.Campaign(
        name=name,
        at=campaign.at,
        length=campaign.length,
        lift=campaign.lift,
        cost=campaign.cost,
        products=_places(campaign.products, file.products),
        segments=_places(campaign.segments, file.customers),
        offers=tuple(int(offer) for offer in sorted(campaign.offers)),
    )


def _places(names: Collection[str], among: Collection[str]) -> tuple[int, ...]:
    """Where some of them stand in the engine's order, in that order."""
    return tuple(place for place, name in enumerate(sorted(among)) if name in names)


def _word_of_mouth(word: WordOfMouth) -> model.WordOfMouth | None:
    if not word.share:
        return None
    return model.WordOfMouth(Rule.of("if_on_time", share=word.share), word.delay)


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
