"""Where demand comes from: who comes from each source, when, and what they ask for.

Customers come from *sources* (the steady stream, bursts, campaigns, the replayed history). Every
source draws from streams of its own name, so one more burst adds customers and changes nothing
about the others. Within a source, row k of every stream belongs to its k-th person.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backsim.chance.arrivals import burst_arrivals, daily_arrivals, profile_arrivals
from backsim.chance.distributions import Constant, Floats
from backsim.chance.luck import Luck, ticks
from backsim.chance.selection import first_to_ring
from backsim.records.codes import Offer
from backsim.records.log import Column
from backsim.scenario.model import Burst, Campaign, History
from backsim.simulation.inputs import Inputs
from backsim.units import DAY, FOREVER, NEVER


class Source(NamedTuple):
    """What one source contributes, before the sources are merged."""

    name: str
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
    waits: bool = False
    """They bought before the start, and wait."""
    segments: tuple[float, ...] = ()
    """Share of each segment among them, if it is not that among all customers."""
    of_arm: bool = False
    """Only this arm has had them."""

    def with_lines(self, kept: NDArray[np.bool_]) -> Source:
        """Some of the lines, and those visits that still ask for something."""
        came = np.bincount(self.line_visit[kept], minlength=len(self.at)) > 0
        return self._replace(
            at=self.at[came],
            person=self.person[came],
            line_visit=(np.cumsum(came) - 1)[self.line_visit[kept]],
            product=self.product[kept],
            quantity=self.quantity[kept],
            list_value=self.list_value[kept],
            worth=self.worth[kept],
        )


def slips_of(inputs: Inputs, luck: Luck) -> Column:
    """By product: how far the release falls behind."""
    return np.array(
        [
            int(ticks(luck.values(f"slip {item.name}", item.slip, 1))[0]) if item.release_at else 0
            for item in inputs.goods
        ],
        np.int64,
    )


def _only(named: tuple[int, ...], shares: tuple[float, ...]) -> tuple[float, ...]:
    """The shares of some, of all if none is named; they are alike where nobody has a share."""
    if not named:
        return shares
    some = tuple(share * (place in named) for place, share in enumerate(shares))
    return some if any(some) else tuple(float(place in named) for place in range(len(shares)))


class Sources:
    """The sources of demand of one arm and replication."""

    def __init__(self, inputs: Inputs, luck: Luck) -> None:
        self.inputs = inputs
        self.luck = luck

    def all(self) -> list[Source]:
        """What each source of demand brings, friends not counted."""
        demand = self.inputs.demand
        found = [self.steady()]
        found += [self.burst(burst) for burst in demand.bursts]
        found += [self.campaign(campaign) for campaign in demand.campaigns]
        if demand.history is not None:
            found.append(self.history(demand.history))
        found += [self.waiting(number) for number, item in enumerate(self.inputs.goods)]
        return [source for source in found if len(source.at) or not source.waits]

    def friends(self, source: Source) -> Source:
        """A friend of each visitor of a source, who wants the same and may one day come."""
        size = len(source.at)
        return source._replace(
            name=f"friends of {source.name}",
            at=np.full(size, FOREVER, np.int64),
            person=np.arange(size),
            bought=False,
            waits=False,
            segments=(),
        )

    def again(self, source: Source) -> Source:
        """The next visit of each visitor of a source, who wants the same again and may never come
        for it."""
        return source._replace(
            name=f"next visit of {source.name}", at=np.full(len(source.at), FOREVER, np.int64)
        )

    def rates(self) -> Floats:
        """Customers expected on each day: what this future brings, weekly profile, season and
        trend."""
        demand, start = self.inputs.demand, self.inputs.start
        days = np.arange(-(-self.inputs.horizon // DAY))
        dates = np.datetime64(start, "D") + days
        weekday = (start.weekday() + days) % 7
        month = dates.astype("datetime64[M]").astype(np.int64) % 12
        rate = max(float(self.luck.values("rate", demand.rate, 1)[0]), 0.0)
        rates = rate * np.asarray(demand.weekly)[weekday] * np.asarray(demand.season)[month]
        return np.asarray(rates * (1 + demand.trend) ** (days / 365), np.float64)

    def steady(self) -> Source:
        """The steady stream."""
        cv = self.inputs.demand.gap_cv
        at = daily_arrivals(
            self.luck.seed, "steady/arrival", self.luck.replication, self.rates(), cv
        )
        return self.baskets("steady", at)

    def burst(self, burst: Burst) -> Source:
        """One burst of extra customers."""
        source = f"burst {burst.name}"
        start = int(ticks(self.luck.values(f"{source}/start", burst.at, 1))[0])
        at = burst_arrivals(
            self.luck.seed,
            f"{source}/arrival",
            self.luck.replication,
            start,
            burst.peak,
            burst.half_life,
        )
        return self.baskets(source, at)

    def campaign(self, campaign: Campaign) -> Source:
        """The extra customers of one campaign: who they are, and what they ask for."""
        source = f"campaign {campaign.name}"
        start = max(campaign.at, 0)  # it may have begun before the simulation does
        rates = self.rates()  # of whole days: those of a day cut off may all come at its opening
        end = min(campaign.at + campaign.length, len(rates) * DAY)
        if start >= end:
            return self.baskets(source, np.empty(0, np.int64))
        days = np.arange(start // DAY, -(-end // DAY))
        edges = np.clip(np.append(days, days[-1] + 1) * DAY, start, end).astype(np.float64)
        counts = rates[days] * campaign.lift * np.diff(edges) / DAY
        at = profile_arrivals(
            self.luck.seed, f"{source}/arrival", self.luck.replication, edges, counts
        )
        popularity = _only(campaign.products, self.inputs.demand.basket.product_shares)
        return self.spoken_to(campaign, self.baskets(source, at, popularity))

    def spoken_to(self, campaign: Campaign, came: Source) -> Source:
        """Those of them whom the campaign is for, with what it is about."""
        if campaign.segments:
            shares = _only(campaign.segments, self.inputs.segments)
            came = came._replace(segments=shares)
        if len(campaign.offers) > 1:
            return came
        release = np.array([item.release_at for item in self.inputs.goods], np.int64)
        release += slips_of(self.inputs, self.luck)
        unreleased = came.at[came.line_visit] < release[came.product]
        return came.with_lines(unreleased == (Offer.PREORDER in campaign.offers))

    def history(self, history: History) -> Source:
        """The replayed orders; people who come again are the same person."""
        first = np.flatnonzero(np.diff(history.order, prepend=-1))
        at, person = history.at[first], history.person[first]
        if not history.has_time and not self.inputs.demand.at_opening:
            at = at + (self.luck.uniforms("history/time", len(at)) * DAY).astype(np.int64)
        # A day's orders are spread over the whole day, of which the horizon may cut off a part.
        inside = at < self.inputs.horizon
        mine = inside[history.order]
        return Source(
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

    def waiting(self, number: int) -> Source:
        """Those whose orders of one product wait at the start. They came before it, at ``NEVER``,
        and stand in front of all others."""
        item = self.inputs.goods[number]
        pieces = np.array(item.waiting, np.int64)
        everybody = np.arange(len(pieces))
        return Source(
            f"waiting {item.name}",
            np.full(len(pieces), NEVER, np.int64),
            everybody,
            everybody,
            np.full(len(pieces), number, np.int64),
            pieces,
            item.reference_price * pieces,
            item.reference_price * pieces,
            bought=True,
            waits=True,
        )

    def baskets(
        self, source: str, at: Column, popularity: tuple[float, ...] | None = None
    ) -> Source:
        """What generated visitors ask for, by the usual popularity of each product or another."""
        goods = self.inputs.goods
        if self.inputs.demand.at_opening:
            at = at // DAY * DAY
        at = at[at < self.inputs.horizon]
        visit, product = self.asked_for(source, len(at), popularity)
        quantity = self.quantities(source, len(at), visit, product)
        price = np.array([item.price for item in goods], np.int64)
        early = np.array([item.early_price for item in goods], np.int64)
        release = np.array([item.release_at for item in goods], np.int64)
        reference = np.array([item.reference_price for item in goods], np.int64)
        listed = np.where(at[visit] < release[product], early[product], price[product])
        return Source(
            source,
            at,
            np.arange(len(at)),
            visit,
            product,
            quantity,
            listed * quantity,
            reference[product] * quantity,
            bought=False,
            of_arm=source in self.inputs.demand.of_arm,
        )

    def asked_for(
        self, source: str, size: int, popularity: tuple[float, ...] | None
    ) -> tuple[Column, Column]:
        """What is in the baskets: visitors in their order, and for each line its product."""
        goods, basket = self.inputs.goods, self.inputs.demand.basket
        if len(goods) == 1:
            return np.arange(size), np.zeros(size, np.int64)
        sizes = 1 + self.luck.choice(f"{source}/basket size", basket.sizes, size)
        return first_to_ring(
            lambda p, room: self.luck.uniforms(f"{source}/wants {goods[p].name}", size, room),
            popularity or basket.product_shares,
            sizes,
        )

    def quantities(self, source: str, size: int, visit: Column, product: Column) -> Column:
        """Pieces of each line: every product has a number for every visitor, wanted or not."""
        pieces = self.inputs.demand.basket.quantity
        if isinstance(pieces, Constant):
            return np.full(len(visit), max(np.rint(pieces.value), 1), np.int64)
        u, room = np.empty(len(visit)), np.empty(size)
        by_product = np.argsort(product, kind="stable")
        ends = np.cumsum(np.bincount(product, minlength=len(self.inputs.goods)))
        for item, lines in zip(self.inputs.goods, np.split(by_product, ends[:-1]), strict=True):
            if len(lines):
                name = f"{source}/quantity {item.name}"
                u[lines] = self.luck.uniforms(name, size, room)[visit[lines]]
        return np.maximum(np.rint(pieces.quantile(u)), 1).astype(np.int64)
