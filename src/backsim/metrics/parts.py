"""A part of a log, as a log: some of its lines with all that belongs to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import numpy as np

from backsim.metrics.reading import Mask, Reading
from backsim.records.log import Column, RunLog, Table
from backsim.units import NEVER

AnyTable = TypeVar("AnyTable", bound=Table)

OF_THE_WHOLE = ("offer", "promised", "went_by", "due", "weight")
"""Columns of lines that other lines have a part in: those of the whole log hold in the part."""


def part_of(whole: Reading, lines: Mask, orders: Mask, products: Mask) -> Reading:
    """A reading of these lines and visits, and of the stock of these products."""
    part = Reading(_log(whole.log, lines, orders, products), (whole.start, whole.end))
    rows = np.flatnonzero(lines)
    for name in OF_THE_WHOLE:
        # A cached property that is there is not made anew.
        part.__dict__[name] = getattr(whole, name)[rows]
    part.__dict__["pieces_asked_for"] = np.where(products, whole.pieces_asked_for, 0)
    return part


def _log(log: RunLog, lines: Mask, orders: Mask, products: Mask) -> RunLog:
    """The log of these rows, numbered anew."""
    sent = np.zeros(len(log.parcels) + 1, np.bool_)  # the last place is that of NEVER
    sent[log.lines.parcel[lines]] = True
    sent = sent[:-1]
    line_row, order_row, parcel_row = _numbered(lines), _numbered(orders), _numbered(sent)
    bought = products[log.purchases.product]
    count = np.bincount(log.lines.order[lines], minlength=len(orders))[orders]
    stock = [
        item if kept else item._replace(opening_stock=0)
        for item, kept in zip(log.facts.products, products.tolist(), strict=True)
    ]
    outlays = log.outlays
    on_line = np.append(lines, False)[outlays.line]
    on_order = np.append(orders, False)[outlays.order] & (outlays.line == NEVER)
    return RunLog(
        facts=log.facts._replace(products=tuple(stock), opening_cash=0),
        orders=_rows(log.orders, orders, first_line=np.cumsum(count) - count, line_count=count),
        lines=_rows(
            log.lines,
            lines,
            order=order_row[log.lines.order[lines]],
            parcel=parcel_row[log.lines.parcel[lines]],
        ),
        payments=_rows(
            log.payments,
            kept := lines[log.payments.line],
            order=order_row[log.payments.order[kept]],
            line=line_row[log.payments.line[kept]],
        ),
        parcels=_rows(log.parcels, sent, order=order_row[log.parcels.order[sent]]),
        purchases=_rows(log.purchases, bought),
        deliveries=_rows(
            log.deliveries,
            came := bought[log.deliveries.purchase],
            purchase=_numbered(bought)[log.deliveries.purchase[came]],
        ),
        allocations=_rows(
            log.allocations,
            aside := lines[log.allocations.line],
            line=line_row[log.allocations.line[aside]],
        ),
        outlays=_rows(
            outlays,
            spent := on_line | on_order,
            order=order_row[outlays.order[spent]],
            line=line_row[outlays.line[spent]],
        ),
    )


def _numbered(kept: Mask) -> Column:
    """By row: its number among those kept, or ``NEVER``; the last place is that of ``NEVER``."""
    row = np.full(len(kept) + 1, NEVER, np.int64)
    row[:-1][kept] = np.arange(np.count_nonzero(kept))
    return row


def _rows(table: AnyTable, kept: Mask, **columns: Column) -> AnyTable:
    """Some rows of a table, with these columns instead."""
    chosen = {each.name: getattr(table, each.name)[kept] for each in table.columns()}
    return replace(table, **(chosen | columns))
