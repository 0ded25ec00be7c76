"""What is written down while the shop works: the tables of the RunLog, as they grow.

Which columns there are, and what a new row begins with, is declared in ``records.log``; the
annotations here only tell the compiler their types.
"""

from __future__ import annotations

from typing import Any, Final, final

from mypy_extensions import i64

from backsim.columns import Ints, copied, ints, longer
from backsim.records import log
from backsim.simulation.codes import REMAINDER, SWAP
from backsim.units import NEVER, Code, Money, Pieces, Row, Tick, share_of


@final
class Rare:
    """A column in which few rows differ from what all begin with: only those take memory."""

    def __init__(self, start: i64) -> None:
        self.start: Final = start
        self.rows: Final[dict[int, int]] = {}

    def get(self, row: Row) -> i64:
        """The value of a row."""
        return self.rows.get(row, self.start)

    def put(self, row: Row, value: i64) -> None:
        """Write a value."""
        self.rows[row] = value


DENSE: Final = [(c.name, c.start) for c in log.Lines.columns() if not (c.rare or c.derived)]
RARE: Final = [(c.name, c.start) for c in log.Lines.columns() if c.rare]


@final
class Lines:
    """A row per line: those that were asked for, and behind them those that were split off or
    swapped in later."""

    order: Ints
    product: Ints
    asked_for: Rare
    origin: Rare
    quantity: Ints
    list_value: Ints
    value: Ints
    surcharge: Rare
    shipping_charge: Rare
    prepaid: Ints
    offer: Ints
    lost: Ints
    promised_at: Ints
    went_by: Rare
    allocated_at: Ints
    parcel: Ints
    cancelled_at: Rare
    cancelled: Rare
    approach: Ints
    full_price: Rare
    restated_at: Rare
    restated_to: Rare
    site: Rare
    softened: Rare
    cause: Ints
    packed_at: Rare
    cost: Ints

    def __init__(self, asked: dict[str, Ints]) -> None:
        """``asked`` are the columns that were drawn."""
        rows = len(asked["order"])
        self.size: Row = rows
        for name, start in DENSE:
            given = asked.get(name)
            if isinstance(start, str):
                given = copied(asked[start])
            setattr(self, name, ints(rows, _number(start)) if given is None else given)
        for name, start in RARE:
            setattr(self, name, Rare(_number(start)))

    def price(self, line: Row, listed: Money, value: Money) -> None:
        """What a line costs, at list price and after discounts."""
        self.list_value[line] = listed
        self.value[line] = value

    def is_open(self, line: Row) -> bool:
        """Sold, and neither shipped nor withdrawn."""
        return self.parcel[line] == NEVER and self.cancelled_at.get(line) == NEVER

    def last_promise(self, line: Row) -> Tick:
        """The ship date last promised; ``FOREVER``: none ever was."""
        restated = self.restated_to.get(line)
        return self.promised_at[line] if restated == NEVER else restated

    def first_date(self, line: Row) -> Tick:
        """The ship date that the customer went by when they ordered."""
        believed = self.went_by.get(line)
        return self.promised_at[line] if believed == NEVER else believed

    def last_date(self, line: Row) -> Tick:
        """The ship date that the customer goes by now."""
        restated = self.restated_to.get(line)
        return self.first_date(line) if restated == NEVER else restated

    def go_by(self, line: Row, date: Tick) -> None:
        """The customer goes by this ship date, be it promised or not."""
        if date != self.first_date(line):
            self.went_by.put(line, date)

    def unsell(self, line: Row, cause: Code) -> None:
        """The line is not bought after all: it is as if the offer had been declined."""
        self.lost[line] = cause
        self.promised_at[line] = NEVER
        self.allocated_at[line] = NEVER
        self.approach[line] = NEVER
        self.prepaid[line] = 0
        self.cause[line] = 0
        self.full_price.rows.pop(line, None)
        self.went_by.rows.pop(line, None)

    # Lines that turn into others.

    def substitute(self, line: Row, product: Row, value: Money) -> None:
        """Another product is taken instead of the one asked for."""
        if self.asked_for.get(line) == NEVER:
            self.asked_for.put(line, self.product[line])
        self.product[line] = product
        self.price(line, value, value)

    def split(self, line: Row, quantity: Pieces) -> Row:
        """Keep so many pieces in this line; answers a new line with the rest."""
        whole, value = self.quantity[line], self.list_value[line]
        part = share_of(value, float(quantity) / float(whole))
        rest = self._append(line, REMAINDER, self.product[line], whole - quantity)
        self.quantity[line] = quantity
        self.price(line, part, part)
        self.price(rest, value - part, value - part)
        return rest

    def swap(self, line: Row, product: Row, value: Money) -> Row:
        """Answers a new line, sold from stock, that takes the place of this one."""
        other = self._append(line, SWAP, product, self.quantity[line])
        self.price(other, value, value)
        return other

    def _append(self, line: Row, origin: Code, product: Row, quantity: Pieces) -> Row:
        new = self.size
        if new == len(self.order):
            for name, start in DENSE:
                setattr(self, name, longer(getattr(self, name), _number(start)))
        self.size = new + 1
        asked_for = self.asked_for.get(line)
        if asked_for == NEVER and product != self.product[line]:
            asked_for = self.product[line]
        if asked_for != NEVER:
            self.asked_for.put(new, asked_for)
        self.order[new] = self.order[line]
        self.product[new] = product
        self.quantity[new] = quantity
        self.origin.put(new, origin)
        return new


