"""From rows to estimates, differences and notes."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import pytest
from tests.unit.experiments import fakes

from backsim.experiments.archive import as_csv
from backsim.experiments.comparison import assemble
from backsim.experiments.study import Study, StudyFacts
from backsim.inference import estimate, paired
from backsim.records.kpi import Declared
from backsim.records.trial import TrialRow


def rows(arm: str, *values: float | None, kpi: str = "net_cash_flow") -> list[TrialRow]:
    """Trials of one arm with one KPI."""
    return [TrialRow(f"{arm}{k}", arm, k, {kpi: v}, None) for k, v in enumerate(values)]


def study(*found: TrialRow, facts: StudyFacts | None = None) -> Study:
    """What these rows say about two arms."""
    return assemble(facts or fakes.facts("refuse", "open"), fakes.KPIS, found)


def test_each_arm_is_estimated_and_compared_replication_by_replication() -> None:
    found = study(*rows("open", 3.0, 5.0, 8.0, 9.0), *rows("refuse", 1.0, 2.0, 6.0, 8.0))
    assert found.estimates["open"]["net_cash_flow"] == estimate([3.0, 5.0, 8.0, 9.0])
    assert found.differences["open"]["net_cash_flow"] == paired(
        [3.0, 5.0, 8.0, 9.0], [1.0, 2.0, 6.0, 8.0], better=1
    )
    assert set(found.differences) == {"open"}


def test_rows_may_come_in_any_order() -> None:
    some = [*rows("refuse", 1.0, 2.0, 6.0), *rows("open", 3.0, 5.0, 8.0)]
    assert study(*some) == study(*reversed(some))
    assert [(row.arm, row.replication) for row in study(*reversed(some)).rows[:2]] == [
        ("refuse", 0),
        ("refuse", 1),
    ]


def test_a_missing_trial_costs_its_pair_and_shifts_no_other() -> None:
    open_arm = rows("open", 3.0, 5.0, 8.0, 9.0)
    found = study(*(open_arm[:1] + open_arm[2:]), *rows("refuse", 1.0, 99.0, 6.0, 8.0))
    assert found.differences["open"]["net_cash_flow"].mean == pytest.approx((2 + 2 + 1) / 3)


def test_kpis_that_have_no_value_anywhere_are_left_out() -> None:
    found = study(*rows("refuse", 1.0, 2.0), *rows("open", None, None))
    assert [info.id for info in found.kpis] == ["net_cash_flow"]
    assert isnan(found.estimates["open"]["net_cash_flow"].mean)
    assert found.differences["open"]["net_cash_flow"].n == 0


def test_one_arm_alone_is_compared_with_nothing() -> None:
    found = assemble(fakes.facts("open"), fakes.KPIS, rows("open", 1.0, 2.0))
    assert found.differences == {}
    assert found.estimates["open"]["net_cash_flow"].mean == 1.5


def test_declared_kpis_are_judged_apart_from_the_others() -> None:
    facts = fakes.facts("refuse", "open", replications=6)
    base, more = (1.0, 2.0, 3.0, 5.0, 8.0, 9.0), (1.4, 2.1, 3.9, 5.2, 8.8, 9.3)
    both = [
        TrialRow(f"{arm}{k}", arm, k, dict.fromkeys(("fill_rate", "net_cash_flow"), v), None)
        for arm, values in (("refuse", base), ("open", more))
        for k, v in enumerate(values)
    ]
    alone = paired(list(more), list(base), better=1)
    assert alone.verdict == "better"
    # Each is the only one of its family, so neither is adjusted ...
    apart = assemble(facts, fakes.KPIS, both).differences["open"]
    assert apart["fill_rate"].p == apart["net_cash_flow"].p == alone.p
    # ... and when both are declared they share the error rate.
    declared = facts._replace(primary=(("net_cash_flow", None), ("fill_rate", None)))
    together = assemble(declared, fakes.KPIS, both).differences["open"]
    assert together["fill_rate"].p == pytest.approx(2 * alone.p)


def test_the_smallest_difference_that_matters_is_heeded() -> None:
    facts = fakes.facts("refuse", "open")._replace(primary=(("net_cash_flow", 10.0),))
    some = [*rows("refuse", 1.0, 2.0, 6.0), *rows("open", 1.1, 2.2, 6.1)]
    assert study(*some, facts=facts).differences["open"]["net_cash_flow"].verdict == "equivalent"


CHANCE = Declared("low", "net_cash_flow", -1, 2.0, name="Chance of net cash flow below 2.00")


def test_the_chance_of_a_limit_is_counted_replication_by_replication() -> None:
    facts = fakes.facts("refuse", "open")._replace(primary=(("low", 0.1),), declared=(CHANCE,))
    some = [*rows("refuse", 1.0, 2.0, 6.0, 1.5), *rows("open", 3.0, 5.0, 8.0, 1.9)]
    found = study(*some, facts=facts)
    assert found.estimates["refuse"]["low"] == estimate([1.0, 0.0, 0.0, 1.0])
    assert found.differences["open"]["low"] == paired(
        [0.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 1.0], better=-1, matters=0.1
    )
    shown = next(info for info in found.kpis if info.id == "low")
    assert (shown.name, shown.unit) == ("Chance of net cash flow below 2.00", "share")
    assert [row.kpis["low"] for row in found.rows] == [1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]


def test_a_study_judges_by_the_direction_that_it_declares() -> None:
    lower = Declared("net_cash_flow", "net_cash_flow", -1)
    some = [*rows("refuse", 1.0, 2.0, 6.0), *rows("open", 2.0, 3.1, 7.0)]
    assert study(*some).differences["open"]["net_cash_flow"].verdict == "better"
    facts = fakes.facts("refuse", "open")._replace(declared=(lower,))
    assert study(*some, facts=facts).differences["open"]["net_cash_flow"].verdict == "worse"


def test_notes_say_what_a_reader_should_know() -> None:
    few = study(*rows("refuse", 1.0, 2.0, 3.0, 4.0), *rows("open", 1.0, 2.0, 3.0, 4.0))
    assert few.notes == (
        "Only 4 replications: the intervals are wide and rest on little. Take at least 10.",
    )
    facts = fakes.facts("refuse", "open", replications=10)
    luck = [float(k) for k in range(10)]
    whole = [*rows("refuse", *luck), *rows("open", *(2 * v for v in luck))]
    assert study(*whole, facts=facts).notes == ()
    against = [*rows("refuse", *luck), *rows("open", *reversed(luck))]
    # var(a) + var(b) = 2 v and a - b = 2 a - 9 has 4 v: the factor is one half.
    assert study(*against, facts=facts).notes == (
        "Net cash flow, open against refuse: sharing the same customers made the comparison no "
        "sharper (variance reduction 0.50).",
    )
    assert study(*whole[:15], facts=facts).notes == (
        "The study is not finished: 15 of 20 trials are done. Run it again to do the others.",
    )
    empty = facts._replace(primary=(("fill_rate", None), ("net_cash_flow", None)))
    silent = [*rows("refuse", *luck), *rows("open", *(None for _ in luck))]
    assert study(*silent, facts=empty).notes == (
        "fill_rate has no value in any trial, so it decides nothing.",
        "Net cash flow has no value in the arm open, so it decides nothing there.",
    )


def test_the_document_has_the_promised_shape_and_no_number_that_json_lacks() -> None:
    one = study(*rows("refuse", 1.0), *rows("open", 3.0))
    assert one.document() == {
        "format": 1,
        "backsim": fakes.facts("a").version,
        "question": None,
        "study": "shop",
        "seed": 1,
        "replications": 4,
        "baseline": "refuse",
        "arms": {
            "refuse": {"net_cash_flow": {"mean": 1.0, "low": None, "high": None, "unit": "EUR"}},
            "open": {"net_cash_flow": {"mean": 3.0, "low": None, "high": None, "unit": "EUR"}},
        },
        "differences": {
            "open": {
                "net_cash_flow": {
                    "mean": 2.0,
                    "low": None,
                    "high": None,
                    "verdict": "undecided",
                    "variance_reduction": None,
                }
            }
        },
        "result_dir": None,
    }


def test_the_document_of_one_arm_compares_nothing() -> None:
    some = rows("open", 0.5, 0.7, kpi="fill_rate")
    document = assemble(fakes.facts("open"), fakes.KPIS, some, (), Path("results/shop")).document()
    assert "baseline" not in document
    assert "differences" not in document
    assert document["result_dir"] == str(Path("results/shop"))
    assert document["arms"]["open"]["fill_rate"]["unit"] == "share"


def test_the_table_has_a_row_per_arm_and_kpi() -> None:
    some = [
        TrialRow(f"{arm}{k}", arm, k, {"fill_rate": 0.5, "net_cash_flow": k + gain}, None)
        for arm, gain in (("refuse", 0.0), ("open", 2.0))
        for k in range(3)
    ]
    table = study(*some).table()
    assert table.select("arm", "kpi", "unit", "mean", "difference", "verdict").rows() == [
        ("refuse", "fill_rate", "share", 0.5, None, None),
        ("refuse", "net_cash_flow", "EUR", 1.0, None, None),
        ("open", "fill_rate", "share", 0.5, 0.0, "equivalent"),
        ("open", "net_cash_flow", "EUR", 3.0, 2.0, "better"),
    ]
    assert table["variance_reduction"].to_list() == [None, None, 1.0, None]


def test_the_table_of_one_arm_has_the_same_columns() -> None:
    alone = assemble(fakes.facts("open"), fakes.KPIS, rows("open", 1.0, 2.0)).table()
    both = study(*rows("refuse", 1.0), *rows("open", 3.0)).table()
    assert alone.schema == both.schema
    assert alone["difference"].to_list() == [None]


def test_trials_are_a_data_frame_with_a_column_per_kpi() -> None:
    broken = TrialRow("x", "open", 1, {}, None, "it broke")
    frame = study(*rows("refuse", 1.0, None), *rows("open", 3.0), broken).trials()
    assert frame.columns == ["trial", "arm", "replication", "error", "net_cash_flow"]
    assert frame["net_cash_flow"].to_list() == [1.0, None, 3.0, None]
    assert frame["error"].to_list() == ["", "", "", "it broke"]


def test_csv_text_is_never_a_formula_and_numbers_stay_numbers() -> None:
    records = [{"arm": "=1+1", "error": 'a "b", c', "x": -5.5, "y": None}]
    assert as_csv(records) == 'arm,error,x,y\n\'=1+1,"a ""b"", c",-5.5,\n'
    assert as_csv([{"-a": "+1"}, {"-a": "@x"}]) == "'-a\n'+1\n'@x\n"
    assert as_csv([]) == ""
