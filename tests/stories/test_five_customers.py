"""Five customers and one delivery: the whole log, exactly."""

from __future__ import annotations

from collections.abc import Callable

from backsim.records.codes import LineOrigin, LostCause, Offer
from backsim.records.log import RunLog, Table
from backsim.units import DAY, HOUR

Story = Callable[[str, str], list[str]]
Lived = Callable[[str, str], tuple[RunLog, list[str]]]

LAMP = """
horizon: 6 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    opening_stock: 2
    replenishment: {policy: reorder_point, reorder_point: 0, order_quantity: 5}
suppliers:
  maker: {lead_time: 4 days}
customers:
  everyone: {tolerance: 1 day}
selling:
  backorders: open
  promise: {rule: fixed, wait: 2 days}
payment:
  approach: deposit
  share: 20%
shipping:
  carriers:
    post: {transit: 1 day, cost: 4.00}
"""

CUSTOMERS = """
0 09:00 ann 1 lamp 50.00
0 10:00 ben 1 lamp 50.00
1 12:00 cid 2 lamp 100.00
2 08:00 dee 4 lamp 200.00
3 15:00 eve 1 lamp 50.00
"""


def test_five_customers_and_one_delivery(story: Story) -> None:
    assert story(LAMP, CUSTOMERS) == [
        "day 0 09:00 ann orders 1 lamp for 50.00",
        "day 0 09:00 ann is sent 1 lamp, there day 1 09:00",
        "day 0 09:00 ann pays 50.00",
        "day 0 10:00 ben orders 1 lamp for 50.00",
        "day 0 10:00 ben is sent 1 lamp, there day 1 10:00",
        "day 0 10:00 ben pays 50.00",
        # Nothing is left and nothing is coming: the position is at the reorder point.
        "day 0 10:00 buys 5 lamp, due day 4 10:00",
        "day 1 12:00 cid backorders 2 lamp for 100.00, promised day 3 12:00",
        "day 1 12:00 cid pays 20.00 ahead",
        # With dee, 6 pieces are owed and 5 on order: one below the reorder point.
        "day 2 08:00 dee backorders 4 lamp for 200.00, promised day 4 08:00",
        "day 2 08:00 dee pays 40.00 ahead",
        "day 2 08:00 buys 5 lamp, due day 6 08:00",
        "day 3 15:00 eve backorders 1 lamp for 50.00, promised day 5 15:00",
        "day 3 15:00 eve pays 10.00 ahead",
        # Two pieces for cid, two hours before he would have cancelled; three are set aside for
        # dee, who misses one more. Eve stands behind her.
        "day 4 10:00 receives 5 lamp",
        "day 4 10:00 pays 100.00 for 5 lamp",
        "day 4 10:00 cid is sent 2 lamp, there day 5 10:00",
        "day 4 10:00 cid pays 80.00",
        # A day past her promise dee gives up, and eve is served from what was set aside for her.
        "day 5 08:00 dee cancels 4 lamp",
        "day 5 08:00 dee gets 40.00 back",
        "day 5 08:00 eve is sent 1 lamp, there day 6 08:00",
        "day 5 08:00 eve pays 40.00",
    ]


def columns(table: Table) -> dict[str, list[int]]:
    """A table of the log as plain lists."""
    return {name: getattr(table, name).tolist() for name in table.__dataclass_fields__}


def at(day: int, hour: int) -> int:
    """A moment in ticks."""
    return day * DAY + hour * HOUR


def test_the_same_day_as_the_log_writes_it_down(lived: Lived) -> None:
    log, _ = lived(LAMP, CUSTOMERS)
    never, stock, back = -1, Offer.STOCK, Offer.BACKORDER
    assert columns(log.orders) == {
        "placed_at": [at(0, 9), at(0, 10), at(1, 12), at(2, 8), at(3, 15)],
        "person": [0, 1, 2, 3, 4],
        "segment": [0] * 5,
        "carrier": [0] * 5,
        "first_line": [0, 1, 2, 3, 4],
        "line_count": [1] * 5,
        "wanted_at": [at(0, 9), at(0, 10), at(1, 12), at(2, 8), at(3, 15)],
        "waited": [0] * 5,
        "brought": [0] * 5,
    }
    assert columns(log.lines) == {
        "order": [0, 1, 2, 3, 4],
        "product": [0] * 5,
        "asked_for": [0] * 5,
        "wanted": [1] * 5,
        "origin": [LineOrigin.ASKED] * 5,
        "quantity": [1, 1, 2, 4, 1],
        "list_value": [5000, 5000, 10000, 20000, 5000],
        "value": [5000, 5000, 10000, 20000, 5000],
        "surcharge": [0] * 5,
        "shipping_charge": [0] * 5,
        "prepaid": [0, 0, 2000, 4000, 1000],
        "offer": [stock, stock, back, back, back],
        "lost": [LostCause.SOLD] * 5,
        "promised_at": [at(0, 9), at(0, 10), at(3, 12), at(4, 8), at(5, 15)],
        "went_by": [at(0, 9), at(0, 10), at(3, 12), at(4, 8), at(5, 15)],
        "allocated_at": [at(0, 9), at(0, 10), at(4, 10), never, at(5, 8)],
        "shipped_at": [at(0, 9), at(0, 10), at(4, 10), never, at(5, 8)],
        "parcel": [0, 1, 2, never, 3],
        "cancelled_at": [never, never, never, at(5, 8), never],
        "cancelled": [0, 0, 0, 1, 0],
        # What is in stock is paid as it leaves, whatever the way to pay for what waits.
        "approach": [never, never, 0, 0, 0],
        "full_price": [never] * 5,
        "restated_at": [never] * 5,
        "restated_to": [never] * 5,
        "softened": [0] * 5,
        "site": [0] * 5,
        # The last three found too little on the shelf; a piece had cost 20.00.
        "cause": [0, 0, 1, 1, 1],
        "packed_at": [at(0, 9), at(0, 10), at(4, 10), never, at(5, 8)],
        "cost": [2000, 2000, 4000, 0, 2000],
    }
    assert columns(log.payments) == {
        "order": [0, 1, 2, 3, 4, 2, 3, 4],
        "line": [0, 1, 2, 3, 4, 2, 3, 4],
        "charge": [0, 1, 2, 3, 4, 5, 6, 7],
        "at": [at(0, 9), at(0, 10), at(1, 12), at(2, 8), at(3, 15), at(4, 10), at(5, 8), at(5, 8)],
        "kind": [1, 1, 0, 0, 0, 1, 2, 1],
        "amount": [5000, 5000, 2000, 4000, 1000, 8000, 4000, 4000],
        "fee": [0] * 8,
        # Refunds are given back for what never left.
        "ahead": [0, 0, 1, 1, 1, 0, 1, 0],
    }
    assert columns(log.parcels) == {
        "order": [0, 1, 2, 4],
        "carrier": [0] * 4,
        "shipped_at": [at(0, 9), at(0, 10), at(4, 10), at(5, 8)],
        "delivered_at": [at(1, 9), at(1, 10), at(5, 10), at(6, 8)],
        "cost": [400] * 4,
    }
    assert columns(log.purchases) == {
        "product": [0, 0],
        "supplier": [0, 0],
        "quantity": [5, 5],
        "ordered_at": [at(0, 10), at(2, 8)],
        "expected_at": [at(4, 10), at(6, 8)],
        "due_at": [at(4, 10), at(6, 8)],
        "received_at": [at(4, 10), never],
        "cost": [10000, 10000],
        "payable_at": [at(4, 10), at(6, 8)],
    }
