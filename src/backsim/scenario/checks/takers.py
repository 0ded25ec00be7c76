"""Offers that nobody can take, and customers of whom nothing is said."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backsim.chance.distributions import Constant, Distribution
from backsim.records.codes import Offer
from backsim.scenario.checks.findings import Finding, Question
from backsim.scenario.reading.tree import TreePath, at
from backsim.scenario.schema.defaults import approaches, early_price, reference_price
from backsim.scenario.schema.payment import Approach, Deposit, InFull, Instalments
from backsim.scenario.schema.products import Product
from backsim.scenario.schema.store import Segment
from backsim.scenario.values.hints import listed
from backsim.scenario.values.wording import money
from backsim.units import FOREVER

ONE_IN = 400
"""An offer that fewer than one in so many take counts as one that nobody takes."""
ROUNDING = 1 + 1e-9
_ORDERS = {
    Offer.STOCK: "orders from stock",
    Offer.BACKORDER: "backorders",
    Offer.PREORDER: "pre-orders",
    Offer.ADVANCE: "advance orders",
}
_THRESHOLDS = ("willingness", "patience", "tolerance", "prepayment_aversion")


def nobody_pays_the_price(question: Question) -> Iterator[Finding]:
    """A price above what any customer would pay."""
    for name, product in question.file.products.items():
        most = _most_paid(question, product)
        if _least_price(product) > most and question.file.customers:
            said, limit = (money(int(x), *question.currency) for x in (product.price, most))
            message = f"next to nobody would pay {said}: their willingness ends at {limit}"
            yield Finding(("products", name, "price"), message, warning=True)


def nobody_pays_ahead(question: Question) -> Iterator[Finding]:
    """A prepayment that makes the offer feel dearer than anybody would pay."""
    for product, approach, path in _ways_to_pay(question):
        ahead, forfeit = _ahead(approach, product), approach.forfeit or product.payment.forfeit
        at_risk = forfeit.customer if forfeit else 0.0
        value = _least_price(product) * (1 - approach.discount)
        # A price that nobody pays is said where the price stands.
        if not ahead or value > _most_paid(question, product):
            continue
        if not any(
            value * (1 + (_least(s.prepayment_aversion) + s.forfeit_aversion * at_risk) * ahead)
            <= _most(s, product)
            for s in question.file.customers.values()
        ):
            why = "a forfeit" if at_risk else "any prepayment_aversion"
            message = (
                f"next to nobody can take this way to pay: with {why} it feels "
                "dearer than the most they would pay; give `willingness` a spread, for instance "
                "`lognormal(mean 1.2, cv 0.2)`"
            )
            yield Finding(path, message, warning=True)


def reaches_nothing(question: Question) -> Iterator[Finding]:
    """A way to pay for orders that this store does not take."""
    taken = {offer for p in question.file.products.values() for offer in _offers(question, p)}
    for product, approach, path in _ways_to_pay(question):
        own = at(question.given, path) is not None and path[0] == "products"
        possible = _offers(question, product) if own else taken
        reached = approach.reached()
        if approach.word == "at_shipment" or possible & {*reached}:
            continue
        words = listed((_ORDERS[offer] for offer in reached), "and")
        message = f"this way to pay reaches nothing: it is for {words}, and none are taken"
        # Arms that refuse them leave out what the others use.
        yield Finding(path, message, warning=True, everywhere=True)


def customers_left_out(question: Question) -> Iterator[Finding]:
    """Everybody pays and waits for ever, and nobody wrote that down."""
    segments = question.file.customers
    waits = any(
        _offers(question, product) - {Offer.STOCK} for product in question.file.products.values()
    )
    written = any(
        at(question.given, ("customers", name, key)) is not None
        for name in segments
        for key in _THRESHOLDS
    )
    if waits and not written and all(_never_declines(s) for s in segments.values()):
        message = (
            "nothing is said of the customers: everybody pays the price and accepts any wait; "
            "say what they bear, for instance `customers: {everyone: {patience: 21 days}}`"
        )
        yield Finding(("customers",), message, warning=True)


MATTERS = (nobody_pays_the_price, nobody_pays_ahead, reaches_nothing, customers_left_out)


def _never_declines(segment: Segment) -> bool:
    patient = segment.patience == Constant(float(FOREVER))
    return patient and segment.prepayment_aversion == Constant(0.0)


def _most_paid(question: Question, product: Product) -> float:
    """The most that any customer would pay for a piece, in minor units."""
    return max((_most(s, product) for s in question.file.customers.values()), default=0.0)


def _most(segment: Segment, product: Product) -> float:
    """What all but a few of a segment would pay at most."""
    willing = segment.willingness.quantile(np.array([1 - 1 / ONE_IN]))[0]
    return float(willing) * reference_price(product) * ROUNDING


def _least(aversion: Distribution) -> float:
    return float(aversion.quantile(np.array([1 / ONE_IN]))[0])


def _least_price(product: Product) -> float:
    """The lower price, with every discount that there can be."""
    pricing = product.pricing
    steps = (
        pricing.early_bird,
        pricing.preorder_steps,
        pricing.wait_discounts,
        pricing.quantity_discounts,
    )
    off = pricing.preorder_discount + sum(max(one.values(), default=0.0) for one in steps)
    price = min(product.price, early_price(product)) if product.release > 0 else product.price
    return price * max(1 - off, 0.0)


def _ahead(approach: Approach, product: Product) -> float:
    """The share of the value that feels as paid ahead."""
    if isinstance(approach, Deposit):
        return approach.share or (approach.amount or 0) / max(product.price, 1)
    if isinstance(approach, Instalments):
        return 1 / approach.parts
    return 1.0 if isinstance(approach, InFull) else 0.0


def _ways_to_pay(question: Question) -> Iterator[tuple[Product, Approach, TreePath]]:
    """Each product's ways to pay and where they stand: the store's below `payment`."""
    for name, product in question.file.products.items():
        own = at(question.given, ("products", name, "payment")) is not None
        top: TreePath = ("products", name, "payment") if own else ("payment",)
        for way, approach in approaches(product):
            yield product, approach, (*top, "offer", way) if product.payment.offer else top


def _offers(question: Question, product: Product) -> set[Offer]:
    """What an order of one line may be."""
    selling = product.selling
    return {
        Offer.STOCK,
        *([Offer.BACKORDER] if selling.backorders.word != "off" else []),
        *([Offer.PREORDER] if selling.preorders.word != "off" else []),
        *([Offer.ADVANCE] if question.file.demand.advance.share else []),
    }
