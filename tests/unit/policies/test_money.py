"""What is taken off, and when is the rest paid?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsim.policies import payment, pricing
from backsim.records.codes import Offer
from backsim.records.views import AT_RELEASE, PaymentView, Plan, PriceView
from backsim.units import FOREVER

BACKORDER = PriceView(
    now=0, offer=Offer.BACKORDER, list_value=999, quantity=1, quoted_wait=10, preordered=0
)
PREORDER = BACKORDER._replace(offer=Offer.PREORDER)
STOCK = BACKORDER._replace(offer=Offer.STOCK)
ADVANCE = BACKORDER._replace(offer=Offer.ADVANCE)
STEPS = pricing.Discounts(preorder=0.25, by_wait=((5, 0.1), (20, 0.5)))


@pytest.mark.parametrize(
    ("quoted_wait", "off"),
    [(0, 0), (4, 0), (5, 100), (19, 100), (20, 500), (1_000, 500), (FOREVER, 100)],
)
def test_a_longer_quoted_wait_earns_more(quoted_wait: int, off: int) -> None:
    assert pricing.discounts(BACKORDER._replace(quoted_wait=quoted_wait), STEPS) == off


@pytest.mark.parametrize("quoted_wait", [0, 30, FOREVER])
def test_a_preorder_has_its_own_discount_whatever_the_wait(quoted_wait: int) -> None:
    assert pricing.discounts(PREORDER._replace(quoted_wait=quoted_wait), STEPS) == 250


@pytest.mark.parametrize("view", [STOCK, ADVANCE])
def test_stock_and_advance_orders_have_no_discount_for_waiting(view: PriceView) -> None:
    assert pricing.discounts(view._replace(quoted_wait=30), STEPS) == 0


def test_without_steps_a_backorder_costs_the_list_price() -> None:
    assert pricing.discounts(BACKORDER, pricing.Discounts(preorder=0.25)) == 0


@pytest.mark.parametrize(
    ("now", "off"), [(0, 0), (9, 0), (10, 150), (19, 150), (20, 50), (29, 50), (30, 0), (99, 0)]
)
def test_the_early_bird_pays_less(now: int, off: int) -> None:
    early = pricing.Discounts(early_bird=((10, 0.15), (20, 0.05), (30, 0.0)))
    assert pricing.discounts(PREORDER._replace(now=now), early) == off
    assert pricing.discounts(BACKORDER._replace(now=now), early) == 0


@pytest.mark.parametrize(("preordered", "off"), [(0, 200), (1, 200), (2, 100), (4, 100), (5, 0)])
def test_the_first_preorders_pay_less(preordered: int, off: int) -> None:
    steps = pricing.Discounts(by_sold=((0, 0.2), (2, 0.1), (5, 0.0)))
    assert pricing.discounts(PREORDER._replace(preordered=preordered), steps) == off
    assert pricing.discounts(STOCK._replace(preordered=preordered), steps) == 0


@pytest.mark.parametrize("view", [STOCK, BACKORDER, PREORDER, ADVANCE])
@pytest.mark.parametrize(("quantity", "off"), [(1, 0), (2, 50), (4, 50), (5, 100), (50, 100)])
def test_a_quantity_break_is_for_every_line(view: PriceView, quantity: int, off: int) -> None:
    breaks = pricing.Discounts(by_quantity=((2, 0.05), (5, 0.1)))
    assert pricing.discounts(view._replace(quantity=quantity), breaks) == off


def test_discounts_add_up_to_no_more_than_everything() -> None:
    all_of_them = pricing.Discounts(
        preorder=0.1, early_bird=((0, 0.2),), by_sold=((0, 0.3),), by_quantity=((1, 0.05),)
    )
    assert pricing.discounts(PREORDER._replace(list_value=1000), all_of_them) == 650
    free = all_of_them._replace(preorder=0.9)
    assert pricing.discounts(PREORDER._replace(list_value=1000), free) == 1000


# Ways to pay. The lines of these views are worth 9.99, ordered at tick 100.

WAITS = PaymentView(now=100, offer=Offer.BACKORDER, value=999, quoted_wait=10, release_at=0)
EARLY = PaymentView(now=100, offer=Offer.PREORDER, value=999, quoted_wait=10, release_at=150)


@pytest.mark.parametrize("view", [WAITS, EARLY])
def test_payment_at_shipment_takes_nothing_ahead(view: PaymentView) -> None:
    assert payment.at_shipment(view, None) == Plan(0, (), 0, -1, 0)


def test_net_days_takes_nothing_ahead_and_nothing_at_shipment() -> None:
    assert payment.net_days(WAITS, payment.Terms(30)) == Plan(terms=30)


def test_at_release_a_preorder_is_paid_and_nobody_feels_it_ahead() -> None:
    assert payment.at_release(EARLY, None) == Plan(scheduled=((AT_RELEASE, 999),), felt=0)


@pytest.mark.parametrize("release_at", [0, 99, 100])
def test_at_release_what_is_released_is_paid_at_shipment(release_at: int) -> None:
    assert payment.at_release(WAITS._replace(release_at=release_at), None) == Plan()


@pytest.mark.parametrize(
    ("terms", "plan"),
    [
        (payment.Deposit(share=0.5), Plan(checkout=500, felt=500)),
        (payment.Deposit(share=1.0), Plan(checkout=999, felt=999)),
        (payment.Deposit(), Plan(checkout=0, felt=0)),
        (payment.Deposit(amount=200), Plan(checkout=200, felt=200)),
        # Never more than the line is worth.
        (payment.Deposit(amount=2000), Plan(checkout=999, felt=999)),
        (payment.Deposit(amount=2000, balance_after=5), Plan(checkout=999, felt=999)),
        (payment.Deposit(share=0.5, balance_after=5), Plan(500, ((105, 499),), felt=500)),
        (payment.Deposit(share=0.5, balance_at=130), Plan(500, ((130, 499),), felt=500)),
        # A date that has passed is today.
        (payment.Deposit(share=0.5, balance_at=90), Plan(500, ((100, 499),), felt=500)),
        (payment.Deposit(amount=99, balance_after=0), Plan(99, ((100, 900),), felt=99)),
    ],
)
def test_a_deposit_and_its_balance(terms: payment.Deposit, plan: Plan) -> None:
    assert payment.deposit(WAITS, terms) == plan
    assert payment.deposit(EARLY, terms) == plan


@pytest.mark.parametrize(
    ("terms", "plan"),
    [
        (payment.Instalments(1, 30), Plan(999, (), 0, 999, 0)),
        (payment.Instalments(2, 30), Plan(500, ((130, 499),), 0, 500, 0)),
        (payment.Instalments(4, 10), Plan(252, ((110, 249), (120, 249), (130, 249)), 0, 252, 0)),
        # The store bears the interest: nothing is paid to anybody.
        (payment.Instalments(2, 30, interest=0.1), Plan(500, ((130, 499),), 0, 500, 0)),
        # 10 % of 9.99 is 1.00, so 10.99 in two parts.
        (
            payment.Instalments(2, 30, interest=0.1, customer_bears=True),
            Plan(550, ((130, 549),), 0, 550, 100),
        ),
        # A partner pays the store at once; the customer feels their own first part.
        (payment.Instalments(2, 30, interest=0.1, partner=True), Plan(999, (), 0, 500, 0)),
        # What the customer pays the partner on top is the partner's ... and felt all the same.
        (
            payment.Instalments(2, 30, interest=0.1, customer_bears=True, partner=True),
            Plan(999, (), 0, 550, 0, financing=100),
        ),
    ],
)
def test_instalments(terms: payment.Instalments, plan: Plan) -> None:
    assert payment.instalments(WAITS, terms) == plan


@given(
    st.integers(0, 10_000),
    st.integers(1, 12),
    st.floats(0, 1),
    st.booleans(),
    st.integers(0, 100),
)
def test_the_parts_of_a_plan_add_up(
    value: int, parts: int, interest: float, bears: bool, amount: int
) -> None:
    view = WAITS._replace(value=value)
    plan = payment.instalments(view, payment.Instalments(parts, 10, interest, bears))
    assert plan.checkout + sum(part for _, part in plan.scheduled) == value + plan.surcharge
    assert len({part for _, part in plan.scheduled}) <= 1
    first = payment.deposit(view, payment.Deposit(interest, amount, balance_after=3))
    assert first.checkout + sum(part for _, part in first.scheduled) == value
