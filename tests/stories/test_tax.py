"""Stories of prices with tax inside: what is earned, and what is the tax office's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backsim.ledger import Account, balance, income_statement, journal
from backsim.metrics import evaluate
from backsim.records.log import RunLog
from backsim.testing import Written
from backsim.units import DAY

Lived = Callable[..., tuple[RunLog, list[str]]]

# 5 January is day 0, 1 February is day 27, 1 April is day 86.
SHOP = """
horizon: 100 days
products:
  lamp:
    price: 119.00
    unit_cost: 40.00
    opening_stock: 1
    replenishment: {policy: base_stock, base_stock_level: 0}
suppliers:
  maker: {lead_time: 30 days, payment_after: 90 days}
selling: {backorders: open}
money: {tax: 19%}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def tax_paid(log: RunLog) -> list[tuple[int, int]]:
    """Days and amounts of what went to the tax office."""
    mine = log.outlays.account == Account.TAX_PAYABLE
    days = (log.outlays.at[mine] // DAY).tolist()
    return list(zip(days, log.outlays.amount[mine].tolist(), strict=True))


def test_what_is_sold_earns_its_price_less_the_tax(lived: Lived) -> None:
    log, _ = lived(SHOP, "0 09:00 ann 1 lamp 119.00")
    assert tax_paid(log) == [(27, 1900)]
    kpis = evaluate(log)
    assert (kpis["revenue"], kpis["gross_margin"], kpis["tax_owed"]) == (100.0, 60.0, 0.0)
    assert kpis["net_cash_flow"] == 100.0
    assert kpis["own_money"] == 100.0 - 40.0
    earned = income_statement(journal(log), 0, log.facts.horizon)
    assert earned.income[Account.REVENUE] == 11900
    assert earned.income[Account.TAX_IN_PRICES] == -1900


FULL = "payment: {approach: full}\n"


def test_what_is_taken_ahead_is_taxed_as_it_is_taken(lived: Lived) -> None:
    # Ann takes the lamp that is here; ben pays 119.00 on day 1, and his comes on day 31.
    customers = "0 09:00 ann 1 lamp 119.00\n1 09:00 ben 1 lamp 119.00"
    log, _ = lived(SHOP + FULL, customers)
    assert tax_paid(log) == [(27, 3800)]
    books = journal(log)

    def held(day: int) -> tuple[int, ...]:
        accounts = (Account.CUSTOMER_DEPOSITS, Account.TAX_PAYABLE, Account.TAX_ON_DEPOSITS)
        return tuple(-balance(books, account, (day + 1) * DAY - 1) for account in accounts)

    assert held(1) == (11900, 3800, -1900)
    assert held(27) == (11900, 0, -1900)
    assert held(31) == (0, 0, 0)
    assert evaluate(log)["revenue"] == 200.0


def test_a_cancellation_gives_the_tax_back(lived: Lived) -> None:
    # Ben gives up on day 40, nine days after his promise; what was paid for January comes back on
    # 1 March (day 55).
    customers = "0 09:00 ann 1 lamp 119.00\n1 09:00 ben 1 lamp 119.00 tolerance=9d"
    log, _ = lived(SHOP + FULL, customers, lead_times={"lamp": [90]})
    assert tax_paid(log) == [(27, 3800), (55, -1900)]
    kpis = evaluate(log)
    assert (kpis["revenue"], kpis["net_cash_flow"]) == (100.0, 100.0)
    assert kpis["own_money"] == 60.0


def test_a_deposit_is_taxed_by_parts_to_the_cent(lived: Lived) -> None:
    # 7 % inside of 10.00 are 0.65 (0.654...): 0.22 (0.218) of the deposit of 3.33, the rest with
    # the goods.
    scenario = SHOP.replace("19%", "7%").replace("price: 119.00", "price: 10.00")
    scenario = scenario.replace("opening_stock: 1", "opening_stock: 0")
    scenario += "payment: {approach: deposit, amount: 3.33}\n"
    log, _ = lived(scenario, "0 09:00 ann 1 lamp 10.00")
    assert tax_paid(log) == [(27, 22), (55, 43)]


@pytest.mark.parametrize(("paid", "days"), [("quarterly", [86]), ("yearly", [])])
def test_it_is_paid_by_the_calendar(lived: Lived, paid: str, days: list[int]) -> None:
    log, _ = lived(SHOP.replace("19%", f"19%, tax_paid: {paid}"), "0 09:00 ann 1 lamp 119.00")
    assert [day for day, _ in tax_paid(log)] == days
    assert evaluate(log)["tax_owed"] == (0.0 if days else 19.0)
    assert evaluate(log)["own_money"] == 60.0


def test_each_product_has_its_rate_and_shipping_has_that_of_its_goods(lived: Lived) -> None:
    # A book of 21.40 at 7 % and a lamp of 119.00 at 19 %: 4.00 for shipping, 0.60 and 3.40 of it.
    scenario = SHOP.replace(
        "suppliers:",
        "  book: {price: 21.40, unit_cost: 5.00, opening_stock: 3, tax: 7%,\n"
        "         selling: {backorders: off}}\nsuppliers:",
    ).replace("shipping:", "shipping:\n  charged: 4.00")
    customers = "0 09:00 ann 1 book 21.40 limit=99.00\n0 09:00 ann 1 lamp 119.00"
    log, _ = lived(scenario, customers)
    parts = dict(zip(log.lines.product.tolist(), log.lines.shipping_charge.tolist(), strict=True))
    assert parts == {0: 60, 1: 340}
    # 7 % inside of 22.00 and 19 % inside of 122.40.
    assert tax_paid(log) == [(27, 144 + 1954)]
    kpis = evaluate(log)
    assert (kpis["revenue"], kpis["shipping_income"]) == (120.0, 4.0 - 0.04 - 0.54)


def test_what_is_never_paid_bears_no_tax_in_the_end(lived: Lived) -> None:
    scenario = SHOP + "payment: {approach: net_days, days: 40 days, default_rate: 50%}\n"
    log, _ = lived(scenario, "0 09:00 ann 1 lamp 119.00 default=0.1")
    assert tax_paid(log) == [(27, 1900), (55, -1900)]
    assert evaluate(log)["bad_debts"] == 100.0
    assert evaluate(log)["net_cash_flow"] == 0.0


def test_where_nothing_is_taxed_nothing_is_posted(
    lived: Lived, write: Callable[[RunLog], Written]
) -> None:
    log, _ = lived(SHOP.replace("money: {tax: 19%}\n", ""), "0 09:00 ann 1 lamp 119.00")
    assert not any("tax" in entry for entry in write(log).journal)
    assert np.all(log.outlays.account != Account.TAX_PAYABLE)


def test_the_tax_on_what_was_taken_before_the_start_is_paid(lived: Lived) -> None:
    # On day 0 an order waits of which all was paid, and taxed, before. Its lamp is here and leaves:
    # nothing is due for it, and nothing comes back.
    scenario = SHOP.replace(
        "opening_stock: 1", "opening_stock: 1\n    waiting: [{pieces: 1, paid: 100%}]"
    )
    log, _ = lived(scenario + FULL, "99 09:00 zoe 1 lamp 119.00 limit=1.00")
    assert tax_paid(log) == []
    kpis = evaluate(log)
    assert (kpis["revenue"], kpis["own_money"], kpis["tax_owed"]) == (100.0, 60.0, 0.0)
