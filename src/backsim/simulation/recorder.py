"""Writes down what happens, as columns, and turns them into the RunLog at the end."""

from __future__ import annotations

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
from backsim.simulation.workload import Workload
from backsim.units import NEVER

_PAYMENT, _PARCEL, _PURCHASE = 4, 3, 7  # numbers per row of the flat lists below


class Recorder:
    """Columns that grow while the shop works; a plain list of ints is the fastest to write to."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        lines = len(workload.order)
        self.value: list[int] = workload.list_value.tolist()
        self.prepaid = [0] * lines
        self.offer = [0] * lines
        self.lost = [0] * lines
        self.promised_at = [NEVER] * lines
        self.allocated_at = [NEVER] * lines
        self.parcel = [NEVER] * lines
        self.cancelled_at = [NEVER] * lines
        self.cancelled = [0] * lines
        self.held: dict[int, tuple[list[int], int]] = {}
        """By order that ships together: its lines, and how many of them are not ready."""
        self._payments: list[int] = []
        self._parcels: list[int] = []
        self._purchases: list[int] = []

    def pay(self, order: int, at: int, kind: PaymentKind, amount: int) -> None:
        """Money moves between a customer and the store."""
        self._payments += (order, at, kind, amount)

    def ship(self, order: int, at: int, lines: list[int]) -> None:
        """A parcel leaves."""
        number = len(self._parcels) // _PARCEL
        for line in lines:
            self.parcel[line] = number
        # A parcel takes the transit drawn for its first line, whatever else is in it.
        self._parcels += (order, at, lines[0])

    def purchase(
        self, product: int, supplier: int, quantity: int, at: int, expected_at: int, due_at: int
    ) -> int:
        """A purchase order is placed; answers its row."""
        self._purchases += (product, supplier, quantity, at, expected_at, due_at, NEVER)
        return len(self._purchases) // _PURCHASE - 1

    def received(self, purchase: int, at: int) -> tuple[int, int]:
        """A purchase order arrives; answers its product and quantity."""
        row = purchase * _PURCHASE
        self._purchases[row + 6] = at
        return self._purchases[row], self._purchases[row + 2]

    def log(self, scenario: Scenario, arm_facts: RunFacts) -> RunLog:
        """Everything written down, as numpy columns."""
        work = self.workload
        parcels = self._parcel_table(scenario)
        parcel = np.array(self.parcel, np.int64)
        shipped_at = np.where(parcel == NEVER, NEVER, np.append(parcels.shipped_at, NEVER)[parcel])
        return RunLog(
            facts=arm_facts,
            orders=Orders(
                work.at, work.person, work.segment, work.carrier, work.first_line, work.line_count
            ),
            lines=Lines(
                order=work.order,
                product=work.product,
                quantity=work.quantity,
                list_value=work.list_value,
                value=np.array(self.value, np.int64),
                prepaid=np.array(self.prepaid, np.int64),
                offer=np.array(self.offer, np.int64),
                lost=np.array(self.lost, np.int64),
                promised_at=np.array(self.promised_at, np.int64),
                allocated_at=np.array(self.allocated_at, np.int64),
                shipped_at=shipped_at,
                parcel=parcel,
                cancelled_at=np.array(self.cancelled_at, np.int64),
                cancelled=np.array(self.cancelled, np.int64),
            ),
            payments=self._payment_table(scenario),
            parcels=parcels,
            purchases=self._purchase_table(scenario),
        )

    def _payment_table(self, scenario: Scenario) -> Payments:
        order, at, kind, amount = _columns(self._payments, _PAYMENT)
        fees = scenario.fees
        charged = np.floor(amount * fees.share + 0.5).astype(np.int64) + fees.fixed
        fee = np.where(kind == PaymentKind.REFUND, 0, charged)
        return Payments(order, at, kind, amount, fee)

    def _parcel_table(self, scenario: Scenario) -> Parcels:
        order, shipped_at, slot = _columns(self._parcels, _PARCEL)
        work = self.workload
        carrier = work.carrier[order]
        parcel = np.array(self.parcel, np.int64)
        sent = parcel != NEVER
        weights = np.array([item.weight for item in scenario.products])
        line_weight = (weights[work.product] * work.quantity)[sent]
        weight = np.bincount(parcel[sent], weights=line_weight, minlength=len(order))
        base = np.array([each.cost for each in scenario.carriers], np.int64)[carrier]
        per_kg = np.array([each.cost_per_kg for each in scenario.carriers], np.int64)[carrier]
        cost = base + np.floor(per_kg * weight + 0.5).astype(np.int64)
        return Parcels(order, carrier, shipped_at, shipped_at + work.transit[slot], cost)

    def _purchase_table(self, scenario: Scenario) -> Purchases:
        product, supplier, quantity, ordered, expected, due, received = _columns(
            self._purchases, _PURCHASE
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


def facts(scenario: Scenario, workload: Workload) -> RunFacts:
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
                item.release_at,
                item.holding_rate,
                item.replenishment.review_period,
            )
            for item in scenario.products
        ),
        segments=tuple(segment.name for segment in scenario.segments),
        carriers=tuple(carrier.name for carrier in scenario.carriers),
        quoted_transit=tuple(carrier.quoted for carrier in scenario.carriers),
        suppliers=tuple(supplier.name for supplier in scenario.suppliers),
        opening_cash=scenario.opening_cash,
        satisfaction=scenario.satisfaction,
    )


def _columns(flat: list[int], width: int) -> tuple[Column, ...]:
    rows = np.array(flat, np.int64).reshape(-1, width)
    return tuple(np.ascontiguousarray(column) for column in rows.T)
