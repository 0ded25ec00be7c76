"""The journal: all entries of one trial, in order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from backsim.ledger import postings, upkeep
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
    postings.supplier_payments,
    postings.checkouts,
    postings.shipments,
    postings.collections,
    postings.scheduled,
    postings.defaults,
    postings.rewards,
    postings.fees,
    postings.outlays,
    postings.parcels,
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
        found = ((kind, kind.leg(account)) for kind in self.entries)
        return tuple(Step(kind.event, kind.at, leg) for kind, leg in found if leg is not None)

    @cached_property
    def posted(self) -> Posted:
        """The long table, in order of time, then of ``Priority``, then of ``Event``."""
        at = np.concatenate([kind.at for kind in self.entries])
        priority = np.concatenate([kind.priority for kind in self.entries])
        filled = np.concatenate([_filled(kind) for kind in self.entries])
        order = np.argsort(at * len(Priority) + priority, kind="stable")
        number = np.empty(len(at), dtype=np.int64)
        number[order] = np.cumsum(filled[order]) - 1
        parts, first = [], 0
        for kind in self.entries:
            parts += _long(kind, number[first : first + len(kind.at)])
            first += len(kind.at)
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
        table = Posted(*columns)
        # Stable: the legs of an entry keep the order in which its posting names them.
        by_entry = np.argsort(table.entry, kind="stable")
        return Posted(*(column[by_entry] for column in table))


def journal(log: RunLog) -> Journal:
    """Post every event of a log. See ``postings`` and ``upkeep`` for what each of them does."""
    posted = tuple(post(log) for post in EVENTS)
    return Journal(log.facts.horizon, (*posted, upkeep.interest(log, posted)))


def _filled(kind: Entries) -> Column:
    """Does each entry move anything? (1 or 0)"""
    filled = np.zeros(len(kind.at), dtype=np.int64)
    for _, leg in kind.legs:
        filled |= leg != 0
    return filled


def _long(kind: Entries, number: Column) -> list[Posted]:
    """One block of the long table per leg, without amounts of zero."""
    blocks = []
    for account, leg in kind.legs:
        some = np.flatnonzero(leg)
        event = np.full(len(some), kind.event, dtype=np.int64)
        name = np.full(len(some), account, dtype=np.int64)
        blocks.append(Posted(number[some], kind.at[some], event, kind.row[some], name, leg[some]))
    return blocks
