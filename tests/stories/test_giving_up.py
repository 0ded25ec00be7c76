"""Stories of money that does not go back in cash: deposits kept, fees, store credit, and when."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backsim.metrics import evaluate
from backsim.records.log import RunLog

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

# 2026-01-05 is a Monday. Whoever changes their mind cancels before the lamp comes on day 20.
LAMP = """
horizon: 60 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    replenishment: {policy: base_stock, base_stock_level: 0}
  shade:
    price: 10.00
    unit_cost: 4.00
    replenishment: {policy: base_stock, base_stock_level: 0}
suppliers:
  maker: {lead_time: 20 days, payment_after: 60 days}
customers:
  all: {changes: {after: 300 days}}
selling: {backorders: open}
shipping:
  carriers:
    post: {transit: 1 day}
"""
DEPOSIT = "approach: deposit, share: 40%"  # 20.00 of 50.00
ANN = "0 09:00 ann 1 lamp 50.00 limit=99.00"


def ends(told: list[str]) -> list[str]:
    """What is told from the cancellation on, of ann alone."""
    first = next(i for i, line in enumerate(told) if "cancels" in line)
    return [line for line in told[first:] if "ann" in line]


@pytest.mark.parametrize(
    ("terms", "known", "told"),
    [
        # Half of the deposit is kept, the rest goes back.
        (
            "forfeit: {customer: 50%}",
            "change_after=5d",
            [
                "day 5 09:00 ann cancels 1 lamp: changed",
                "day 5 09:00 ann gets 10.00 back",
                "day 5 09:00 ann leaves 10.00 to the store",
            ],
        ),
        # In time nothing is kept, a second later it is; day 5 is the last of the free ones.
        (
            "forfeit: {customer: 50%, after: 121 h}",
            "change_after=5d",
            ["day 5 09:00 ann cancels 1 lamp: changed", "day 5 09:00 ann gets 20.00 back"],
        ),
        (
            "forfeit: {customer: 50%, after: 5 days}",
            "change_after=5d",
            [
                "day 5 09:00 ann cancels 1 lamp: changed",
                "day 5 09:00 ann gets 10.00 back",
                "day 5 09:00 ann leaves 10.00 to the store",
            ],
        ),
        # A fee on top, out of what is left: 20.00 - 15.00 - 4.00.
        (
            "forfeit: {customer: 75%}, cancellation_fee: {amount: 4.00}",
            "change_after=5d",
            [
                "day 5 09:00 ann cancels 1 lamp: changed",
                "day 5 09:00 ann gets 1.00 back",
                "day 5 09:00 ann leaves 15.00 to the store",
                "day 5 09:00 ann pays 4.00 for cancelling",
            ],
        ),
        # In time the fee is spared too, though nothing else is kept.
        (
            "forfeit: {after: 121 h}, cancellation_fee: {amount: 4.00}",
            "change_after=5d",
            ["day 5 09:00 ann cancels 1 lamp: changed", "day 5 09:00 ann gets 20.00 back"],
        ),
        # Never more than there is.
        (
            "forfeit: {customer: 75%}, cancellation_fee: {amount: 6.00}",
            "change_after=5d",
            [
                "day 5 09:00 ann cancels 1 lamp: changed",
                "day 5 09:00 ann leaves 15.00 to the store",
                "day 5 09:00 ann pays 5.00 for cancelling",
            ],
        ),
    ],
)
def test_who_changes_their_mind_leaves_a_part(
    story: Story, terms: str, known: str, told: list[str]
) -> None:
    assert ends(story(f"{LAMP}payment: {{{DEPOSIT}, {terms}}}\n", f"{ANN} {known}")) == told


@pytest.mark.parametrize(
    ("promise", "forfeit", "told"),
    [
        # Past a promise it is the store that has failed, whatever customers would forfeit.
        ("{rule: fixed, wait: 3 days}", "{customer: 50%}", ["gets 20.00 back"]),
        (
            "{rule: fixed, wait: 3 days}",
            "{customer: 50%, store: 10%}",
            ["gets 18.00 back", "leaves 2.00 to the store"],
        ),
        # Who ordered without a date and loses patience gives up by their own will.
        ("none", "{customer: 50%}", ["gets 10.00 back", "leaves 10.00 to the store"]),
        ("none", "{store: 50%}", ["gets 20.00 back"]),
    ],
)
def test_who_loses_patience_gives_up_by_their_own_will_only_without_a_date(
    story: Story, promise: str, forfeit: str, told: list[str]
) -> None:
    scenario = LAMP.replace("open}", f"open, promise: {promise}}}")
    scenario += f"payment: {{{DEPOSIT}, forfeit: {forfeit}}}\n"
    # Without a date they believe in 15 % of the 20 days that it will take: in 3 days, too.
    lines = ends(story(scenario, f"{ANN} believed_wait=0.15 tolerance=2d"))
    assert lines == [
        "day 5 09:00 ann cancels 1 lamp",
        *(f"day 5 09:00 ann {words}" for words in told),
    ]


def test_who_hears_of_a_delay_and_leaves_gets_everything_back(story: Story) -> None:
    scenario = LAMP.replace("payment_after: 60 days", "delay_notice: 2 days")
    scenario += f"payment: {{{DEPOSIT}, forfeit: {{customer: 100%}}}}\n"
    told = story(scenario, f"{ANN} tolerance=3d", lead_times={"lamp": [30]})
    assert ends(told) == [
        "day 18 09:00 ann cancels 1 lamp: told",
        "day 18 09:00 ann gets 20.00 back",
    ]


def test_a_card_that_fails_for_good_is_the_customers_own_affair(story: Story) -> None:
    scenario = LAMP + (
        f"payment: {{{DEPOSIT}, forfeit: {{customer: 100%}}, "
        "capture: {failure: 50%, retries: 1, retry_every: 1 day}}\n"
    )
    assert ends(story(scenario, f"{ANN} capture_0=0.1 capture_1=0.1")) == [
        "day 21 09:00 ann cancels 1 lamp: declined",
        "day 21 09:00 ann leaves 20.00 to the store",
    ]


@pytest.mark.parametrize(
    ("per", "fees"), [("order", [300, 200]), ("line", [300, 500])], ids=("order", "line")
)
def test_a_fee_is_taken_once_in_an_order_or_for_each_line(
    lived: Lived, per: str, fees: list[int]
) -> None:
    # The shade has 3.00 to take it from; the lamp, given up with it, the rest of 5.00 or a 5.00.
    fee = f"cancellation_fee: {{amount: 5.00, per: {per}}}"
    scenario = f"{LAMP}payment: {{approach: deposit, share: 30%, {fee}}}\n"
    customers = "0 09:00 ann 1 shade 10.00 limit=99.00 change_after=5d\n" + ANN
    log, _ = lived(scenario, customers)
    values = evaluate(log)
    assert values["cancellation_fees"] == sum(fees) / 100
    assert values["deposits_kept"] == 0
    # 3.00 and 15.00 were paid ahead.
    assert values["net_cash_flow"] == sum(fees) / 100


def test_some_have_their_bank_take_back_what_was_kept(lived: Lived, story: Story) -> None:
    terms = f"{DEPOSIT}, forfeit: {{customer: 50%}}, disputes: {{kept_share: 30%, fee: 15.00}}"
    scenario = f"{LAMP}payment: {{{terms}}}\n"
    lucky = f"{ANN} change_after=5d dispute_what_was_kept=0.30"
    assert ends(story(scenario, lucky))[1:] == [
        "day 5 09:00 ann gets 10.00 back",
        "day 5 09:00 ann leaves 10.00 to the store",
    ]
    unlucky = lucky.replace("0.30", "0.29")
    assert ends(story(scenario, unlucky))[1:] == [
        "day 5 09:00 ann gets 10.00 back",
        "day 5 09:00 ann's bank takes 10.00 back that was to be kept, less 15.00 in fees",
    ]
    kept, taken = (evaluate(lived(scenario, told)[0]) for told in (lucky, unlucky))
    assert (kept["deposits_kept"], taken["deposits_kept"]) == (10.0, 0.0)
    assert (kept["contribution_margin"], taken["contribution_margin"]) == (10.0, -15.0)
    assert (kept["chargebacks"], taken["chargebacks"]) == (0.0, 1.0)


def test_of_an_order_from_before_the_start_nothing_is_kept(story: Story) -> None:
    # Promised for day 3, with a tolerance of 2 days; half of it was paid on terms that are unknown.
    scenario = LAMP.replace("changes: {after: 300 days}", "tolerance: 2 days").replace(
        "price: 50.00", "price: 50.00\n    waiting: [{pieces: 1, promised: 2026-01-08, paid: 50%}]"
    )
    scenario += (
        "payment: {approach: full, forfeit: {customer: 100%, store: 100%}, "
        "cancellation_fee: {amount: 1.00}}\n"
    )
    told = story(scenario, "9 09:00 ben 1 shade 10.00 limit=99.00")
    assert [line for line in told if "customer 1" in line][1:] == [
        "day 5 00:00 customer 1 cancels 1 lamp",
        "day 5 00:00 customer 1 gets 25.00 back",
    ]


@pytest.mark.parametrize(
    ("limit", "bought"),
    [
        # 20.00 of 50.00 are felt as paid ahead, at an aversion of 10 %: 52.00. Half of them may be
        # kept, and that weighs another fifth of 10.00.
        ("53.99", False),
        ("54.00", True),
    ],
)
def test_what_may_be_kept_makes_an_offer_feel_dearer(
    story: Story, limit: str, bought: bool
) -> None:
    scenario = LAMP.replace("all: {", "all: {prepayment_aversion: 0.1, ")
    told = story(
        f"{scenario}payment: {{{DEPOSIT}, forfeit: {{customer: 50%}}}}\n",
        f"0 09:00 ann 1 lamp 50.00 limit={limit}",
    )
    assert (told[0] == "day 0 09:00 ann leaves without 1 lamp: prepayment") is not bought


def test_customers_prefer_the_deposit_that_they_get_back(story: Story) -> None:
    # 1 % off for a deposit that is lost: 49.50 and a fifth of 19.80 against 50.00.
    scenario = (
        LAMP
        + f"""
