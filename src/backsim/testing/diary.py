"""A diary: a RunLog written by hand, one visit after the other.

What follows by itself is filled in: payments from what a line prepaid, what was agreed and when it
left, parcels from lines of one order that leave together, refunds from cancellations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import numpy as np

from backsim.ledger import Account
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer, PaymentKind
from backsim.records.log import (
    Allocations,
    Lines,
    Orders,
    Outlays,
    Parcels,
    Payments,
    ProductFacts,
    Purchases,
    RunFacts,
    RunLog,
    SatisfactionCurve,
    Table,
)
from backsim.units import DAY, FOREVER, NEVER

AnyTable = TypeVar("AnyTable", bound=Table)

RING = ProductFacts("ring", 1000, 400, 5, 0, 0.0, 0)
"""10.00 a piece, bought for 4.00, five on hand, on sale from the start."""


class Diary:
    """Collects visits and purchases, then gives the log. Times are ticks.

    >>> log = Diary().visit(0).line(quantity=2).log()
    >>> log.lines.value.tolist(), log.payments.amount.tolist()
    ([2000], [2000])
    """

    def __init__(
        self,
        *products: ProductFacts,
        horizon: int = 100 * DAY,
        warm_up: int = 0,
        cool_down: int = 0,
        opening_cash: int = 0,
        fee: int = 0,
        postage: int = 0,
        refund_after: int = 0,
        dispute_fee: int = 0,
        quoted_transit: int = 3 * DAY,
        interest_rate: float = 0.0,
        credit_limit: int = FOREVER,
        curve: SatisfactionCurve | None = None,
    ) -> None:
        self.fee, self.postage, self.refund_after = fee, postage, refund_after
        self.dispute_fee = dispute_fee
        self.facts = RunFacts(
            study="diary",
            arm="base",
            replication=0,
            seed=1,
            start="2026-01-05",
            horizon=horizon,
            warm_up=warm_up,
            cool_down=cool_down,
            currency="EUR",
            minor_digits=2,
            products=products or (RING,),
            segments=("everyone",),
            carriers=("post",),
            quoted_transit=(quoted_transit,),
            suppliers=("smith",),
            approaches=(("any",),) * max(len(products), 1),
            plans=((0,),) * max(len(products), 1),
            opening_cash=opening_cash,
            interest_rate=interest_rate,
            credit_limit=credit_limit,
            satisfaction=curve or SatisfactionCurve(),
        )
        self._orders: list[dict[str, int]] = []
        self._lines: list[dict[str, int]] = []
        self._plans: list[_Plan] = []
        self._other: list[dict[str, int]] = []
        self._purchases: list[dict[str, int]] = []
        self._outlays: list[dict[str, int]] = []
        self._allocations: list[dict[str, int]] = []
        self._transit: list[int] = []

    def visit(
        self,
        at: int,
        *,
        transit: int = 2 * DAY,
        ahead: int = 0,
        brought: bool = False,
        waited: bool = False,
    ) -> Diary:
        """Somebody comes, for now or for so many ticks ahead; the lines that follow are theirs.

        Who ``waited`` has ordered before the start, and paid then what is prepaid.
        """
        person = len(self._orders)
        first = len(self._lines)
        who = {"person": person, "wanted_at": at + ahead, "brought": int(brought)}
        who["waited"] = int(waited)
        self._orders.append(row(Orders, placed_at=at, first_line=first, **who))
        self._transit.append(transit)
        return self

    def line(
        self,
        offer: Offer = Offer.STOCK,
        *,
        product: int = 0,
        asked_for: int | None = None,
        origin: LineOrigin = LineOrigin.ASKED,
        quantity: int = 1,
        value: int | None = None,
        surcharge: int = 0,
        prepaid: int = 0,
        scheduled: tuple[tuple[int, int], ...] = (),
        terms: int = 0,
        default_at: int = NEVER,
        promised_at: int | None = None,
        restated: tuple[int, int] = (NEVER, NEVER),
        allocated_at: int | None = None,
        shipped_at: int = NEVER,
        cancelled_at: int = NEVER,
        cancelled: CancelCause = CancelCause.LATE,
        withheld: int = 0,
        full_price: bool = False,
        **columns: int,
    ) -> Diary:
        """They buy a product. From stock it leaves at once, unless another time is given.

        ``prepaid`` is paid at checkout, ``scheduled`` are (tick, amount) pairs, the rest is paid
        ``terms`` ticks after shipment; from ``default_at`` on nothing is paid. What is ``DISPUTED``
        is charged back, else refunded, less what is ``withheld``. ``columns`` stay as they are.
        """
        placed = self._orders[-1]["placed_at"]
        if offer == Offer.STOCK and shipped_at == cancelled_at == NEVER:
            shipped_at = placed
        listed = self.facts.products[product].price * quantity
        value = listed if value is None else value
        if allocated_at is None:
            allocated_at = placed if offer == Offer.STOCK else shipped_at
        self._plans.append(_Plan(scheduled, terms, default_at, withheld))
        return self._line(
            product=product,
            asked_for=product if asked_for is None else asked_for,
            origin=origin,
            quantity=quantity,
            list_value=listed,
            value=value,
            surcharge=surcharge,
            prepaid=prepaid,
            offer=offer,
            promised_at=placed if promised_at is None else promised_at,
            restated_at=restated[0],
            restated_to=restated[1],
            allocated_at=allocated_at,
            shipped_at=shipped_at,
            cancelled_at=cancelled_at,
            cancelled=cancelled if cancelled_at != NEVER else CancelCause.KEPT,
            approach=NEVER if offer == Offer.STOCK else 0,
            full_price=int(full_price) if value != listed else NEVER,
            cost=0 if shipped_at == NEVER else quantity * self.facts.products[product].unit_cost,
            **{"wanted": int(origin == LineOrigin.ASKED), **columns},
        )

    def lost(
        self,
        cause: LostCause,
        offer: Offer = Offer.NONE,
        *,
        product: int = 0,
        quantity: int = 1,
        wanted: bool = True,
    ) -> Diary:
        """They asked for a product, and do not buy it."""
        listed = self.facts.products[product].price * quantity
        self._plans.append(_Plan())
        return self._line(
            product=product,
            wanted=int(wanted),
            quantity=quantity,
            list_value=listed,
            offer=offer,
            lost=cause,
        )

    def happens(self, at: int, kind: PaymentKind, amount: int = 0, fee: int = 0) -> Diary:
        """Something else about the line just told: a failed charge, a renewal, a reward."""
        line = self._lines[-1]
        self._other.append(
            {
                "order": line["order"],
                "line": len(self._lines) - 1,
                "at": at,
                "kind": kind,
                "amount": amount,
                "fee": fee,
                "ahead": int(line["shipped_at"] == NEVER or at < line["shipped_at"]),
            }
        )
        return self

    def spends(self, at: int, account: Account, amount: int, *, on_line: bool = True) -> Diary:
        """The store spends something: on the line just told, or on none."""
        what = {"at": at, "account": account, "amount": amount}
        if on_line:
            line = len(self._lines) - 1
            what |= {"order": self._lines[line]["order"], "line": line}
        self._outlays.append(row(Outlays, **what))
        return self

    def sets_aside(self, at: int, pieces: int) -> Diary:
        """Some pieces of the line just told are there, and others are not yet."""
        line = len(self._lines) - 1
        self._allocations.append(row(Allocations, line=line, at=at, pieces=pieces))
        return self

    def purchase(
        self,
        ordered_at: int,
        due_at: int,
        quantity: int,
        *,
        product: int = 0,
        pay_after: int = 0,
        paid: bool = False,
    ) -> Diary:
        """The store buys at unit cost; ``paid``: it has paid before the start."""
        here = due_at < self.facts.horizon
        self._purchases.append(
            row(
                Purchases,
                product=product,
                supplier=0,
                quantity=quantity,
                ordered_at=ordered_at,
                expected_at=due_at,
                due_at=due_at,
                received_at=due_at if here else NEVER,
                cost=quantity * self.facts.products[product].unit_cost,
                payable_at=NEVER if paid else due_at + pay_after,
            )
        )
        return self

    def log(self) -> RunLog:
        """The log of all this."""
        parcels = self._parcels()
        return RunLog(
            facts=self.facts,
            orders=table_of(Orders, self._orders),
            lines=table_of(Lines, self._lines),
            payments=table_of(Payments, self._payments()),
            parcels=table_of(Parcels, parcels),
            purchases=table_of(Purchases, self._purchases),
            outlays=table_of(Outlays, self._outlays),
            allocations=table_of(Allocations, self._allocations),
        )

    def _line(self, **columns: int) -> Diary:
        self._lines.append(row(Lines, order=len(self._orders) - 1, **columns))
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
        """What each line paid; what an order pays in one way at one moment is one charge, with one
        fee, whatever made it fall due."""
        rows = [row for i in range(len(self._lines)) for row in self._line_payments(i)]
        rows += self._other
        charges: dict[tuple[int, ...], int] = {}
        for row in rows:
            key: tuple[int, ...] = row["order"], row["at"], row["kind"]
            if row["kind"] in _CHARGES:
                key = row["order"], row["at"], NEVER, self._lines[row["line"]]["approach"]
            row["charge"] = charges.get(key, len(charges))
            # What was paid before the start cost its fee then.
            if key not in charges and row["kind"] in _CHARGES and row["at"] != NEVER:
                row["fee"] = self.fee
            charges[key] = row["charge"]
        return rows

    def _line_payments(self, number: int) -> list[dict[str, int]]:
        line, plan = self._lines[number], self._plans[number]
        placed, gone = self._orders[line["order"]]["placed_at"], line["shipped_at"]
        rows: list[dict[str, int]] = []

        def pay(at: int, kind: PaymentKind, amount: int, fee: int = 0) -> None:
            ahead = gone == NEVER or (at <= gone and kind != PaymentKind.SHIPMENT)
            columns = {"line": number, "at": at, "kind": kind, "amount": amount, "fee": fee}
            if amount:
                rows.append({"order": line["order"], **columns, "ahead": int(ahead)})

        total = line["value"] + line["surcharge"] + line["shipping_charge"]
        waited = self._orders[line["order"]]["waited"]
        pay(NEVER if waited else placed, PaymentKind.CHECKOUT, line["prepaid"])
        rest = total - line["prepaid"] - sum(amount for _, amount in plan.scheduled)
        agreed = list(plan.scheduled)
        if gone != NEVER and plan.terms:
            agreed.append((gone + plan.terms, rest))
        elif gone != NEVER:
            pay(gone, PaymentKind.SHIPMENT, rest)
        over = [at for at in (plan.default_at, line["cancelled_at"]) if at != NEVER]
        for at, amount in agreed:
            if at < min([self.facts.horizon, *over]):
                pay(at, PaymentKind.SCHEDULED, amount)
        paid = sum(row["amount"] for row in rows)
        if plan.default_at != NEVER:
            pay(plan.default_at, PaymentKind.DEFAULT, total - paid)
        if line["cancelled"] == CancelCause.DISPUTED:
            pay(line["cancelled_at"], PaymentKind.CHARGEBACK, paid, self.dispute_fee)
        elif line["cancelled_at"] != NEVER:
            pay(line["cancelled_at"] + self.refund_after, PaymentKind.REFUND, paid - plan.withheld)
        return rows


_CHARGES = (PaymentKind.CHECKOUT, PaymentKind.SHIPMENT, PaymentKind.SCHEDULED)


class _Plan(NamedTuple):
    """What was agreed about the payment of a line, other than what is paid at checkout."""

    scheduled: tuple[tuple[int, int], ...] = ()
    terms: int = 0
    default_at: int = NEVER
    withheld: int = 0


def row(declared: type[Table], **given: int) -> dict[str, int]:
    """One row of a table by column: what is given, and what a row begins with.

    >>> from backsim.records.log import Parcels
    >>> row(Parcels, order=3, shipped_at=7)
    {'order': 3, 'carrier': 0, 'shipped_at': 7, 'delivered_at': -1, 'cost': 0}
    """
    columns: dict[str, int] = {}
    for name, start, *_ in declared.columns():
        columns[name] = given.pop(name, columns[start] if isinstance(start, str) else start)
    if given:
        raise TypeError(f"{declared.__name__} has no column {', '.join(given)}")
    return columns


def table_of(declared: type[AnyTable], rows: Sequence[Mapping[str, int]]) -> AnyTable:
    """A table of the log; each row says only what differs from what a row begins with.

    >>> from backsim.records.log import Lines
    >>> table_of(Lines, [{"order": 0, "product": 4}, {"order": 1}]).asked_for.tolist()
    [4, 0]
    """
    filled = [row(declared, **each) for each in rows]
    columns = {
        column.name: np.array([each[column.name] for each in filled], dtype=np.int64)
        for column in declared.columns()
    }
    return declared(**columns)


def changed(log: RunLog, table: str, column: str, row: int, value: int) -> RunLog:
    """The same log with one number changed."""
    old = getattr(log, table)
    cells = getattr(old, column).copy()
    cells[row] = value
    new: dict[str, Any] = {table: replace(old, **{column: cells})}
    return replace(log, **new)
