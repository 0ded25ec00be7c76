"""Deadlines: who waits until when, who accepts a new date, who changes their mind and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.records.codes import CancelCause, LineOrigin, Offer
from backsim.units import DAY, NEVER

OpenShop = Callable[..., Any]

SHOP = """
horizon: 60 days
products:
  cup:
    {price: 10.00, unit_cost: 4.00, replenishment: {policy: base_stock, base_stock_level: 0},
     substitutes: {mug: 0%}}
  jug: {price: 30.00, unit_cost: 9.00, replenishment: {policy: base_stock, base_stock_level: 0}}
  mug: {price: 12.00, unit_cost: 5.00, opening_stock: 2, selling: {backorders: off}}
suppliers: {near: {lead_time: 9 days, delay_notice: 0 days}}
selling: {backorders: open}
customers: {all: {tolerance: 5 days, changes: {after: exponential(mean 900 days),
  drop: 30%, swap: 40%}}}
shipping: {shipments: split}
"""
CUP, JUG = "0 00:00 ann 1 cup 10.00", "0 00:00 ann 1 jug 30.00"
UNTOLD = SHOP.replace("delay_notice: 0 days", "delay_notice: never")
NO_DATE = UNTOLD.replace("{backorders: open}", "{backorders: open, promise: none}")


@pytest.mark.parametrize(
    ("text", "known", "day"),
    [
        # Five days past the promise of day 9; without one, past the wait that was believed in,
        # twice the expected one, which for an advance order begins on its day.
        (UNTOLD, "", 14),
        (NO_DATE, "believed_wait=2", 2 * 9 + 5),
        (NO_DATE, "believed_wait=2 advance=3d", 3 + 2 * 6 + 5),
    ],
)
def test_tolerance_runs_from_the_promise(
    open_shop: OpenShop, text: str, known: str, day: int
) -> None:
    shop = open_shop(text, f"{CUP} {known}", lead_times={"cup": [30]})
    assert shop.until(day).lines("cancelled_at") == [NEVER]
    assert shop.until(60).lines("cancelled_at") == [day * DAY]
    assert shop.lines("cancelled") == [CancelCause.LATE]


@pytest.mark.parametrize(
    ("due", "told", "cause"),
    [
        (14, 14, CancelCause.KEPT),  # five days more are accepted
        (14.001, 14.001, CancelCause.TOLD),
        (9, NEVER, CancelCause.KEPT),  # no news
        (8, NEVER, CancelCause.KEPT),  # good news are not told
    ],
)
def test_a_later_date_is_accepted_within_the_tolerance(
    open_shop: OpenShop, due: float, told: float, cause: CancelCause
) -> None:
    shop = open_shop(SHOP, CUP, lead_times={"cup": [due]}).until(60)
    assert shop.lines("restated_to") == [NEVER if told == NEVER else round(told * DAY)]
    assert shop.lines("cancelled") == [cause]
    # The first promise stays in the log.
    assert shop.lines("promised_at") == [9 * DAY]


@pytest.mark.parametrize(
    ("share", "prepaid", "cause"),
    [("0.1%", 1, CancelCause.DISPUTED), ("0%", 0, CancelCause.LATE)],
)
def test_a_deposit_of_a_cent_may_be_disputed(
    open_shop: OpenShop, share: str, prepaid: int, cause: CancelCause
) -> None:
    # 0.1 % of 10.00 is one cent.
    text = UNTOLD + f"payment: {{approach: deposit, share: {share}, disputes: {{share: 10%}}}}\n"
    shop = open_shop(text, f"{CUP} dispute=0.09", lead_times={"cup": [30]}).until(60)
    assert shop.lines("prepaid") == [prepaid]
    assert shop.lines("cancelled") == [cause]


def test_patience_starts_anew_from_the_new_date(open_shop: OpenShop) -> None:
    """Promised day 9, told day 13, and again: the first tolerance would end on day 14."""
    capture = "payment: {capture: {failure: 20%, retries: 9, retry_every: 1 day}}\n"
    known = "capture_0=0.1 capture_1=0.1 capture_2=0.9"
    shop = open_shop(SHOP + capture, f"{CUP} {known}", lead_times={"cup": [13]}).until(60)
    assert (shop.lines("restated_to"), shop.lines("shipped_at")) == ([13 * DAY], [15 * DAY])


def test_whoever_has_no_date_is_told_none(open_shop: OpenShop) -> None:
    text = SHOP.replace("{backorders: open}", "{backorders: open, promise: none}")
    shop = open_shop(text, CUP, lead_times={"cup": [30]}).until(60)
    assert shop.lines("restated_to") == [NEVER]


@pytest.mark.parametrize(
    ("due", "told", "cause"), [(12, 12, CancelCause.KEPT), (30, 30, CancelCause.TOLD)]
)
def test_what_travels_together_is_told_together(
    open_shop: OpenShop, due: int, told: int, cause: CancelCause
) -> None:
    text = SHOP.replace("split", "together")
    shop = open_shop(text, CUP, JUG, lead_times={"jug": [due]}).until(60)
    assert shop.lines("restated_to") == [told * DAY] * 2
    assert shop.lines("cancelled") == [cause] * 2


@pytest.mark.parametrize(
    ("luck", "causes"),
    [
        (0.29, [CancelCause.CHANGED, CancelCause.KEPT]),
        (0.30, [CancelCause.SWAPPED, CancelCause.KEPT]),
        (0.69, [CancelCause.SWAPPED, CancelCause.KEPT]),
        (0.70, [CancelCause.CHANGED, CancelCause.CHANGED]),
    ],
)
def test_a_change_of_mind_drops_swaps_or_cancels(
    open_shop: OpenShop, luck: float, causes: list[CancelCause]
) -> None:
    shop = open_shop(SHOP, f"{CUP} change={luck} change_after=2d", f"{JUG} change_after=2d")
    assert shop.until(3).lines("cancelled")[:2] == causes


def test_a_swap_is_a_sale_from_stock_at_its_own_price(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, f"{CUP} change=0.5 change_after=2d").until(3)
    lines = shop.log.lines
    assert (lines.product[1], lines.asked_for[1], lines.order[1]) == (2, 0, 0)
    assert (lines.origin[1], lines.offer[1]) == (LineOrigin.SWAP, Offer.STOCK)
    assert (lines.value[1], lines.shipped_at[1], lines.parcel[1]) == (1200, 2 * DAY, 0)
    assert shop.paid == [("SHIPMENT", 1, 2, 1200)]
    mugs = shop.shelf("mug")
    assert (mugs.sold, mugs.available, mugs.on_hand) == (1, 1, 1)


def test_a_swap_of_all_that_was_ordered_leaves_at_once(open_shop: OpenShop) -> None:
    # Sent together with nothing: the mug is promised for the day of the swap, not of the cup.
    text = SHOP.replace("split", "together")
    shop = open_shop(text, f"{CUP} change=0.5 change_after=2d").until(3)
    assert shop.lines("promised_at") == [9 * DAY, 2 * DAY]
    assert shop.lines("approach")[1] == NEVER


@pytest.mark.parametrize(("willingness", "in_full"), [(1.0, 1), (0.99, 0)])
def test_of_a_swap_at_a_discount_it_is_known_who_would_have_paid_in_full(
    open_shop: OpenShop, willingness: float, in_full: int
) -> None:
    # A mug costs 12.00, here 10.80; it is worth 12.00 to one customer and 11.88 to the other.
    text = SHOP + "pricing: {quantity_discounts: {1: 10%}}\n"
    known = f"change=0.5 change_after=2d willingness={willingness}"
    lines = open_shop(text, f"{CUP} {known}").until(3).log.lines
    assert (lines.list_value[1], lines.value[1]) == (1200, 1080)
    assert lines.full_price[1] == in_full


@pytest.mark.parametrize(("willingness", "swapped"), [(1.0, True), (0.99, False)])
def test_nobody_swaps_for_what_is_too_dear(
    open_shop: OpenShop, willingness: float, swapped: bool
) -> None:
    known = f"change=0.5 change_after=2d willingness={willingness}"
    shop = open_shop(SHOP, f"{CUP} {known}").until(3)
    cause = CancelCause.SWAPPED if swapped else CancelCause.CHANGED
    assert shop.lines("cancelled")[0] == cause


@pytest.mark.parametrize(("end", "swapped"), [("2 days", False), ("49 h", True)])
def test_nobody_swaps_for_what_is_not_sold_any_more(
    open_shop: OpenShop, end: str, swapped: bool
) -> None:
    text = SHOP.replace("opening_stock: 2", f"opening_stock: 2, end_of_sale: {end}")
    shop = open_shop(text, f"{CUP} change=0.5 change_after=2d").until(3)
    cause = CancelCause.SWAPPED if swapped else CancelCause.CHANGED
    assert shop.lines("cancelled")[0] == cause


def test_what_has_left_is_not_changed(open_shop: OpenShop) -> None:
    shop = open_shop(SHOP, f"{CUP} change=0.9 change_after=10d").until(60)
    assert shop.lines("cancelled") == [CancelCause.KEPT]
    assert shop.lines("parcel") == [0]
