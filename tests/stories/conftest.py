"""``story``: customers given one by one, a scenario, and all that happens, told line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import pytest

from backsim.metrics import breaches
from backsim.records.log import RunLog
from backsim.simulation import simulate
from backsim.testing import Written, by_hand, scenario_of, written
from backsim.testing import story as in_words

START = "start: 2026-01-05\n"


class Lived(Protocol):
    """Let these customers come to this store; answers the log and the customers' names.

    ``lead_times`` and ``slips`` are days by product: of its purchase orders one after the other,
    and of its release.
    """

    def __call__(
        self,
        scenario: str,
        customers: str,
        *,
        lead_times: Mapping[str, Sequence[float]] = {},
        slips: Mapping[str, float] = {},
    ) -> tuple[RunLog, list[str]]: ...


class Story(Protocol):
    """Let these customers come to this store; answers all that happens, in words."""

    def __call__(
        self,
        scenario: str,
        customers: str,
        *,
        lead_times: Mapping[str, Sequence[float]] = {},
        slips: Mapping[str, float] = {},
    ) -> list[str]: ...


@pytest.fixture
def lived() -> Lived:
    """Customers as lines of text, see ``backsim.testing.by_hand``; the laws hold."""

    def live(
        scenario: str,
        customers: str,
        *,
        lead_times: Mapping[str, Sequence[float]] = {},
        slips: Mapping[str, float] = {},
    ) -> tuple[RunLog, list[str]]:
        shop = scenario_of(START + scenario)
        day = by_hand(shop, customers, lead_times=lead_times, slips=slips)
        log = simulate(day.scenario, day.workload)
        assert breaches(log) == []
        return log, day.names

    return live


@pytest.fixture
def story(lived: Lived) -> Story:
    """As ``lived``, but in words."""
    return lambda *args, **options: in_words(*lived(*args, **options))


@pytest.fixture
def write() -> Callable[[RunLog], Written]:
    """Everything that a log and its journal say."""
    return written
