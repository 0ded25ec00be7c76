"""Whole shops at random, over all of the scenario language."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from backsim.scenario.build import load
from backsim.scenario.model import Scenario

Draw = Callable[[st.SearchStrategy[Any]], Any]
Tree = dict[str, Any]
Orders = list[tuple[int, int, list[tuple[int, int, int]]]]

HORIZON = 20
"""Days; small, so that a shop lives in milliseconds."""


def money(highest: int) -> st.SearchStrategy[str]:
    """An amount in cents, as people write it."""
    return st.integers(0, highest).map(lambda cents: f"{cents / 100:.2f}")


def shares(lowest: int = 0) -> st.SearchStrategy[str]:
    """A share in whole percent."""
    return st.integers(lowest, 100).map(lambda percent: f"{percent}%")


def durations(longest: int, shortest: int = 0) -> st.SearchStrategy[str]:
    """Days or hours: coarse, so that many things happen at one instant."""
    days = st.integers(shortest, longest).map(lambda n: f"{n} days")
    hours = st.integers(24 * shortest, 24 * longest).map(lambda n: f"{n} h")
    return st.one_of(days, hours)


def random_durations(longest: int) -> st.SearchStrategy[str]:
    """A distribution of durations, or one duration."""
    mean = st.integers(1, longest)
    return st.one_of(
        durations(longest),
        mean.map(lambda n: f"gamma(mean {n} days, cv 0.8)"),
        mean.map(lambda n: f"lognormal(mean {n} days, cv 1.2)"),
        mean.map(lambda n: f"uniform(0 days, {n} days)"),
        mean.map(lambda n: f"exponential({n} days)"),
    )


def thresholds(longest: int) -> st.SearchStrategy[str]:
    """A distribution of patience or tolerance."""
    return st.one_of(st.just("unlimited"), random_durations(longest))


REPLENISHMENTS = st.one_of(
    st.just({"policy": "none"}),
    st.builds(
        lambda r, q: {"policy": "reorder_point", "reorder_point": r, "order_quantity": q},
        st.integers(-4, 10),
        st.integers(1, 12),
    ),
    st.builds(
        lambda s, more: {
            "policy": "order_up_to",
            "reorder_point": s,
            "order_up_to_level": s + more,
        },
        st.integers(-4, 10),
        st.integers(1, 12),
    ),
    st.builds(
        lambda level: {"policy": "base_stock", "base_stock_level": level}, st.integers(0, 12)
    ),
)

REVIEWS = st.sampled_from(
    [
        {},
        {"review_period": "1 day"},
        {"review_period": "3 days", "review": "before_demand"},
        {"review_period": "36 h", "review": "after_demand"},
    ]
)

BACKORDERS = st.one_of(
    st.sampled_from(["off", "open"]),
    st.builds(
        lambda pieces, wait: {"max_pieces": pieces, "max_wait": wait},
        st.one_of(st.just("unlimited"), st.integers(0, 9)),
        st.one_of(st.just("unlimited"), durations(9)),
    ),
)

PREORDERS = st.one_of(
    st.sampled_from(["off", "open"]),
    st.builds(
        lambda closes, cap: {"opens": "0 days", "closes": closes, "cap": cap},
        durations(8, shortest=1),
        st.one_of(st.just("unlimited"), st.integers(0, 9)),
    ),
)

PROMISES = st.one_of(
    st.just("none"),
    durations(4).map(lambda buffer: {"rule": "expected", "buffer": buffer}),
    durations(6).map(lambda wait: {"rule": "fixed", "wait": wait}),
    durations(6, shortest=2).map(
        lambda latest: {"rule": "window", "earliest": "1 day", "latest": latest}
    ),
)

ALLOCATIONS = st.sampled_from(
    [
        "first_come",
        "earliest_promise",
        "preorders_first",
        "most_valuable",
        "smallest_first",
        "paid_first",
    ]
)

PAYMENTS = st.one_of(
    st.sampled_from([{"approach": "at_shipment"}, {"approach": "full"}]),
    shares().map(lambda share: {"approach": "deposit", "share": share}),
)

PRICINGS = st.builds(
    lambda preorder, steps: {"preorder_discount": preorder, "wait_discounts": steps},
    shares(),
    st.sampled_from([{}, {"2 days": "10%"}, {"0 days": "1%", "2 days": "7%", "6 days": "100%"}]),
)


@st.composite
def products(draw: Draw) -> Tree:
    """One product, perhaps with rules of its own."""
    replenishment = draw(REPLENISHMENTS)
    stock = draw(st.integers(0, 8))
    product = {
        "price": draw(money(3_000)),
        "unit_cost": draw(money(2_000)),
        "weight": f"{draw(st.integers(0, 900))} g",
        "opening_stock": stock,
        "holding_cost": draw(shares()),
        "supplier": draw(st.sampled_from(["near", "far"])),
        "replenishment": replenishment | draw(REVIEWS),
    }
    if draw(st.booleans()):
        product["edition"] = draw(st.integers(1, 30))
    if draw(st.booleans()):
        product["release"] = draw(durations(10, shortest=1))
    if draw(st.booleans()):
        product["end_of_sale"] = draw(durations(HORIZON + 2, shortest=11))
    if replenishment["policy"] == "none":
        # What could never ship may not be sold, says the language.
        product["selling"] = {"backorders": "off", "preorders": "off"}
    elif draw(st.booleans()):
        product["selling"] = {"backorders": draw(BACKORDERS), "allocation": draw(ALLOCATIONS)}
        product["payment"] = draw(PAYMENTS)
        product["pricing"] = draw(PRICINGS)
    return product


def parts(draw: Draw, names: tuple[str, ...], one: st.SearchStrategy[Tree]) -> Tree:
    """One to three entries of a section whose shares sum to 100 %."""
    split = draw(st.sampled_from([(100,), (30, 70), (20, 0, 80)]))
    return {
        name: draw(one) | {"share": f"{share}%"} for name, share in zip(names, split, strict=False)
    }


SEGMENTS = st.fixed_dictionaries(
    {
        "willingness": st.sampled_from([1, "lognormal(mean 1.2, cv 0.3)", "uniform(0.5, 2)"]),
        "patience": thresholds(12),
        "tolerance": thresholds(6),
        "prepayment_aversion": st.sampled_from([0, "uniform(0, 0.5)"]),
        "discount_response": st.integers(0, 4),
    }
)

CARRIERS = st.fixed_dictionaries(
    {
        "transit": random_durations(5),
        "cost": money(900),
        "cost_per_kg": money(300),
    }
)


@st.composite
def demands(draw: Draw, names: list[str]) -> Tree:
    """Where customers come from and what they want."""
    sizes = [{1: "100%"}, {1: "60%", 2: "40%"}, {1: "50%", 2: "30%", 3: "20%"}]
    bursts = st.fixed_dictionaries(
        {
            "at": durations(9),
            "peak": st.integers(1, 15).map(lambda n: f"{n} per day"),
            "half_life": durations(4, shortest=1),
        }
    )
    return {
        "rate": f"{draw(st.integers(0, 6))} per day",
        "weekly": draw(st.sampled_from([[1] * 7, [1, 1, 1, 1, 2, 2, 0]])),
        "gaps": draw(st.sampled_from(["poisson", "regular", {"cv": 0.4}, {"cv": 2}])),
        "within_day": draw(st.sampled_from(["spread", "opening"])),
        "bursts": {name: draw(bursts) for name in draw(st.sampled_from(["", "a", "ab"]))},
        "basket": {
            "sizes": sizes[draw(st.integers(0, len(names) - 1))],
            "products": {name: draw(st.integers(1, 3)) for name in names},
            "quantity": draw(st.sampled_from([1, "geometric(0.6)", "uniform(1, 4)"])),
        },
    }


@st.composite
def shops(draw: Draw) -> Tree:
    """A whole scenario, as plain data."""
    names = ["cup", "jug", "tin"][: draw(st.integers(1, 3))]
    goods = {name: draw(products()) for name in names}
    later = any("release" in product for product in goods.values())
    supplier = st.fixed_dictionaries(
        {"lead_time": random_durations(9), "payment_after": durations(9)}
    )
    fee = {"share": draw(shares()), "fixed": draw(money(50))}
    return {
        "horizon": draw(durations(HORIZON, shortest=HORIZON - 5)),
        "question": "steady_state",
        "warm_up": draw(durations(3, shortest=1)),
        "products": goods,
        "suppliers": {"near": draw(supplier), "far": draw(supplier)},
        "demand": draw(demands(names)),
        "customers": parts(draw, ("fans", "others", "rest"), SEGMENTS),
        "selling": {
            "backorders": draw(BACKORDERS),
            "preorders": draw(PREORDERS) if later else "off",
            "promise": draw(PROMISES),
            "allocation": draw(ALLOCATIONS),
        },
        "pricing": draw(PRICINGS),
        "payment": draw(PAYMENTS) | {"fee": fee, "refund_after": draw(durations(9))},
        "shipping": {
            "carriers": parts(draw, ("bike", "post", "van"), CARRIERS),
            "shipments": draw(st.sampled_from(["together", "split"])),
        },
        "money": {"opening_cash": draw(money(99_999))},
    }


@pytest.fixture(scope="session")
def any_shop() -> st.SearchStrategy[Tree]:
    """Strategy for whole scenarios."""
    return shops()


@pytest.fixture(scope="session")
def any_history() -> st.SearchStrategy[Orders]:
    """Strategy for orders of the past: hour, customer, and the lines of each."""
    line = st.tuples(st.integers(0, 2), st.integers(1, 5), st.integers(0, 5_000))
    lines = st.lists(line, min_size=1, max_size=4)
    hour = st.integers(0, 24 * HORIZON)
    return st.lists(st.tuples(hour, st.integers(0, 6), lines), min_size=1, max_size=40)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the generated files are."""
    return tmp_path_factory.mktemp("laws")


