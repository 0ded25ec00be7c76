"""The laws hold whatever is switched on, over the whole language of selling and paying."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from backsim.metrics import breaches, evaluate, profile
from backsim.records.codes import LostCause
from backsim.records.log import RunLog
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate
from backsim.units import DAY, NEVER

TABLES = ("orders", "lines", "payments", "parcels", "purchases", "outlays", "allocations")
Tree = dict[str, Any]
ArmsOf = Callable[[Tree], tuple[Scenario, ...]]
AnyShop = st.SearchStrategy[Tree]


def live(scenario: Scenario, seed: int = 1, replication: int = 0) -> RunLog:
    """One trial."""
    return simulate(scenario, draw(scenario, seed, replication))


def columns(log: RunLog) -> dict[str, list[int]]:
    """The whole log as plain lists."""
    return {
        f"{name}.{field.name}": getattr(getattr(log, name), field.name).tolist()
        for name in TABLES
        for field in fields(getattr(log, name))
    }


@pytest.mark.parametrize("part", range(5))
def test_all_laws_hold(whole_shop: AnyShop, arms_of: ArmsOf, part: int) -> None:
    """In five parts, to be shared among workers: 1,000 shops.

    A shop that breaks a law is shown as it was drawn: to shrink it would take minutes.
    """

    @seed(part)
    @settings(max_examples=200, phases=[Phase.generate])
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        (shop,) = arms_of(data.draw(whole_shop))
        log = live(shop, seed=part, replication=data.draw(st.integers(0, 9)))
        assert breaches(log) == []
        assert all(value is None or isfinite(value) for value in evaluate(log).values())
        assert profile(log).days[-1] == (shop.horizon - 1) // DAY

    holds()


@settings(max_examples=40, phases=[Phase.generate])
@given(st.data())
def test_the_same_seed_gives_the_same_run(
    whole_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    tree = data.draw(whole_shop)
    (first,), (second,) = arms_of(tree), arms_of(tree)
    assert columns(live(first)) == columns(live(second))


@settings(max_examples=40, phases=[Phase.generate])
@given(st.data())
def test_one_more_arm_changes_nothing_else(
    whole_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    tree = data.draw(whole_shop)
    (alone,) = arms_of(tree)
    other = {"selling.promise": "none", "selling.reserve": 2, "money.interest": "5%"}
    first, second = arms_of(tree | {"arms": {"as-is": {}, "other": other}})
    assert columns(live(alone)) == columns(live(first))
    assert breaches(live(second)) == []


@settings(max_examples=80, phases=[Phase.generate])
@given(st.data())
def test_the_future_does_not_reach_back(
    whole_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    """Until its own horizon, a shop lives exactly as one that goes on for longer."""
    tree = data.draw(whole_shop)
    (short,), (long,) = arms_of(tree), arms_of(tree | {"horizon": "33 days"})
    end = short.horizon
    brief, full = live(short), live(long)
    visits = full.orders.placed_at < end
    for name in ("placed_at", "segment", "carrier"):
        assert getattr(brief.orders, name).tolist() == getattr(full.orders, name)[visits].tolist()
    # A line may be split off or swapped in later on: those that were asked for are compared.
    mine, theirs = brief.lines.origin == 0, visits[full.lines.order] & (full.lines.origin == 0)
    # Who stands on a waiting list when the shorter one ends may be called from it later on.
    listed = brief.lines.lost[mine] == LostCause.WAITING_LIST
    for name in (
        "asked_for",
        "prepaid",
        "surcharge",
        "shipping_charge",
        "allocated_at",
        "shipped_at",
        "cancelled_at",
    ):
        told = getattr(full.lines, name)[theirs]
        if name in ("prepaid", "surcharge", "shipping_charge"):
            told = np.where(listed, 0, told)
        if name.endswith("_at"):
            told = np.where(told < end, told, NEVER)
        assert getattr(brief.lines, name)[mine].tolist() == told.tolist()
    for table, column in (
        ("payments", "at"),
        ("parcels", "shipped_at"),
        ("purchases", "ordered_at"),
    ):
        one, other = getattr(brief, table), getattr(full, table)
        for name in {"amount", "kind", "quantity", "cost"} & set(one.__dataclass_fields__):
            past = getattr(one, name)[getattr(one, column) < end]
            assert past.tolist() == getattr(other, name)[getattr(other, column) < end].tolist()


SHOP = """
horizon: 30 days
products:
  cup:
    price: 9.00
    unit_cost: 4.00
    opening_stock: 3
    substitutes: {jug: 30%}
    replenishment: {policy: base_stock, base_stock_level: 3}
  jug:
    price: 30.00
    price_before_release: 25.00
    unit_cost: 9.00
    opening_stock: 3
    release: 8 days
    release_slip: exponential(mean 2 days)
    slip_notice: 2 days
    replenishment: {policy: base_stock, base_stock_level: 2, review_period: 3 days}
