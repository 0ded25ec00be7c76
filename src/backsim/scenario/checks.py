"""What is wrong with a file whose every value makes sense by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from math import log
from typing import NamedTuple

from backsim.scenario.assemble import supplier_of
from backsim.scenario.hints import listed, meant, quoted
from backsim.scenario.schema.file import File
from backsim.scenario.schema.payment import STORE_WIDE
from backsim.scenario.schema.products import NoReplenishment, OrderUpTo, Product
from backsim.scenario.schema.selling import NoBackorders, NoPreorders, OpenPreorders
from backsim.scenario.tree import Node, TreePath, at
from backsim.scenario.wording import day_of, duration, share
from backsim.units import DAY

TOO_MANY_CUSTOMERS = 20_000_000
SUM_TOLERANCE = 1e-6


class Finding(NamedTuple):
    """A fault, or a warning, at a path of the tree."""

    path: TreePath
    message: str
    warning: bool = False
    everywhere: bool = False
    """A warning worth saying only if it holds in every arm."""
    at_key: bool = False
    """It is the key that is wrong, not the value."""


class Question(NamedTuple):
    """A valid file, and what was found out about its time."""

    file: File
    given: Node
    """The merged tree as it was written, before products inherit the store-wide sections."""
    start: date
    horizon: int
    known_kpis: Collection[str]


def findings(question: Question) -> Iterator[Finding]:
    """Everything that is wrong or odd with one arm."""
    yield from _time(question)
    yield from _study(question)
    yield from _shares(question.file)
    yield from _demand(question)
    if not question.file.products:
        yield Finding(("products",), "at least one product is needed")
    for name, product in question.file.products.items():
        path = ("products", name)
        yield from _release(question, product, path)
        yield from _supply(question.file, product, path)
        yield from _preorders(question, product, path)
        yield from _never_ships(product, path)
        yield from _discounts(product, path)
        yield from _store_wide(question.given, path)


def _time(question: Question) -> Iterator[Finding]:
    file, horizon = question.file, question.horizon
    if file.warm_up >= horizon:
        message = f"the warm-up of {duration(file.warm_up)} leaves nothing of the horizon"
        yield Finding(("warm_up",), f"{message} of {duration(horizon)}")
    if file.horizon and horizon > 100 * 366 * DAY:
        yield Finding(("horizon",), "the horizon may have up to 100 years")
    if file.question == "launch" and file.warm_up:
        message = "a launch is looked at from its first day; warm_up leaves its beginning out"
        yield Finding(("warm_up",), message, warning=True)
    if file.question == "steady_state" and not file.warm_up:
        message = "a steady-state question without warm_up counts the start-up as if it were usual"
        yield Finding(("question",), message, warning=True)


def _study(question: Question) -> Iterator[Finding]:
    node = at(question.given, ("study", "primary"))
    if not question.known_kpis or node is None:
        return
    for position, (kpi, _) in enumerate(question.file.study.primary):
        if kpi not in question.known_kpis:
            guess = meant(kpi, question.known_kpis) or " (backsim kpis lists them)"
            step = position if isinstance(node.value, list) else kpi
            path = ("study", "primary", step)
            yield Finding(path, f"unknown KPI {quoted(kpi)}{guess}", at_key=True)


def _shares(file: File) -> Iterator[Finding]:
    sums = {
        ("customers",): [segment.share for segment in file.customers.values()],
        ("shipping", "carriers"): [c.share for c in file.shipping.carriers.values()],
        ("demand", "basket", "sizes"): list(file.demand.basket.sizes.values()),
    }
    for path, shares in sums.items():
        total = sum(shares)
        if not shares:
            yield Finding(path, f"{path[-1]} must not be empty")
        elif abs(total - 1) > SUM_TOLERANCE:
            yield Finding(path, f"the shares sum to {share(total)}, not to 100%")


def _demand(question: Question) -> Iterator[Finding]:
    file, path = question.file, ("demand", "basket")
    demand, basket = file.demand, file.demand.basket
    for name in basket.products:
        if name not in file.products:
            guess = meant(name, file.products)
            message = f"unknown product {quoted(name)}{guess}"
            yield Finding((*path, "products", name), message, at_key=True)
    if basket.products and not sum(basket.products.values()):
        yield Finding((*path, "products"), "at least one product must have a weight above zero")
    wanted = sum(weight > 0 for weight in basket.products.values()) or len(file.products)
    if file.products and max(basket.sizes, default=0) > wanted:
        message = f"a basket of {max(basket.sizes)} needs as many products; {wanted} can be"
        largest = (*path, "sizes", str(max(basket.sizes)))
        yield Finding(largest, f"{message} asked for", at_key=True)
    yield from _bursts(question)
    per_day = sum(burst.peak for burst in demand.bursts.values())
    if not (demand.rate or per_day or demand.file):
        message = "nobody comes: demand has no rate, no burst and no file"
        yield Finding(("demand",), message, warning=True)
    expected = demand.rate * question.horizon / DAY
    expected += sum(b.peak * b.half_life / DAY / log(2) for b in demand.bursts.values())
    if expected > TOO_MANY_CUSTOMERS:
        message = f"about {expected:,.0f} customers in one replication"
        where = ("demand", "rate") if demand.rate else ("demand", "bursts")
        yield Finding(where, f"{message}; up to {TOO_MANY_CUSTOMERS:,} can be simulated")


def _bursts(question: Question) -> Iterator[Finding]:
    for name, burst in question.file.demand.bursts.items():
        path, at_tick = ("demand", "bursts", name, "at"), burst.at
        if at_tick >= question.horizon:
            yield Finding(path, _too_late(question, at_tick, "the burst begins"))
        elif at_tick < 0:
            yield Finding(path, f"the burst begins before the start, {question.start}")


def _too_late(question: Question, tick: int, what: str) -> str:
    end = f"the horizon of {duration(question.horizon)} is over"
    return f"{what} on {day_of(tick, question.start)}, when {end}"


def _release(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    release = product.release
    ends = product.end_of_sale
    if release >= question.horizon:
        yield Finding((*path, "release"), _too_late(question, release, "the release is"))
    if ends <= max(release, 0):
        since = f"on {day_of(release, question.start)}" if release > 0 else "at the start"
        message = f"the sale ends on {day_of(ends, question.start)}, and begins {since}"
        yield Finding((*path, "end_of_sale"), message)


def _supply(file: File, product: Product, path: TreePath) -> Iterator[Finding]:
    rule = product.replenishment
    where = (*path, "replenishment")
    if product.supplier and product.supplier not in file.suppliers:
        known = listed(file.suppliers, "and") if file.suppliers else "none"
        guess = meant(product.supplier, file.suppliers) or f" (suppliers: {known})"
        message = f"unknown supplier {quoted(product.supplier)}{guess}"
        yield Finding((*path, "supplier"), message)
    elif not isinstance(rule, NoReplenishment) and not supplier_of(file, product):
        message = "it is bought again, but from whom?"
        wanted = "name its `supplier`" if file.suppliers else "the file needs `suppliers:`"
        yield Finding(where, f"{message} {wanted}")
    if isinstance(rule, OrderUpTo) and rule.order_up_to_level <= rule.reorder_point:
        message = f"must be above the reorder point, {rule.reorder_point}"
        yield Finding((*where, "order_up_to_level"), message)
    if rule.review == "before_demand" and not rule.review_period:
        message = "a review before demand needs a review_period, for instance `1 day`"
        yield Finding((*where, "review"), message)


def _preorders(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    rule = product.selling.preorders
    release = product.release
    if isinstance(rule, NoPreorders):
        if product.pricing.preorder_discount:
            message = "a pre-order discount, but pre-orders are off"
            where = (*path, "pricing", "preorder_discount")
            yield Finding(where, message, warning=True, everywhere=True)
        return
    if release <= 0:
        later = [p for p in question.file.products.values() if p.release > 0]
        own = at(question.given, (*path, "selling", "preorders"))
        if own is not None or not later:
            message = "pre-orders need a product with a `release` after the start"
            yield Finding((*path, "selling", "preorders"), message)
    elif isinstance(rule, OpenPreorders):
        yield from _window(question, rule, release, path)


def _window(
    question: Question, rule: OpenPreorders, release: int, path: TreePath
) -> Iterator[Finding]:
    opens = max(rule.opens, 0)
    closes = rule.closes
    where = (*path, "selling", "preorders")
    if opens >= release:
        message = f"pre-orders open on {day_of(opens, question.start)}, but the release is on"
        yield Finding((*where, "opens"), f"{message} {day_of(release, question.start)}")
    elif closes <= opens:
        message = f"pre-orders close on {day_of(closes, question.start)}, before they open on"
        yield Finding((*where, "closes"), f"{message} {day_of(opens, question.start)}")


def _never_ships(product: Product, path: TreePath) -> Iterator[Finding]:
    """Orders for goods that nobody will ever deliver."""
    if not isinstance(product.replenishment, NoReplenishment):
        return
    stock, selling = product.opening_stock, product.selling
    if product.edition <= stock:
        return
    ever = "nothing is ever bought (replenishment none)"
    if not isinstance(selling.backorders, NoBackorders):
        message = f"backorders could never ship: {ever}"
        yield Finding((*path, "selling", "backorders"), message)
    if isinstance(selling.preorders, OpenPreorders) and selling.preorders.cap > stock:
        message = f"pre-orders beyond the opening stock of {stock} could never ship: {ever}"
        yield Finding((*path, "selling", "preorders"), message)


def _discounts(product: Product, path: TreePath) -> Iterator[Finding]:
    former = 0.0
    for wait, off in sorted(product.pricing.wait_discounts.items()):
        if off <= former:
            message = f"a longer wait must earn more: {share(off)} for {duration(wait)} or more"
            yield Finding(
                (*path, "pricing", "wait_discounts"), f"{message} is not above {share(former)}"
            )
        former = off


def _store_wide(given: Node, path: TreePath) -> Iterator[Finding]:
    for key in STORE_WIDE:
        if at(given, (*path, "payment", key)) is not None:
            message = f"'{key}' is store-wide; write it below `payment:` at the top"
            yield Finding((*path, "payment", key), message, at_key=True)
