"""Stories of shipping that customers pay for: at the checkout, with their goods, and given back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backsim.ledger import Account, balance, journal
from backsim.metrics import breaches, evaluate
from backsim.records.codes import LostCause
from backsim.records.log import RunLog
from backsim.units import DAY

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

SHOP = """
horizon: 14 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    opening_stock: 9
  jug:
    price: 30.00
    unit_cost: 9.00
    supplier: maker
    replenishment: {policy: base_stock, base_stock_level: 0}
    selling: {backorders: open}
suppliers:
  maker: {lead_time: 5 days, payment_after: 60 days}
payment: {fee: {fixed: 0.30}}
shipping:
  carriers:
    post: {transit: 1 day}
  charged: 4.00
  free_above: 50.00
"""


def test_who_would_not_pay_for_the_shipping_too_leaves_and_a_large_order_is_sent_free(
    story: Story,
) -> None:
    # 10.00 + 4.00. Five cups cost 50.00: free. Ben's cup is there for cid.
    customers = """
    0 09:00 ann 1 cup 10.00 limit=14.00
    0 10:00 ben 1 cup 10.00 limit=13.99
    0 11:00 cid 5 cup 50.00 limit=50.00
    0 12:00 dee 3 cup 30.00 limit=34.00
    """
    assert story(SHOP, customers) == [
        "day 0 09:00 ann orders 1 cup for 10.00 and 4.00 for shipping",
        "day 0 09:00 ann is sent 1 cup, there day 1 09:00",
        "day 0 09:00 ann pays 14.00, less 0.30 in fees",
        "day 0 10:00 ben leaves without 1 cup: shipping",
        "day 0 11:00 cid orders 5 cup for 50.00",
        "day 0 11:00 cid is sent 5 cup, there day 1 11:00",
        "day 0 11:00 cid pays 50.00, less 0.30 in fees",
        "day 0 12:00 dee orders 3 cup for 30.00 and 4.00 for shipping",
        "day 0 12:00 dee is sent 3 cup, there day 1 12:00",
        "day 0 12:00 dee pays 34.00, less 0.30 in fees",
    ]


SET = """
0 09:00 ann 1 cup 10.00 limit={cup} {more}
0 09:00 ann 1 jug 30.00 limit={jug}
"""


def test_an_order_pays_once_in_however_many_parcels_it_goes(lived: Lived, story: Story) -> None:
    # 4.00 over 10.00 and 30.00: 1.00 and 3.00. Each is paid with its goods.
    scenario = SHOP.replace("charged", "shipments: split\n  charged")
    told = story(scenario, SET.format(cup="10.00", jug="34.00", more=""))
    assert told == [
        "day 0 09:00 ann orders 1 cup for 10.00 and 1.00 for shipping",
        "day 0 09:00 ann backorders 1 jug for 30.00 and 3.00 for shipping, promised day 5 09:00",
        "day 0 09:00 ann is sent 1 cup, there day 1 09:00",
        "day 0 09:00 ann pays 11.00, less 0.30 in fees",
        "day 0 09:00 buys 1 jug, due day 5 09:00",
        "day 5 09:00 receives 1 jug",
        "day 5 09:00 ann is sent 1 jug, there day 6 09:00",
        "day 5 09:00 ann pays 33.00, less 0.30 in fees",
    ]
    log, _ = lived(scenario, SET.format(cup="10.00", jug="34.00", more=""))
    books = journal(log)
    by_day = [-balance(books, Account.SHIPPING_CHARGED, day * DAY) for day in (1, 6)]
    assert by_day == [100, 400]
    kpis = evaluate(log)
    assert kpis["shipping_income"] == 4.0
    # 40.00 - 13.00 for the goods, + 4.00, - 0.60 in fees.
    assert kpis["contribution_margin"] == pytest.approx(30.4)


def test_the_whole_basket_is_bought_or_left(story: Story) -> None:
    # What the jug is worth to her beyond its price may pay for the cup's shipping, or may not.
    told = story(SHOP, SET.format(cup="10.00", jug="33.99", more=""))
    assert told == [
        "day 0 09:00 ann leaves without 1 cup: shipping",
        "day 0 09:00 ann leaves without 1 jug: shipping",
    ]


def test_what_was_not_bought_is_there_for_others(lived: Lived) -> None:
    # One jug is bought for bob, who comes later, and none for ann: nothing of her order is left.
    customers = SET.format(cup="10.00", jug="30.00", more="") + "1 09:00 bob 9 cup 90.00\n"
    log, _ = lived(SHOP, customers)
    lines = log.lines
    assert lines.lost.tolist() == [LostCause.SHIPPING, LostCause.SHIPPING, LostCause.SOLD]
    assert lines.shipping_charge.tolist() == [0, 0, 0]
    assert lines.promised_at.tolist()[:2] == lines.allocated_at.tolist()[:2] == [-1, -1]
    assert len(log.purchases) == 0
    assert breaches(log) == []


DEPOSIT = "payment: {approach: deposit, share: 50%, refund_after: 1 day, fee: {fixed: 0.30}}"


@pytest.mark.parametrize(
    ("jug", "outcome"),
    [
        # 30.00 + 4.00, of which 17.00 ahead feel 20 % dearer: 37.40.
        ("37.40", ["day 0 09:00 ann pays 17.00 ahead, less 0.30 in fees"]),
        ("37.39", []),
    ],
)
def test_it_is_paid_as_the_goods_are_and_felt_so(
    story: Story, jug: str, outcome: list[str]
) -> None:
    scenario = SHOP.replace("payment: {fee: {fixed: 0.30}}", DEPOSIT)
    told = story(scenario, f"0 09:00 ann 1 jug 30.00 limit={jug} aversion=0.2")
    assert [event for event in told if "ahead" in event] == outcome
    paid = ["day 5 09:00 ann pays 17.00, less 0.30 in fees"] if outcome else []
    assert [event for event in told if " pays 17.00, " in event] == paid


KEPT = {
    # Half of 34.00 was paid, of which 4.00 for shipping may be kept.
    "always": ("17.00", "17.00"),
    "for_delays": ("17.00", "13.00"),
    "never": ("13.00", "13.00"),
}


@pytest.mark.parametrize("given_back", KEPT)
def test_it_is_given_back_or_kept(lived: Lived, story: Story, given_back: str) -> None:
    # The jug comes on day 8. Ann waits for it until day 7, ben changes his mind on day 2.
    scenario = SHOP.replace("payment: {fee: {fixed: 0.30}}", DEPOSIT)
    scenario = scenario.replace("charged", f"given_back: {given_back}\n  charged")
    scenario += "customers: {all: {changes: {after: exponential(mean 90 days)}}}\n"
    customers = """
    0 09:00 ann 1 jug 30.00 limit=34.00 tolerance=2d
    0 09:00 ben 1 jug 30.00 limit=34.00 change_after=2d
    """
    late = {"lead_times": {"jug": [8, 8]}}
    told = [event for event in story(scenario, customers, **late) if " gets " in event]
    to_ann, to_ben = KEPT[given_back]
    assert told == [f"day 3 09:00 ben gets {to_ben} back", f"day 8 09:00 ann gets {to_ann} back"]
    log, _ = lived(scenario, customers, **late)
    kept = 34.0 - float(to_ann) - float(to_ben)
    kpis = evaluate(log)
    assert kpis["shipping_income"] == kept
    assert kpis["net_cash_flow"] == pytest.approx(kept - 0.6)


def test_a_substitute_travels_for_what_was_paid(story: Story) -> None:
    # Ann takes a cup at 10.00 instead: the 17.00 paid for the jug go back, and 10.00 + 4.00 are
    # paid as the cup leaves.
    scenario = SHOP.replace("payment: {fee: {fixed: 0.30}}", DEPOSIT)
    scenario = scenario.replace("    selling: {backorders: open}", "    substitutes: {cup: 0%}")
    scenario = scenario.replace("stock: 9", "stock: 9\n    selling: {backorders: off}")
    scenario += """
