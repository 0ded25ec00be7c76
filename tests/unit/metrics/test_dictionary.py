"""The dictionary itself: complete, in order, in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from backsim.metrics import KPIS, Reading, evaluate, infos
from backsim.records.codes import LostCause, Offer
from backsim.records.kpi import KpiInfo
from backsim.records.log import RunLog
from backsim.units import DAY

if TYPE_CHECKING:
    from backsim.testing import Diary

FED = {
    "backorder_rate",
    "fulfillment_rate",
    "net_cash_flow",
    "cash_trough",
    "satisfaction",
    "fill_rate",
    "ready_rate",
    "cycle_service_level",
    "on_time_in_full",
    "lost_sales_rate",
    "cancellation_rate",
    "preorder_share",
    "mean_backorder_wait",
    "p90_backorder_wait",
    "mean_backorders",
    "refund_rate",
    "revenue",
    "discounts_given",
    "gross_margin",
    "contribution_margin",
    "days_cash_negative",
    "peak_funding",
    "cash_conversion_cycle",
    "deferred_revenue",
    "inventory_value",
    "inventory_turns",
    "overstock",
    "discounts_won",
    "discounts_given_away",
    "interest_paid",
    "bad_debts",
    "days_beyond_credit",
    "chargebacks",
    "substitution_rate",
    "restated_rate",
    "rewards_given",
    "gifts_given",
}
"""The KPIs of the design that this model can feed."""


LESS_IS_BETTER = {
    *("lost_sales_rate", "cancellation_rate", "refund_rate", "open_rate"),
    *("mean_backorder_wait", "p90_backorder_wait", "mean_delivery_time", "chargebacks"),
    *("restated_rate", "mean_backorders", "inventory_value", "overstock", "discounts_given_away"),
    *("interest_paid", "bad_debts", "days_cash_negative", "days_beyond_credit", "peak_funding"),
    "cash_conversion_cycle",
    *("inventory_cost", "holding_cost", "order_cost", "backorder_cost", "lost_sale_cost"),
    *("marketing_cost", "running_costs"),
}
MORE_IS_BETTER = {
    *("fulfillment_rate", "net_cash_flow", "cash_trough", "satisfaction", "orders", "units_sold"),
    *("average_order_value", "on_time_in_full", "fill_rate", "conversion", "ready_rate"),
    *("cycle_service_level", "inventory_turns", "revenue", "gross_margin", "contribution_margin"),
    *("own_money", "own_cash_trough"),
}
NEITHER = {
    *("backorder_rate", "preorder_share", "substitution_rate", "discounts_given"),
    "discounts_won",
    *("rewards_given", "gifts_given", "deferred_revenue"),
    *("cash_owed_to_customers", "peak_cash_owed_to_customers"),
}
"""A means, not an end: of a discount won, what it won is in the revenue."""


@pytest.fixture
def busy(diary: type[Diary]) -> RunLog:
    """A log in which every KPI has a value."""
    return (
        diary(fee=30, postage=50, opening_cash=5000, horizon=30 * DAY)
        .visit(DAY)
        .line(quantity=3)
        .visit(2 * DAY)
        .line(Offer.BACKORDER, prepaid=100, promised_at=9 * DAY, shipped_at=9 * DAY)
        .visit(3 * DAY)
        .lost(LostCause.REFUSED)
        .visit(5 * DAY, ahead=4 * DAY)
        .line(Offer.ADVANCE, promised_at=9 * DAY, shipped_at=10 * DAY, restated=(6 * DAY, 10 * DAY))
        .purchase(2 * DAY, 9 * DAY, 4)
        .log()
    )


def test_every_kpi_that_can_be_fed_is_there() -> None:
    assert set(KPIS) >= FED


def test_each_kpi_knows_which_way_is_better() -> None:
    for better, known in ((-1, LESS_IS_BETTER), (1, MORE_IS_BETTER), (0, NEITHER)):
        assert known <= {info.id for info in infos() if info.better == better}


def test_the_four_that_a_store_is_judged_by_come_first() -> None:
    first = list(KPIS)[:5]
    assert first == [
        "backorder_rate",
        "fulfillment_rate",
        "net_cash_flow",
        "cash_trough",
        "satisfaction",
    ]


def test_infos_stand_in_the_order_of_the_dictionary() -> None:
    assert [info.id for info in infos()] == list(KPIS)


@pytest.mark.parametrize("info", infos(), ids=lambda info: info.id)
def test_each_entry_is_complete(info: KpiInfo) -> None:
    assert info.id == info.id.lower().replace(" ", "_")
    assert info.name[0].isupper()
    assert info.unit in {
        "share",
        "money",
        "pieces",
        "orders",
        "visits",
        "days",
        "score",
        "per year",
    }
    assert info.better in {-1, 0, 1}
    assert info.definition.endswith(".")
    assert ". " not in info.definition  # one sentence
    assert "window" in info.definition or "log ends" in info.definition
    assert info.source


def test_the_contribution_margin_names_all_costs_but_those_that_the_gross_margin_has() -> None:
    assert KPIS["contribution_margin"].info.definition == (
        "Gross margin plus interest income, shipping charged, deposits kept, cancellation fees and "
        "credit used, less payment fees, shipping, packaging, holding, ordering, gifts, rewards, "
        "credit goods, bad debts and marketing of the window, each when it is booked: what open "
        "invoices will still cost in fees and bad debts is in own_money, and not here."
    )


def test_every_kpi_has_a_plain_value(busy: RunLog) -> None:
    values = evaluate(busy)
    assert list(values) == list(KPIS)
    assert {type(value) for value in values.values()} == {float}
    assert json.loads(json.dumps(values)) == values


@pytest.mark.parametrize("info", infos(), ids=lambda info: info.id)
def test_shares_are_from_zero_to_one(busy: RunLog, info: KpiInfo) -> None:
    value = evaluate(busy)[info.id]
    assert value is not None
    low, high = {"share": (0, 1), "score": (1, 5)}.get(info.unit, (-1e9, 1e9))
    assert low <= value <= high


def test_the_shortcut_for_one_line_per_visit_changes_nothing(
    busy: RunLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = Reading(busy)
    assert short.simple
    values = evaluate(short)
    monkeypatch.setattr(Reading, "simple", False)
    assert evaluate(busy) == values


def test_visits_without_lines_change_nothing_but_conversion(
    busy: RunLog, diary: type[Diary]
) -> None:
    story = diary(fee=30, postage=50, opening_cash=5000, horizon=30 * DAY)
    story.visit(0).visit(DAY).line(quantity=3).visit(DAY).visit(2 * DAY)
    story.line(Offer.BACKORDER, prepaid=100, promised_at=9 * DAY, shipped_at=9 * DAY)
    story.visit(3 * DAY).lost(LostCause.REFUSED).visit(4 * DAY).visit(5 * DAY, ahead=4 * DAY)
    story.line(
        Offer.ADVANCE, promised_at=9 * DAY, shipped_at=10 * DAY, restated=(6 * DAY, 10 * DAY)
    )
    story.purchase(2 * DAY, 9 * DAY, 4)
    values, expected = evaluate(story.log()), evaluate(busy)
    assert (values.pop("conversion"), expected.pop("conversion")) == (3 / 7, 3 / 4)
    assert values == expected
