"""A real order history from CSV, to be replayed: every row is used, or refused with its reason."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from backsim.errors import Fault, ScenarioError
from backsim.records.log import Column
from backsim.scenario.model import History
from backsim.scenario.reading.source import read_text
from backsim.scenario.reading.tree import Place
from backsim.scenario.values.hints import listed, meant, quoted, shortened
from backsim.scenario.values.zones import on_the_wall
from backsim.units import DAY

MOST_FAULTS = 20
MOST_UNITS = 1_000_000
LONGEST_EXCERPT = 160


class Spec(NamedTuple):
    """What to read and how."""

    path: Path
    columns: tuple[tuple[str, str], ...]
    """Role (order, date, customer, quantity, value, price, product) and column name; roles that
    the file does not have are left out."""
    date_format: str
    skip_bad_rows: bool
    products: tuple[str, ...]
    minor_digits: int
    zone: tzinfo
    """Where the store's day begins, for times with a UTC offset."""


class Line(NamedTuple):
    """One good row."""

    row: int
    """Its line in the file."""
    when: datetime
    """By the store's own clock."""
    order: str
    person: str
    product: int
    quantity: int
    value: int


class RowError(ValueError):
    """A row that makes no sense: its kind of reason, the full message and the column's role."""

    def __init__(self, reason: str, message: str, role: str = "") -> None:
        self.reason = reason
        self.role = role
        super().__init__(message)


@dataclass
class Rows:
    """A file as read, before it is known which days are simulated."""

    lines: list[Line] = field(default_factory=list)
    read: int = 0
    has_time: bool = False
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def first(self) -> date:
        """The first day with an order."""
        return min(line.when for line in self.lines).date()

    @property
    def last(self) -> date:
        """The last day with an order."""
        return max(line.when for line in self.lines).date()


