"""Writes down what happens, as columns that the RunLog is made from at the end."""

from __future__ import annotations

from backsim.records.codes import LineOrigin, PaymentKind
from backsim.simulation.workload import Workload
from backsim.units import NEVER, share_of

PAYMENT, PARCEL, PURCHASE = 6, 3, 7
"""Numbers per row of the flat lists."""


class Recorder:
    """Columns that grow while the shop works; a plain list of ints is the fastest to write to.

    Lines that are split off or swapped in are appended; ``source`` names the line they came from,
    whose luck they share.
    """

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        lines = len(workload.order)
        self.order: list[int] = workload.order.tolist()
        self.product: list[int] = workload.product.tolist()
        self.wanted = self.product
        """The same list until a substitute is taken: most runs never copy it."""
        self.quantity: list[int] = workload.quantity.tolist()
        self.list_value: list[int] = workload.list_value.tolist()
        self.value = self.list_value.copy()
        self.source: dict[int, int] = {}
        self.origin: dict[int, LineOrigin] = {}
        self.prepaid = [0] * lines
        self.paid = [0] * lines
        """All that was paid for a line so far, ahead or later."""
        self.scheduled = [0] * lines
        """Still to be paid on agreed dates."""
        self.surcharge = [0] * lines
        self.terms = [0] * lines
        self.offer = [0] * lines
        self.lost = [0] * lines
        self.promised_at = [NEVER] * lines
        self.restated_at = [NEVER] * lines
        self.restated_to = [NEVER] * lines
        self.allocated_at = [NEVER] * lines
        self.parcel = [NEVER] * lines
        self.cancelled_at = [NEVER] * lines
        self.cancelled = [0] * lines
        self.approach = [NEVER] * lines
        self.full_price = [NEVER] * lines
        self.payments: list[int] = []
        self.parcels: list[int] = []
        self.purchases: list[int] = []
        self.charges = 0

    def luck(self, name: str, line: int) -> float:
        """A uniform number of its own for one purpose and line, drawn before the run."""
        return float(self.workload.luck[name][self.source.get(line, line)])

    def new_charge(self) -> int:
        """The number of the next charge."""
        self.charges += 1
        return self.charges - 1

    def pay(self, line: int, charge: int, at: int, kind: PaymentKind, amount: int) -> None:
        """Money moves between a customer and the store for one line, or fails to."""
        self.payments += (line, charge, at, kind, amount, self.parcel[line] == NEVER)

    def ship(self, at: int, lines: list[int]) -> None:
        """A parcel leaves."""
        number = len(self.parcels) // PARCEL
        for line in lines:
            self.parcel[line] = number
        # A parcel takes the transit drawn for its first line, whatever else is in it.
        self.parcels += (self.order[lines[0]], at, self.source.get(lines[0], lines[0]))

    def purchase(
        self, product: int, supplier: int, quantity: int, at: int, expected_at: int, due_at: int
    ) -> int:
        """A purchase order is placed; answers its row."""
        self.purchases += (product, supplier, quantity, at, expected_at, due_at, NEVER)
        return len(self.purchases) // PURCHASE - 1

    def received(self, purchase: int, at: int) -> None:
        """A purchase order arrives."""
        self.purchases[purchase * PURCHASE + 6] = at

    # Lines that turn into others.

    def substitute(self, line: int, product: int, value: int) -> None:
        """Another product is taken instead of the one asked for."""
        if self.wanted is self.product:
            self.wanted = self.product.copy()
        self.product[line] = product
        self.list_value[line] = self.value[line] = value

    def split(self, line: int, quantity: int) -> int:
        """Keep so many pieces in this line; answers a new line with the rest."""
        whole, value = self.quantity[line], self.list_value[line]
        part = share_of(value, quantity / whole)
        rest = self._append(line, LineOrigin.REMAINDER, self.product[line], whole - quantity)
        self.list_value[rest] = self.value[rest] = value - part
        self.quantity[line], self.list_value[line], self.value[line] = quantity, part, part
        return rest

    def swap(self, line: int, product: int, value: int) -> int:
        """Answers a new line, sold from stock, that takes the place of this one."""
        other = self._append(line, LineOrigin.SWAP, product, self.quantity[line])
        self.list_value[other] = self.value[other] = value
        return other

    def _append(self, line: int, origin: LineOrigin, product: int, quantity: int) -> int:
        new = len(self.order)
        if self.wanted is not self.product:
            self.wanted.append(self.wanted[line])
        elif product != self.product[line]:
            self.wanted = [*self.product, self.product[line]]
        self.product.append(product)
        self.order.append(self.order[line])
        self.quantity.append(quantity)
        for zero in (
            self.list_value,
            self.value,
            self.prepaid,
            self.paid,
            self.scheduled,
            self.surcharge,
            self.terms,
            self.offer,
            self.lost,
            self.cancelled,
        ):
            zero.append(0)
        for never in (
            self.promised_at,
            self.restated_at,
            self.restated_to,
            self.allocated_at,
            self.parcel,
            self.cancelled_at,
            self.approach,
            self.full_price,
        ):
            never.append(NEVER)
        self.source[new] = self.source.get(line, line)
        self.origin[new] = origin
        return new
