"""Service: what customers could get, and what was kept to the promise."""

from __future__ import annotations

import numpy as np

from backsim.metrics.kpi import Kpi, Measure, ratio, share
from backsim.metrics.reading import Mask, Reading
from backsim.records.codes import PaymentKind
from backsim.records.kpi import KpiInfo
from backsim.units import DAY


def backorder_rate(r: Reading) -> Measure:
    """Orders that stock could not serve in full, among those that are not for a later date."""
    plain = r.cohort & ~r.preorder & ~r.advance
    return share(r.count(r.backordered) > 0, plain)


def fulfillment_rate(r: Reading) -> Measure:
    """Orders kept to their promised ship date, among those promised for the window."""
    promised = r.accepted & r.within(r.promise)
    return share(r.count(r.on_time) == r.sold_lines, promised)


def on_time_in_full(r: Reading) -> Measure:
    """Orders delivered complete by the promised delivery date."""
    promise = r.promise + r.quoted_transit
    promised = r.accepted & r.within(promise)
    complete = r.count(r.shipped) == r.sold_lines
    return share(complete & (r.last_delivery // DAY <= promise // DAY), promised)


def fill_rate(r: Reading) -> Measure:
    """Pieces that stock could serve at once, among those wanted of products on sale."""
    quantity = r.log.lines.quantity
    served = int(quantity[r.asked & r.from_stock].sum())
    missed = int(quantity[r.asked & r.short].sum())
    return ratio(served, served + missed)


def conversion(r: Reading) -> Measure:
    """Visits that ended in an accepted order."""
    return share(r.accepted, r.within(r.log.orders.placed_at) & r.newcomers)


def preorder_share(r: Reading) -> Measure:
    """Pre-orders among accepted orders."""
    return share(r.preorder, r.cohort)


def cancellation_rate(r: Reading) -> Measure:
    """Accepted orders of which a line was withdrawn before shipment."""
    return share(r.count(r.cancelled) > 0, r.cohort)


def unpaid_rate(r: Reading) -> Measure:
    """Accepted orders that ended because they had not been paid in time."""
    return share(r.count(r.never_paid) > 0, r.cohort)


def refund_rate(r: Reading) -> Measure:
    """Accepted orders of which money was, or is to be, paid back."""
    return share(_orders_with(r, PaymentKind.REFUND), r.cohort)


def chargebacks(r: Reading) -> Measure:
    """Accepted orders of which the customer's bank took money back."""
    return share(_orders_with(r, PaymentKind.CHARGEBACK, PaymentKind.RECLAIMED), r.cohort)


def substitution_rate(r: Reading) -> Measure:
    """Sold lines with another product than the one asked for."""
    return share(r.substituted, r.sold & r.asked)


def open_rate(r: Reading) -> Measure:
    """Accepted orders with a line still waiting when the log ends."""
    waiting = r.sold & ~r.shipped & ~r.cancelled
    return share(r.count(waiting) > 0, r.cohort)


def _orders_with(r: Reading, *kinds: PaymentKind) -> Mask:
    """Orders with a payment of some kind, of more than nothing. Shape (orders,)."""
    payments = r.log.payments
    found = np.zeros(len(r.log.orders), dtype=np.bool_)
    found[payments.order[np.isin(payments.kind, kinds) & (payments.amount > 0)]] = True
    return found


_ORDERS = "accepted orders placed in the window"

BACKORDER_RATE = Kpi(
    KpiInfo(
        "backorder_rate",
        "Backorder rate",
        "share",
        0,
        "Accepted orders, pre-orders and advance orders aside, with at least one line (or part of "
        "one) that could not ship from stock when placed / accepted orders, pre-orders and advance "
        "orders aside; placed in the window.",
        "backsim: orders for a later date are kept apart, or taking them would look bad by "
        "definition",
    ),
    backorder_rate,
)

FULFILLMENT_RATE = Kpi(
    KpiInfo(
        "fulfillment_rate",
        "Fulfillment rate",
        "share",
        +1,
        "Accepted orders of which every line was sent by the ship date that its customer went by "
        "(the calendar day; lines in one parcel go by the latest) / accepted orders whose date, "
        "the latest of their lines', fell in the window; it is the date promised first, whatever "
        "was said later, and without a date the one that they believed in; a cancelled order "
        "counts as not fulfilled.",
        "backsim: promises kept, by the date that the customer went by",
    ),
    fulfillment_rate,
)

KPIS = (
    Kpi(
        KpiInfo(
            "on_time_in_full",
            "On time in full",
            "share",
            +1,
            "Accepted orders delivered complete by the delivery date that the customer went by (as "
            "in the fulfillment rate, plus the carrier's quoted transit, by calendar day) / "
            "accepted orders of which that date fell in the window.",
            "OTIF as in supply-chain scorecards, with the date that the customer went by",
        ),
        on_time_in_full,
    ),
    Kpi(
        KpiInfo(
            "fill_rate",
            "Fill rate",
            "share",
            +1,
            "Pieces of sold lines that stock could serve at once / those plus the pieces that "
            "stock could not serve (backordered, replaced by a substitute, or lost because the "
            "store refused or could never serve them or the customer would not wait or pay ahead); "
            "asked for in the window, pre-orders, advance orders and products not on sale aside.",
            "type 2 service (beta), Silver, Pyke & Thomas; sales lost for want of stock count "
            "against it",
        ),
        fill_rate,
    ),
    Kpi(
        KpiInfo(
            "conversion",
            "Conversion",
            "share",
            +1,
            "Accepted orders / visits; in the window.",
            "common use in online stores",
        ),
        conversion,
    ),
    Kpi(
        KpiInfo(
            "preorder_share",
            "Pre-order share",
            "share",
            0,
            f"Accepted orders with a pre-ordered line / {_ORDERS}.",
            "backsim",
        ),
        preorder_share,
    ),
    Kpi(
        KpiInfo(
            "cancellation_rate",
            "Cancellation rate",
            "share",
            -1,
            "Accepted orders with a line withdrawn before shipment, unless the customer took a "
            f"substitute for it / {_ORDERS}.",
            "common use in online stores",
        ),
        cancellation_rate,
    ),
    Kpi(
        KpiInfo(
            "unpaid_rate",
            "Never paid",
            "share",
            -1,
            "Accepted orders that had not been paid when the time for it was over, and held their "
            f"pieces until then (`payment.unpaid`) / {_ORDERS}.",
            "backsim: counted in the log",
        ),
        unpaid_rate,
    ),
    Kpi(
        KpiInfo(
            "refund_rate",
            "Refund rate",
            "share",
            -1,
            "Accepted orders of which money was or will be paid back (also after the horizon) / "
            f"{_ORDERS}.",
            "common use in online stores",
        ),
        refund_rate,
    ),
    Kpi(
        KpiInfo(
            "open_rate",
            "Still open at the end",
            "share",
            -1,
            "Accepted orders with a line neither shipped nor cancelled when the log ends / "
            f"{_ORDERS}.",
            "backsim: says how much of the story the horizon cuts off",
        ),
        open_rate,
    ),
    Kpi(
        KpiInfo(
            "chargebacks",
            "Chargebacks",
            "share",
            -1,
            f"Accepted orders of which the customer's bank took money back / {_ORDERS}.",
            "dispute rate, as card schemes watch it",
        ),
        chargebacks,
    ),
    Kpi(
        KpiInfo(
            "substitution_rate",
            "Substitution rate",
            "share",
            0,
            "Sold lines with another product than the one asked for, taken at once or after a wait "
            "/ sold lines; asked for in the window.",
            "substitution in stock-out studies, Gruen, Corsten & Bharadwaj (2002)",
        ),
        substitution_rate,
    ),
)
