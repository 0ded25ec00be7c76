"""What of an amount is tax."""

from __future__ import annotations

import numpy as np

from backsim.ledger.days import tally
from backsim.records.log import Column, RunLog
from backsim.units import HALF_UP


def is_taxed(log: RunLog) -> bool:
    """Is anything taxed?"""
    return any(product.tax for product in log.facts.products)


def tax_in(log: RunLog, line: Column, amounts: Column) -> Column:
    """The tax inside of an amount that is paid for a line, rounded half up."""
    rates = np.array([product.tax for product in log.facts.products])[log.lines.product[line]]
    tax: Column = np.floor(amounts * (rates / (1 + rates)) + HALF_UP).astype(np.int64)
    return tax


def tax_when_sent(log: RunLog, line: Column) -> Column:
    """The tax inside of what lines cost, interest aside."""
    return tax_in(log, line, (log.lines.value + log.lines.shipping_charge)[line])


def tax_ahead(log: RunLog, line: Column, paid: Column) -> Column:
    """The tax on what has been paid ahead for lines."""
    taxed = (log.lines.value + log.lines.shipping_charge)[line]
    return tax_in(log, line, np.minimum(paid, taxed))


def paid_before_the_start(log: RunLog) -> Column:
    """What customers had paid for each line when the log begins. Shape (lines,)."""
    row = np.flatnonzero(log.payments.at < 0)
    return tally(log.payments.line[row], log.payments.amount[row], len(log.lines))


def tax_paid_before_the_start(log: RunLog) -> int:
    """The tax on that: it was due then, and is paid."""
    if not is_taxed(log):
        return 0
    row = np.arange(len(log.lines))
    return int(tax_ahead(log, row, paid_before_the_start(log)).sum())
