"""What is the store's own at a moment: what it has, at what it will bring, less what it owes.

Sources: a receivable counts less the credit loss expected of it (IFRS 9, 5.5.15), stock at what it
would bring (the lower of cost and net realisable value, IAS 2), what is owed to customers and
suppliers in full.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backsim.ledger.accounts import Account, Kind
from backsim.ledger.ageing import paid_for_lines
from backsim.ledger.days import tally
from backsim.ledger.journal import Journal
from backsim.ledger.pieces import moves, opening_pieces, salvage_values
from backsim.ledger.postings import CHARGES
from backsim.ledger.statements import balance_before
from backsim.records.codes import PaymentKind
from backsim.records.log import Column, RunLog, WayFacts
from backsim.units import NEVER

Amounts = NDArray[np.float64]
Table = tuple[tuple[float, ...], ...]


class Worth(NamedTuple):
    """What the store is worth to its owner, item by item, in minor units; what it owes counts
    against it and is negative, and so is what it must expect to lose."""

    cash: int
    receivable: int
    defaults: float
    """Expected never to be paid, of the receivable."""
    fees: float
    """Still to be kept by the payment processor of what is expected to be paid."""
    stock: int
    """Pieces on hand, or paid for before the start and on the way, at their salvage value, but at
    the start itself at what they have cost: they were bought to be sold. What was ordered, has not
    come and was not paid for counts on neither side: it is neither here nor owed."""
    owed: int
    """To customers and suppliers."""
    codes: int
    """That customers have been given and will redeem."""

    @property
    def total(self) -> float:
        """All of it."""
        return float(sum(self))


def worth(log: RunLog, books: Journal, before: int) -> Worth:
    """What the store is worth before anything that happens at a tick, opening day included."""
    liabilities = [account for account in Account if account.kind == Kind.LIABILITY]
    receivable = _receivable(log, before)
    sure = receivable * (1 - _doubt(log, before))
    return Worth(
        cash=balance_before(books, Account.CASH, before),
        receivable=int(receivable.sum()),
        defaults=float(sure.sum() - receivable.sum()),
        fees=-_fees(log, receivable, sure),
        stock=_stock(log, books, before),
        owed=sum(balance_before(books, account, before) for account in liabilities),
        codes=-_codes(log, before),
    )


def _stock(log: RunLog, books: Journal, before: int) -> int:
    """Worth of the goods. What the store begins with is charged like what it buys later: at salvage
    too, an arm that begins with more would lose nothing by what is left of it."""
    if not before:
        return sum(
            balance_before(books, a, 0) for a in (Account.INVENTORY, Account.GOODS_IN_TRANSIT)
        )
    return int(((_pieces(log, before) + _coming(log, before)) * salvage_values(log)).sum())


def _receivable(log: RunLog, before: int) -> Column:
    """What is still to be paid for each line that has left. Shape (lines,)."""
    lines = log.lines
    gone = (lines.shipped_at >= 0) & (lines.shipped_at < before)
    settled = paid_for_lines(log, (*CHARGES, PaymentKind.DEFAULT), before)
    return np.where(gone, lines.price - settled, 0)


def _doubt(log: RunLog, before: int) -> Amounts:
    """The chance that what is still owed for a line is never paid. Shape (lines,).

    A customer who has the goods and has paid a part since will pay the others too.
    """
    payments = log.payments
    since = (payments.kind == PaymentKind.SCHEDULED) & (payments.ahead == 0)
    honest = np.zeros(len(log.lines), dtype=np.bool_)
    honest[payments.line[since & (payments.at < before)]] = True
    return np.where(honest, 0.0, _by_line(log, _of_ways(log.facts.ways, "default_rate")))


def _fees(log: RunLog, receivable: Column, sure: Amounts) -> float:
    """What the processor will keep of what is still to be paid: its share, and a fixed fee for each
    charge to come. Lines that left together and are paid in one way are charged together."""
    row = np.flatnonzero(receivable)
    if not len(row):
        return 0.0
    ways, lines = log.facts.ways, log.lines
    owed, price = receivable[row], lines.price[row]
    parts = _by_line(log, _of_ways(ways, "parts"))[row].astype(np.int64)
    charges = -(-owed * parts // price)
    fixed = charges * _by_line(log, _of_ways(ways, "fee_fixed"))[row] * sure[row] / owed
    plan = _by_line(log, log.facts.plans)[row].astype(np.int64)
    bill = np.unique(np.stack((lines.parcel[row], plan)), axis=1, return_inverse=True)[1].ravel()
    most = np.zeros(len(row))
    np.maximum.at(most, bill, fixed)
    return float((sure[row] * _by_line(log, _of_ways(ways, "fee_share"))[row]).sum() + most.sum())


def _of_ways(ways: tuple[tuple[WayFacts, ...], ...], name: str) -> Table:
    """One property of every way to pay, by product and approach."""
    return tuple(tuple(getattr(way, name) for way in offered) for offered in ways)


def _by_line(log: RunLog, table: Table) -> Amounts:
    """The value for the way in which each line is paid; 0 if it is paid as it leaves."""
    widest = max((len(offered) for offered in table), default=0)
    # The last place is that of what is paid in no agreed way: NEVER is -1.
    known = np.zeros((len(log.facts.products), widest + 1))
    for product, offered in enumerate(table):
        known[product, : len(offered)] = offered
    return np.asarray(known[log.lines.product, log.lines.approach], dtype=np.float64)


def _pieces(log: RunLog, before: int) -> Column:
    """Pieces on hand, by product."""
    move = moves(log)
    row = np.flatnonzero(move.at < before)
    held = opening_pieces(log)
    return held + tally(move.product[row], move.pieces[row], len(held))


def _coming(log: RunLog, before: int) -> Column:
    """Pieces paid for before the start that have not come, by product."""
    buys = log.purchases
    row = np.flatnonzero(buys.payable_at < 0)
    row = row[(buys.received_at[row] < 0) | (buys.received_at[row] >= before)]
    return tally(buys.product[row], buys.quantity[row], len(log.facts.products))


def _codes(log: RunLog, before: int) -> int:
    """The worth of the codes that were earned and not redeemed yet: those that will be."""
    payments, shipped_at = log.payments, log.lines.shipped_at
    row = np.flatnonzero((payments.kind == PaymentKind.REWARD) & (payments.at >= before))
    earned = shipped_at[payments.line[row]]
    return int(payments.amount[row[(earned != NEVER) & (earned < before)]].sum())
