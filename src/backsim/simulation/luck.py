"""``draw``: all luck of one replication, merged from the sources of demand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from backsim.chance.distributions import Floats
from backsim.chance.luck import Luck, ticks
from backsim.records.log import Column
from backsim.scenario.model import Scenario
from backsim.simulation.demand import Source, Sources, slips_of
from backsim.simulation.inputs import Inputs, inputs_of
from backsim.simulation.lead_times import LeadTimes
from backsim.simulation.workload import (
    THRESHOLDS,
    Again,
    Asked,
    Friends,
    LineLuck,
    People,
    Visits,
    Workload,
)


def draw(scenario: Scenario, seed: int, replication: int) -> Workload:
    """All luck of one replication. Equal arguments give equal bytes."""
    return drawn(inputs_of(scenario), seed, replication)


def drawn(inputs: Inputs, seed: int, replication: int) -> Workload:
    """All luck of one replication of every arm with these inputs."""
    luck = Luck(seed, replication)
    demand = Sources(inputs, luck)
    regular = demand.all()
    friends = [demand.friends(source) for source in regular] if inputs.friend_after else []
    first = [*regular, *friends]
    again = [demand.again(source) for source in first] if inputs.codes else []
    sources = [*first, *again]
    merge = _Merge(sources)
    people = [people_of(source, inputs, luck) for source in first]
    people += [replace(who, advance=np.zeros_like(who.advance)) for who in people[: len(again)]]
    asked = [
        asked_of(source, who, inputs, luck) for source, who in zip(sources, people, strict=True)
    ]
    lines = tuple((source.name, len(source.product)) for source in sources)
    return Workload(
        seed=seed,
        replication=replication,
        visits=merge.visits(sources, len(first)),
        people=People.merged(people, merge.order),
        friends=friends_of(regular, merge, inputs, luck),
        again=again_of(first, merge, inputs),
        asked=replace(Asked.merged(asked, merge.by_visit), visit=merge.visit_of_line),
        luck=LineLuck(partial(line_luck, luck, lines, merge.by_visit)),
        lead_times=LeadTimes(luck, inputs.suppliers, [item.name for item in inputs.goods]),
        slips=slips_of(inputs, luck),
    )


def people_of(source: Source, inputs: Inputs, luck: Luck) -> People:
    """Who the people of one source are, spread over their visits."""
    name, person = source.name, source.person
    size = int(person.max(initial=-1)) + 1
    shares = source.segments or inputs.segments
    segment = luck.choice(f"{name}/segment", shares, size)
    columns: dict[str, Any] = {
        "segment": segment,
        "carrier": luck.choice(f"{name}/carrier", inputs.carriers, size),
    }
    for threshold, durations in THRESHOLDS.items():
        values = luck.mixed(f"{name}/{threshold}", inputs.thresholds[threshold], segment)
        columns[threshold] = ticks(values) if durations else values
    if source.bought:
        columns["willingness"] = np.maximum(columns["willingness"], 1.0)
    if len(person) != size or np.any(np.diff(person) != 1):  # some of them come again
        columns = {column: values[person] for column, values in columns.items()}
    return People(advance=advance_of(source, inputs, luck), **columns)


def advance_of(source: Source, inputs: Inputs, luck: Luck) -> Column:
    """For how far ahead each visitor orders."""
    (share, ahead), size = inputs.demand.advance, len(source.at)
    if not share or source.waits:
        return np.zeros(size, np.int64)
    chosen = luck.uniforms(f"{source.name}/advance", size) < share
    dates = ticks(luck.values(f"{source.name}/ahead", ahead, size))
    return np.where(chosen, np.maximum(dates, 1), 0)


def asked_of(source: Source, people: People, inputs: Inputs, luck: Luck) -> Asked:
    """What the people of one source ask for, and what they would pay for it."""
    lines = source.line_visit
    limit = people.willingness[lines] * source.worth
    transit = luck.mixed(f"{source.name}/transit", inputs.transit, people.carrier[lines])
    return Asked(
        visit=lines,
        product=source.product,
        quantity=source.quantity,
        list_value=source.list_value,
        worth=source.worth,
        limit=np.maximum(limit, source.list_value) if source.bought else limit,
        transit=ticks(transit),
    )


def friends_of(regular: list[Source], merge: _Merge, inputs: Inputs, luck: Luck) -> Friends:
    """Whom the visitors of the other sources may bring."""
    if inputs.friend_after is None:
        return Friends(np.empty(0, np.int64), np.empty(0, np.int64))
    visitors = sum(len(source.at) for source in regular)
    after = [
        ticks(luck.values(f"friends of {each.name}/delay", inputs.friend_after, len(each.at)))
        for each in regular
    ]
    # Friends stand in the order in which their sources and visitors were drawn, behind them all.
    drawn_as = np.arange(visitors) if merge.order is None else merge.order[:visitors]
    return Friends(visitors + drawn_as, np.concatenate(after)[drawn_as])


def again_of(first: list[Source], merge: _Merge, inputs: Inputs) -> Again:
    """The next visits of all who may come: they stand behind them, as they were drawn."""
    if not inputs.codes:
        return Again(np.empty(0, np.int64))
    size = sum(len(source.at) for source in first)
    return Again(size + (np.arange(size) if merge.order is None else merge.order[:size]))


def line_luck(
    luck: Luck, lines: tuple[tuple[str, int], ...], order: Column | None, purpose: str
) -> Floats:
    """A number per line for one purpose, from the streams of the sources."""
    numbers = np.concatenate([luck.uniforms(f"{name}/{purpose}", size) for name, size in lines])
    return numbers if order is None else numbers[order]


class _Merge:
    """Brings the visits of all sources into order of time, and their lines behind them.

    An order is ``None`` where everything stands in it already, as with a source that is alone.
    """

    def __init__(self, sources: list[Source]) -> None:
        self.at = np.concatenate([source.at for source in sources])
        self.order: Column | None = None
        self.by_visit: Column | None = None
        offsets = _offsets([len(source.at) for source in sources])
        visit = np.concatenate([s.line_visit + o for s, o in zip(sources, offsets, strict=True)])
        if np.any(np.diff(self.at) < 0):
            self.order = np.argsort(self.at, kind="stable")
            place = np.empty(len(self.order), np.int64)
            place[self.order] = np.arange(len(self.order))
            self.by_visit = np.argsort(place[visit], kind="stable")
            visit = place[visit][self.by_visit]
        self.visit_of_line: Column = visit

    def visits(self, sources: list[Source], count: int) -> Visits:
        """Persons are numbered through so many sources; what follows are their next visits."""
        sizes = [int(source.person.max(initial=-1)) + 1 for source in sources[:count]]
        offsets = np.tile(_offsets(sizes), 2)[: len(sources)]
        pairs = zip(sources, offsets, strict=True)
        person = np.concatenate([source.person + offset for source, offset in pairs])
        of_arm = np.concatenate([np.full(len(s.at), s.of_arm, np.int64) for s in sources])
        first = np.searchsorted(self.visit_of_line, np.arange(len(self.at)))
        return Visits(
            at=self.at if self.order is None else self.at[self.order],
            person=person if self.order is None else person[self.order],
            first_line=first,
            line_count=np.diff(np.append(first, len(self.visit_of_line))),
            of_arm=of_arm if self.order is None else of_arm[self.order],
        )


def _offsets(sizes: list[int]) -> Column:
    return np.cumsum([0, *sizes[:-1]])
