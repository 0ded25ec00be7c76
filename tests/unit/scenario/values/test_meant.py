"""Values that everybody understands and that are written otherwise here: what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

LEAD = ("lead_time: 7 days", "lead_time: {}")
RELEASE = ("    opening_stock: 5\n", "    release: {}\n")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("6-10 weeks", "a range is written `uniform(6 weeks, 10 weeks)`, not '6-10 weeks'"),
        ("6 to 10 weeks", "a range is written `uniform(6 weeks, 10 weeks)`, not '6 to 10 weeks'"),
        ("3 days - 2 weeks", "a range is written `uniform(3 days, 2 weeks)`, not"),
        ("discrete(7 days, 9 days)", "discrete has no short form: write `{distribution: discrete, "
         "values: [7 days, 9 days], weights: [1, 1]}`"),
        ("'discrete(7 days: 30%, 9 days: 70%)'", "discrete has no short form: write "
         "`{distribution: discrete, values: [7 days, 9 days], weights: [30%, 70%]}`"),
    ],
)  # fmt: skip
def test_a_lead_time(told: str, said: str, desk: Desk, shop: Shop) -> None:
    (message,) = desk.messages(shop((LEAD[0], LEAD[1].format(told))))
    assert message.startswith(said)


def test_what_a_message_says_to_write_is_taken(desk: Desk, shop: Shop) -> None:
    told = "{distribution: discrete, values: [7 days, 9 days], weights: [30%, 70%]}"
    for sound in ("uniform(6 weeks, 10 weeks)", told):
        desk.load(shop((LEAD[0], LEAD[1].format(sound))))


def test_a_release_slip(desk: Desk, shop: Shop) -> None:
    late = RELEASE[1].format("30 days") + "    release_slip: 1-2 weeks\n"
    assert desk.messages(shop((RELEASE[0], late))) == [
        "a range is written `uniform(1 weeks, 2 weeks)`, not '1-2 weeks'"
    ]


def test_a_rate(desk: Desk, shop: Shop) -> None:
    assert desk.messages(shop(("rate: 2 per day", "rate: 4 - 6 per day"))) == [
        "a range is written `uniform(4 per day, 6 per day)`, not '4 - 6 per day'"
    ]
    desk.load(shop(("rate: 2 per day", "rate: uniform(4 per day, 6 per day)")))


def test_one_duration_is_not_a_range(desk: Desk, shop: Shop) -> None:
    assert desk.messages(shop(("horizon: 100 days", "horizon: 3-4 months"))) == [
        "horizon must be one duration such as `4 months`, not the range '3-4 months'"
    ]


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("15.11.2026", "`2026-11-15`"),
        ("2026/11/15", "`2026-11-15`"),
        ("11/15/2026", "`2026-11-15`"),
        ("15-11-2026", "`2026-11-15`"),
        ("2026-3-2", "`2026-03-02`"),
        ("3/4/2026", "`2026-04-03` or `2026-03-04`"),
    ],
)
def test_a_release_day(told: str, written: str, desk: Desk, shop: Shop) -> None:
    assert desk.messages(shop((RELEASE[0], RELEASE[1].format(told)))) == [
        f"release must be an ISO date: write {written}, not '{told}'"
    ]


def test_a_day_that_does_not_exist_is_not_suggested(desk: Desk, shop: Shop) -> None:
    (message,) = desk.messages(shop((RELEASE[0], RELEASE[1].format("31.02.2026"))))
    assert "write" not in message


@pytest.mark.parametrize(
    ("told", "hint"),
    [
        ("2.9", "a share must be at most 100%: 2.9; for a percentage write `2.9%`"),
        ("30", "a share must be at most 100%: 30; for a percentage write `30%`"),
        ("130", "a share must be at most 100%: 130"),
    ],
)
def test_a_share(told: str, hint: str, desk: Desk, shop: Shop) -> None:
    assert desk.messages(shop(add=f"payment: {{fee: {{share: {told}}}}}\n")) == [hint]


@pytest.mark.parametrize(
    ("told", "hint"),
    [
        ("backorders: true", "true is not one of off, open, limited, did you mean 'open'?"),
        ("backorders: yes", "'yes' is not one of off, open, limited, did you mean 'open'?"),
        ("preorders: false", "false is not one of off, open, did you mean 'off'?"),
        ("backorders: {rule: true}", "true is not one of off, open, limited, did you mean 'open'?"),
    ],
)
def test_yes_and_no(told: str, hint: str, desk: Desk, shop: Shop) -> None:
    assert desk.messages(shop(add=f"selling: {{{told}}}\n")) == [hint]


def test_a_deposit_of_a_wrong_share_is_one_fault(desk: Desk, shop: Shop) -> None:
    wrong = "payment: {approach: deposit, share: 2.9}\n"
    assert desk.messages(shop(add=wrong)) == [
        "a share must be at most 100%: 2.9; for a percentage write `2.9%`"
    ]
    several = "payment: {offer: {ahead: {approach: deposit, share: much}}}\n"
    assert desk.messages(shop(add=several)) == [
        "share must be a share such as `30%` or `0.3`, not 'much'"
    ]
    assert desk.messages(shop(add="payment: deposit\n")) == [
        "a deposit needs its `share` or its `amount`, for instance `share: 30%`"
    ]


def test_a_choice_and_its_setting_stand_side_by_side_in_an_arm(desk: Desk, shop: Shop) -> None:
    rules = "selling: {backorders: open}\narms: {a: {payment: deposit, payment.share: 30%}}\n"
    (way,) = desk.load(shop(add=rules)).arms[0].products[0].approaches
    assert (way.policy.word, dict(way.policy.settings)["share"]) == ("deposit", 0.3)
    late = "arms: {a: {selling.promise.quantile: 90%, selling.promise: quantile}}\n"
    promise = desk.load(shop(add=late)).arms[0].products[0].promise
    assert (promise.word, dict(promise.settings)["quantile"]) == ("quantile", 0.9)


def test_what_is_set_twice_is_one_fault(desk: Desk, shop: Shop) -> None:
    twice = "arms: {a: {payment: {approach: deposit, share: 1}, payment.share: 30%}}\n"
    assert desk.messages(shop(add=twice)) == ["'payment.share' is set twice in arm 'a'"]
    whole = "arms: {a: {products: none, products.ring.price: 3.00}}\n"
    assert "'products' is set twice in arm 'a'" in desk.messages(shop(add=whole))


def test_a_word_that_stands_where_its_key_belongs(desk: Desk, shop: Shop) -> None:
    assert desk.messages(shop(add="payment: {deposit: 30%}\n")) == [
        "unknown key 'deposit': write `approach: deposit`"
    ]
