"""Customers who wait for ever, and what is said of them before a run and in its answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from backsim.scenario.checks.endless import endless
from backsim.testing import scenario_of

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

NEVER = (
    "customers of 'a' never give up (tolerance is unlimited): a date that is broken costs no order"
)
ANY = (
    "customers of 'a' accept any wait and never give up (patience and tolerance are unlimited): "
    "no date costs an order, be it late or broken"
)


@pytest.mark.parametrize(
    ("customers", "selling", "said"),
    [
        ("patience: 9 days, tolerance: unlimited", "backorders: open", (NEVER,)),
        ("patience: unlimited, tolerance: unlimited", "backorders: open", (ANY,)),
        ("tolerance: unlimited", "backorders: off", ()),  # nobody waits
        ("patience: 9 days", "backorders: open", ()),
    ],
)
def test_who_waits_for_ever_is_named_where_somebody_waits(
    desk: Desk, shop: Shop, customers: str, selling: str, said: tuple[str, ...]
) -> None:
    text = shop(add=f"customers: {{a: {{{customers}}}}}\nselling: {{{selling}}}\n")
    assert desk.load(text).warnings == said


def test_of_several_segments_those_who_wait_for_ever(shop: Shop) -> None:
    text = shop(
        add="customers: {a: {share: 50%, patience: 9 d, tolerance: unlimited}, b: {share: 50%}}\n"
    )
    segments = {segment.name: segment for segment in scenario_of(text).segments}
    assert endless(segments) == {"a": NEVER}
