"""Where customers come from, when, and what they think a thing is worth."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, sqrt

import numpy as np
import pytest

from backsim.scenario.model import Scenario
from backsim.simulation import Workload, draw, simulate
from backsim.units import DAY, FOREVER

LoadText = Callable[..., tuple[Scenario, ...]]

STALL = """
start: 2026-01-01
horizon: 59 days
products: {pie: {price: 4.00, unit_cost: 1.00, opening_stock: 9}}
demand: {rate: 4 per day, gaps: regular}
"""
CAMPAIGN = "demand.campaigns.fair={at: 20 days, length: 14 days, lift: 50%}"


def works(scenario: Scenario, replications: int = 40) -> list[Workload]:
    """The luck of some replications."""
    return [draw(scenario, 1, replication) for replication in range(replications)]


def test_each_month_has_its_own_rate(load_text: LoadText) -> None:
    # Eight a day in January, two a day in February. The k-th customer comes when k are expected:
    # the 248th in the first instant of February, and the 304th would come at the horizon.
    (scenario,) = load_text(STALL, "demand.season={jan: 2, feb: 0.5}")
    work = draw(scenario, 1, 0)
    assert np.sum(work.visits.at < 31 * DAY) == 31 * 8 - 1
    assert len(work.visits.at) == 31 * 8 + 28 * 2 - 1


def test_a_trend_grows_by_the_year(load_text: LoadText) -> None:
    (scenario,) = load_text(STALL, "horizon=365 days", "demand.trend=100%")
    expected = 4 * (2 - 1) / (2 ** (1 / 365) - 1)  # the sum of a geometric series
    assert len(draw(scenario, 1, 0).visits.at) == ceil(expected) - 1


def test_a_shrinking_trend(load_text: LoadText) -> None:
    (scenario,) = load_text(STALL, "horizon=365 days", "demand.trend=-50%")
    expected = 4 * (1 - 0.5) / (1 - 0.5 ** (1 / 365))
    assert len(draw(scenario, 1, 0).visits.at) == ceil(expected) - 1


def test_an_unknown_rate_is_drawn_once_a_future(load_text: LoadText) -> None:
    # Regular gaps: the k-th customer comes when k are expected, so 59 days bring 2 x 59 - 1 or
    # 6 x 59 - 1 of them, and a campaign in which half as many come again goes with the future.
    rates = "{distribution: discrete, values: [2 per day, 42 per week]}"
    (shop,) = load_text(STALL, f"demand.rate={rates}")
    assert {len(work.visits.at) for work in works(shop)} == {2 * 59 - 1, 6 * 59 - 1}
    (lifted,) = load_text(STALL, CAMPAIGN, f"demand.rate={rates}")
    extra: dict[int, list[int]] = {2: [], 6: []}
    for plain, more in zip(works(shop), works(lifted), strict=True):
        size = len(plain.visits.at)
        extra[2 if size < 200 else 6].append(len(more.visits.at) - size)
    for rate, found in extra.items():
        expected = 14 * rate * 0.5
        assert abs(np.mean(found) - expected) / sqrt(expected / len(found)) < 4


def test_arms_with_other_beliefs_stay_paired(load_text: LoadText) -> None:
    # The same luck, read through a distribution twice as high: twice the rate in every future.
    (low,) = load_text(STALL, "demand.rate=uniform(1 per day, 4 per day)")
    (high,) = load_text(STALL, "demand.rate=uniform(2 per day, 8 per day)")
    for few, many in zip(works(low), works(high), strict=True):
        assert np.abs(few.visits.at - many.visits.at[1::2][: len(few.visits.at)]).max() <= 1


def test_a_campaign_lifts_its_days_and_leaves_the_others(load_text: LoadText) -> None:
    (plain,), (lifted,) = load_text(STALL), load_text(STALL, CAMPAIGN)
    extra = []
    for before, after in zip(works(plain), works(lifted), strict=True):
        new = np.setdiff1d(after.visits.at, before.visits.at)
        assert np.isin(before.visits.at, after.visits.at).all()
        assert len(new) == len(after.visits.at) - len(before.visits.at)
        assert new.min() >= 20 * DAY
        assert new.max() < 34 * DAY
        extra.append(len(new))
    expected = 14 * 4 * 0.5
    assert abs(np.mean(extra) - expected) / sqrt(expected / len(extra)) < 4


def test_a_campaign_lifts_a_day_by_what_it_has(load_text: LoadText) -> None:
    # 2026-01-01 is a Thursday: the stall is closed on Sundays, days 3, 10, 17, ...
    weekly = "demand.weekly=[1, 1, 1, 1, 1, 1, 0]"
    (scenario,) = load_text(STALL, CAMPAIGN, weekly)
    days = np.concatenate([work.visits.at for work in works(scenario)]) // DAY
    assert 0 not in np.bincount(days, minlength=59)[[2, 4, 23, 25]]
    # A customer of a regular stream who is due at the end of Saturday comes at that very instant.
    (spread,) = load_text(STALL, CAMPAIGN, weekly, "demand.gaps=poisson")
    days = np.concatenate([work.visits.at for work in works(spread)]) // DAY
    assert np.bincount(days, minlength=59)[[3, 10, 17, 24, 31]].tolist() == [0] * 5


@pytest.mark.parametrize(
    ("campaign", "first", "last"),
    [
        ("{at: 2025-12-25, length: 14 days, lift: 400%}", 0, 7),
        ("{at: 50 days, length: 90 days, lift: 400%}", 50, 59),
        ("{at: 30 h, length: 6 h, lift: 4000%}", 1.25, 1.5),
    ],
)
def test_a_campaign_counts_where_it_meets_the_horizon(
    load_text: LoadText, campaign: str, first: float, last: float
) -> None:
    (plain,) = load_text(STALL)
    (lifted,) = load_text(STALL, f"demand.campaigns.fair={campaign}")
    extra = [
        np.setdiff1d(after.visits.at, before.visits.at)
        for before, after in zip(works(plain), works(lifted), strict=True)
    ]
    times = np.concatenate(extra) / DAY
    assert times.min() >= first
    assert times.max() < last
    lift = lifted.demand.campaigns[0].lift
    expected = 4 * lift * (last - first) * len(extra)
    assert abs(len(times) - expected) / sqrt(expected) < 4


def test_a_campaign_brings_a_day_s_customers_at_its_opening_wherever_the_horizon_cuts(
    load_text: LoadText,
) -> None:
    opening = ("demand.within_day=opening", CAMPAIGN)
    (short,), (long,) = load_text(STALL, "horizon=606 h", *opening), load_text(STALL, *opening)
    for before, after in zip(works(short, 5), works(long, 5), strict=True):
        assert before.visits.at.max() == 25 * DAY  # 606 hours are 25 days and a quarter
        assert before.visits.at.tolist() == after.visits.at[after.visits.at <= 25 * DAY].tolist()


def test_a_surge_begins_on_a_random_day(load_text: LoadText) -> None:
    burst = (
        "demand.bursts.viral={at: 'uniform(10 days, 30 days)', peak: 40 per day, half_life: 1 day}"
    )
    (plain,), (surged,) = load_text(STALL), load_text(STALL, burst)
    starts = []
    for before, after in zip(works(plain), works(surged), strict=True):
        new = np.setdiff1d(after.visits.at, before.visits.at)
        assert np.isin(before.visits.at, after.visits.at).all()
        starts.append(new.min() / DAY)
    assert min(starts) >= 10
    # The first one comes about half an hour after the start; a uniform has its mean in the middle.
    assert max(starts) < 31
    assert len(set(starts)) == len(starts)
    assert abs(np.mean(starts) - 20) / (20 / sqrt(12 * len(starts))) < 4


def test_a_surge_on_a_given_day_is_as_good_as_before(load_text: LoadText) -> None:
    (scenario,) = load_text(
        STALL,
        "demand.rate=0",
        "demand.bursts.viral={at: 9 days, peak: 40 per day, half_life: 1 day}",
    )
    times = np.concatenate([work.visits.at for work in works(scenario)]) / DAY
    expected = 40 * 40 / np.log(2)  # replications, peak
    assert abs(len(times) - expected) / sqrt(expected) < 4
    assert times.min() >= 9
    assert abs(np.mean(times < 10) - 0.5) < 4 * 0.5 / sqrt(expected)


def test_a_share_of_customers_orders_for_a_later_date(load_text: LoadText) -> None:
    (scenario,) = load_text(STALL, "demand.advance={share: 30%, ahead: 'uniform(7 days, 30 days)'}")
    ahead = np.concatenate([work.people.advance for work in works(scenario)])
    later = ahead[ahead > 0] / DAY
    assert abs(len(later) / len(ahead) - 0.3) / sqrt(0.3 * 0.7 / len(ahead)) < 4
    assert later.min() >= 7
    assert later.max() <= 30
    assert abs(later.mean() - 18.5) / (23 / sqrt(12 * len(later))) < 4


def test_one_day_ahead_is_not_now(load_text: LoadText) -> None:
    # Somebody who orders ahead is never taken for somebody who does not.
    (scenario,) = load_text(STALL, "demand.advance={share: 100%, ahead: 'uniform(0 days, 1 s)'}")
    assert set(draw(scenario, 1, 0).people.advance.tolist()) == {1}


def test_before_the_announced_release_the_early_price_is_asked(load_text: LoadText) -> None:
    (scenario,) = load_text(
        STALL,
        "products.pie.release=20 days",
        "products.pie.price_before_release=3.00",
        "products.pie.release_slip=9 days",
    )
    work = draw(scenario, 1, 0)
    assert set(work.asked.list_value[work.visits.at < 20 * DAY].tolist()) == {300}
    assert set(work.asked.list_value[work.visits.at >= 20 * DAY].tolist()) == {400}
    assert work.slips.tolist() == [9 * DAY]


def test_what_people_would_pay_knows_nothing_of_the_price(load_text: LoadText) -> None:
    fans = "customers.fans.willingness=lognormal(mean 1.3, cv 0.4)"
    (plain,) = load_text(STALL, fans, "demand.basket.quantity=geometric(0.5)")
    (dearer,) = load_text(
        STALL,
        fans,
        "demand.basket.quantity=geometric(0.5)",
        "products.pie.price=5.00",
        "products.pie.reference_price=4.00",
    )
    before, after = draw(plain, 1, 0), draw(dearer, 1, 0)
    assert before.asked.limit.tolist() == after.asked.limit.tolist()
    np.testing.assert_allclose(
        before.asked.limit, before.people.willingness * 400 * before.asked.quantity
    )
    assert after.asked.list_value.tolist() == (500 * after.asked.quantity).tolist()


def test_only_those_who_change_their_mind_do(load_text: LoadText) -> None:
    (scenario,) = load_text(
        STALL,
        "customers={fans: {share: 50%, changes: {after: exponential(mean 5 days)}},"
        " others: {share: 50%}}",
    )
    drawn = works(scenario)
    segment = np.concatenate([work.people.segment for work in drawn])
    after = np.concatenate([work.people.change_after for work in drawn])
    assert set(after[segment == 1].tolist()) == {FOREVER}
    days = after[segment == 0] / DAY
    assert abs(days.mean() - 5) / (5 / sqrt(len(days))) < 4


def test_what_is_off_draws_no_luck(load_text: LoadText) -> None:
    off = ("payment.capture.failure=0%", "payment.disputes.share=0%")
    (scenario,) = load_text(STALL, *off)
    work = draw(scenario, 1, 0)
    simulate(scenario, work)
    assert dict(work.luck) == {}


def test_what_is_on_draws_luck_for_its_purpose_alone(load_text: LoadText) -> None:
    (scenario,) = load_text(
        STALL,
        "products.tin={price: 3.00, unit_cost: 1.00, opening_stock: 9}",
        "products.pie.substitutes.tin=20%",
    )
    work = draw(scenario, 1, 0)
    simulate(scenario, work)
    assert set(work.luck) == {"substitute"}


def test_each_purpose_has_a_number_for_every_line_whenever_it_is_asked_for(
    load_text: LoadText,
) -> None:
    (scenario,) = load_text(STALL, "horizon=400 days")
    first, second = draw(scenario, 1, 0), draw(scenario, 1, 0)
    numbers = first.luck["change"], first.luck["code"]
    again = second.luck["code"], second.luck["change"]
    assert [column.tolist() for column in numbers] == [column.tolist() for column in again[::-1]]
    assert len(first.asked) > 1_000
    for column in numbers:
        assert len(column) == len(first.asked)
        assert abs(column.mean() - 0.5) * sqrt(12 * len(column)) < 4
    assert abs(np.corrcoef(*numbers)[0, 1]) * sqrt(len(first.asked)) < 4


def test_a_product_without_a_release_does_not_slip(load_text: LoadText) -> None:
    (scenario,) = load_text(
        STALL,
        "products.tin={price: 3.00, unit_cost: 1.00, release: 9 days,"
        " release_slip: 'uniform(2 days, 4 days)'}",
    )
    slips = np.array([work.slips for work in works(scenario)]) / DAY
    assert set(slips[:, 0].tolist()) == {0}
    assert slips[:, 1].min() >= 2
    assert slips[:, 1].max() <= 4
    assert len(set(slips[:, 1].tolist())) == len(slips)
