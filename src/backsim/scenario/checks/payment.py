"""What makes no sense about how one product is paid."""

from __future__ import annotations

from collections.abc import Iterator

from backsim.scenario.checks.findings import Finding, Question, needs_release, too_late, unknown_in
from backsim.scenario.reading.tree import TreePath, at
from backsim.scenario.schema.defaults import approaches
from backsim.scenario.schema.file import File
from backsim.scenario.schema.payment import (
    OF_ONE,
    Approach,
    Deposit,
    Instalments,
)
from backsim.scenario.schema.products import Product
from backsim.units import FOREVER


def payment_of(question: Question, product: Product, path: TreePath) -> Iterator[Finding]:
    """Everything that is wrong or odd with the ways to pay for one product."""
    yield from one_or_several(question, path)
    for name, approach in approaches(product):
        inside = (*path, "offer", name) if product.payment.offer else path
        if approach.word == "at_release" and product.release <= 0:
            if needs_release(question, path):
                message = "at_release needs a product with a `release` after the start"
                yield Finding(inside, message)
        elif isinstance(approach, Deposit):
            yield from _deposit(question, approach, inside)
        elif isinstance(approach, Instalments):
            yield from _interest(approach, inside)
        yield from _defaults(approach, inside)
        yield from unknown_in(question, approach, inside)


def one_or_several(question: Question, path: TreePath) -> Iterator[Finding]:
    """One approach, or an offer of several."""
    offer = at(question.given, (*path, "offer"))
    if offer is None or offer.value is None:
        return
    if not offer.entries:
        yield Finding((*path, "offer"), "offer must name at least one way to pay")
    if at(question.given, (*path, "approach")) is not None:
        message = "`approach` and `offer` exclude each other: one way to pay, or several"
        yield Finding((*path, "offer"), message, at_key=True)
    for key in OF_ONE:
        if at(question.given, (*path, key)) is not None:
            message = f"'{key}' belongs to one of the alternatives, below `offer:`"
            yield Finding((*path, key), message, at_key=True)


def kept(file: File) -> Iterator[Finding]:
    """Something is to be kept of what nobody pays ahead."""
    ways = [way for product in file.products.values() for _, way in approaches(product)]
    if any(way.takes_ahead() for way in ways):
        return
    payment, forfeit = file.payment, file.payment.forfeit
    told = {
        "forfeit": forfeit is not None and (forfeit.customer > 0 or forfeit.store > 0),
        "cancellation_fee": payment.cancellation_fee.amount > 0,
        "refund_as": payment.refund_as == "credit",
    }
    for key, wanted in told.items():
        if wanted:
            message = f"'{key}', but nothing is paid ahead of which it could be withheld"
            yield Finding(("payment", key), message, warning=True, everywhere=True)


def _deposit(question: Question, deposit: Deposit, path: TreePath) -> Iterator[Finding]:
    if deposit.share is None and deposit.amount is None:
        message = "a deposit needs its `share` or its `amount`, for instance `share: 30%`"
        yield Finding(path, message)
    elif deposit.share is not None and deposit.amount is not None:
        message = "a deposit is a `share` or an `amount`, not both"
        yield Finding((*path, "amount"), message)
    elif deposit.share is not None and deposit.amount_per != "line":
        message = "amount_per belongs to an `amount`, and here is a share"
        yield Finding((*path, "amount_per"), message)
    due = deposit.balance.at
    if due < 0:
        message = f"the balance is due before the start, {question.start}"
        yield Finding((*path, "balance"), message)
    elif question.horizon <= due < FOREVER:
        message = f"{too_late(question, due, 'the balance is due')}: it is not paid any more"
        yield Finding((*path, "balance"), message, warning=True)


def _interest(plan: Instalments, path: TreePath) -> Iterator[Finding]:
    if plan.interest and plan.interest_borne_by == "store" and plan.financed_by == "store":
        message = "interest that the store bears goes to a partner; without one it has no effect"
        yield Finding((*path, "interest"), message, warning=True)


def _defaults(approach: Approach, path: TreePath) -> Iterator[Finding]:
    if approach.default_rate and not approach.leaves_open():
        message = f"a default_rate, but {approach.word} leaves nothing to pay after the shipment"
        yield Finding((*path, "default_rate"), message, warning=True)
