"""Stock: how often it was there, how much was owed, and how much was left."""

from __future__ import annotations

import math

import numpy as np

from backsim.ledger import Account, balance
from backsim.ledger.days import amount_ticks, tally
from backsim.ledger.pieces import opening_pieces
from backsim.metrics.kpi import Kpi, Level, Measure, level_of, ratio, share
from backsim.metrics.reading import Reading
from backsim.records.codes import Offer
from backsim.records.kpi import KpiInfo
from backsim.records.log import Column
from backsim.units import YEAR


def mean_backorders(r: Reading) -> Measure:
    """Time average of pieces owed on backorders and not there yet."""
    start, end, pieces, _ = r.backorder_spans
    inside = amount_ticks(start, pieces, r.start, r.end) - amount_ticks(end, pieces, r.start, r.end)
    return Level(float(inside), float(r.end - r.start))


def ready_rate(r: Reading) -> Measure:
    """Share of time in which a customer would have found stock, weighted by what is asked for."""
    open_from = np.maximum(r.releases, r.start)
    asked = np.where(open_from < r.end, r.pieces_asked_for, 0)
    if not asked.any():
        return None
    ready = _ticks_with_stock(r, np.minimum(open_from, r.end))
    on_sale = np.flatnonzero(asked)
    shares = ready[on_sale] / (r.end - open_from[on_sale])
    return ratio(math.fsum(shares * asked[on_sale]), int(asked.sum()))


def cycle_service_level(r: Reading) -> Measure:
    """Replenishment cycles in which stock met all demand."""
    purchases, lines = r.log.purchases, r.log.lines
    span = r.facts.horizon + 1
    here = (purchases.received_at >= 0) & (purchases.received_at > r.releases[purchases.product])
    # One number per product and instant, in order; goods of one instant end one cycle.
    ends = np.unique(purchases.product[here] * span + purchases.received_at[here])
    if not len(ends):
        return None
    missed = np.flatnonzero(r.short)
    product = lines.asked_for[missed]
    # Goods arrive before the demand of the same instant: what is missed then is in the next cycle.
    cycle = np.searchsorted(ends, product * span + r.placed[missed], side="right")
    # After its last receipt a product is in a cycle that has not ended: the next end is another's.
    ended = np.append(ends // span, -1)[cycle] == product
    failed = np.zeros(len(ends), dtype=np.bool_)
    failed[cycle[ended]] = True
    counted = r.within(ends % span)
    return share(~failed, counted)


def inventory_value(r: Reading) -> Measure:
    """Time average of stock at cost."""
    return level_of(r, Account.INVENTORY)


def inventory_turns(r: Reading) -> Measure:
    """How many times a year the stock is sold."""
    held = r.average(Account.INVENTORY) * (r.end - r.start)
    return ratio(r.statement.expenses[Account.COST_OF_GOODS] * YEAR, held)


def overstock(r: Reading) -> float | None:
    """Stock at cost when the log ends."""
    return r.major(balance(r.journal, Account.INVENTORY, r.end))


def _ticks_with_stock(r: Reading, open_from: Column) -> Column:
    """Ticks from ``open_from`` to the end with more pieces on hand than are owed, by product."""
    lines, purchases = r.log.lines, r.log.purchases
    products = len(open_from)
    sold, back = np.flatnonzero(r.accepted_lines), np.flatnonzero(lines.cancelled_at >= 0)
    # What comes from stock is set aside as it is sold, which may be later than the visit.
    taken_at = np.where(lines.offer == Offer.STOCK, lines.allocated_at, r.placed)
    came = np.flatnonzero(purchases.received_at >= 0)
    product = np.concatenate(
        (np.arange(products), lines.product[sold], lines.product[back], purchases.product[came])
    )
    at = np.concatenate(
        (
            np.zeros(products, dtype=np.int64),
            taken_at[sold],
            lines.cancelled_at[back],
            purchases.received_at[came],
        )
    )
    change = np.concatenate(
        (
            opening_pieces(r.log),
            -lines.quantity[sold],
            lines.quantity[back],
            purchases.quantity[came],
        )
    )
    order = np.argsort(product * (r.end + 1) + at, kind="stable")
    product, at, change = product[order], at[order], change[order]
    # The running total goes on from one product to the next: take off what came before it.
    before = np.cumsum(tally(product, change, products)) - tally(product, change, products)
    free = np.cumsum(change) - before[product]
    until = np.append(at[1:], r.end)
    until[np.flatnonzero(np.diff(product, append=products))] = r.end
    since = open_from[product]
    ticks = np.maximum(until, since) - np.maximum(at, since)
    return tally(product, np.where(free > 0, ticks, 0), products)


KPIS = (
    Kpi(
        KpiInfo(
            "ready_rate",
            "Ready rate",
            "share",
            +1,
            "Time with more pieces on hand than are owed to customers / time on sale, in the "
            "window from each product's release on; mean over products, weighted by the pieces "
            "asked for in it (the time before a first delivery counts as empty).",
            "probability of a positive net inventory, Axsäter, Inventory Control, ch. 5",
        ),
        ready_rate,
    ),
    Kpi(
        KpiInfo(
            "cycle_service_level",
            "Cycle service level",
            "share",
            +1,
            "Replenishment cycles in which no demand met an empty shelf (nor was met with a "
            "substitute) / cycles, from one receipt of a product (or its release) to the next; "
            "ended by a receipt in the window.",
            "type 1 service (alpha), Silver, Pyke & Thomas",
        ),
        cycle_service_level,
    ),
    Kpi(
        KpiInfo(
            "mean_backorders",
            "Mean backorders",
            "pieces",
            -1,
            "Pieces owed on backorders and not set aside yet, summed over time / length of the "
            "window; a pre-order or an advance order counts once its first promise has passed.",
            "Zipkin, Foundations of Inventory Management (2000), ch. 6",
        ),
        mean_backorders,
    ),
    Kpi(
        KpiInfo(
            "inventory_value",
            "Inventory value",
            "money",
            -1,
            "Pieces on hand at unit cost, summed over time / length of the window.",
            "time average of the inventory account",
        ),
        inventory_value,
    ),
    Kpi(
        KpiInfo(
            "inventory_turns",
            "Inventory turns",
            "per year",
            +1,
            "Cost of the goods shipped in the window, per year of 365 days / time average of the "
            "inventory at cost in the window.",
            "standard accounting ratio",
        ),
        inventory_turns,
    ),
    Kpi(
        KpiInfo(
            "overstock",
            "Overstock",
            "money",
            -1,
            "Pieces on hand at the end of the window, at unit cost.",
            "balance of the inventory account at the horizon",
        ),
        overstock,
    ),
)
