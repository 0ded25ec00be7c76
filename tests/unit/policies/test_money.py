"""What is taken off, and what is paid ahead?"""

from __future__ import annotations

import pytest

from backsim.policies import payment, pricing
from backsim.records.codes import Offer
from backsim.records.views import PaymentView, PriceView
from backsim.units import FOREVER

BACKORDER = PriceView(
    now=0, offer=Offer.BACKORDER, list_value=999, quantity=1, quoted_wait=10, preordered=0
)
STEPS = pricing.Discounts(preorder=0.25, by_wait=((5, 0.1), (20, 0.5)))


@pytest.mark.parametrize(
    ("quoted_wait", "off"),
    [(0, 0), (4, 0), (5, 100), (19, 100), (20, 500), (1_000, 500), (FOREVER, 100)],
)
def test_a_longer_quoted_wait_earns_more(quoted_wait: int, off: int) -> None:
    assert pricing.discounts(BACKORDER._replace(quoted_wait=quoted_wait), STEPS) == off


@pytest.mark.parametrize("quoted_wait", [0, 30, FOREVER])
def test_a_preorder_has_its_own_discount_whatever_the_wait(quoted_wait: int) -> None:
    view = BACKORDER._replace(offer=Offer.PREORDER, quoted_wait=quoted_wait)
    assert pricing.discounts(view, STEPS) == 250


def test_stock_is_sold_at_list_price() -> None:
    view = BACKORDER._replace(offer=Offer.STOCK, quoted_wait=30)
    assert pricing.discounts(view, STEPS) == 0


def test_without_steps_a_backorder_costs_the_list_price() -> None:
    assert pricing.discounts(BACKORDER, pricing.Discounts(preorder=0.25)) == 0


def test_a_deposit_is_a_share_of_what_has_to_wait() -> None:
    view = PaymentView(now=0, offer=Offer.BACKORDER, value=999, quoted_wait=10)
    assert payment.deposit(view, payment.Deposit(0.5)) == 500
    assert payment.deposit(view, payment.Deposit(1.0)) == 999
    assert payment.deposit(view._replace(offer=Offer.PREORDER), payment.Deposit(0.5)) == 500
    assert payment.deposit(view._replace(offer=Offer.STOCK), payment.Deposit(0.5)) == 0


def test_payment_at_shipment_takes_nothing_ahead() -> None:
    view = PaymentView(now=0, offer=Offer.PREORDER, value=999, quoted_wait=10)
    assert payment.at_shipment(view, None) == 0
