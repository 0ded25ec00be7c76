"""From what was written down to the RunLog: numpy columns, lines in order of their visit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backsim.records.codes import PaymentKind
from backsim.records.log import (
    Column,
    Lines,
    Orders,
    Parcels,
    Payments,
    ProductFacts,
    Purchases,
    RunFacts,
    RunLog,
)
from backsim.scenario.model import Scenario
from backsim.simulation.recorder import PARCEL, PAYMENT, PURCHASE, Recorder, Sparse
from backsim.simulation.workload import Workload
from backsim.units import FOREVER, HALF_UP, NEVER


class Places(NamedTuple):
    """Where what was written stands in the log, if that is somewhere else."""

    visits: Column
    """Rows as written, in the order of the log: those who came, by time."""
    visit_row: Column
    """By visit as written: its row in the log, or ``NEVER``."""
    lines: Column
    line_row: Column


def run_log(record: Recorder, scenario: Scenario, at: list[int]) -> RunLog:
    """Everything written down, which uses the record up.

    ``at`` says when each visit was. Lines that were appended take their place behind their
    visit's, friends who came take theirs by time, and those who never came are left out.
    """
    work = record.workload
    places = _places(record, at)
    parcels = _parcels(record, scenario, places)
    lines = _lines(record, parcels, places)
    visits = np.arange(len(at)) if places is None else places.visits
    count = np.bincount(lines.order, minlength=len(visits)).astype(np.int64)
    orders = Orders(
        placed_at=np.array(at, np.int64)[visits],
        person=work.visits.person[visits],
        segment=work.people.segment[visits],
        carrier=work.people.carrier[visits],
        first_line=np.cumsum(count) - count,
        line_count=count,
    )
    return RunLog(
        facts=_facts(scenario, work),
        orders=orders,
        lines=lines,
        payments=_payments(record, scenario, lines, places),
        parcels=parcels,
        purchases=_purchases(record, scenario),
    )


def _places(record: Recorder, at: list[int]) -> Places | None:
    """``None`` if all stands where it was written."""
    if not record.origin and not len(record.workload.friends):
        return None
    times = np.array(at, np.int64)
    came = np.flatnonzero(times < FOREVER)
    visits = came[np.argsort(times[came], kind="stable")]
    visit_row = _rows(visits, len(times))
    visit_of_line = visit_row[np.array(record.order, np.int64)]
    lines = np.argsort(visit_of_line, kind="stable")[np.count_nonzero(visit_of_line == NEVER) :]
    return Places(visits, visit_row, lines, _rows(lines, len(visit_of_line)))


def _rows(kept: Column, size: int) -> Column:
    """The inverse of a choice of rows."""
    row = np.full(size, NEVER, np.int64)
    row[kept] = np.arange(len(kept))
    return row


def _lines(record: Recorder, parcels: Parcels, places: Places | None) -> Lines:
    size = len(record.order)

    def column(values: list[int] | Sparse) -> Column:
        if isinstance(values, Sparse):
            written = np.full(size, values.default, np.int64)
            rows = np.fromiter(values, np.int64, len(values))
            written[rows] = np.fromiter(values.values(), np.int64, len(values))
        else:
            written = np.array(values, np.int64)
        values.clear()  # or lists and columns would stand in memory side by side
        return written if places is None else written[places.lines]

    order = column(record.order)
    if places is not None:
        order = places.visit_row[order]
    as_asked = record.wanted is record.product
    product = column(record.product)
    wanted = product if as_asked else column(record.wanted)
    parcel = column(record.parcel)
    shipped_at = np.where(parcel == NEVER, NEVER, np.append(parcels.shipped_at, NEVER)[parcel])
    return Lines(
        order=order,
        product=product,
        wanted=wanted,
        origin=column(record.origin),
        quantity=column(record.quantity),
        list_value=column(record.list_value),
        value=column(record.value),
        surcharge=column(record.surcharge),
        prepaid=column(record.prepaid),
        offer=column(record.offer),
        lost=column(record.lost),
        promised_at=column(record.promised_at),
        allocated_at=column(record.allocated_at),
        shipped_at=shipped_at,
        parcel=parcel,
        cancelled_at=column(record.cancelled_at),
        cancelled=column(record.cancelled),
        approach=column(record.approach),
        full_price=column(record.full_price),
        restated_at=column(record.restated_at),
        restated_to=column(record.restated_to),
    )


def _payments(
    record: Recorder, scenario: Scenario, lines: Lines, places: Places | None
) -> Payments:
    line, charge, at, kind, amount, ahead = _columns(record.payments, PAYMENT)
    if places is not None:
        line = places.line_row[line]
    fee = _fees(scenario, lines, line, charge, kind, amount)
    return Payments(lines.order[line], line, charge, at, kind, amount, fee, ahead)


_CHARGES = (PaymentKind.CHECKOUT, PaymentKind.SHIPMENT, PaymentKind.SCHEDULED)


def _fees(
    scenario: Scenario, lines: Lines, line: Column, charge: Column, kind: Column, amount: Column
) -> Column:
    """What each payment costs: of a charge, a share of all of it and a fixed amount, by the way to
    pay of its first line; of a dispute and of a renewed authorisation, a fixed amount."""
    money = scenario.money
    charged = np.isin(kind, _CHARGES)
    begins = np.diff(charge, prepend=-1) != 0
    first = charged & begins
    total = np.bincount(charge[charged], weights=amount[charged], minlength=1)
    widest = max(len(item.approaches) for item in scenario.products)
    shares = np.full((len(scenario.products), widest + 1), money.fee_share)
    fixed = np.full((len(scenario.products), widest + 1), money.fee_fixed, np.int64)
    for p, item in enumerate(scenario.products):
        for a, approach in enumerate(item.approaches):
            shares[p, a], fixed[p, a] = approach.fee_share, approach.fee_fixed
    fee = np.zeros(len(line), np.int64)
    # A line from stock has approach NEVER, -1: the last column, which holds the store's own fees.
    way = lines.product[line[first]], lines.approach[line[first]]
    fee[first] = (
        np.floor(total[charge[first]] * shares[way] + HALF_UP).astype(np.int64) + fixed[way]
    )
    fee[begins & (kind == PaymentKind.CHARGEBACK)] = money.dispute_fee
    fee[kind == PaymentKind.RENEWAL] = money.capture.renewal_fee
    return fee


def _parcels(record: Recorder, scenario: Scenario, places: Places | None) -> Parcels:
    order, shipped_at, slot = _columns(record.parcels, PARCEL)
    work = record.workload
    carrier = work.people.carrier[order]
    parcel = np.array(record.parcel, np.int64)
    sent = parcel != NEVER
    weights = np.array([item.weight for item in scenario.products])
    product = np.array(record.product, np.int64)
    quantity = np.array(record.quantity, np.int64)
    weight = np.bincount(
        parcel[sent], weights=(weights[product] * quantity)[sent], minlength=len(order)
    )
    base = np.array([each.cost for each in scenario.carriers], np.int64)[carrier]
    per_kg = np.array([each.cost_per_kg for each in scenario.carriers], np.int64)[carrier]
    cost = base + np.floor(per_kg * weight + HALF_UP).astype(np.int64)
    if places is not None:
        order = places.visit_row[order]
    return Parcels(order, carrier, shipped_at, shipped_at + work.asked.transit[slot], cost)


def _purchases(record: Recorder, scenario: Scenario) -> Purchases:
    product, supplier, quantity, ordered, expected, due, received = _columns(
        record.purchases, PURCHASE
    )
    cost = np.array([item.unit_cost for item in scenario.products], np.int64)
    delay = np.array([each.payment_delay for each in scenario.suppliers] or [0], np.int64)
    return Purchases(
        product,
        supplier,
        quantity,
        ordered,
        expected,
        due,
        received,
        cost[product] * quantity,
        due + delay[supplier],
    )


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
                item.gift.cost if item.gift else 0,
                item.gift.offers if item.gift else (),
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
        opening_cash=scenario.money.opening_cash,
        interest_rate=scenario.money.interest_rate,
        credit_limit=scenario.money.credit_limit,
        satisfaction=scenario.satisfaction,
    )


def _columns(flat: list[int], width: int) -> tuple[Column, ...]:
    rows = np.array(flat, np.int64).reshape(-1, width)
    return tuple(np.ascontiguousarray(column) for column in rows.T)
