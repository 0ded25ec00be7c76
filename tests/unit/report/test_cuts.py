"""Part by part: what each table says, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest

from backsim.experiments.study import OfParts, Study
from backsim.inference.types import Estimate
from backsim.records.kpi import KpiInfo
from backsim.report.page import render
from backsim.report.text import study_text
from backsim.report.views.cuts import cut_tables, cuts_caption

SERVED = KpiInfo("demand_on_time", "Demand served on time", "share", 1, "", "")
MARGIN = KpiInfo("gross_margin", "Gross margin", "money", 1, "", "")
UNKNOWN = Estimate(nan, -inf, inf, nan, nan, 0)


def known(mean: float, half: float, n: int = 20) -> Estimate:
    """A mean with a symmetric interval."""
    return Estimate(mean, mean - half, mean + half, mean, mean, n)


SCORES = {"ring": known(4.2, 0.02), "<b>bowl</b>\x1b[31m": known(3.9, 0.02)}


@pytest.fixture
def cut_up(study: Study) -> Study:
    """Four arms by month and product; satisfaction and cash decide, and cash is of no product."""
    arms, others = study.facts.arms, study.facts.arms[1:]
    nothing = {"net_cash_flow": UNKNOWN}
    by: OfParts = {
        "product": {
            name: {arm: {"satisfaction": score, "gross_margin": known(90.0, 1.0)} for arm in arms}
            for name, score in SCORES.items()
        },
        "month": {
            "2026-03": {
                arm: {"net_cash_flow": known(1000.0 + k, 10.0)} for k, arm in enumerate(arms)
            },
            "2026-04": dict.fromkeys(arms, nothing),
        },
    }
    gap = {"satisfaction": known(-0.1, 0.03), "gross_margin": Estimate(3.0, -inf, inf, 3, 3, 1)}
    gaps: OfParts = {
        "product": {name: dict.fromkeys(others, gap) for name in SCORES},
        "month": {
            "2026-03": {
                arm: {"net_cash_flow": known(k + 1.0, 2.5)} for k, arm in enumerate(others)
            },
            "2026-04": dict.fromkeys(others, nothing),
        },
    }
    return replace(
        study,
        kpis=(*study.kpis, SERVED, MARGIN),
        by=by,
        by_differences=gaps,
    )


def lines(text: str) -> list[str]:
    """Each line, with single blanks."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_primary_kpi_that_has_no_meaning_is_left_out_and_another_stands_beside(
    cut_up: Study,
) -> None:
    product, month = cut_tables(cut_up)
    assert [group.name for group in product.groups] == ["Satisfaction", "Gross margin"]
    assert product.left_out == (
        "Net cash flow has no meaning by product. Gross margin is shown too, and decides nothing."
    )
    # Nothing of service is known by month: what is left out is said, and nothing is made up.
    assert [group.name for group in month.groups] == ["Net cash flow"]
    assert month.left_out == "Satisfaction has no meaning by month."


def test_differences_are_of_the_arms_against_the_baseline_without_a_verdict(cut_up: Study) -> None:
    _, month = cut_tables(cut_up)
    march, april = month.groups[0].rows
    assert [cell.mean for cell in march.cells] == ["1,000", "1,001", "1,002", "1,003"]
    assert [cell.gap for cell in march.cells] == ["", "+1.00", "+2.00", "+3.00"]
    assert march.cells[1].gap_interval == "\N{MINUS SIGN}1.50 to 3.50"
    assert (month.groups[0].unit, month.groups[0].gap_unit) == ("EUR", "EUR")
    assert [cell.mean for cell in april.cells] == ["-"] * 4
    caption = cuts_caption(cut_up)
    assert "against \N{LEFT DOUBLE QUOTATION MARK}Refuse when sold out" in caption
    assert "exploratory" in caption
    assert "not corrected" in caption


def test_on_the_terminal(cut_up: Study) -> None:
    said = study_text(cut_up, 80)
    assert max(len(line) for line in said.splitlines()) <= 80
    rows = lines(said)
    start = rows.index("By month")
    assert "2026-03 1,000 ± 10 1,001 ± 10" in rows[start:]
    assert "difference +1.00 ± 2.50" in rows[start:]
    # Nothing is known of April, so no line is spent on what sets the arms apart there.
    at = rows.index("2026-04 - -")
    assert rows[at + 1] != "difference - -"
    # A difference of one pair has no interval, and is shown all the same.
    assert "difference +3.00" in rows
    assert "<b>bowl</b> [31m 3.90 ± 0.02 3.90 ± 0.02" in rows
    assert "By month" not in lines(study_text(replace(cut_up, by={}), 80))


def test_one_arm_alone_has_means_and_no_word_of_differences(cut_up: Study) -> None:
    arm = cut_up.facts.arms[1]
    alone = replace(
        cut_up,
        facts=cut_up.facts._replace(arms=(arm,), baseline=""),
        differences={},
        by_differences={},
        rows=tuple(row for row in cut_up.rows if row.arm == arm),
    )
    assert cuts_caption(alone) == "Each number is a mean with its 95% interval."
    rows = lines(study_text(alone, 80))
    assert "2026-03 1,001 ± 10" in rows
    assert not any(row.startswith("difference") for row in rows)


def test_on_the_page_only_if_asked_for_and_with_names_defused(cut_up: Study) -> None:
    page = render(cut_up)
    assert '<section id="parts"' in page
    assert '<a href="#parts">Part by part</a>' in page
    assert '<th scope="row" role="rowheader">&lt;b&gt;bowl&lt;/b&gt; [31m</th>' in page
    plain = render(replace(cut_up, by={}, by_differences={}))
    assert "Part by part" not in plain


def test_a_cut_that_no_trial_knows_yet_has_no_table(cut_up: Study) -> None:
    stopped = replace(cut_up, by={"product": {}}, by_differences={"product": {}})
    assert cut_tables(stopped) == ()
    assert "Part by part" not in render(stopped)
