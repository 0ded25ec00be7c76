"""From a file to the records that the engine runs."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from scipy.stats import gamma

from backsim.chance import distributions as chance
from backsim.chance.delays import Delay
from backsim.records.codes import Offer
from backsim.records.log import SatisfactionCurve
from backsim.records.rules import Rule
from backsim.scenario.build import load
from backsim.scenario.model import Burst, Carrier, Scenario, Supplier
from backsim.units import DAY, FOREVER, HOUR, NEVER

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

FULL = Path(__file__).with_name("full.yaml").read_text(encoding="utf-8")
"""Every section and most of the keys."""


@pytest.fixture
def full(desk: Desk) -> Scenario:
    return desk.load(FULL).arms[0]


def test_the_study(desk: Desk) -> None:
    loaded = desk.load(FULL)
    assert (loaded.study, loaded.title, loaded.description) == ("shop", "Everything", "All of it.")
    assert loaded.plan == loaded.arms[0].plan
    assert loaded.plan._asdict() == {
        "seed": 5,
        "replications": 12,
        "baseline": "b",
        "primary": (("revenue", 500.0),),
        "confidence": 0.9,
        "steady_state": True,
        "declared": (),
    }


def test_the_arm(full: Scenario) -> None:
    assert (full.study, full.title, full.arm) == ("shop", "Everything", "a")
    assert (full.start, full.horizon, full.warm_up) == (date(2026, 3, 2), 120 * DAY, 20 * DAY)
    assert (full.currency, full.minor_digits) == ("JPY", 0)
    assert (full.money.fee_share, full.money.fee_fixed) == (0.029, 30)
    assert full.money.opening_cash == 100_000
    assert full.money.refund_delays[Offer.BACKORDER :] == (Delay(chance.Constant(7.0 * DAY)),) * 3
    assert full.satisfaction == SatisfactionCurve(base=4.5, late_middle=1.5)
    assert full.customer == Rule("thresholds")
    assert full.split_shipments


def test_products_are_numbered_by_name(full: Scenario) -> None:
    cap, ring = full.products
    assert (cap.name, ring.name) == ("cap", "ring")
    assert (ring.price, ring.unit_cost, ring.weight, ring.opening_stock) == (1200, 400, 0.02, 3)
    assert (ring.release_at, ring.ends_at, ring.edition) == (30 * DAY, 90 * DAY, 50)
    assert (ring.holding_rate, ring.supplier) == (0.2, 1)
    assert (ring.replenishment.review_period, ring.replenishment.before_demand) == (7 * DAY, True)
    assert (cap.release_at, cap.ends_at, cap.edition, cap.supplier) == (0, FOREVER, FOREVER, NEVER)


def test_selling_rules(full: Scenario) -> None:
    _, ring = full.products
    assert ring.backorder == Rule("off")
    assert ring.preorder == Rule.of(
        "open",
        opens_at=10 * DAY,
        closes_at=FOREVER,
        cap=7,
        supply_share=0.0,
        waiting_list=False,
        early_at=FOREVER,
        early_segments=(),
    )
    assert ring.promise == Rule.of("fixed", wait=30 * DAY)
    assert ring.pricing == Rule.of(
        "discounts",
        preorder=0.1,
        early_bird=(),
        by_sold=(),
        by_wait=((14 * DAY, 0.05), (30 * DAY, 0.1)),
        by_quantity=(),
    )
    (approach,) = ring.approaches
    assert approach.name == "deposit"
    assert approach.policy == Rule.of(
        "deposit", share=0.3, amount=0, balance_at=FOREVER, balance_after=FOREVER, per="line"
    )
    assert (approach.fee_share, approach.fee_fixed) == (0.029, 30)
    assert ring.allocation == Rule("preorders_first")


def test_suppliers_segments_and_carriers(full: Scenario) -> None:
    assert full.suppliers == (
        Supplier("brown", chance.Constant(DAY), 0, FOREVER),
        Supplier("smith", chance.Uniform(10 * DAY, 20 * DAY), 30 * DAY, FOREVER),
    )
    everybody, fans = full.segments
    assert (everybody.name, everybody.share) == ("all", 0.6)
    assert everybody.patience == chance.Constant(float(FOREVER))
    assert everybody.tolerance == chance.Lognormal.of_moments(21 * DAY, 16.8 * DAY)
    assert fans[1:] == (
        0.4,
        chance.Constant(1.2),
        chance.Constant(40 * DAY),
        chance.Constant(10 * DAY),
        chance.Uniform(0, 0.3),
        chance.Uniform(0.5, 2.0),
        2.0,
        0.0,
        0.0,
        chance.Constant(float(FOREVER)),
        0.0,
        0.0,
        0.2,
    )
    post, van = full.carriers
    # 90 % quantile of a gamma with mean 4 and cv 0.5 (shape 4, scale 1), rounded up to days.
    assert post.quoted == ceil(gamma(4, scale=1).ppf(0.9)) * DAY
    assert van == Carrier("van", 0.2, chance.Constant(36 * HOUR), DAY, 0, 0)


def test_demand(full: Scenario) -> None:
    demand = full.demand
    assert (demand.rate.mean, demand.gap_cv, demand.at_opening) == (6.0, 0.5, True)
    assert demand.weekly == (0.5, 0.5, 0.5, 0.5, 0.5, 4.0, 0.5)
    assert demand.bursts == (Burst("viral", chance.Constant(12.0 * DAY), 120.0, 36 * HOUR),)
    assert demand.basket.sizes == (0.75, 0.25)
    assert demand.basket.product_shares == (0.25, 0.75)
    assert demand.basket.quantity == chance.Poisson(2.0)
    assert demand.history is None


def test_defaults(desk: Desk, shop: Shop) -> None:
    loaded = desk.load(shop())
    (arm,) = loaded.arms
    assert (loaded.plan.replications, loaded.plan.seed, loaded.plan.confidence) == (30, 1, 0.95)
    assert arm.start == date(2026, 1, 5)
    assert arm.carriers == (Carrier("post", 1.0, chance.Constant(3 * DAY), 3 * DAY, 0, 0),)
    assert [segment.name for segment in arm.segments] == ["everyone"]
    assert arm.segments[0].willingness == chance.Constant(1.0)
    assert arm.products[0].promise == Rule.of("expected", buffer=0)
    assert arm.products[0].supplier == 0
    assert arm.satisfaction == SatisfactionCurve()
    assert arm.demand.basket.sizes == (1.0,)


def test_replications_and_seed_from_the_call_win(desk: Desk, shop: Shop) -> None:
    path = desk.write(shop(add="study: {replications: 3, seed: 4}\n"))
    plan = load(path, overrides=["study.seed=5"], replications=7, seed=8).plan
    assert (plan.replications, plan.seed) == (7, 8)
    with pytest.raises(Exception, match=r"^--replications 0: replications must be at least 1: 0$"):
        load(path, replications=0)


def test_a_scenario_travels_to_another_process(full: Scenario) -> None:
    twin = pickle.loads(pickle.dumps(full))
    assert twin == full


def test_the_name_is_safe_for_a_folder(desk: Desk, shop: Shop) -> None:
    path = desk.write(shop(), "My shop (2).yaml")
    assert load(path).study == "My-shop-2"
    assert desk.load(shop(add="name: ring-2026\n")).study == "ring-2026"


def test_resolved_is_plain_data(full: Scenario) -> None:
    assert json.loads(json.dumps(full.resolved)) == full.resolved
    assert full.resolved["horizon"] == 120 * DAY
    assert full.resolved["products"][1]["approaches"][0]["policy"] == {
        "rule": "deposit",
        "settings": {
            "share": 0.3,
            "amount": 0,
            "balance_at": FOREVER,
            "balance_after": FOREVER,
            "per": "line",
        },
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Everything", "title: Other words"),
        ("description: All of it.", "name: another"),
        ("replications: 12", "replications: 13"),
        ("confidence: 90%", "confidence: 0.95"),
        ("release: 2026-04-01", "release: 30 days"),
        ("share: 30%", "share: 0.3"),
        ("    price: 1200\n    unit_cost: 400\n", "    unit_cost: 400\n    price: 1200\n"),
        ("wait_discounts: {30 days: 10%, 2 weeks: 5%}", "wait_discounts: {14 d: 5%, 30 d: 0.1}"),
        ("  smith: {lead_time: uniform(10 days, 20 days), payment_after: 30 days}\n", ""),
        ("a: {}", "other: {}"),
    ],
)
def test_words_and_order_do_not_move_the_identity(desk: Desk, old: str, new: str) -> None:
    assert old in FULL
    text = FULL.replace(old, new)
    if not new:
        text = text.replace("demand:\n", old + "demand:\n")
    assert desk.load(text).arms[0].resolved == desk.load(FULL).arms[0].resolved


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seed: 5", "seed: 6"),
        ("price: 1200", "price: 1201"),
        ("cap: 7", "cap: 8"),
        ("gamma(mean", "lognormal(mean"),
        ("cost: 490", "cost: 491"),
        ("cv: 0.5", "cv: 0.6"),
    ],
)
def test_what_moves_a_number_moves_the_identity(desk: Desk, old: str, new: str) -> None:
    assert old in FULL
    assert desk.load(FULL.replace(old, new)).arms[0].resolved != desk.load(FULL).arms[0].resolved


def test_a_history_is_its_contents_not_its_path(desk: Desk, shop: Shop) -> None:
    text = shop(("  rate: 2 per day\n", "  file: a.csv\n"))
    rows = "order_id,order_date,customer_id,units,value_usd\n1,2026-01-09,a,1,1\n"
    desk.write(rows, "a.csv")
    desk.write(rows.replace(",a,", ",Ann,"), "b.csv")
    desk.write(rows.replace(",1,1\n", ",2,1\n"), "c.csv")
    a, b, c = (desk.load(text, f"demand.file={n}.csv").arms[0].resolved for n in "abc")
    assert a == b
    assert a != c


def test_two_arms_that_say_the_same_are_the_same(desk: Desk) -> None:
    arms = "arms: {a: {title: One}, b: {demand.rate: 6 per day}}\n"
    first, second = desk.load(FULL[: FULL.index("arms:")] + arms, "study.baseline=a").arms
    assert first.resolved == second.resolved
    assert replace(first, arm="b", title=second.title) == second
