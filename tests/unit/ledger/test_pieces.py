"""Pieces on the shelf by product and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backsim.ledger.pieces import on_hand, piece_ticks
from backsim.records.codes import Offer
from backsim.records.log import ProductFacts, RunLog
from backsim.units import DAY, HOUR

if TYPE_CHECKING:
    from backsim.testing import Diary


def two_products(diary: type[Diary]) -> RunLog:
    """Rings: 5, 3 from day 1 at 18 h. Pins: none, 4 from day 2 at 6 h, 3 at noon."""
    ring = ProductFacts("ring", 1000, 400, 5, 0, 0.0, 0)
    pin = ProductFacts("pin", 100, 40, 0, 0, 0.0, 0)
    return (
        diary(ring, pin, horizon=3 * DAY + 12 * HOUR)
        .visit(DAY + 18 * HOUR)
        .line(quantity=2)
        .visit(DAY + 18 * HOUR)
        .line(
            Offer.BACKORDER,
            product=1,
            promised_at=2 * DAY,
            shipped_at=2 * DAY + 12 * HOUR,
        )
        .purchase(DAY, 2 * DAY + 6 * HOUR, 4, product=1)
        .log()
    )


def test_on_hand_at_the_end_of_each_day(diary: type[Diary]) -> None:
    assert on_hand(two_products(diary)).tolist() == [[5, 3, 3, 3], [0, 0, 3, 3]]


def test_piece_ticks_count_a_move_from_its_own_tick_on(diary: type[Diary]) -> None:
    hours = (piece_ticks(two_products(diary)) / HOUR).tolist()
    rings = [5 * 24, 5 * 18 + 3 * 6, 3 * 24, 3 * 12]
    pins = [0, 0, 4 * 6 + 3 * 12, 3 * 12]
    assert hours == [rings, pins]
