"""Luck before the run: the same customers in every arm, and in every slightly different world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from backsim.records.log import Column
from backsim.scenario.model import Scenario
from backsim.simulation import Workload, draw
from backsim.units import DAY, FOREVER

LoadText = Callable[..., tuple[Scenario, ...]]

SHOP = """
horizon: 60 days
products:
  mug:
    price: 12.00
    unit_cost: 5.00
    opening_stock: 20
    supplier: kiln
    replenishment: {policy: base_stock, base_stock_level: 20}
  pot:
    price: 40.00
    unit_cost: 15.00
    opening_stock: 5
    release: 10 days
    release_slip: gamma(mean 5 days, cv 1)
    substitutes: {mug: 40%}
    supplier: kiln
    replenishment: {policy: base_stock, base_stock_level: 5}
suppliers:
  kiln: {lead_time: gamma(mean 9 days, cv 0.5)}
demand:
  rate: 8 per day
  weekly: [1, 1, 1, 1, 1, 2, 0]
  advance: {share: 20%, ahead: uniform(2 days, 9 days)}
  basket:
    sizes: {1: 70%, 2: 30%}
    products: {mug: 75%, pot: 25%}
    quantity: geometric(0.7)
customers:
  fans:
    share: 40%
    willingness: lognormal(mean 1.4, cv 0.2)
    patience: gamma(mean 9 days, cv 0.5)
    changes: {after: exponential(mean 20 days), drop: 20%, swap: 30%}
  rest: {share: 60%, tolerance: uniform(0 days, 4 days), prepayment_aversion: uniform(0, 0.4)}
shipping:
  carriers:
    post: {share: 70%, transit: gamma(mean 4 days, cv 0.5)}
    van: {share: 30%, transit: 1 day}
payment:
  capture: {failure: 2%, retries: 1}
  disputes: {share: 10%}
"""

LUCK = (
    *("at", "segment", "carrier", "willingness", "patience", "tolerance", "aversion"),
    *("ahead", "change_after"),
)
"""Columns with a row per visit."""


def columns(workload: Workload) -> dict[str, bytes]:
    """Everything that was drawn, as bytes."""
    drawn = {f.name: getattr(workload, f.name) for f in fields(workload)}
    times, luck = drawn.pop("lead_times"), drawn.pop("luck")
    drawn |= {f"lead times {p}": column for p, column in enumerate(times)}
    drawn |= {f"luck {name}": column for name, column in luck.items()}
    return {name: np.asarray(column).tobytes() for name, column in drawn.items()}


def visits(workload: Workload, names: tuple[str, ...] = LUCK) -> set[tuple[float, ...]]:
    """The rows of these columns, whatever their order."""
    return set(zip(*(getattr(workload, name).tolist() for name in names), strict=True))


def baskets(workload: Workload) -> dict[int, list[tuple[int, int, int]]]:
    """By moment of the visit: product, pieces and list value of each line."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    rows = zip(workload.product, workload.quantity, workload.list_value, strict=True)
    for order, row in zip(workload.order, rows, strict=True):
        product, quantity, value = (int(number) for number in row)
        found.setdefault(int(workload.at[order]), []).append((product, quantity, value))
    return found


@pytest.fixture
def shop(load_text: LoadText) -> Scenario:
    """The shop as it is."""
    return load_text(SHOP)[0]


def test_the_same_seed_gives_the_same_bytes(shop: Scenario) -> None:
    assert columns(draw(shop, 3, 5)) == columns(draw(shop, 3, 5))


def test_replications_and_seeds_differ_in_everything_that_is_drawn(shop: Scenario) -> None:
    one = columns(draw(shop, 3, 5))
    for other in (draw(shop, 3, 6), draw(shop, 4, 5)):
        same = {name for name, drawn in columns(other).items() if drawn == one[name]}
        assert same <= {"seed", "replication", "friend", "friend_after"}  # nobody brings friends


def test_visits_are_in_order_of_time_and_their_lines_stand_together(shop: Scenario) -> None:
    work = draw(shop, 1, 0)
    assert len(work.at) > 300
    assert np.all(np.diff(work.at) >= 0)
    assert work.at.max() < shop.horizon
    assert work.order.tolist() == np.repeat(np.arange(len(work.at)), work.line_count).tolist()
    assert work.first_line.tolist() == (np.cumsum(work.line_count) - work.line_count).tolist()
    assert set(work.line_count.tolist()) == {1, 2}
    assert work.person.tolist() == list(range(len(work.at)))


