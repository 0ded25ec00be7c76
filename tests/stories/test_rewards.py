"""Stories of rewards: a code brings a customer back, a gift or a code makes a wait bearable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from backsim.metrics import evaluate
from backsim.metrics.satisfaction import score
from backsim.records.log import RunLog, SatisfactionCurve

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

LAMP = """
horizon: 14 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    opening_stock: 1
    replenishment: {policy: base_stock, base_stock_level: 1}
  mug: {price: 25.00, unit_cost: 9.00, opening_stock: 4, selling: {backorders: off}}
suppliers:
  maker: {lead_time: 4 days, payment_after: 60 days}
selling: {backorders: open}
shipping:
  carriers:
    post: {transit: 1 day}
"""
CODE = "pricing: {late_code: {value: 10.00, redeemed: 40%, anyway: 25%, after: 3 days}}\n"
LATE: Mapping[str, Sequence[float]] = {"lamp": [6, 7]}
"""What is promised for day 4 comes on day 6, and one lamp more on day 8."""


@pytest.mark.parametrize(
    ("luck", "then"),
    [
        (0.09, ["day 9 08:00 ben uses a code worth 10.00"]),  # who would have come anyway
        (
            0.10,
            [
                "day 9 08:00 ben orders 1 lamp for 40.00 (won)",
                "day 9 08:00 ben is sent 1 lamp, there day 10 08:00",
                "day 9 08:00 ben pays 40.00",
            ],
        ),
        (0.39, ["day 9 08:00 ben orders 1 lamp for 40.00 (won)"]),
        (0.40, []),  # not used
    ],
)
def test_a_code_brings_a_customer_back_or_costs_the_store_what_would_have_come_anyway(
    story: Story, luck: float, then: list[str]
) -> None:
    customers = f"0 08:00 ann 1 lamp 50.00 code=0\n1 08:00 ben 1 lamp 50.00 code={luck}"
    told = story(LAMP + CODE, customers, lead_times=LATE)
    assert [line for line in told if line.startswith("day 9 08:00 ben")][: len(then)] == then
    assert bool(then) == any(line.startswith("day 9") for line in told)


def test_who_comes_back_is_the_same_customer_and_their_visit_was_brought(lived: Lived) -> None:
    customers = "0 08:00 ann 1 lamp 50.00\n1 08:00 ben 1 lamp 50.00 code=0.2 patience=9d"
    log, _ = lived(LAMP + CODE, customers, lead_times=LATE)
    assert log.orders.person.tolist() == [0, 1, 1]
    assert log.orders.brought.tolist() == [0, 0, 1]
    assert evaluate(log)["visits_brought"] == 1.0
    # 40.00 for what cost 20.00: the code has earned what it took, and more.
    assert evaluate(log)["discounts_won"] == 10.0


def test_a_code_is_taken_off_all_that_they_want_by_value(story: Story) -> None:
    customers = """
    0 08:00 ann 1 lamp 50.00
    1 08:00 ben 1 lamp 50.00 code=0.2
    1 08:00 ben 1 mug 25.00
    """
    told = story(LAMP + CODE, customers, lead_times=LATE)
    assert [line for line in told if line.startswith("day 9 08:00 ben orders")] == [
        "day 9 08:00 ben orders 1 lamp for 43.33 (won)",
        "day 9 08:00 ben orders 1 mug for 21.67 (won)",
    ]


def test_a_code_makes_up_for_a_price_that_has_risen_and_nobody_gets_a_second_one(
    story: Story,
) -> None:
    # A lamp is worth 45.00 to ben, who pre-orders it for that; it costs 50.00 from day 5 on. It
    # comes on day 6, a day after its promise, and when he comes back, none is there; nor in time.
    mug = LAMP[LAMP.index("  mug") : LAMP.index("suppliers:")]
    scenario = LAMP.replace(mug, "") + CODE.replace("40%", "100%")
    release = "release: 5 days\n    price_before_release: 45.00\n"
    scenario = scenario.replace("opening_stock: 1\n", release)
    scenario = scenario.replace("{backorders: open}", "{backorders: open, preorders: open}")
    scenario = scenario.replace("level: 1", "level: 0").replace("horizon: 14", "horizon: 24")
    customers = "1 00:00 ben 1 lamp 45.00 code=0.9 limit=45.00"
    told = story(scenario, customers, lead_times={"lamp": [5, 8]})
    assert [line for line in told if " ben " in line] == [
        "day 1 00:00 ben pre-orders 1 lamp for 45.00, promised day 5 00:00",
        "day 6 00:00 ben is sent 1 lamp, there day 7 00:00",
        "day 6 00:00 ben pays 45.00",
        "day 9 00:00 ben backorders 1 lamp for 40.00 (won), promised day 13 00:00",
        "day 17 00:00 ben is sent 1 lamp, there day 18 00:00",
        "day 17 00:00 ben pays 40.00",
    ]


GIFT = "pricing: {gift: {cost: 5.00}}\ncustomers: {all: {reward_response: 2.5}}\n"
FIVE_DAYS = LAMP.replace(
    "backorders: open}", "backorders: open, promise: {rule: fixed, wait: 5 d}}"
)


@pytest.mark.parametrize(("patience", "buys"), [("96h", True), ("95h", False)])
def test_a_gift_makes_a_longer_wait_acceptable(story: Story, patience: str, buys: bool) -> None:
    # Worth a tenth of the lamp, it makes patience longer by a quarter: 96 hours become 120.
    customers = f"0 08:00 ann 1 lamp 50.00\n1 08:00 ben 1 lamp 50.00 patience={patience}"
    told = story(FIVE_DAYS + GIFT, customers)
    assert ("day 1 08:00 ben leaves without 1 lamp: wait" not in told) is buys
    without = story(FIVE_DAYS + GIFT.replace("cost: 5.00", "cost: 0.00"), customers)
    assert "day 1 08:00 ben leaves without 1 lamp: wait" in without


@pytest.mark.parametrize(
    ("pricing", "day"),
    [
        # Two days past day 4; a quarter more for a gift; half as much more for a code.
        ("pricing: {gift: {cost: 0.00}}", "day 6 08:00"),
        ("pricing: {gift: {cost: 5.00}}", "day 6 20:00"),
        ("pricing: {late_code: {value: 10.00}}", "day 7 08:00"),
        ("pricing: {gift: {cost: 5.00}, late_code: {value: 10.00}}", "day 7 20:00"),
    ],
)
def test_who_will_get_something_for_it_gives_up_later(story: Story, pricing: str, day: str) -> None:
    scenario = f"{LAMP}{pricing}\ncustomers: {{all: {{reward_response: 2.5}}}}\n"
    customers = "0 08:00 ann 1 lamp 50.00\n1 08:00 ben 1 lamp 50.00 tolerance=2d"
    told = story(scenario, customers, lead_times={"lamp": [9, 9]})
    assert [line for line in told if "cancels" in line] == [f"{day} ben cancels 1 lamp"]


def test_without_a_promise_no_code_is_in_sight(story: Story) -> None:
    scenario = LAMP.replace("backorders: open}", "backorders: open, promise: none}")
    scenario += "pricing: {late_code: {value: 10.00}}\ncustomers: {all: {reward_response: 2.5}}\n"
    customers = "0 08:00 ann 1 lamp 50.00\n1 08:00 ben 1 lamp 50.00 tolerance=2d believed_wait=1"
    told = story(scenario, customers, lead_times={"lamp": [9, 9]})
    assert "day 6 08:00 ben cancels 1 lamp" in told


@pytest.mark.parametrize(("stars", "given_back", "late"), [(0, 0.0, 2), (5, 0.5, 2), (30, 3.0, 0)])
def test_a_gift_gives_back_a_part_of_what_lateness_costs_in_the_score(
    lived: Lived, stars: float, given_back: float, late: int
) -> None:
    """Worth a tenth of the lamp; never better than on time, after the same six days."""
    scenario = LAMP + (
        f"pricing: {{gift: {{cost: 5.00}}}}\ncustomers: {{all: {{reward_stars: {stars}}}}}\n"
    )
    scenario = scenario.replace("{transit: 1 day}", "{transit: 1 day, quoted: 1 day}")
    customers = "0 08:00 ann 1 lamp 50.00\n1 08:00 ben 1 lamp 50.00"
    log, _ = lived(scenario, customers, lead_times=LATE)
    assert log.lines.softened.tolist() == [0, int(1000 * given_back)]
    curve = SatisfactionCurve()
    wait, days = np.array([1.0, 6.0]), np.array([0, late])
    by_curve = score(wait, days, curve).tolist()
    expected = by_curve[1] + (given_back if late else 0.0)
    assert evaluate(log)["satisfaction"] == pytest.approx((by_curve[0] + expected) / 2, abs=1e-6)
    assert evaluate(log)["experience"] == pytest.approx((by_curve[0] + expected) / 2, abs=1e-6)


def test_to_be_sent_for_free_makes_a_wait_bearable_and_is_remembered_once(
    story: Story, lived: Lived
) -> None:
    # Shipping is a tenth of the lamp: two days of patience become 2 * (1 + 5 / 10), and just do.
    shop = LAMP.replace(
        "    post: {transit: 1 day}\n", "    post: {transit: 1 day}\n  charged: 5.00\n"
    )
    shop += "customers: {all: {reward_response: 5, reward_stars: 2}}\n"
    customers = "0 08:00 ann 1 lamp 50.00 limit=60\n1 08:00 ben 1 lamp 50.00 limit=60 patience=2d"
    charged = story(shop, customers, lead_times=LATE)
    assert "day 1 08:00 ben leaves without 1 lamp: wait" in charged
    free = shop + "pricing: {free_shipping: [backorder]}\n"
    assert "day 1 08:00 ben backorders 1 lamp for 50.00, promised day 4 08:00" in story(
        free, customers, lead_times=LATE
    )
    log, _ = lived(free, customers, lead_times=LATE)
    # Two stars, by a tenth; who was served at once paid for shipping, and has nothing for it.
    assert log.lines.softened.tolist() == [0, 200]
    assert log.lines.shipping_charge.tolist() == [500, 0]
