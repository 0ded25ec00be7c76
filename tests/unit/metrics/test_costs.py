"""Costs of stock, of campaigns and of staying open, in euros, each counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backsim.ledger import Account
from backsim.metrics import evaluate
from backsim.records.codes import LostCause, Offer
from backsim.records.log import ImputedCosts, ProductFacts
from backsim.units import DAY, NEVER

if TYPE_CHECKING:
    from backsim.testing import Diary


def bolt(imputed: ImputedCosts, *, stock: int = 0, release_at: int = 0) -> ProductFacts:
    return ProductFacts("bolt", 1000, 365, stock, release_at, 1.0, 0, NEVER, imputed)


def test_pieces_owed_cost_their_time(diary: type[Diary]) -> None:
    log = (
        diary(bolt(ImputedCosts(backorder_day=0.5)), warm_up=2 * DAY, horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=3, promised_at=9 * DAY, shipped_at=6 * DAY)
        .sets_aside(4 * DAY, 1)  # two days of one piece in the window, four of two
        .visit(8 * DAY)
        .line(Offer.BACKORDER, promised_at=20 * DAY)  # open at the end: two days
        .log()
    )
    assert evaluate(log)["backorder_cost"] == pytest.approx(0.005 * (2 + 8 + 2))


def test_pieces_owed_cost_something_once(diary: type[Diary]) -> None:
    log = (
        diary(bolt(ImputedCosts(backorder=70), stock=1), warm_up=2 * DAY, horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=9, promised_at=9 * DAY, shipped_at=6 * DAY)  # before it
        .visit(3 * DAY)
        .line(Offer.BACKORDER, quantity=3, promised_at=9 * DAY, shipped_at=6 * DAY)
        .sets_aside(3 * DAY, 1)  # was here: only two are owed
        .visit(4 * DAY)
        .line(Offer.PREORDER, promised_at=7 * DAY, shipped_at=8 * DAY)  # owed from day 7 on
        .log()
    )
    assert evaluate(log)["backorder_cost"] == pytest.approx(0.70 * (2 + 1))


def test_each_product_has_its_own_cost_of_waiting(diary: type[Diary]) -> None:
    dear, cheap = bolt(ImputedCosts(100, 10.0)), bolt(ImputedCosts(1, 0.0))
    log = (
        diary(dear, cheap)
        .visit(DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY, shipped_at=3 * DAY)
        .line(Offer.BACKORDER, product=1, quantity=5, promised_at=9 * DAY, shipped_at=3 * DAY)
        .log()
    )
    assert evaluate(log)["backorder_cost"] == pytest.approx(1.00 + 2 * 0.10 + 5 * 0.01)


@pytest.mark.parametrize(
    ("cause", "offer", "counts"),
    [
        (LostCause.REFUSED, Offer.NONE, 1),
        (LostCause.SOLD_OUT, Offer.NONE, 1),
        (LostCause.WAIT, Offer.BACKORDER, 1),
        (LostCause.PREPAYMENT, Offer.BACKORDER, 1),
        (LostCause.PRICE, Offer.STOCK, 0),
        (LostCause.PRICE, Offer.BACKORDER, 0),
        (LostCause.ENDED, Offer.NONE, 0),
    ],
)
def test_a_sale_lost_for_want_of_stock_costs_its_pieces(
    diary: type[Diary], cause: LostCause, offer: Offer, counts: int
) -> None:
    story = diary(bolt(ImputedCosts(lost_sale=250)), warm_up=2 * DAY).visit(DAY)
    story.lost(cause, offer, quantity=5).visit(3 * DAY).lost(cause, offer, quantity=2)
    assert evaluate(story.log())["lost_sale_cost"] == counts * 2 * 2.50


def test_a_substitute_is_no_lost_sale(diary: type[Diary]) -> None:
    products = bolt(ImputedCosts(lost_sale=250)), bolt(ImputedCosts(lost_sale=250), stock=5)
    log = diary(*products).visit(DAY).line(product=1, asked_for=0).log()
    assert evaluate(log)["lost_sale_cost"] == 0.0


def test_all_that_a_textbook_charges_is_one_sum(diary: type[Diary]) -> None:
    log = (
        diary(bolt(ImputedCosts(20, 1.0, 50), stock=2), horizon=10 * DAY)
        .spends(DAY, Account.ORDERING, 500, on_line=False)
        .visit(4 * DAY)
        .line(quantity=2)  # two pieces for four days, at 0.01 a piece and day
        .visit(5 * DAY)
        .line(Offer.BACKORDER, promised_at=9 * DAY, shipped_at=8 * DAY)
        .purchase(DAY, 8 * DAY, 1)
        .visit(6 * DAY)
        .lost(LostCause.REFUSED)
        .log()
    )
    kpis = evaluate(log)
    assert kpis["holding_cost"] == 0.08
    assert kpis["order_cost"] == 5.00
    assert kpis["backorder_cost"] == pytest.approx(0.20 + 3 * 0.01)
    assert kpis["lost_sale_cost"] == 0.50
    assert kpis["inventory_cost"] == pytest.approx(0.08 + 5.00 + 0.23 + 0.50)
    # Of these, only what is paid is in the books.
    assert kpis["contribution_margin"] == pytest.approx(3 * (10.00 - 3.65) - 0.08 - 5.00)


def test_campaigns_and_running_costs_of_the_window(diary: type[Diary]) -> None:
    log = (
        diary(warm_up=10 * DAY)
        .spends(DAY, Account.MARKETING, 300, on_line=False)
        .spends(DAY, Account.RUNNING_COSTS, 900, on_line=False)
        .spends(20 * DAY, Account.MARKETING, 200, on_line=False)
        .spends(30 * DAY, Account.RUNNING_COSTS, 800, on_line=False)
        .log()
    )
    kpis = evaluate(log)
    assert (kpis["marketing_cost"], kpis["running_costs"]) == (2.00, 8.00)
    assert kpis["contribution_margin"] == -2.00  # what does not grow with sales is no part of it
    assert kpis["net_cash_flow"] == kpis["own_money"] == -10.00
