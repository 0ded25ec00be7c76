"""What the answer says of itself: where a stated score decides, and where the end cuts it off."""

from __future__ import annotations

from tests.unit.experiments import fakes

from backsim.experiments.comparison import assemble
from backsim.experiments.study import Study
from backsim.metrics import infos
from backsim.records.trial import TrialRow

STATED = {"turned_away": 2.5, "walked_away": 3.0, "nothing_to_buy": 2.5}


def study(primary: str = "experience", **arms: dict[str, float]) -> Study:
    """Twelve trials of each arm, with means that scatter by the same luck in all of them."""
    facts = fakes.facts(*arms, replications=12)._replace(primary=((primary, None),), stated=STATED)
    rows = [
        TrialRow(
            f"{arm}{k}",
            arm,
            k,
            {kpi: value + 0.001 * k * (2 + (kpi == "experience")) for kpi, value in kpis.items()},
            None,
        )
        for arm, kpis in arms.items()
        for k in range(12)
    ]
    return assemble(facts, infos(), rows)


REFUSE = {"experience": 3.4, "turned_away": 0.50, "walked_away": 0.0}
TAKE = {"experience": 3.8, "turned_away": 0.0, "walked_away": 0.2}


def test_a_stated_score_that_decides_is_named_with_the_score_at_which_it_would_turn() -> None:
    # 0.4 stars better, with half of the people fewer turned away: 0.8 higher, and it is even.
    assert study(refuse=REFUSE, take=TAKE).notes == (
        "Experience hangs on how being turned away is scored, 2.50 here, which is ASSUMED "
        "(`satisfaction.turned_away`): against refuse it would turn at 3.30 for take.",
        "Experience hangs on how walking away from the price, the wait or the payment is scored, "
        "3.00 here, which is ASSUMED (`satisfaction.walked_away`): against refuse it would turn at "
        "1.00 for take.",
    )


def test_one_that_no_score_could_turn_is_not_named() -> None:
    far = TAKE | {"experience": 4.7, "walked_away": 0.1}
    assert study(refuse=REFUSE, take=far).notes == ()
    assert (
        study("satisfaction", refuse={"satisfaction": 3.4}, take={"satisfaction": 4.0}).notes == ()
    )


def test_demand_that_the_end_cuts_off_is_told() -> None:
    assert study(
        refuse={"experience": 3.4}, take={"experience": 3.4, "demand_ahead": 0.1}
    ).notes == (
        "When the time ends, a part of what was wanted still waits for a date that is ahead (11.1% "
        "in take): what is said of all who wanted to buy takes that date as kept. A longer "
        "horizon, or a `cool_down`, tells more.",
    )
