"""What makes no sense about how one product is sold before it is there, and at what price."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from backsim.scenario.checks.findings import Finding, Question, needs_release, unknown_segments
from backsim.scenario.reading.tree import TreePath, at
from backsim.scenario.schema.products import BaseStock, OrderUpTo, Product, ReorderPoint
from backsim.scenario.schema.selling import OpenPreorders, WindowPromise
from backsim.scenario.values.wording import day_of, duration, pieces, share
from backsim.units import FOREVER

_OF_PREORDERS = {
    "preorder_discount": "a pre-order discount",
    "early_bird": "early_bird discounts",
    "preorder_steps": "preorder_steps",
}
"""Discounts that only pre-orders get, in words."""


def selling_of(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    """Everything that is wrong or odd with one product's selling and pricing."""
    yield from _preorders(question, product, path)
    yield from _queue(question, product, (*path, "selling"))
    yield from _discounts(question, product, (*path, "pricing"))


def _preorders(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    rule, pricing = product.selling.preorders, product.pricing
    if rule.word == "off":
        for key, what in _OF_PREORDERS.items():
            where = (*path, "pricing", key)
            if getattr(pricing, key) and _off_everywhere(question, where):
                message = f"{what}, but pre-orders are off"
                yield Finding(where, message, warning=True, everywhere=True)
    elif product.release <= 0 and not rule.when_out_of_stock:
        where = (*path, "selling", "preorders")
        if needs_release(question, where):
            message = "pre-orders need a product with a `release` after the start"
            yield Finding(where, f"{message}, or `when_out_of_stock: true`")
    elif isinstance(rule, OpenPreorders):
        yield from _window(question, rule, product.release, path)
        yield from _limits(question, rule, (*path, "selling", "preorders"))


def _off_everywhere(question: Question, path: TreePath) -> bool:
    """Is a discount for pre-orders a product's own, or does no product of the store take any?"""
    rules = [product.selling.preorders for product in question.file.products.values()]
    own = at(question.given, path) is not None
    return own or all(rule.word == "off" for rule in rules)


def _window(
    question: Question, rule: OpenPreorders, release: int, path: TreePath
) -> Iterator[Finding]:
    opens = max(rule.opens, 0)
    closes = rule.closes
    where = (*path, "selling", "preorders")
    if opens >= release and not rule.when_out_of_stock:
        message = f"pre-orders open on {day_of(opens, question.start)}, but the release is on"
        yield Finding((*where, "opens"), f"{message} {day_of(release, question.start)}")
    elif closes <= opens:
        message = f"pre-orders close on {day_of(closes, question.start)}, before they open on"
        yield Finding((*where, "closes"), f"{message} {day_of(opens, question.start)}")


def _limits(question: Question, rule: OpenPreorders, where: TreePath) -> Iterator[Finding]:
    early = rule.early_access
    yield from unknown_segments(question, early.segments, (*where, "early_access", "segments"))
    if rule.waiting_list and rule.cap >= FOREVER and not rule.supply_share:
        message = "a waiting list, but no `cap` that could keep anybody waiting"
        yield Finding((*where, "waiting_list"), message, warning=True)
    if early.segments and early.opens >= max(rule.opens, 0):
        message = f"early access begins on {day_of(max(early.opens, 0), question.start)}, when"
        yield Finding((*where, "early_access"), f"{message} everybody may pre-order", warning=True)
    if early.opens and not early.segments:
        message = "early access for whom? It needs `segments`, for instance `segments: [fans]`"
        yield Finding((*where, "early_access"), message)


def _queue(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    """Until when, who waits, and who is served first."""
    selling, again = product.selling, product.selling.release_allocation
    promise = selling.promise
    if isinstance(promise, WindowPromise) and promise.latest < promise.earliest:
        message = f"a window that ends after {duration(promise.latest)} and begins after"
        yield Finding((*path, "promise", "latest"), f"{message} {duration(promise.earliest)}")
    if again and product.release <= 0 and needs_release(question, (*path, "release_allocation")):
        message = "release_allocation needs a product with a `release` after the start"
        yield Finding((*path, "release_allocation"), message)
    if selling.partial_lines == "split" and question.file.shipping.shipments != "split":
        message = "partial_lines: split sends a second parcel; it needs `shipments: split`"
        yield Finding((*path, "partial_lines"), f"{message} below `shipping:`")
    most = _most_stock(product)
    if selling.reserve > most:
        message = f"a reserve of {pieces(selling.reserve)}, but there are never more than"
        yield Finding(
            (*path, "reserve"), f"{message} {most}: who waits is never served", warning=True
        )


def _most_stock(product: Product) -> int:
    """The highest level of stock that the opening stock or the replenishment aims at."""
    match product.replenishment:
        case ReorderPoint(reorder_point=point, order_quantity=quantity):
            level = point + quantity
        case OrderUpTo(order_up_to_level=level) | BaseStock(base_stock_level=level):
            pass
        case _:
            level = 0
    return max(level, product.opening_stock)


def _discounts(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    pricing = product.pricing
    where = (*path, "wait_discounts")
    yield from _rising(pricing.wait_discounts, where, "a longer wait", duration)
    where = (*path, "quantity_discounts")
    yield from _rising(pricing.quantity_discounts, where, "a larger quantity", pieces)
    offs = list(pricing.early_bird.values())
    if offs != sorted(offs, reverse=True):
        message = "early_bird: a later pre-order gets a larger discount than an earlier one"
        yield Finding((*path, "early_bird"), message, warning=True)
    if product.selling.preorders.when_out_of_stock:
        return
    for moment in pricing.early_bird:
        if moment >= product.release > 0 and pricing.early_bird[moment]:
            message = f"early_bird: a share from {day_of(moment, question.start)}, but"
            told = f"{message} pre-orders end with the release"
            yield Finding((*path, "early_bird"), told, warning=True)


def _rising(
    steps: Mapping[int, float], path: TreePath, what: str, say: Callable[[float], str]
) -> Iterator[Finding]:
    """More must earn more."""
    former = 0.0
    for step, off in steps.items():
        if off <= former:
            message = f"{what} must earn more: {share(off)} for {say(step)} or more"
            yield Finding(path, f"{message} is not above {share(former)}")
        former = off
