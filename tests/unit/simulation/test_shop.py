"""What the language cannot say yet, but a hand-made history can: two lines of one product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from backsim.metrics import check
from backsim.scenario.model import History, Scenario
from backsim.simulation import draw, simulate
from backsim.units import DAY, NEVER

LoadText = Callable[..., tuple[Scenario, ...]]


def test_no_line_of_an_order_is_served_by_its_own_cancellation(load_text: LoadText) -> None:
    (shop,) = load_text("""
horizon: 9 days
products:
  mug:
    price: 12.00
    unit_cost: 5.00
    opening_stock: 2
    replenishment: {policy: reorder_point, reorder_point: -9, order_quantity: 1}
suppliers:
  kiln: {lead_time: 8 days}
selling: {backorders: open, promise: {rule: fixed, wait: 1 day}}
customers: {all: {tolerance: 1 day}}
""")
    # Two orders of the same mug: the first has two lines of 3 and 2 pieces and holds the 2 there
    # are; when it is cancelled, they go to the second order and not to its own second line.
    history = History(
        at=np.array([0, 0, DAY]),
        has_time=True,
        order=np.array([0, 0, 1]),
        person=np.array([0, 0, 1]),
        product=np.array([0, 0, 0]),
        quantity=np.array([3, 2, 2]),
        value=np.array([3600, 2400, 2400]),
        read=3,
        used=3,
        refused=(),
    )
    scenario = replace(shop, demand=shop.demand._replace(history=history))
    log = simulate(scenario, draw(scenario, 1, 0))
    assert log.lines.cancelled_at.tolist() == [2 * DAY, 2 * DAY, NEVER]
    assert log.lines.shipped_at.tolist() == [NEVER, NEVER, 2 * DAY]
    assert check(log) == []
