"""The Workload: all of one replication's luck, drawn before the run, one row per entity.

Customers come from *sources* (the steady stream, each burst, the replayed history). Every source
draws from streams of its own name, so one more burst adds customers and changes nothing about the
others. Within a source, row k of every stream belongs to its k-th person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backsim.chance.arrivals import burst_arrivals, daily_arrivals
from backsim.chance.distributions import Constant, Distribution, Floats
from backsim.chance.streams import uniforms
from backsim.records.log import Column
from backsim.scenario.model import Basket, History, Product, Scenario
from backsim.units import DAY, FOREVER


@dataclass(frozen=True, slots=True)
class Workload:
    """Who comes, what they want and would accept, how long suppliers and carriers take.

    The first group of columns has one row per visit in order of time, the second one row per line
    (a visit's lines stand together), ``lead_times[p][n]`` is the lead time of the n-th purchase
    order for product p.
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
    first_line: Column
    line_count: Column

    order: Column
    product: Column
    quantity: Column
    list_value: Column
    transit: Column
    """Of the visit's k-th parcel, at the row of its k-th line."""

    lead_times: tuple[Column, ...]


class _Visits(NamedTuple):
    """What one source contributes, before the sources are merged."""

    source: str
    at: Column
    person: Column
    """Number within the source."""
    line_visit: Column
    """Row, within this source, of the visit that each line belongs to; rising."""
    product: Column
    quantity: Column
    list_value: Column
    bought: bool
    """These people are known to have bought at list price."""


def draw(scenario: Scenario, seed: int, replication: int) -> Workload:
    """All luck of one replication. Equal arguments give equal bytes."""
    luck = _Luck(scenario, seed, replication)
    sources = [luck.steady(), *(luck.burst(i) for i in range(len(scenario.demand.bursts)))]
    if scenario.demand.history is not None:
        sources.append(luck.history(scenario.demand.history))
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
        first_line=first_line,
        line_count=np.diff(np.append(first_line, len(visit))),
        order=visit,
        product=product,
        quantity=per_line("quantity"),
        list_value=per_line("list_value"),
        transit=np.concatenate([each.transit for each in people])[by_visit],
        lead_times=luck.lead_times(np.bincount(product, minlength=len(scenario.products))),
    )


class _People(NamedTuple):
    """Who the visitors of one source are: a row per visit, and a row per line for the parcels."""

    segment: Column
    carrier: Column
    willingness: Floats
    patience: Column
    tolerance: Column
    aversion: Floats
    transit: Column


