"""Stories of a released product that can be pre-ordered until it is back, and of its list."""

from __future__ import annotations

from collections.abc import Callable

from backsim.metrics import evaluate
from backsim.records.codes import LostCause, Offer, WaitCause
from backsim.records.log import RunLog

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]

LAMP = """
horizon: 20 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    opening_stock: 1
    replenishment: {policy: base_stock, base_stock_level: 1}
suppliers:
  maker: {lead_time: 5 days, payment_after: 30 days}
shipping:
  carriers:
    post: {transit: 1 day}
"""
AGAIN = LAMP + (
    "selling: {preorders: {when_out_of_stock: true, cap: 2, closes: 4 days}, backorders: open}\n"
    "pricing: {preorder_discount: 10%}\n"
    "payment: {approach: deposit, share: 20%, applies_to: preorder,"
    " refund_after: {preorder: 2 days}}\n"
)


def test_what_is_out_of_stock_is_preordered_on_the_terms_of_a_preorder(story: Story) -> None:
    # Ann takes the last lamp. Ben and cid pre-order: 10 % off 50.00, and 20 % of that ahead. The
    # cap lets two in, so dee has a backorder, neither cheaper nor paid ahead. Ben's lamp comes as
    # expected; cid's does not, and when his tolerance is over he leaves, and has his deposit back
    # two days later, as for any pre-order.
    customers = """
    0 08:00 ann 1 lamp 50.00
    0 09:00 ben 1 lamp 50.00
    0 10:00 cid 1 lamp 50.00 tolerance=3d
    0 11:00 dee 1 lamp 50.00
    """
    assert story(AGAIN, customers, lead_times={"lamp": [5, 18, 18, 20]}) == [
        "day 0 08:00 ann orders 1 lamp for 50.00",
        "day 0 08:00 ann is sent 1 lamp, there day 1 08:00",
        "day 0 08:00 ann pays 50.00",
        "day 0 08:00 buys 1 lamp, due day 5 08:00",
        "day 0 09:00 ben pre-orders 1 lamp for 45.00 (given away), promised day 5 08:00",
        "day 0 09:00 ben pays 9.00 ahead",
        "day 0 09:00 buys 1 lamp, due day 18 09:00",
        "day 0 10:00 cid pre-orders 1 lamp for 45.00 (given away), promised day 5 09:00",
        "day 0 10:00 cid pays 9.00 ahead",
        "day 0 10:00 buys 1 lamp, due day 18 10:00",
        "day 0 11:00 dee backorders 1 lamp for 50.00, promised day 5 10:00",
        "day 0 11:00 buys 1 lamp, due day 20 11:00",
        "day 5 08:00 receives 1 lamp",
        "day 5 08:00 ben is sent 1 lamp, there day 6 08:00",
        "day 5 08:00 ben pays 36.00",
        "day 8 09:00 cid cancels 1 lamp",
        "day 10 09:00 cid gets 9.00 back",
        "day 18 09:00 receives 1 lamp",
        "day 18 09:00 dee is sent 1 lamp, there day 19 09:00",
        "day 18 09:00 dee pays 50.00",
        "day 18 10:00 receives 1 lamp",
    ]


def test_it_is_kept_apart_from_backorders_until_its_promise_has_passed(lived: Lived) -> None:
    # Ben's pre-order is no backorder, and the shelf was not short for him. It is promised for day 5
    # and comes on day 8: for three of the 20 days one piece is owed on a broken promise.
    customers = """
    0 08:00 ann 1 lamp 50.00
    0 09:00 ben 1 lamp 50.00
    """
    log, _ = lived(AGAIN, customers, lead_times={"lamp": [8, 8]})
    assert log.lines.offer.tolist() == [Offer.STOCK, Offer.PREORDER]
    assert log.lines.cause.tolist() == [WaitCause.NONE, WaitCause.SHORT]
    told = evaluate(log)
    assert (told["backorder_rate"], told["fill_rate"], told["preorder_share"]) == (0, 1, 0.5)
    assert told["mean_backorders"] == 3 / 20


def test_when_the_window_has_closed_it_is_a_backorder_again(story: Story) -> None:
    customers = """
    3 08:00 ann 1 lamp 50.00
    3 23:59 ben 1 lamp 50.00
    4 00:00 cid 1 lamp 50.00
    """
    told = story(AGAIN, customers)
    assert [line for line in told if "orders" in line] == [
        "day 3 08:00 ann orders 1 lamp for 50.00",
        "day 3 23:59 ben pre-orders 1 lamp for 45.00 (given away), promised day 8 08:00",
        "day 4 00:00 cid backorders 1 lamp for 50.00, promised day 8 23:59",
    ]


def test_the_cap_counts_those_who_wait(story: Story) -> None:
    # With a cap of one, ben has the place until his lamp comes; then it is dee's.
    scenario = AGAIN.replace("cap: 2, closes: 4 days", "cap: 1").replace(", backorders: open", "")
    customers = """
    0 08:00 ann 1 lamp 50.00
    0 09:00 ben 1 lamp 50.00
    0 10:00 cid 1 lamp 50.00
    5 08:00 dee 1 lamp 50.00
    """
    told = story(scenario, customers)
    assert [line for line in told if "orders" in line or "leaves" in line] == [
        "day 0 08:00 ann orders 1 lamp for 50.00",
        "day 0 09:00 ben pre-orders 1 lamp for 45.00 (given away), promised day 5 08:00",
        "day 0 10:00 cid leaves without 1 lamp: refused",
        "day 5 08:00 dee pre-orders 1 lamp for 45.00 (given away), promised day 5 09:00",
    ]


