"""What is taken off, and when is the rest paid?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backsim.policies.base import AT_RELEASE, PaymentRule, Plan, PricingRule
from backsim.policies.payment import AtRelease, Deposit, Instalments, NetDays
from backsim.policies.pricing import Discounts
from backsim.records.codes import Offer
from backsim.units import FOREVER

STEPS = Discounts(preorder=0.25, by_wait=((5, 0.1), (20, 0.5)))


def off(rule: PricingRule, offer: Offer, **told: Any) -> int:
    """What is taken off a line of one piece worth 9.99 that is quoted a wait of ten ticks."""
    line = {"now": 0, "list_value": 999, "quantity": 1, "quoted_wait": 10, "preordered": 0}
    return rule.off(offer=int(offer), **(line | told))


@pytest.mark.parametrize(
    ("quoted_wait", "taken"),
    [(0, 0), (4, 0), (5, 100), (19, 100), (20, 500), (1_000, 500), (FOREVER, 100)],
)
def test_a_longer_quoted_wait_earns_more(quoted_wait: int, taken: int) -> None:
    assert off(STEPS, Offer.BACKORDER, quoted_wait=quoted_wait) == taken


@pytest.mark.parametrize("quoted_wait", [0, 30, FOREVER])
def test_a_preorder_has_its_own_discount_whatever_the_wait(quoted_wait: int) -> None:
    assert off(STEPS, Offer.PREORDER, quoted_wait=quoted_wait) == 250


@pytest.mark.parametrize("offer", [Offer.STOCK, Offer.ADVANCE])
def test_stock_and_advance_orders_have_no_discount_for_waiting(offer: Offer) -> None:
    assert off(STEPS, offer, quoted_wait=30) == 0


def test_without_steps_a_backorder_costs_the_list_price() -> None:
    assert off(Discounts(preorder=0.25), Offer.BACKORDER) == 0
    assert off(PricingRule(), Offer.PREORDER) == 0


@pytest.mark.parametrize(
    ("now", "taken"), [(0, 0), (9, 0), (10, 150), (19, 150), (20, 50), (29, 50), (30, 0), (99, 0)]
)
def test_the_early_bird_pays_less(now: int, taken: int) -> None:
    early = Discounts(early_bird=((10, 0.15), (20, 0.05), (30, 0.0)))
    assert off(early, Offer.PREORDER, now=now) == taken
    assert off(early, Offer.BACKORDER, now=now) == 0


@pytest.mark.parametrize(("preordered", "taken"), [(0, 200), (1, 200), (2, 100), (4, 100), (5, 0)])
def test_the_first_preorders_pay_less(preordered: int, taken: int) -> None:
    steps = Discounts(by_sold=((0, 0.2), (2, 0.1), (5, 0.0)))
    assert off(steps, Offer.PREORDER, preordered=preordered) == taken
    assert off(steps, Offer.STOCK, preordered=preordered) == 0


@pytest.mark.parametrize("offer", [Offer.STOCK, Offer.BACKORDER, Offer.PREORDER, Offer.ADVANCE])
@pytest.mark.parametrize(("quantity", "taken"), [(1, 0), (2, 50), (4, 50), (5, 100), (50, 100)])
def test_a_quantity_break_is_for_every_line(offer: Offer, quantity: int, taken: int) -> None:
    assert off(Discounts(by_quantity=((2, 0.05), (5, 0.1))), offer, quantity=quantity) == taken


@pytest.mark.parametrize(("preorder", "taken"), [(0.1, 650), (0.9, 1000)])
def test_discounts_add_up_to_no_more_than_everything(preorder: float, taken: int) -> None:
    rule = Discounts(preorder, ((0, 0.2),), ((0, 0.3),), by_quantity=((1, 0.05),))
    assert off(rule, Offer.PREORDER, list_value=1000) == taken


# Ways to pay. The lines are worth 9.99 and ordered at tick 100.

Told = tuple[int, ...]


def told(plan: Plan) -> Told:
    """All that a plan says."""
    return (
        *(plan.checkout, plan.part, plan.first_at, plan.every, plan.count),
        *(plan.terms, plan.felt, plan.surcharge, plan.financing, plan.months),
    )


def waits(rule: PaymentRule, value: int = 999, release_at: int = 0) -> Plan:
    """The plan for a backorder."""
    return rule.plan(100, int(Offer.BACKORDER), value, 10, release_at)


def early(rule: PaymentRule) -> Plan:
    """The plan for a pre-order of what is released at tick 150."""
    return rule.plan(100, int(Offer.PREORDER), 999, 10, 150)


def test_payment_at_shipment_takes_nothing_ahead() -> None:
    assert (
        told(waits(PaymentRule())) == told(early(PaymentRule())) == (0, 0, 0, 0, 0, 0, -1, 0, 0, 0)
    )


def test_net_days_takes_nothing_ahead_and_nothing_at_shipment() -> None:
    assert told(waits(NetDays(days=30))) == (0, 0, 0, 0, 0, 30, -1, 0, 0, 0)


def test_at_release_a_preorder_is_paid_and_nobody_feels_it_ahead() -> None:
    assert told(early(AtRelease())) == (0, 999, AT_RELEASE, 0, 1, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("release_at", [0, 99, 100])
def test_at_release_what_is_released_is_paid_at_shipment(release_at: int) -> None:
    assert told(waits(AtRelease(), release_at=release_at)) == told(Plan())


@pytest.mark.parametrize(
    ("rule", "plan"),
    [
        (Deposit(share=0.5), Plan(checkout=500, felt=500)),
        (Deposit(share=1.0), Plan(checkout=999, felt=999)),
        (Deposit(), Plan(checkout=0, felt=0)),
        (Deposit(amount=200), Plan(checkout=200, felt=200)),
        # Never more than the line is worth.
        (Deposit(amount=2000), Plan(checkout=999, felt=999)),
        (Deposit(amount=2000, balance_after=5), Plan(checkout=999, felt=999)),
        (Deposit(share=0.5, balance_after=5), Plan(500, 499, 105, count=1, felt=500)),
        (Deposit(share=0.5, balance_at=130), Plan(500, 499, 130, count=1, felt=500)),
        # A date that has passed is today, and what is due today feels as paid today.
        (Deposit(share=0.5, balance_at=90), Plan(500, 499, 100, count=1, felt=999)),
        (Deposit(share=0.5, balance_at=100), Plan(500, 499, 100, count=1, felt=999)),
        (Deposit(share=0.5, balance_at=101), Plan(500, 499, 101, count=1, felt=500)),
        (Deposit(amount=99, balance_after=0), Plan(99, 900, 100, count=1, felt=999)),
    ],
)
def test_a_deposit_and_its_balance(rule: Deposit, plan: Plan) -> None:
    assert told(waits(rule)) == told(early(rule)) == told(plan)


@pytest.mark.parametrize(
    ("per", "quantity", "taken", "ahead"),
    [
        ("line", 3, 150, 200),
        ("piece", 1, 150, 200),
        ("piece", 4, 0, 800),
        # Never more than the value, which is 9.99.
        ("piece", 5, 0, 999),
        ("order", 3, 0, 200),
        ("order", 3, 150, 50),
        ("order", 3, 200, 0),
        ("order", 3, 999, 0),
    ],
)
def test_a_deposit_for_a_line_of_an_order(per: str, quantity: int, taken: int, ahead: int) -> None:
    rule = Deposit(amount=200, balance_after=5, per=per).for_line(quantity, taken)
    rest = Plan(ahead, 999 - ahead, 105, count=1, felt=ahead)
    assert told(waits(rule)) == told(rest if ahead < 999 else Plan(checkout=999, felt=999))


def test_a_share_is_of_the_value_whatever_the_quantity() -> None:
    rule = Deposit(share=0.3, per="piece").for_line(5, 0)
    assert told(waits(rule)) == told(Plan(checkout=300, felt=300))


def test_other_rules_do_not_care_for_the_rest_of_the_order() -> None:
    rule = NetDays(days=30)
    assert rule.for_line(5, 100) is rule


@pytest.mark.parametrize(
    ("rule", "plan"),
    [
        (Instalments(2, 30), Plan(500, 499, 130, 30, 1, felt=500)),
        (Instalments(4, 10), Plan(252, 249, 110, 10, 3, felt=252)),
        # By the calendar: the till counts the months from the order.
        (Instalments(2, 0, months=1), Plan(500, 499, 100, 0, 1, felt=500, months=1)),
        # The store bears the interest: nothing is paid to anybody.
        (Instalments(2, 30, interest=0.1), Plan(500, 499, 130, 30, 1, felt=500)),
        # 10 % of 9.99 is 1.00, so 10.99 in two parts.
        (
            Instalments(2, 30, interest=0.1, customer_bears=True),
            Plan(550, 549, 130, 30, 1, felt=550, surcharge=100),
        ),
        # A partner pays the store at once; the customer feels their own first part.
        (Instalments(2, 30, interest=0.1, partner=True), Plan(999, felt=500)),
        # What the customer pays the partner on top is the partner's ... and felt all the same.
        (
            Instalments(2, 30, interest=0.1, customer_bears=True, partner=True),
            Plan(999, felt=550, financing=100),
        ),
    ],
)
def test_instalments(rule: Instalments, plan: Plan) -> None:
    assert told(waits(rule)) == told(plan)


def test_what_is_felt_ahead_is_all_that_is_paid_before_shipment_unless_said_otherwise() -> None:
    assert Plan(checkout=100, part=50, count=3).felt_ahead() == 250
    assert Plan(checkout=100, part=50, count=3, felt=0).felt_ahead() == 0
    assert Plan(terms=30).felt_ahead() == 0


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
    plan = waits(Instalments(parts, 10, interest, bears), value)
    assert plan.checkout + plan.count * plan.part == value + plan.surcharge
    first = waits(Deposit(interest, amount, balance_after=3), value)
    assert first.checkout + first.count * first.part == value