selling: {backorders: open}
customers: {all: {changes: {after: exponential(mean 90 days), swap: 100%}}}
"""
    told = story(scenario, "0 09:00 ann 1 jug 30.00 limit=34.00 change_after=1d change=0.5")
    assert told == [
        "day 0 09:00 ann backorders 1 jug for 30.00 and 4.00 for shipping, promised day 5 09:00",
        "day 0 09:00 ann pays 17.00 ahead, less 0.30 in fees",
        "day 0 09:00 buys 1 jug, due day 5 09:00",
        "day 1 09:00 ann cancels 1 jug: swapped",
        "day 1 09:00 ann is sent 1 cup, there day 2 09:00",
        "day 1 09:00 ann pays 14.00, less 0.30 in fees",
        "day 1 09:00 ann orders 1 cup for 10.00 and 4.00 for shipping instead of jug",
        "day 2 09:00 ann gets 17.00 back",
        "day 5 09:00 receives 1 jug",
    ]


def test_free_for_those_who_wait(story: Story) -> None:
    scenario = SHOP + "pricing: {free_shipping: [backorder]}\n"
    told = story(scenario, SET.format(cup="10.00", jug="30.00", more=""))
    assert told[:2] == [
        "day 0 09:00 ann orders 1 cup for 10.00, promised day 5 09:00",
        "day 0 09:00 ann backorders 1 jug for 30.00, promised day 5 09:00",
    ]
    assert story(scenario, "0 09:00 ben 1 cup 10.00") == [
        "day 0 09:00 ben leaves without 1 cup: shipping"
    ]


def test_each_carrier_may_have_its_price(lived: Lived) -> None:
    # By post for 4.00 as everywhere, by courier for 9.00 however large the order.
    for carrier, paid in (("share: 0%", 900), ("share: 100%", 0)):
        other = "100%" if carrier == "share: 0%" else "0%"
        scenario = SHOP.replace(
            "post: {transit: 1 day}",
            f"post: {{transit: 1 day, {carrier}}}\n"
            f"    van: {{transit: 1 day, share: {other}, charged: 9.00, free_above: unlimited}}",
        )
        log, _ = lived(scenario, "0 09:00 ann 6 cup 60.00 limit=99.00")
        assert log.lines.shipping_charge.tolist() == [paid]


def test_who_is_called_from_the_waiting_list_pays_with_the_first_of_their_order(
    lived: Lived,
) -> None:
    # One place for pre-orders: ann has it. Ben and cid wait for the release; ben has bought a cup
    # meanwhile, and what is added to his order travels for the 4.00 that it has paid.
    scenario = SHOP.replace(
        "    selling: {backorders: open}",
        "    release: 3 days\n    selling: {preorders: {cap: 1, waiting_list: true}, "
        "backorders: open}",
    )
    customers = """
    0 08:00 ann 1 jug 30.00 limit=40.00
    0 09:00 ben 1 cup 10.00 limit=20.00
    0 09:00 ben 1 jug 30.00 limit=40.00
    0 10:00 cid 1 jug 30.00 limit=40.00
    """
    log, _ = lived(scenario, customers)
    assert log.lines.lost.tolist() == [0, 0, 0, 0]
    assert log.lines.shipping_charge.tolist() == [400, 400, 0, 400]
