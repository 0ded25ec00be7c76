"""Money KPIs on small logs, in euros, each value counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backsim.ledger import Account
from backsim.metrics import evaluate
from backsim.records.codes import Offer, PaymentKind
from backsim.records.log import ProductFacts
from backsim.units import DAY

if TYPE_CHECKING:
    from backsim.testing import Diary


def test_cash_flow_and_its_trough(diary: type[Diary]) -> None:
    log = (
        diary(opening_cash=1000)
        .purchase(DAY, 2 * DAY, 5)  # pays 20.00 on day 2: 10.00 below zero
        .visit(6 * DAY)
        .line(quantity=4)  # earns 40.00 on day 6
        .log()
    )
    kpis = evaluate(log)
    assert kpis["net_cash_flow"] == 20.00
    assert kpis["cash_trough"] == -10.00
    assert kpis["days_cash_negative"] == 4.0
    assert kpis["peak_funding"] == 20.00


def test_movements_of_one_instant_count_together(diary: type[Diary]) -> None:
    # On day 2 the supplier takes 20.00 and customers bring 50.00: at no time is cash missing.
    log = diary().purchase(DAY, 2 * DAY, 5).visit(2 * DAY).line(quantity=5).log()
    kpis = evaluate(log)
    assert kpis["cash_trough"] == 0.0
    assert kpis["days_cash_negative"] == 0.0
    assert kpis["peak_funding"] == 0.0


def test_cash_of_a_window_begins_with_what_is_there(diary: type[Diary]) -> None:
    story = (
        diary(opening_cash=1000, warm_up=5 * DAY)
        .purchase(DAY, 2 * DAY, 5)  # -10.00 as the window opens
        .purchase(DAY, 6 * DAY, 1)  # -14.00
        .visit(8 * DAY)
        .line(quantity=4)  # 26.00
    )
    kpis = evaluate(story.log())
    assert kpis["net_cash_flow"] == 36.00
    assert kpis["cash_trough"] == -14.00
    assert kpis["days_cash_negative"] == 3.0
    assert kpis["peak_funding"] == 4.00


def test_nothing_happened_in_the_window(diary: type[Diary]) -> None:
    kpis = evaluate(diary(opening_cash=1000, warm_up=5 * DAY).log())
    assert kpis["net_cash_flow"] == 0.0
    assert kpis["cash_trough"] == 10.00
    assert kpis["peak_funding"] == 0.0


def test_the_margins_of_a_sale(diary: type[Diary]) -> None:
    stone = ProductFacts("stone", 1000, 365, 5, 0, 1.0, 0)  # holding costs 0.01 a piece and day
    log = diary(stone, fee=30, postage=50, horizon=10 * DAY).visit(DAY).line(value=900).log()
    kpis = evaluate(log)
    assert kpis["revenue"] == 9.00
    assert kpis["discounts_given"] == 1.00
    assert kpis["gross_margin"] == pytest.approx(9.00 - 3.65)
    # Five pieces for a day, four for nine days.
    assert kpis["contribution_margin"] == pytest.approx(5.35 - 0.30 - 0.50 - 0.41)


def test_revenue_is_earned_in_the_window_in_which_goods_leave(diary: type[Diary]) -> None:
    log = (
        diary(warm_up=10 * DAY)
        .visit(9 * DAY)
        .line()
        .visit(9 * DAY)
        .line(Offer.BACKORDER, prepaid=1000, promised_at=11 * DAY, shipped_at=11 * DAY)
        .visit(12 * DAY)
        .line(Offer.BACKORDER, prepaid=1000, promised_at=99 * DAY)
        .log()
    )
    kpis = evaluate(log)
    assert kpis["revenue"] == 10.00
    assert kpis["net_cash_flow"] == 10.00  # the second deposit; the first came before


def test_deferred_revenue_is_money_held_over_time(diary: type[Diary]) -> None:
    log = (
        diary(horizon=10 * DAY)
        .visit(0)
        .line(Offer.BACKORDER, prepaid=500, promised_at=DAY, shipped_at=4 * DAY)
        .visit(6 * DAY)
        .line(Offer.BACKORDER, prepaid=1000, promised_at=DAY, cancelled_at=8 * DAY)
        .log()
    )
    assert evaluate(log)["deferred_revenue"] == (5.00 * 4 + 10.00 * 2) / 10


def test_the_cash_conversion_cycle(diary: type[Diary]) -> None:
    none = ProductFacts("none", 1000, 400, 0, 0, 0.0, 0)
    log = (
        diary(none, horizon=10 * DAY)
        .purchase(0, 2 * DAY, 1, pay_after=DAY)  # owed to the supplier for a day
        .visit(7 * DAY)
        .line()  # lay on the shelf for five days, paid at once
        .log()
    )
    assert evaluate(log)["cash_conversion_cycle"] == pytest.approx(5 - 1)


def test_customer_deposits_shorten_the_cash_conversion_cycle(diary: type[Diary]) -> None:
    none = ProductFacts("none", 1000, 400, 0, 0, 0.0, 0)
    log = (
        diary(none, horizon=10 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=500, promised_at=9 * DAY, shipped_at=9 * DAY)
        .purchase(0, 9 * DAY, 1)
        .log()
    )
    # Half of the price is there eight days before the goods.
    assert evaluate(log)["cash_conversion_cycle"] == pytest.approx(-4)


def test_goods_for_a_cent_have_a_cycle_too(diary: type[Diary]) -> None:
    # Bought for a cent on day 0, sold for a cent after five days; the supplier is paid on day 1.
    bead = ProductFacts("bead", 1, 1, 0, 0, 0.0, 0)
    story = diary(bead, horizon=10 * DAY).purchase(0, 0, 1, pay_after=DAY).visit(5 * DAY).line()
    assert evaluate(story.log())["cash_conversion_cycle"] == pytest.approx(5 - 1)


def test_no_sales_means_no_cycle(diary: type[Diary]) -> None:
    assert evaluate(diary().log())["cash_conversion_cycle"] is None


def test_a_currency_without_minor_units(diary: type[Diary]) -> None:
    story = diary().visit(DAY).line()
    story.facts = story.facts._replace(currency="JPY", minor_digits=0)
    assert evaluate(story.log())["revenue"] == 1000.0


def test_discounts_won_and_given_away(diary: type[Diary]) -> None:
    log = (
        diary(warm_up=5 * DAY)
        .visit(DAY)
        .line(value=500)  # before the window
        .visit(6 * DAY)
        .line(value=900, full_price=True)
        .visit(6 * DAY)
        .line(value=950, full_price=False)
        .visit(6 * DAY)
        .line()
        .visit(6 * DAY)
        .line(Offer.BACKORDER, value=800, full_price=True)  # not shipped
        .log()
    )
    kpis = evaluate(log)
    assert kpis["discounts_given"] == 1.50
    assert kpis["discounts_given_away"] == 1.00
    assert kpis["discounts_won"] == 0.50


def test_interest_and_days_beyond_the_credit_limit(diary: type[Diary]) -> None:
    log = (
        diary(opening_cash=0, interest_rate=3.65, credit_limit=2000, horizon=6 * DAY)
        .purchase(0, DAY, 5)  # 20.00 of debt from day 1: as far as the bank goes
        .visit(4 * DAY)
        .line(quantity=3)  # 30.00 on day 4
        .log()
    )
    kpis = evaluate(log)
    # 1 % a day: 0.20 on each of three days; interest on interest rounds to nothing here.
    assert kpis["interest_paid"] == 0.61
    assert kpis["days_cash_negative"] == 3.0
    # The first interest is charged in the last tick of day 1.
    assert kpis["days_beyond_credit"] == pytest.approx(2.0, abs=2 / DAY)
    assert kpis["cash_trough"] == pytest.approx(-20.61)


def test_without_a_limit_credit_is_never_exceeded(diary: type[Diary]) -> None:
    kpis = evaluate(diary(opening_cash=-(10**12)).log())
    assert kpis["days_beyond_credit"] == 0.0
    assert kpis["interest_paid"] == 0.0


def test_what_customers_cost_beyond_the_goods(diary: type[Diary]) -> None:
    log = (
        diary()
        .visit(DAY)
        .line(Offer.BACKORDER, surcharge=60, prepaid=500, terms=9 * DAY, promised_at=8 * DAY,
              shipped_at=9 * DAY, default_at=18 * DAY)
        .spends(9 * DAY, Account.GIFTS, 25)
        .happens(30 * DAY, PaymentKind.REWARD, 200)
        .log()
    )  # fmt: skip
    kpis = evaluate(log)
    assert kpis["revenue"] == 10.00
    assert kpis["bad_debts"] == 5.60
    assert kpis["rewards_given"] == 2.00
    assert kpis["gifts_given"] == 0.25
    assert kpis["gross_margin"] == 6.00
    assert kpis["contribution_margin"] == pytest.approx(6.00 + 0.60 - 5.60 - 2.00 - 0.25)
