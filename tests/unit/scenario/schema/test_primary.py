"""What decides: each KPI in its own unit and range, its direction, the chance of a limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from backsim.metrics import infos
from backsim.records.kpi import Declared

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]


def declared(text: str) -> str:
    return f"study: {{primary: {text}}}\n"


@pytest.mark.parametrize(
    ("told", "kpi", "value"),
    [
        ("{fulfillment_rate: 2%}", "fulfillment_rate", 0.02),
        ("{fulfillment_rate: 0.02}", "fulfillment_rate", 0.02),
        ("{fulfillment_rate: 100%}", "fulfillment_rate", 1.0),
        ("{net_cash_flow: 500.00}", "net_cash_flow", 500.0),
        ("{net_cash_flow: 500.00 EUR}", "net_cash_flow", 500.0),
        ("{net_cash_flow: {matters: 500}}", "net_cash_flow", 500.0),
        ("{satisfaction: 0.1}", "satisfaction", 0.1),
        ("{satisfaction: {matters: 4}}", "satisfaction", 4.0),
        ("{mean_backorder_wait: 3 days}", "mean_backorder_wait", 3.0),
        ("{mean_backorder_wait: 12 h}", "mean_backorder_wait", 0.5),
        ("{orders: 5}", "orders", 5.0),
        ("{mean_backorders: 2 pieces}", "mean_backorders", 2.0),
        ("{inventory_turns: 1 per year}", "inventory_turns", 1.0),
        ("[satisfaction]", "satisfaction", None),
        ("satisfaction", "satisfaction", None),
        ("{satisfaction: null}", "satisfaction", None),
        ("{satisfaction: {}}", "satisfaction", None),
    ],
)
def test_a_threshold_is_read_in_the_unit_of_its_kpi(
    told: str, kpi: str, value: float | None, desk: Desk, shop: Shop
) -> None:
    plan = desk.load(shop(add=declared(told)), kpis=infos()).plan
    assert (plan.primary, plan.declared) == (((kpi, value),), ())


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "{fulfillment_rate: 2}",
            "12:37: fulfillment_rate must be at most 100%, the whole of a share: 2, "
            "did you mean `2%`?",
        ),
        ("{fulfillment_rate: 500}", "12:37: fulfillment_rate must be at most 100%, the whole"),
        (
            "{fulfillment_rate: 3 days}",
            "12:37: fulfillment_rate must be a share such as `2%`, not '3 days'",
        ),
        (
            "{net_cash_flow: 2%}",
            "12:34: net_cash_flow must be an amount of money such as `500.00`, not '2%'",
        ),
        (
            "{net_cash_flow: 500 USD}",
            "12:34: net_cash_flow must be in EUR, the currency of the file: '500 USD'",
        ),
        ("{net_cash_flow: -5}", "12:34: net_cash_flow must not be negative: -5"),
        ("{satisfaction: 30}", "12:33: satisfaction must be at most 4, as scores lie from 1 to 5"),
        ("{satisfaction: 10%}", "12:33: satisfaction must be a score such as `0.1`, not '10%'"),
        ("{mean_backorder_wait: 3}", "12:40: 3 needs a unit, for instance `3 days`"),
        ("{mean_backorder_wait: 2%}", "12:40: mean_backorder_wait must be a duration such as"),
        ("{orders: 5 days}", "12:27: orders must be a number of orders such as `5`, not '5 days'"),
        ("{orders: true}", "12:27: orders must be a number of orders such as `5`, not true"),
        ("{revenues: 5}", "12:19: unknown KPI 'revenues', did you mean 'revenue'?"),
        ("[revenue, xyzzy]", "12:28: unknown KPI 'xyzzy' (backsim kpis lists them)"),
        (
            "{satisfaction: {mater: 1}}",
            "12:34: unknown key 'mater', did you mean 'matters'?",
        ),
        (
            "{satisfaction: {better: up}}",
            "12:42: 'up' is not one of higher, lower",
        ),
        (
            "{cash_trough: {below: 1, above: 2}}",
            "12:43: the chance to be `below` or `above`, one of them",
        ),
        ("{cash_trough: {below: 20%}}", "12:40: below must be an amount of money such as"),
        ("{cash_trough: {below: -1, matters: 3}}", "12:53: matters must be at most 100%"),
        ("{satisfaction: {below: 7}}", "12:41: below must be a score from 1 to 5, not 7"),
        (
            "{fill_rate: {below: 90}}",
            "12:38: below must be a share, at most 100%: 90, did you mean `90%`?",
        ),
    ],
)
def test_what_is_no_threshold_is_refused_with_the_right_word(
    told: str, said: str, desk: Desk, shop: Shop
) -> None:
    assert desk.faults(shop(add=declared(told)), kpis=infos()).startswith(f"shop.yaml:{said}")


def test_an_unknown_kpi_is_told_with_all_other_faults(desk: Desk, shop: Shop) -> None:
    text = shop(("price: 10.00", "price: ten"), add=declared("[revenues, satisfaction]"))
    faults = desk.faults(text, "horizon=7", kpis=infos())
    assert "unknown KPI 'revenues'" in faults
    assert "price must be an amount of money" in faults
    assert "7 needs a unit" in faults


def test_the_chance_of_a_limit_decides(desk: Desk, shop: Shop) -> None:
    told = "{cash_trough: {below: -20000, matters: 5%}, satisfaction: 0.1}"
    plan = desk.load(shop(add=declared(told)), kpis=infos()).plan
    assert plan.primary == (("cash_trough_below_-20000", 0.05), ("satisfaction", 0.1))
    (chance,) = plan.declared
    assert chance.name == "Chance of cash trough below -20,000.00"
    assert (chance.kpi, chance.better, chance.limit) == ("cash_trough", -1, -20000.0)
    # Strictly below: at the limit it is kept.
    assert [chance.value(x) for x in (-20000.01, -20000.0, None)] == [1.0, 0.0, None]
    of = next(info for info in infos() if info.id == "cash_trough")
    shown = chance.info(of)
    assert (shown.id, shown.unit, shown.better) == ("cash_trough_below_-20000", "share", -1)


def test_a_chance_above_and_one_that_is_welcome(desk: Desk, shop: Shop) -> None:
    told = "[{fill_rate: {above: 95%, better: higher}}, fill_rate]"
    plan = desk.load(shop(add=declared(told)), kpis=infos()).plan
    assert plan.primary == (("fill_rate_above_0.95", None), ("fill_rate", None))
    (chance,) = plan.declared
    assert chance.name == "Chance of fill rate above 95%"
    assert chance.better == 1
    assert [chance.value(x) for x in (0.95, 0.96)] == [0.0, 1.0]


def test_a_direction_may_be_said(desk: Desk, shop: Shop) -> None:
    told = "{preorder_share: {better: lower, matters: 2%}}"
    plan = desk.load(shop(add=declared(told)), kpis=infos()).plan
    assert plan.primary == (("preorder_share", 0.02),)
    assert plan.declared == (Declared("preorder_share", "preorder_share", -1),)
    of = next(info for info in infos() if info.id == "preorder_share")
    assert plan.declared[0].info(of) == of._replace(better=-1)


def test_without_a_dictionary_any_name_is_believed(desk: Desk, shop: Shop) -> None:
    plan = desk.load(shop(add=declared("{gold: 2, silver: 3%}"))).plan
    assert plan.primary == (("gold", 2.0), ("silver", 0.03))
