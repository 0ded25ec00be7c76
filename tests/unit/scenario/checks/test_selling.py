"""What is wrong, or odd, with selling, pricing and paying: every message, word by word."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

WAITING = "selling: {backorders: open}\n"

NEVER_BOUGHT = (
    "    replenishment: {policy: reorder_point, reorder_point: 3, order_quantity: 6}\n",
    "",
)


def product(more: str) -> tuple[str, str]:
    """The ring with one more line."""
    return ("    opening_stock: 5\n", f"    opening_stock: 5\n    {more}\n")


RELEASED = product("release: 30 days")
HAT = (
    "suppliers:\n",
    "  hat: {price: 5, unit_cost: 2, opening_stock: 3, release: 9 days}\nsuppliers:\n",
)


@pytest.mark.parametrize(
    "added",
    [
        "selling: {preorders: {when_out_of_stock: true}}\npricing: {early_bird: {9 days: 5%}}",
        "products.ring.selling.preorders: {when_out_of_stock: true, opens: 40 days}",
    ],
)
@pytest.mark.parametrize("release", [("", ""), RELEASED])
def test_what_is_out_of_stock_can_be_preordered_without_a_release_and_after_it(
    desk: Desk, shop: Shop, added: str, release: tuple[str, str]
) -> None:
    sets = [added.replace(": ", "=", 1)] if added.startswith("products") else []
    text = shop(release, add="" if sets else f"{added}\n")
    assert desk.load(text, *sets).warnings == ()


@pytest.mark.parametrize(
    ("added", "said"),
    [
        # Values.
        ("selling: {reserve: some}", "reserve must be a whole number, not 'some'"),
        (
            "selling: {partial_lines: splitt}",
            "'splitt' is not one of hold, split, did you mean 'split'?",
        ),
        (
            "selling: {backorders: {only_when_on_order: yes}}",
            "only_when_on_order must be `true` or `false`, not 'yes'",
        ),
        ("selling: {backorders: {segments: [a, 1, a]}}", "names 'a' twice"),
        ("selling: {backorders: {segments: [[]]}}", "segments must be a text, not a list"),
        (
            "selling: {promise: {rule: quantile, quantile: 100%}}",
            "a quantile lies between 1% and 99.9%: '100%'",
        ),
        (
            "selling: {promise: quantile}",
            "selling.promise needs 'quantile', for instance `quantile: 90%`",
        ),
        (
            "selling: {promise: {rule: fixed, wait: 1 d, quantile: 9%}}",
            "'quantile' has no meaning for rule 'fixed'; it belongs to 'quantile'",
        ),
        (
            "selling: {allocation: by_segment}",
            "selling.allocation needs 'order', for instance `order: [fans, others]`",
        ),
        (
            "selling: {preorders: {supply_share: -5%}}",
            "supply_share must lie between 0% and 10000%: '-5%'",
        ),
        (
            "pricing: {early_bird: {soon: 5%}}",
            "must be a date such as `2026-04-01` or a duration such as `30 days`, not 'soon'",
        ),
        (
            "pricing: {preorder_steps: {1 day: 5%}}",
            "must be a whole number, not '1 day'",
        ),
        ("pricing: {quantity_discounts: {0: 5%}}", "must be at least 1: 0"),
        (
            "pricing: {wait_discounts: {7 days: 5%, 1 week: 6%}}",
            "wait_discounts must not name the same step twice",
        ),
        (
            "pricing: {early_bird: {2026-01-06: 5%, 1 day: 6%}}",
            "early_bird must not name the same step twice",
        ),
        ("pricing: {gift: 3}", "gift must be such as `{cost: 3.00}`, not 3"),
        (
            "pricing: {gift: {with: backorder}}",
            "gift must say what it costs, for instance `cost: 3.00`",
        ),
        (
            "pricing: {gift: {cost: free}}",
            "cost must be an amount of money such as `49.00`, not 'free'",
        ),
        (
            "pricing: {gift: {cost: 1, with: stock}}",
            "'stock' is not one of backorder, preorder, advance",
        ),
        ("pricing: {gift: {csot: 1}}", "unknown key 'csot', did you mean 'cost'?"),
        (
            "pricing: {late_code: {value: 10 %}}",
            "value must be an amount of money such as `49.00`, not '10 %'",
        ),
        (
            "payment: {approach: deposit, share: 1, balance: 14 days}",
            "balance must be `at_shipment`, `{at: 2026-05-01}` or `{after: 14 days}`, not "
            "'14 days'",
        ),
        (
            "payment: {approach: deposit, share: 1, balance: {on: 14 days}}",
            "'on' is not one of at, after",
        ),
        (
            "payment: {approach: deposit, share: 1, balance: {after: 14}}",
            "14 needs a unit, for instance `14 days`",
        ),
        (
            "payment: {approach: net_days}",
            "payment needs 'days', for instance `days: 120 days`",
        ),
        ("payment: {approach: instalments, parts: 1}", "parts must be at least 2: 1"),
        (
            "payment: {approach: deposit, share: 1, interest_borne_by: customer}",
            "'interest_borne_by' has no meaning for approach 'deposit'; it belongs to "
            "'instalments'",
        ),
        (
            "payment: {refund_after: {stock: 1 day}}",
            "'stock' is not one of backorder, preorder, advance",
        ),
        (
            "payment: {refund_after: {preorder: 30}}",
            "30 needs a unit, for instance `30 days`",
        ),
        (
            "payment: {capture: {growth: 1 per day}}",
            "growth must be a share per time such as `0.5% per day`, not '1 per day'",
        ),
        (
            "payment: {capture: {growth: 1% per dai}}",
            "unknown unit of time 'dai' in '1% per dai', did you mean 'day'?",
        ),
        ("payment: {capture: {retries: 21}}", "retries must be at most 20: 21"),
        (
            "payment: {offer: {a: later}}",
            "'later' is not one of at_shipment, at_release, deposit, full, net_days, instalments",
        ),
        (
            "payment: {offer: {a: {approach: full, capture: {}}}}",
            "'capture' is store-wide; write it below `payment:` at the top",
        ),
        ("money: {interest: 8}", "a share must be at most 100%: 8; for a percentage write `8%`"),
        (
            "money: {credit_limit: none}",
            "credit_limit must be an amount of money such as `49.00`, not 'none'",
        ),
        (
            "customers: {a: {changes: {after: unlimited}}}",
            "after must be a duration such as `7 days`, not 'unlimited'",
        ),
        # Sense.
        (
            "customers: {a: {changes: {after: 9 d, drop: 60%, swap: 50%}}}",
            "drop and swap sum to 110%, more than all who change",
        ),
        (
            "customers: {a: {changes: {drop: 60%}}}",
            "changes need `after`, for instance `after: exponential(mean 20 days)`",
        ),
        (
            "selling: {backorders: {segments: [everyon]}}",
            "unknown segment 'everyon', did you mean 'everyone'?",
        ),
        (
            "selling: {allocation: {rule: by_segment, order: [everyone, x]}}",
            "unknown segment 'x' (segments: everyone)",
        ),
        (
            "selling: {promise: {rule: window, earliest: 3 weeks, latest: 2 weeks}}",
            "a window that ends after 14 days and begins after 21 days",
        ),
        (
            "selling: {partial_lines: split}",
            "partial_lines: split sends a second parcel; it needs `shipments: split` below "
            "`shipping:`",
        ),
        (
            "selling: {release_allocation: first_come}",
            "release_allocation needs a product with a `release` after the start",
        ),
        (
            "payment: at_release",
            "at_release needs a product with a `release` after the start",
        ),
        (
            "payment: {approach: deposit, share: 10%, amount: 1}",
            "a deposit is a `share` or an `amount`, not both",
        ),
        (
            "payment: {offer: {a: deposit}}",
            "a deposit needs its `share` or its `amount`, for instance `share: 30%`",
        ),
        (
            "payment: {approach: deposit, share: 1, balance: 2026-01-04}",
            "the balance is due before the start, 2026-01-05",
        ),
        (
            "payment: {approach: full, offer: {a: at_shipment}}",
            "`approach` and `offer` exclude each other: one way to pay, or several",
        ),
        ("payment: {offer: {}}", "offer must name at least one way to pay"),
        (
            "payment: {discount: 5%, offer: {a: full}}",
            "'discount' belongs to one of the alternatives, below `offer:`",
        ),
        (
            "payment: {share: 5%, offer: {a: full}}",
            "'share' has no meaning for approach 'at_shipment'; it belongs to 'deposit'",
        ),
        (
            "pricing: {late_code: {redeemed: 30%}}",
            "late_code needs its `value`, for instance `value: 10.00`",
        ),
        (
            "pricing: {quantity_discounts: {2: 10%, 5: 5%}}",
            "a larger quantity must earn more: 5% for 5 pieces or more is not above 10%",
        ),
    ],
)
def test_what_is_wrong_with_the_store(desk: Desk, shop: Shop, added: str, said: str) -> None:
    assert desk.messages(shop(add=f"{added}\n")) == [said]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("season: [1, 2]", "needs twelve numbers, January first; it has 2"),
        ("season: 3", "season must be twelve numbers, January first, not 3"),
        ("season: {jan: 1, january: 2}", "names a month twice: 'january'"),
        ("season: {jan: -1}", "jan must not be negative: -1"),
        ("trend: -100%", "a yearly growth lies above -100% and up to 10000%: '-100%'"),
        (
            "campaigns: {c: {at: 1 day, length: 1 day, lift: -1%}}",
            "lift must lie between 0% and 100000%: '-1%'",
        ),
        (
            "campaigns: {c: {at: 1 day, length: 1 day}}",
            "demand.campaigns.c needs 'lift', for instance `lift: 50%`",
        ),
        (
            "campaigns: {c: {at: 2026-04-15, length: 1 day, lift: 1}}",
            "the campaign begins on day 100 (2026-04-15), when the horizon of 100 days is over",
        ),
        (
            "campaigns: {c: {at: 2026-01-04, length: 1 day, lift: 1}}",
            "the campaign ends before the start, 2026-01-05",
        ),
        ("advance: {share: 110%}", "a share must be at most 100%: '110%'"),
        (
            "advance: {share: 10%}",
            "advance orders need `ahead`, for instance `ahead: uniform(7 days, 30 days)`",
        ),
        (
            "bursts: {b: {at: soon, peak: 1 per day, half_life: 1 day}}",
            "at must be a date such as `2026-04-01` or a duration such as `30 days`, not 'soon'",
        ),
        (
            "bursts: {b: {at: gamma, peak: 1 per day, half_life: 1 day}}",
            "gamma needs its parameters, mean and cv, mean and sd or shape and scale",
        ),
        (
            'bursts: {b: {at: "uniform(2026-01-01, 9 days)", peak: 1 per day, half_life: 1 day}}',
            "the burst begins before the start, 2026-01-05",
        ),
        (
            'bursts: {b: {at: "uniform(101 days, 200 days)", peak: 1 per day, half_life: 1 day}}',
            "the burst begins on day 101 (2026-04-16), when the horizon of 100 days is over",
        ),
    ],
)
def test_what_is_wrong_with_demand(desk: Desk, shop: Shop, added: str, said: str) -> None:
    assert desk.messages(shop(add=f"  {added}\n")) == [said]


def test_growth_counts_towards_the_limit(desk: Desk, shop: Shop) -> None:
    text = shop(("horizon: 100 days", "horizon: 5 years"), add="  trend: 900%\n")
    # 2 a day, ten times as many each year, for five years.
    expected = 2 * 365 * (10**5 - 1) / log(10)
    assert desk.messages(text) == [
        f"about {expected:,.0f} customers in one replication; up to 20,000,000 can be simulated"
    ]


def test_campaigns_count_towards_the_limit(desk: Desk, shop: Shop) -> None:
    campaign = "  campaigns: {c: {at: 0 days, length: 10 days, lift: 1000}}\n"
    text = shop(("rate: 2 per day", "rate: 20000 per day"), add=campaign)
    # 20,000 a day for 100 days, and a thousand times as many more for 10 of them.
    assert desk.messages(text) == [
        "about 202,000,000 customers in one replication; up to 20,000,000 can be simulated"
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (product("substitutes: {rign: 50%}"), "unknown product 'rign', did you mean 'ring'?"),
        (product("substitutes: {hat: 50%}"), "unknown product 'hat' (products: ring)"),
        (product("substitutes: {ring: 50%}"), "a product cannot be its own substitute"),
        (product("release_slip: 5 days"), "release_slip needs a `release` after the start"),
        (
            product("price_before_release: 8.00"),
            "price_before_release needs a `release` after the start",
        ),
        (
            product("pricing: {late_code: {value: 1}}"),
            "'late_code' is store-wide; write it below `pricing:` at the top",
        ),
        (
            product("payment: {disputes: {share: 1%}}"),
            "'disputes' is store-wide; write it below `payment:` at the top",
        ),
        (
            ("lead_time: 7 days", "lead_time: 7 days, delay_notice: always"),
            "delay_notice must be a duration such as `7 days`, not 'always'",
        ),
    ],
)
def test_what_is_wrong_with_a_product(
    desk: Desk, shop: Shop, change: tuple[str, str], said: str
) -> None:
    assert desk.messages(shop(change)) == [said]


@pytest.mark.parametrize(
    ("preorders", "said"),
    [
        (
            "early_access: {segments: [x]}, opens: 9 d",
            "unknown segment 'x' (segments: everyone)",
        ),
        (
            "early_access: {opens: 1 day}, opens: 9 d",
            "early access for whom? It needs `segments`, for instance `segments: [fans]`",
        ),
    ],
)
def test_what_is_wrong_with_preorders(desk: Desk, shop: Shop, preorders: str, said: str) -> None:
    text = shop(RELEASED, add=f"selling: {{preorders: {{{preorders}}}}}\n")
    assert desk.messages(text) == [said]


def test_a_share_of_a_supply_that_never_comes(desk: Desk, shop: Shop) -> None:
    text = shop(NEVER_BOUGHT, RELEASED, add="selling: {preorders: {cap: 5, supply_share: 1}}\n")
    assert desk.messages(text) == [
        "supply_share counts what is on order, but nothing is ever bought (replenishment none); "
        "use `cap`"
    ]


def test_rules_of_the_store_need_one_product_with_a_release(desk: Desk, shop: Shop) -> None:
    rules = "selling: {release_allocation: paid_first, preorders: {cap: 3}}\npayment: at_release\n"
    assert desk.load(shop(HAT, add=rules)).warnings == ()
    own = product("payment: at_release")
    assert desk.messages(shop(own, HAT)) == [
        "at_release needs a product with a `release` after the start"
    ]


def test_what_several_products_inherit_is_told_once_and_where_it_stands(
    desk: Desk, shop: Shop
) -> None:
    text = shop(HAT, add="payment:\n  offer:\n    now: {approach: deposit, share: 1, amount: 2}\n")
    assert desk.faults(text) == (
        "shop.yaml:15:48: a deposit is a `share` or an `amount`, not both\n"
        "        now: {approach: deposit, share: 1, amount: 2}\n" + " " * 51 + "^"
    )


def test_an_alternative_is_faulted_where_it_stands(desk: Desk, shop: Shop) -> None:
    assert desk.faults(shop(add="payment: {offer: {bill: {approach: net_days, day: 9 d}}}\n")) == (
        "shop.yaml:12:19: payment.offer.bill needs 'days', for instance `days: 120 days`\n"
        "    payment: {offer: {bill: {approach: net_days, day: 9 d}}}\n"
        "                      ^\n"
        "shop.yaml:12:46: unknown key 'day', did you mean 'days'?\n"
        "    payment: {offer: {bill: {approach: net_days, day: 9 d}}}\n"
        "                                                 ^"
    )


@pytest.mark.parametrize(
    ("change", "added", "said"),
    [
        (
            product("slip_notice: 5 days\n    release: 9 days"),
            "",
            "slip_notice, but the release never slips (release_slip)",
        ),
        (
            RELEASED,
            "selling: {preorders: {waiting_list: true}}",
            "a waiting list, but no `cap` that could keep anybody waiting",
        ),
        (
            RELEASED,
            "selling: {preorders: {early_access: {segments: everyone}}}",
            "early access begins on day 0 (2026-01-05), when everybody may pre-order",
        ),
        (
            RELEASED,
            "selling: {preorders: open}\npricing: {early_bird: {1 day: 5%, 9 days: 10%}}",
            "early_bird: a later pre-order gets a larger discount than an earlier one",
        ),
        (
            RELEASED,
            "selling: {preorders: open}\npricing: {early_bird: {1 day: 5%, 30 days: 4%}}",
            "early_bird: a share from day 30 (2026-02-04), but pre-orders end with the release",
        ),
        (None, "pricing: {early_bird: {0: 5%}}", "early_bird discounts, but pre-orders are off"),
        (None, "pricing: {preorder_steps: {0: 5%}}", "preorder_steps, but pre-orders are off"),
        (
            None,
            "selling: {reserve: 10}",
            "a reserve of 10 pieces, but there are never more than 9: who waits is never served",
        ),
        (
            None,
            WAITING + "payment: {approach: full, default_rate: 2%}",
            "a default_rate, but full leaves nothing to pay after the shipment",
        ),
        (
            None,
            "payment: {offer: {a: {approach: instalments, parts: 2, financed_by: partner, "
            "default_rate: 2%}}}",
            "a default_rate, but instalments leaves nothing to pay after the shipment",
        ),
        (
            None,
            "payment: {approach: instalments, parts: 2, interest: 3%}",
            "interest that the store bears goes to a partner; without one it has no effect",
        ),
        (
            None,
            "payment: {forfeit: {customer: 50%}}",
            "'forfeit', but nothing is paid ahead of which it could be withheld",
        ),
        (
            None,
            "payment: {approach: net_days, days: 9 days, cancellation_fee: {amount: 3.00}}",
            "'cancellation_fee', but nothing is paid ahead of which it could be withheld",
        ),
        (
            None,
            "payment: {refund_as: credit}",
            "'refund_as', but nothing is paid ahead of which it could be withheld",
        ),
        (
            None,
            "payment: {authorisation: {renewal_fee: 1}}",
            "a renewal_fee, but authorisations never expire (valid_for)",
        ),
        (
            None,
            "customers: {a: {changes: {after: 1 day, swap: 50%}}}",
            "customers 'a' would swap, but no product has `substitutes`",
        ),
        (
            (
                "rate: 2 per day",
                "campaigns: {c: {at: 0, length: 9 days, lift: 1}}\n"
                "  bursts: {b: {at: 1 day, peak: 1 per day, half_life: 1 day}}",
            ),
            "",
            "the campaign 'c' lifts the steady stream, and demand has no rate",
        ),
        (
            (
                "rate: 2 per day",
                'rate: 2 per day\n  bursts: {b: {at: "uniform(1 day, 200 days)", '
                "peak: 1 per day, half_life: 1 day}}",
            ),
            "",
            "the burst 'b' may begin when the horizon is over",
        ),
    ],
)
def test_what_is_odd(
    desk: Desk, shop: Shop, change: tuple[str, str] | None, added: str, said: str
) -> None:
    changes = (change,) if change else ()
    assert desk.load(shop(*changes, add=f"{added}\n")).warnings == (said,)


@pytest.mark.parametrize(
    "sound",
    [
        "selling: {reserve: 9}",
        "shipping: {shipments: split}\nselling: {partial_lines: split}",
        WAITING
        + "payment: {approach: deposit, share: 1, balance: {after: 9 days}, default_rate: 2%}",
        "payment: {approach: instalments, parts: 2, default_rate: 2%}",
        "payment: {approach: instalments, parts: 2, interest: 3%, interest_borne_by: customer}",
        "payment: {authorisation: {valid_for: 7 days, renewal_fee: 1}}",
        "payment: {forfeit: {customer: 0, after: 9 days}, cancellation_fee: {per: line}}",
        WAITING + "payment: {approach: full, forfeit: {store: 5%}, refund_as: credit}",
        WAITING + "payment: {offer: {a: at_shipment, b: full}, forfeit: {customer: 9%}}\n"
        "customers: {all: {willingness: 1.1}}",
        WAITING + "payment: {approach: deposit, share: 1, balance: {at: 99 days}}",
        "pricing: {quantity_discounts: {2: 5%, 5: 10%}}",
        "customers: {a: {changes: {after: 9 d, drop: 60%}}}",
    ],
)
def test_what_is_sound(desk: Desk, shop: Shop, sound: str) -> None:
    assert desk.load(shop(add=f"{sound}\n")).warnings == ()


def test_a_discount_that_one_product_cannot_give_is_sound(desk: Desk, shop: Shop) -> None:
    rules = "selling: {preorders: {cap: 3}}\npricing: {preorder_steps: {0: 5%}}\n"
    assert desk.load(shop(HAT, add=rules)).warnings == ()
