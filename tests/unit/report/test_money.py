"""The waterfall adds up, whatever the accounts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backsim.experiments.study import Study
from backsim.records.trial import Profile
from backsim.report.views.money import MoneyPanel, money_view, running


def panel_of(study: Study, accounts: dict[str, int], closing: int) -> MoneyPanel:
    """The waterfall of one future with these postings and this last balance, in cents."""
    profile = Profile(
        [0, 1], [0, closing], [0] * 2, [0] * 2, [0] * 2, [], [], [], accounts, {}, [0] * 2
    )
    view = money_view(replace(study, rows=(study.rows[0]._replace(profile=profile),)))
    assert view is not None
    return view.panels[0]


def test_from_sales_to_cash(run_study: Study) -> None:
    accounts = {
        "revenue": -10_000,
        "discounts": 1_000,
        "cost_of_goods": 4_000,
        "inventory": 2_000,
        "customer_deposits": -500,
        "cash": 3_500,
    }
    panel = panel_of(run_study, accounts, closing=4_500)
    assert [(step.label, step.kind, step.text) for step in panel.steps] == [
        ("Sales at list price", "change", "+100.00"),
        ("Discounts", "change", "\u221210.00"),
        ("Cost of goods", "change", "\u221240.00"),
        ("Contribution", "subtotal", "50.00"),
        ("Cash at the start", "change", "+10.00"),
        ("Change in stock", "change", "\u221220.00"),
        ("Customers' deposits", "change", "+5.00"),
        ("Cash at the end", "total", "45.00"),
    ]
    assert panel.note == "A contribution of 50.00 EUR takes the cash from 10.00 to 45.00 EUR."


def test_the_steps_before_the_end_lead_to_the_end(study: Study) -> None:
    view = money_view(study)
    assert view is not None
    for panel in view.panels:
        levels = running(panel.steps)
        assert levels[-2] == pytest.approx(levels[-1])


def test_an_account_that_the_report_does_not_know_is_shown(run_study: Study) -> None:
    panel = panel_of(run_study, {"revenue": -100, "write_offs": 30, "cash": 70}, closing=70)
    assert ("Write offs", "\u22120.30") in [(step.label, step.text) for step in panel.steps]


def test_books_that_do_not_balance_are_not_hidden(run_study: Study) -> None:
    panel = panel_of(run_study, {"revenue": -10_000, "cash": 9_000}, closing=9_000)
    assert ("Not explained", "\u221210.00") in [(step.label, step.text) for step in panel.steps]


def test_money_put_in_at_the_start_is_not_counted_twice(run_study: Study) -> None:
    accounts = {"equity": -7_000, "inventory": 2_000, "cash": 5_000}
    panel = panel_of(run_study, accounts, closing=5_000)
    assert [step.label for step in panel.steps] == [
        "Contribution",
        "Opening cash and stock",
        "Change in stock",
        "Cash at the end",
    ]


def test_every_arm_has_the_same_steps(study: Study) -> None:
    view = money_view(study)
    assert view is not None
    labels = [[step.label for step in panel.steps] for panel in view.panels]
    assert labels == [labels[0]] * len(labels)
    assert all(len(row) == 1 + len(view.panels) for row in view.table.rows)
