"""Holm's procedure against hand examples and its own definition."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from backsim.inference.holm import Step, holm


def test_hand_example_with_four_questions() -> None:
    # Sorted: .005 * 4 = .02, .011 * 3 = .033, .02 * 2 = .04, .04 * 1 = .04: all four stand.
    assert [step.p for step in holm([0.02, 0.005, 0.04, 0.011])] == pytest.approx(
        [0.04, 0.02, 0.04, 0.033]
    )


def test_first_failure_ends_it_for_all_that_follow() -> None:
    # Sorted: .01 * 3 = .03 stands; .03 * 2 = .06 fails; .04 would pass alone, but comes after it.
    steps = holm([0.01, 0.04, 0.03], alpha=0.05)
    assert [step.p for step in steps] == pytest.approx([0.03, 0.06, 0.06])
    assert [step.share for step in steps] == [3, 2, 2]


def test_a_p_value_of_exactly_alpha_does_not_stand() -> None:
    # 2 * 0.25 = 0.5: the first falls, and the second with it.
    assert [step.share for step in holm([0.25, 0.375], alpha=0.5)] == [2, 2]


def test_an_adjusted_p_value_is_never_above_one() -> None:
    assert [step.p for step in holm([0.9, 0.8])] == [1.0, 1.0]


def test_one_question_is_not_adjusted_and_none_is_no_trouble() -> None:
    assert holm([0.04]) == [Step(0.04, 1)]
    assert holm([]) == []


def test_level_and_adjusted_p_value_always_agree() -> None:
    rng = np.random.default_rng(5)
    for _ in range(300):
        p_values = (rng.random(rng.integers(1, 9)) ** 3).tolist()
        for p, step in zip(p_values, holm(p_values, alpha=0.05), strict=True):
            assert (p < 0.05 / step.share) == (step.p < 0.05)


def test_twelve_true_nulls_show_a_false_star_no_more_often_than_alpha() -> None:
    studies, alpha = 4000, 0.05
    draws = np.random.default_rng(12).random((studies, 12))
    stars = sum(any(s.p < alpha for s in holm(row.tolist(), alpha)) for row in draws)
    # Holm rejects anything if and only if 12 * min p < alpha; independent uniforms do that with
    # probability 1 - (1 - alpha / 12) ** 12, just below alpha.
    expected = 1 - (1 - alpha / 12) ** 12
    z = (stars - studies * expected) / sqrt(studies * expected * (1 - expected))
    assert abs(z) < 3.5
    unadjusted = sum(bool((row < alpha).any()) for row in draws)
    assert unadjusted / studies > 0.4
