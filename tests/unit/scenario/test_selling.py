"""Every key of selling, pricing and paying, read into the records that the engine runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backsim.chance import distributions as chance
from backsim.chance.delays import AT_ONCE, Delay
from backsim.records.codes import Offer
from backsim.records.rules import Plain, Rule
from backsim.scenario.model import (
    Advance,
    Approach,
    Burst,
    Campaign,
    Cancelling,
    Capture,
    Gift,
    Money,
    Product,
    Scenario,
    Slip,
)
from backsim.units import DAY, FOREVER

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

SELLING = Path(__file__).with_name("selling.yaml").read_text(encoding="utf-8")
"""Every mechanism at once."""
NEVER = chance.Constant(float(FOREVER))
RELEASED = ("    opening_stock: 5\n", "    opening_stock: 5\n    release: 30 days\n")
CANDLE, LAMP, TABLE_LAMP = range(3)
CROWD, FANS = range(2)


@pytest.fixture
def full(desk: Desk) -> Scenario:
    loaded = desk.load(SELLING)
    assert loaded.warnings == ()
    return loaded.arms[0]


@pytest.fixture
def lamp(full: Scenario) -> Product:
    return full.products[LAMP]


@pytest.fixture
def ring(desk: Desk, shop: Shop) -> Callable[..., Product]:
    """The ring of a shop with one more line, and of which nothing is said."""

    def read(added: str = "", *changes: tuple[str, str]) -> Product:
        loaded = desk.load(shop(*changes, add=added + "\n"))
        assert loaded.warnings == ()
        return loaded.arms[0].products[0]

    return read


Ring = Callable[..., Product]

WAITS = (Offer.BACKORDER, Offer.PREORDER, Offer.ADVANCE)
EVERY = (Offer.STOCK, *WAITS)


def deposit(**told: Plain) -> Rule:
    """A deposit of nothing, but for what is told; the balance at shipment."""
    settings: dict[str, Plain] = {
        "share": 0.0,
        "amount": 0,
        "balance_at": FOREVER,
        "balance_after": FOREVER,
        "per": "line",
    }
    return Rule.of("deposit", **(settings | told))


def test_prices_and_the_release(lamp: Product) -> None:
    assert (lamp.price, lamp.early_price, lamp.reference_price) == (8900, 7900, 9500)
    # A cv of 1 makes a gamma an exponential.
    assert lamp.slip == Slip(chance.Gamma(1.0, 5.0 * DAY), 7 * DAY)
    assert lamp.release_allocation == Rule("preorders_first")


def test_substitutes_keep_their_order(lamp: Product) -> None:
    assert lamp.substitutes == ((TABLE_LAMP, 0.4), (CANDLE, 0.3))


def test_backorders_by_rule(lamp: Product) -> None:
    assert lamp.backorder == Rule.of(
        "limited", max_pieces=50, max_wait=30 * DAY, only_when_on_order=True, segments=(FANS,)
    )


def test_the_window_for_preorders(lamp: Product) -> None:
    assert lamp.preorder == Rule.of(
        "open",
        opens_at=2 * DAY,
        closes_at=FOREVER,
        cap=200,
        supply_share=1.2,
        waiting_list=True,
        early_at=DAY,
        early_segments=(FANS,),
    )


def test_a_quantile_of_the_lead_time_is_promised(lamp: Product) -> None:
    assert lamp.promise == Rule.of("quantile", quantile=0.9, buffer=DAY)


def test_segments_are_served_as_ranked_and_the_others_last(lamp: Product) -> None:
    assert lamp.allocation == Rule.of("by_segment", rank=(1, 0))


def test_reserve_and_partial_lines(lamp: Product) -> None:
    assert (lamp.reserve, lamp.partial) == (5, True)


def test_discounts_come_in_rising_order(lamp: Product) -> None:
    assert lamp.pricing == Rule.of(
        "discounts",
        preorder=0.1,
        early_bird=((0, 0.15), (10 * DAY, 0.1), (27 * DAY, 0.0)),
        by_sold=((0, 0.2), (100, 0.1), (300, 0.0)),
        by_wait=((14 * DAY, 0.05),),
        by_quantity=((2, 0.05), (5, 0.1)),
    )


def test_a_gift_and_a_code(full: Scenario, lamp: Product) -> None:
    assert lamp.gift == Gift(300, (Offer.BACKORDER, Offer.ADVANCE))
    assert full.money.code_value == 1000
    assert (full.money.code_redeemed, full.money.code_after) == (0.3, 30 * DAY)


def test_a_gift_goes_with_backorders_and_preorders_by_default(ring: Ring) -> None:
    assert ring("pricing: {gift: {cost: 2}}").gift == Gift(200, (Offer.BACKORDER, Offer.PREORDER))
    assert ring("pricing: {gift: {cost: 2, with: preorder}}").gift == Gift(200, (Offer.PREORDER,))


def test_several_ways_to_pay_in_the_order_of_the_file(lamp: Product) -> None:
    thirds = Rule.of(
        "instalments",
        parts=3,
        every=28 * DAY,
        interest=0.03,
        customer_bears=True,
        partner=False,
        months=0,
    )
    assert lamp.approaches == (
        Approach("later", Rule("at_shipment"), 0, 0.029, 30, 0, WAITS, True),
        Approach("in full", Rule.of("full", share=1.0), 0.05, 0.01, 0, 0, WAITS, True),
        Approach("on the day", Rule("at_release"), 0, 0.029, 30, 0, WAITS, True),
        Approach(
            "deposit", deposit(amount=2000, balance_after=14 * DAY), 0, 0.029, 30, 0.02, WAITS, True
        ),
        # 2026-05-01 is 116 days after 2026-01-05: 26 + 28 + 31 + 30 + 1.
        Approach("dated", deposit(share=0.3, balance_at=116 * DAY), 0, 0.029, 30, 0, WAITS, True),
        Approach("invoice", Rule.of("net_days", days=30 * DAY), 0, 0.029, 30, 0.03, EVERY, True),
        Approach("thirds", thirds, 0, 0.029, 30, 0, EVERY, True),
    )


def test_a_partner_keeps_the_interest_that_the_store_bears(full: Scenario) -> None:
    (approach,) = full.products[TABLE_LAMP].approaches
    assert approach.name == "instalments"
    assert approach.policy == Rule.of(
        "instalments",
        parts=3,
        every=30 * DAY,
        interest=0.03,
        customer_bears=False,
        partner=True,
        months=0,
    )
    assert approach.fee_share == pytest.approx(0.029 + 0.03)


def days(number: int) -> Delay:
    return Delay(chance.Constant(float(number * DAY)))


def test_what_can_go_wrong_with_money(full: Scenario) -> None:
    assert full.money == Money(
        fee_share=0.029,
        fee_fixed=30,
        refund_delays=(AT_ONCE, AT_ONCE, days(7), days(30), AT_ONCE),
        capture=Capture(0.02, 0.005, 4, 5 * DAY, 7 * DAY, 10),
        dispute_share=0.1,
        dispute_fee=1500,
        code_value=1000,
        code_redeemed=0.3,
        code_anyway=0.5,
        code_after=30 * DAY,
        opening_cash=500_000,
        interest_rate=0.08,
        credit_limit=2_000_000,
        cancelling=Cancelling(redeemed_after=days(30), disputed=0.1),
    )


def test_the_supplier_who_gives_notice(full: Scenario) -> None:
    assert full.suppliers[0].notice == 3 * DAY


def test_demand_over_the_year(full: Scenario) -> None:
    demand = full.demand
    assert demand.season == (0.8, *(1.0,) * 10, 1.6)
    assert demand.trend == 0.1
    # 2026-03-02 is 56 days after 2026-01-05.
    assert demand.campaigns == (Campaign("spring", 56 * DAY, 14 * DAY, 0.5),)
    at = chance.Uniform(10.0 * DAY, 60.0 * DAY)
    assert demand.bursts == (Burst("viral", at, 20.0, 4 * DAY),)
    assert demand.advance == Advance(0.1, chance.Uniform(7.0 * DAY, 30.0 * DAY))


def test_twelve_numbers_are_a_season_too(desk: Desk, shop: Shop) -> None:
    year = [1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 3]
    (arm,) = desk.load(shop(add=f"  season: {year}\n")).arms
    assert arm.demand.season == tuple(year)


def test_customers_who_change_their_mind(full: Scenario) -> None:
    fans, crowd = full.segments[FANS], full.segments[CROWD]
    assert (fans.change_after, fans.drop, fans.swap) == (chance.Exponential(20 * DAY), 0.3, 0.4)
    assert (crowd.change_after, crowd.drop, crowd.swap) == (NEVER, 0.0, 0.0)


def test_by_default_every_mechanism_is_off(desk: Desk, shop: Shop) -> None:
    (arm,) = desk.load(shop()).arms
    (product,) = arm.products
    assert (product.early_price, product.reference_price) == (1000, 1000)
    assert product.slip == Slip(chance.Constant(0.0), 0)
    assert (product.release_allocation, product.reserve, product.partial) == (None, 0, False)
    assert (product.substitutes, product.gift) == ((), None)
    assert (product.pricing, arm.demand.word_of_mouth) == (None, None)
    (approach,) = product.approaches
    assert approach == Approach("at_shipment", Rule("at_shipment"), 0, 0, 0, 0, WAITS, True)
    assert arm.suppliers[0].notice == FOREVER
    assert (arm.demand.season, arm.demand.trend) == ((1.0,) * 12, 0.0)
    assert (arm.demand.campaigns, arm.demand.advance.share) == ((), 0.0)
    assert (arm.segments[0].change_after, arm.segments[0].drop) == (NEVER, 0.0)
    money = arm.money
    assert (money.capture.failure, money.capture.growth) == (0.0, 0.0)
    assert (money.capture.valid_for, money.dispute_share, money.code_value) == (FOREVER, 0.0, 0)
    assert (money.refund_delays, money.credit_limit) == ((AT_ONCE,) * 5, FOREVER)


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("12 days", chance.Constant(12.0 * DAY)),
        ("2026-01-10", chance.Constant(5.0 * DAY)),
        ("{distribution: uniform, low: 2026-01-06, high: 9 days}", chance.Uniform(DAY, 9 * DAY)),
    ],
)
def test_a_burst_begins_at_a_moment_or_somewhere(
    desk: Desk, shop: Shop, told: str, at: chance.Distribution
) -> None:
    burst = f"  bursts: {{b: {{at: {told}, peak: 1 per day, half_life: 1 day}}}}\n"
    assert desk.load(shop(add=burst)).arms[0].demand.bursts[0].at == at


@pytest.mark.parametrize(
    ("told", "terms"),
    [
        ("share: 30%", deposit(share=0.3)),
        ("share: 0%", deposit(share=0.0)),
        ("amount: 3.50, balance: at_shipment", deposit(amount=350)),
        ("share: 1, balance: {at: 9 days}", deposit(share=1.0, balance_at=9 * DAY)),
        ("share: 1, balance: {at: 2026-01-05}", deposit(share=1.0, balance_at=0)),
        ("share: 1, balance: 2026-01-06", deposit(share=1.0, balance_at=DAY)),
        ("share: 1, balance: {after: 9 days}", deposit(share=1.0, balance_after=9 * DAY)),
    ],
)
def test_a_deposit_and_its_balance(ring: Ring, told: str, terms: Rule) -> None:
    told = f"selling: {{backorders: open}}\npayment: {{approach: deposit, {told}}}"
    (approach,) = ring(told).approaches
    assert approach.policy == terms


def test_one_refund_delay_is_for_all_that_wait(desk: Desk, shop: Shop) -> None:
    (arm,) = desk.load(shop(add="payment: {refund_after: 5 days}\n")).arms
    assert [arm.money.refund_delays[offer] for offer in (Offer.BACKORDER, Offer.ADVANCE)] == [
        days(5),
        days(5),
    ]


@pytest.mark.parametrize(
    ("told", "rate"),
    [("0.5% per day", 0.005), ("7 % per week", 0.01), ("0.02", 0.02), ("1%", 0.01)],
)
def test_a_rate_at_which_cards_fail(desk: Desk, shop: Shop, told: str, rate: float) -> None:
    (arm,) = desk.load(shop(add=f"payment: {{capture: {{growth: {told}}}}}\n")).arms
    assert arm.money.capture.growth == pytest.approx(rate)


def test_an_approach_has_a_discount_and_a_default_rate(ring: Ring) -> None:
    (approach,) = ring("payment: {approach: net_days, days: 9 days, default_rate: 2%}").approaches
    assert (approach.name, approach.default_rate) == ("net_days", 0.02)
    (approach,) = ring(
        "selling: {backorders: open}\npayment: {approach: full, discount: 5%}"
    ).approaches
    assert (approach.name, approach.discount) == ("full", 0.05)


def test_early_access_needs_no_window_for_others(ring: Ring) -> None:
    early = "{opens: 9 days, early_access: {segments: everyone}}"
    product = ring(f"selling: {{preorders: {early}}}", RELEASED)
    settings = dict(product.preorder.settings)
    assert (settings["opens_at"], settings["early_at"]) == (9 * DAY, 0)
    assert settings["early_segments"] == (0,)


def test_the_store_may_learn_of_delays_or_not(desk: Desk, shop: Shop) -> None:
    def notice(told: str) -> int:
        supplier = ("lead_time: 7 days", f"lead_time: 7 days, delay_notice: {told}")
        return desk.load(shop(supplier)).arms[0].suppliers[0].notice

    assert (notice("never"), notice("0 days"), notice("2 days")) == (FOREVER, 0, 2 * DAY)


# What an arm keeps, and what it replaces.

PRICES = "arms:\n  base: {}\n  dear: {products.ring.price: 12.00}\n"


def test_dearer_goods_do_not_make_customers_richer(desk: Desk, shop: Shop) -> None:
    base, dear = (arm.products[0] for arm in desk.load(shop(add=PRICES)).arms)
    assert (base.price, base.reference_price) == (1000, 1000)
    assert (dear.price, dear.early_price, dear.reference_price) == (1200, 1200, 1000)


def test_an_override_keeps_the_reference_too(desk: Desk, shop: Shop) -> None:
    arms = desk.load(shop(add=PRICES), "products.ring.price=15", "arms.dear.products.ring.price=9")
    assert [arm.products[0].price for arm in arms.arms] == [1500, 900]
    assert [arm.products[0].reference_price for arm in arms.arms] == [1000, 1000]


def test_a_reference_that_is_given_stands(desk: Desk, shop: Shop) -> None:
    text = shop(("price: 10.00", "price: 10.00\n    reference_price: 11.00"), add=PRICES)
    assert [arm.products[0].reference_price for arm in desk.load(text).arms] == [1100, 1100]
    (_, dear) = desk.load(shop(add=PRICES), "arms.dear.products.ring.reference_price=12.00").arms
    assert dear.products[0].reference_price == 1200


def test_the_reference_is_the_price_of_the_file_that_extends(desk: Desk, shop: Shop) -> None:
    desk.write(shop(), "base.yaml")
    text = "extends: base.yaml\nproducts: {ring: {price: 20.00}}\n" + PRICES
    assert [arm.products[0].reference_price for arm in desk.load(text).arms] == [2000, 2000]


def test_a_product_of_one_arm_alone_is_its_own_reference(desk: Desk, shop: Shop) -> None:
    hat = "arms:\n  a: {}\n  b: {products.hat: {price: 5, unit_cost: 2, opening_stock: 3}}\n"
    (_, arm) = desk.load(shop(add=hat)).arms
    assert [product.reference_price for product in arm.products] == [500, 1000]


OFFER = "payment: {offer: {later: at_shipment, now: {approach: full, discount: 5%}}}\n"


@pytest.mark.parametrize(
    ("store", "arm", "names"),
    [
        (OFFER, "payment: {approach: deposit, share: 30%}", ["deposit"]),
        (OFFER, "payment.approach: full", ["full"]),
        (OFFER, "payment: full", ["full"]),
        ("payment: {approach: deposit, share: 30%, discount: 1%}\n", OFFER, ["later", "now"]),
        ("payment: full\n", OFFER, ["later", "now"]),
        (OFFER, "payment.offer.bill: {approach: net_days, days: 9 d}", ["later", "now", "bill"]),
        (OFFER, "payment.offer.now: null", ["later"]),
        (OFFER, "payment.offer: null", ["at_shipment"]),
        (OFFER, "products.ring.payment: full", ["full"]),
        (OFFER, "products.ring.payment.offer.now: null", ["later"]),
    ],
)
def test_one_way_to_pay_replaces_several_and_the_other_way_round(
    desk: Desk, shop: Shop, store: str, arm: str, names: list[str]
) -> None:
    text = shop(add=f"{store}arms:\n  a: {{}}\n  b:\n    {arm}\n")
    product = desk.load(text).arms[1].products[0]
    assert [approach.name for approach in product.approaches] == names


def test_a_setting_of_an_alternative_changes_and_the_rest_stays(desk: Desk, shop: Shop) -> None:
    (arm,) = desk.load(shop(add=OFFER), "payment.offer.now.discount=9%").arms
    now = arm.products[0].approaches[1]
    assert (now.policy, now.discount) == (Rule.of("full", share=1.0), 0.09)
    (arm,) = desk.load(shop(add=OFFER), "payment.offer.later.discount=1%").arms
    later = arm.products[0].approaches[0]
    assert (later.policy, later.discount) == (Rule("at_shipment"), 0.01)


def test_what_the_store_has_to_pay_stays_with_it(desk: Desk, shop: Shop) -> None:
    store = "payment: {approach: full, disputes: {share: 5%}, refund_after: 3 days}\n"
    arm = desk.load(shop(add=f"{store}arms:\n  a:\n    {OFFER}")).arms[0]
    assert arm.money.dispute_share == 0.05
    assert arm.money.refund_delays[Offer.BACKORDER] == days(3)
