"""Waits, lateness, fates: what happened to how many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from backsim.experiments.study import Study
from backsim.records.trial import LATE_EDGES, WAIT_EDGES, Profile
from backsim.report.views.fates import fate_styles, fates_view
from backsim.report.views.waits import late_labels, late_view, wait_labels, waits_view

Counted = Callable[..., Study]


@pytest.fixture
def counted(run_study: Study) -> Counted:
    """A study of one arm and two futures with these counts, the second one twice the first."""

    def make(
        quoted: dict[int, int] | None = None,
        actual: dict[int, int] | None = None,
        late: dict[int, int] | None = None,
        fates: dict[str, int] | None = None,
    ) -> Study:
        rows = tuple(
            run_study.rows[0]._replace(
                profile=Profile(
                    [0], [0], [0], [0], [0],
                    [k * (quoted or {}).get(i, 0) for i in range(len(WAIT_EDGES))],
                    [k * (actual or {}).get(i, 0) for i in range(len(WAIT_EDGES))],
                    [k * (late or {}).get(i, 0) for i in range(len(LATE_EDGES) + 1)],
                    {},
                    {name: k * n for name, n in (fates or {}).items()},
                    [0],
                )
            )
            for k in (1, 2)
        )  # fmt: skip
        return replace(run_study, rows=rows)

    return make


def test_each_bin_has_a_name() -> None:
    assert len(wait_labels()) == len(WAIT_EDGES)
    assert wait_labels()[:2] == ("under 1", "1\u20133")
    assert wait_labels()[-1] == "90+"


def test_lateness_is_named_in_whole_days() -> None:
    assert late_labels() == (
        "16+ early",
        "8\u201315 early",
        "1\u20137 early",
        "on the day",
        "1 late",
        "2 late",
        "3 late",
        "4\u20137 late",
        "8\u201314 late",
        "15\u201330 late",
        "31+ late",
    )


def test_waits_are_means_and_lines_that_left_at_once_are_told_in_words(counted: Counted) -> None:
    view = waits_view(counted({0: 10, 2: 4}, {0: 8, 3: 2}))
    assert view is not None
    panel = view.panels[0]
    assert panel.bins == ("1\u20133", "3\u20137", "7\u201314")
    assert panel.quoted == (None, 6.0, None)
    assert panel.actual == (None, None, 3.0)
    assert panel.remark == ""
    assert panel.note == (
        "Promised within a day: 15 of 21 lines sold for a date. Shipped within a day: 12 of 15 "
        "that shipped."
    )


def test_if_nobody_waits_there_is_nothing_to_draw_but_the_numbers(counted: Counted) -> None:
    view = waits_view(counted({0: 10}, {0: 8}))
    assert view is not None
    assert view.panels == ()
    assert view.table.rows == (("under 1", "15", "12"),)


def test_an_arm_in_which_nobody_waits_says_so_beside_one_in_which_they_do(study: Study) -> None:
    view = waits_view(study)
    assert view is not None
    assert [panel.remark for panel in view.panels] == ["Nobody waited for a day.", "", "", ""]


def test_lateness_is_shared_among_delivered_orders(counted: Counted) -> None:
    view = late_view(counted(late={3: 6, 4: 2, 9: 2}))
    assert view is not None
    panel = view.panels[0]
    assert panel.shares[0] == 0.6
    assert panel.labels == ("60%", "20%", "", "", "", "", "20%")
    assert panel.late == (False, True, True, True, True, True, True)
    assert panel.note == (
        "60% of 15 orders arrived by the promised day, 20% more than a week after it."
    )


def test_a_delivery_exactly_a_week_late_is_not_more_than_a_week_late(counted: Counted) -> None:
    seven, eight = late_view(counted(late={7: 1})), late_view(counted(late={8: 1}))
    assert seven is not None
    assert eight is not None
    assert " 0% more than a week" in seven.panels[0].note
    assert " 100% more than a week" in eight.panels[0].note


def test_without_deliveries_there_is_no_lateness(counted: Counted) -> None:
    assert late_view(counted()) is None


def test_fates_are_shares_of_all_that_was_asked_for(counted: Counted) -> None:
    fates = {"lost_price": 1, "shipped_on_time": 16, "open": 3, "cancelled": 0}
    view = fates_view(counted(fates=fates))
    assert view is not None
    assert [(fate.id, fate.shares) for fate in view.fates] == [
        ("shipped_on_time", (0.8,)),
        ("open", (0.15,)),
        ("lost_price", (0.05,)),
    ]
    assert [fate.labels for fate in view.fates] == [("80%",), ("15%",), ("",)]
    assert view.titles == ("Take backorders: 30 lines",)
    assert view.table.rows[-1] == ("All lines asked for", "30")


def test_a_fate_that_the_report_does_not_know_is_named_all_the_same(counted: Counted) -> None:
    view = fates_view(counted(fates={"lost_to_the_sea": 1}))
    assert view is not None
    assert view.fates[0].name == "lost: to the sea"


def test_a_fate_looks_as_its_row_says_in_the_chart_and_in_the_legend(counted: Counted) -> None:
    view = fates_view(counted(fates={"lost_wait": 1, "lost_refused": 1, "lost_to_the_sea": 1}))
    assert view is not None
    assert [(fate.id, fate.colour, fate.pattern) for fate in view.fates] == [
        ("lost_refused", "#b5421b", ""),
        ("lost_wait", "#efc99f", "|"),
        ("lost_to_the_sea", "", ""),
    ]
    styles = fate_styles().splitlines()
    assert ".fate_lost_refused { background: #b5421b; }" in styles
    striped = "repeating-linear-gradient(90deg, #efc99f 0 4px, #b39677 4px 5px)"
    assert f".fate_lost_wait {{ background: {striped}; }}" in styles


def test_if_nobody_asks_for_anything_there_are_no_fates(counted: Counted) -> None:
    assert fates_view(counted()) is None
