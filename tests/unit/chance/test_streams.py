"""A stream is addressed by its name and its replication, and nothing else moves it."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from backsim.chance.streams import stream, uniforms

NAMES = ("steady/arrival", "steady/arrivals", "lead time a/b", "lead time b/a", "")


def test_all_streams_of_two_thousand_replications_differ() -> None:
    first = {
        tuple(uniforms(1, name, replication, 2)) for name in NAMES for replication in range(2_000)
    }
    assert len(first) == len(NAMES) * 2_000


def test_replications_are_uniform_and_know_nothing_of_each_other() -> None:
    first = np.array([uniforms(1, "steady/arrival", r, 1)[0] for r in range(4_000)])
    assert abs(np.mean(first) - 0.5) / sqrt(1 / 12 / len(first)) < 4
    neighbours = np.corrcoef(first[:-1], first[1:])[0, 1]
    assert abs(neighbours) * sqrt(len(first)) < 4


def test_seeds_differ() -> None:
    assert uniforms(1, "a", 0, 3).tolist() != uniforms(2, "a", 0, 3).tolist()


def test_the_same_address_gives_the_same_numbers() -> None:
    assert uniforms(1, "a", 5, 100).tobytes() == uniforms(1, "a", 5, 100).tobytes()
    assert uniforms(1, "a", 5, 100).tolist() == stream(1, "a", 5).random(100).tolist()


@pytest.mark.parametrize("short", [0, 1, 7, 999])
def test_a_longer_draw_begins_with_the_shorter_one(short: int) -> None:
    assert uniforms(1, "a", 0, short).tolist() == uniforms(1, "a", 0, 1_000)[:short].tolist()


def test_numbers_lie_strictly_between_zero_and_one() -> None:
    numbers = uniforms(1, "a", 0, 100_000)
    assert numbers.min() > 0
    assert numbers.max() < 1
