"""Every number by arm, and where the arms stand."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from backsim.experiments.study import Study
from backsim.inference.types import Estimate
from backsim.records.kpi import KpiInfo
from backsim.report.views.standing import standing_view
from backsim.report.views.tables import group_of, kpi_table


def test_primary_kpis_come_first_and_each_kpi_once(study: Study) -> None:
    table = kpi_table(study)
    assert [group.title for group in table.groups] == [
        "Primary: these decide",
        "Service",
        "Money",
        "Stock",
    ]
    assert [row.id for row in table.groups[0].rows] == ["net_cash_flow", "satisfaction"]
    ids = [row.id for group in table.groups for row in group.rows]
    assert sorted(ids) == sorted(info.id for info in study.kpis)


def test_the_baseline_has_no_difference(study: Study) -> None:
    for group in kpi_table(study).groups:
        for row in group.rows:
            assert row.cells[0].verdict == ""
            assert row.cells[0].gap == ""


def test_a_cell_says_mean_interval_and_verdict(run_study: Study) -> None:
    found = {"open": {"revenue": Estimate(2000.0, 1900.0, 2100.0, 1500.0, 2600.0, 20)}}
    table = kpi_table(replace(run_study, estimates=found))
    row = next(row for group in table.groups for row in group.rows if row.id == "revenue")
    cell = row.cells[0]
    assert (row.unit, row.better) == ("EUR", "more is better")
    assert (cell.mean, cell.interval, cell.half) == ("2,000", "1,900 to 2,100", "100")
    assert cell.futures == "1,500 to 2,600"


def test_an_interval_that_is_not_symmetric_has_no_half(run_study: Study) -> None:
    found = {"open": {"revenue": Estimate(2000.0, 1950.0, 2100.0, 1500.0, 2600.0, 20)}}
    table = kpi_table(replace(run_study, estimates=found))
    row = next(row for group in table.groups for row in group.rows if row.id == "revenue")
    assert row.cells[0].half == ""


def test_the_smallest_difference_that_matters_is_named(study: Study) -> None:
    rows = {row.id: row for row in kpi_table(study).groups[0].rows}
    assert rows["net_cash_flow"].matters == ""
    assert float(rows["satisfaction"].matters) == 0.02


def test_what_is_money_is_told_by_its_unit() -> None:
    assert group_of(KpiInfo("a_new_one", "New", "money", 1, "", "")) == "Money"
    assert group_of(KpiInfo("a_new_one", "New", "share", 1, "", "")) == "Service"
    assert group_of(KpiInfo("inventory_value", "Stock", "money", -1, "", "")) == "Stock"


def test_money_and_service_stand_side_by_side_even_if_only_money_decides(study: Study) -> None:
    facts = study.facts._replace(primary=(("cash_trough", None),))
    view = standing_view(replace(study, facts=facts))
    assert view is not None
    assert [panel.id for panel in view.levels] == ["cash_trough", "satisfaction"]


def test_a_mark_shows_error_and_risk(study: Study) -> None:
    view = standing_view(study)
    assert view is not None
    mark = view.levels[0].marks[1]
    found = study.estimates["open"]["net_cash_flow"]
    assert (mark.middle, mark.inner, mark.outer) == (
        found.mean,
        (found.low, found.high),
        (found.p10, found.p90),
    )


def test_differences_are_drawn_against_the_baseline_with_a_word(study: Study) -> None:
    view = standing_view(study)
    assert view is not None
    gaps = view.gaps[1]
    assert gaps.title == "Satisfaction: difference against Refuse when sold out"
    assert [mark.arm for mark in gaps.marks] == ["open", "honest", "deposit"]
    assert all(mark.text.endswith(" worse") for mark in gaps.marks)
    assert gaps.axis.low < 0 < gaps.axis.high


def test_one_arm_alone_has_no_differences(run_study: Study) -> None:
    view = standing_view(run_study)
    assert view is not None
    assert view.gaps == ()
    assert len(view.table.columns) == 4


def test_one_replication_has_neither_interval_nor_spread(run_study: Study) -> None:
    found = {"open": {"net_cash_flow": Estimate(5.0, -inf, inf, 5.0, 5.0, 1)}}
    view = standing_view(replace(run_study, estimates=found))
    assert view is not None
    mark = view.levels[0].marks[0]
    assert (mark.middle, mark.inner, mark.outer) == (5.0, None, None)
    assert kpi_table(replace(run_study, estimates=found)).groups[0].rows[0].cells[0].futures == ""
