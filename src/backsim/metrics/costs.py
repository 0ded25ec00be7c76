"""Costs by what they are for: of stock as textbooks have them, of campaigns, of staying open."""

from __future__ import annotations

import math

import numpy as np

from backsim.ledger import Account
from backsim.metrics.kpi import Kpi
from backsim.metrics.reading import Reading
from backsim.records.codes import LostCause
from backsim.records.kpi import KpiInfo
from backsim.records.log import Column
from backsim.units import DAY


def holding_cost(r: Reading) -> float | None:
    """What keeping stock cost."""
    return r.major(r.statement.expenses[Account.HOLDING])


def order_cost(r: Reading) -> float | None:
    """What placing purchase orders cost."""
    return r.major(r.statement.expenses[Account.ORDERING])


def backorder_cost(r: Reading) -> float | None:
    """What pieces that were owed are reckoned to have cost."""
    once = np.array([product.imputed.backorder for product in r.facts.products])
    per_day = np.array([product.imputed.backorder_day for product in r.facts.products])
    if not (once.any() or per_day.any()):
        return 0.0
    start, end, pieces, line = r.backorder_spans
    product = r.log.lines.product[line]
    began = np.where(r.within(start), once[product], 0)
    days = np.maximum(np.minimum(end, r.end) - np.maximum(start, r.start), 0) / DAY
    return r.major(math.fsum(pieces * (began + per_day[product] * days)))


def lost_sale_cost(r: Reading) -> float | None:
    """What pieces that were not sold for want of stock are reckoned to have cost."""
    each = np.array([product.imputed.lost_sale for product in r.facts.products])
    lines = r.log.lines
    row = np.flatnonzero(r.short & r.asked & (lines.lost != LostCause.SOLD))
    return r.major(_sum(lines.quantity[row] * each[lines.asked_for[row]]))


def inventory_cost(r: Reading) -> float | None:
    """All that a textbook charges for keeping stock and for not having it."""
    costs = (holding_cost(r), order_cost(r), backorder_cost(r), lost_sale_cost(r))
    return math.fsum(cost for cost in costs if cost is not None)


def shipping_cost(r: Reading) -> float | None:
    """What parcels cost, and to pack them."""
    expenses = r.statement.expenses
    return r.major(expenses[Account.SHIPPING] + expenses[Account.PACKAGING])


def payment_fees(r: Reading) -> float | None:
    """What payment processors kept."""
    return r.major(r.statement.expenses[Account.PAYMENT_FEES])


def marketing_cost(r: Reading) -> float | None:
    """What campaigns cost."""
    return r.major(r.statement.expenses[Account.MARKETING])


def running_costs(r: Reading) -> float | None:
    """What it cost to stay open."""
    return r.major(r.statement.expenses[Account.RUNNING_COSTS])


def _sum(amounts: Column) -> int:
    return int(amounts.sum())


KPIS = (
    Kpi(
        KpiInfo(
            "inventory_cost",
            "Inventory cost",
            "money",
            -1,
            "Holding, order, backorder and lost-sale cost of the window, of which the last two are "
            "reckoned with and paid by nobody.",
            "total cost of Hadley & Whitin, Analysis of Inventory Systems (1963), ch. 2 and 4",
        ),
        inventory_cost,
    ),
    Kpi(
        KpiInfo(
            "holding_cost",
            "Holding cost",
            "money",
            -1,
            "Pieces on hand over time in the window, at the yearly rate of their cost "
            "(products.*.holding_cost).",
            "holding account of the ledger",
        ),
        holding_cost,
    ),
    Kpi(
        KpiInfo(
            "order_cost",
            "Order cost",
            "money",
            -1,
            "Fixed cost of the purchase orders placed in the window (products.*.order_cost).",
            "ordering account of the ledger",
        ),
        order_cost,
    ),
    Kpi(
        KpiInfo(
            "backorder_cost",
            "Backorder cost",
            "money",
            -1,
            "Pieces owed on backorders and not set aside yet, over their time in the window, and "
            "once as they begin to be owed in it (products.*.backorder_cost): reckoned, not paid.",
            "shortage costs per unit and per unit and time, Hadley & Whitin (1963), ch. 2 and 4",
        ),
        backorder_cost,
    ),
    Kpi(
        KpiInfo(
            "lost_sale_cost",
            "Lost-sale cost",
            "money",
            -1,
            "Pieces asked for in the window and not sold for want of stock (refused, sold out, or "
            "left because of what has to wait), each at products.*.lost_sale_cost: reckoned, not "
            "paid.",
            "cost of a lost sale, Hadley & Whitin (1963), ch. 4",
        ),
        lost_sale_cost,
    ),
    Kpi(
        KpiInfo(
            "shipping_cost",
            "Shipping cost",
            "money",
            -1,
            "What carriers charged for the parcels sent in the window, and what packing them cost.",
            "shipping and packaging accounts of the ledger",
        ),
        shipping_cost,
    ),
    Kpi(
        KpiInfo(
            "payment_fees",
            "Payment fees",
            "money",
            -1,
            "What payment processors kept in the window, of charges, renewed authorisations and "
            "disputes.",
            "payment fees account of the ledger",
        ),
        payment_fees,
    ),
    Kpi(
        KpiInfo(
            "marketing_cost",
            "Marketing cost",
            "money",
            -1,
            "Cost of the campaigns that began in the window (demand.campaigns.*.cost).",
            "marketing account of the ledger",
        ),
        marketing_cost,
    ),
    Kpi(
        KpiInfo(
            "running_costs",
            "Running costs",
            "money",
            -1,
            "Expenses due in the window, whatever is sold (money.expenses).",
            "running costs account of the ledger",
        ),
        running_costs,
    ),
)
