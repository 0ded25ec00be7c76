"""The Workload: all of one replication's luck, drawn before the run, one row per entity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backsim.chance.distributions import Floats
from backsim.records.log import Column
from backsim.scenario.model import Scenario
from backsim.simulation.luck import Luck


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
    sources = luck.sources()
    people = [luck.people(visits) for visits in sources]

    at = np.concatenate([visits.at for visits in sources])
    order = np.argsort(at, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    visit_offsets = np.cumsum([0, *(len(v.at) for v in sources)])
    person_offsets = np.cumsum([0, *(int(v.person.max(initial=-1)) + 1 for v in sources)])

    visit = place[
        np.concatenate([v.line_visit + o for v, o in zip(sources, visit_offsets, strict=False)])
    ]
    by_visit = np.argsort(visit, kind="stable")
    visit = visit[by_visit]
    first_line = np.searchsorted(visit, np.arange(len(order)))

    def per_visit(name: str) -> NDArray[np.generic]:
        return np.concatenate([getattr(each, name) for each in people])[order]

    def per_line(name: str) -> Column:
        return np.concatenate([getattr(each, name) for each in sources])[by_visit]

    product = per_line("product")
    offset = zip(sources, person_offsets[:-1], strict=True)
    person = np.concatenate([visits.person + o for visits, o in offset])
    return Workload(
        seed=seed,
        replication=replication,
        at=at[order],
        person=person[order],
        segment=per_visit("segment").astype(np.int64),
        carrier=per_visit("carrier").astype(np.int64),
        willingness=per_visit("willingness").astype(np.float64),
        patience=per_visit("patience").astype(np.int64),
        tolerance=per_visit("tolerance").astype(np.int64),
        aversion=per_visit("aversion").astype(np.float64),
        ahead=per_visit("ahead").astype(np.int64),
        change_after=per_visit("change_after").astype(np.int64),
        first_line=first_line,
        line_count=np.diff(np.append(first_line, len(visit))),
        order=visit,
        product=product,
        quantity=per_line("quantity"),
        list_value=per_line("list_value"),
        limit=np.concatenate([each.limit for each in people])[by_visit],
        transit=np.concatenate([each.transit for each in people])[by_visit],
        luck={
            name: np.concatenate([each.luck[name] for each in people])[by_visit]
            for name in luck.purposes
        },
        slips=luck.slips(),
        lead_times=luck.lead_times(np.bincount(product, minlength=len(scenario.products))),
    )
