"""What is the store's own, in euros, each value counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backsim.ledger import OWED_TO_CUSTOMERS, Account, Kind, journal, worth
from backsim.metrics import Reading, evaluate
from backsim.records.codes import LostCause, Offer, PaymentKind
from backsim.records.log import ProductFacts, RunLog, WayFacts
from backsim.units import DAY, NEVER

if TYPE_CHECKING:
    from backsim.testing import Diary

END = 100 * DAY
BOLT = ProductFacts("bolt", 1000, 400, 5, 0, 0.0, 0, 150)
"""What is left of it is cleared for 1.50."""


def own(log: RunLog) -> float | None:
    return evaluate(log)["own_money"]


def test_a_sale_earns_its_margin(diary: type[Diary]) -> None:
    # Two of five pieces at 4.00 become 20.00 in cash.
    assert own(diary(opening_cash=900).visit(DAY).line(quantity=2).log()) == 20.00 - 8.00


def test_a_deposit_is_not_the_stores(diary: type[Diary]) -> None:
    story = diary(fee=30).visit(DAY)
    log = story.line(Offer.BACKORDER, prepaid=1000, promised_at=2 * END).log()
    kpis = evaluate(log)
    assert kpis["net_cash_flow"] == 10.00 - 0.30
    assert kpis["own_money"] == -0.30
    assert kpis["cash_owed_to_customers"] == 10.00


def test_a_refund_that_is_still_to_be_paid_is_not_the_stores(diary: type[Diary]) -> None:
    story = diary(refund_after=99 * DAY).visit(DAY)
    log = story.line(Offer.BACKORDER, prepaid=1000, promised_at=2 * DAY, cancelled_at=3 * DAY).log()
    assert own(log) == 0.00
    assert evaluate(log)["cash_owed_to_customers"] == 10.00


def test_goods_that_came_are_paid_or_owed(diary: type[Diary]) -> None:
    paid = diary().purchase(DAY, 99 * DAY, 8).log()
    owed = diary().purchase(DAY, 99 * DAY, 8, pay_after=9 * DAY).log()
    on_order = diary().purchase(DAY, 101 * DAY, 8).log()
    assert own(paid) == own(owed) == own(on_order) == 0.00
    assert evaluate(owed)["net_cash_flow"] == 0.00


def test_what_is_left_is_worth_what_it_would_be_cleared_for(diary: type[Diary]) -> None:
    # Three of thirteen pieces are sold: 5 x 4.00 at the start, 10 x 1.50 at the end, 8 x 4.00 paid.
    log = diary(BOLT).purchase(DAY, 2 * DAY, 8).visit(9 * DAY).line(quantity=3).log()
    assert own(log) == pytest.approx(30.00 - 32.00 + 10 * 1.50 - 5 * 4.00)
    assert evaluate(log)["overstock"] == 40.00  # the books know its cost only


def test_pieces_that_come_and_go_as_it_ends_count_before_it(diary: type[Diary]) -> None:
    # The last receipt of the log is on the shelf at its end, the last parcel is not.
    story = diary(BOLT).purchase(DAY, END - 1, 2, pay_after=DAY).visit(END - 1).line()
    assert own(story.log()) == pytest.approx(10.00 + 6 * 1.50 - 5 * 4.00 - 8.00)


def test_the_window_begins_with_what_was_there(diary: type[Diary]) -> None:
    story = diary(BOLT, warm_up=10 * DAY, opening_cash=500).purchase(0, 9 * DAY, 4, pay_after=DAY)
    # At its start: 5.00, 9 x 1.50 on the shelf, 16.00 owed. At its end: -11.00 + 10.00 and 8 x 1.50
    log = story.visit(10 * DAY).line().log()
    assert own(log) == pytest.approx((-1.00 + 12.00) - (5.00 + 13.50 - 16.00))


def invoiced(diary: type[Diary], way: WayFacts, *, terms: int = 2 * END) -> RunLog:
    """10.00 on an invoice, for a piece that cost 4.00."""
    story = diary().visit(DAY)
    story.line(Offer.BACKORDER, promised_at=DAY, shipped_at=2 * DAY, terms=terms)
    story.facts = story.facts._replace(ways=((way,),))
    return story.log()


def test_an_open_invoice_is_worth_what_is_expected_of_it(diary: type[Diary]) -> None:
    log = invoiced(diary, WayFacts(0.2, 0.03, 25, 1))
    # 80 % pay, and 3 % and 0.25 are kept of what they pay.
    assert own(log) == pytest.approx(8.00 - 0.8 * (0.30 + 0.25) - 4.00)
    assert evaluate(log)["contribution_margin"] == 6.00


def test_an_invoice_that_was_paid_leaves_no_doubt(diary: type[Diary]) -> None:
    log = invoiced(diary, WayFacts(0.2, 0.03, 25, 1), terms=9 * DAY)
    assert own(log) == 6.00


def test_an_invoice_without_a_known_way_is_worth_its_amount(diary: type[Diary]) -> None:
    story = diary().visit(DAY)
    story.line(Offer.BACKORDER, promised_at=DAY, shipped_at=2 * DAY, terms=2 * END)
    assert own(story.log()) == 6.00


def in_three(diary: type[Diary], dates: tuple[int, ...], shipped_at: int) -> RunLog:
    """3.34 at checkout, then 3.33 twice; who pays so defaults in half of all cases."""
    story = diary().visit(DAY).line(
        Offer.BACKORDER, prepaid=334, scheduled=tuple((at, 333) for at in dates),
        promised_at=DAY, shipped_at=shipped_at,
    )  # fmt: skip
    story.facts = story.facts._replace(ways=((WayFacts(0.5, 0.0, 10, 3),),))
    return story.log()


def test_instalments_to_come_are_as_many_charges(diary: type[Diary]) -> None:
    log = in_three(diary, (2 * END, 3 * END), shipped_at=2 * DAY)
    assert own(log) == pytest.approx(3.34 + 0.5 * (6.66 - 2 * 0.10) - 4.00)


def test_who_pays_a_part_for_goods_that_they_have_pays_the_others(diary: type[Diary]) -> None:
    log = in_three(diary, (9 * DAY, 3 * END), shipped_at=2 * DAY)
    assert own(log) == pytest.approx(6.67 + 3.33 - 0.10 - 4.00)


def test_a_part_that_was_paid_before_the_goods_left_says_nothing(diary: type[Diary]) -> None:
    log = in_three(diary, (9 * DAY, 3 * END), shipped_at=20 * DAY)
    assert own(log) == pytest.approx(6.67 + 0.5 * (3.33 - 0.10) - 4.00)


def test_lines_that_left_together_are_one_charge_to_come(diary: type[Diary]) -> None:
    story = diary().visit(DAY)
    for shipped_at in (2 * DAY, 2 * DAY, 3 * DAY):  # two parcels
        story.line(Offer.BACKORDER, promised_at=DAY, shipped_at=shipped_at, terms=2 * END)
    story.facts = story.facts._replace(ways=((WayFacts(0.0, 0.0, 25, 1),),))
    assert own(story.log()) == pytest.approx(30.00 - 12.00 - 2 * 0.25)


def test_a_debt_that_was_written_off_is_gone(diary: type[Diary]) -> None:
    story = diary().visit(DAY).line(
        Offer.BACKORDER, promised_at=DAY, shipped_at=2 * DAY, terms=9 * DAY, default_at=11 * DAY
    )  # fmt: skip
    assert own(story.log()) == -4.00


def test_a_code_that_will_be_redeemed_is_owed(diary: type[Diary]) -> None:
    def code(at: int) -> RunLog:
        story = diary().visit(DAY).line(Offer.BACKORDER, promised_at=DAY, shipped_at=9 * DAY)
        return story.happens(at, PaymentKind.REWARD, 200).log()

    assert own(code(30 * DAY)) == own(code(END)) == own(code(2 * END)) == 10.00 - 4.00 - 2.00


def test_a_code_earned_before_the_window_was_owed_as_it_began(diary: type[Diary]) -> None:
    story = diary(warm_up=10 * DAY).visit(DAY)
    story.line(Offer.BACKORDER, promised_at=DAY, shipped_at=9 * DAY)
    assert own(story.happens(30 * DAY, PaymentKind.REWARD, 200).log()) == 0.00


def test_goods_on_the_way_that_were_paid_before_the_start_are_the_stores(
    diary: type[Diary],
) -> None:
    # Six pieces, bought for 4.00 each: on the way at the start; here at the end, to be cleared for
    # 1.50, or still on the way.
    for due_at in (DAY, 2 * END):
        log = diary(BOLT).purchase(-DAY, due_at, 6, paid=True).log()
        assert worth(log, journal(log), 0).stock == (5 + 6) * 400
        assert worth(log, journal(log), END).stock == (5 + 6) * 150
        assert own(log) == (5 + 6) * (1.50 - 4.00)


def test_too_much_in_stock_costs_as_much_whether_it_was_there_or_is_bought(
    diary: type[Diary],
) -> None:
    # Nobody comes: 8 pieces at 4.00 are left over, and are cleared for 1.50.
    bought = diary(BOLT._replace(opening_stock=0)).purchase(DAY, 2 * DAY, 8).log()
    there = diary(BOLT._replace(opening_stock=8)).log()
    assert own(bought) == own(there) == 8 * (1.50 - 4.00)


def test_a_month_sees_its_own_lowest_and_last(diary: type[Diary]) -> None:
    log = (
        diary(opening_cash=1000)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=500, promised_at=5 * DAY, shipped_at=20 * DAY)
        .purchase(DAY, 40 * DAY, 9)  # 36.00: below zero
        .log()
    )
    first = Reading(log).during(0, 10 * DAY)
    values = evaluate(first)
    assert (values["cash_trough"], values["own_cash_trough"]) == (10.00, 10.00)
    assert values["cash_owed_to_customers"] == values["peak_cash_owed_to_customers"] == 5.00
    assert values["own_money"] == 0.00


def test_every_item_is_named(diary: type[Diary]) -> None:
    story = diary(opening_cash=1000).purchase(DAY, 99 * DAY, 2, pay_after=9 * DAY).visit(DAY)
    story.line(Offer.BACKORDER, promised_at=DAY, shipped_at=2 * DAY, terms=2 * END)
    log = story.visit(DAY).line(Offer.BACKORDER, prepaid=300, promised_at=2 * END).log()
    found = worth(log, journal(log), END)
    assert found == (1300, 1000, 0.0, 0.0, 6 * 400, -800 - 300, 0)
    assert found.total == 3600
    assert worth(log, journal(log), 0).total == 1000 + 5 * 400


def test_what_customers_are_owed_at_its_highest(diary: type[Diary]) -> None:
    log = (
        diary(opening_cash=100, warm_up=5 * DAY, horizon=20 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=900, promised_at=DAY, shipped_at=3 * DAY)  # before it
        .visit(4 * DAY)
        .line(Offer.BACKORDER, prepaid=400, promised_at=DAY, shipped_at=7 * DAY)
        .visit(6 * DAY)
        .line(Offer.BACKORDER, prepaid=300, promised_at=DAY, cancelled_at=9 * DAY)
        .visit(7 * DAY)
        .line(Offer.BACKORDER, prepaid=200, promised_at=2 * END)
        .log()
    )
    kpis = evaluate(log)
    assert kpis["peak_cash_owed_to_customers"] == 4.00 + 3.00  # on day 6
    assert kpis["cash_owed_to_customers"] == 2.00


def test_own_cash_is_lowest_when_customers_money_pays_the_supplier(diary: type[Diary]) -> None:
    log = (
        diary(opening_cash=1000)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=1000, promised_at=5 * DAY, shipped_at=5 * DAY)
        .purchase(DAY, 3 * DAY, 4)  # 16.00: 4.00 of cash are left, and 10.00 are owed
        .log()
    )
    kpis = evaluate(log)
    assert kpis["cash_trough"] == 4.00
    assert kpis["own_cash_trough"] == -6.00


def test_nobody_is_owed_anything(diary: type[Diary]) -> None:
    kpis = evaluate(diary(opening_cash=700).visit(DAY).lost(LostCause.PRICE).log())
    assert kpis["own_money"] == kpis["cash_owed_to_customers"] == 0.0
    assert kpis["peak_cash_owed_to_customers"] == 0.0
    assert kpis["own_cash_trough"] == 7.00


def test_every_liability_is_owed_to_customers_or_to_somebody_named() -> None:
    liabilities = {account for account in Account if account.kind == Kind.LIABILITY}
    office = {Account.TAX_PAYABLE, Account.TAX_ON_DEPOSITS}
    assert liabilities == {*OWED_TO_CUSTOMERS, Account.PAYABLE, *office}


def test_at_unit_cost_stock_is_worth_what_the_books_say(diary: type[Diary]) -> None:
    assert BOLT._replace(salvage=NEVER) == ProductFacts("bolt", 1000, 400, 5, 0, 0.0, 0)
    log = diary().purchase(DAY, 2 * DAY, 3).visit(3 * DAY).line(quantity=2).log()
    assert worth(log, journal(log), END).stock == 6 * 400
