"""Luck before the run: the same customers in every arm, and in every slightly different world."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import fields
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from backsim.records.log import Column
from backsim.scenario.model import Scenario, Segment
from backsim.simulation import Workload, draw
from backsim.simulation.workload import THRESHOLDS, People
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

LUCK = ("at", *(column.name for column in fields(People)))
"""Columns with a row per visit."""
PURPOSES = ("substitute", "change", "capture 0", "dispute")
"""Luck of the lines."""


def tables(workload: Workload) -> dict[str, NDArray[Any]]:
    """The columns of all tables."""
    return {
        **workload.visits.columns(),
        **workload.people.columns(),
        **workload.asked.columns(),
        "friend": workload.friends.visit,
        "friend after": workload.friends.after,
        "again": workload.again.visit,
        "slips": workload.slips,
    }


def columns(workload: Workload) -> dict[str, bytes]:
    """Everything that is drawn, as bytes."""
    drawn = tables(workload)
    drawn |= {f"lead times {p}": workload.lead_times.first(0, p, 9) for p in (0, 1)}
    drawn |= {f"luck {purpose}": workload.luck[purpose] for purpose in PURPOSES}
    return {name: column.tobytes() for name, column in drawn.items()}


def visits(workload: Workload, names: tuple[str, ...] = LUCK) -> set[tuple[float, ...]]:
    """The rows of these columns, whatever their order."""
    return set(zip(*(tables(workload)[name].tolist() for name in names), strict=True))


def baskets(workload: Workload) -> dict[int, list[tuple[int, int, int]]]:
    """By moment of the visit: product, pieces and list value of each line."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    rows = zip(
        workload.asked.product, workload.asked.quantity, workload.asked.list_value, strict=True
    )
    for order, row in zip(workload.asked.visit, rows, strict=True):
        product, quantity, value = (int(number) for number in row)
        found.setdefault(int(workload.visits.at[order]), []).append((product, quantity, value))
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
        assert same <= {"friend", "friend after", "again"}  # nobody is brought


WORD = "demand.word_of_mouth={share: 5%, delay: 9 days}"
CODE = "pricing.late_code={value: 2.00}"
BURST = "demand.bursts={fair: {at: 9 days, peak: 20 per day, half_life: 2 days}}"


@pytest.mark.parametrize("others", [(), (BURST,), (WORD,), (BURST, WORD)])
def test_the_next_visit_is_of_the_same_customer_who_wants_the_same_for_now(
    load_text: LoadText, others: tuple[str, ...]
) -> None:
    with_code, without = (draw(load_text(SHOP, *others, *code)[0], 1, 0) for code in ((CODE,), ()))
    size, again = len(without.visits), with_code.again.visit
    assert sorted(again.tolist()) == list(range(size, 2 * size))
    assert with_code.visitors == without.visitors
    # Nobody else notices.
    for name, column in tables(without).items():
        if name not in ("again", "friend", "friend after", "slips"):
            assert np.array_equal(tables(with_code)[name][: len(column)], column), name
    # The next visit of each is theirs.
    for name in ("at", "advance"):
        assert set(tables(with_code)[name][size:].tolist()) == {FOREVER if name == "at" else 0}
    for name in ("person", *(name for name in LUCK if name not in ("at", "advance"))):
        column = (with_code.visits.columns() | tables(with_code))[name]
        assert np.array_equal(column[again], column[:size]), name
    work = with_code
    for visit in (0, 7, size - 1):
        mine, next_ = (
            slice(work.visits.first_line[v], work.visits.first_line[v] + work.visits.line_count[v])
            for v in (visit, int(again[visit]))
        )
        for name in ("product", "quantity", "list_value", "limit"):
            column = work.asked.columns()[name]
            assert column[mine].tolist() == column[next_].tolist()


def test_visits_are_in_order_of_time_and_their_lines_stand_together(shop: Scenario) -> None:
    work = draw(shop, 1, 0)
    assert len(work.visits.at) > 300
    assert np.all(np.diff(work.visits.at) >= 0)
    assert work.visits.at.max() < shop.horizon
    assert (
        work.asked.visit.tolist()
        == np.repeat(np.arange(len(work.visits.at)), work.visits.line_count).tolist()
    )
    assert (
        work.visits.first_line.tolist()
        == (np.cumsum(work.visits.line_count) - work.visits.line_count).tolist()
    )
    assert set(work.visits.line_count.tolist()) == {1, 2}
    assert work.visits.person.tolist() == list(range(len(work.visits.at)))


