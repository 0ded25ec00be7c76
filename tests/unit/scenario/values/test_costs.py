"""What things are worth or cost, as people write it, and what is said about what makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from backsim.scenario.values import costs
from backsim.scenario.values.costs import Recurring, Salvage, WaitingCost
from backsim.scenario.values.kinds import Context

EURO, YEN = Context(), Context("JPY", 0)


@pytest.mark.parametrize(
    ("read", "raw", "context", "value", "said"),
    [
        (costs.salvage, 12.5, EURO, Salvage(amount=1250), "12.50 EUR"),
        (costs.salvage, "12.50 EUR", EURO, Salvage(amount=1250), "12.50 EUR"),
        (costs.salvage, 0, EURO, Salvage(), "0.00 EUR"),
        (costs.salvage, "40%", EURO, Salvage(share=0.4), "40%"),
        (costs.salvage, 500, YEN, Salvage(amount=500), "500 JPY"),
        (costs.recurring, "2000.00 per month", EURO, Recurring(200_000, "month"),
         "2000.00 EUR per month"),
        (costs.recurring, "90 EUR a week", EURO, Recurring(9_000, "week"), "90.00 EUR per week"),
        (costs.recurring, "3/Day", EURO, Recurring(300, "day"), "3.00 EUR per day"),
        (costs.recurring, "1200 per year", YEN, Recurring(1_200, "year"), "1200 JPY per year"),
        (costs.waiting_cost, 2, EURO, WaitingCost(200), "2.00 EUR"),
        (costs.waiting_cost, "2.00 EUR", EURO, WaitingCost(200), "2.00 EUR"),
        (costs.waiting_cost, "0.7 per week", EURO, WaitingCost(0, 10.0), "0.1 EUR per day"),
        (costs.waiting_cost, "73 per year", YEN, WaitingCost(0, 0.2), "0.2 JPY per day"),
        (costs.waiting_cost, {"per_piece": 1, "per_time": "0.001 EUR per day"}, EURO,
         WaitingCost(100, 0.1), "1.00 EUR and 0.001 EUR per day"),
        (costs.waiting_cost, {"per_piece": None}, EURO, WaitingCost(), "0.00 EUR"),
    ],
)  # fmt: skip
def test_what_a_cost_means(
    read: Callable[[object, Context], Any], raw: object, context: Context, value: object, said: str
) -> None:
    assert read(raw, context) == value
    say: Any = getattr(costs, f"say_{read.__name__}")
    assert say(value, context) == said


@pytest.mark.parametrize(
    ("read", "raw", "said"),
    [
        (
            costs.salvage,
            "half",
            "must be money such as `12.00`, or a share of the unit cost such as `40%`, not 'half'",
        ),
        (costs.salvage, "140%", "a share must be at most 100%: '140%'"),
        (costs.salvage, -1, "an amount of money must not be negative: -1"),
        (costs.salvage, "1.005", "'1.005' has too many decimals: EUR has 2 decimals"),
        (costs.salvage, True, "must be money such as `12.00`"),
        (costs.recurring, 2000, "2000 needs a time, for instance `2000 per month`"),
        (costs.recurring, "2000", "'2000' needs a time, for instance `2000 per month`"),
        (costs.recurring, "much", "must be money per time such as `2000.00 per month`, not 'much'"),
        (costs.recurring, [1], "must be money per time such as `2000.00 per month`, not a list"),
        (costs.recurring, "9 per monht", "'monht' is not one of day, week, month, year, did you"),
        (costs.recurring, "9 per hour", "'hour' is not one of day, week, month, year"),
        (costs.recurring, "-9 per day", "an amount of money must not be negative: '-9'"),
        (costs.recurring, "9 USD per day", "must be an amount of money such as `49.00`, not"),
        (
            costs.waiting_cost,
            "dear",
            "must be money per piece such as `2.00`, per piece and time such as `0.05 per day`, or "
            "both: `{per_piece: 2.00, per_time: 0.05 per day}`, not 'dear'",
        ),
        (costs.waiting_cost, "5%", "must be money per piece such as `2.00`"),
        (costs.waiting_cost, -2, "an amount of money must not be negative: -2"),
        (costs.waiting_cost, "-2 per day", "must be an amount of money of 0 or more: '-2 per day'"),
        (costs.waiting_cost, "2 per month", "a month has no length"),
        (costs.waiting_cost, "2 USD per day", "must be money per time such as `0.05 per day`, not"),
        (
            costs.waiting_cost,
            {"per_piece": "x", "per_time": 3, "perr_time": 1},
            "must be an amount of money such as `49.00`, not 'x'; must be money per time such as "
            "`0.05 per day`, not 3; 'perr_time' is not one of per_piece, per_time, did you mean "
            "'per_time'?",
        ),
    ],
)
def test_what_is_said_about_a_cost_that_makes_no_sense(
    read: Callable[[object, Context], Any], raw: object, said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        read(raw, EURO)


def test_a_share_of_the_unit_cost_is_rounded_half_up() -> None:
    assert Salvage(share=0.5).of(101) == 51
