"""Over time: cash, stock and backlog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from backsim.experiments.study import Study
from backsim.records.trial import Profile
from backsim.report.views.series import cash_view, stock_view

Futures = Callable[..., Study]


@pytest.fixture
def futures(run_study: Study) -> Futures:
    """A study of one arm whose futures differ from a quiet one in what is named."""

    def make(*changes: dict[str, list[int]]) -> Study:
        quiet = Profile([0, 1, 2], [0] * 3, [1] * 3, [0] * 3, [0] * 3, [], [], [], {}, {}, [0] * 3)
        row = run_study.rows[0]
        rows = tuple(row._replace(profile=quiet._replace(**change)) for change in changes)  # type: ignore[arg-type]
        return replace(run_study, rows=rows)

    return make


def test_cash_is_in_major_units_at_the_dates_of_the_calendar(futures: Futures) -> None:
    view = cash_view(futures({"cash": [100, -250, 300]}))
    assert view is not None
    panel = view.panels[0]
    assert panel.dates == ("2026-03-02", "2026-03-03", "2026-03-04")
    assert panel.cash.middle == (1.0, -2.5, 3.0)
    assert panel.shortfall == (0.0, -2.5, 0.0)
    assert view.axis.title == "EUR"


def test_the_band_holds_eight_of_ten_futures(futures: Futures) -> None:
    view = cash_view(futures(*({"cash": [100 * i, 0, 0]} for i in range(11))))
    assert view is not None
    band = view.panels[0].cash
    assert (band.low[0], band.middle[0], band.high[0]) == (1.0, 5.0, 9.0)


def test_days_below_zero_are_counted_also_where_days_were_thinned(futures: Futures) -> None:
    days = {"days": [1, 3, 5], "cash": [-100, -200, 300]}
    view = cash_view(futures(days))
    assert view is not None
    assert view.panels[0].note == (
        "Below zero at some time in 1 of 1 futures; the median is lowest on 5 March 2026, at "
        "\u22122.00 EUR, and below zero for 4 days."
    )


def test_a_store_that_never_runs_dry_is_told_so(futures: Futures) -> None:
    view = cash_view(futures({"cash": [300, 200, 300]}))
    assert view is not None
    assert view.panels[0].note.startswith("Never below zero in any of 1 futures; ")


def test_what_is_owed_is_drawn_below_zero_and_labelled_without_a_sign(futures: Futures) -> None:
    view = stock_view(
        futures({"on_hand": [4, 0, 0], "backorders": [0, 2, 8], "out_of_stock": [0, 1, 1]})
    )
    assert view is not None
    panel = view.panels[0]
    assert panel.on_hand.middle == (4.0, 0.0, 0.0)
    assert panel.backorders.middle == (0.0, -2.0, -8.0)
    assert panel.note == (
        "A product is out of stock for 2 days in the median; the backlog peaks on 4 March 2026, at "
        "8 pieces."
    )
    assert min(view.axis.values) < 0
    assert not any(label.startswith("\u2212") for label in view.axis.labels)


def test_a_full_shelf_hides_no_empty_ones(futures: Futures) -> None:
    view = stock_view(futures({"on_hand": [9, 9, 9], "out_of_stock": [1, 2, 0]}))
    assert view is not None
    assert view.panels[0].note == (
        "A product is out of stock for 2 days in the median, up to 2 at once; no backlog to speak "
        "of."
    )


def test_an_empty_shelf_that_waits_for_its_first_delivery_is_not_out_of_stock(
    futures: Futures,
) -> None:
    view = stock_view(futures({"on_hand": [0, 0, 9], "out_of_stock": [0, 0, 0]}))
    assert view is not None
    assert view.panels[0].note == (
        "No product is out of stock in the median, once it has been delivered; no backlog to speak "
        "of."
    )


def test_preorders_are_drawn_only_where_some_arm_took_them(futures: Futures) -> None:
    without = stock_view(futures({}))
    having = stock_view(futures({"preorders": [3, 3, 0]}))
    assert without is not None
    assert having is not None
    assert without.panels[0].preorders is None
    assert having.panels[0].preorders is not None
    assert having.panels[0].preorders.middle == (-3.0, -3.0, 0.0)
    assert "preorders" in {key.role for key in having.keys}


def test_the_table_behind_has_the_first_and_the_last_day(study: Study) -> None:
    view = cash_view(study)
    assert view is not None
    assert view.table.rows[0][0] == "2026-03-02"
    assert view.table.rows[-1][0] == "2026-06-29"
    assert len(view.table.rows) == 13
    assert all(len(row) == len(view.table.columns) for row in view.table.rows)


def test_without_profiles_there_is_nothing_to_draw(run_study: Study) -> None:
    bare = replace(run_study, rows=tuple(row._replace(profile=None) for row in run_study.rows))
    assert cash_view(bare) is None
    assert stock_view(bare) is None