LISTED = (
    LAMP.replace("opening_stock: 1", "opening_stock: 0").replace(
        "{policy: base_stock, base_stock_level: 1}",
        "{policy: order_up_to, reorder_point: 0, order_up_to_level: 4, review_period: 6 days}",
    )
    + "selling: {preorders: {when_out_of_stock: true, cap: 2, waiting_list: true}}\n"
)


def test_the_list_is_called_when_goods_come(story: Story) -> None:
    # Four lamps are ordered at the start, for day 5. Two are ben's; cid, who wants three, and dee,
    # who wants one, stand on the list. Two are left on day 5: too few for cid, and one of them is
    # dee's. Eve walks in later and takes the last. Cid keeps his turn: three of the next four are
    # his.
    customers = """
    1 09:00 ben 2 lamp 100.00
    1 10:00 cid 3 lamp 150.00
    1 11:00 dee 1 lamp 50.00
    5 09:00 eve 1 lamp 50.00
    """
    assert story(LISTED, customers)[:11] == [
        "day 0 00:00 buys 4 lamp, due day 5 00:00",
        "day 1 09:00 ben pre-orders 2 lamp for 100.00, promised day 5 00:00",
        "day 1 10:00 cid orders 3 lamp for 150.00, promised day 11 00:00",
        "day 1 11:00 dee orders 1 lamp for 50.00, promised day 5 00:00",
        "day 5 00:00 receives 4 lamp",
        "day 5 00:00 ben is sent 2 lamp, there day 6 00:00",
        "day 5 00:00 ben pays 100.00",
        "day 5 00:00 dee is sent 1 lamp, there day 6 00:00",
        "day 5 00:00 dee pays 50.00",
        "day 5 09:00 eve orders 1 lamp for 50.00",
        "day 5 09:00 eve is sent 1 lamp, there day 6 09:00",
    ]


def test_who_is_on_the_list_comes_before_who_walks_in(story: Story) -> None:
    # Ben leaves on day 2, and his place is cid's, not dee's who comes an hour later.
    scenario = LISTED + "customers: {all: {changes: {after: exponential(mean 90 days)}}}\n"
    customers = """
    1 09:00 ben 2 lamp 100.00 change_after=1d
    1 10:00 cid 2 lamp 100.00
    2 10:00 dee 2 lamp 100.00
    """
    told = story(scenario, customers)
    assert [line for line in told if "order" in line or "leave" in line] == [
        "day 1 09:00 ben pre-orders 2 lamp for 100.00, promised day 5 00:00",
        "day 1 10:00 cid pre-orders 2 lamp for 100.00, promised day 5 00:00",
        # Dee is on the list, too; two of four lamps are left for her on day 5.
        "day 2 10:00 dee orders 2 lamp for 100.00, promised day 5 00:00",
    ]


def test_served_from_the_list_is_not_served_at_once(lived: Lived) -> None:
    # Dee waited four days for her lamp: stock did not serve her when she came. Of the pieces that
    # count, it served eve's one and not fay's, who comes when the window has closed.
    customers = """
    1 09:00 ben 2 lamp 100.00
    1 11:00 dee 1 lamp 50.00
    5 09:00 eve 1 lamp 50.00
    7 09:00 fay 1 lamp 50.00
    """
    log, _ = lived(LISTED.replace("cap: 2", "cap: 2, closes: 6 days"), customers)
    assert log.lines.offer.tolist() == [Offer.PREORDER, Offer.STOCK, Offer.STOCK, Offer.NONE]
    assert log.lines.lost.tolist() == [LostCause.SOLD] * 3 + [LostCause.REFUSED]
    assert evaluate(log)["fill_rate"] == 1 / 2


MORE = """
horizon: 12 days
products:
  book:
    price: 20.00
    unit_cost: 8.00
    release: 9 days
    replenishment:
      {policy: order_up_to, reorder_point: 2, order_up_to_level: 3, review_period: 2 days}
suppliers:
  maker: {lead_time: 2 days, payment_after: 30 days}
shipping:
  carriers:
    post: {transit: 1 day}
selling: {preorders: {supply_share: 100%, waiting_list: true}}
"""


def test_a_new_purchase_order_makes_places_for_the_list(story: Story) -> None:
    # Three books are on order for the launch: ann has them, ben stands on the list. On day 2 three
    # more are ordered, and they are not cid's, who comes a day later, but ben's as far as he wants.
    customers = """
    0 09:00 ann 3 book 60.00
    0 10:00 ben 2 book 40.00
    3 09:00 cid 2 book 40.00
    """
    told = story(MORE, customers)
    assert [line for line in told if "order" in line or "leave" in line or "buys" in line] == [
        "day 0 00:00 buys 3 book, due day 2 00:00",
        "day 0 09:00 ann pre-orders 3 book for 60.00, promised day 9 00:00",
        "day 0 10:00 ben pre-orders 2 book for 40.00, promised day 9 00:00",
        "day 2 00:00 buys 3 book, due day 4 00:00",
        # On day 4 the position is 1: two more are bought, and cid has his place from them.
        "day 3 09:00 cid pre-orders 2 book for 40.00, promised day 9 00:00",
        "day 4 00:00 buys 2 book, due day 6 00:00",
        "day 6 00:00 buys 2 book, due day 8 00:00",
    ]
