"""Ten customers at the counter: the whole log and the whole journal, line by line.

Three lamps: ann and ben take one each, cid wants two and gets the last one set aside. At -1 four
are bought, expected on day 4; the maker will need two days more. Dee, gus and cid are promised day
4, hal (for whom four more are bought) day 6 10:00. They take 5 % off for a deposit of 40 %; joe,
who minds paying ahead, pays later. Eve does not wait: she takes the lantern; for fay none is left.

On day 3 the maker owns up: the first lamps come on day 6 11:00, an hour after the second are still
expected. Now these are to be for cid, dee and gus, and the late ones for hal, who has no tolerance
for an hour and gets his deposit back a day later. Nor has dee, whose day 4 passes without a word:
her bank takes the deposit back. On day 5 it is known that the second lamps will be later still; so
cid and gus are to have the first after all, and accept. On day 6 they are served, with a gift; both
are late and get a code, which only cid uses. The lamp left waits for joe, who wants three: the next
purchase is on its way, beyond the horizon.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backsim.records.log import RunLog

Story = Callable[..., list[str]]
Lived = Callable[..., tuple[RunLog, list[str]]]
Write = Callable[[RunLog], Any]

SHOP = """
horizon: 10 days
products:
  lamp:
    price: 50.00
    unit_cost: 20.00
    opening_stock: 3
    substitutes: {lantern: 50%}
    supplier: maker
    replenishment: {policy: reorder_point, reorder_point: 0, order_quantity: 4}
    selling: {backorders: open}
  lantern: {price: 45.00, unit_cost: 18.00, opening_stock: 1}
  shade: {price: 20.00, unit_cost: 6.00, opening_stock: 2}
suppliers:
  maker: {lead_time: "uniform(3 days, 5 days)", payment_after: 2 days, delay_notice: 1 day}
pricing:
  gift: {cost: 1.00, with: [backorder]}
  late_code: {value: 5.00, redeemed: 50%, anyway: 100%, after: 1 day}
payment:
  fee: {share: 2%, fixed: 0.30}
  refund_after: 1 day
  disputes: {share: 10%, fee: 15.00}
  offer:
    later: {approach: at_shipment}
    deposit: {approach: deposit, share: 40%, discount: 5%}
shipping:
  carriers:
    post: {transit: 2 days, cost: 4.00}
