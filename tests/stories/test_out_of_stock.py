"""Stories of what is not in stock: who may wait, what is sent at once, what is taken instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Story = Callable[..., list[str]]

CUP = """
horizon: 9 days
products:
  cup:
    price: 10.00
    unit_cost: 4.00
    opening_stock: 1
    supplier: maker
    replenishment: {policy: base_stock, base_stock_level: 1, review_period: 2 days}
suppliers:
  maker: {lead_time: 2 days, payment_after: 30 days}
shipping:
  carriers:
    post: {transit: 1 day}
"""


def test_backorders_only_of_what_is_on_order(story: Story) -> None:
    # At day 0 the position is at the level: nothing is on order when ben comes. At day 2 one is
    # bought; cid may have it, and dee may not have it too.
    scenario = CUP + "selling: {backorders: {only_when_on_order: true}}\n"
    customers = """
    0 09:00 ann 1 cup 10.00
    1 09:00 ben 1 cup 10.00
    3 09:00 cid 1 cup 10.00
    3 10:00 dee 1 cup 10.00
    """
    assert story(scenario, customers)[3:] == [
        "day 1 09:00 ben leaves without 1 cup: refused",
        "day 2 00:00 buys 1 cup, due day 4 00:00",
        "day 3 09:00 cid backorders 1 cup for 10.00, promised day 4 00:00",
        "day 3 10:00 dee leaves without 1 cup: refused",
        "day 4 00:00 receives 1 cup",
        "day 4 00:00 cid is sent 1 cup, there day 5 00:00",
        "day 4 00:00 cid pays 10.00",
        "day 4 00:00 buys 1 cup, due day 6 00:00",
        "day 6 00:00 receives 1 cup",
    ]


def test_backorders_only_for_some(story: Story) -> None:
    scenario = CUP + (
        "selling: {backorders: {segments: [fans]}}\n"
        "customers: {fans: {share: 50%}, others: {share: 50%}}\n"
    )
    customers = """
    0 09:00 ann 1 cup 10.00 segment=others
    0 10:00 ben 1 cup 10.00 segment=others
    0 11:00 cid 1 cup 10.00 segment=fans
    """
    told = story(scenario, customers)
    assert told[0] == "day 0 09:00 ann orders 1 cup for 10.00"
    assert told[3:5] == [
        "day 0 10:00 ben leaves without 1 cup: refused",
        # Nothing is on order: a lead time after the next review.
        "day 0 11:00 cid backorders 1 cup for 10.00, promised day 4 00:00",
    ]


# A line that is there in part.

MANY = """
0 09:00 ann 3 cup 30.00
0 10:00 ben 2 cup 20.00
"""
SPLIT = CUP.replace("shipping:", "shipping:\n  shipments: split")


def test_what_is_there_is_sent_and_the_rest_follows(story: Story) -> None:
    scenario = SPLIT + (
        "selling: {backorders: open, partial_lines: split}\n"
        "payment: {approach: deposit, share: 50%}\n"
    )
    assert story(scenario, MANY) == [
        "day 0 09:00 ann orders 1 cup for 10.00",
        "day 0 09:00 ann backorders 2 cup for 20.00, promised day 4 00:00",
        "day 0 09:00 ann pays 10.00 ahead",
        "day 0 09:00 ann is sent 1 cup, there day 1 09:00",
        "day 0 09:00 ann pays 10.00",
        "day 0 10:00 ben backorders 2 cup for 20.00, promised day 4 00:00",
        "day 0 10:00 ben pays 10.00 ahead",
        "day 2 00:00 buys 5 cup, due day 4 00:00",
        "day 4 00:00 receives 5 cup",
        "day 4 00:00 ann is sent 2 cup, there day 5 00:00",
        "day 4 00:00 ann pays 10.00",
        "day 4 00:00 ben is sent 2 cup, there day 5 00:00",
        "day 4 00:00 ben pays 10.00",
    ]


def test_without_it_the_whole_line_waits(story: Story) -> None:
    # And nobody else gets the one that is there: it is set aside for ann.
    scenario = SPLIT + "selling: {backorders: open}\n"
    assert story(scenario, MANY)[:3] == [
        "day 0 09:00 ann backorders 3 cup for 30.00, promised day 4 00:00",
        "day 0 10:00 ben backorders 2 cup for 20.00, promised day 4 00:00",
        "day 2 00:00 buys 5 cup, due day 4 00:00",
    ]


def test_of_what_is_there_in_part_the_rest_may_be_refused(story: Story) -> None:
    scenario = SPLIT + "selling: {partial_lines: split}\n"
    assert story(scenario, MANY)[:4] == [
        "day 0 09:00 ann orders 1 cup for 10.00",
        "day 0 09:00 ann leaves without 2 cup: refused",
        "day 0 09:00 ann is sent 1 cup, there day 1 09:00",
        "day 0 09:00 ann pays 10.00",
    ]


def test_the_parts_of_a_line_cost_what_it_cost_to_the_cent(story: Story) -> None:
    # 10.00 for three: one is 3.33, the other two are 6.67.
    scenario = SPLIT + "selling: {backorders: open, partial_lines: split}\n"
    assert story(scenario, "0 09:00 ann 3 cup 10.00")[:2] == [
        "day 0 09:00 ann orders 1 cup for 3.33",
        "day 0 09:00 ann backorders 2 cup for 6.67, promised day 4 00:00",
    ]


# A substitute.

CUP_OR_MUG = CUP.replace(
    "suppliers:",
    "  mug: {price: 12.00, unit_cost: 5.00, opening_stock: 2}\nsuppliers:",
).replace("    supplier: maker\n", "    supplier: maker\n    substitutes: {mug: 40%}\n")

NO_CUP = """
0 09:00 ann 1 cup 10.00
0 10:00 ben 1 cup 10.00 substitute=0.39 willingness=1
0 11:00 cid 1 cup 10.00 substitute=0.4 willingness=1
0 12:00 dee 2 cup 20.00 substitute=0.1 willingness=1
0 13:00 eve 1 cup 10.00 substitute=0.1 willingness=0.99
0 14:00 fay 1 mug 12.00
"""


def test_a_substitute_is_taken_by_some(story: Story) -> None:
    # Cid does not want one, for dee there are not enough, and for eve it is too dear.
    assert story(CUP_OR_MUG, NO_CUP)[3:] == [
        "day 0 10:00 ben orders 1 mug for 12.00 instead of cup",
        "day 0 10:00 ben is sent 1 mug, there day 1 10:00",
        "day 0 10:00 ben pays 12.00",
        "day 0 11:00 cid leaves without 1 cup: refused",
        "day 0 12:00 dee leaves without 2 cup: refused",
        "day 0 13:00 eve leaves without 1 cup: refused",
        "day 0 14:00 fay orders 1 mug for 12.00",
        "day 0 14:00 fay is sent 1 mug, there day 1 14:00",
        "day 0 14:00 fay pays 12.00",
        "day 2 00:00 buys 1 cup, due day 4 00:00",
        "day 4 00:00 receives 1 cup",
    ]


def test_a_substitute_is_offered_to_those_who_do_not_like_to_wait(story: Story) -> None:
    scenario = CUP_OR_MUG.replace(
        "    substitutes", "    selling: {backorders: open}\n    substitutes"
    )
    customers = """
    0 09:00 ann 1 cup 10.00
    0 10:00 ben 1 cup 10.00 substitute=0.1 willingness=1 patience=4d
    0 11:00 cid 1 cup 10.00 substitute=0.1 willingness=1 patience=3d
    0 12:00 dee 1 cup 10.00 substitute=0.5 willingness=1 patience=3d
    """
    assert [line for line in story(scenario, customers) if "day 0 1" in line] == [
        "day 0 10:00 ben backorders 1 cup for 10.00, promised day 4 00:00",
        "day 0 11:00 cid orders 1 mug for 12.00 instead of cup",
        "day 0 11:00 cid is sent 1 mug, there day 1 11:00",
        "day 0 11:00 cid pays 12.00",
        "day 0 12:00 dee leaves without 1 cup: wait",
    ]


def test_the_first_substitute_in_stock_that_one_would_take(story: Story) -> None:
    scenario = CUP_OR_MUG.replace("{mug: 40%}", "{bowl: 20%, mug: 40%}").replace(
        "suppliers:", "  bowl: {price: 8.00, unit_cost: 3.00, opening_stock: 1}\nsuppliers:"
    )
    customers = """
    0 09:00 ann 1 cup 10.00
    0 10:00 ben 1 cup 10.00 substitute=0.3 willingness=1
    0 11:00 cid 1 cup 10.00 substitute=0.1 willingness=1
    0 12:00 dee 1 cup 10.00 substitute=0.1 willingness=1
    """
    assert [line for line in story(scenario, customers) if "instead" in line] == [
        "day 0 10:00 ben orders 1 mug for 12.00 instead of cup",
        "day 0 11:00 cid orders 1 bowl for 8.00 instead of cup",
        "day 0 12:00 dee orders 1 mug for 12.00 instead of cup",
    ]


# A reserve, and who goes first.

LOTS = CUP.replace(
    "{policy: base_stock, base_stock_level: 1, review_period: 2 days}",
    "{policy: reorder_point, reorder_point: -1, order_quantity: 4}",
).replace("opening_stock: 1", "opening_stock: 0")

ANN_AND_A_WALK_IN = """
0 09:00 ann 3 cup 30.00
3 09:00 ben 1 cup 10.00
3 10:00 cid 2 cup 20.00
"""


def test_without_a_reserve_those_who_wait_come_first(story: Story) -> None:
    scenario = LOTS + "selling: {backorders: open}\n"
    assert story(scenario, ANN_AND_A_WALK_IN)[2:8] == [
        "day 2 09:00 receives 4 cup",
        "day 2 09:00 ann is sent 3 cup, there day 3 09:00",
        "day 2 09:00 ann pays 30.00",
        "day 3 09:00 ben orders 1 cup for 10.00",
        "day 3 09:00 ben is sent 1 cup, there day 4 09:00",
        "day 3 09:00 ben pays 10.00",
    ]


def test_a_reserve_is_for_those_who_walk_in(story: Story) -> None:
    # Two are here and kept back: ann, who wants three, has to wait for all of them, while ben takes
    # one. Cid would need two, and one is left. Of the four that come, one goes back to the reserve
    # and three to ann; the two on the shelf are not cid's but dee's, who walks in. The next four
    # are the reserve's again, and cid's.
    scenario = LOTS.replace("opening_stock: 0", "opening_stock: 2")
    scenario += "selling: {backorders: open, reserve: 2}\n"
    customers = """
    0 09:00 ann 3 cup 30.00
    1 09:00 ben 1 cup 10.00
    1 10:00 cid 2 cup 20.00
    2 10:00 dee 2 cup 20.00
    """
    assert story(scenario, customers) == [
        "day 0 09:00 ann backorders 3 cup for 30.00, promised day 2 09:00",
        # Three are owed, and the two that are here are nobody's: four lift -3 above -1.
        "day 0 09:00 buys 4 cup, due day 2 09:00",
        "day 1 09:00 ben orders 1 cup for 10.00",
        "day 1 09:00 ben is sent 1 cup, there day 2 09:00",
        "day 1 09:00 ben pays 10.00",
        # Owed are 3 + 2, and 1 to the reserve: of the four, none is left for cid.
        "day 1 10:00 cid backorders 2 cup for 20.00, promised day 3 10:00",
        # 1 here, less the reserve of 2, and 4 to come, less 5 owed: -2.
        "day 1 10:00 buys 4 cup, due day 3 10:00",
        "day 2 09:00 receives 4 cup",
        "day 2 09:00 ann is sent 3 cup, there day 3 09:00",
        "day 2 09:00 ann pays 30.00",
        "day 2 10:00 dee orders 2 cup for 20.00",
        "day 2 10:00 dee is sent 2 cup, there day 3 10:00",
        "day 2 10:00 dee pays 20.00",
        "day 3 10:00 receives 4 cup",
        "day 3 10:00 cid is sent 2 cup, there day 4 10:00",
        "day 3 10:00 cid pays 20.00",
    ]


def test_segments_are_served_in_a_given_order(story: Story) -> None:
    # Friends are not named and come last.
    scenario = CUP.replace("opening_stock: 1", "opening_stock: 0").replace("level: 1", "level: 0")
    scenario += (
        "selling: {backorders: open, allocation: {rule: by_segment, order: [fans, others]}}\n"
        "customers: {fans: {share: 40%}, friends: {share: 30%}, others: {share: 30%}}\n"
    )
    customers = """
    0 08:00 ann 1 cup 10.00 segment=friends
    0 09:00 ben 1 cup 10.00 segment=others
    0 10:00 cid 1 cup 10.00 segment=fans
    0 11:00 dee 1 cup 10.00 segment=others
    0 12:00 eve 1 cup 10.00 segment=fans
    """
    told = story(scenario, customers)
    assert [line.split()[3] for line in told if "is sent" in line] == [
        *("cid", "eve", "ben", "dee", "ann")
    ]


def test_the_rest_of_a_split_line_keeps_its_place(story: Story) -> None:
    # Ann's two remaining cups stand before ben's, though they were split off after all.
    scenario = SPLIT.replace("base_stock_level: 1", "base_stock_level: 0") + (
        "selling: {backorders: open, partial_lines: split}\n"
    )
    told = story(scenario, MANY, lead_times={"cup": [2]})
    assert [line for line in told if "day 4" in line and "sent" in line] == [
        "day 4 00:00 ann is sent 2 cup, there day 5 00:00",
        "day 4 00:00 ben is sent 2 cup, there day 5 00:00",
    ]


# Two dates for one promise.


@pytest.mark.parametrize(
    ("rule", "promised"),
    [
        ("expected", "day 4 00:00"),
        # Of a uniform from 0 to 4 days, nine in ten are below 3.6 days: 1 day 14:24 later.
        ("{rule: quantile, quantile: 90%}", "day 5 14:24"),
        ("{rule: quantile, quantile: 50%}", "day 4 00:00"),
        ("{rule: quantile, quantile: 25%, buffer: 12 h}", "day 3 12:00"),
    ],
)
def test_a_promise_that_most_deliveries_will_keep(story: Story, rule: str, promised: str) -> None:
    scenario = CUP.replace("lead_time: 2 days", "lead_time: uniform(0 days, 4 days)")
    scenario += f"selling: {{backorders: open, promise: {rule}}}\n"
    told = story(scenario, "0 09:00 ann 2 cup 20.00")
    assert told[0] == f"day 0 09:00 ann backorders 2 cup for 20.00, promised {promised}"
