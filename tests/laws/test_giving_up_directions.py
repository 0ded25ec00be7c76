"""Deposits that are kept, and store credit: what they bring, what they cost, and why.

Nothing but that differs between the arms, and they meet the same customers: each replication moves
the same way.
"""

from __future__ import annotations

import numpy as np
import pytest

from backsim.metrics import breaches, evaluate
from backsim.records.codes import LostCause, PaymentKind
from backsim.records.log import RunLog
from backsim.simulation import draw, simulate
from backsim.testing import arms_of

SHOP = """
horizon: 300 days
currency: EUR
products:
  lamp:
    price: 80.00
    unit_cost: 40.00
    replenishment: {policy: reorder_point, reorder_point: 0, order_quantity: 30}
suppliers:
  maker: {lead_time: "gamma(mean 25 days, cv 0.4)", payment_after: 30 days}
demand: {rate: 3 per day}
customers:
  all:
    willingness: lognormal(mean 1.3, cv 0.2)
    patience: 60 days
    tolerance: 15 days
    prepayment_aversion: uniform(0, 0.3)
    changes: {after: exponential(mean 60 days)}
selling: {backorders: open}
payment:
  approach: deposit
  share: 50%
  refund_after: uniform(7, 10 working days)
  disputes: {kept_share: 20%, fee: 15.00}
arms:
  free: {}
  firm: {payment.forfeit.customer: 100%}
  credit: {payment.refund_as: credit, payment.store_credit.redeemed: 50%}
"""
REPLICATIONS = 4
Trial = tuple[RunLog, dict[str, float | None]]


@pytest.fixture(scope="module")
def trials() -> list[dict[str, Trial]]:
    """By replication, each arm: its log and its KPIs."""

    def live(replication: int) -> dict[str, Trial]:
        logs = {a.arm: simulate(a, draw(a, 1, replication)) for a in arms_of(SHOP)}
        return {arm: (log, evaluate(log)) for arm, log in logs.items()}

    return [live(replication) for replication in range(REPLICATIONS)]


def test_the_laws_hold(trials: list[dict[str, Trial]]) -> None:
    assert [breaches(log) for arms in trials for log, _ in arms.values()] == [[]] * 12


@pytest.mark.parametrize(
    ("arm", "kpi"),
    [
        ("firm", "deposits_kept"),
        ("firm", "lost_to_prepayment"),
        ("firm", "chargebacks"),
        ("credit", "store_credit_owed"),
        ("credit", "lost_to_prepayment"),
        ("credit", "chargebacks"),
    ],
)
def test_it_brings_something_and_costs_something(
    trials: list[dict[str, Trial]], arm: str, kpi: str
) -> None:
    for arms in trials:
        (_, free), (_, other) = arms["free"], arms[arm]
        assert (free[kpi] or 0.0) < (other[kpi] or 0.0)


def test_who_is_lost_to_it_would_have_taken_the_deposit_that_goes_back(
    trials: list[dict[str, Trial]],
) -> None:
    for arms in trials:
        (free, _), (firm, _) = arms["free"], arms["firm"]
        lost = (firm.lines.lost == LostCause.PREPAYMENT)[: len(free.lines)]
        more = lost & (free.lines.lost != LostCause.PREPAYMENT)
        fewer = ~lost & (free.lines.lost == LostCause.PREPAYMENT)
        # Some meet another quote in the other arm: it has other people in its queue.
        assert np.sum(more) > 20 * np.sum(fewer)


def test_what_is_kept_was_paid_ahead_and_nothing_else_is_given_back(
    trials: list[dict[str, Trial]],
) -> None:
    for arms in trials:
        payments = arms["firm"][0].payments
        kept = payments.kind == PaymentKind.KEPT
        taken = payments.kind == PaymentKind.RECLAIMED
        # Half of 80.00, of each; a fifth of them has the bank take it back.
        assert set(payments.amount[kept | taken].tolist()) <= {4000}
        assert 0.05 < np.sum(taken) / np.sum(kept | taken) < 0.40