@pytest.fixture(scope="session")
def replaying(folder: Path) -> Callable[[Tree, Orders], Tree]:
    """The same shop, but that these orders are replayed in it."""
    numbers = count()

    def replay(tree: Tree, orders: Orders) -> Tree:
        rows, names = (
            ["order_id,order_date,customer_id,units,value_usd,sku"],
            list(tree["products"]),
        )
        for number, (hour, person, lines) in enumerate([(0, 0, [(0, 1, 1)]), *orders]):
            when = f"2026-01-{5 + hour // 24:02} {hour % 24:02}:00"
            rows += [
                f"{number},{when},{person},{units},{cents / 100:.2f},{names[product % len(names)]}"
                for product, units, cents in lines
            ]
        name = f"orders-{next(numbers)}.csv"
        (folder / name).write_text("\n".join(rows), encoding="utf-8")
        demand = tree["demand"] | {"file": name, "columns": {"product": "sku"}}
        return tree | {"start": "2026-01-05", "demand": demand}

    return replay


@pytest.fixture(scope="session")
def arms_of(folder: Path) -> Callable[[Tree], tuple[Scenario, ...]]:
    """Load a scenario given as plain data: JSON is YAML."""
    numbers = count()

    def arms(tree: Tree) -> tuple[Scenario, ...]:
        path = folder / f"shop-{next(numbers)}.yaml"
        path.write_text(json.dumps(tree), encoding="utf-8")
        return load(path).arms

    return arms
