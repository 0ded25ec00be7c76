"""From what was written down to the RunLog: numpy columns, lines in order of their visit."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar, cast

import numpy as np

from backsim.columns import COMPILED, Ints
from backsim.records import log
from backsim.records.codes import LostCause
from backsim.records.log import (
    Allocations,
    Column,
    Deliveries,
    Lines,
    Orders,
    Outlays,
    Parcels,
    Payments,
    ProductFacts,
    Purchases,
    RunFacts,
    RunLog,
    WayFacts,
)
from backsim.scenario.model import Approach, Scenario
from backsim.simulation.opening import plans_of, rounded
from backsim.simulation.store import Store
from backsim.simulation.tables import Rare
from backsim.simulation.workload import Asked, Workload
from backsim.units import FOREVER, NEVER

AnyTable = TypeVar("AnyTable", bound=log.Table)


class Places(NamedTuple):
    """Where what was written stands in the log, if that is somewhere else."""

    visits: Column
    """Rows as written, in the order of the log: those who came, by time."""
    visit_row: Column
    """By visit as written: its row in the log, or ``NEVER``."""
    lines: Column
    line_row: Column


def run_log(store: Store, scenario: Scenario, work: Workload) -> RunLog:
    """Everything written down.

    Lines that were appended take their place behind their visit's, those who were brought take
    theirs by time, and those who never came are left out.
    """
    placed_at = column(store.placed_at, len(work.visits))
    places = _places(store, placed_at, work.visitors < len(work.visits))
    lines = _lines(store, work.asked, places)
    visits = np.arange(len(placed_at)) if places is None else places.visits
    count = np.bincount(lines.order, minlength=len(visits)).astype(np.int64)
    orders = Orders(
        placed_at=placed_at[visits],
        person=work.visits.person[visits],
        segment=work.people.segment[visits],
        carrier=work.people.carrier[visits],
        first_line=np.cumsum(count) - count,
        line_count=count,
        wanted_at=(placed_at + work.people.advance)[visits],
        waited=(visits < store.drawn.waiting).astype(np.int64),
        brought=((visits >= work.visitors) | (work.visits.of_arm[visits] == 1)).astype(np.int64),
    )
    return RunLog(
        facts=_facts(scenario, work),
        orders=orders,
        lines=lines,
        payments=_payments(store, lines, places),
        parcels=_moved(written(Parcels, store.parcels), places),
        purchases=written(Purchases, store.purchases),
        deliveries=written(Deliveries, store.deliveries),
        outlays=_moved(written(Outlays, store.purse.outlays), places),
        allocations=_allocations(store, lines, places),
    )


def column(values: Ints, size: int) -> Column:
    """The first rows of a packed column, or of a list."""
    if COMPILED:
        return np.frombuffer(cast(Any, values), np.int64, size) if size else np.empty(0, np.int64)
    return np.fromiter(values, np.int64, size)


def written(declared: type[AnyTable], table: Any, **derived: Column) -> AnyTable:
    """A table of the log from what was written, column by column as it was declared."""
    columns = {
        each.name: derived[each.name]
        if each.name in derived
        else column(getattr(table, each.name), table.size)
        for each in declared.columns()
    }
    return declared(**columns)


def _places(store: Store, placed_at: Column, brought: bool) -> Places | None:
    """``None`` if all stands where it was written."""
    if not store.lines.origin.rows and not brought:
        return None
    came = np.flatnonzero(placed_at < FOREVER)
    visits = came[np.argsort(placed_at[came], kind="stable")]
    visit_row = _rows(visits, len(placed_at))
    visit_of_line = visit_row[column(store.lines.order, store.lines.size)]
    lines = np.argsort(visit_of_line, kind="stable")[np.count_nonzero(visit_of_line == NEVER) :]
    return Places(visits, visit_row, lines, _rows(lines, len(visit_of_line)))


def _rows(kept: Column, size: int) -> Column:
    """The inverse of a choice of rows."""
    row = np.full(size, NEVER, np.int64)
    row[kept] = np.arange(len(kept))
    return row


def _lines(store: Store, asked: Asked, places: Places | None) -> Lines:
    size = store.lines.size
    sent_at = np.append(column(store.parcels.shipped_at, store.parcels.size), NEVER)
    wanted = np.zeros(size, np.int64)
    wanted[: len(asked)] = rounded(asked.limit) >= asked.worth
    columns = {"shipped_at": sent_at[column(store.lines.parcel, size)], "wanted": wanted}
    for name, start, rare, derived in Lines.columns():
        if derived:
            continue
        values: Any = getattr(store.lines, name)
        if rare:
            values = _spread(values, columns[start] if isinstance(start, str) else None, size)
        else:
            values = column(values, size)
        columns[name] = values
    if places is not None:
        columns = {name: values[places.lines] for name, values in columns.items()}
        columns["order"] = places.visit_row[columns["order"]]
    return Lines(**columns)


def _spread(values: Rare, like: Column | None, size: int) -> Column:
    """A rare column in full; one in which nothing was written takes no memory."""
    if not values.rows:
        return np.broadcast_to(np.int64(values.start), size) if like is None else like
    full = np.full(size, values.start, np.int64) if like is None else like.copy()
    rows = np.fromiter(values.rows, np.int64, len(values.rows))
    full[rows] = np.fromiter(values.rows.values(), np.int64, len(values.rows))
    return full


def _payments(store: Store, lines: Lines, places: Places | None) -> Payments:
    line = column(store.payments.line, store.payments.size)
    if places is not None:
        line = places.line_row[line]
    return written(Payments, store.payments, line=line, order=lines.order[line])


def _allocations(store: Store, lines: Lines, places: Places | None) -> Allocations:
    """Without those for an order that was put together and, at the till, not placed."""
    made = _moved(written(Allocations, store.allocations), places)
    sold = lines.lost[made.line] == LostCause.SOLD
    return Allocations(made.line[sold], made.at[sold], made.pieces[sold])


def _moved(table: AnyTable, places: Places | None) -> AnyTable:
    """The same with the rows of visits and lines as they stand in the log."""
    if places is None or not len(table):
        return table
    columns = {each.name: getattr(table, each.name) for each in table.columns()}
    # Not everything has an order or a line: NEVER, the last place, stays what it is.
    for name, rows in (("order", places.visit_row), ("line", places.line_row)):
        if name in columns:
            columns[name] = np.append(rows, NEVER)[columns[name]]
    return type(table)(**columns)


def _facts(scenario: Scenario, workload: Workload) -> RunFacts:
    """What a reader of the log must know of the scenario."""
    return RunFacts(
        study=scenario.study,
        arm=scenario.arm,
        replication=workload.replication,
        seed=workload.seed,
        start=scenario.start.isoformat(),
        horizon=scenario.horizon,
        warm_up=scenario.warm_up,
        cool_down=scenario.cool_down,
        currency=scenario.currency,
        minor_digits=scenario.minor_digits,
        products=tuple(
            ProductFacts(
                item.name,
                item.price,
                item.unit_cost,
                item.opening_stock,
                item.release_at + slip,
                item.holding_rate,
                item.replenishment.review_period,
                item.salvage,
                item.imputed,
                item.most,
                item.tax,
            )
            for item, slip in zip(scenario.products, workload.slips.tolist(), strict=True)
        ),
        segments=tuple(segment.name for segment in scenario.segments),
        carriers=tuple(carrier.name for carrier in scenario.carriers),
        quoted_transit=tuple(carrier.quoted for carrier in scenario.carriers),
        suppliers=tuple(supplier.name for supplier in scenario.suppliers),
        approaches=tuple(
            tuple(approach.name for approach in item.approaches) for item in scenario.products
        ),
        plans=tuple(plans_of(scenario)),
        ways=tuple(tuple(map(_way, item.approaches)) for item in scenario.products),
        opening_cash=scenario.money.opening_cash,
        interest_rate=scenario.money.interest_rate,
        credit_limit=scenario.money.credit_limit,
        satisfaction=scenario.satisfaction,
    )


def _way(approach: Approach) -> WayFacts:
    """What a reader must know of a way to pay, to value what is still to be paid in it."""
    rule = approach.policy
    parts: Any = dict(rule.settings).get("parts", 1) if rule.word == "instalments" else 1
    return WayFacts(approach.default_rate, approach.fee_share, approach.fee_fixed, int(parts))