payment:
  offer:
    firm: {{{DEPOSIT}, discount: 1%, forfeit: {{customer: 100%}}}}
    free: {{{DEPOSIT}}}
"""
    )
    told = story(scenario, ANN)
    free = "day 0 09:00 ann backorders 1 lamp for 50.00, to be paid free, promised day 20 09:00"
    assert told[0] == free
    # With 8 % off it is the cheaper one: 46.00 and a fifth of 18.40 are 49.68.
    told = story(scenario.replace("1%", "8%"), ANN)
    firm = "day 0 09:00 ann backorders 1 lamp for 46.00 (given away), to be paid firm"
    assert told[0] == f"{firm}, promised day 20 09:00"


CREDIT = (
    "payment: {approach: full, refund_as: credit, store_credit: {redeemed: 80%, after: 10 days, "
    "goods_cost: 60%, expires: 30 days}}\n"
)


@pytest.mark.parametrize(
    ("luck", "told", "owed", "earned"),
    [
        # Goods for 50.00 that cost 30.00.
        ("0.79", ["day 15 09:00 ann uses a store credit of 50.00"], 0.0, 20.0),
        ("0.80", ["day 35 09:00 ann's store credit of 50.00 expires"], 0.0, 50.0),
    ],
)
def test_money_goes_back_as_store_credit(
    story: Story, lived: Lived, luck: str, told: list[str], owed: float, earned: float
) -> None:
    customers = f"{ANN} change_after=5d credit={luck} dispute_what_was_kept=0.9"
    assert ends(story(LAMP + CREDIT, customers)) == [
        "day 5 09:00 ann cancels 1 lamp: changed",
        "day 5 09:00 ann gets 50.00 back as store credit",
        *told,
    ]
    values = evaluate(lived(LAMP + CREDIT, customers)[0])
    assert (values["store_credit_owed"], values["contribution_margin"]) == (owed, earned)
    assert values["net_cash_flow"] == earned


def test_store_credit_is_owed_until_it_is_used(lived: Lived) -> None:
    scenario = LAMP.replace("horizon: 60 days", "horizon: 12 days") + CREDIT
    log, _ = lived(scenario, f"{ANN} change_after=5d credit=0.1 dispute_what_was_kept=0.9")
    values = evaluate(log)
    assert values["store_credit_owed"] == 50.0
    # The cash is here, and is not earned.
    assert (values["net_cash_flow"], values["contribution_margin"]) == (50.0, 0.0)


@pytest.mark.parametrize(
    ("refund_after", "changed_on", "back"),
    [
        # Cancelled on a Monday: two weeks later. On a Saturday: as if on Monday morning.
        ("10 working days", 7, "day 21 09:00"),
        ("10 working days", 5, "day 21 00:00"),
        ("1 working days", 4, "day 7 09:00"),
        ("5 days", 5, "day 10 09:00"),
        # Half-way between 7 and 10 working days after a Monday: 8 and a half.
        ("uniform(7, 10 working days)", 7, "day 17 21:00"),
        ("{backorder: uniform(7, 10 working days), preorder: 30 days}", 7, "day 17 21:00"),
    ],
)
def test_money_goes_back_after_a_time_of_its_own(
    story: Story, refund_after: str, changed_on: int, back: str
) -> None:
    scenario = f"{LAMP}payment: {{approach: full, refund_after: {refund_after}}}\n"
    known = "refund=0.5" if "uniform" in refund_after else ""
    assert ends(story(scenario, f"{ANN} change_after={changed_on}d {known}"))[1:] == [
        f"{back} ann gets 50.00 back"
    ]


def test_what_is_given_up_together_goes_back_together(lived: Lived) -> None:
    scenario = f"{LAMP}payment: {{approach: full, refund_after: uniform(7, 10 working days)}}\n"
    log, _ = lived(scenario, f"{ANN} change_after=7d\n0 09:00 ann 1 shade 10.00 limit=99.00")
    refunds = np.flatnonzero(log.payments.kind == 2)
    assert log.payments.amount[refunds].tolist() == [5000, 1000]
    assert len(set(log.payments.charge[refunds].tolist())) == 1


@pytest.mark.parametrize(
    ("per", "paid"),
    [
        ("line", "day 0 09:00 ann pays 18.00 ahead"),  # 9.00 for the lamps, 9.00 for the shades
        ("piece", "day 0 09:00 ann pays 35.00 ahead"),  # 2 x 9.00, and 17.00: all that they cost
        ("order", "day 0 09:00 ann pays 9.00 ahead"),
    ],
)
def test_a_deposit_for_a_piece_a_line_or_an_order(story: Story, per: str, paid: str) -> None:
    scenario = f"{LAMP}payment: {{approach: deposit, amount: 9.00, amount_per: {per}}}\n"
    told = story(scenario, "0 09:00 ann 2 lamp 100.00\n0 09:00 ann 2 shade 17.00")
    assert [line for line in told if "ahead" in line] == [paid]


def test_an_order_bears_its_deposit_line_by_line(lived: Lived) -> None:
    # 15.00 for an order: the shade is worth 10.00, the lamp bears the rest.
    scenario = f"{LAMP}payment: {{approach: deposit, amount: 15.00, amount_per: order}}\n"
    log, _ = lived(scenario, f"0 09:00 ann 1 shade 10.00 limit=99.00\n{ANN}\n1 09:00 ben 1 lamp 50")
    assert log.lines.product.tolist() == [1, 0, 0]
    assert log.lines.prepaid.tolist() == [1000, 500, 1500]


@pytest.mark.parametrize(
    ("day", "every", "days"),
    [
        # Day 26 is 31 January: then 28 February, 31 March, 30 April.
        (26, "1 month", [28, 59, 89]),
        (0, "1 month", [31, 59, 90]),  # the 5th of each month
        (26, "2 months", [59, 120, 181]),  # 31 March, 31 May, 31 July
        (329, "1 month", [30, 61, 90]),  # 30 November: December, January, 28 February
        (26, "30 days", [30, 60, 90]),
    ],
)
def test_instalments_keep_to_the_calendar(
    lived: Lived, day: int, every: str, days: list[int]
) -> None:
    scenario = LAMP.replace("horizon: 60 days", "horizon: 500 days")
    scenario += f"payment: {{approach: instalments, parts: 4, every: {every}}}\n"
    log, _ = lived(scenario, f"{day} 09:00 ann 1 lamp 50.00")
    ordered = day * 86400 + 9 * 3600
    assert [(at - ordered) / 86400 for at in log.payments.at.tolist()] == [0, *days]
    assert log.payments.amount.tolist() == [1250] * 4
