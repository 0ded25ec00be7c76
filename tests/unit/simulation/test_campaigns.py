"""Whom a campaign brings and what they ask for; nobody else moves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backsim.scenario.model import Scenario
from backsim.simulation import Workload, draw
from backsim.units import DAY

LoadText = Callable[..., tuple[Scenario, ...]]

STALL = """
start: 2026-01-01
horizon: 40 days
products:
  cake: {price: 4.00, unit_cost: 1.00, opening_stock: 9}
  pie: {price: 4.00, unit_cost: 1.00, opening_stock: 9}
  tart: {price: 4.00, unit_cost: 1.00, opening_stock: 9, release: 20 days}
customers: {fans: {share: 20%}, kids: {share: 30%}, others: {share: 50%}}
demand:
  rate: 4 per day
  gaps: regular
  basket: {sizes: {1: 50%, 2: 50%}, products: {cake: 6, pie: 3, tart: 1}}
  campaigns:
    fair: {at: 10 days, length: 20 days, lift: 2000%}
"""
CAKE, PIE, TART = range(3)


def campaign(told: str) -> str:
    return f"demand.campaigns.fair={{at: 10 days, length: 20 days, lift: 2000%, {told}}}"


def brought(load_text: LoadText, *sets: str) -> tuple[Workload, np.ndarray]:
    """The luck of a stall, and which of its visits the campaign brought."""
    (plain,) = load_text(STALL, *sets, "demand.campaigns.fair.lift=0%")
    (lifted,) = load_text(STALL, *sets)
    before, after = draw(plain, 1, 0), draw(lifted, 1, 0)
    extra = ~np.isin(after.visits.at, before.visits.at)
    assert np.count_nonzero(~extra) == len(before.visits.at)  # everybody else is there
    segments = after.people.segment[~extra]
    assert segments.tolist() == before.people.segment.tolist()
    lines = ~extra[after.asked.visit]
    assert after.asked.product[lines].tolist() == before.asked.product.tolist()
    assert after.asked.limit[lines].tolist() == before.asked.limit.tolist()
    return after, extra


def asked(work: Workload, extra: np.ndarray) -> np.ndarray:
    """How often each product is asked for by those whom the campaign brought."""
    lines = extra[work.asked.visit]
    return np.bincount(work.asked.product[lines], minlength=3)


def test_it_brings_all_kinds_for_everything(load_text: LoadText) -> None:
    work, extra = brought(load_text)
    # 20 days at 80 a day; most of them for cake.
    assert 1400 < np.count_nonzero(extra) < 1800
    cake, pie, tart = asked(work, extra)
    assert cake > pie > tart > 0
    shares = np.bincount(work.people.segment[extra]) / np.count_nonzero(extra)
    assert shares == pytest.approx([0.2, 0.3, 0.5], abs=0.05)


def test_its_customers_ask_for_what_it_names(load_text: LoadText) -> None:
    work, extra = brought(load_text, campaign("products: [cake, pie]"))
    cake, pie, tart = asked(work, extra)
    assert tart == 0
    # Half of them want both; of the others two thirds want cake.
    visits = np.count_nonzero(extra)
    assert cake / visits == pytest.approx(1 / 2 + 1 / 3, abs=0.04)
    assert pie / visits == pytest.approx(1 / 2 + 1 / 6, abs=0.04)


def test_one_product_is_a_basket_of_one(load_text: LoadText) -> None:
    work, extra = brought(load_text, campaign("products: pie"))
    assert asked(work, extra).tolist() == [0, np.count_nonzero(extra), 0]


def test_what_nobody_wants_otherwise_is_wanted_alike(load_text: LoadText) -> None:
    unpopular = "demand.basket.products={cake: 5, pie: 5, tart: 0}"
    work, extra = brought(load_text, unpopular, campaign("products: tart"))
    assert asked(work, extra).tolist() == [0, 0, np.count_nonzero(extra)]


def test_its_customers_are_of_the_segments_that_it_names(load_text: LoadText) -> None:
    work, extra = brought(load_text, campaign("segments: [fans, kids]"))
    shares = np.bincount(work.people.segment[extra], minlength=3) / np.count_nonzero(extra)
    assert shares == pytest.approx([0.4, 0.6, 0.0], abs=0.05)


def test_who_asks_for_what_is_out_already_stays_away(load_text: LoadText) -> None:
    work, extra = brought(load_text, campaign("offers: [preorder]"))
    assert asked(work, extra)[[CAKE, PIE]].tolist() == [0, 0]
    at = work.visits.at[extra]
    assert at.min() >= 10 * DAY
    assert at.max() < 20 * DAY  # from then on nothing is left to pre-order
    assert 20 < len(at) < 300  # of 800 a part wants tart at all
    assert work.visits.line_count[extra].tolist() == [1] * len(at)


def test_a_release_that_slips_is_pre_ordered_longer(load_text: LoadText) -> None:
    slip = "products.tart.release_slip=6 days"
    work, extra = brought(load_text, slip, campaign("offers: [preorder]"))
    assert 25 * DAY < work.visits.at[extra].max() < 26 * DAY


def test_what_is_on_sale(load_text: LoadText) -> None:
    work, extra = brought(load_text, campaign("offers: [on_sale]"))
    lines = extra[work.asked.visit]
    tart = lines & (work.asked.product == TART)
    assert work.visits.at[work.asked.visit[tart]].min() >= 20 * DAY
    cake, pie, _ = asked(work, extra)
    everything, everybody = brought(load_text)
    assert [cake, pie] == asked(everything, everybody)[[CAKE, PIE]].tolist()


def test_what_it_costs_moves_no_luck(load_text: LoadText) -> None:
    (free,), (dear,) = load_text(STALL), load_text(STALL, campaign("cost: 900.00"))
    one, other = draw(free, 1, 0), draw(dear, 1, 0)
    assert one.visits.at.tolist() == other.visits.at.tolist()
    assert one.people.willingness.tolist() == other.people.willingness.tolist()


def test_arms_that_differ_in_its_cost_share_their_luck(load_text: LoadText) -> None:
    from backsim.simulation.inputs import inputs_of

    (free,), (dear,) = load_text(STALL), load_text(STALL, campaign("cost: 900.00"))
    assert inputs_of(free) == inputs_of(dear)
