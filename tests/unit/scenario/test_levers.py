"""Each lever has two sides: where one is off, the answer says so; switched on, it shows."""

from __future__ import annotations

import pytest

from backsim.metrics import KPIS, evaluate
from backsim.scenario.levers import LEVERS, Side, one_sided
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate
from backsim.testing import arms_of

SHOP = """
start: 2026-01-05
horizon: 60 days
products:
  cup:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 25
    replenishment: {policy: reorder_point, reorder_point: 20, order_quantity: 40}
  jug: {price: 30.00, unit_cost: 9.00, opening_stock: 400}
suppliers:
  maker: {lead_time: "gamma(mean 12 days, cv 0.9)"}
demand: {rate: 4 per day, basket: {sizes: {1: 50%, 2: 50%}}}
selling: {backorders: open}
customers:
  everyone: {willingness: 1.5, patience: unlimited, tolerance: unlimited}
satisfaction: {late_drop: 0}
"""
DEPOSIT = "payment: {approach: deposit, share: 50%, disputes: {fee: 5.00}}\n"
SOON = "selling.promise={rule: fixed, wait: 2 days}"
"""A hopeful date: many lines are late."""
PATIENT = "customers.everyone.patience=lognormal(mean 4 days, cv 0.8)"
TOLERANT = "customers.everyone.tolerance=4 days"
WAITED = {
    "customers.*.patience": (PATIENT,),
    "customers.*.tolerance": (SOON, TOLERANT),
    "satisfaction.late_drop": (SOON, "satisfaction.late_drop=2"),
}
SOLD_OFF = ("products.cup.salvage=20%", "products.jug.salvage=20%")
BANK = ("money.interest=20%",)
LIKED = ("customers.everyone.reward_response=9", SOON, TOLERANT)
SPREAD = "customers.everyone.willingness=lognormal(mean 1.2, cv 0.3)"
AVERSE = "customers.everyone.prepayment_aversion=uniform(0, 2)"

# By lever: what both arms have besides, what one arm has and the other has not, and by the key that
# a side names, what switches it on: as for --set, or in place of what the arm says.
TRIED: dict[str, tuple[tuple[str, ...], str, dict[str, tuple[str, ...]]]] = {
    "whether they take orders for what is out of stock": (
        (),
        "selling.backorders: off",
        WAITED,
    ),
    "whether they take pre-orders": (
        ("products.cup.release=20 days", "products.cup.release_slip=8 days"),
        "products.cup.selling.preorders: open",
        WAITED | {"products.*.salvage": SOLD_OFF},
    ),
    "the date that they promise": (
        (),
        "selling.promise: {rule: fixed, wait: 2 days}",
        {
            "customers.*.patience": (PATIENT,),
            "customers.*.tolerance": (TOLERANT,),
            "satisfaction.late_drop": ("satisfaction.late_drop=2",),
        },
    ),
    "their suppliers": (
        (),
        'suppliers.maker.lead_time: "gamma(mean 12 days, cv 0.1)"',
        WAITED,
    ),
    "what is paid ahead": (
        ("money.expenses={rent: 3000.00 per month}",),
        "payment: full",
        {"money.interest": BANK, "customers.*.prepayment_aversion": (AVERSE,)},
    ),
    "what is paid after the goods have come": (
        ("money.expenses={rent: 3000.00 per month}",),
        "payment: {approach: net_days, days: 20 days}",
        {"payment.default_rate": ("payment.default_rate=20%",), "money.interest": BANK},
    ),
    "what they keep of a deposit": (
        (
            "customers.everyone.changes.after=exponential(mean 6 days)",
            "customers.everyone.forfeit_aversion=0",  # both sides are on by themselves
            "payment.disputes.kept_share=0%",
        ),
        "payment: {forfeit: {customer: 100%}}",
        {
            "customers.*.forfeit_aversion": ("customers.everyone.forfeit_aversion=1.5",),
            "payment.disputes.kept_share": ("payment.disputes.kept_share=60%",),
        },
    ),
    "whether money goes back as store credit": (
        (
            "customers.everyone.changes.after=exponential(mean 6 days)",
            "customers.everyone.forfeit_aversion=0",
            "payment.disputes.kept_share=0%",
        ),
        "payment: {refund_as: credit}",
        {
            "payment.store_credit.redeemed": (
                "credit} -> credit, store_credit: {redeemed: 30%}}",
                "customers.everyone.forfeit_aversion=1.5",
            ),
            "customers.*.forfeit_aversion": (
                "credit} -> credit, store_credit: {redeemed: 30%}}",
                "customers.everyone.forfeit_aversion=1.5",
            ),
            "payment.disputes.kept_share": ("payment.disputes.kept_share=60%",),
        },
    ),
    "orders that are not paid at once": (
        (),
        "payment.unpaid: {share: 40%, paid_after: 1 day, never: 0%, held_for: 3 days}",
        {"payment.unpaid.never": ("never: 0% -> never: 50%",)},
    ),
    "their discounts": (
        ("customers.everyone.patience=9 days",),
        "pricing.wait_discounts: {0 days: 10%}",
        {"customers.*.discount_response": ("customers.everyone.discount_response=5",)},
    ),
    "their prices": (
        (),
        "products.cup.price: 24.00",
        {"customers.*.willingness": (SPREAD,)},
    ),
    "a gift for those who wait": (
        (),
        "pricing.gift: {cost: 0.00, with: [backorder]}",
        {
            "customers.*.reward_response": ("cost: 0.00 -> cost: 2.00", *LIKED),
            "pricing.gift.cost": ("cost: 0.00 -> cost: 2.00",),
        },
    ),
    "what they charge for shipping": (
        (),
        "shipping.charged: 4.00",
        {"customers.*.willingness": (SPREAD,)},
    ),
    "free shipping for those who wait": (
        (),
        "pricing.free_shipping: [backorder]",
        {
            "customers.*.reward_response": (*LIKED, "shipping.charged=4.00"),
            "shipping.charged": ("shipping.charged=4.00",),
        },
    ),
    "a code for late orders": (
        (SOON,),
        "pricing.late_code: {value: 5.00, redeemed: 0%}",
        {
            "customers.*.reward_response": LIKED,
            "pricing.late_code.redeemed": ("redeemed: 0% -> redeemed: 50%",),
        },
    ),
    "how much they keep in stock": (
        (),
        "products.jug.opening_stock: 500",
        {
            "products.*.holding_cost": (
                "products.cup.holding_cost=30%",
                "products.jug.holding_cost=30%",
            ),
            "products.*.salvage": SOLD_OFF,
        },
    ),
    "their campaigns": (
        (),
        "demand.campaigns.fair: {at: 5 days, length: 9 days, lift: 100%}",
        {"demand.campaigns.*.cost": ("lift: 100% -> lift: 100%, cost: 90.00",)},
    ),
    "whether an order is sent in parts": (
        (),
        "shipping.shipments: split",
        {"shipping.carriers.*.cost": ("shipping.carriers.post.cost=4.00",)},
    ),
}
SIDES = [(lever.name, side) for lever in LEVERS for side in lever.sides]