def test_nobody_asks_for_a_product_twice(shop: Scenario) -> None:
    work = draw(shop, 1, 0)
    asked = list(zip(work.order.tolist(), work.product.tolist(), strict=True))
    assert len(set(asked)) == len(asked)


def test_list_values_are_price_times_pieces(shop: Scenario) -> None:
    work = draw(shop, 1, 0)
    assert (
        work.list_value.tolist() == (np.array([1200, 4000])[work.product] * work.quantity).tolist()
    )


@pytest.mark.parametrize(
    ("override", "moved"),
    [
        ("demand.bursts.viral={at: 20 days, peak: 50 per day, half_life: 3 days}", set()),
        ("shipping.carriers.zeppelin={share: 0%, transit: 2 days}", set()),
        ("shipping.carriers={post: {share: 50%}, bike: {share: 20%}}", {"carrier"}),
        ("suppliers.other={lead_time: 3 days}", set()),
        ("payment.approach=full", set()),
        ("products.mug.opening_stock=99", set()),
        ("customers.fans.patience=9 days", {"patience"}),
        ("customers.rest.tolerance=gamma(mean 2 days, cv 1)", {"tolerance"}),
        ("horizon=90 days", set()),
    ],
)
def test_a_minimally_different_world_leaves_the_other_customers_as_they_are(
    shop: Scenario, load_text: LoadText, override: str, moved: set[str]
) -> None:
    (other,) = load_text(SHOP, override)
    names = tuple(name for name in LUCK if name not in moved)
    before, after = draw(shop, 1, 0), draw(other, 1, 0)
    assert visits(before, names) <= visits(after, names)
    theirs = baskets(after)
    assert all(theirs[at] == lines for at, lines in baskets(before).items())


def test_one_more_burst_adds_its_customers_and_no_others(
    shop: Scenario, load_text: LoadText
) -> None:
    burst = "demand.bursts.{}={{at: 20 days, peak: 50 per day, half_life: 3 days}}"
    before = visits(draw(shop, 1, 0))
    one = visits(draw(load_text(SHOP, burst.format("viral"))[0], 1, 0))
    both = visits(draw(load_text(SHOP, burst.format("viral"), burst.format("again"))[0], 1, 0))
    assert before < one < both
    assert min(row[0] for row in one - before) >= 20 * DAY
    assert 100 < len(one - before) < 350
    assert not (one - before) & (both - one)


@pytest.mark.parametrize(
    "name", ["segment", "carrier", "willingness", "line_count", "product", "quantity", "transit"]
)
def test_the_customers_of_a_burst_are_not_the_steady_ones_again(
    load_text: LoadText, name: str
) -> None:
    # Segments and carriers are alike, so that only luck of its own can make a difference.
    same = SHOP[: SHOP.index("customers:")] + (
        "customers:\n"
        "  one: {share: 40%, willingness: uniform(1, 2)}\n"
        "  two: {share: 60%, willingness: uniform(1, 2)}\n"
        "shipping:\n"
        "  carriers:\n"
        '    bike: {share: 30%, transit: "uniform(0 days, 2 days)"}\n'
        '    post: {share: 70%, transit: "uniform(0 days, 2 days)"}\n'
    )
    burst = "demand.bursts.viral={at: 0 days, peak: 300 per day, half_life: 3 days}"
    steady = getattr(draw(load_text(same)[0], 1, 0), name)[:300]
    extra = getattr(draw(load_text(same, burst, "demand.rate=0 per day")[0], 1, 0), name)[:300]
    assert len(steady) == len(extra) == 300
    assert np.mean(steady == extra) < 0.8


def test_each_product_has_lead_times_of_its_own(shop: Scenario) -> None:
    mugs, pots = draw(shop, 1, 0).lead_times
    assert not set(mugs.tolist()) & set(pots.tolist())


def test_one_more_product_leaves_everybody_with_what_they_still_want(
    shop: Scenario, load_text: LoadText
) -> None:
    # Jug sorts before mug: positions move, names and their luck do not.
    jug = "products.jug={price: 9.00, unit_cost: 3.00, opening_stock: 5}"
    (other,) = load_text(SHOP, jug, "demand.basket.products.jug=10%")
    before, after = draw(shop, 1, 0), draw(other, 1, 0)
    assert visits(before) == visits(after)
    pairs = zip(before.lead_times[0].tolist(), after.lead_times[1].tolist(), strict=False)
    assert all(mine == theirs for mine, theirs in pairs)
    old, new = baskets(before), baskets(after)
    untouched = [
        at for at, lines in new.items() if not any(product == 0 for product, _, _ in lines)
    ]
    assert 0.5 * len(new) < len(untouched) < len(new)
    assert all([(product - 1, *rest) for product, *rest in new[at]] == old[at] for at in untouched)