money: {opening_cash: 60.00}
"""
LATE = {"lamp": [6, 9]}
"""The maker is expected after 4 days, and needs 6 and 9."""
CUSTOMERS = """
0 09:00 ann 1 lamp 50.00
0 10:00 ben 1 lamp 50.00
0 10:00 ben 1 shade 20.00
0 11:00 cid 2 lamp 100.00 tolerance=5d code=0.4
0 12:00 dee 1 lamp 50.00 tolerance=0d dispute=0.05
1 09:00 eve 1 lamp 50.00 patience=2d substitute=0.4
1 10:00 fay 1 lamp 50.00 patience=1d substitute=0.1
2 09:00 gus 1 lamp 50.00 tolerance=4d code=0.6
2 10:00 hal 2 lamp 100.00 tolerance=0d
7 09:00 ida 1 shade 20.00
8 09:00 joe 3 lamp 150.00 aversion=0.5
"""

# What happened, in words.
TOLD = """
day 0 09:00 ann orders 1 lamp for 50.00
day 0 09:00 ann is sent 1 lamp, there day 2 09:00
day 0 09:00 ann pays 50.00, less 1.30 in fees
day 0 10:00 ben orders 1 lamp for 50.00
day 0 10:00 ben orders 1 shade for 20.00
day 0 10:00 ben is sent 1 lamp and 1 shade, there day 2 10:00
day 0 10:00 ben pays 70.00, less 1.70 in fees
day 0 11:00 cid backorders 2 lamp for 95.00 (given away), to be paid deposit, promised day 4 11:00
day 0 11:00 cid pays 38.00 ahead, less 1.06 in fees
day 0 11:00 buys 4 lamp, due day 6 11:00
day 0 12:00 dee backorders 1 lamp for 47.50 (given away), to be paid deposit, promised day 4 11:00
day 0 12:00 dee pays 19.00 ahead, less 0.68 in fees
day 1 09:00 eve orders 1 lantern for 45.00 instead of lamp
day 1 09:00 eve is sent 1 lantern, there day 3 09:00
day 1 09:00 eve pays 45.00, less 1.20 in fees
day 1 10:00 fay leaves without 1 lamp: wait
day 2 09:00 gus backorders 1 lamp for 47.50 (given away), to be paid deposit, promised day 4 11:00
day 2 09:00 gus pays 19.00 ahead, less 0.68 in fees
day 2 10:00 hal backorders 2 lamp for 95.00 (given away), to be paid deposit, promised day 6 10:00
day 2 10:00 hal pays 38.00 ahead, less 1.06 in fees
day 2 10:00 buys 4 lamp, due day 11 10:00
day 3 11:00 hal is told that 2 lamp will come day 6 11:00
day 3 11:00 hal cancels 2 lamp: told
day 4 11:00 hal gets 38.00 back
day 4 11:00 dee cancels 1 lamp: disputed
day 4 11:00 dee's bank takes 19.00 back, less 15.00 in fees
day 5 10:00 cid is told that 2 lamp will come day 6 11:00
day 5 10:00 gus is told that 1 lamp will come day 6 11:00
day 6 11:00 receives 4 lamp
day 6 11:00 cid is sent 2 lamp, there day 8 11:00
day 6 11:00 cid pays 57.00, less 1.44 in fees
day 6 11:00 gus is sent 1 lamp, there day 8 11:00
day 6 11:00 gus pays 28.50, less 0.87 in fees
day 7 09:00 ida orders 1 shade for 20.00
day 7 09:00 ida is sent 1 shade, there day 9 09:00
day 7 09:00 ida pays 20.00, less 0.70 in fees
day 7 11:00 cid uses a code worth 5.00
day 8 09:00 joe backorders 3 lamp for 150.00, to be paid later, promised day 11 10:00
day 8 11:00 pays 80.00 for 4 lamp
"""

# The tables, moments as day/time. Products: lamp 0, lantern 1, shade 2.
ORDERS = """
placed_at person segment carrier first_line line_count
0/09:00 0 0 0 0 1
0/10:00 1 0 0 1 2
0/11:00 2 0 0 3 1
0/12:00 3 0 0 4 1
1/09:00 4 0 0 5 1
1/10:00 5 0 0 6 1
2/09:00 6 0 0 7 1
2/10:00 7 0 0 8 1
7/09:00 8 0 0 9 1
8/09:00 9 0 0 10 1
"""
LINES = """
order product asked_for origin quantity list_value value surcharge prepaid offer lost promised_at \
allocated_at shipped_at parcel cancelled_at cancelled approach full_price restated_at restated_to \
site cause packed_at cost
0 0 0 0 1 50.00 50.00 0.00 0.00 1 0 0/09:00 0/09:00 0/09:00 0 - 0 - - - - 0 0 0/09:00 20.00
1 0 0 0 1 50.00 50.00 0.00 0.00 1 0 0/10:00 0/10:00 0/10:00 1 - 0 - - - - 0 0 0/10:00 20.00
1 2 2 0 1 20.00 20.00 0.00 0.00 1 0 0/10:00 0/10:00 0/10:00 1 - 0 - - - - 0 0 0/10:00 6.00
2 0 0 0 2 100.00 95.00 0.00 38.00 2 0 4/11:00 6/11:00 6/11:00 3 - 0 1 1 5/10:00 6/11:00 0 1 6/11:00 40.00
3 0 0 0 1 50.00 47.50 0.00 19.00 2 0 4/11:00 - - - 4/11:00 6 1 1 - - 0 1 - 0.00
4 1 0 0 1 45.00 45.00 0.00 0.00 1 0 1/09:00 1/09:00 1/09:00 2 - 0 - - - - 0 0 1/09:00 18.00
5 0 0 0 1 50.00 47.50 0.00 0.00 2 6 - - - - - 0 - - - - 0 0 - 0.00
6 0 0 0 1 50.00 47.50 0.00 19.00 2 0 4/11:00 6/11:00 6/11:00 4 - 0 1 1 5/10:00 6/11:00 0 1 6/11:00 20.00
7 0 0 0 2 100.00 95.00 0.00 38.00 2 0 6/10:00 - - - 3/11:00 2 1 1 3/11:00 6/11:00 0 1 - 0.00
8 2 2 0 1 20.00 20.00 0.00 0.00 1 0 7/09:00 7/09:00 7/09:00 5 - 0 - - - - 0 0 7/09:00 6.00
9 0 0 0 3 150.00 150.00 0.00 0.00 2 0 11/10:00 - - - - 0 0 - - - 0 1 - 0.00
"""
PAYMENTS = """
order line charge at kind amount fee ahead
0 0 0 0/09:00 1 50.00 1.30 0
1 1 1 0/10:00 1 50.00 1.70 0
1 2 1 0/10:00 1 20.00 0.00 0
2 3 2 0/11:00 0 38.00 1.06 1
3 4 3 0/12:00 0 19.00 0.68 1
4 5 4 1/09:00 1 45.00 1.20 0
6 7 5 2/09:00 0 19.00 0.68 1
7 8 6 2/10:00 0 38.00 1.06 1
7 8 7 4/11:00 2 38.00 0.00 1
3 4 8 4/11:00 4 19.00 15.00 1
2 3 9 7/11:00 8 5.00 0.00 0
2 3 10 6/11:00 1 57.00 1.44 0
6 7 11 6/11:00 1 28.50 0.87 0
8 9 12 7/09:00 1 20.00 0.70 0
"""
PARCELS = """
order carrier shipped_at delivered_at cost
0 0 0/09:00 2/09:00 4.00
1 0 0/10:00 2/10:00 4.00
4 0 1/09:00 3/09:00 4.00
2 0 6/11:00 8/11:00 4.00
6 0 6/11:00 8/11:00 4.00
8 0 7/09:00 9/09:00 4.00
"""
PURCHASES = """
product supplier quantity ordered_at expected_at due_at received_at cost payable_at
0 0 4 0/11:00 4/11:00 6/11:00 6/11:00 80.00 8/11:00
0 0 4 2/10:00 6/10:00 11/10:00 - 80.00 13/10:00
"""
# Account 16: gifts.
OUTLAYS = """
at account amount order line
6/11:00 16 1.00 2 3
6/11:00 16 1.00 6 7
"""

# The journal: event, row in its table, amounts.
JOURNAL = """
0 00:00 opening 0: cash 60.00 inventory 90.00 equity -150.00
0 09:00 shipment 0: receivable 50.00 revenue -50.00 cost_of_goods 20.00 inventory -20.00
0 09:00 collection 0: cash 50.00 receivable -50.00
0 09:00 fee 0: payment_fees 1.30 cash -1.30
0 09:00 parcel 0: shipping 4.00 cash -4.00
0 10:00 shipment 1: receivable 50.00 revenue -50.00 cost_of_goods 20.00 inventory -20.00
0 10:00 shipment 2: receivable 20.00 revenue -20.00 cost_of_goods 6.00 inventory -6.00
0 10:00 collection 1: cash 50.00 receivable -50.00
0 10:00 collection 2: cash 20.00 receivable -20.00
0 10:00 fee 1: payment_fees 1.70 cash -1.70
0 10:00 parcel 1: shipping 4.00 cash -4.00
0 11:00 checkout 3: cash 38.00 customer_deposits -38.00
0 11:00 fee 3: payment_fees 1.06 cash -1.06
0 12:00 checkout 4: cash 19.00 customer_deposits -19.00
0 12:00 fee 4: payment_fees 0.68 cash -0.68
1 09:00 shipment 5: receivable 45.00 revenue -45.00 cost_of_goods 18.00 inventory -18.00
1 09:00 collection 5: cash 45.00 receivable -45.00
1 09:00 fee 5: payment_fees 1.20 cash -1.20
1 09:00 parcel 2: shipping 4.00 cash -4.00
2 09:00 checkout 6: cash 19.00 customer_deposits -19.00
2 09:00 fee 6: payment_fees 0.68 cash -0.68
2 10:00 checkout 7: cash 38.00 customer_deposits -38.00
2 10:00 fee 7: payment_fees 1.06 cash -1.06
3 11:00 cancellation 8: customer_deposits 38.00 refunds_payable -38.00
4 11:00 refund 8: refunds_payable 38.00 cash -38.00
4 11:00 cancellation 4: customer_deposits 19.00 refunds_payable -19.00
4 11:00 chargeback 9: refunds_payable 19.00 cash -19.00
4 11:00 fee 9: payment_fees 15.00 cash -15.00
6 11:00 receipt 0: inventory 80.00 payable -80.00
6 11:00 shipment 3: customer_deposits 38.00 receivable 57.00 discounts 5.00\
 revenue -100.00 cost_of_goods 40.00 inventory -40.00
