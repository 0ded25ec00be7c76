"""Packaging is paid for by the parcel, when it leaves, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backsim.ledger import Account
from backsim.metrics import breaches
from backsim.units import DAY, NEVER

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup: {price: 10.00, unit_cost: 4.00, opening_stock: 3,
    replenishment: {policy: base_stock, base_stock_level: 0}}
suppliers: {maker: {lead_time: 9 days}}
selling: {backorders: open, partial_lines: split}
shipping: {shipments: split, packaging: 0.35}
money: {opening_cash: 100.00}
"""


def test_every_parcel_is_packed(open_shop: OpenShop) -> None:
    # Ann's five cups leave in two parcels, three now and two in nine days.
    shop = open_shop(SHOP, "0 00:00 ann 5 cup 50.00").until(5)
    spent = shop.log.outlays
    assert (spent.at.tolist(), spent.amount.tolist(), spent.order.tolist()) == ([0], [35], [0])
    assert shop.shop.store.purse.cash == 10_000 + 3_000 - 35
    log = shop.until(60).log
    assert log.outlays.at.tolist() == log.parcels.shipped_at.tolist() == [0, 9 * DAY]
    assert log.outlays.account.tolist() == [Account.PACKAGING] * 2
    assert breaches(log) == []


def test_without_a_price_nothing_is_spent(open_shop: OpenShop) -> None:
    text = SHOP.replace(", packaging: 0.35", "")
    assert len(open_shop(text, "0 00:00 ann 5 cup 50.00").until(60).log.outlays) == 0


def test_an_outlay_for_no_line_stays_so_where_lines_are_split(open_shop: OpenShop) -> None:
    # The log puts the part that was split off beside its line, and ben's line last.
    shop = open_shop(SHOP, "0 00:00 ann 5 cup 50.00", "1 00:00 ben 1 cup 10.00").until(60)
    spent = shop.log.outlays
    assert (spent.order.tolist(), spent.line.tolist()) == ([0, 0, 1], [NEVER] * 3)
    assert breaches(shop.log) == []
