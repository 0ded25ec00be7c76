"""Interest on cash below zero, day by day. A rate of 365 % a year is 1 % a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backsim.ledger import Account, Event, Journal, balance, cash_path, journal
from backsim.records.codes import Offer
from backsim.records.log import ProductFacts
from backsim.units import DAY, HOUR

if TYPE_CHECKING:
    from backsim.testing import Diary

NONE = ProductFacts("none", 1000, 400, 0, 0, 0.0, 0)


def charged(books: Journal) -> list[tuple[int, int]]:
    """Interest as (tick, amount)."""
    steps = books.steps(Account.INTEREST)
    return [pair for step in steps for pair in zip(step.at.tolist(), step.amount, strict=True)]


def test_a_day_below_zero_is_charged_in_its_last_tick(diary: type[Diary]) -> None:
    books = journal(diary(NONE, opening_cash=-10000, interest_rate=3.65, horizon=2 * DAY).log())
    # 1 % of 100.00, and then 1 % of 101.00.
    assert charged(books) == [(DAY - 1, 100), (2 * DAY - 1, 101)]
    assert balance(books, Account.CASH, 2 * DAY) == -10201


def test_only_the_time_below_zero_counts(diary: type[Diary]) -> None:
    six = DAY + 6 * HOUR
    log = (
        diary(opening_cash=0, interest_rate=3.65, horizon=4 * DAY)
        .purchase(0, six, 100)  # -400.00 from six o'clock on day 1
        .visit(DAY + 18 * HOUR)
        .line(Offer.BACKORDER, quantity=50, prepaid=50000)  # +100.00 from 18 h on
        .log()
    )
    # Half a day of 400.00.
    assert charged(journal(log)) == [(2 * DAY - 1, 200)]


def test_interest_itself_takes_cash_below_zero_for_longer(diary: type[Diary]) -> None:
    log = (
        diary(NONE, opening_cash=-10000, interest_rate=3.65, horizon=3 * DAY)
        .visit(DAY)
        .line(Offer.BACKORDER, prepaid=1000)
        .visit(DAY)
        .line(Offer.BACKORDER, quantity=9, prepaid=9000)  # all but the interest is paid back
        .log()
    )
    assert charged(journal(log)) == [(DAY - 1, 100), (2 * DAY - 1, 1), (3 * DAY - 1, 1)]


def test_rounding_of_interest_never_accumulates(diary: type[Diary]) -> None:
    # 0.3 a day and hardly anything on it: 0.3 0.6 0.9 1.2 1.5 ... rounds to 0 1 1 1 2.
    books = journal(diary(NONE, opening_cash=-30, interest_rate=3.65, horizon=5 * DAY).log())
    assert [(at // DAY, amount) for at, amount in charged(books)] == [(1, 1), (4, 1)]


def test_a_last_day_cut_short_is_charged_for_its_share(diary: type[Diary]) -> None:
    story = diary(NONE, opening_cash=-10000, interest_rate=3.65, horizon=6 * HOUR)
    assert charged(journal(story.log())) == [(6 * HOUR - 1, 25)]


def test_money_above_zero_and_money_without_a_rate_cost_nothing(diary: type[Diary]) -> None:
    rich = journal(diary(NONE, opening_cash=10000, interest_rate=3.65).log())
    free = journal(diary(NONE, opening_cash=-10000).log())
    assert charged(rich) == charged(free) == []
    assert rich.entries[Event.INTEREST].event == Event.INTEREST


def test_interest_is_in_the_path_of_cash(diary: type[Diary]) -> None:
    books = journal(diary(NONE, opening_cash=-10000, interest_rate=3.65, horizon=DAY).log())
    assert cash_path(books).balance.tolist()[-1] == -10100
