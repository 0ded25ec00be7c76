"""The export: what it says, and that beancount's own checker accepts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from backsim.ledger import Account, Kind
from backsim.ledger.beancount import account_name, amount, lines, quoted
from backsim.records.codes import CancelCause, Offer, PaymentKind
from backsim.records.log import ProductFacts, RunLog
from backsim.units import DAY, HOUR, NEVER

if TYPE_CHECKING:
    from backsim.testing import Diary

BeanCheck = Callable[[str], str]


@pytest.fixture
def busy(diary: type[Diary]) -> RunLog:
    """Something of everything that can be posted."""
    cup = ProductFacts("cup", 1000, 400, 9, 0, 0.2, 0, tax=0.19)
    return (
        diary(cup, opening_cash=-36500, interest_rate=1.0, fee=30, postage=50, dispute_fee=15,
              refund_after=5 * DAY, horizon=70 * DAY + 5 * HOUR)
        .visit(DAY)
        .line(quantity=2, value=1800, shipping_charge=120)
        .visit(DAY)
        .line(Offer.BACKORDER, surcharge=30, prepaid=344, scheduled=((3 * DAY, 343),
              (40 * DAY, 343)), promised_at=8 * DAY, shipped_at=9 * DAY)
        .happens(20 * DAY, PaymentKind.REWARD, 100)
        .spends(9 * DAY, Account.GIFTS, 25)
        .spends(9 * DAY, Account.PACKAGING, 60)
        .visit(DAY)
        .line(Offer.BACKORDER, terms=30 * DAY, default_at=39 * DAY, promised_at=8 * DAY,
              shipped_at=9 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, cancelled_at=10 * DAY)
        .happens(8 * DAY, PaymentKind.RENEWAL, fee=10)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, cancelled_at=10 * DAY, cancelled=CancelCause.DISPUTED)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, cancelled_at=10 * DAY, cancelled=CancelCause.CHANGED,
              withheld=290)
        .happens(10 * DAY, PaymentKind.KEPT, 150)
        .happens(10 * DAY, PaymentKind.CANCELLATION_FEE, 20)
        .happens(10 * DAY, PaymentKind.CREDIT, 120)
        .happens(30 * DAY, PaymentKind.CREDIT_REDEEMED, 120)
        .spends(30 * DAY, Account.CREDIT_GOODS, 60)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, cancelled_at=10 * DAY, withheld=140)
        .happens(10 * DAY, PaymentKind.CREDIT, 140)
        .purchase(DAY, 9 * DAY, 5, pay_after=30 * DAY)
        .purchase(NEVER, 9 * DAY, 2, paid=True)
        .spends(DAY, Account.ORDERING, 35, on_line=False)
        .spends(2 * DAY, Account.MARKETING, 500, on_line=False)
        .spends(30 * DAY, Account.RUNNING_COSTS, 900, on_line=False)
        .log()
    )  # fmt: skip


JANUARY = """\
option "title" "diary, base, replication 0, seed 1"
option "operating_currency" "EUR"

2026-01-05 commodity EUR
2026-01-05 open Assets:Cash EUR
2026-01-05 open Assets:Receivable EUR
2026-01-05 open Assets:Inventory EUR
2026-01-05 open Liabilities:Payable EUR
2026-01-05 open Liabilities:CustomerDeposits EUR
2026-01-05 open Equity:Opening EUR
2026-01-05 open Income:Revenue EUR
2026-01-05 open Income:Discounts EUR
2026-01-05 open Expenses:CostOfGoods EUR
2026-01-05 open Expenses:Shipping EUR

2026-01-05 * "opening"
  Assets:Cash  7.00 EUR
  Assets:Inventory  20.00 EUR
  Equity:Opening  -27.00 EUR

2026-01-06 * "order 1" "checkout 1 ring" ^order-1
  Assets:Cash  3.00 EUR
  Liabilities:CustomerDeposits  -3.00 EUR

2026-01-06 * "order 0" "shipment 5 ring" ^order-0
  Assets:Receivable  45.00 EUR
  Income:Discounts  5.00 EUR
  Income:Revenue  -50.00 EUR
  Expenses:CostOfGoods  20.00 EUR
  Assets:Inventory  -20.00 EUR

2026-01-06 * "order 0" "collection 5 ring" ^order-0
  Assets:Cash  45.00 EUR
  Assets:Receivable  -45.00 EUR

2026-01-06 * "order 0" "parcel" ^order-0
  Expenses:Shipping  0.50 EUR
  Assets:Cash  -0.50 EUR

2026-01-14 * "smith" "receipt 1 ring" ^purchase-0
  Assets:Inventory  4.00 EUR
  Liabilities:Payable  -4.00 EUR

2026-01-14 * "smith" "supplier payment 1 ring" ^purchase-0
  Liabilities:Payable  4.00 EUR
  Assets:Cash  -4.00 EUR
