"""Own money cannot be flattered: by paying later, by taking money ahead, by running stock down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backsim.ledger import Account, balance_before, journal, worth
from backsim.metrics import evaluate
from backsim.records.log import Purchases, RunLog
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate
from backsim.units import NEVER

Tree = dict[str, Any]
ArmsOf = Callable[[Tree], tuple[Scenario, ...]]
AnyShop = st.SearchStrategy[Tree]

EXAMPLES = settings().max_examples
"""Of the profile in use."""

OWING = {"interest": "80%"}


def live(tree: Tree, arms_of: ArmsOf) -> RunLog:
    (shop,) = arms_of(tree)
    return simulate(shop, draw(shop, 1, 0))


def before_interest(log: RunLog) -> float:
    """Own money, but for what the bank took."""
    kpis = evaluate(log)
    own, interest = kpis["own_money"], kpis["interest_paid"]
    assert own is not None
    assert interest is not None
    return own + interest


@settings(max_examples=EXAMPLES // 2)
@given(st.data())
def test_paying_suppliers_later_earns_the_interest_only(
    whole_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    """Whatever else goes on in the shop."""
    tree = data.draw(whole_shop)
    tree["money"] |= OWING
    logs = []
    for delay in ("0 days", f"{data.draw(st.integers(1, 99))} days"):
        for supplier in tree["suppliers"].values():
            supplier["payment_after"] = delay
        logs.append(live(tree, arms_of))
    sooner, later = logs
    assert before_interest(later) == pytest.approx(before_interest(sooner), abs=1e-6)


@settings(max_examples=EXAMPLES // 2)
@given(st.data())
def test_what_customers_owe_is_what_the_books_say(
    whole_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    log = live(data.draw(whole_shop), arms_of)
    books, end = journal(log), log.facts.horizon
    for at in (data.draw(st.integers(0, end - 1)), end):
        found = worth(log, books, at)
        assert found.receivable == balance_before(books, Account.RECEIVABLE, at)
        goods = (Account.INVENTORY, Account.GOODS_IN_TRANSIT)
        assert found.stock == sum(balance_before(books, account, at) for account in goods)
        assert -found.receivable <= found.defaults <= 0
        assert found.fees <= 0


@settings(max_examples=EXAMPLES // 2)
@given(st.data())
def test_taking_money_ahead_earns_the_interest_only(
    any_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    """Where nobody minds, nobody is served first for it, and the processor takes nothing."""
    tree = data.draw(any_shop)
    tree["money"] |= OWING
    for segment in tree["customers"].values():
        segment["prepayment_aversion"] = 0
    tree["selling"]["allocation"] = "first_come"
    for product in tree["products"].values():
        product.pop("payment", None)
        product.get("selling", {}).pop("allocation", None)
    terms = {"refund_after": tree["payment"]["refund_after"]}
    share = data.draw(st.integers(1, 100))
    ways = ({"approach": "at_shipment"}, {"approach": "deposit", "share": f"{share}%"})
    later, ahead = (live(tree | {"payment": terms | way}, arms_of) for way in ways)
    assert before_interest(ahead) == pytest.approx(before_interest(later), abs=1e-6)


@settings(max_examples=EXAMPLES // 2)
@given(st.data())
def test_stock_that_is_bought_again_before_the_end_earns_nothing(
    whole_shop: AnyShop, arms_of: ArmsOf, data: st.DataObject
) -> None:
    """Nothing is run again: a purchase is put into a finished log, just before its end."""
    tree = data.draw(whole_shop)
    for product in tree["products"].values():
        product["holding_cost"] = 0  # keeping a piece costs something, whoever owns it
    log = live(tree, arms_of)
    pieces, pay_after = data.draw(st.integers(1, 50)), data.draw(st.integers(0, 10**7))
    assert before_interest(with_purchase(log, pieces, pay_after)) == pytest.approx(
        before_interest(log), abs=1e-6
    )


def with_purchase(log: RunLog, pieces: int, pay_after: int) -> RunLog:
    """The same log, with a purchase of the first product that comes as it ends."""
    last = log.facts.horizon - 1
    row = Purchases.blank(1) | {
        "quantity": np.array([pieces]),
        "received_at": np.array([last]),
        "cost": np.array([pieces * log.facts.products[0].unit_cost]),
        "payable_at": np.array([last + pay_after]),
    }
    whole = {
        name: np.append(getattr(log.purchases, name), column).astype(np.int64)
        for name, column in row.items()
    }
    return replace(log, purchases=Purchases(**whole))


def test_a_purchase_more_is_seen(arms_of: ArmsOf) -> None:
    """Else the test above would say nothing: net cash flow falls by what is paid for it."""
    tree = {
        "horizon": "20 days",
        "products": {"cup": {"price": 9, "unit_cost": "4.00", "opening_stock": 9}},
        "demand": {"rate": "1 per day"},
    }
    log = live(tree, arms_of)
    paid, owed = with_purchase(log, 3, 0), with_purchase(log, 3, 9)
    flows = [evaluate(each)["net_cash_flow"] for each in (log, paid, owed)]
    assert flows[0] is not None
    assert flows == [flows[0], flows[0] - 12.00, flows[0]]
    assert int((paid.purchases.received_at != NEVER).sum()) == 1
