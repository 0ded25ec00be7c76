"""A diary: a RunLog written by hand, one visit after the other.

What follows by itself is filled in: payments from what a line prepaid and when it left, parcels
from lines of one order that leave together, refunds from cancellations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
import pytest

from backsim.records.codes import CancelCause, LostCause, Offer, PaymentKind
from backsim.records.log import (
    Lines,
    Orders,
    Parcels,
    Payments,
    ProductFacts,
    Purchases,
    RunFacts,
    RunLog,
    SatisfactionCurve,
    Table,
)
from backsim.units import DAY, NEVER

T = TypeVar("T", bound=Table)

RING = ProductFacts("ring", 1000, 400, 5, 0, 0.0, 0)
"""10.00 a piece, bought for 4.00, five on hand, on sale from the start."""


class Diary:
    """Collects visits and purchases, then gives the log. Times are ticks."""

    def __init__(
        self,
        *products: ProductFacts,
        horizon: int = 100 * DAY,
        warm_up: int = 0,
        opening_cash: int = 0,
        fee: int = 0,
        postage: int = 0,
        refund_after: int = 0,
        quoted_transit: int = 3 * DAY,
        curve: SatisfactionCurve | None = None,
    ) -> None:
        self.fee, self.postage, self.refund_after = fee, postage, refund_after
        self.facts = RunFacts(
            study="diary",
            arm="base",
            replication=0,
            seed=1,
            start="2026-01-05",
            horizon=horizon,
            warm_up=warm_up,
            currency="EUR",
            minor_digits=2,
            products=products or (RING,),
            segments=("everyone",),
            carriers=("post",),
            quoted_transit=(quoted_transit,),
            suppliers=("smith",),
            opening_cash=opening_cash,
            satisfaction=curve or SatisfactionCurve(),
        )
        self._orders: list[dict[str, int]] = []
        self._lines: list[dict[str, int]] = []
        self._purchases: list[dict[str, int]] = []
        self._transit: list[int] = []

    def visit(self, at: int, *, transit: int = 2 * DAY) -> Diary:
        """Somebody comes; the lines that follow are theirs."""
        person = len(self._orders)
        first = len(self._lines)
        self._orders.append(
            {
                "placed_at": at,
                "person": person,
                "segment": 0,
                "carrier": 0,
                "first_line": first,
                "line_count": 0,
            }
        )
        self._transit.append(transit)
        return self

    def line(
        self,
        offer: Offer = Offer.STOCK,
        *,
        product: int = 0,
        quantity: int = 1,
        value: int | None = None,
        prepaid: int = 0,
        promised_at: int | None = None,
        shipped_at: int = NEVER,
        cancelled_at: int = NEVER,
    ) -> Diary:
        """They buy a product. From stock it leaves at once, unless another time is given."""
        placed = self._orders[-1]["placed_at"]
        if offer == Offer.STOCK and shipped_at == NEVER:
            shipped_at = placed
        listed = self.facts.products[product].price * quantity
        cause = CancelCause.LATE if cancelled_at != NEVER else CancelCause.KEPT
        return self._line(
            product=product,
            quantity=quantity,
            list_value=listed,
            value=listed if value is None else value,
            prepaid=prepaid,
            offer=offer,
            promised_at=placed if promised_at is None else promised_at,
            allocated_at=placed if offer == Offer.STOCK else shipped_at,
            shipped_at=shipped_at,
            cancelled_at=cancelled_at,
            cancelled=cause,
        )

    def lost(
        self, cause: LostCause, offer: Offer = Offer.NONE, *, product: int = 0, quantity: int = 1
    ) -> Diary:
        """They wanted a product, and do not buy it."""
        listed = self.facts.products[product].price * quantity
        return self._line(
            product=product,
            quantity=quantity,
            list_value=listed,
            value=listed,
            offer=offer,
            lost=cause,
        )

    def purchase(
        self, ordered_at: int, due_at: int, quantity: int, *, product: int = 0, pay_after: int = 0
    ) -> Diary:
        """The store buys at unit cost."""
        here = due_at < self.facts.horizon
        self._purchases.append(
            {
                "product": product,
                "supplier": 0,
                "quantity": quantity,
                "ordered_at": ordered_at,
                "expected_at": due_at,
                "due_at": due_at,
                "received_at": due_at if here else NEVER,
                "cost": quantity * self.facts.products[product].unit_cost,
                "payable_at": due_at + pay_after,
            }
        )
        return self

    def log(self) -> RunLog:
        """The log of all this."""
        parcels = self._parcels()
        return RunLog(
            self.facts,
            _table(Orders, self._orders),
            _table(Lines, self._lines),
            _table(Payments, self._payments()),
            _table(Parcels, parcels),
            _table(Purchases, self._purchases),
        )

    def _line(self, **columns: int) -> Diary:
        blank = {field.name: NEVER for field in fields(Lines)}
        zeros = {"prepaid": 0, "lost": LostCause.SOLD, "cancelled": CancelCause.KEPT}
        order = len(self._orders) - 1
        self._lines.append({**blank, **zeros, "order": order, **columns})
        self._orders[-1]["line_count"] += 1
        return self

    def _parcels(self) -> list[dict[str, int]]:
        """One parcel per order and moment; its number is written into its lines."""
        keys: dict[tuple[int, int], int] = {}
        for line in self._lines:
            if line["shipped_at"] != NEVER:
                key = line["order"], line["shipped_at"]
                line["parcel"] = keys.setdefault(key, len(keys))
        return [
            {
                "order": order,
                "carrier": 0,
                "shipped_at": at,
                "delivered_at": at + self._transit[order],
                "cost": self.postage,
            }
            for order, at in keys
        ]

    def _payments(self) -> list[dict[str, int]]:
        """One payment per order, moment and kind."""
        sums: dict[tuple[int, int, int], int] = {}

        def pay(order: int, at: int, kind: PaymentKind, amount: int) -> None:
            if amount:
                sums[order, at, kind] = sums.get((order, at, kind), 0) + amount

        for line in self._lines:
            order, ahead = line["order"], line["prepaid"]
            pay(order, self._orders[order]["placed_at"], PaymentKind.CHECKOUT, ahead)
            if line["shipped_at"] != NEVER:
                pay(order, line["shipped_at"], PaymentKind.SHIPMENT, line["value"] - ahead)
            if line["cancelled_at"] != NEVER:
                back = line["cancelled_at"] + self.refund_after
                pay(order, back, PaymentKind.REFUND, ahead)
        return [
            {
                "order": order,
                "at": at,
                "kind": kind,
                "amount": amount,
                "fee": 0 if kind == PaymentKind.REFUND else self.fee,
            }
            for (order, at, kind), amount in sums.items()
        ]


def _table(kind: type[T], rows: list[dict[str, int]]) -> T:
    names = [field.name for field in fields(kind)]
    return kind(**{name: np.array([row[name] for row in rows], dtype=np.int64) for name in names})


def change(log: RunLog, table: str, column: str, row: int, value: int) -> RunLog:
    """The same log with one number changed."""
    old = getattr(log, table)
    cells = getattr(old, column).copy()
    cells[row] = value
    changed: dict[str, Any] = {table: replace(old, **{column: cells})}
    return replace(log, **changed)


@pytest.fixture
def diary() -> type[Diary]:
    """Write a log by hand: ``diary(...).visit(at).line(...).log()``."""
    return Diary


@pytest.fixture
def altered() -> Callable[[RunLog, str, str, int, int], RunLog]:
    """``altered(log, table, column, row, value)``: the same log with one number changed."""
    return change


@pytest.fixture
def ring() -> ProductFacts:
    """The product that a diary sells unless it is given others."""
    return RING
