"""Paired differences and the four verdicts."""

from __future__ import annotations

from math import inf, isnan, pi, sqrt, tan

import numpy as np
import pytest

from backsim.inference import Contrast, estimate, judge, paired
from backsim.inference.paired import gap
from backsim.inference.precision import FIRST_LOOK, MOST


def noise(size: int, seed: int = 3) -> list[float]:
    """Standard normal numbers with mean exactly 0 and standard deviation exactly 1."""
    draws = np.random.default_rng(seed).normal(size=size)
    return [float(x) for x in (draws - draws.mean()) / draws.std(ddof=1)]


def shifted(by: float, sd: float, size: int = 20) -> tuple[list[float], list[float]]:
    """An arm and its baseline whose differences have this mean and standard deviation."""
    baseline = [10 * x for x in noise(size, seed=8)]
    return [b + by + sd * x for b, x in zip(baseline, noise(size), strict=True)], baseline


def test_difference_and_interval_by_hand() -> None:
    # Differences 1, 2, 3: mean 2, sd 1; t(0.975, 2 df) = 4.302653; t = 2 / (1 / sqrt(3)) = 3.4641.
    found = paired([11.0, 22.0, 33.0], [10.0, 20.0, 30.0], better=1)
    assert found.mean == 2.0
    assert found.high - found.mean == pytest.approx(4.302653 / sqrt(3), abs=1e-5)
    # Two degrees of freedom have a closed form: p = 1 - t / sqrt(t^2 + 2).
    t = 2 * sqrt(3)
    assert found.p == pytest.approx(1 - t / sqrt(t * t + 2))


def test_the_interval_is_as_sure_as_was_asked() -> None:
    # Differences 1, 2, 3 at 50 %: t(0.75, 2 df) = sqrt(2 / 3), half of the interval sqrt(2) / 3.
    found = paired([11.0, 22.0, 33.0], [10.0, 20.0, 30.0], 1, confidence=0.5)
    assert found.high - found.mean == pytest.approx(sqrt(2) / 3)


def test_a_family_is_judged_at_its_own_confidence() -> None:
    # With two pairs t is a Cauchy variable, p = 1 - 2 / pi * atan(t), and the error of a mean is 1.
    # At 25 % the first question stands (t = tan(0.4 pi), p = 0.2, twice that is below 0.75), so the
    # second has all of the 75 % to itself: its interval has the half width tan(pi / 8). At 95 % the
    # first would have fallen, and the second had half: tan(5 pi / 16).
    first, second = [tan(0.4 * pi) - 1, tan(0.4 * pi) + 1], [0.0, 2.0]
    family = {"a": Contrast(first, [0.0, 0.0], 1), "b": Contrast(second, [0.0, 0.0], 1)}
    judged = judge(family, confidence=0.25)
    assert judged["a"].p == pytest.approx(0.4)
    assert judged["b"].high - judged["b"].mean == pytest.approx(tan(pi / 8))


def test_variance_reduction_by_hand() -> None:
    # a = 0, 10, 20 (var 100), b = 0, 10, 17 (var 73), a - b = 0, 0, 3 (var 3): 173 / 3.
    found = gap([0.0, 10.0, 20.0], [0.0, 10.0, 17.0])
    assert found.variance_reduction == pytest.approx(173 / 3)


def test_pairing_narrows_the_interval_when_the_arms_share_their_luck() -> None:
    values, baseline = shifted(by=1.0, sd=1.0, size=40)
    found = paired(values, baseline, better=1)
    apart = sqrt(
        sum((estimate(side).high - estimate(side).mean) ** 2 for side in (values, baseline))
    )
    assert found.high - found.mean < apart / 5
    # Half widths are standard errors times one t value, so their ratio squared is the factor.
    assert found.variance_reduction == pytest.approx((apart / (found.high - found.mean)) ** 2)


