"""The till: what is taken when, what fails, and what goes back. One line an order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.records.codes import CancelCause

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: 9 days}}
selling: {backorders: open}
"""
ANN = "0 00:00 ann 1 cup 10.00"


def paying(terms: str) -> str:
    return f"{SHOP}payment: {{{terms}}}\n"


@pytest.mark.parametrize(
    ("terms", "paid"),
    [
        ("approach: at_shipment", [("SHIPMENT", 0, 9, 1000)]),
        ("approach: full", [("CHECKOUT", 0, 0, 1000)]),
        (
            "approach: deposit, amount: 2.50",
            [("CHECKOUT", 0, 0, 250), ("SHIPMENT", 0, 9, 750)],
        ),
        (
            "approach: deposit, share: 30%, balance: {after: 4 days}",
            [("CHECKOUT", 0, 0, 300), ("SCHEDULED", 0, 4, 700)],
        ),
        # An invoice is written when the goods leave.
        ("approach: net_days, days: 20 days", [("SCHEDULED", 0, 29, 1000)]),
        (
            "approach: instalments, parts: 3, every: 5 days",
            [("CHECKOUT", 0, 0, 334), ("SCHEDULED", 0, 5, 333), ("SCHEDULED", 0, 10, 333)],
        ),
    ],
)
def test_a_plan_is_kept(
    open_shop: OpenShop, terms: str, paid: list[tuple[str, int, float, int]]
) -> None:
    shop = open_shop(paying(terms), ANN)
    for day in (1, 5, 10, 30):
        assert shop.until(day).paid == [row for row in paid if row[2] < day]


@pytest.mark.parametrize(("luck", "lost"), [(0.29, True), (0.30, False)])
def test_who_defaults_pays_nothing_more(open_shop: OpenShop, luck: float, lost: bool) -> None:
    terms = "approach: instalments, parts: 4, every: 5 days, default_rate: 30%"
    shop = open_shop(paying(terms), f"{ANN} default={luck}").until(60)
    first = [("CHECKOUT", 0, 0, 250), ("SCHEDULED", 0, 5, 250)]
    later = [("SCHEDULED", 0, 10, 250), ("SCHEDULED", 0, 15, 250)]
    assert shop.paid == [*first, *([("DEFAULT", 0, 10, 500)] if lost else later)]


def test_a_hold_on_a_card_is_renewed_while_the_line_waits(open_shop: OpenShop) -> None:
    shop = open_shop(paying("authorisation: {valid_for: 4 days}"), ANN).until(60)
    assert shop.paid == [("RENEWAL", 0, 4, 0), ("RENEWAL", 0, 8, 0), ("SHIPMENT", 0, 9, 1000)]


@pytest.mark.parametrize(
    ("lucks", "told"),
    [
        ([0.2, 0, 0], [("SHIPMENT", 0, 9, 1000)]),
        ([0.1, 0.2, 0], [("FAILED", 0, 9, 0), ("SHIPMENT", 0, 11, 1000)]),
        ([0.1, 0.1, 0.2], [("FAILED", 0, 9, 0), ("FAILED", 0, 11, 0), ("SHIPMENT", 0, 13, 1000)]),
        ([0.1, 0.1, 0.1], [("FAILED", 0, day, 0) for day in (9, 11, 13)]),
    ],
)
def test_a_card_is_tried_again_and_given_up(
    open_shop: OpenShop, lucks: list[float], told: list[tuple[str, int, float, int]]
) -> None:
    text = paying("capture: {failure: 20%, retries: 2, retry_every: 2 days}")
    known = " ".join(f"capture_{k}={luck}" for k, luck in enumerate(lucks))
    shop = open_shop(text, f"{ANN} {known}").until(60)
    assert shop.paid == told
    declined = lucks == [0.1] * 3
    assert shop.lines("cancelled") == [CancelCause.DECLINED if declined else CancelCause.KEPT]
    # The pieces were set aside all the while, and are free again.
    shelf = shop.shelf()
    assert (shelf.available, shelf.on_hand) == ((1, 1) if declined else (0, 0))


