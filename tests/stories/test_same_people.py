"""What is said of all who wanted to buy is said of the same people in every arm."""

from __future__ import annotations

from backsim.metrics import Reading, evaluate
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate
from backsim.testing import arms_of

SHOP = """
start: 2026-01-05
horizon: 40 days
products: {cup: {price: 10.00, unit_cost: 4.00, opening_stock: 60, reference_price: 10.00}}
demand:
  rate: 3 per day
  campaigns: {usual: {at: 2 days, length: 9 days, lift: 100%, cost: 50.00}}
customers: {everyone: {willingness: "uniform(0.8, 1.6)"}}
arms:
  plain: {}
  dear: {products.cup.price: 14.00}
  fair: {demand.campaigns.fair: {at: 9 days, length: 9 days, lift: 200%, cost: 90.00}}
  louder: {demand.campaigns.usual.lift: 150%}
  dearer: {demand.campaigns.usual.cost: 500.00}
"""


def wanted(scenario: Scenario) -> int:
    log = simulate(scenario, draw(scenario, 1, 0))
    return int(Reading(log).judged.sum())


def test_neither_a_price_nor_a_campaign_of_its_own_changes_who_is_judged() -> None:
    plain, dear, fair, louder, dearer = (wanted(arm) for arm in arms_of(SHOP))
    assert plain == dear == fair == dearer > 90
    # Those of a campaign that an arm changed are other people, and are not judged there.
    assert louder < plain


def test_who_comes_for_an_arms_own_campaign_is_brought_by_it() -> None:
    plain, _, fair, *_ = arms_of(SHOP)
    without, own = (evaluate(simulate(arm, draw(arm, 1, 0))) for arm in (plain, fair))
    assert without["visits_brought"] == 0.0
    assert (own["visits_brought"] or 0) > 30
    assert (own["units_sold"] or 0) >= (without["units_sold"] or 0)


def test_the_reference_is_the_price_of_the_file_whatever_is_set() -> None:
    text = SHOP.replace(", reference_price: 10.00", "")
    cheap = arms_of(text, "products.cup.price=5.00")[0]
    assert wanted(cheap) == wanted(arms_of(text)[0])
