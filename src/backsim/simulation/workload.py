"""The Workload: all of one replication's luck, drawn before the run, one row per entity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from backsim.chance.distributions import Floats
from backsim.records.log import Column
from backsim.scenario.model import Scenario
from backsim.simulation.luck import Luck, Visits

Number = TypeVar("Number", np.int64, np.float64)


@dataclass(frozen=True, slots=True)
class Workload:
    """Who comes, what they want and would accept, how long suppliers and carriers take.

    The first group of columns has one row per visit in order of time, the second one row per line
    (a visit's lines stand together), ``lead_times[p][n]`` is the lead time of the n-th purchase
    order for product p, ``slips[p]`` the delay of its release.
    """

    seed: int
    replication: int
    at: Column
    person: Column
    segment: Column
    carrier: Column
    willingness: Floats
    patience: Column
    tolerance: Column
    aversion: Floats
    ahead: Column
    """Ticks from the visit to the date for which an advance order is placed; 0: for now."""
    change_after: Column
    """Ticks after which they change their mind, if they still wait."""
    friend: Column
    """Row of the friend whom each visitor may bring; empty where nobody does. Friends stand last,
    at ``FOREVER``: when they come, if at all, is seen in the run."""
    friend_after: Column
    """Ticks from the visitor's goods to the friend's visit."""
    first_line: Column
    line_count: Column

    order: Column
    product: Column
    quantity: Column
    list_value: Column
    limit: Floats
    """The most they would pay for the line."""
    transit: Column
    """Of a parcel, at the row of its first line."""
    luck: dict[str, Floats]
    """By purpose, a uniform number per line, for what may befall it; only what can be needed."""

    lead_times: tuple[Column, ...]
    slips: Column


def draw(scenario: Scenario, seed: int, replication: int) -> Workload:
    """All luck of one replication. Equal arguments give equal bytes."""
    luck = Luck(scenario, seed, replication)
    regular = luck.sources()
    sources = [*regular, *luck.all_friends(regular)]
    people = [luck.people(visits) for visits in sources]
    merge = _Merge(sources)
    product = merge.lines([v.product for v in sources])
    # Friends stand in the order in which their sources and visitors were drawn, behind them all.
    visitors = sum(len(visits.at) for visits in regular)
    friend = visitors + merge.order[:visitors] if len(sources) > len(regular) else merge.order[:0]
    return Workload(
        seed=seed,
        replication=replication,
        at=merge.visits([v.at for v in sources]),
        person=merge.visits(_numbered([v.person for v in sources])),
        segment=merge.visits([p.segment for p in people]),
        carrier=merge.visits([p.carrier for p in people]),
        willingness=merge.visits([p.willingness for p in people]),
        patience=merge.visits([p.patience for p in people]),
        tolerance=merge.visits([p.tolerance for p in people]),
        aversion=merge.visits([p.aversion for p in people]),
        ahead=merge.visits([p.ahead for p in people]),
        change_after=merge.visits([p.change_after for p in people]),
        friend=friend,
        friend_after=np.concatenate([luck.word_delays(v) for v in regular])[friend - visitors],
        first_line=merge.first_line,
        line_count=np.diff(np.append(merge.first_line, len(product))),
        order=merge.visit_of_line,
        product=product,
        quantity=merge.lines([v.quantity for v in sources]),
        list_value=merge.lines([v.list_value for v in sources]),
        limit=merge.lines([p.limit for p in people]),
        transit=merge.lines([p.transit for p in people]),
        luck={name: merge.lines([p.luck[name] for p in people]) for name in luck.purposes},
        slips=luck.slips(),
        lead_times=luck.lead_times(np.bincount(product, minlength=len(scenario.products))),
    )


class _Merge:
    """Brings the visits of all sources into order of time, and their lines behind them."""

    def __init__(self, sources: list[Visits]) -> None:
        self.order = np.argsort(np.concatenate([v.at for v in sources]), kind="stable")
        place = np.empty(len(self.order), np.int64)
        place[self.order] = np.arange(len(self.order))
        offsets = np.cumsum([0, *(len(v.at) for v in sources[:-1])])
        pairs = zip(sources, offsets, strict=True)
        visit = place[np.concatenate([v.line_visit + offset for v, offset in pairs])]
        self._by_visit = np.argsort(visit, kind="stable")
        self.visit_of_line: Column = visit[self._by_visit]
        self.first_line = np.searchsorted(self.visit_of_line, np.arange(len(self.order)))

    def visits(self, columns: list[NDArray[Number]]) -> NDArray[Number]:
        """One column per source, a row per visit."""
        return np.concatenate(columns)[self.order]

    def lines(self, columns: list[NDArray[Number]]) -> NDArray[Number]:
        """One column per source, a row per line."""
        return np.concatenate(columns)[self._by_visit]


def _numbered(persons: list[Column]) -> list[Column]:
    """Persons numbered through all sources."""
    sizes = [int(person.max(initial=-1)) + 1 for person in persons]
    offsets = np.cumsum([0, *sizes[:-1]])
    return [person + offset for person, offset in zip(persons, offsets, strict=True)]