def test_a_card_of_the_moment_does_not_fail(open_shop: OpenShop) -> None:
    text = paying("capture: {failure: 100%}").replace("unit_cost", "opening_stock: 1, unit_cost")
    assert open_shop(text, ANN).until(1).paid == [("SHIPMENT", 0, 0, 1000)]


def test_money_goes_back_after_its_delay_or_at_once_by_the_bank(open_shop: OpenShop) -> None:
    text = paying("approach: full, refund_after: {backorder: 7 days}, disputes: {fee: 9.00}")
    shop = open_shop(text, ANN, "0 01:00 ben 2 cup 20.00").until(1)
    shop.give_up(0, CancelCause.LATE)
    shop.give_up(1, CancelCause.DISPUTED)
    assert shop.paid[2:] == [("REFUND", 0, 8, 1000), ("CHARGEBACK", 1, 1, 2000)]


def test_the_purse_knows_what_has_moved_so_far(open_shop: OpenShop) -> None:
    text = paying("approach: deposit, share: 50%, refund_after: {backorder: 7 days}, "
                  "fee: {fixed: 0.30}") + "money: {opening_cash: 100.00}\n"  # fmt: skip
    shop = open_shop(text, ANN).until(1)
    # Opening cash, and the deposit less its fee.
    assert shop.shop.store.purse.cash == 10_000 + 500 - 30
    shop.give_up(0)
    assert shop.until(8).shop.store.purse.cash == 10_000 + 500 - 30
    # The deposit goes back on day 8; a day later a cup comes, and is paid for.
    assert shop.until(8.1).shop.store.purse.cash == 10_000 - 30
    assert shop.until(10).shop.store.purse.cash == 10_000 - 30 - 400


@pytest.mark.parametrize(
    ("lead_time", "luck", "used"), [(12, 0.39, True), (12, 0.4, False), (9, 0.1, False)]
)
def test_a_code_for_who_was_kept_waiting(
    open_shop: OpenShop, lead_time: int, luck: float, used: bool
) -> None:
    text = (
        SHOP + "pricing: {late_code: {value: 5.00, redeemed: 40%, anyway: 100%, after: 6 days}}\n"
    )
    shop = open_shop(text, f"{ANN} code={luck}", lead_times={"cup": [lead_time]}).until(60)
    rewards = [row for row in shop.paid if row[0] == "REWARD"]
    assert rewards == ([("REWARD", 0, 18, 500)] if used else [])


JUG = "jug: {price: 10.00, unit_cost: 4.00, "


def test_one_order_has_one_code(open_shop: OpenShop) -> None:
    text = SHOP.replace(
        "suppliers:",
        f"  {JUG}replenishment: {{policy: base_stock, base_stock_level: 0}}}}\nsuppliers:",
    ).replace("selling: {", "selling: {promise: {rule: fixed, wait: 1 day}, ")
    text += "pricing: {late_code: {value: 5.00}}\n"
    shop = open_shop(text, f"{ANN} code=0", "0 00:00 ann 1 jug 10.00 code=0").until(60)
    assert [row for row in shop.paid if row[0] == "REWARD"] == [("REWARD", 0, 9, 500)]
    assert shop.lines("parcel") == [0, 0]


def test_what_goes_back_on_two_days_goes_back_in_two_charges(open_shop: OpenShop) -> None:
    # A backorder and a pre-order of one order: each has its own delay.
    text = SHOP.replace(
        "suppliers:",
        f"  {JUG}opening_stock: 9, release: 20 days, selling: {{backorders: off}}}}\nsuppliers:",
    ).replace("selling: {backorders: open}", "selling: {backorders: open, preorders: {cap: 9}}")
    text += "payment: {approach: full, refund_after: {backorder: 1 day, preorder: 5 days}}\n"
    shop = open_shop(text, ANN, "0 00:00 ann 1 jug 10.00").until(1)
    shop.give_up(0)
    assert shop.paid[2:] == [("REFUND", 0, 2, 1000), ("REFUND", 1, 6, 1000)]
    assert len(set(shop.log.payments.charge[2:].tolist())) == 2