suppliers: {near: {lead_time: "gamma(mean 4 days, cv 0.7)", delay_notice: 1 day}}
demand:
  rate: 5 per day
  bursts: {viral: {at: "uniform(2 days, 9 days)", peak: 9 per day, half_life: 2 days}}
  campaigns: {fair: {at: 12 days, length: 5 days, lift: 80%}}
  advance: {share: 10%, ahead: "uniform(2 days, 9 days)"}
  basket: {sizes: {1: 60%, 2: 40%}}
customers:
  fans: {share: 50%, tolerance: 2 days, changes: {after: exponential(mean 6 days), swap: 50%}}
  rest: {share: 50%, patience: "gamma(mean 6 days, cv 1)", prepayment_aversion: "uniform(0, 0.3)"}
selling:
  backorders: open
  preorders: {cap: 5, waiting_list: true}
  allocation: {rule: by_segment, order: [rest]}
payment:
  offer:
    later: {approach: at_shipment}
    parts: {approach: instalments, parts: 3, every: 4 days, discount: 4%, default_rate: 9%}
  capture: {failure: 10%, growth: 1% per day}
  disputes: {share: 20%, fee: 9.00}
pricing: {late_code: {value: 3.00, redeemed: 40%, after: 3 days}}
arms: {plain: {}, full: {payment: {offer: {all: {approach: full}}}}}
"""


def test_one_worker_and_two_find_the_same(tmp_path: Path) -> None:
    import backsim

    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, encoding="utf-8")
    found = [
        backsim.compare(str(path), replications=8, jobs=jobs, out=tmp_path / f"jobs-{jobs}")
        for jobs in (1, 2)
    ]
    serial, parallel = (sorted(study.rows) for study in found)
    assert len(serial) == 16
    assert serial == parallel
    assert found[0].differences == found[1].differences


class AllSeenError(Exception):
    """No need to look at more."""


def test_the_generated_shops_are_worth_looking_at(whole_shop: AnyShop, arms_of: ArmsOf) -> None:
    """Over some of them, every kind of thing happens; the rarest after about a thousand."""
    seen: set[str] = set()

    @settings(max_examples=1500, phases=[Phase.generate])
    @given(whole_shop)
    def look(tree: Tree) -> None:
        (shop,) = arms_of(tree)
        log = live(shop)
        lines = log.lines
        seen.update(f"lost {cause}" for cause in lines.lost.tolist())
        seen.update(f"offer {offer}" for offer in lines.offer.tolist())
        seen.update(f"origin {origin}" for origin in lines.origin.tolist())
        seen.update(f"cancelled {cause}" for cause in lines.cancelled.tolist())
        seen.update(f"paid {kind}" for kind in log.payments.kind.tolist())
        seen.update(f"full price {answer}" for answer in lines.full_price.tolist())
        seen.update(["substitute"] if np.any(lines.product != lines.asked_for) else [])
        seen.update(["restated"] if np.any(lines.restated_at >= 0) else [])
        seen.update(["surcharge"] if np.any(lines.surcharge > 0) else [])
        seen.update(["shipping"] if np.any(lines.shipping_charge > 0) else [])
        if wanted <= seen:
            raise AllSeenError

    wanted = {f"lost {cause}" for cause in range(12)} | {f"offer {offer}" for offer in range(5)}
    wanted |= {f"origin {origin}" for origin in range(3)} | {"substitute", "restated", "surcharge"}
    wanted |= {"shipping"}
    wanted |= {f"cancelled {cause}" for cause in range(8)} | {f"paid {kind}" for kind in range(9)}
    wanted |= {f"full price {answer}" for answer in (-1, 0, 1)}
    with suppress(AllSeenError):
        look()
    assert wanted - seen == set()
