"""Text for the terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import inf, nan

import pytest

from backsim.experiments.study import Study
from backsim.inference.types import Estimate
from backsim.records.kpi import KpiInfo
from backsim.report import kpis_text, study_text


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_asked(study: Study, width: int) -> None:
    lines = study_text(study, width, color=False).splitlines()
    assert max(map(len, lines)) <= width


def test_the_answer_comes_first_and_the_primary_kpis_before_the_others(study: Study) -> None:
    text = study_text(study, 80, color=False)
    places = [
        text.index(part)
        for part in ("A trade-off", "Primary KPIs: paired", "* Net cash flow", "Other KPIs:")
    ]
    assert places == sorted(places)


def test_a_pipe_gets_no_escape_codes(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    print(study_text(study))
    assert "\x1b" not in capsys.readouterr().out


def test_colour_is_there_when_asked_for_and_verdicts_keep_their_words(study: Study) -> None:
    text = study_text(study, 80, color=True)
    assert "\x1b[" in text
    assert "+ better" in text
    assert "- worse" in text


def test_no_color_is_respected_on_a_terminal(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in study_text(study, 80)
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b" in study_text(study, 80)


def test_many_arms_are_split_into_blocks(study: Study) -> None:
    narrow = study_text(study, 80, color=False)
    wide = study_text(study, 200, color=False)
    assert narrow.count("Means, each with its 95% interval") == 2
    assert wide.count("Means, each with its 95% interval") == 1


def test_a_minus_can_be_copied(study: Study) -> None:
    assert "\N{MINUS SIGN}" not in study_text(study, 80, color=False)


def test_rows_that_say_the_same_of_every_arm_are_told_in_one_sentence(study: Study) -> None:
    lines = study_text(study, 80, color=False).splitlines()
    assert "Zero in every arm: Pre-order share." in lines
    assert "No difference at all: Pre-order share." in lines
    assert "Nothing to compare: Mean backorder wait." in lines
    assert not any(line.startswith("Pre-order share, ") for line in lines)


def test_what_has_no_value_says_so(study: Study) -> None:
    line = next(
        line
        for line in study_text(study, 80, color=False).splitlines()
        if line.startswith("Mean backorder wait")
    )
    assert "no value" in line


def test_an_estimate_of_nothing_has_no_value(run_study: Study) -> None:
    nothing = {"open": {"revenue": Estimate(nan, -inf, inf, nan, nan, 0)}}
    text = study_text(replace(run_study, estimates=nothing), 80, color=False)
    line = next(line for line in text.splitlines() if line.startswith("Revenue"))
    assert line.split() == ["Revenue,", "EUR", "no", "value"]


def test_one_replication_has_a_mean_and_no_interval(run_study: Study) -> None:
    single = {"open": {"revenue": Estimate(1500.0, -inf, inf, 1500.0, 1500.0, 1)}}
    text = study_text(replace(run_study, estimates=single), 80, color=False)
    line = next(line for line in text.splitlines() if line.startswith("Revenue"))
    assert "1,500" in line
    assert "no interval" in line


def test_one_arm_alone_shows_error_and_risk_and_no_difference(run_study: Study) -> None:
    text = study_text(run_study, 80, color=False)
    assert "95% interval" in text
    assert "8 of 10 futures" in text
    assert "difference" not in text


def test_text_of_a_scenario_cannot_drive_the_terminal(study: Study) -> None:
    facts = study.facts._replace(
        title="[bold]x[/bold]\x1b[2J", arm_titles=study.facts.arm_titles | {"open": "a\nb\x07"}
    )
    text = study_text(replace(study, facts=facts), 80, color=False)
    assert text.startswith("[bold]x[/bold] [2J\n")
    assert "a b: net cash flow" in text
    assert "\x1b" not in text
    assert "\x07" not in text


def test_notes_and_failed_trials_are_said(study: Study) -> None:
    broken = study.rows[0]._replace(error="it broke", profile=None)
    text = study_text(replace(study, rows=(broken, *study.rows[1:])), 80, color=False)
    assert "note: A note for the reader." in text
    assert "note: 1 trial failed and left out of every number" in text


def test_an_undecided_difference_says_what_would_settle_it(
    judged: Callable[..., Study],
) -> None:
    text = study_text(judged(open=("better", "undecided")), 80, color=False)
    line = next(line for line in text.splitlines() if "? undecided" in line)
    assert "60 more replications" in line


def test_the_dictionary_is_explained() -> None:
    infos = [
        KpiInfo("fill_rate", "Fill rate", "share", 1, "Pieces from stock / pieces.", "A book"),
        KpiInfo("preorders", "Pre-orders", "orders", 0, "All of them.", ""),
    ]
    assert kpis_text(infos, 80, color=False).splitlines() == [
        "fill_rate  Fill rate (%, more is better)",
        "    Pieces from stock / pieces.",
        "    Source: A book",
        "",
        "preorders  Pre-orders (orders)",
        "    All of them.",
    ]