6 11:00 shipment 7: customer_deposits 19.00 receivable 28.50 discounts 2.50\
 revenue -50.00 cost_of_goods 20.00 inventory -20.00
6 11:00 collection 11: cash 57.00 receivable -57.00
6 11:00 collection 12: cash 28.50 receivable -28.50
6 11:00 fee 11: payment_fees 1.44 cash -1.44
6 11:00 fee 12: payment_fees 0.87 cash -0.87
6 11:00 outlay 0: gifts 1.00 cash -1.00
6 11:00 outlay 1: gifts 1.00 cash -1.00
6 11:00 parcel 3: shipping 4.00 cash -4.00
6 11:00 parcel 4: shipping 4.00 cash -4.00
7 09:00 shipment 9: receivable 20.00 revenue -20.00 cost_of_goods 6.00 inventory -6.00
7 09:00 collection 13: cash 20.00 receivable -20.00
7 09:00 fee 13: payment_fees 0.70 cash -0.70
7 09:00 parcel 5: shipping 4.00 cash -4.00
7 11:00 reward 10: rewards 5.00 cash -5.00
8 11:00 supplier_payment 0: payable 80.00 cash -80.00
"""


def test_ten_customers_told_in_words(story: Story) -> None:
    assert story(SHOP, CUSTOMERS, lead_times=LATE) == TOLD.strip().splitlines()


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("orders", ORDERS),
        ("lines", LINES),
        ("payments", PAYMENTS),
        ("parcels", PARCELS),
        ("purchases", PURCHASES),
        ("outlays", OUTLAYS),
    ],
)
def test_ten_customers_as_the_log_writes_them_down(
    lived: Lived, write: Write, table: str, rows: str
) -> None:
    log, _ = lived(SHOP, CUSTOMERS, lead_times=LATE)
    columns, *expected = rows.strip().splitlines()
    assert write(log).rows(table, *columns.split()) == expected


def test_ten_customers_in_the_books(lived: Lived, write: Write) -> None:
    log, _ = lived(SHOP, CUSTOMERS, lead_times=LATE)
    assert write(log).journal == JOURNAL.strip().splitlines()