def _number(start: int | str) -> i64:
    """What a row begins with; ``NEVER`` stands for "as another column"."""
    return NEVER if isinstance(start, str) else start


@final
class Payments:
    """Movements of money with customers, and which of them were one charge."""

    def __init__(self, room: Row) -> None:
        self.size: Row = 0
        self.charges: i64 = 0
        self.line = ints(room)
        self.charge = ints(room)
        self.at = ints(room)
        self.kind = ints(room)
        self.amount = ints(room)
        self.fee = ints(room)
        self.ahead = ints(room)

    def new_charge(self) -> i64:
        """The number of the next charge."""
        charge = self.charges
        self.charges = charge + 1
        return charge

    def add(
        self, line: Row, charge: i64, at: Tick, kind: Code, amount: Money, fee: Money, ahead: bool
    ) -> None:
        """A movement, or an attempt at one."""
        row = self.size
        if row == len(self.line):
            _widen(self, log.Payments)
        self.line[row] = line
        self.charge[row] = charge
        self.at[row] = at
        self.kind[row] = kind
        self.amount[row] = amount
        self.fee[row] = fee
        self.ahead[row] = 1 if ahead else 0
        self.size = row + 1


@final
class Parcels:
    """What was handed to a carrier."""

    def __init__(self, room: Row) -> None:
        self.size: Row = 0
        self.order = ints(room)
        self.carrier = ints(room)
        self.shipped_at = ints(room)
        self.delivered_at = ints(room)
        self.cost = ints(room)

    def add(
        self, order: Row, carrier: Row, shipped_at: Tick, delivered_at: Tick, cost: Money
    ) -> Row:
        """A parcel leaves; answers its row."""
        row = self.size
        if row == len(self.order):
            _widen(self, log.Parcels)
        self.order[row] = order
        self.carrier[row] = carrier
        self.shipped_at[row] = shipped_at
        self.delivered_at[row] = delivered_at
        self.cost[row] = cost
        self.size = row + 1
        return row


@final
class Purchases:
    """What was ordered of suppliers."""

    def __init__(self, room: Row) -> None:
        self.size: Row = 0
        self.product = ints(room)
        self.supplier = ints(room)
        self.quantity = ints(room)
        self.ordered_at = ints(room)
        self.expected_at = ints(room)
        self.due_at = ints(room)
        self.received_at = ints(room)
        self.cost = ints(room)
        self.payable_at = ints(room)

    def add(
        self,
        product: Row,
        supplier: Row,
        quantity: Pieces,
        ordered_at: Tick,
        expected_at: Tick,
        due_at: Tick,
        cost: Money,
        payable_at: Tick,
    ) -> Row:
        """A purchase order is placed; answers its row."""
        row = self.size
        if row == len(self.product):
            _widen(self, log.Purchases)
        self.product[row] = product
        self.supplier[row] = supplier
        self.quantity[row] = quantity
        self.ordered_at[row] = ordered_at
        self.expected_at[row] = expected_at
        self.due_at[row] = due_at
        self.received_at[row] = NEVER
        self.cost[row] = cost
        self.payable_at[row] = payable_at
        self.size = row + 1
        return row


@final
class Deliveries:
    """What a purchase order arrives as."""

    def __init__(self, room: Row) -> None:
        self.size: Row = 0
        self.purchase = ints(room)
        self.quantity = ints(room)
        self.due_at = ints(room)
        self.received_at = ints(room)

    def add(self, purchase: Row, quantity: Pieces, due_at: Tick) -> Row:
        """Goods are on the way; answers the row."""
        row = self.size
        if row == len(self.purchase):
            _widen(self, log.Deliveries)
        self.purchase[row] = purchase
        self.quantity[row] = quantity
        self.due_at[row] = due_at
        self.received_at[row] = NEVER
        self.size = row + 1
        return row


@final
class Outlays:
    """Costs that stand in no other table."""

    def __init__(self) -> None:
        self.size: Row = 0
        self.at = ints(0)
        self.account = ints(0)
        self.amount = ints(0)
        self.order = ints(0)
        self.line = ints(0)

    def add(self, at: Tick, account: Code, amount: Money, order: Row, line: Row) -> None:
        """Money is spent."""
        row = self.size
        if row == len(self.at):
            _widen(self, log.Outlays)
        self.at[row] = at
        self.account[row] = account
        self.amount[row] = amount
        self.order[row] = order
        self.line[row] = line
        self.size = row + 1


@final
class Allocations:
    """Pieces that were set aside for lines which went on missing others."""

    def __init__(self) -> None:
        self.size: Row = 0
        self.line = ints(0)
        self.at = ints(0)
        self.pieces = ints(0)

    def add(self, line: Row, at: Tick, pieces: Pieces) -> None:
        """Some of a line's pieces are there."""
        row = self.size
        if row == len(self.line):
            _widen(self, log.Allocations)
        self.line[row] = line
        self.at[row] = at
        self.pieces[row] = pieces
        self.size = row + 1

    def forget(self, lines: list[int]) -> None:
        """What was set aside last for these lines was not."""
        while self.size and self.line[self.size - 1] in lines:
            self.size -= 1


def _widen(table: Any, declared: type[log.Table]) -> None:
    """Make room for more rows."""
    for each in declared.columns():
        if not each.derived:
            setattr(table, each.name, longer(getattr(table, each.name)))