def test_one_more_arm_moves_nothing(shop: Scenario, load_text: LoadText) -> None:
    arms = load_text(SHOP + "arms:\n  as-is: {}\n  open: {selling.backorders: open}\n")
    for arm in arms:
        assert columns(draw(arm, 1, 0)) == columns(draw(shop, 1, 0))


def test_a_changed_lead_time_stays_paired(shop: Scenario, load_text: LoadText) -> None:
    (slower,) = load_text(SHOP, "suppliers.kiln.lead_time=gamma(mean 18 days, cv 0.5)")
    before, after = draw(shop, 1, 0).lead_times[0], draw(slower, 1, 0).lead_times[0]
    assert np.all(np.abs(after - 2 * before) <= 1)


def test_a_changed_rate_stays_paired(shop: Scenario, load_text: LoadText) -> None:
    # Twice the rate: the k-th customer is the same person at half the operational time.
    (busier,) = load_text(SHOP, "demand.rate=16 per day")
    before, after = draw(shop, 1, 0), draw(busier, 1, 0)
    n = len(before.at)
    assert 1.7 * n < len(after.at) < 2.3 * n
    assert after.willingness[:n].tolist() == before.willingness.tolist()
    assert after.segment[:n].tolist() == before.segment.tolist()


def test_there_are_enough_lead_times_for_every_purchase_order(
    shop: Scenario, load_text: LoadText
) -> None:
    work = draw(shop, 1, 0)
    # Mugs are taken instead of pots: each line that asks for either may lead to a purchase.
    mugs, pots = np.bincount(work.product).tolist()
    assert [len(times) for times in work.lead_times] == [mugs + pots + 2, pots + 2]
    (weekly,) = load_text(SHOP, "products.mug.replenishment.review_period=7 days")
    # Reviews on days 0, 7, ..., 56: nine, and two to spare.
    assert len(draw(weekly, 1, 0).lead_times[0]) == 9 + 2


def test_shares_and_thresholds_are_those_of_the_segments(shop: Scenario) -> None:
    works = [draw(shop, 1, r) for r in range(20)]

    def all_of(name: str) -> Column:
        return np.concatenate([getattr(work, name) for work in works])

    segment, n = all_of("segment"), len(all_of("segment"))
    assert abs(np.mean(segment == 0) - 0.4) / sqrt(0.4 * 0.6 / n) < 4
    assert abs(np.mean(all_of("carrier") == 0) - 0.7) / sqrt(0.7 * 0.3 / n) < 4
    fans = segment == 0
    patience = all_of("patience")[fans] / DAY
    assert abs(patience.mean() - 9) / (4.5 / sqrt(len(patience))) < 4
    assert set(all_of("patience")[~fans].tolist()) == {FOREVER}
    assert set(all_of("willingness")[~fans].tolist()) == {1.0}
    assert set(all_of("aversion")[fans].tolist()) == {0.0}
    # Of customers with one product, the mug's share is its popularity.
    alone = np.concatenate([work.product[work.first_line[work.line_count == 1]] for work in works])
    assert abs(np.mean(alone == 0) - 0.75) / sqrt(0.75 * 0.25 / len(alone)) < 4


def test_thresholds_know_nothing_of_each_other(shop: Scenario) -> None:
    works = [draw(shop, 1, r) for r in range(20)]
    rows = np.concatenate(
        [
            np.stack([w.willingness, w.patience, w.at % DAY, w.carrier])[:, w.segment == 0]
            for w in works
        ],
        axis=1,
    )
    off_diagonal = np.corrcoef(rows)[np.triu_indices(4, 1)]
    assert np.all(np.abs(off_diagonal) * sqrt(rows.shape[1]) < 4)


