"""Values that are read as they stand, and are hardly meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from math import exp, log

from backsim.scenario.checks.findings import Finding, Question
from backsim.scenario.reading.tree import TreePath, at
from backsim.scenario.schema.defaults import supplier_of
from backsim.scenario.schema.selling import OpenPreorders, Selling
from backsim.scenario.values.amounts import CURRENCIES
from backsim.scenario.values.hints import meant, quoted
from backsim.scenario.values.wording import duration, money, share, trimmed
from backsim.units import DAY, FOREVER, YEAR

LOWEST, HIGHEST = 1.0, 5.0
"""Review scores are cut there."""
MOST_FEE = 0.5
STATED = ("turned_away", "walked_away", "nothing_to_buy")


def sold_at_a_loss(question: Question) -> Iterator[Finding]:
    """Goods that cost more than they are sold for."""
    for name, product in question.file.products.items():
        if 0 < product.price < product.unit_cost:
            cost, price = (money(x, *question.currency) for x in (product.unit_cost, product.price))
            message = f"each piece is sold at a loss: it costs {cost}, its price is {price}"
            yield Finding(("products", name, "unit_cost"), message, warning=True)


def for_free(question: Question) -> Iterator[Finding]:
    """Goods that are given away, or that cost nothing."""
    for name, product in question.file.products.items():
        path: TreePath = ("products", name)
        if not product.price:
            yield Finding((*path, "price"), f"{quoted(name)} is given away: price 0", warning=True)
        if not product.unit_cost:
            message = f"{quoted(name)} costs the store nothing: unit_cost 0"
            yield Finding((*path, "unit_cost"), message, warning=True)
        pricing = product.pricing
        if pricing.preorder_discount >= 1:
            message = "pre-orders are given away: a discount of 100%"
            yield Finding((*path, "pricing", "preorder_discount"), message, warning=True)
        for key in ("early_bird", "preorder_steps", "wait_discounts", "quantity_discounts"):
            if max(getattr(pricing, key).values(), default=0.0) >= 1:
                message = "goods are given away: a discount of 100%"
                yield Finding((*path, "pricing", key), message, warning=True)


def fee_takes_it_all(question: Question) -> Iterator[Finding]:
    """A processor that keeps most of what customers pay."""
    payment = question.file.payment
    fees: dict[TreePath, float] = {("payment", "fee", "share"): payment.fee.share}
    for name, way in payment.offer.items():
        if way.fee:
            fees["payment", "offer", name, "fee", "share"] = way.fee.share
    for path, kept in fees.items():
        if kept >= MOST_FEE:
            message = f"the processor keeps {share(kept)} of every charge"
            yield Finding(path, message, warning=True)


def capture_always_fails(question: Question) -> Iterator[Finding]:
    """Cards of which none can be charged."""
    if question.file.payment.capture.failure >= 1:
        message = "every charge after a wait fails: no waiting order is ever paid"
        yield Finding(("payment", "capture", "failure"), message, warning=True)


def delivered_too_late(question: Question) -> Iterator[Finding]:
    """A supplier whose goods come when all is over, or who delivers nothing at all."""
    file = question.file
    used = {
        supplier_of(file, product)
        for product in file.products.values()
        if product.replenishment.word != "none" or product.on_order
    }
    for name, supplier in file.suppliers.items():
        path = ("suppliers", name)
        if name not in used:
            message = f"nothing is bought from {quoted(name)}"
            yield Finding(path, message, warning=True, everywhere=True, at_key=True)
        elif supplier.lead_time.mean >= question.horizon:
            mean, end = duration(round(supplier.lead_time.mean)), duration(question.horizon)
            message = f"a mean lead time of {mean}, and the horizon of {end} is over before"
            yield Finding((*path, "lead_time"), message, warning=True)


def nothing_is_allowed(question: Question) -> Iterator[Finding]:
    """Limits of zero, which say "never" where a word would."""
    for name, product in question.file.products.items():
        path, selling = ("products", name), product.selling
        if not product.edition:
            message = f"no piece of {quoted(name)} may ever be sold: edition 0"
            yield Finding((*path, "edition"), message, warning=True)
        rule, where = selling.backorders, (*path, "selling", "backorders")
        if getattr(rule, "max_pieces", 1) == 0 or getattr(rule, "max_wait", 1) == 0:
            key = "max_pieces" if getattr(rule, "max_pieces", 1) == 0 else "max_wait"
            message = f"no backorder is ever taken: {key} 0; that is `backorders: off`"
            yield Finding((*where, key), message, warning=True)
        if isinstance(selling.preorders, OpenPreorders) and selling.preorders.cap == 0:
            message = "no pre-order is ever taken: cap 0; that is `preorders: off`"
            yield Finding((*path, "selling", "preorders", "cap"), message, warning=True)


def empty_lists(question: Question) -> Iterator[Finding]:
    """A list of segments that names none, and so leaves none out."""
    rules: list[tuple[TreePath, Selling]] = [(("selling",), question.file.selling)]
    rules += [(("products", n, "selling"), p.selling) for n, p in question.file.products.items()]
    for path, selling in rules:
        for key in ("backorders", "preorders", "promise", "allocation", "release_allocation"):
            rule = getattr(selling, key)
            for setting in rule.segment_settings() if rule else ():
                where = (*path, key, setting)
                node = at(question.given, where)
                if node is not None and node.value == []:
                    message = f"`{setting}: []` names no segment, and that means all of them"
                    yield Finding(where, message, warning=True)


def waits_of_years(question: Question) -> Iterator[Finding]:
    """Promises and parcels that take longer than a year."""
    for name, product in question.file.products.items():
        promise = product.selling.promise
        for key in ("wait", "latest", "buffer"):
            ticks = getattr(promise, key, 0)
            if YEAR < ticks < FOREVER:
                message = f"a promise of {duration(ticks)}: more than a year"
                yield Finding(("products", name, "selling", "promise", key), message, warning=True)
    for name, carrier in question.file.shipping.carriers.items():
        path = ("shipping", "carriers", name)
        for key, ticks in (("transit", carrier.transit.mean), ("quoted", carrier.quoted)):
            if YEAR < ticks < FOREVER:
                message = f"a parcel on its way for {duration(round(ticks))}: more than a year"
                yield Finding((*path, key), message, warning=True)


def scores_out_of_range(question: Question) -> Iterator[Finding]:
    """A curve, or a stated score, that leaves 1 to 5."""
    curve = question.file.satisfaction
    best = curve.base - curve.wait_slope * _folds(question, curve.shortest_wait)
    worst = curve.base - curve.wait_slope * _folds(question, _longest(question)) - curve.late_drop
    for value, what in ((best, "the shortest wait"), (worst, "a long wait and a broken promise")):
        if not LOWEST <= round(value, 6) <= HIGHEST:
            message = f"the score after {what} is {value:.2f}, and is cut to 1 to 5"
            yield Finding(("satisfaction",), message, warning=True)
    for key in ("cancelled", *STATED):
        told = getattr(curve, key)
        if not LOWEST <= told <= HIGHEST:
            message = f"{key} {trimmed(told)} is no score from 1 to 5"
            yield Finding(("satisfaction", key), message, warning=True)


def scores_of_none(question: Question) -> Iterator[Finding]:
    """Who got nothing must not be happier than who got it on the day that was promised."""
    curve = question.file.satisfaction
    kept = curve.base - curve.wait_slope * _folds(question, _longest(question))
    # On the very day, the curve has begun to fall.
    falling = min(curve.late_middle / max(curve.late_scale, 1 / DAY), 700)
    kept -= curve.late_drop / (1 + exp(falling))
    for key in STATED:
        told = getattr(curve, key)
        if told >= kept:
            message = (
                f"{key} {trimmed(told)} is not below {kept:.2f}, the worst score of a kept "
                "promise: turning customers away would please them"
            )
            yield Finding(("satisfaction", key), message, warning=True)


def _longest(question: Question) -> float:
    """The longest wait that is looked at, in days: the horizon, a year at most."""
    return min(question.horizon, YEAR) / DAY


def _folds(question: Question, wait: float) -> float:
    """The logarithm of a wait over the reference wait."""
    curve = question.file.satisfaction
    tiny = 1 / DAY
    return log(max(wait, curve.shortest_wait, tiny) / max(curve.wait_reference, tiny))


def no_such_currency(question: Question) -> Iterator[Finding]:
    """Three letters that no bank knows."""
    code = question.file.currency
    if code not in CURRENCIES:
        guess = meant(code, CURRENCIES)
        message = f"{code} is no currency of ISO 4217{guess}; amounts are taken to have 2 decimals"
        yield Finding(("currency",), message, warning=True)


def about_no_file(question: Question) -> Iterator[Finding]:
    """How to read a history, where there is none."""
    if question.file.demand.file:
        return
    for key in ("columns", "date_format", "time_zone", "on_bad_row"):
        if at(question.given, ("demand", key)) is not None:
            message = f"`{key}` says how a history is read, and there is no `file`"
            yield Finding(("demand", key), message, warning=True, everywhere=True, at_key=True)


def hole_in_history(question: Question) -> Iterator[Finding]:
    """A history in which for more than a year nobody orders: a date is likely wrong."""
    if question.rows is None:
        return
    lines = sorted((line.when, line.row) for line in question.rows.lines)
    for (before, _), (after, row) in pairwise(lines):
        if after - before > timedelta(days=366):
            message = (
                f"the history has no order between {before.date()} and {after.date()} "
                f"(line {row}): is a date wrong?"
            )
            yield Finding(("demand", "file"), message, warning=True)


MATTERS = (
    sold_at_a_loss,
    for_free,
    fee_takes_it_all,
    capture_always_fails,
    delivered_too_late,
    nothing_is_allowed,
    empty_lists,
    waits_of_years,
    scores_out_of_range,
    scores_of_none,
    no_such_currency,
    about_no_file,
    hole_in_history,
)
