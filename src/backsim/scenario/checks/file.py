"""What is wrong with a file whose every value makes sense by itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backsim.chance.distributions import Constant
from backsim.records.codes import Offer
from backsim.scenario.checks import doubtful, endless, events, names, takers
from backsim.scenario.checks.findings import Finding, Question, too_late, unknown_segments
from backsim.scenario.checks.payment import kept, one_or_several
from backsim.scenario.checks.products import of_product
from backsim.scenario.checks.shipping import shipping_of
from backsim.scenario.reading.tree import TreePath, at
from backsim.scenario.schema.demand import Campaign
from backsim.scenario.schema.file import File
from backsim.scenario.values.hints import meant, quoted
from backsim.scenario.values.times import LONGEST
from backsim.scenario.values.wording import duration, share
from backsim.units import DAY, FOREVER

SUM_TOLERANCE = 1e-6
MATTERS = (*events.MATTERS, *names.MATTERS, *takers.MATTERS, *doubtful.MATTERS, *endless.MATTERS)
"""What one function each looks for in a whole file, most of it sound and hardly meant."""


def findings(question: Question) -> Iterator[Finding]:
    """Everything that is wrong or odd with one arm."""
    yield from _time(question)
    yield from _shares(question.file)
    yield from _demand(question)
    yield from _customers(question)
    yield from _store(question)
    yield from shipping_of(question)
    if not question.file.products:
        yield Finding(("products",), "at least one product is needed")
    for name, product in question.file.products.items():
        yield from of_product(question, name, product)
    for matter in MATTERS:
        yield from matter(question)


def _time(question: Question) -> Iterator[Finding]:
    file, horizon = question.file, question.horizon
    if file.warm_up >= horizon:
        message = f"the warm-up of {duration(file.warm_up)} leaves nothing of the horizon"
        yield Finding(("warm_up",), f"{message} of {duration(horizon)}")
    elif file.warm_up + file.cool_down >= horizon:
        message = f"warm-up and cool-down leave nothing of the horizon of {duration(horizon)}"
        yield Finding(("cool_down",), message)
    if LONGEST > horizon > 100 * 366 * DAY or (file.horizon and horizon >= LONGEST):
        message = "the horizon may have up to 100 years"
        if file.horizon:
            yield Finding(("horizon",), message)
        else:
            told = f"{message}; this history has {duration(horizon)}: is a date wrong?"
            yield Finding(("demand", "file"), told)
    if file.question == "launch" and file.warm_up:
        message = "a launch is looked at from its first day; warm_up leaves its beginning out"
        yield Finding(("warm_up",), message, warning=True)
    if file.question == "steady_state" and not file.warm_up:
        message = "a steady-state question without warm_up counts the start-up as if it were usual"
        yield Finding(("question",), message, warning=True)


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
    basket = file.demand.basket
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
    yield from _campaigns(question)


def _bursts(question: Question) -> Iterator[Finding]:
    for name, burst in question.file.demand.bursts.items():
        path = ("demand", "bursts", name, "at")
        # Tails have no end: what one replication in 10,000 does is not looked at.
        first, last = (int(tick) for tick in burst.at.quantile(np.array([1e-4, 1 - 1e-4])))
        if first >= question.horizon:
            yield Finding(path, too_late(question, first, "the burst begins"))
        elif first < 0:
            yield Finding(path, f"the burst begins before the start, {question.start}")
        elif last >= question.horizon:
            message = f"the burst '{name}' may begin when the horizon is over"
            yield Finding(path, message, warning=True)


def _campaign(question: Question, campaign: Campaign, path: TreePath) -> Iterator[Finding]:
    """What one campaign names, and whom it could bring."""
    products = question.file.products
    for position, name in enumerate(campaign.products):
        if name not in products:
            guess = meant(name, products) or f" (products: {', '.join(products)})"
            yield Finding((*path, "products", position), f"unknown product {quoted(name)}{guess}")
    yield from unknown_segments(question, campaign.segments, (*path, "segments"))
    known = [question.file.customers[s] for s in campaign.segments if s in question.file.customers]
    if known and not sum(segment.share for segment in known):
        yield Finding((*path, "segments"), "no customer is of these segments: their share is 0%")
    about = [products[name] for name in campaign.products or products if name in products]
    soon = any(product.release > max(campaign.at, 0) for product in about)
    if Offer.STOCK not in campaign.offers and about and not soon:
        message = "the campaign is for pre-orders, and what it is about is released as it begins"
        yield Finding((*path, "offers"), message)
    if campaign.cost and campaign.at < 0:
        message = "the campaign began before the start, and was paid then: its cost is in no cash"
        yield Finding((*path, "cost"), message, warning=True)


def _campaigns(question: Question) -> Iterator[Finding]:
    demand = question.file.demand
    for name, campaign in demand.campaigns.items():
        path = ("demand", "campaigns", name)
        if campaign.at >= question.horizon:
            message = too_late(question, campaign.at, "the campaign begins")
            yield Finding((*path, "at"), message)
        elif campaign.at + campaign.length <= 0:
            yield Finding((*path, "at"), f"the campaign ends before the start, {question.start}")
        elif not demand.rate.mean:
            message = f"the campaign '{name}' lifts the steady stream, and demand has no rate"
            yield Finding(path, message, warning=True)
        yield from _campaign(question, campaign, path)
    if demand.advance.share and demand.advance.ahead == Constant(0.0):
        message = "advance orders need `ahead`, for instance `ahead: uniform(7 days, 30 days)`"
        yield Finding(("demand", "advance"), message)


def _customers(question: Question) -> Iterator[Finding]:
    swappable = any(product.substitutes for product in question.file.products.values())
    for name, segment in question.file.customers.items():
        changes, path = segment.changes, ("customers", name, "changes")
        if changes.drop + changes.swap > 1 + SUM_TOLERANCE:
            total = share(changes.drop + changes.swap)
            yield Finding(path, f"drop and swap sum to {total}, more than all who change")
        told = at(question.given, (*path, "after")) is not None  # `never` turns it off
        if (changes.drop or changes.swap) and not told:
            message = "changes need `after`, for instance `after: exponential(mean 20 days)`"
            yield Finding(path, message)
        if changes.swap and not swappable:
            message = f"customers '{name}' would swap, but no product has `substitutes`"
            yield Finding(path, message, warning=True, everywhere=True)


def _store(question: Question) -> Iterator[Finding]:
    payment, given = question.file.payment, question.given
    yield from one_or_several(question, ("payment",))
    yield from kept(question.file)
    card = payment.authorisation
    if card.renewal_fee and card.valid_for >= FOREVER:
        message = "a renewal_fee, but authorisations never expire (valid_for)"
        yield Finding(("payment", "authorisation"), message, warning=True)
    code = ("pricing", "late_code")
    if at(given, code) is not None and at(given, (*code, "value")) is None:
        yield Finding(code, "late_code needs its `value`, for instance `value: 10.00`")
