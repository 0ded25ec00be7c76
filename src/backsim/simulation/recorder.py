"""Writes down what happens, as columns that the RunLog is made from at the end."""

from __future__ import annotations

from backsim.records.codes import LineOrigin, PaymentKind
from backsim.simulation.workload import Workload
from backsim.units import NEVER, share_of

PAYMENT, PARCEL, PURCHASE = 6, 3, 7
"""Numbers per row of the flat lists."""


class Sparse(dict[int, int]):
    """A column in which few lines differ from one default; asking does not write."""

    def __init__(self, default: int) -> None:
        super().__init__()
        self.default = default

    def __missing__(self, line: int) -> int:
        return self.default


class Recorder:
    """Columns that grow while the shop works; a plain list of ints is the fastest to write to.

    Lines that are split off or swapped in are appended; ``source`` names the line they came from,
    whose luck they share.
    """

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        asked = workload.asked
        lines = len(asked)
        self.order: list[int] = asked.visit.tolist()
        self.product: list[int] = asked.product.tolist()
        self.wanted = self.product
        """The same list until a substitute is taken: most runs never copy it."""
        self.quantity: list[int] = asked.quantity.tolist()
        self.list_value: list[int] = asked.list_value.tolist()
        self.value = self.list_value.copy()
        self.owing = self.list_value.copy()
        """To be paid when the line leaves."""
        self.source: dict[int, int] = {}
        self.origin = Sparse(LineOrigin.ASKED)
        self.prepaid = [0] * lines
        self.paid = [0] * lines
        """All that was paid for a line so far, ahead or later."""
        self.scheduled = Sparse(0)
        """Still to be paid on agreed dates."""
        self.surcharge = Sparse(0)
        self.offer = [0] * lines
        self.lost = [0] * lines
        self.promised_at = [NEVER] * lines
        self.restated_at = Sparse(NEVER)
        self.restated_to = Sparse(NEVER)
        self.allocated_at = [NEVER] * lines
        self.parcel = [NEVER] * lines
        self.cancelled_at = Sparse(NEVER)
        self.cancelled = Sparse(0)
        self.approach = [NEVER] * lines
        self.full_price = Sparse(NEVER)
        self.payments: list[int] = []
        self.parcels: list[int] = []
        self.purchases: list[int] = []
        self.charges = 0

    def luck(self, name: str, line: int) -> float:
        """A uniform number of its own for one purpose and line, drawn before the run."""
        return float(self.workload.luck[name][self.source.get(line, line)])

    def charge(self, lines: list[int], amounts: list[int], at: int, kind: PaymentKind) -> None:
        """Money is taken for some lines of one order in one go."""
        charge = self.charges
        self.charges = charge + 1
        for line, amount in zip(lines, amounts, strict=True):
            if amount:
                self.paid[line] += amount
                self.payments += (line, charge, at, kind, amount, self.parcel[line] == NEVER)

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
        first = lines[0]
        slot = self.source.get(first, first) if self.source else first
        self.parcels += (self.order[first], at, slot)

    def purchase(
        self, product: int, supplier: int, quantity: int, at: int, expected_at: int, due_at: int
    ) -> int:
        """A purchase order is placed; answers its row."""
        self.purchases += (product, supplier, quantity, at, expected_at, due_at, NEVER)
        return len(self.purchases) // PURCHASE - 1

    def received(self, purchase: int, at: int) -> None:
        """A purchase order arrives."""
        self.purchases[purchase * PURCHASE + 6] = at

    def price(self, line: int, listed: int, value: int) -> None:
        """What a line costs, at list price and after discounts; all of it is still to be paid."""
        self.list_value[line] = listed
        self.value[line] = self.owing[line] = value

    # Lines that turn into others.

    def substitute(self, line: int, product: int, value: int) -> None:
        """Another product is taken instead of the one asked for."""
        if self.wanted is self.product:
            self.wanted = self.product.copy()
        self.product[line] = product
        self.price(line, value, value)

    def split(self, line: int, quantity: int) -> int:
        """Keep so many pieces in this line; answers a new line with the rest."""
        whole, value = self.quantity[line], self.list_value[line]
        part = share_of(value, quantity / whole)
        rest = self._append(line, LineOrigin.REMAINDER, self.product[line], whole - quantity)
        self.quantity[line] = quantity
        self.price(line, part, part)
        self.price(rest, value - part, value - part)
        return rest

    def swap(self, line: int, product: int, value: int) -> int:
        """Answers a new line, sold from stock, that takes the place of this one."""
        other = self._append(line, LineOrigin.SWAP, product, self.quantity[line])
        self.price(other, value, value)
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
            self.owing,
            self.prepaid,
            self.paid,
            self.offer,
            self.lost,
        ):
            zero.append(0)
        for never in (
            self.promised_at,
            self.allocated_at,
            self.parcel,
            self.approach,
        ):
            never.append(NEVER)
        self.source[new] = self.source.get(line, line)
        self.origin[new] = origin
        return new
