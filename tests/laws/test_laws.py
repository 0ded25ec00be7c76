"""Laws that hold in every shop, on every day, whatever it sells and however it sells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from math import isfinite
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsim.metrics import breaches, evaluate, profile
from backsim.records.codes import LostCause, PaymentKind
from backsim.records.log import RunLog, Table
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate
from backsim.units import DAY, NEVER

Tree = dict[str, Any]
ArmsOf = Callable[[Tree], tuple[Scenario, ...]]
Orders = list[tuple[int, int, list[tuple[int, int, int]]]]
AnyShop = st.SearchStrategy[Tree]

EXAMPLES = settings().max_examples
"""Of the profile in use."""

TABLES = ("orders", "lines", "payments", "parcels", "purchases", "outlays", "allocations")


def live(scenario: Scenario, seed: int = 1, replication: int = 0) -> RunLog:
    """One trial."""
    return simulate(scenario, draw(scenario, seed, replication))


def columns(log: RunLog) -> dict[str, list[int]]:
    """The whole log as plain lists."""
    return {
        f"{table}.{field.name}": getattr(getattr(log, table), field.name).tolist()
        for table in TABLES
        for field in fields(getattr(log, table))
    }


def bytes_of(log: RunLog) -> list[bytes]:
    """The whole log as bytes."""
    tables: list[Table] = [getattr(log, table) for table in TABLES]
    return [getattr(table, f.name).tobytes() for table in tables for f in fields(table)]


@settings(max_examples=EXAMPLES * 3 // 2)
@given(st.data())
def test_all_laws_hold(any_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject) -> None:
    (shop,) = arms_of(data.draw(any_shop))
    log = live(shop, replication=data.draw(st.integers(0, 9)))
    assert breaches(log) == []
    assert all(value is None or isfinite(value) for value in evaluate(log).values())
    days = profile(log).days
    assert days[-1] == (shop.horizon - 1) // DAY


@settings(max_examples=EXAMPLES // 2)
@given(st.data())
def test_all_laws_hold_for_replayed_orders(
    any_shop: AnyShop,
    any_history: st.SearchStrategy[Orders],
    replaying: Callable[[Tree, Orders], Tree],
    arms_of: ArmsOf,
    data: st.DataObject,
) -> None:
    (shop,) = arms_of(replaying(data.draw(any_shop), data.draw(any_history)))
    log = live(shop)
    assert breaches(log) == []
    assert all(value is None or isfinite(value) for value in evaluate(log).values())
    # Who ordered at that price finds it neither too dear nor is asked for more.
    if not shop.demand.rate.mean and not shop.demand.bursts:
        assert LostCause.PRICE not in log.lines.lost.tolist()
    assert np.all(log.lines.value <= log.lines.list_value)


@settings(max_examples=EXAMPLES * 2 // 5)
@given(st.data())
def test_the_same_seed_gives_the_same_bytes(
    any_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    tree = data.draw(any_shop)
    (first,), (second,) = arms_of(tree), arms_of(tree)
    assert bytes_of(live(first)) == bytes_of(live(second))


@settings(max_examples=EXAMPLES * 2 // 3)
@given(st.data())
def test_nobody_gets_back_more_than_they_paid(
    any_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    (shop,) = arms_of(data.draw(any_shop))
    log = live(shop)
    balance: dict[int, int] = {}
    table = log.payments
    for i in np.lexsort((table.kind, table.at)):
        kind, order, amount = table.kind[i], int(table.order[i]), table.amount[i]
        sign = -1 if kind == PaymentKind.REFUND else 1
        balance[order] = balance.get(order, 0) + sign * int(amount)
        assert balance[order] >= 0
    value = np.bincount(log.lines.order, log.lines.value, minlength=len(log.orders))
    assert all(paid <= value[order] for order, paid in balance.items())


@settings(max_examples=EXAMPLES * 2 // 3)
@given(st.data())
def test_the_future_does_not_reach_back(
    any_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    """Until its own horizon, a shop lives exactly as one that goes on for longer."""
    tree = data.draw(any_shop)
    (short,), (long,) = arms_of(tree), arms_of(tree | {"horizon": "33 days"})
    end = short.horizon
    brief, full = live(short), live(long)
    visits = full.orders.placed_at < end
    lines = visits[full.lines.order]
    for name in ("placed_at", "segment", "carrier", "line_count"):
        assert getattr(brief.orders, name).tolist() == getattr(full.orders, name)[visits].tolist()
    for name in ("product", "quantity", "value", "prepaid", "offer", "lost", "promised_at"):
        assert getattr(brief.lines, name).tolist() == getattr(full.lines, name)[lines].tolist()
    for name in ("allocated_at", "shipped_at", "cancelled_at"):
        told = getattr(full.lines, name)[lines]
        assert getattr(brief.lines, name).tolist() == np.where(told < end, told, NEVER).tolist()
    bought = full.purchases.ordered_at < end
    for name in ("product", "quantity", "ordered_at", "expected_at", "due_at", "cost"):
        told = getattr(full.purchases, name)[bought]
        assert getattr(brief.purchases, name).tolist() == told.tolist()


@settings(max_examples=EXAMPLES * 2 // 5)
@given(st.data())
def test_one_more_arm_changes_nothing_else(
    any_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    tree = data.draw(any_shop)
    (alone,) = arms_of(tree)
    other = {"selling.promise": {"rule": "fixed", "wait": "1 day"}, "payment.approach": "full"}
    first, second = arms_of(tree | {"arms": {"as-is": {}, "other": other}})
    assert columns(live(alone)) == columns(live(first))
    assert breaches(live(second)) == []


@settings(max_examples=EXAMPLES * 2 // 5)
@given(st.data())
def test_what_nobody_uses_changes_nothing_else(
    any_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    """One more supplier, carrier and segment, and other words, with streams of their own."""
    tree = data.draw(any_shop)
    idle = tree | {
        "title": "another",
        "suppliers": tree["suppliers"] | {"zero": {"lead_time": "1 day"}},
        "customers": tree["customers"] | {"zero": {"share": "0%", "patience": "1 day"}},
        "study": {"primary": ["fill_rate"], "replications": 7},
    }
    idle["shipping"] = tree["shipping"] | {
        "carriers": tree["shipping"]["carriers"] | {"zero": {"share": "0%"}}
    }
    (plain,), (other,) = arms_of(tree), arms_of(idle)
    assert columns(live(plain)) == columns(live(other))


@settings(max_examples=EXAMPLES * 2 // 5)
@given(st.data())
def test_arms_meet_the_same_customers(
    any_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    tree = data.draw(any_shop)
    rich = {f"products.{name}.opening_stock": 100_000 for name in tree["products"]}
    first, second = arms_of(tree | {"arms": {"as-is": {}, "rich": rich}})
    one, other = live(first), live(second)
    asked = ("order", "product", "quantity", "list_value")
    for name in asked:
        assert getattr(one.lines, name).tolist() == getattr(other.lines, name).tolist()
    # With that much on the shelf, nothing is refused, and nothing released has to wait.
    lost = set(other.lines.lost.tolist())
    assert LostCause.REFUSED not in lost
    placed = other.orders.placed_at[other.lines.order]
    release = np.array([product.release_at for product in first.products])[other.lines.product]
    at_once = (other.lines.lost == LostCause.SOLD) & (placed >= release)
    together = np.bincount(other.lines.order, ~at_once, len(other.orders))[other.lines.order]
    sure = at_once & (together == 0)
    assert other.lines.shipped_at[sure].tolist() == placed[sure].tolist()


def test_the_generated_shops_are_worth_looking_at(any_shop: AnyShop, arms_of: ArmsOf) -> None:
    """Over a few dozen of them, every kind of thing happens."""
    seen: set[str] = set()

    @settings(max_examples=60)
    @given(any_shop)
    def look(tree: Tree) -> None:
        (shop,) = arms_of(tree)
        log = live(shop)
        seen.update(f"lost {cause}" for cause in log.lines.lost.tolist())
        seen.update(f"offer {offer}" for offer in log.lines.offer.tolist())
        seen.update(f"paid {kind}" for kind in log.payments.kind.tolist())
        seen.update(["cancelled"] if np.any(log.lines.cancelled_at >= 0) else [])
        seen.update(["received"] if np.any(log.purchases.received_at >= 0) else [])

    look()
    wanted = {f"lost {cause}" for cause in range(8)} | {f"offer {offer}" for offer in range(4)}
    wanted |= {"paid 0", "paid 1", "paid 2", "cancelled", "received"}
    assert seen == wanted


@pytest.fixture(scope="session")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with two arms, on disk."""
    path = tmp_path_factory.mktemp("jobs") / "shop.yaml"
    path.write_text(
        "horizon: 20 days\n"
        "products: {cup: {price: 9.00, unit_cost: 4.00, opening_stock: 3,\n"
        "  replenishment: {policy: base_stock, base_stock_level: 3}}}\n"
        "suppliers: {near: {lead_time: gamma(mean 4 days, cv 0.7)}}\n"
        "demand: {rate: 3 per day}\n"
        "customers: {all: {patience: gamma(mean 4 days, cv 1), tolerance: 1 day}}\n"
        "arms: {off: {}, open: {selling.backorders: open}}\n",
        encoding="utf-8",
    )
    return str(path)


def test_one_worker_and_two_find_the_same(
    shop_file: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import backsim

    found = [
        backsim.compare(
            shop_file, replications=6, jobs=jobs, out=tmp_path_factory.mktemp(f"jobs-{jobs}")
        )
        for jobs in (1, 2)
    ]
    serial, parallel = (sorted(study.rows) for study in found)
    assert len(serial) == 12
    assert serial == parallel
    assert found[0].estimates == found[1].estimates
    assert found[0].differences == found[1].differences