@pytest.mark.parametrize(
    ("by", "direction", "verdict"),
    [(5.0, 1, "better"), (-5.0, 1, "worse"), (5.0, -1, "worse"), (-5.0, -1, "better")],
)
def test_a_clear_difference_is_judged_by_its_direction(
    by: float, direction: int, verdict: str
) -> None:
    found = paired(*shifted(by, sd=1.0), direction)
    assert (found.verdict, found.more_replications) == (verdict, 0)


def test_too_small_to_matter_is_equivalent_even_when_it_is_real() -> None:
    values, baseline = shifted(by=0.5, sd=0.1)
    assert paired(values, baseline, 1).verdict == "better"
    assert paired(values, baseline, 1, matters=1.0).verdict == "equivalent"
    assert paired(values, baseline, 1, matters=0.5).verdict == "better"


@pytest.mark.parametrize(
    ("differences", "verdict"),
    [
        # Mean 0.5 or -0.5, sd 0.1, n 3: half a width is 4.302653 * 0.1 / sqrt(3) = 0.2484, so the
        # intervals end at 0.7484 and -0.7484. One end within the limit is not enough.
        ([0.4, 0.5, 0.6], {0.75: "equivalent", 0.74: "better"}),
        ([-0.4, -0.5, -0.6], {0.75: "equivalent", 0.74: "worse"}),
        # Without spread the interval is a point, and on the limit it does not matter yet.
        ([1.0, 1.0, 1.0], {1.0: "equivalent", 0.99: "better"}),
        ([-1.0, -1.0, -1.0], {1.0: "equivalent", 0.99: "worse"}),
    ],
)
def test_both_ends_must_lie_within_what_matters(
    differences: list[float], verdict: dict[float, str]
) -> None:
    found = {size: paired(differences, [0.0] * 3, 1, matters=size).verdict for size in verdict}
    assert found == verdict


