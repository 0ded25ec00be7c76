"""The launch of the shipped scenario, paid later, in part or in full: what moves, and why.

Nothing but the payment differs between the arms, and they meet the same customers, so a handful of
replications is enough: every one of them moves the same way.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pytest

from backsim.metrics import evaluate
from backsim.records.codes import CancelCause, LostCause, PaymentKind
from backsim.records.log import RunLog
from backsim.scenario.build import load
from backsim.scenario.model import Scenario
from backsim.simulation import Workload, draw, simulate

LAUNCH = Path(__file__).parents[2] / "scenarios" / "launch.yaml"
ARMS = """
extends: {launch}
arms:
  later: {{selling.preorders: open, payment.approach: at_shipment}}
  deposit: {{selling.preorders: open, payment: {{approach: deposit, share: 30%}}}}
  full: {{selling.preorders: open, payment.approach: full, pricing.preorder_discount: 0%}}
"""
ORDER = ("later", "deposit", "full")
REPLICATIONS = 6

Amounts: TypeAlias = npt.NDArray[np.float64]


def cents(amount: Amounts) -> Amounts:
    """Amounts rounded half up."""
    return np.floor(amount + 0.5)


class Trial(NamedTuple):
    """One arm in one replication."""

    work: Workload
    log: RunLog
    kpis: dict[str, float | None]


@pytest.fixture(scope="module")
def arms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scenario]:
    """The three arms."""
    path = tmp_path_factory.mktemp("launch") / "three.yaml"
    path.write_text(ARMS.format(launch=LAUNCH), encoding="utf-8")
    return {arm.arm: arm for arm in load(path).arms if arm.arm in ORDER}


@pytest.fixture(scope="module")
def trials(arms: dict[str, Scenario]) -> list[tuple[Trial, ...]]:
    """By replication: the three arms, in the order in which more is paid ahead."""

    def live(name: str, replication: int) -> Trial:
        work = draw(arms[name], 1, replication)
        log = simulate(arms[name], work)
        return Trial(work, log, evaluate(log))

    return [tuple(live(name, r) for name in ORDER) for r in range(REPLICATIONS)]


@pytest.mark.parametrize(
    ("kpi", "rises"),
    [
        ("cash_trough", True),
        ("peak_funding", False),
        ("lost_sales_rate", True),
        ("net_cash_flow", False),
        ("preorder_share", False),
        # Those who stay wait in a shorter queue.
        ("satisfaction", True),
    ],
)
def test_the_more_is_paid_ahead(trials: list[tuple[Trial, ...]], kpi: str, rises: bool) -> None:
    for arms in trials:
        values = [trial.kpis[kpi] for trial in arms]
        assert None not in values
        later, deposit, full = (value for value in values if value is not None)
        assert (later < deposit < full) if rises else (later > deposit > full)


def test_sales_are_lost_to_prepayment_and_only_where_it_is_asked(
    trials: list[tuple[Trial, ...]],
) -> None:
    for arms in trials:
        later, deposit, full = (
            int(np.sum(trial.log.lines.lost == LostCause.PREPAYMENT)) for trial in arms
        )
        assert later == 0
        assert 0 < deposit < full


def test_those_who_leave_would_have_felt_it_as_too_dear(trials: list[tuple[Trial, ...]]) -> None:
    # The model: value + aversion * prepaid > limit, and value <= limit, all in whole cents.
    for arms in trials:
        for trial, share in zip(arms[1:], (0.3, 1.0), strict=True):
            lines, work = trial.log.lines, trial.work
            gone = lines.lost == LostCause.PREPAYMENT
            value, limit = lines.value[gone], cents(work.asked.limit[gone])
            felt = cents(work.people.aversion[lines.order[gone]] * cents(value * share))
            assert np.all(value <= limit)
            assert np.all(value + felt > limit)


def test_the_trough_is_lifted_by_what_was_paid_ahead(trials: list[tuple[Trial, ...]]) -> None:
    for arms in trials:
        release = arms[0].log.facts.products[0].release_at
        ahead = []
        for trial in arms:
            payments = trial.log.payments
            early = (payments.kind == PaymentKind.CHECKOUT) & (payments.at < release)
            ahead.append(int(payments.amount[early].sum()))
        assert ahead[0] == 0
        assert 0 < ahead[1] < ahead[2]
        troughs = [trial.kpis["cash_trough"] or 0.0 for trial in arms]
        # Fewer customers also mean that less is bought: the lift may exceed a deposit, but without
        # what was paid ahead full payment would not have it.
        assert troughs[2] - troughs[0] > 0.3 * ahead[2] / 100


def test_in_a_shorter_queue_fewer_give_up(trials: list[tuple[Trial, ...]]) -> None:
    given_up = np.zeros(len(ORDER), np.int64)
    rates = np.zeros(len(ORDER))
    for arms in trials:
        causes = [set(trial.log.lines.cancelled.tolist()) for trial in arms]
        assert all(cause <= {CancelCause.KEPT, CancelCause.LATE} for cause in causes)
        given_up += [np.sum(t.log.lines.cancelled == CancelCause.LATE) for t in arms]
        rates += [t.kpis["cancellation_rate"] or 0.0 for t in arms]
        sold = [int(np.sum(t.log.lines.lost == LostCause.SOLD)) for t in arms]
        assert sold[0] > sold[1] > sold[2]
    assert given_up[0] > given_up[1] > given_up[2] > 0
    assert rates[0] > rates[1] > rates[2]


def test_only_what_was_paid_ahead_is_given_back(trials: list[tuple[Trial, ...]]) -> None:
    for arms in trials:
        for trial in arms:
            payments, lines = trial.log.payments, trial.log.lines
            back = np.zeros(len(lines), np.int64)
            refunds = payments.kind == PaymentKind.REFUND
            np.add.at(back, payments.line[refunds], payments.amount[refunds])
            gone = lines.cancelled != CancelCause.KEPT
            assert back.tolist() == np.where(gone, lines.prepaid, 0).tolist()
