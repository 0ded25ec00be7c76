"""Who owes what, and for how long: receivable and refunds payable on any day, by age."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from backsim.ledger.days import tally
from backsim.ledger.postings import CHARGES, SETTLES
from backsim.records.codes import PaymentKind
from backsim.records.log import Column, RunLog
from backsim.units import DAY

_OLDER = (31, 61, 91)
"""Days at which the second, third and fourth bucket begin."""


class Ageing(NamedTuple):
    """Amounts in minor units by their age in whole days."""

    to_30: int
    to_60: int
    to_90: int
    beyond: int

    @property
    def total(self) -> int:
        """The balance of the account."""
        return sum(self)


def receivable_ageing(log: RunLog, day: int) -> Ageing:
    """What customers owe at the end of a day for goods they were sent, by days since shipment."""
    lines, until = log.lines, _end(log, day)
    settled = paid_for_lines(log, (*CHARGES, PaymentKind.DEFAULT), until)
    return _aged(lines.shipped_at, lines.price - settled, day)


def refunds_ageing(log: RunLog, day: int) -> Ageing:
    """What is owed back to customers at the end of a day, by days since they cancelled."""
    until = _end(log, day)
    owed = paid_for_lines(log, CHARGES, until) - paid_for_lines(log, SETTLES, until)
    return _aged(log.lines.cancelled_at, owed, day)


def _end(log: RunLog, day: int) -> int:
    """The end of a day; the last one may be cut off by the horizon."""
    return min((day + 1) * DAY, log.facts.horizon)


def paid_for_lines(log: RunLog, kinds: tuple[PaymentKind, ...], until: int) -> Column:
    """What was paid for each line before a tick, in these kinds of payment. Shape (lines,)."""
    payments = log.payments
    row = np.flatnonzero((payments.at < until) & np.isin(payments.kind, kinds))
    return tally(payments.line[row], payments.amount[row], len(log.lines))


def _aged(since: Column, amounts: Column, day: int) -> Ageing:
    """The amounts of the lines whose time has begun, by their age at the end of the day."""
    row = np.flatnonzero((since >= 0) & (since // DAY <= day))
    bucket = np.searchsorted(_OLDER, day - since[row] // DAY, side="right")
    return Ageing(*tally(bucket, amounts[row], len(_OLDER) + 1).tolist())
