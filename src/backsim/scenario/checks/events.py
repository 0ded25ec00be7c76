"""How much there would be to simulate: what no machine gets through is refused."""

from __future__ import annotations

from collections.abc import Iterator
from math import expm1, log, log1p

import numpy as np

from backsim.scenario.checks.findings import Finding, Question
from backsim.scenario.reading.tree import TreePath, at
from backsim.scenario.schema.defaults import approaches
from backsim.scenario.schema.demand import Demand
from backsim.scenario.schema.payment import Instalments
from backsim.scenario.values.wording import duration
from backsim.units import DAY, FOREVER, YEAR

MOST_CUSTOMERS = 20_000_000
MOST_CHARGES = 20_000_000
MOST_REVIEWS = 5_000_000


def too_many_customers(question: Question) -> Iterator[Finding]:
    """Nobody comes, or too many do."""
    demand = question.file.demand
    expected = customers(question)
    if not expected and not demand.file:
        message = "nobody comes: demand has no rate, no burst and no file"
        yield Finding(("demand",), message, warning=True)
    if expected > MOST_CUSTOMERS:
        message = f"about {expected:,.0f} customers in one replication"
        where = ("demand", "rate") if demand.rate.mean else ("demand", "bursts")
        yield Finding(where, f"{message}; up to {MOST_CUSTOMERS:,} can be simulated")


def too_many_reviews(question: Question) -> Iterator[Finding]:
    """Stock that is reviewed every second."""
    periods = {
        name: product.replenishment.review_period
        for name, product in question.file.products.items()
        if product.replenishment.word != "none" and product.replenishment.review_period
    }
    reviews = sum(question.horizon / period for period in periods.values())
    if reviews > MOST_REVIEWS:
        name = min(periods, key=periods.__getitem__)
        message = f"about {reviews:,.0f} reviews of stock in one replication"
        where = ("products", name, "replenishment", "review_period")
        yield Finding(where, f"{message}; up to {MOST_REVIEWS:,} can be simulated")


def too_many_renewals(question: Question) -> Iterator[Finding]:
    """Cards that are authorised anew every second while their owners wait."""
    valid = question.file.payment.authorisation.valid_for
    if valid >= FOREVER:
        return
    renewals = customers(question) * _wait(question) / max(valid, 1)
    if renewals > MOST_CHARGES:
        message = f"about {renewals:,.0f} authorisations in one replication, one every"
        where = ("payment", "authorisation", "valid_for")
        told = f"{message} {duration(valid)} of a wait; up to {MOST_CHARGES:,} can be simulated"
        yield Finding(where, told)


def too_many_instalments(question: Question) -> Iterator[Finding]:
    """Plans whose parts are more than can be collected."""
    for name, product in question.file.products.items():
        own = at(question.given, ("products", name, "payment")) is not None
        top: TreePath = ("products", name, "payment") if own else ("payment",)
        for way, approach in approaches(product):
            if not isinstance(approach, Instalments) or approach.financed_by != "store":
                continue
            parts = customers(question) * approach.parts
            if parts > MOST_CHARGES:
                path = (*top, "offer", way) if product.payment.offer else top
                message = f"about {parts:,.0f} instalments in one replication"
                told = f"{message}; up to {MOST_CHARGES:,} can be simulated"
                yield Finding((*path, "parts"), told)


MATTERS = (too_many_customers, too_many_reviews, too_many_renewals, too_many_instalments)


def customers(question: Question) -> float:
    """About how many customers one replication generates."""
    demand = question.file.demand
    bursts = (b.peak * b.half_life / DAY / log(2) for b in demand.bursts.values())
    return _steady(demand, question.horizon) + sum(bursts)


def _steady(demand: Demand, horizon: int) -> float:
    """About how many customers the steady stream and its campaigns bring, in a busy future."""
    # Beyond it, exp has no float; the answer is "too many" long before.
    grown = min(log1p(demand.trend) * horizon / YEAR, 700)
    factor = sum(demand.season) / 12 * (expm1(grown) / grown if grown else 1.0)
    lifted = sum(campaign.lift * campaign.length for campaign in demand.campaigns.values())
    busy = float(demand.rate.quantile(np.array([1 - 1e-4]))[0])
    return busy * factor * (horizon + lifted) / DAY


def _wait(question: Question) -> float:
    """About how long a waiting customer waits, in ticks: for a delivery, a release, their date."""
    file = question.file
    waits = [supplier.lead_time.mean for supplier in file.suppliers.values()]
    waits += [max(product.release, 0) / 2 for product in file.products.values()]
    waits += [file.demand.advance.ahead.mean if file.demand.advance.share else 0.0]
    return min(max(waits), question.horizon)