class _Luck:
    """Draws for one scenario and replication."""

    def __init__(self, scenario: Scenario, seed: int, replication: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replication = replication

    def uniforms(self, name: str, size: int) -> Floats:
        return uniforms(self.seed, name, self.replication, size)

    def values(self, name: str, distribution: Distribution, size: int) -> Floats:
        if isinstance(distribution, Constant):
            return np.full(size, distribution.value)
        return distribution.quantile(self.uniforms(name, size))

    def mixed(self, name: str, kinds: list[Distribution], kind: Column) -> Floats:
        """One value per entity, each read through the distribution of its own kind."""
        if all(isinstance(each, Constant) for each in kinds):
            return np.array([each.mean for each in kinds])[kind]
        u = self.uniforms(name, len(kind))
        drawn = np.empty(len(kind))
        for k, distribution in enumerate(kinds):
            mine = kind == k
            drawn[mine] = distribution.quantile(u[mine])
        return drawn

    def choice(self, name: str, shares: tuple[float, ...], size: int) -> Column:
        """Which of several kinds each entity is, by cumulative share."""
        if len(shares) == 1:
            return np.zeros(size, np.int64)
        edges = np.cumsum(shares)
        return np.searchsorted(edges / edges[-1], self.uniforms(name, size)).astype(np.int64)

    # Where visits come from.

    def steady(self) -> _Visits:
        """The steady stream with its weekly profile."""
        demand, scenario = self.scenario.demand, self.scenario
        days = -(-scenario.horizon // DAY)
        weekday = (scenario.start.weekday() + np.arange(days)) % 7
        rates = demand.rate * np.asarray(demand.weekly)[weekday]
        at = daily_arrivals(self.seed, "steady/arrival", self.replication, rates, demand.gap_cv)
        return self.baskets("steady", at)

    def burst(self, index: int) -> _Visits:
        """One burst of extra customers."""
        burst = self.scenario.demand.bursts[index]
        source = f"burst {burst.name}"
        at = burst_arrivals(
            self.seed, f"{source}/arrival", self.replication, burst.at, burst.peak, burst.half_life
        )
        return self.baskets(source, at)

    def history(self, history: History) -> _Visits:
        """The replayed orders; people who come again are the same person."""
        first = np.flatnonzero(np.diff(history.order, prepend=-1))
        at, person = history.at[first], history.person[first]
        if not history.has_time and not self.scenario.demand.at_opening:
            at = at + (self.uniforms("history/time", len(at)) * DAY).astype(np.int64)
        # A day's orders are spread over the whole day, of which the horizon may cut off a part.
        inside = at < self.scenario.horizon
        mine = inside[history.order]
        return _Visits(
            "history",
            at[inside],
            person[inside],
            (np.cumsum(inside) - 1)[history.order[mine]],
            history.product[mine],
            history.quantity[mine],
            history.value[mine],
            bought=True,
        )

    def baskets(self, source: str, at: Column) -> _Visits:
        """What generated visitors ask for."""
        demand, products = self.scenario.demand, self.scenario.products
        if demand.at_opening:
            at = at // DAY * DAY
        at = at[at < self.scenario.horizon]
        wanted = self.wanted(source, demand.basket, products, len(at))
        visit, product = np.nonzero(wanted)
        quantity = np.ones(len(visit), np.int64)
        for p, item in enumerate(products):
            mine = product == p
            drawn = self.values(f"{source}/quantity {item.name}", demand.basket.quantity, len(at))
            quantity[mine] = np.maximum(np.rint(drawn[visit[mine]]), 1).astype(np.int64)
        price = np.array([item.price for item in products], np.int64)
        return _Visits(
            source,
            at,
            np.arange(len(at)),
            visit,
            product,
            quantity,
            price[product] * quantity,
            bought=False,
        )

    def wanted(
        self, source: str, basket: Basket, products: tuple[Product, ...], size: int
    ) -> NDArray[np.bool_]:
        """A row per visitor, a column per product: is it in the basket?

        Without replacement and by popularity: each product rings after an exponential time with
        its popularity as the rate, and the first ones to ring are wanted.
        """
        if len(products) == 1:
            return np.ones((size, 1), np.bool_)
        names = [f"{source}/wants {item.name}" for item in products]
        with np.errstate(divide="ignore"):
            rings = np.stack(
                [
                    -np.log(self.uniforms(name, size)) / np.float64(share)
                    for name, share in zip(names, basket.product_shares, strict=True)
                ],
                axis=1,
            )
        ranks = np.argsort(np.argsort(rings, axis=1), axis=1)
        sizes = 1 + self.choice(f"{source}/basket size", basket.sizes, size)
        return (ranks < sizes[:, None]) & np.isfinite(rings)

    # Who the visitors are.

    def people(self, visits: _Visits) -> _People:
        """Thresholds of the people of one source, spread over their visits."""
        source, person = visits.source, visits.person
        size = int(person.max(initial=-1)) + 1
        segments = self.scenario.segments
        segment = self.choice(f"{source}/segment", tuple(s.share for s in segments), size)

        def threshold(name: str) -> Floats:
            return self.mixed(f"{source}/{name}", [getattr(s, name) for s in segments], segment)

        willingness = threshold("willingness")
        if visits.bought:
            willingness = np.maximum(willingness, 1.0)
        carrier = self.choice(
            f"{source}/carrier", tuple(c.share for c in self.scenario.carriers), size
        )
        return _People(
            segment[person],
            carrier[person],
            willingness[person],
            _ticks(threshold("patience"))[person],
            _ticks(threshold("tolerance"))[person],
            threshold("aversion")[person],
            self.transit(source, carrier[person][visits.line_visit]),
        )

    def transit(self, source: str, carrier: Column) -> Column:
        """Transit of each possible parcel: there are never more of them than lines."""
        kinds = [each.transit for each in self.scenario.carriers]
        return _ticks(self.mixed(f"{source}/transit", kinds, carrier))

    def lead_times(self, demanded: Column) -> tuple[Column, ...]:
        """Lead times per product: a purchase order needs a review, so there are no more of them
        than demanded lines and periodic reviews, and the one at the start."""
        drawn = []
        for item, lines in zip(self.scenario.products, demanded, strict=True):
            if item.supplier < 0:
                drawn.append(np.empty(0, np.int64))
                continue
            supplier = self.scenario.suppliers[item.supplier]
            period = item.replenishment.review_period
            reviews = -(-self.scenario.horizon // period) if period else int(lines)
            name = f"lead time {supplier.name}/{item.name}"
            drawn.append(_ticks(self.values(name, supplier.lead_time, reviews + 2)))
        return tuple(drawn)


def _ticks(values: Floats) -> Column:
    """Whole ticks from 0 to ``FOREVER``."""
    return np.rint(np.clip(values, 0, float(FOREVER))).astype(np.int64)
