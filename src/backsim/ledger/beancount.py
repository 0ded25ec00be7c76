"""The journal in the plain-text format of beancount, which ``bean-check`` accepts.

One transaction per entry, in the order of the journal; the balance of every account is asserted,
to the last minor unit, on the first day of each month and on the day after the last one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from backsim.ledger.accounts import Account, Kind
from backsim.ledger.days import day_count
from backsim.ledger.entries import Event
from backsim.ledger.journal import Journal, Posted, journal
from backsim.ledger.statements import daily_balance
from backsim.records.log import RunFacts, RunLog
from backsim.units import DAY

_ROOTS = {
    Kind.ASSET: "Assets",
    Kind.LIABILITY: "Liabilities",
    Kind.EQUITY: "Equity",
    Kind.INCOME: "Income",
    Kind.EXPENSE: "Expenses",
}


class Heading(NamedTuple):
    """What a transaction says: with whom, about what, and a link to what it belongs to."""

    payee: str
    narration: str
    link: str = ""


def lines(log: RunLog) -> Iterator[str]:
    """The whole file, line by line, each with its line feed."""
    books, facts = journal(log), log.facts
    start = date.fromisoformat(facts.start)
    trial = f"{facts.study}, {facts.arm}, replication {facts.replication}, seed {facts.seed}"
    yield f"option {quoted('title')} {quoted(trial)}\n"
    yield f"option {quoted('operating_currency')} {quoted(facts.currency)}\n\n"
    yield f"{start} commodity {facts.currency}\n"
    # By number: so the file does not change when an account's row moves.
    used = sorted(a for a in Account if any(step.amount.any() for step in books.steps(a)))
    for account in used:
        yield f"{start} open {account_name(account)} {facts.currency}\n"
    assertions = _assertions(books, used, facts)
    due = next(assertions, None)
    for day, text in _transactions(books.posted, log):
        while due is not None and due[0] <= day:
            yield due[1]
            due = next(assertions, None)
        yield text
    if due is not None:
        yield due[1]
    yield from (text for _, text in assertions)


def account_name(account: Account) -> str:
    """An account under its beancount root.

    >>> account_name(Account.CUSTOMER_DEPOSITS), account_name(Account.EQUITY)
    ('Liabilities:CustomerDeposits', 'Equity:Opening')
    """
    name = "Opening" if account == Account.EQUITY else account.label.title().replace("_", "")
    return f"{_ROOTS[account.kind]}:{name}"


def quoted(text: str) -> str:
    """A string of beancount: quotes and backslashes escaped, on one line.

    >>> print(quoted('an "open" arm'))
    "an \\"open\\" arm"
    """
    plain = "".join(character if character.isprintable() else " " for character in text)
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def amount(minor: int, digits: int) -> str:
    """An amount in the major unit, exact.

    >>> amount(-5, 2), amount(1200, 0)
    ('-0.05', '1200')
    """
    if not digits:
        return str(minor)
    whole, rest = divmod(abs(minor), 10**digits)
    return f"{'-' if minor < 0 else ''}{whole}.{rest:0{digits}}"


def _transactions(posted: Posted, log: RunLog) -> Iterator[tuple[int, str]]:
    """Every entry with the day on which it is made."""
    start, facts = date.fromisoformat(log.facts.start), log.facts
    names = {account: account_name(account) for account in Account}
    teller = _Teller(log)
    rows = zip(*(column.tolist() for column in posted), strict=True)
    for _, legs in groupby(rows, key=itemgetter(0)):
        block = list(legs)
        _, at, event, row, _, _ = block[0]
        payee, narration, link = teller.heading(Event(event), row)
        day = at // DAY
        head = [str(start + timedelta(days=day)), "*"]
        head += [quoted(text) for text in (payee, narration) if text]
        head += [f"^{link}"] if link else []
        postings = "".join(
            f"  {names[account]}  {amount(moved, facts.minor_digits)} {facts.currency}\n"
            for *_, account, moved in block
        )
        yield day, f"\n{' '.join(head)}\n{postings}"


def _assertions(books: Journal, used: list[Account], facts: RunFacts) -> Iterator[tuple[int, str]]:
    """What every account holds as a month begins, with the number of that day."""
    start, last = date.fromisoformat(facts.start), day_count(facts.horizon)
    levels = [(account_name(account), daily_balance(books, account)) for account in used]
    for day in range(1, last + 1):
        today = start + timedelta(days=day)
        if today.day == 1 or day == last:
            texts = ["\n"]
            for name, level in levels:
                held = amount(int(level[day - 1]), facts.minor_digits)
                # Without a tolerance of its own an assertion would let one minor unit pass.
                texts.append(f"{today} balance {name}  {held} ~ 0 {facts.currency}\n")
            yield day, "".join(texts)


class _Teller:
    """Says what an entry is about; rows of the log are numbered from 0."""

    def __init__(self, log: RunLog) -> None:
        facts = log.facts
        self.products = [product.name for product in facts.products]
        self.suppliers = [facts.suppliers[i] for i in log.purchases.supplier.tolist()]
        self.bought = self._goods(log.purchases.quantity.tolist(), log.purchases.product.tolist())
        self.sold = self._goods(log.lines.quantity.tolist(), log.lines.product.tolist())
        self.order_of_line: list[int] = log.lines.order.tolist()
        self.order_of_parcel: list[int] = log.parcels.order.tolist()
        self.line_of_payment: list[int] = log.payments.line.tolist()
        self.spent = [Account(number).label for number in log.outlays.account.tolist()]
        self.order_of_outlay: list[int] = log.outlays.order.tolist()
        self.line_of_outlay: list[int] = log.outlays.line.tolist()

    def _goods(self, quantities: list[int], products: list[int]) -> list[str]:
        pairs = zip(quantities, products, strict=True)
        return [f"{quantity} {self.products[product]}" for quantity, product in pairs]

    def heading(self, event: Event, row: int) -> Heading:
        """The heading of one entry, by its event and its row in that event's table."""
        what = event.name.lower().replace("_", " ")
        match event:
            case Event.OPENING | Event.INTEREST:
                return Heading("", what)
            case Event.HOLDING:
                return Heading("", f"{what} {self.products[row]}")
            case Event.RECEIPT | Event.SUPPLIER_PAYMENT:
                return Heading(self.suppliers[row], f"{what} {self.bought[row]}", f"purchase-{row}")
            case Event.PARCEL:
                return self._of_order(self.order_of_parcel[row], what)
            case Event.OUTLAY:
                return self._of_outlay(row)
            case Event.SHIPMENT | Event.CANCELLATION | Event.TAX_EARNED | Event.TAX_BACK:
                line = row
            case _:
                line = self.line_of_payment[row]
        return self._of_order(self.order_of_line[line], f"{what} {self.sold[line]}")

    def _of_outlay(self, row: int) -> Heading:
        """What it was spent on, as far as it is known."""
        what = self.spent[row].replace("_", " ")
        order, line = self.order_of_outlay[row], self.line_of_outlay[row]
        if order < 0:
            return Heading("", what)
        return self._of_order(order, f"{what} {self.sold[line]}" if line >= 0 else what)

    def _of_order(self, order: int, what: str) -> Heading:
        return Heading(f"order {order}", what, f"order-{order}")
