"""What makes no sense about the goods on the way and the orders that wait on day 0."""

from __future__ import annotations

from collections.abc import Iterator

from backsim.scenario.checks.findings import Finding, Question, too_late
from backsim.scenario.reading.tree import TreePath
from backsim.scenario.schema.defaults import supplier_of
from backsim.scenario.schema.products import Product
from backsim.scenario.values.hints import quoted
from backsim.scenario.values.wording import pieces


def day_zero_of(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    """Everything that is wrong or odd with what one product begins with."""
    if product.on_order and not supplier_of(question.file, product):
        message = "goods are on the way, but from whom? Name the product's `supplier`"
        yield Finding((*path, "on_order"), message)
    for place, goods in enumerate(product.on_order):
        where = (*path, "on_order", place, "at")
        if goods.at <= 0:
            message = "what has come by the start is `opening_stock`; goods on the way come later"
            yield Finding(where, message)
        elif goods.at >= question.horizon:
            message = too_late(question, goods.at, f"goods of {quoted(path[-1])} come")
            yield Finding(where, message, warning=True)
    wait = sum(each.orders * each.pieces for each in product.waiting)
    ever = product.opening_stock + sum(goods.pieces for goods in product.on_order)
    if wait > product.edition:
        message = f"{pieces(wait)} wait, more than the edition of {pieces(product.edition)}"
        yield Finding((*path, "waiting"), message)
    elif wait > ever and product.replenishment.word == "none":
        message = f"{pieces(wait)} wait, but only {pieces(ever)} are here and on order, and nothing"
        yield Finding((*path, "waiting"), f"{message} is ever bought (replenishment none)")