"""


def test_a_small_business_word_for_word(diary: type[Diary]) -> None:
    log = (
        diary(opening_cash=700, postage=50, horizon=28 * DAY)
        .visit(DAY)
        .line(quantity=5, value=4500)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=300, promised_at=9 * DAY, shipped_at=27 * DAY)
        .purchase(DAY, 9 * DAY, 1)
        .log()
    )
    january, _, february = "".join(lines(log)).partition("\n2026-02-01 balance Assets:Cash")
    assert january == JANUARY
    first, _, shipment = february.partition("\n\n")
    assert first.splitlines()[0] == "  50.50 ~ 0 EUR"
    assert first.splitlines()[4] == "2026-02-01 balance Liabilities:CustomerDeposits  -3.00 ~ 0 EUR"
    assert shipment.startswith('2026-02-01 * "order 1" "shipment 1 ring" ^order-1\n')
    assert "2026-02-02 balance Liabilities:CustomerDeposits  0.00 ~ 0 EUR\n" in shipment


def test_bean_check_accepts_something_of_everything(busy: RunLog, bean_check: BeanCheck) -> None:
    text = "".join(lines(busy))
    opened = {line.split()[2] for line in text.splitlines() if " open " in line}
    assert opened == {account_name(account) for account in Account}
    assert bean_check(text) == ""


def test_bean_check_notices_one_cent(busy: RunLog, bean_check: BeanCheck) -> None:
    text = "".join(lines(busy))
    wrong = text.replace("balance Assets:Inventory  48.00", "balance Assets:Inventory  48.01")
    assert wrong != text
    assert "Balance failed for 'Assets:Inventory'" in bean_check(wrong)


def test_a_month_end_and_the_end_are_asserted(busy: RunLog) -> None:
    text = "".join(lines(busy))
    days = [line.split()[0] for line in text.splitlines() if " balance Assets:Cash " in line]
    # From 5 January: 27 days to the first of February; the 71st day is 16 March.
    assert days == ["2026-02-01", "2026-03-01", "2026-03-17"]


def test_text_from_a_scenario_is_escaped(diary: type[Diary], bean_check: BeanCheck) -> None:
    odd = ProductFacts('the "one"\n\\ring', 1000, 400, 5, 0, 0.2, 0)
    story = diary(odd).visit(DAY).line()
    story.facts = story.facts._replace(study='a "study"', arm="a\nb")
    text = "".join(lines(story.log()))
    assert 'option "title" "a \\"study\\", a b, replication 0, seed 1"\n' in text
    assert '"shipment 1 the \\"one\\" \\\\ring"' in text
    assert bean_check(text) == ""


def test_a_currency_without_minor_units(diary: type[Diary], bean_check: BeanCheck) -> None:
    story = diary(fee=3).visit(DAY).line()
    story.facts = story.facts._replace(currency="JPY", minor_digits=0)
    text = "".join(lines(story.log()))
    assert "  Assets:Cash  1000 JPY\n" in text
    assert bean_check(text) == ""


def test_a_store_without_anything_has_books_too(diary: type[Diary], bean_check: BeanCheck) -> None:
    text = "".join(lines(diary(ProductFacts("none", 10, 4, 0, 0, 0.0, 0)).log()))
    assert " open " not in text
    assert bean_check(text) == ""


def test_every_account_stands_under_its_root() -> None:
    roots = {
        kind: {account_name(a).split(":")[0] for a in Account if a.kind == kind} for kind in Kind
    }
    assert roots == {
        Kind.ASSET: {"Assets"},
        Kind.LIABILITY: {"Liabilities"},
        Kind.EQUITY: {"Equity"},
        Kind.INCOME: {"Income"},
        Kind.EXPENSE: {"Expenses"},
    }
    assert len({account_name(account) for account in Account}) == len(Account)


@pytest.mark.parametrize(
    ("minor", "digits", "text"),
    [(0, 2, "0.00"), (5, 2, "0.05"), (-120, 2, "-1.20"), (1234, 3, "1.234"), (-7, 0, "-7")],
)
def test_amounts_are_exact(minor: int, digits: int, text: str) -> None:
    assert amount(minor, digits) == text


def test_a_string_stays_on_one_line() -> None:
    assert quoted("a\tb\r\nc\x1b") == '"a b  c "'


def test_an_outlay_names_what_it_was_spent_on(
    diary: type[Diary], altered: Callable[[RunLog, str, str, int, int], RunLog]
) -> None:
    log = diary().visit(DAY).line(quantity=2).spends(DAY, Account.GIFTS, 25).log()

    def headings(log: RunLog) -> list[str]:
        return [text.splitlines()[1] for text in lines(log) if "Gifts  0.25 EUR" in text]

    order = altered(log, "outlays", "line", 0, NEVER)
    assert headings(log) == ['2026-01-06 * "order 0" "gifts 2 ring" ^order-0']
    assert headings(order) == ['2026-01-06 * "order 0" "gifts" ^order-0']
    assert headings(altered(order, "outlays", "order", 0, NEVER)) == ['2026-01-06 * "gifts"']
