"""A store with one product, built by hand, and a judge that compares it with a closed form by z."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from math import sqrt
from typing import Any

import numpy as np
import pytest

from backsim.chance.delays import AT_ONCE
from backsim.chance.distributions import Constant
from backsim.records.log import RunLog, SatisfactionCurve
from backsim.records.rules import Rule
from backsim.scenario.model import (
    Advance,
    Approach,
    Basket,
    Capture,
    Carrier,
    Demand,
    Money,
    Product,
    Replenishment,
    Scenario,
    Segment,
    Slip,
    StudyPlan,
    Supplier,
)
from backsim.simulation import draw, simulate
from backsim.units import DAY, FOREVER

AT_SHIPMENT = Approach("at_shipment", Rule("at_shipment"), 0.0, 0.0, 0, 0.0)

WIDGET = Product(
    name="widget",
    price=1000,
    early_price=1000,
    reference_price=1000,
    unit_cost=600,
    weight=0.1,
    opening_stock=4,
    release_at=0,
    slip=Slip(Constant(0.0), 0),
    ends_at=FOREVER,
    edition=FOREVER,
    holding_rate=0.0,
    supplier=0,
    replenishment=Replenishment(Rule.of("base_stock", base_stock_level=4), 0, before_demand=False),
    backorder=Rule("open"),
    preorder=Rule("off"),
    promise=Rule("expected"),
    pricing=None,
    approaches=(AT_SHIPMENT,),
    allocation=Rule("first_come"),
    release_allocation=None,
    reserve=0,
    partial=False,
    substitutes=(),
    gift=None,
)

UNLIMITED = Constant(float(FOREVER))

EVERYONE = Segment(
    name="everyone",
    share=1.0,
    willingness=Constant(1.0),
    patience=UNLIMITED,
    tolerance=UNLIMITED,
    aversion=Constant(0.0),
    believed_wait=Constant(1.0),
    discount_response=0.0,
    reward_response=0.0,
    reward_stars=0.0,
    change_after=UNLIMITED,
    drop=0.0,
    swap=0.0,
)

STORE = Scenario(
    study="theory",
    title="",
    arm="base",
    start=date(2026, 1, 5),
    horizon=600 * DAY,
    warm_up=100 * DAY,
    currency="EUR",
    minor_digits=2,
    products=(WIDGET,),
    segments=(EVERYONE,),
    carriers=(Carrier("post", 1.0, Constant(3.0 * DAY), 3 * DAY, 0, 0),),
    suppliers=(Supplier("maker", Constant(5.0 * DAY), 0, FOREVER),),
    demand=Demand(
        rate=Constant(1.0),
        weekly=(1.0,) * 7,
        gap_cv=1.0,
        season=(1.0,) * 12,
        trend=0.0,
        at_opening=False,
        bursts=(),
        campaigns=(),
        advance=Advance(0.0, Constant(0.0)),
        word_of_mouth=None,
        basket=Basket((1.0,), (1.0,), Constant(1.0)),
        history=None,
    ),
    customer=Rule("thresholds"),
    split_shipments=False,
    money=Money(
        fee_share=0.0,
        fee_fixed=0,
        refund_delays=(AT_ONCE,) * 5,
        capture=Capture(0.0, 0.0, 0, 0, FOREVER, 0),
        dispute_share=0.0,
        dispute_fee=0,
        code_value=0,
        code_redeemed=0.0,
        code_anyway=0.0,
        code_after=0,
        opening_cash=0,
        interest_rate=0.0,
        credit_limit=FOREVER,
    ),
    satisfaction=SatisfactionCurve(),
    plan=StudyPlan(1, 1, "base", (), 0.95, steady_state=True),
    resolved={},
)


@pytest.fixture
def store() -> Callable[..., Scenario]:
    """Build a store; each keyword replaces a field of the scenario or of its one product,
    segment, supplier or demand, whichever has it."""

    def build(**changes: Any) -> Scenario:
        if "rate" in changes:  # known, as in a textbook
            changes["rate"] = Constant(float(changes["rate"]))

        def changed(part: Any) -> Any:
            mine = {name: changes.pop(name) for name in part._fields if name in changes}
            return part._replace(**mine)

        parts = {
            "products": (changed(WIDGET),),
            "segments": (changed(EVERYONE),),
            "suppliers": (changed(STORE.suppliers[0]),),
            "demand": changed(STORE.demand),
        }
        return replace(STORE, **parts, **changes)

    return build


Statistic = Callable[[RunLog], float]


@pytest.fixture
def judge() -> Callable[..., None]:
    """Hold means over replications to what theory expects."""

    def hold(
        scenario: Scenario,
        expected: Mapping[Statistic, float],
        replications: int = 100,
        within: float = 0.05,
    ) -> None:
        """Each statistic's mean must lie within 4 standard errors of its expected value, and 4
        standard errors must be less than ``within`` of it, or the test would have no power."""
        logs = (simulate(scenario, draw(scenario, 1, r)) for r in range(replications))
        found = np.array([[statistic(log) for statistic in expected] for log in logs])
        means, errors = found.mean(axis=0), found.std(axis=0, ddof=1) / sqrt(replications)
        values = np.array(list(expected.values()))
        z = (means - values) / errors
        report = "\n".join(
            f"{statistic.__name__}: {value:.4f} expected, {mean:.4f} found, z = {off:+.2f}, "
            f"4 standard errors are {4 * error / value:.1%}"
            for statistic, value, mean, off, error in zip(
                expected, values, means, z, errors, strict=True
            )
        )
        print(report)
        assert np.all(np.abs(z) < 4), report
        assert np.all(4 * errors < within * values), report

    return hold
