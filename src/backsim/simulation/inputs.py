"""What luck is drawn from: the part of a scenario that ``draw`` reads, and no more.

Whatever reads luck gets this and not the scenario, so two arms with equal inputs have equal luck.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from backsim.chance.distributions import Distribution
from backsim.scenario.model import Demand, Scenario
from backsim.simulation.workload import THRESHOLDS


class Goods(NamedTuple):
    """A product, as those who ask for it see it."""

    name: str
    price: int
    early_price: int
    reference_price: int
    release_at: int
    slip: Distribution
    waiting: tuple[int, ...]
    """Pieces of each order that waits at the start."""


class Inputs(NamedTuple):
    """All that moves the luck of an arm, but for seed and replication."""

    start: date
    horizon: int
    demand: Demand
    """Without the policy of word of mouth, which decides in the run, and what campaigns cost."""
    friend_after: Distribution | None
    """When friends come; ``None``: nobody has any."""
    codes: bool
    """May a customer come again, with a code?"""
    goods: tuple[Goods, ...]
    segments: tuple[float, ...]
    """Their shares."""
    thresholds: dict[str, tuple[Distribution, ...]]
    """By column of ``People`` and by segment."""
    carriers: tuple[float, ...]
    transit: tuple[Distribution, ...]
    suppliers: tuple[tuple[str, Distribution], ...]
    """Name and lead time."""


def inputs_of(scenario: Scenario) -> Inputs:
    """What the luck of an arm is drawn from."""
    word = scenario.demand.word_of_mouth
    return Inputs(
        start=scenario.start,
        horizon=scenario.horizon,
        demand=scenario.demand._replace(
            word_of_mouth=None,
            campaigns=tuple(each._replace(cost=0) for each in scenario.demand.campaigns),
        ),
        friend_after=word.delay if word else None,
        codes=scenario.money.code_value > 0,
        goods=tuple(
            Goods(
                item.name,
                item.price,
                item.early_price,
                item.reference_price,
                item.release_at,
                item.slip.delay,
                tuple(told.pieces for told in item.waiting for _ in range(told.orders)),
            )
            for item in scenario.products
        ),
        segments=tuple(segment.share for segment in scenario.segments),
        thresholds={
            name: tuple(getattr(segment, name) for segment in scenario.segments)
            for name in THRESHOLDS
        },
        carriers=tuple(carrier.share for carrier in scenario.carriers),
        transit=tuple(carrier.transit for carrier in scenario.carriers),
        suppliers=tuple((each.name, each.lead_time) for each in scenario.suppliers),
    )
