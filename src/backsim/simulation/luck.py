"""One replication's luck: who comes from each source of demand, and who they are.

Customers come from *sources* (the steady stream, bursts, campaigns, the replayed history). Every
source draws from streams of its own name, so one more burst adds customers and changes nothing
about the others. Within a source, row k of every stream belongs to its k-th person.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backsim.chance.arrivals import burst_arrivals, daily_arrivals, profile_arrivals
from backsim.chance.distributions import Constant, Distribution, Floats
from backsim.chance.streams import uniforms
from backsim.records.log import Column
from backsim.scenario.model import Basket, Burst, Campaign, History, Product, Scenario
from backsim.units import DAY, FOREVER


class Visits(NamedTuple):
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
    worth: Column
    """The line at the reference price, which willingness is a multiple of."""
    bought: bool
    """These people are known to have bought at list price."""


class People(NamedTuple):
    """Who the visitors of one source are: a row per visit, and a row per line for the parcels."""

    segment: Column
    carrier: Column
    willingness: Floats
    patience: Column
    tolerance: Column
    aversion: Floats
    ahead: Column
    change_after: Column
    limit: Floats
    transit: Column
    luck: dict[str, Floats]


class Luck:
    """Draws for one scenario and replication."""

    def __init__(self, scenario: Scenario, seed: int, replication: int) -> None:
        self.scenario = scenario
        self.seed = seed
        self.replication = replication
        self.purposes = _purposes(scenario)

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

    def sources(self) -> list[Visits]:
        """What each source of demand brings."""
        demand = self.scenario.demand
        found = [self.steady()]
        found += [self.burst(burst) for burst in demand.bursts]
        found += [self.campaign(campaign) for campaign in demand.campaigns]
        if demand.history is not None:
            found.append(self.history(demand.history))
        return found

    def all_friends(self, sources: list[Visits]) -> list[Visits]:
        """The friends whom customers may bring, source by source; none without word of mouth."""
        if self.scenario.demand.word_of_mouth is None:
            return []
        return [self.friends(visits) for visits in sources]

    def friends(self, visits: Visits) -> Visits:
        """A friend of each visitor of a source, who wants the same and may one day come."""
        size = len(visits.at)
        return visits._replace(
            source=f"friends of {visits.source}",
            at=np.full(size, FOREVER, np.int64),
            person=np.arange(size),
            bought=False,
        )

    def rates(self) -> Floats:
        """Customers expected on each day: weekly profile, season and trend."""
        demand, start = self.scenario.demand, self.scenario.start
        days = np.arange(-(-self.scenario.horizon // DAY))
        dates = np.datetime64(start, "D") + days
        weekday = (start.weekday() + days) % 7
        month = dates.astype("datetime64[M]").astype(np.int64) % 12
        rates = demand.rate * np.asarray(demand.weekly)[weekday] * np.asarray(demand.season)[month]
        return np.asarray(rates * (1 + demand.trend) ** (days / 365), np.float64)

    def steady(self) -> Visits:
        """The steady stream."""
        cv = self.scenario.demand.gap_cv
        at = daily_arrivals(self.seed, "steady/arrival", self.replication, self.rates(), cv)
        return self.baskets("steady", at)

    def burst(self, burst: Burst) -> Visits:
        """One burst of extra customers."""
        source = f"burst {burst.name}"
        start = int(_ticks(self.values(f"{source}/start", burst.at, 1))[0])
        at = burst_arrivals(
            self.seed, f"{source}/arrival", self.replication, start, burst.peak, burst.half_life
        )
        return self.baskets(source, at)

    def campaign(self, campaign: Campaign) -> Visits:
        """The extra customers of one campaign."""
        source = f"campaign {campaign.name}"
        start = max(campaign.at, 0)  # it may have begun before the simulation does
        rates = self.rates()  # of whole days: those of a day cut off may all come at its opening
        end = min(campaign.at + campaign.length, len(rates) * DAY)
        if start >= end:
            return self.baskets(source, np.empty(0, np.int64))
        days = np.arange(start // DAY, -(-end // DAY))
        edges = np.clip(np.append(days, days[-1] + 1) * DAY, start, end).astype(np.float64)
        counts = rates[days] * campaign.lift * np.diff(edges) / DAY
        at = profile_arrivals(self.seed, f"{source}/arrival", self.replication, edges, counts)
        return self.baskets(source, at)

    def history(self, history: History) -> Visits:
        """The replayed orders; people who come again are the same person."""
        first = np.flatnonzero(np.diff(history.order, prepend=-1))
        at, person = history.at[first], history.person[first]
        if not history.has_time and not self.scenario.demand.at_opening:
            at = at + (self.uniforms("history/time", len(at)) * DAY).astype(np.int64)
        # A day's orders are spread over the whole day, of which the horizon may cut off a part.
        inside = at < self.scenario.horizon
        mine = inside[history.order]
        return Visits(
            "history",
            at[inside],
            person[inside],
            (np.cumsum(inside) - 1)[history.order[mine]],
            history.product[mine],
            history.quantity[mine],
            history.value[mine],
            history.value[mine],
            bought=True,
        )

    def baskets(self, source: str, at: Column) -> Visits:
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
        early = np.array([item.early_price for item in products], np.int64)
        release = np.array([item.release_at for item in products], np.int64)
        reference = np.array([item.reference_price for item in products], np.int64)
        listed = np.where(at[visit] < release[product], early[product], price[product])
        return Visits(
            source,
            at,
            np.arange(len(at)),
            visit,
            product,
            quantity,
            listed * quantity,
            reference[product] * quantity,
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

    def people(self, visits: Visits) -> People:
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
        lines = visits.line_visit
        limit = willingness[person][lines] * visits.worth
        return People(
            segment[person],
            carrier[person],
            willingness[person],
            _ticks(threshold("patience"))[person],
            _ticks(threshold("tolerance"))[person],
            threshold("aversion")[person],
            self.ahead(source, len(visits.at)),
            _ticks(threshold("change_after"))[person],
            np.maximum(limit, visits.list_value) if visits.bought else limit,
            self.transit(source, carrier[person][lines]),
            {name: self.uniforms(f"{source}/{name}", len(lines)) for name in self.purposes},
        )

    def ahead(self, source: str, size: int) -> Column:
        """For how far ahead each visitor orders."""
        share, ahead = self.scenario.demand.advance
        if not share:
            return np.zeros(size, np.int64)
        chosen = self.uniforms(f"{source}/advance", size) < share
        dates = _ticks(self.values(f"{source}/ahead", ahead, size))
        return np.where(chosen, np.maximum(dates, 1), 0)

    def word_delays(self, visits: Visits) -> Column:
        """How long after their own goods each visitor's friend would come."""
        word = self.scenario.demand.word_of_mouth
        if word is None:
            return np.empty(0, np.int64)
        name = f"friends of {visits.source}/delay"
        return _ticks(self.values(name, word.delay, len(visits.at)))

    def transit(self, source: str, carrier: Column) -> Column:
        """Transit of each possible parcel: there are never more of them than lines."""
        kinds = [each.transit for each in self.scenario.carriers]
        return _ticks(self.mixed(f"{source}/transit", kinds, carrier))

    def lead_times(self, demanded: Column) -> tuple[Column, ...]:
        """Lead times per product: a purchase order needs a review, so there are no more of them
        than periodic reviews, or lines that may want it, and the one at the start. A product may
        be wanted in place of those it is a substitute for."""
        drawn = []
        wanted = demanded.copy()
        for item, lines in zip(self.scenario.products, demanded, strict=True):
            for other, _ in item.substitutes:
                wanted[other] += lines
        for item, lines in zip(self.scenario.products, wanted, strict=True):
            if item.supplier < 0:
                drawn.append(np.empty(0, np.int64))
                continue
            supplier = self.scenario.suppliers[item.supplier]
            period = item.replenishment.review_period
            reviews = -(-self.scenario.horizon // period) if period else int(lines)
            name = f"lead time {supplier.name}/{item.name}"
            drawn.append(_ticks(self.values(name, supplier.lead_time, reviews + 2)))
        return tuple(drawn)

    def slips(self) -> Column:
        """By product: how far the release falls behind."""
        return np.array(
            [
                int(_ticks(self.values(f"slip {item.name}", item.slip.delay, 1))[0])
                if item.release_at
                else 0
                for item in self.scenario.products
            ],
            np.int64,
        )


def _purposes(scenario: Scenario) -> tuple[str, ...]:
    """What may befall a line in this scenario and needs luck of its own."""
    capture = scenario.money.capture
    approaches = [each for item in scenario.products for each in item.approaches]
    needed = {
        "substitute": any(item.substitutes for item in scenario.products),
        "change": any(s.change_after != Constant(float(FOREVER)) for s in scenario.segments),
        "default": any(approach.default_rate for approach in approaches),
        "dispute": scenario.money.dispute_share > 0,
        "code": scenario.money.code_value > 0,
        "word of mouth": scenario.demand.word_of_mouth is not None,
    }
    tries = capture.retries + 1 if capture.failure or capture.growth else 0
    named = [name for name, used in needed.items() if used]
    return (*named, *(f"capture {k}" for k in range(tries)))


def _ticks(values: Floats) -> Column:
    """Whole ticks from 0 to ``FOREVER``."""
    return np.rint(np.clip(values, 0, float(FOREVER))).astype(np.int64)