def two_arms(name: str, side: Side | None = None) -> tuple[Scenario, ...]:
    """Arms that differ in one lever; with a side of it, that is switched on, and only that."""
    besides, arm, switches = TRIED[name]
    on = switches[side.key] if side else ()
    for one in on:
        if " -> " in one:  # what switches it on stands where the lever does
            old, new = one.split(" -> ")
            arm = arm.replace(old, new)
    base = SHOP + (DEPOSIT if "deposit" in name or "credit" in name else "")
    text = f"{base}arms:\n  without: {{}}\n  with:\n    {arm}\n"
    return arms_of(text, *besides, *(one for one in on if " -> " not in one))


def difference(arms: tuple[Scenario, ...], kpi: str) -> float:
    """Of the same customers, in one number."""
    without, having = (evaluate(simulate(arm, draw(arm, 1, 0)))[kpi] for arm in arms)
    return (having or 0.0) - (without or 0.0)


@pytest.mark.parametrize("name", TRIED)
def test_arms_that_differ_in_a_lever_without_its_sides_say_what_is_missing(name: str) -> None:
    notes = one_sided(two_arms(name))
    (lever,) = [lever for lever in LEVERS if lever.name == name]
    said = [note for note in notes if note.startswith(f"The arms differ in {name}, and here ")]
    assert len(said) == len(lever.sides)
    for side in lever.sides:
        assert any(
            note.endswith(f"{side.missing}; `{side.key}` would put that in.") for note in said
        )


@pytest.mark.parametrize(("name", "side"), SIDES, ids=lambda one: getattr(one, "key", one))
def test_a_side_that_is_switched_on_is_missed_no_more_and_moves_the_difference(
    name: str, side: Side
) -> None:
    off, on = two_arms(name), two_arms(name, side)
    assert side.kpi in KPIS
    assert not [note for note in one_sided(on) if name in note and side.key in note]
    assert difference(off, side.kpi) != pytest.approx(difference(on, side.kpi))


def test_every_side_of_every_lever_is_tried() -> None:
    assert set(TRIED) == {lever.name for lever in LEVERS}
    for lever in LEVERS:
        assert {side.key for side in lever.sides} <= set(TRIED[lever.name][2])


def test_arms_that_differ_in_nothing_else_have_nothing_to_say() -> None:
    assert one_sided(arms_of(f"{SHOP}arms:\n  one: {{}}\n  two: {{selling.reserve: 2}}\n")) == ()
