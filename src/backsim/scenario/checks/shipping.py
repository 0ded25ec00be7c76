"""What makes no sense about what customers are charged for shipping."""

from __future__ import annotations

from collections.abc import Iterator

from backsim.chance.distributions import Constant
from backsim.scenario.checks.findings import Finding, Question
from backsim.scenario.reading.tree import at
from backsim.scenario.schema.defaults import charged, reference_price
from backsim.scenario.schema.file import File


def shipping_of(question: Question) -> Iterator[Finding]:
    """Everything that is odd with what shipping costs the customer."""
    file, given = question.file, question.given
    if not any(charged(file, carrier) for carrier in file.shipping.carriers.values()):
        free = {
            ("shipping", "free_above"): "free_above",
            ("shipping", "given_back"): "given_back",
            ("pricing", "free_shipping"): "free_shipping",
        }
        for path, what in free.items():
            if at(given, path) is not None:
                message = f"{what}, but nobody pays for shipping (`shipping.charged`)"
                yield Finding(path, message, warning=True, everywhere=True)
    elif file.customers and _nobody_pays(file):
        message = (
            "no customer would pay for shipping: their `willingness` is the reference price and no "
            "more; for instance `willingness: lognormal(mean 1.3, cv 0.2)`"
        )
        yield Finding(("shipping", "charged"), message, warning=True)


def _nobody_pays(file: File) -> bool:
    """Is every price at what each customer would pay at most, or above it, and not all above?

    A price that nobody pays, shipping aside, is another matter.
    """
    told = [segment.willingness for segment in file.customers.values()]
    limits = [limit.value for limit in told if isinstance(limit, Constant)]
    products = file.products.values()
    if len(limits) < len(told) or max(limits) > 1:
        return False
    at_most = all(product.price >= reference_price(product) for product in products)
    return at_most and any(p.price <= max(limits) * reference_price(p) for p in products)
