"""A customer weighs an offer: price first, then the wait, then what is paid ahead."""

from __future__ import annotations

from typing import Any

import pytest

from backsim.policies.base import CustomerRule, MemoryRule
from backsim.policies.customer import Thresholds
from backsim.policies.memory import IfOnTime
from backsim.records.codes import LostCause
from backsim.units import FOREVER


def outcome(rule: CustomerRule | None = None, **told: Any) -> int:
    """What becomes of an offer of 10.00 in ten ticks, to a customer whom it just suits."""
    offer = {
        "list_value": 1000,
        "value": 1000,
        "felt_ahead": 0,
        "surcharge": 0,
        "wait": 10,
        "limit": 1000,
        "patience": 10,
        "aversion": 0.0,
        "discount_response": 0.0,
    }
    return (rule or Thresholds()).weighs(**(offer | told))


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ({}, LostCause.SOLD),
        ({"limit": 999}, LostCause.PRICE),
        ({"limit": 900, "value": 900}, LostCause.SOLD),
        ({"wait": 11}, LostCause.WAIT),
        ({"wait": 99, "patience": FOREVER}, LostCause.SOLD),
        ({"felt_ahead": 300, "aversion": 0.1}, LostCause.PREPAYMENT),
        ({"felt_ahead": 300, "aversion": 0.1, "limit": 1030}, LostCause.SOLD),
        ({"felt_ahead": 300, "aversion": 0.1, "value": 970}, LostCause.SOLD),
        ({"felt_ahead": 300, "aversion": 0.1, "value": 971}, LostCause.PREPAYMENT),
        # Interest on top counts in full, and is weighed after the wait.
        ({"surcharge": 1}, LostCause.INTEREST),
        ({"surcharge": 1, "wait": 11}, LostCause.WAIT),
        ({"surcharge": 50, "limit": 1050}, LostCause.SOLD),
        ({"surcharge": 20, "felt_ahead": 300, "aversion": 0.1, "limit": 1050}, LostCause.SOLD),
        (
            {"surcharge": 21, "felt_ahead": 300, "aversion": 0.1, "limit": 1050},
            LostCause.PREPAYMENT,
        ),
        # Whoever would leave for several reasons leaves for the first.
        ({"limit": 500, "wait": 99, "felt_ahead": 1, "aversion": 1.0}, LostCause.PRICE),
        ({"wait": 99, "felt_ahead": 1, "aversion": 1.0}, LostCause.WAIT),
        # A free order is never too dear.
        ({"list_value": 0, "value": 0, "limit": 0}, LostCause.SOLD),
        ({"list_value": 0, "value": 0, "wait": 11}, LostCause.WAIT),
    ],
)
def test_each_threshold_decides_at_its_edge(told: dict[str, Any], answer: LostCause) -> None:
    assert outcome(**told) == answer


@pytest.mark.parametrize(("wait", "answer"), [(14, LostCause.SOLD), (15, LostCause.WAIT)])
def test_a_discount_buys_patience(wait: int, answer: LostCause) -> None:
    # 10 % off, and patience grows by four times the discount share: 10 * 1.4 = 14.
    assert outcome(value=900, discount_response=4.0, wait=wait) == answer


def test_a_customer_without_thresholds_takes_everything() -> None:
    assert outcome(CustomerRule(), value=9999, wait=9999) == LostCause.SOLD


@pytest.mark.parametrize(("shipped_at", "share"), [(4, 0.1), (5, 0.1), (6, 0.0)])
def test_who_was_served_in_time_recommends_the_store(shipped_at: int, share: float) -> None:
    assert IfOnTime(share=0.1).recommends(0, 5, shipped_at) == share
    assert MemoryRule().recommends(0, 5, shipped_at) == 0.0
