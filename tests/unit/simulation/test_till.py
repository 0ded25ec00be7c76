"""The till: what is taken when, what fails, and what goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.records.codes import CancelCause
from backsim.units import NEVER

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: 9 days}}
selling: {backorders: open}
"""
ANN = (0, 0, 0, 1, 1000)
"""Day, visit, product, pieces, value."""


def paying(terms: str) -> str:
    return f"{SHOP}payment: {{{terms}}}\n"


def test_all_of_a_plan_is_taken_or_noted(open_shop: OpenShop) -> None:
    shop = open_shop(paying("approach: deposit, share: 30%, balance: {after: 4 days}"), ANN)
    shop.until(1)
    assert shop.paid == [("CHECKOUT", 0, 0, 300)]
    assert (shop.log.paid[0], shop.log.scheduled[0], shop.log.owing[0]) == (300, 700, 0)
    shop.until(5)
    assert shop.paid[1:] == [("SCHEDULED", 0, 4, 700)]
    assert (shop.log.paid[0], shop.log.scheduled[0], shop.log.owing[0]) == (1000, 0, 0)


def test_what_is_neither_taken_nor_noted_is_owed_at_shipment(open_shop: OpenShop) -> None:
    shop = open_shop(paying("approach: deposit, amount: 2.50"), ANN)
    assert shop.until(1).log.owing[0] == 750
    assert shop.until(10).paid == [("CHECKOUT", 0, 0, 250), ("SHIPMENT", 0, 9, 750)]


def test_an_invoice_is_written_when_the_goods_leave(open_shop: OpenShop) -> None:
    shop = open_shop(paying("approach: net_days, days: 20 days"), ANN)
    assert shop.until(9).log.scheduled[0] == 0
    assert shop.until(10).log.scheduled[0] == 1000
    assert shop.until(30).paid == [("SCHEDULED", 0, 29, 1000)]


def test_what_falls_due_after_a_cancellation_is_not_paid(open_shop: OpenShop) -> None:
    shop = open_shop(paying("approach: instalments, parts: 4, every: 2 days"), ANN).until(3)
    shop.shop.dispatch.give_up(0, CancelCause.CHANGED)
    assert shop.until(60).paid == [
        ("CHECKOUT", 0, 0, 250),
        ("SCHEDULED", 0, 2, 250),
        # The last event before day 3 was on day 2.
        ("REFUND", 0, 2, 500),
    ]


@pytest.mark.parametrize(("luck", "lost"), [(0.29, True), (0.30, False)])
def test_who_defaults_pays_nothing_more(open_shop: OpenShop, luck: float, lost: bool) -> None:
    terms = "approach: instalments, parts: 4, every: 5 days, default_rate: 30%"
    shop = open_shop(paying(terms), ANN, default=[luck]).until(60)
    later = [("DEFAULT", 0, 10, 500)] if lost else [
        ("SCHEDULED", 0, 10, 250),
        ("SCHEDULED", 0, 15, 250),
    ]  # fmt: skip
    assert shop.paid == [("CHECKOUT", 0, 0, 250), ("SCHEDULED", 0, 5, 250), *later]


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
    given = {f"capture_{k}": [luck] for k, luck in enumerate(lucks)}
    shop = open_shop(text, ANN, **given).until(60)
    assert shop.paid == told
    declined = lucks == [0.1] * 3
    assert shop.log.cancelled[0] == (CancelCause.DECLINED if declined else CancelCause.KEPT)
    # The pieces were set aside all the while, and are free again.
    shelf = shop.shop.store.shelves[0]
    assert (shelf.available, shelf.on_hand) == ((1, 1) if declined else (0, 0))


def test_a_card_of_the_moment_does_not_fail(open_shop: OpenShop) -> None:
    text = paying("capture: {failure: 100%}").replace("unit_cost", "opening_stock: 1, unit_cost")
    assert open_shop(text, ANN).until(1).paid == [("SHIPMENT", 0, 0, 1000)]


def test_money_goes_back_after_its_delay_or_at_once_by_the_bank(open_shop: OpenShop) -> None:
    text = paying("approach: full, refund_after: {backorder: 7 days}, disputes: {fee: 9.00}")
    shop = open_shop(text, ANN, (0, 1, 0, 2, 2000)).until(1)
    shop.shop.dispatch.give_up(0, CancelCause.LATE)
    shop.shop.dispatch.give_up(1, CancelCause.DISPUTED)
    assert shop.paid[2:] == [("REFUND", 0, 7, 1000), ("CHARGEBACK", 1, 0, 2000)]


@pytest.mark.parametrize(
    ("lead_time", "luck", "used"), [(12, 0.39, True), (12, 0.4, False), (9, 0.1, False)]
)
def test_a_code_for_who_was_kept_waiting(
    open_shop: OpenShop, lead_time: int, luck: float, used: bool
) -> None:
    text = SHOP.replace("lead_time: 9 days", '"lead_time": "uniform(0 days, 18 days)"')
    text += "pricing: {late_code: {value: 5.00, redeemed: 40%, after: 6 days}}\n"
    shop = open_shop(text, ANN, code=[luck])
    store = shop.shop.store
    store.lead_times = store.lead_times.given({(0, 0): [lead_time * 86_400]})
    rewards = [row for row in shop.until(60).paid if row[0] == "REWARD"]
    assert rewards == ([("REWARD", 0, 18, 500)] if used else [])


def test_one_order_has_one_code(open_shop: OpenShop) -> None:
    text = SHOP.replace("suppliers:", "  jug: {price: 10.00, unit_cost: 4.00, replenishment:"
                        " {policy: base_stock, base_stock_level: 0}}\nsuppliers:")  # fmt: skip
    text = text.replace("selling: {", "selling: {promise: {rule: fixed, wait: 1 day}, ")
    text += "pricing: {late_code: {value: 5.00}}\n"
    shop = open_shop(text, ANN, (0, 0, 1, 1, 1000), code=[0, 0]).until(60)
    assert [row for row in shop.paid if row[0] == "REWARD"] == [("REWARD", 0, 9, 500)]
    assert shop.log.parcel == [0, 0]
    assert NEVER not in shop.log.parcel


def test_what_goes_back_on_two_days_goes_back_in_two_charges(open_shop: OpenShop) -> None:
    # A backorder and a pre-order of one order: each has its own delay.
    text = SHOP.replace("suppliers:", "  jug: {price: 10.00, unit_cost: 4.00, opening_stock: 9,"
                        " release: 20 days, selling: {backorders: off}}\nsuppliers:")  # fmt: skip
    text = text.replace("selling: {", "selling: {preorders: {cap: 9}, ")
    text += "payment: {approach: full, refund_after: {backorder: 1 day, preorder: 5 days}}\n"
    shop = open_shop(text, ANN, (0, 0, 1, 1, 1000)).until(1)
    shop.shop.dispatch.give_up(0, CancelCause.LATE)
    assert shop.paid[2:] == [("REFUND", 0, 1, 1000), ("REFUND", 1, 5, 1000)]
    assert shop.log.charges == 3
