"""The verdict in words, honest about what is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf

from backsim.experiments.study import Study
from backsim.inference.types import Difference
from backsim.records.kpi import Declared
from backsim.report.verdict import answer, standing, verdict_word

Judge = Callable[..., Study]


def test_an_arm_that_is_better_and_nowhere_worse_is_recommended(judged: Judge) -> None:
    said = answer(judged(open=("better", "equivalent")))
    assert said.headline == (
        "Take backorders: net cash flow up by 1,000 EUR (95% interval 500 to 1,500) and "
        "satisfaction equivalent (\u22120.05 to 0.05)."
    )


def test_one_better_and_one_worse_is_a_trade_off(judged: Judge) -> None:
    said = answer(judged(open=("better", "worse")))
    assert said.headline == (
        "A trade-off, not a winner. Take backorders: net cash flow up by 1,000 EUR (95% interval "
        "500 to 1,500), but satisfaction down by 0.10 (0.05 to 0.15)."
    )


def test_trade_offs_of_one_kind_are_named_together(judged: Judge) -> None:
    said = answer(judged(open=("better", "worse"), deposit=("better", "worse")))
    assert said.headline == (
        "A trade-off, not a winner: \u201cTake backorders\u201d and "
        "\u201cBackorders with a 30% deposit\u201d have better "
        "net cash flow, but worse satisfaction than \u201cRefuse when sold out\u201d."
    )


def test_many_arms_are_counted_in_the_headline(judged: Judge) -> None:
    arms = ("open", "honest", "deposit", "fourth")
    said = answer(judged(**dict.fromkeys(arms, ("better", "worse"))))
    assert said.headline.startswith("A trade-off, not a winner: 4 arms have better net cash flow")
    assert len(said.statements) == 4


def test_trade_offs_of_different_kinds_are_not_thrown_together(judged: Judge) -> None:
    said = answer(judged(open=("better", "worse"), deposit=("worse", "better")))
    assert said.headline.startswith("A trade-off, not a winner: ")
    assert "on one primary KPI and worse on another" in said.headline


def test_better_and_undecided_leans_and_says_what_would_settle_it(judged: Judge) -> None:
    said = answer(judged(open=("better", "undecided")))
    assert said.headline.startswith(
        "Not decided yet, but it leans to \u201cTake backorders\u201d: "
    )
    assert said.headline.endswith(
        "; satisfaction not decided (\u22120.04 to 0.06); about 60 more replications would "
        "settle it."
    )


def test_undecided_everywhere_is_not_decided(judged: Judge) -> None:
    said = answer(judged(open=("undecided", "undecided")))
    assert said.headline == (
        "Not decided: no arm is shown to be better than \u201cRefuse when sold out\u201d on "
        "the primary KPIs; about 60 more replications would settle it."
    )


def test_all_worse_keeps_the_baseline(judged: Judge) -> None:
    said = answer(judged(open=("worse", "equivalent"), deposit=("worse", "undecided")))
    assert said.headline == (
        "Keep \u201cRefuse when sold out\u201d: every other arm is worse on net cash flow."
    )


def test_equivalent_everywhere_makes_no_difference(judged: Judge) -> None:
    said = answer(judged(open=("equivalent", "equivalent")))
    assert said.headline == (
        "It makes no difference that matters: \u201cTake backorders\u201d and "
        "\u201cRefuse when sold out\u201d tie."
    )


def test_two_winners_that_are_not_apart_are_both_named(judged: Judge) -> None:
    said = answer(judged(open=("better", "better"), deposit=("better", "better")))
    assert said.headline.startswith(
        "\u201cTake backorders\u201d or \u201cBackorders with a 30% deposit\u201d: each is better "
        "than \u201cRefuse when sold out\u201d, and none clearly better than the others. "
    )


def test_of_two_winners_the_one_that_is_clearly_ahead_is_recommended(judged: Judge) -> None:
    study = judged(open=("better", "better"), deposit=("better", "better"))
    gap = study.differences["deposit"]["net_cash_flow"]
    ahead = gap._replace(mean=5_000.0, low=4_500.0, high=5_500.0)
    deposit = study.differences["deposit"] | {"net_cash_flow": ahead}
    said = answer(replace(study, differences=study.differences | {"deposit": deposit}))
    assert said.headline.startswith("Backorders with a 30% deposit: net cash flow up by 5,000 EUR")


def test_a_winner_that_is_ahead_on_one_and_behind_on_another_is_not_singled_out(
    judged: Judge,
) -> None:
    study = judged(open=("better", "better"), deposit=("better", "better"))
    gaps = study.differences["deposit"]
    deposit = {
        "net_cash_flow": gaps["net_cash_flow"]._replace(mean=5_000.0, low=4_500.0, high=5_500.0),
        "satisfaction": gaps["satisfaction"]._replace(mean=0.02, low=0.01, high=0.03),
    }
    said = answer(replace(study, differences=study.differences | {"deposit": deposit}))
    assert "none clearly better than the others" in said.headline


def test_without_a_primary_kpi_nothing_is_recommended(judged: Judge) -> None:
    study = judged(open=("better", "better"))
    said = answer(replace(study, facts=study.facts._replace(primary=())))
    assert said.headline == "No primary KPI has a value here, so no arm is recommended."


def test_less_is_better_where_the_dictionary_says_so(judged: Judge) -> None:
    study = judged(open=("better", "better"))
    fewer = Difference(-0.031, -0.04, -0.022, 0.01, "better", 5.0, 0, 20)
    facts = study.facts._replace(primary=(("backorder_rate", None),))
    said = answer(replace(study, facts=facts, differences={"open": {"backorder_rate": fewer}}))
    assert said.headline == (
        "Take backorders: backorder rate down by 3.1 pp (95% interval 2.2 to 4.0)."
    )


def test_of_two_winners_the_one_with_clearly_less_is_recommended_where_less_is_better(
    judged: Judge,
) -> None:
    study = judged(open=("better", "better"), deposit=("better", "better"))
    facts = study.facts._replace(primary=(("backorder_rate", None),))
    fewer = Difference(-0.03, -0.04, -0.02, 0.01, "better", 5.0, 0, 20)
    gaps = {
        "open": {"backorder_rate": fewer},
        "deposit": {"backorder_rate": fewer._replace(mean=-0.08, low=-0.09, high=-0.07)},
    }
    said = answer(replace(study, facts=facts, differences=gaps))
    assert said.headline == (
        "Backorders with a 30% deposit: backorder rate down by 8.0 pp (95% interval 7.0 to 9.0)."
    )
    # Where the intervals touch, neither is clearly ahead.
    gaps["deposit"] = {"backorder_rate": fewer._replace(mean=-0.05, low=-0.06, high=-0.04)}
    said = answer(replace(study, facts=facts, differences=gaps))
    assert "none clearly better than the others" in said.headline


def test_one_replication_knows_no_interval(judged: Judge) -> None:
    study = judged(open=("undecided", "undecided"))
    unknown = Difference(10.0, -inf, inf, 1.0, "undecided", 1.0, 0, 1)
    facts = study.facts._replace(replications=1)
    differences = {"open": dict.fromkeys(("net_cash_flow", "satisfaction"), unknown)}
    said = answer(replace(study, facts=facts, differences=differences))
    assert said.headline.startswith("Not decided: ")
    assert said.error.startswith("One replication has no interval")
    assert "(95% interval no interval" not in said.statements[0].text


def test_one_arm_alone_is_reported_and_not_judged(run_study: Study) -> None:
    said = answer(run_study)
    assert said.statements == ()
    assert said.headline.startswith("Take backorders: net cash flow ")
    assert said.sureness == "One arm alone, 20 replications: nothing is compared."


def test_error_and_risk_are_told_apart(study: Study) -> None:
    said = answer(study)
    assert "More replications narrow it." in said.error
    assert "in 8 of 10 of them, and it beats the baseline in 20 of 20" in said.risk
    assert "More replications do not narrow that." in said.risk


def test_what_pairing_gained_is_said_and_so_is_what_it_did_not(judged: Judge) -> None:
    study = judged(open=("better", "better"))
    gaps = study.differences["open"]
    loose = gaps["satisfaction"]._replace(variance_reduction=0.84)
    said = answer(replace(study, differences={"open": gaps | {"satisfaction": loose}}))
    assert "differences by 0.8 to 5.0 (above 1 is a gain)." in said.sureness
    exact = gaps["satisfaction"]._replace(variance_reduction=inf)
    said = answer(replace(study, differences={"open": gaps | {"satisfaction": exact}}))
    assert "differences by 5.0 (above 1 is a gain)." in said.sureness


def test_a_real_difference_without_a_better_direction_only_differs() -> None:
    real = Difference(1.0, 0.5, 1.5, 0.01, "undecided", 1.0, 0, 20)
    assert verdict_word(real) == "higher"
    assert verdict_word(real._replace(mean=-1.0, low=-1.5, high=-0.5)) == "lower"
    assert verdict_word(real._replace(low=-0.5)) == "undecided"
    assert standing([real]) == "open"


def test_the_chance_of_a_limit_is_no_spread_of_futures(judged: Judge) -> None:
    study = judged(open=("better", "better"))
    first = study.facts.primary[0][0]
    chance = Declared(first, first, -1, 100.0, name="Chance of it")
    other = replace(study, facts=study.facts._replace(declared=(chance,)))
    assert answer(study).risk != answer(other).risk
    assert "lies between" in answer(other).risk
