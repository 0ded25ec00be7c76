"""What makes no sense about one product: when it is sold, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from backsim.chance.distributions import Constant
from backsim.scenario.checks.day_zero import day_zero_of
from backsim.scenario.checks.findings import Finding, Question, too_late, unknown_in
from backsim.scenario.checks.payment import payment_of
from backsim.scenario.checks.selling import selling_of
from backsim.scenario.reading import history
from backsim.scenario.reading.tree import TreePath, at
from backsim.scenario.schema.defaults import supplier_of
from backsim.scenario.schema.file import File
from backsim.scenario.schema.products import STORE_WIDE, OrderUpTo, Product
from backsim.scenario.schema.selling import OpenPreorders
from backsim.scenario.values.hints import listed, meant, quoted
from backsim.scenario.values.wording import day_of, pieces


def of_product(question: Question, name: str, product: Product) -> Iterator[Finding]:
    """Everything that is wrong or odd with one product."""
    path = ("products", name)
    yield from _release(question, product, path)
    if not product.max_per_customer:
        yield Finding((*path, "max_per_customer"), "nobody may have it; leave it out, or name 1")
    yield from _segments(question, product, path)
    yield from _supply(question.file, product, path)
    yield from _substitutes(question.file, name, product)
    yield from day_zero_of(question, product, path)
    yield from _never_ships(question, product, path)
    yield from _store_wide(question, path)
    yield from _replayed_price(question, name, path)
    yield from selling_of(question, product, path)
    yield from payment_of(question, product, (*path, "payment"))


def _release(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    release = product.release
    ends = product.end_of_sale
    if release >= question.horizon:
        late = too_late(question, release, f"the release of {quoted(path[-1])} is")
        message = f"{late}: nothing of it is sent, and what is paid ahead is still owed"
        yield Finding((*path, "release"), message, warning=True)
    if ends <= max(release, 0):
        since = f"on {day_of(release, question.start)}" if release > 0 else "at the start"
        message = f"the sale ends on {day_of(ends, question.start)}, and begins {since}"
        yield Finding((*path, "end_of_sale"), message)
    slips = product.release_slip != Constant(0.0)
    if product.slip_notice and not slips:
        message = "slip_notice, but the release never slips (release_slip)"
        yield Finding((*path, "slip_notice"), message, warning=True)
    early = {"release_slip": slips, "price_before_release": product.price_before_release}
    for key, told in early.items():
        if told and release <= 0:
            message = f"{key} needs a `release` after the start"
            yield Finding((*path, key), message)


def _segments(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    yield from unknown_in(question, product.replenishment, (*path, "replenishment"))
    for key in ("backorders", "preorders", "promise", "allocation", "release_allocation"):
        rule = getattr(product.selling, key)
        if rule:
            yield from unknown_in(question, rule, (*path, "selling", key))


def _supply(file: File, product: Product, path: TreePath) -> Iterator[Finding]:
    rule = product.replenishment
    where = (*path, "replenishment")
    if product.supplier and product.supplier not in file.suppliers:
        known = listed(file.suppliers, "and") if file.suppliers else "none"
        guess = meant(product.supplier, file.suppliers) or f" (suppliers: {known})"
        message = f"unknown supplier {quoted(product.supplier)}{guess}"
        yield Finding((*path, "supplier"), message)
    elif rule.word != "none" and not supplier_of(file, product):
        message = "it is bought again, but from whom?"
        wanted = "name its `supplier`" if file.suppliers else "the file needs `suppliers:`"
        yield Finding(where, f"{message} {wanted}")
    if product.order_cost and rule.word == "none":
        message = "an order_cost, but nothing is ever bought (replenishment none)"
        yield Finding((*path, "order_cost"), message, warning=True)
    if product.salvage is not None and product.salvage.of(product.unit_cost) > product.unit_cost:
        message = "a piece that is left is worth more than it cost: buying and not selling earns"
        yield Finding((*path, "salvage"), message, warning=True)
    if isinstance(rule, OrderUpTo) and rule.order_up_to_level <= rule.reorder_point:
        message = f"must be above the reorder point, {rule.reorder_point}"
        yield Finding((*where, "order_up_to_level"), message)
    if rule.review == "before_demand" and not rule.review_period:
        message = "a review before demand needs a review_period, for instance `1 day`"
        yield Finding((*where, "review"), message)


def _substitutes(file: File, name: str, product: Product) -> Iterator[Finding]:
    path = ("products", name, "substitutes")
    for other in product.substitutes:
        if other not in file.products:
            known = f" (products: {', '.join(file.products)})"
            guess = meant(other, file.products) or known
            message = f"unknown product {quoted(other)}{guess}"
            yield Finding((*path, other), message, at_key=True)
        elif other == name:
            yield Finding((*path, other), "a product cannot be its own substitute", at_key=True)


def _never_ships(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    """Orders for goods that nobody will ever deliver.

    A rule of the store is meant for the products that are bought again; the others are sold out
    when they are gone.
    """
    if product.replenishment.word != "none":
        return
    coming, selling = sum(goods.pieces for goods in product.on_order), product.selling
    stock = product.opening_stock + coming
    if product.edition <= stock:
        return
    ever = "nothing is ever bought (replenishment none)"
    rule = selling.preorders
    if isinstance(rule, OpenPreorders) and rule.supply_share and not coming:
        message = f"supply_share counts what is on order, but {ever}; use `cap`"
        yield Finding((*path, "selling", "preorders", "supply_share"), message)
    if selling.backorders.word != "off" and not coming:
        where = (*path, "selling", "backorders")
        if _could_never_ship(question, where):
            yield Finding(where, f"backorders of {quoted(path[-1])} could never ship: {ever}")
        else:
            message = f"{quoted(path[-1])} is sold out when its {pieces(stock)} are gone: {ever}"
            yield Finding(where, message, warning=True)
    if isinstance(rule, OpenPreorders) and rule.cap > stock:
        what = (
            f"the {pieces(stock)} here and on order" if coming else f"the opening stock of {stock}"
        )
        message = f"pre-orders beyond {what} could never ship: {ever}"
        yield Finding((*path, "selling", "preorders"), message)


def _could_never_ship(question: Question, path: TreePath) -> bool:
    """Is a rule for backorders a product's own, or is no product of the store bought again?"""
    own = at(question.given, path) is not None
    words = [product.replenishment.word for product in question.file.products.values()]
    return own or all(word == "none" for word in words)


def _store_wide(question: Question, path: TreePath) -> Iterator[Finding]:
    for section, keys in STORE_WIDE.items():
        for key in keys:
            if at(question.given, (*path, section, key)) is not None:
                message = f"'{key}' is store-wide; write it below `{section}:` at the top"
                yield Finding((*path, section, key), message, at_key=True)


def _replayed_price(question: Question, name: str, path: TreePath) -> Iterator[Finding]:
    """A price that an arm or ``--set`` changes, though the orders of a history carry their own."""
    for key in ("price", "price_before_release"):
        node = at(question.given, (*path, key))
        if node is None or question.rows is None or node.place.origin in ("file", "extends"):
            continue
        if name not in history.asked_for(question.rows, sorted(question.file.products)):
            continue
        message = (
            f"the replayed orders of {quoted(name)} keep the price that was paid, so {key} would "
            "change nothing for them; a discount (`pricing`) does, or generated demand instead "
            "of demand.file"
        )
        yield Finding((*path, key), message)