def test_at_opening_all_customers_of_a_day_come_at_its_first_instant(
    shop: Scenario, load_text: LoadText
) -> None:
    (opening,) = load_text(SHOP, "demand.within_day=opening")
    before, after = draw(shop, 1, 0), draw(opening, 1, 0)
    assert after.at.tolist() == (before.at // DAY * DAY).tolist()
    assert after.willingness.tolist() == before.willingness.tolist()


def test_an_opening_day_has_all_its_customers_even_if_the_horizon_cuts_it_off(
    load_text: LoadText,
) -> None:
    opening = ("demand.within_day=opening", "products.pot.release=5 days")
    (whole,) = load_text(SHOP, *opening, "horizon=10 days")
    (cut,) = load_text(SHOP, *opening, "horizon=217 h")  # nine days and an hour
    assert draw(cut, 1, 0).at.tolist() == draw(whole, 1, 0).at.tolist()
    assert draw(cut, 1, 0).at.max() == 9 * DAY


@pytest.fixture
def history(load_text: LoadText, tmp_path: Path) -> Callable[..., Scenario]:
    """A shop that replays these rows of ``order,day,customer,pieces,value``."""

    def build(rows: str, *overrides: str) -> Scenario:
        header = "order_id,order_date,customer_id,units,value_usd"
        text = "\n".join(row.strip() for row in rows.strip().splitlines())
        (tmp_path / "rows.csv").write_text(f"{header}\n{text}\n", encoding="utf-8")
        (scenario,) = load_text(
            "start: 2026-01-05\nproducts: {mug: {price: 12.00, unit_cost: 5.00}}\n"
            "customers: {all: {willingness: uniform(0.5, 1.5), patience: uniform(1 day, 9 days)}}\n"
            "demand: {file: rows.csv}\n",
            *overrides,
        )
        return scenario

    return build


ROWS = """
7,2026-01-05 09:00,ann,1,12.00
8,2026-01-05 10:00,ben,2,20.00
9,2026-01-07 08:00,ann,1,0.00
"""


def test_a_replay_is_what_was_ordered(history: Callable[..., Scenario]) -> None:
    work = draw(history(ROWS), 1, 0)
    assert (work.at // 3600).tolist() == [9, 10, 56]
    assert work.person.tolist() == [0, 1, 0]
    assert work.quantity.tolist() == [1, 2, 1]
    assert work.list_value.tolist() == [1200, 2000, 0]


def test_who_comes_again_is_the_same_person(history: Callable[..., Scenario]) -> None:
    work = draw(history(ROWS), 1, 0)
    assert work.patience[0] == work.patience[2] != work.patience[1]


def test_who_bought_at_that_price_was_willing_to(history: Callable[..., Scenario]) -> None:
    drawn = [draw(history(ROWS), 1, r).willingness for r in range(20)]
    assert np.min(drawn) == 1.0
    assert np.max(drawn) > 1.3


def test_days_without_times_are_spread_over_the_day(history: Callable[..., Scenario]) -> None:
    days = "\n".join(f"{i},2026-01-{5 + i // 100:02},p{i},1,12.00" for i in range(300))
    work = draw(history(days), 1, 0)
    assert np.bincount(work.at // DAY).tolist() == [100, 100, 100]
    clock = work.at % DAY / DAY
    assert abs(clock.mean() - 0.5) / sqrt(1 / 12 / 300) < 4
    assert sorted(work.person.tolist()) == list(range(300))
    opening = draw(history(days, "demand.within_day=opening"), 1, 0)
    assert set((opening.at % DAY).tolist()) == {0}


def test_a_day_cut_off_by_the_horizon_brings_nobody_after_it(
    history: Callable[..., Scenario],
) -> None:
    days = "\n".join(f"{i},2026-01-{5 + i // 100:02},p{i},1,12.00" for i in range(200))
    work = draw(history(days, "horizon=36 h"), 1, 0)
    assert work.at.max() < 36 * 3600
    assert 110 < len(work.at) < 190
    assert work.order.tolist() == list(range(len(work.at)))


def test_a_replay_and_generated_customers_come_side_by_side(
    history: Callable[..., Scenario],
) -> None:
    alone = draw(history(ROWS), 1, 0)
    mixed = draw(history(ROWS, "demand.rate=5 per day"), 1, 0)
    assert visits(alone) < visits(mixed)
    # The replayed people have numbers of their own.
    assert len(set(mixed.person.tolist())) == len(mixed.at) - 1


def test_the_week_follows_the_calendar(load_text: LoadText) -> None:
    # It starts on a Thursday; the shop is open on Mondays only.
    (shop,) = load_text(SHOP, "start=2026-01-08", "demand.weekly=[1, 0, 0, 0, 0, 0, 0]")
    days = draw(shop, 1, 0).at // DAY
    assert set(days.tolist()) == {4, 11, 18, 25, 32, 39, 46, 53}