def test_no_difference_at_all_is_equivalent_without_a_declared_size() -> None:
    found = paired([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 1)
    assert found.verdict == "equivalent"
    assert (found.low, found.high, found.p) == (0.0, 0.0, 1.0)
    assert found.variance_reduction == inf


def test_values_without_spread_gain_nothing_from_pairing() -> None:
    found = paired([5.0, 5.0], [4.0, 4.0], -1)
    assert (found.verdict, found.p, found.variance_reduction) == ("worse", 0.0, 1.0)
    assert (found.low, found.high) == (1.0, 1.0)


def test_however_small_the_spread_that_pairing_takes_away_the_gain_has_no_end() -> None:
    assert gap([0.0, 0.5], [1.0, 1.5]).variance_reduction == inf


def test_a_measure_without_a_direction_is_never_better_or_worse() -> None:
    real = paired(*shifted(5.0, sd=1.0), 0)
    assert (real.verdict, real.more_replications) == ("undecided", 0)
    assert real.p < 0.05
    unclear = paired(*shifted(0.1, sd=1.0), 0)
    assert unclear.verdict == "undecided"
    assert unclear.more_replications > 0
    assert paired(*shifted(0.1, sd=1.0), 0, matters=2.0).verdict == "equivalent"


def test_pairs_with_a_missing_side_are_left_out() -> None:
    found = paired([1.0, None, 5.0, 7.0, 9.0], [0.0, 2.0, float("nan"), 5.0, 6.0], 1)
    assert found.n == 3
    assert found.mean == 2.0


def test_one_pair_decides_nothing() -> None:
    found = paired([1.0], [0.0], 1)
    assert (found.low, found.mean, found.high) == (-inf, 1.0, inf)
    assert (found.p, found.verdict, found.n) == (1.0, "undecided", 1)
    assert found.more_replications == FIRST_LOOK - 1
    assert isnan(found.variance_reduction)


def test_no_pair_at_all_is_no_number() -> None:
    found = paired([None], [1.0], 1)
    assert isnan(found.mean)
    assert (found.verdict, found.more_replications, found.n) == ("undecided", 0, 0)


def test_sides_of_unequal_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired([1.0, 2.0], [1.0], 1)


def test_the_number_of_more_replications_does_settle_it() -> None:
    values, baseline = shifted(by=0.3, sd=1.0, size=20)
    found = paired(values, baseline, 1)
    assert found.verdict == "undecided"
    size = 20 + found.more_replications
    # The textbook: (1.96 + 0.84)^2 * (1 / 0.3)^2 = 87 replications, a little more with t.
    assert size == pytest.approx((1.959964 + 0.841621) ** 2 / 0.3**2, abs=3)
    assert paired(*shifted(0.3, 1.0, size), 1).verdict == "better"


def test_as_many_replications_settle_it_as_often_as_the_power_says() -> None:
    studies, size = 1500, 90
    draws = np.random.default_rng(21).normal(0.3, 1.0, size=(studies, size))
    won = sum(paired(row.tolist(), [0.0] * size, 1).verdict == "better" for row in draws)
    z = (won - 0.8 * studies) / sqrt(studies * 0.8 * 0.2)
    assert abs(z) < 4


def test_more_replications_may_show_equivalence_sooner_than_a_difference() -> None:
    values, baseline = shifted(by=0.05, sd=1.0)
    far = paired(values, baseline, 1).more_replications
    near = paired(values, baseline, 1, matters=0.5).more_replications
    assert near < far / 20
    assert paired(*shifted(0.05, 1.0, 20 + near), 1, matters=0.5).verdict == "equivalent"


def test_hopeless_questions_are_capped() -> None:
    assert paired(*shifted(1e-9, sd=1.0), 1).more_replications == MOST


def test_intervals_in_a_family_agree_with_their_verdicts() -> None:
    family = {
        by: Contrast(*shifted(by, sd=1.0), better=1) for by in (0.0, 0.3, 0.5, 0.55, 0.7, 2.0)
    }
    judged = judge(family)
    assert {d.verdict for d in judged.values()} == {"undecided", "better"}
    for found in judged.values():
        assert (found.low > 0) == (found.verdict == "better")


def test_more_questions_make_every_answer_more_careful() -> None:
    alone = judge({"a": Contrast(*shifted(0.5, 1.0), better=1)})["a"]
    among = judge(
        {"a": Contrast(*shifted(0.5, 1.0), better=1)}
        | {k: Contrast(*shifted(0.0, 1.0), better=1) for k in range(11)}
    )["a"]
    assert (alone.verdict, among.verdict) == ("better", "undecided")
    assert among.p == pytest.approx(12 * alone.p)
    assert among.low < 0 < alone.low


def test_questions_without_an_answer_do_not_make_the_others_more_careful() -> None:
    asked = {"a": Contrast(*shifted(0.5, 1.0), better=1)}
    silent = {"b": Contrast([None, 1.0], [1.0, None], better=1)}
    assert judge(asked | silent)["a"] == judge(asked)["a"]


def test_twelve_kpis_without_an_effect_rarely_show_a_star() -> None:
    studies, alpha = 800, 0.05
    rng = np.random.default_rng(33)
    stars = 0
    for _ in range(studies):
        draws = rng.normal(size=(12, 8))
        family = {k: Contrast(row.tolist(), [0.0] * 8, better=1) for k, row in enumerate(draws)}
        stars += any(d.verdict in ("better", "worse") for d in judge(family, 1 - alpha).values())
    expected = 1 - (1 - alpha / 12) ** 12
    z = (stars - studies * expected) / sqrt(studies * expected * (1 - expected))
    assert abs(z) < 3.5


def test_a_measure_that_no_arm_moves_costs_the_others_nothing() -> None:
    moved = Contrast([1.0, 2.1, 3.2, 4.0], [0.8, 1.7, 3.0, 3.5], 1)
    still = Contrast([7.0, 7.0, 7.0, 7.0], [7.0, 7.0, 7.0, 7.0], 1)
    alone = judge({"moved": moved})["moved"]
    beside = judge({"moved": moved, "still": still, "too": still})
    assert beside["moved"] == alone
    assert beside["still"].verdict == "equivalent"
