"""What is wrong, or odd, with a file whose every value makes sense by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

NEVER_BOUGHT = (
    "    replenishment: {policy: reorder_point, reorder_point: 3, order_quantity: 6}\n",
    "",
)
RELEASED = ("    opening_stock: 5\n", "    opening_stock: 5\n    release: 30 days\n")


def test_a_finding_has_its_line_and_a_caret(desk: Desk, shop: Shop) -> None:
    late = ("    opening_stock: 5\n", "    end_of_sale: 0 days\n")
    assert desk.faults(shop(late)) == (
        "shop.yaml:6:18: the sale ends on day 0 (2026-01-05), and begins at the start\n"
        "        end_of_sale: 0 days\n                     ^"
    )


@pytest.mark.parametrize(
    ("change", "added", "said"),
    [
        (
            None,
            "warm_up: 100 days\nquestion: steady_state",
            "the warm-up of 100 days leaves nothing of the horizon of 100 days",
        ),
        (
            ("horizon: 100 days", "horizon: 101 years"),
            "",
            "the horizon may have up to 100 years",
        ),
        (("horizon: 100 days\n", ""), "", "'horizon' is missing, for instance `horizon: 120 days`"),
        (
            None,
            "customers: {a: {share: 50%}, b: {share: 40%}}",
            "the shares sum to 90%, not to 100%",
        ),
        (
            None,
            "shipping: {carriers: {post: {share: 90%}}}",
            "the shares sum to 90%, not to 100%",
        ),
        (None, "shipping: {carriers: {}}", "carriers must not be empty"),
        (None, "customers: {}", "customers must not be empty"),
        (
            ("rate: 2 per day", "basket: {sizes: {1: 50%}}"),
            "",
            "the shares sum to 50%, not to 100%",
        ),
        (
            ("rate: 2 per day", "basket: {products: {rng: 1}}"),
            "",
            "unknown product 'rng', did you mean 'ring'?",
        ),
        (
            ("rate: 2 per day", "basket: {products: {ring: 0}}"),
            "",
            "at least one product must have a weight above zero",
        ),
        (
            ("rate: 2 per day", "basket: {sizes: {1: 50%, 2: 50%}}"),
            "",
            "a basket of 2 needs as many products; 1 can be asked for",
        ),
        (
            ("rate: 2 per day", "bursts: {b: {at: 2026-04-15, peak: 9 per day, half_life: 1 day}}"),
            "",
            "the burst begins on day 100 (2026-04-15), when the horizon of 100 days is over",
        ),
        (
            ("rate: 2 per day", "bursts: {b: {at: 2026-01-04, peak: 9 per day, half_life: 1 day}}"),
            "",
            "the burst begins before the start, 2026-01-05",
        ),
        (
            ("rate: 2 per day", "rate: 900000 per day"),
            "",
            "about 90,000,000 customers in one replication; up to 20,000,000 can be simulated",
        ),
        (
            ("    opening_stock: 5\n", "    release: 30 days\n    end_of_sale: 20 days\n"),
            "",
            "the sale ends on day 20 (2026-01-25), and begins on day 30 (2026-02-04)",
        ),
        (
            ("    opening_stock: 5\n", "    end_of_sale: 2026-01-01\n"),
            "",
            "the sale ends on day -4 (2026-01-01), and begins at the start",
        ),
        (
            ("    opening_stock: 5\n", "    supplier: smit\n"),
            "",
            "unknown supplier 'smit', did you mean 'smith'?",
        ),
        (
            ("    opening_stock: 5\n", "    supplier: x\n"),
            "",
            "unknown supplier 'x' (suppliers: smith)",
        ),
        (
            ("  smith: {lead_time: 7 days}", "  a: {lead_time: 1 day}\n  b: {lead_time: 1 day}"),
            "",
            "it is bought again, but from whom? name its `supplier`",
        ),
        (
            ("suppliers:\n  smith: {lead_time: 7 days}\n", ""),
            "",
            "it is bought again, but from whom? the file needs `suppliers:`",
        ),
        (
            (
                "{policy: reorder_point, reorder_point: 3, order_quantity: 6}",
                "{policy: order_up_to, reorder_point: 3, order_up_to_level: 3}",
            ),
            "",
            "must be above the reorder point, 3",
        ),
        (
            ("order_quantity: 6", "order_quantity: 6, review: before_demand"),
            "",
            "a review before demand needs a review_period, for instance `1 day`",
        ),
        (
            None,
            "selling: {preorders: open}",
            "pre-orders need a product with a `release` after the start, or "
            "`when_out_of_stock: true`",
        ),
        (
            RELEASED,
            "selling: {preorders: {opens: 40 days}}",
            "pre-orders open on day 40 (2026-02-14), but the release is on day 30 (2026-02-04)",
        ),
        (
            RELEASED,
            "selling: {preorders: {opens: 9 days, closes: 2026-01-08}}",
            "pre-orders close on day 3 (2026-01-08), before they open on day 9 (2026-01-14)",
        ),
        (
            NEVER_BOUGHT,
            "selling: {backorders: open}",
            "backorders of 'ring' could never ship: nothing is ever bought (replenishment none)",
        ),
        (
            None,
            "pricing: {wait_discounts: {14 days: 10%, 7 days: 10%}}",
            "a longer wait must earn more: 10% for 14 days or more is not above 10%",
        ),
        (
            ("    opening_stock: 5\n", "    payment: {approach: full, fee: {share: 2%}}\n"),
            "",
            "'fee' is store-wide; write it below `payment:` at the top",
        ),
    ],
)
def test_what_is_wrong(
    desk: Desk, shop: Shop, change: tuple[str, str] | None, added: str, said: str
) -> None:
    changes = (change,) if change else ()
    assert desk.messages(shop(*changes, add=f"{added}\n")) == [said]


def test_preorders_beyond_a_stock_that_never_grows(desk: Desk, shop: Shop) -> None:
    text = shop(NEVER_BOUGHT, RELEASED, add="selling: {preorders: {cap: 6}}\n")
    assert desk.messages(text) == [
        "pre-orders beyond the opening stock of 5 could never ship: nothing is ever bought "
        "(replenishment none)"
    ]
    assert desk.load(text, "selling.preorders.cap=5").arms
    assert desk.load(text, "products.ring.edition=5").arms


HAT = ("suppliers:\n", "  hat: {price: 5, unit_cost: 2, opening_stock: 3}\nsuppliers:\n")


def test_what_is_never_restocked_is_sold_out_when_it_is_gone(desk: Desk, shop: Shop) -> None:
    text = shop(HAT, add="selling: {backorders: open}\n")
    assert desk.load(text).warnings == (
        "'hat' is sold out when its 3 pieces are gone: nothing is ever bought (replenishment none)",
    )
    own = "products.hat.selling.backorders=open"
    assert desk.messages(text, own) == [
        "backorders of 'hat' could never ship: nothing is ever bought (replenishment none)"
    ]


def test_a_question_may_end_before_the_release(desk: Desk, shop: Shop) -> None:
    text = shop(RELEASED, add="selling: {preorders: open}\n")
    text += "payment: {approach: deposit, share: 30%, balance: {at: 30 days}}\n"
    assert desk.load(text, "horizon=31 days").warnings == ()
    assert desk.load(text, "horizon=30 days").warnings == (
        "the release of 'ring' is on day 30 (2026-02-04), when the horizon of 30 days is over: "
        "nothing of it is sent, and what is paid ahead is still owed",
        "the balance is due on day 30 (2026-02-04), when the horizon of 30 days is over: it is not "
        "paid any more",
    )


def test_store_wide_preorders_need_one_product_with_a_release(desk: Desk, shop: Shop) -> None:
    more = "  hat: {price: 5, unit_cost: 2, release: 9 days, opening_stock: 3, edition: 3}\n"
    text = shop(("suppliers:\n", more + "suppliers:\n"), add="selling: {preorders: open}\n")
    assert desk.load(text).warnings == ()


@pytest.mark.parametrize(
    ("change", "added", "said"),
    [
        (
            None,
            "warm_up: 9 days",
            ("a launch is looked at from its first day; warm_up leaves its beginning out",),
        ),
        (
            None,
            "question: steady_state",
            ("a steady-state question without warm_up counts the start-up as if it were usual",),
        ),
        (
            ("rate: 2 per day", "rate: 0"),
            "",
            ("nobody comes: demand has no rate, no burst and no file",),
        ),
        (
            None,
            "pricing: {preorder_discount: 5%}",
            ("a pre-order discount, but pre-orders are off",),
        ),
        (
            RELEASED,
            "pricing: {preorder_discount: 5%}\narms: {a: {}, b: {selling.preorders: open}}",
            (),
        ),
        (
            None,
            "arms: {a: {}, b: {demand.rate: 0}}",
            ("nobody comes: demand has no rate, no burst and no file (in arm b)",),
        ),
    ],
)
def test_what_is_odd(
    desk: Desk, shop: Shop, change: tuple[str, str] | None, added: str, said: tuple[str, ...]
) -> None:
    changes = (change,) if change else ()
    assert desk.load(shop(*changes, add=f"{added}\n")).warnings == said


def test_what_makes_no_sense_is_told_beside_what_cannot_be_read(desk: Desk, shop: Shop) -> None:
    text = shop(
        ("rate: 2 per day", "rate: 2 per dai"),
        ("    opening_stock: 5\n", "    end_of_sale: 2026-01-01\n"),
        add="customers: {a: {share: 40%}}\n",
    )
    assert desk.messages(text) == [
        "the sale ends on day -4 (2026-01-01), and begins at the start",
        "unknown unit of time 'dai' in '2 per dai', did you mean 'day'?",
        "the shares sum to 40%, not to 100%",
    ]


def test_nothing_is_concluded_from_what_cannot_be_read(desk: Desk, shop: Shop) -> None:
    text = shop(
        ("{lead_time: 7 days}", "7 days"),
        ("    opening_stock: 5\n", "    release: 9 dais\n    selling: {preorders: open}\n"),
    )
    assert desk.messages(text) == [
        "unknown unit of time 'dais' in '9 dais', did you mean 'days'?",
        "smith must be a mapping of keys, not '7 days'",
    ]


def test_of_a_section_that_cannot_be_read_nothing_more_is_said(desk: Desk, shop: Shop) -> None:
    text = shop(add="customers: everybody\nselling: {backorders: {max_pieces: 0}}\n")
    assert desk.messages(text) == ["customers must be a mapping of names, not 'everybody'"]
    text = shop(add="satisfaction: 5\npayment: {approach: deposit, share: 0, amount: little}\n")
    assert desk.messages(text) == [
        "satisfaction must be a mapping of keys, not 5",
        "amount must be an amount of money such as `49.00`, not 'little'",
    ]