def read_rows(spec: Spec, place: Place, column_places: dict[str, Place]) -> Rows:
    """All rows of the file.

    ``place`` is where the scenario names the file, ``column_places`` where it names each column,
    by role. Raises ``ScenarioError``: the file or a column is missing, or up to 20 bad rows.
    """
    text = read_text(spec.path, place, limit=None)
    source = text.splitlines(keepends=True)
    if not text.strip():
        raise ScenarioError([place.fault(f"{spec.path} is empty")])
    reader = csv.reader(source, delimiter=_delimiter(source[0]), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
        positions = _positions(header, spec, place, column_places)
        return _Reading(spec, header, positions, source).run(reader)
    except csv.Error as error:
        message = f"not valid CSV: {error}"
        raise ScenarioError([Fault(message, str(spec.path), reader.line_num)]) from None


def _delimiter(header: str) -> str:
    """The sign that divides the header most often."""
    return max(",;\t", key=header.count)


def _positions(
    header: list[str], spec: Spec, place: Place, column_places: dict[str, Place]
) -> dict[str, int]:
    faults = []
    for role, name in spec.columns:
        where = column_places.get(role, place)
        if name not in header:
            free = [h for h in header if h not in dict(spec.columns).values()]
            hint = meant(name, free) or f"; it has {listed(map(shortened, header), 'and')}"
            message = f"{spec.path} has no column {quoted(name)}{hint}"
            faults.append(where.fault(f"{message} (set demand.columns.{role})"))
        elif header.count(name) > 1:
            faults.append(where.fault(f"{spec.path} has two columns {quoted(name)}"))
    if faults:
        raise ScenarioError(faults)
    return {role: header.index(name) for role, name in spec.columns}


@dataclass
class _Reading:
    """The state of reading one file."""

    spec: Spec
    header: list[str]
    positions: dict[str, int]
    source: list[str]
    rows: Rows = field(default_factory=Rows)
    orders: dict[str, Line] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def run(self, reader: Any) -> Rows:
        # Many rows share a date, and reading one is slow.
        parse = cache(self.moment)
        end = reader.line_num
        for fields in reader:
            # A quoted cell may hold line breaks: the row is where it begins.
            begin, end = end + 1, reader.line_num
            if not any(cell.strip() for cell in fields):
                continue
            self.rows.read += 1
            try:
                self.rows.lines.append(self.line(fields, begin, parse))
            except RowError as bad:
                self.rows.refused[bad.reason] += 1
                if not self.spec.skip_bad_rows:
                    self.faults.append(self.fault(bad, begin, fields))
        if self.faults:
            raise ScenarioError(self.shown_faults())
        if not self.rows.lines:
            message = "no row can be used" if self.rows.read else "has a header but no rows"
            raise ScenarioError([Fault(message, str(self.spec.path))])
        return self.rows

    def shown_faults(self) -> list[Fault]:
        hidden = len(self.faults) - MOST_FAULTS
        shown = self.faults[:MOST_FAULTS]
        if hidden > 0:
            message = f"and {hidden:,} more bad rows (demand.on_bad_row: skip leaves them out)"
            shown.append(Fault(message, str(self.spec.path), self.faults[MOST_FAULTS].line))
        return shown

    def fault(self, bad: RowError, row: int, fields: Sequence[str]) -> Fault:
        """The fault of a row, with a caret under the cell where that can be told."""
        excerpt = self.source[row - 1].rstrip("\r\n") if row <= len(self.source) else ""
        position = self.positions.get(bad.role, 0)
        column = 1
        # With quotes, the width of a cell is not the length of its text.
        if '"' not in excerpt and position < len(fields):
            column += sum(len(cell) + 1 for cell in fields[:position])
        if len(excerpt) > LONGEST_EXCERPT or not excerpt.replace("\t", " ").isprintable():
            excerpt = ""
        return Fault(str(bad), str(self.spec.path), row, column, excerpt)

    def cell(self, fields: Sequence[str], role: str) -> str:
        return fields[self.positions[role]].strip()

    def line(self, fields: list[str], row: int, parse: Callable[[str], datetime]) -> Line:
        if len(fields) != len(self.header):
            message = f"has {len(fields)} cells, the header has {len(self.header)}"
            raise RowError("wrong number of cells", message)
        when = parse(self.cell(fields, "date"))
        order = self.cell(fields, "order") if "order" in self.positions else str(row)
        if not order:
            raise RowError("no order number", "no order number", "order")
        person = self.cell(fields, "customer") if "customer" in self.positions else ""
        quantity = self.quantity(self.cell(fields, "quantity"))
        line = Line(
            row,
            when,
            order,
            # Without a customer, each order is a person; the sign keeps both kinds apart.
            f"={person}" if person else f"order {order}",
            self.product(fields),
            quantity,
            self.value(fields, quantity),
        )
        return self.agreeing(line)

    def agreeing(self, line: Line) -> Line:
        """All rows of an order must tell the same time and customer."""
        first = self.orders.setdefault(line.order, line)
        if first.when != line.when:
            message = f"order {quoted(line.order)} has another date on line {first.row}"
            raise RowError("an order with two dates", message, "date")
        if first.person != line.person:
            message = f"order {quoted(line.order)} has another customer on line {first.row}"
            raise RowError("an order with two customers", message, "customer")
        return line

    def moment(self, told: str) -> datetime:
        try:
            if self.spec.date_format:
                when = datetime.strptime(told, self.spec.date_format)
            else:
                when = datetime.fromisoformat(told)
            if when.tzinfo is not None:
                # An offset makes it an instant; without one it is what the store's clock showed.
                when = on_the_wall(when, self.spec.zone)
        except (ValueError, OverflowError):
            how = self.spec.date_format or "2026-03-02 or 2026-03-02 14:30"
            message = f"{quoted(told)} is not a date such as {how}"
            if self.spec.date_format:
                message = f"{quoted(told)} is not a date of the form {how}"
            raise RowError("not a date", message, "date") from None
        self.rows.has_time |= bool(when.hour or when.minute or when.second)
        # A tick is a second.
        return when.replace(microsecond=0)

    def product(self, fields: Sequence[str]) -> int:
        if "product" not in self.positions:
            return 0
        name = self.cell(fields, "product")
        if name not in self.spec.products:
            guess = meant(name, self.spec.products)
            raise RowError("unknown product", f"unknown product {quoted(name)}{guess}", "product")
        return self.spec.products.index(name)

    def number(self, told: str, what: str, role: str) -> Decimal:
        try:
            value = Decimal(told)
        except InvalidOperation:
            # Told below with the others that are not finite.
            value = Decimal("NaN")
        if not value.is_finite():
            message = f"{what} {quoted(told)} {'are' if what == 'units' else 'is'} not a number"
            raise RowError(f"{what}: not a number", message, role)
        if value < 0:
            raise RowError(f"negative {what}", f"negative {what}: {told}", role)
        return value

    def quantity(self, told: str) -> int:
        units = self.number(told, "units", "quantity")
        if units == 0:
            raise RowError("zero units", "zero units", "quantity")
        if units > MOST_UNITS:
            raise RowError("too many units", f"more than {MOST_UNITS:,} units: {told}", "quantity")
        if units != int(units):
            raise RowError("units not whole", f"units are not whole: {told}", "quantity")
        return int(units)

    def value(self, fields: Sequence[str], quantity: int) -> int:
        """The whole line in minor units, rounded half up."""
        role = "price" if "price" in self.positions else "value"
        amount = self.number(self.cell(fields, role), role, role)
        if amount > 1_000_000_000:
            raise RowError(f"{role} too large", f"{role} is too large: {amount}", role)
        total = amount * quantity if role == "price" else amount
        return int(total.scaleb(self.spec.minor_digits) + Decimal("0.5"))


def replay(rows: Rows, start: date, horizon: int) -> History:
    """The rows inside ``[start, start + horizon)`` as columns; the others count as refused."""
    origin = datetime.combine(start, datetime.min.time())
    refused = Counter(rows.refused)
    lines: list[tuple[int, Line]] = []
    for line in rows.lines:
        tick = round((line.when - origin).total_seconds())
        if tick < 0:
            refused["before the start"] += 1
        elif tick >= horizon:
            refused["after the horizon"] += 1
        else:
            # Every row counts once: as used, or under one reason.
            lines.append((tick, line))
    used = len(lines)
    merged = _merged(lines)
    orders: dict[str, int] = {}
    people: dict[str, int] = {}
    return History(
        at=_column(tick for tick, _ in merged),
        has_time=rows.has_time,
        order=_column(orders.setdefault(line.order, len(orders)) for _, line in merged),
        person=_column(people.setdefault(line.person, len(people)) for _, line in merged),
        product=_column(line.product for _, line in merged),
        quantity=_column(line.quantity for _, line in merged),
        value=_column(line.value for _, line in merged),
        read=rows.read,
        used=used,
        refused=tuple(sorted(refused.items())),
    )


def asked_for(rows: Rows, products: Sequence[str]) -> frozenset[str]:
    """Of these products, in the order in which the rows number them, those that were ordered."""
    return frozenset(products[line.product] for line in rows.lines)


def _merged(lines: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """In order of time, orders together, one line per product of an order."""
    first_row: dict[str, int] = {}
    for _, line in lines:
        first_row.setdefault(line.order, line.row)
    sums: dict[tuple[str, int], tuple[int, Line]] = {}
    # Orders of one instant keep the order of the file, and the rows of each stay together.
    for tick, line in sorted(lines, key=lambda x: (x[0], first_row[x[1].order], x[1].row)):
        key = (line.order, line.product)
        if key in sums:
            former = sums[key][1]
            line = former._replace(
                quantity=former.quantity + line.quantity, value=former.value + line.value
            )
        sums[key] = (tick, line)
    return list(sums.values())


def _column(numbers: Iterator[int]) -> Column:
    return np.fromiter(numbers, dtype=np.int64)


def days_through(rows: Rows, start: date) -> int:
    """The horizon, in ticks, that reaches from the start through the file's last day."""
    return max((rows.last - start).days + 1, 1) * DAY