def test_nobody_asks_for_a_product_twice(shop: Scenario) -> None:
    work = draw(shop, 1, 0)
    asked = list(zip(work.asked.visit.tolist(), work.asked.product.tolist(), strict=True))
    assert len(set(asked)) == len(asked)


def test_list_values_are_price_times_pieces(shop: Scenario) -> None:
    work = draw(shop, 1, 0)
    assert (
        work.asked.list_value.tolist()
        == (np.array([1200, 4000])[work.asked.product] * work.asked.quantity).tolist()
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
    steady = tables(draw(load_text(same)[0], 1, 0))[name][:300]
    extra = tables(draw(load_text(same, burst, "demand.rate=0 per day")[0], 1, 0))[name][:300]
    assert len(steady) == len(extra) == 300
    assert np.mean(steady == extra) < 0.8


def test_one_more_product_leaves_everybody_with_what_they_still_want(
    shop: Scenario, load_text: LoadText
) -> None:
    # Jug sorts before mug: positions move, names and their luck do not.
    jug = "products.jug={price: 9.00, unit_cost: 3.00, opening_stock: 5}"
    (other,) = load_text(SHOP, jug, "demand.basket.products.jug=10%")
    before, after = draw(shop, 1, 0), draw(other, 1, 0)
    assert visits(before) == visits(after)
    mugs = [work.lead_times.first(0, mug, 40) for work, mug in ((before, 0), (after, 1))]
    assert mugs[0].tolist() == mugs[1].tolist()
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
    before, after = (draw(arm, 1, 0).lead_times.first(0, 0, 400) for arm in (shop, slower))
    assert np.all(np.abs(after - 2 * before) <= 1)


def test_a_changed_rate_stays_paired(shop: Scenario, load_text: LoadText) -> None:
    # Twice the rate: the k-th customer is the same person at half the operational time.
    (busier,) = load_text(SHOP, "demand.rate=16 per day")
    before, after = draw(shop, 1, 0), draw(busier, 1, 0)
    n = len(before.visits.at)
    assert 1.7 * n < len(after.visits.at) < 2.3 * n
    assert after.people.willingness[:n].tolist() == before.people.willingness.tolist()
    assert after.people.segment[:n].tolist() == before.people.segment.tolist()


def test_shares_and_thresholds_are_those_of_the_segments(shop: Scenario) -> None:
    works = [draw(shop, 1, r) for r in range(20)]

    def all_of(name: str) -> Column:
        return np.concatenate([tables(work)[name] for work in works])

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
    alone = np.concatenate(
        [work.asked.product[work.visits.first_line[work.visits.line_count == 1]] for work in works]
    )
    assert abs(np.mean(alone == 0) - 0.75) / sqrt(0.75 * 0.25 / len(alone)) < 4


def test_thresholds_know_nothing_of_each_other(shop: Scenario) -> None:
    works = [draw(shop, 1, r) for r in range(20)]
    rows = np.concatenate(
        [
            np.stack(
                [w.people.willingness, w.people.patience, w.visits.at % DAY, w.people.carrier]
            )[:, w.people.segment == 0]
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
    assert after.visits.at.tolist() == (before.visits.at // DAY * DAY).tolist()
    assert after.people.willingness.tolist() == before.people.willingness.tolist()


def test_an_opening_day_has_all_its_customers_even_if_the_horizon_cuts_it_off(
    load_text: LoadText,
) -> None:
    opening = ("demand.within_day=opening", "products.pot.release=5 days")
    (whole,) = load_text(SHOP, *opening, "horizon=10 days")
    (cut,) = load_text(SHOP, *opening, "horizon=217 h")  # nine days and an hour
    assert draw(cut, 1, 0).visits.at.tolist() == draw(whole, 1, 0).visits.at.tolist()
    assert draw(cut, 1, 0).visits.at.max() == 9 * DAY


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
    assert (work.visits.at // 3600).tolist() == [9, 10, 56]
    assert work.visits.person.tolist() == [0, 1, 0]
    assert work.asked.quantity.tolist() == [1, 2, 1]
    assert work.asked.list_value.tolist() == [1200, 2000, 0]


def test_who_comes_again_is_the_same_person(history: Callable[..., Scenario]) -> None:
    work = draw(history(ROWS), 1, 0)
    assert work.people.patience[0] == work.people.patience[2] != work.people.patience[1]


def test_who_bought_at_that_price_was_willing_to(history: Callable[..., Scenario]) -> None:
    drawn = [draw(history(ROWS), 1, r).people.willingness for r in range(20)]
    assert np.min(drawn) == 1.0
    assert np.max(drawn) > 1.3


def test_days_without_times_are_spread_over_the_day(history: Callable[..., Scenario]) -> None:
    days = "\n".join(f"{i},2026-01-{5 + i // 100:02},p{i},1,12.00" for i in range(300))
    work = draw(history(days), 1, 0)
    assert np.bincount(work.visits.at // DAY).tolist() == [100, 100, 100]
    clock = work.visits.at % DAY / DAY
    assert abs(clock.mean() - 0.5) / sqrt(1 / 12 / 300) < 4
    assert sorted(work.visits.person.tolist()) == list(range(300))
    opening = draw(history(days, "demand.within_day=opening"), 1, 0)
    assert set((opening.visits.at % DAY).tolist()) == {0}


def test_a_day_cut_off_by_the_horizon_brings_nobody_after_it(
    history: Callable[..., Scenario],
) -> None:
    days = "\n".join(f"{i},2026-01-{5 + i // 100:02},p{i},1,12.00" for i in range(200))
    work = draw(history(days, "horizon=36 h"), 1, 0)
    assert work.visits.at.max() < 36 * 3600
    assert 110 < len(work.visits.at) < 190
    assert work.asked.visit.tolist() == list(range(len(work.visits.at)))


def test_a_replay_and_generated_customers_come_side_by_side(
    history: Callable[..., Scenario],
) -> None:
    alone = draw(history(ROWS), 1, 0)
    mixed = draw(history(ROWS, "demand.rate=5 per day"), 1, 0)
    assert visits(alone) < visits(mixed)
    # The replayed people have numbers of their own.
    assert len(set(mixed.visits.person.tolist())) == len(mixed.visits.at) - 1


def test_the_week_follows_the_calendar(load_text: LoadText) -> None:
    # It starts on a Thursday; the shop is open on Mondays only.
    (shop,) = load_text(SHOP, "start=2026-01-08", "demand.weekly=[1, 0, 0, 0, 0, 0, 0]")
    days = draw(shop, 1, 0).visits.at // DAY
    assert set(days.tolist()) == {4, 11, 18, 25, 32, 39, 46, 53}


def test_nobody_can_write_to_what_is_drawn(shop: Scenario) -> None:
    # Arms share it: what one of them wrote would be another one's luck.
    work = draw(shop, 1, 0)
    for column in (work.people.patience, work.luck["change"], work.lead_times.first(0, 0, 3)):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


def test_columns_may_be_told_by_hand(shop: Scenario) -> None:
    work = draw(shop, 1, 0)
    patience, limit = np.arange(len(work.visits)), np.arange(len(work.asked)) / 2
    told = work.told({"patience": patience, "limit": limit})
    assert told.people.patience.tolist() == patience.tolist()
    assert told.asked.limit.tolist() == limit.tolist()
    assert told.people.tolerance is work.people.tolerance
    with pytest.raises(KeyError, match="a workload has no column patients"):
        work.told({"patients": patience})


def test_every_threshold_of_a_person_is_one_of_a_segment() -> None:
    durations = {"patience", "tolerance", "change_after"}
    assert set(THRESHOLDS) == durations | {"willingness", "aversion", "believed_wait"}
    assert set(THRESHOLDS) <= set(Segment._fields)


def test_a_drawn_workload_can_be_sent_to_another_process(shop: Scenario) -> None:
    sent = pickle.loads(pickle.dumps(draw(shop, 3, 5)))
    assert columns(sent) == columns(draw(shop, 3, 5))
