"""The journal: all entries of one trial, in order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from backsim.ledger import postings, tax, upkeep
from backsim.ledger.accounts import Account
from backsim.ledger.entries import Entries, Event
from backsim.records.codes import Priority
from backsim.records.log import Column, RunLog

EVENTS = (
    postings.opening,
    postings.receipts,
    postings.cancellations,
    postings.refunds,
    postings.chargebacks,
    postings.withheld,
    postings.supplier_payments,
    postings.checkouts,
    postings.shipments,
    postings.collections,
    postings.scheduled,
    postings.defaults,
    postings.rewards,
    postings.credit_ends,
    postings.fees,
    postings.outlays,
    postings.parcels,
    tax.on_money_taken_ahead,
    tax.on_goods_sent,
    tax.on_cancellations,
    tax.on_defaults_and_credit,
    upkeep.holding,
)
"""In order of ``Event``; interest, which depends on all the others, comes last."""


class Posted(NamedTuple):
    """The journal as one long table: a row per amount that is not zero, entries together."""

    entry: Column
    """Number of the entry, from 0."""
    at: Column
    event: Column
    """``Event``."""
    row: Column
    """Row of the source in that event's table."""
    account: Column
    """``Account``."""
    amount: Column
    """Minor units, debit positive."""


class Step(NamedTuple):
    """What one kind of event did to one account."""

    event: Event
    at: Column
    amount: Column


@dataclass(frozen=True)
class Journal:
    """All entries strictly before the horizon, by kind of event."""

    horizon: int
    entries: tuple[Entries, ...]

    def steps(self, account: Account) -> tuple[Step, ...]:
        """What happened to one account, by kind of event."""
        return self._steps[account]

    @cached_property
    def _steps(self) -> dict[Account, tuple[Step, ...]]:
        """Every leg of every kind, sorted by account in one pass."""
        found: dict[Account, list[Step]] = {account: [] for account in Account}
        for kind in self.entries:
            for account, leg in kind.legs:
                found[account].append(Step(kind.event, kind.at, leg))
        return {account: tuple(steps) for account, steps in found.items()}

    @cached_property
    def posted(self) -> Posted:
        """The long table, in order of time, then of ``Priority``, then of ``Event``."""
        kinds = self.entries
        sizes = np.array([len(kind.at) for kind in kinds])
        at, row, priority = (
            np.concatenate(columns)
            for columns in zip(*((kind.at, kind.row, kind.priority) for kind in kinds), strict=True)
        )
        event = np.repeat(np.array([kind.event for kind in kinds], dtype=np.int64), sizes)
        # Every leg of every entry; ``source`` is the place of its entry in the columns above.
        first = (np.cumsum(sizes) - sizes).tolist()
        legs = [
            (i, name, leg) for i, kind in zip(first, kinds, strict=True) for name, leg in kind.legs
        ]
        source = np.concatenate([np.arange(i, i + len(leg)) for i, _, leg in legs])
        names = np.array([name for _, name, _ in legs], dtype=np.int64)
        account = np.repeat(names, [len(leg) for *_, leg in legs])
        amount = np.concatenate([leg for *_, leg in legs])
        some = np.flatnonzero(amount)
        # Entries that move anything are numbered in order.
        moves = np.zeros(len(at), dtype=np.int64)
        moves[source[some]] = 1
        order = np.argsort(at * len(Priority) + priority, kind="stable")
        number = np.empty(len(at), dtype=np.int64)
        number[order] = np.cumsum(moves[order]) - 1
        # Stable: the legs of an entry keep the order in which its posting names them.
        some = some[np.argsort(number[source[some]], kind="stable")]
        made = source[some]
        return Posted(number[made], at[made], event[made], row[made], account[some], amount[some])


def journal(log: RunLog) -> Journal:
    """Post every event of a log. See ``postings`` and ``upkeep`` for what each of them does."""
    posted = tuple(post(log) for post in EVENTS)
    return Journal(log.facts.horizon, (*posted, upkeep.interest(log, posted)))