def test_a_fee_is_rounded_half_up(open_shop: OpenShop) -> None:
    text = paying("approach: full, fee: {share: 2%, fixed: 0.30}").replace("10.00", "19.99")
    shop = open_shop(text, "0 00:00 ann 1 cup 19.99", "0 01:00 ben 1 cup 1.25").until(1)
    # 2 % of 19.99 is 0.3998, of 1.25 it is 0.025.
    assert shop.log.payments.fee.tolist() == [70, 33]


def two_products(terms: str, cup: str = "") -> str:
    """A cup and a jug for 1.25 each, on backorder, with a fee of 2 % and 0.30 a charge."""
    jug = "  jug: {price: 1.25, unit_cost: 0.50, replenishment: {policy: base_stock, " \
        "base_stock_level: 0}}\nsuppliers:"  # fmt: skip
    text = SHOP.replace("price: 10.00", f"{cup}price: 1.25").replace("suppliers:", jug)
    return f"{text}payment: {{{terms}, fee: {{share: 2%, fixed: 0.30}}}}\n"


BOTH = "0 00:00 ann 1 cup 1.25\n0 00:00 ann 1 jug 1.25"


def charges(shop: Any) -> list[tuple[int, int, int]]:
    """Charge, amount and fee of each payment so far."""
    table = shop.log.payments
    return list(zip(table.charge.tolist(), table.amount.tolist(), table.fee.tolist(), strict=True))


def test_what_an_order_pays_in_one_instant_is_one_charge(open_shop: OpenShop) -> None:
    # 2 % of 2.50 is 0.05; of 1.25 alone it is 0.025, which would be rounded up twice.
    shop = open_shop(two_products("approach: full"), BOTH).until(1)
    assert charges(shop) == [(0, 125, 35), (0, 125, 0)]
    assert shop.shop.store.purse.cash == 250 - 35


def test_another_order_and_another_instant_are_charges_of_their_own(open_shop: OpenShop) -> None:
    ben = "0 00:00 ben 1 jug 1.25"
    shop = open_shop(two_products("approach: full"), "0 00:00 ann 1 cup 1.25", ben).until(1)
    assert charges(shop) == [(0, 125, 33), (1, 125, 33)]
    shop = open_shop(two_products("approach: instalments, parts: 2, every: 5 days"), BOTH).until(6)
    # 0.63 and 0.63 now, 0.62 and 0.62 in five days: 2 % of 1.26 and of 1.24.
    assert charges(shop) == [(0, 63, 33), (0, 63, 0), (1, 62, 32), (1, 62, 0)]


def test_two_plans_are_two_charges(open_shop: OpenShop) -> None:
    text = two_products("approach: full", "payment: {approach: deposit, share: 100%}, ")
    shop = open_shop(text, BOTH).until(1)
    assert charges(shop) == [(0, 125, 33), (1, 125, 33)]


def test_a_balance_that_is_due_at_once_is_in_the_charge_of_its_deposit(
    open_shop: OpenShop,
) -> None:
    terms = "approach: deposit, share: 40%, balance: {after: 0 days}"
    shop = open_shop(two_products(terms), "0 00:00 ann 1 cup 1.25").until(1)
    assert shop.paid == [("CHECKOUT", 0, 0, 50), ("SCHEDULED", 0, 0, 75)]
    assert charges(shop) == [(0, 50, 33), (0, 75, 0)]


def test_parts_of_a_line_that_leave_in_one_instant_are_one_charge(open_shop: OpenShop) -> None:
    # Two cups are here, the other three are bought and come in the same second; 0.30 once.
    text = SHOP.replace("9 days", "0 days").replace("unit_cost", "opening_stock: 2, unit_cost")
    text = text.replace("backorders: open", "backorders: open, partial_lines: split")
    text += "shipping: {shipments: split}\n"
    text += "payment: {approach: full, applies_to: [preorder], fee: {fixed: 0.30}}\n"
    shop = open_shop(text, "0 00:00 ann 5 cup 50.00").until(1)
    assert charges(shop) == [(0, 2000, 30), (0, 3000, 0)]
