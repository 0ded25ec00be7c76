"""Ten customers at a launch: the whole log and the whole journal, line by line.

Three books for three places; fans may come a day before the others, so ann may and ben may not. An
early bird has 10 % off until day 2, and whoever pays now 5 % more: cid, who minds, pays in two
parts. Dee, with a poster that is to be paid on release day, has the third place; eve and fay stand
on the waiting list. On day 3 the release slips by two days. Ann and cid accept, dee does not: what
was to travel together is cancelled together, the book's money goes back after two days, and eve
has the place, at the price of that day. Gus is quoted the new day.

On day 6 posters are charged and the three books leave. Fay is called, but nothing is left: a
backorder, in front of hal, who walks in at that very moment; two books are bought for them. Cid
has the book and never pays the second part. Joe orders two and changes his mind before they come.
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
  book:
    price: 20.00
    unit_cost: 8.00
    opening_stock: 3
    release: 4 days
    release_slip: "uniform(0 days, 4 days)"
    slip_notice: 1 day
    supplier: maker
    replenishment: {policy: base_stock, base_stock_level: 0}
    selling:
      preorders:
        opens: 1 day
        cap: 3
        waiting_list: true
        early_access: {segments: [fans], opens: 0 days}
    pricing: {early_bird: {2026-01-05: 10%, 2026-01-07: 0%}}
    payment:
      offer:
        now: {approach: full, discount: 5%}
        parts: {approach: instalments, parts: 2, every: 6 days, default_rate: 20%}
  poster:
    price: 8.00
    unit_cost: 1.00
    opening_stock: 9
    release: 4 days
    release_slip: 2 days
    slip_notice: 1 day
    selling: {backorders: off, preorders: {cap: 9}}
    payment: {approach: at_release}
suppliers:
  maker: {lead_time: 2 days, payment_after: 1 day}
selling: {backorders: open}
payment:
  fee: {share: 1%, fixed: 0.10}
  refund_after: {preorder: 2 days}
shipping:
  carriers:
    post: {transit: 1 day, cost: 2.00}
customers:
  fans: {share: 50%, changes: {after: exponential(mean 90 days)}}
  others: {share: 50%}
money: {opening_cash: 10.00}
"""
SLIP = {"book": 2}
CUSTOMERS = """
0 08:00 ann 1 book 20.00 segment=fans aversion=0
0 09:00 ben 1 book 20.00 segment=others
1 08:00 cid 1 book 20.00 segment=others aversion=0.2 limit=30.00 default=0.1
1 09:00 dee 1 book 20.00 segment=others tolerance=1d
1 09:00 dee 1 poster 8.00 segment=others tolerance=1d
1 10:00 eve 1 book 20.00 segment=others
2 08:00 fay 1 book 20.00 segment=fans patience=9d change_after=9d
3 09:00 gus 1 poster 8.00 segment=others
6 00:00 hal 1 book 20.00 segment=others
7 09:00 ida 1 poster 8.00 segment=others
7 10:00 joe 2 book 40.00 segment=fans change_after=1d change=0.9
"""

# What happened, in words.
TOLD = """
day 0 08:00 ann pre-orders 1 book for 17.00 (given away), to be paid now, promised day 4 00:00
day 0 08:00 ann pays 17.00 ahead, less 0.27 in fees
day 0 09:00 ben leaves without 1 book: not_released
day 1 08:00 cid pre-orders 1 book for 18.00 (given away), to be paid parts, promised day 4 00:00
day 1 08:00 cid pays 9.00 ahead, less 0.19 in fees
day 1 09:00 dee pre-orders 1 book for 17.00 (given away), to be paid now, promised day 4 00:00
day 1 09:00 dee pre-orders 1 poster for 8.00, promised day 4 00:00
day 1 09:00 dee pays 17.00 ahead, less 0.27 in fees
day 1 10:00 eve pre-orders 1 book for 19.00 (given away), to be paid now, promised day 6 00:00
day 2 08:00 fay backorders 1 book for 19.00 (given away), to be paid now, promised day 8 00:00
day 3 00:00 ann is told that 1 book will come day 6 00:00
day 3 00:00 cid is told that 1 book will come day 6 00:00
day 3 00:00 dee is told that 1 book will come day 6 00:00
day 3 00:00 dee is told that 1 poster will come day 6 00:00
day 3 00:00 dee cancels 1 book: told
day 3 00:00 dee cancels 1 poster: told
day 3 00:00 eve pays 19.00 ahead, less 0.29 in fees
day 3 09:00 gus pre-orders 1 poster for 8.00, promised day 6 00:00
day 5 00:00 dee gets 17.00 back
day 6 00:00 gus pays 8.00 as agreed, less 0.18 in fees
day 6 00:00 book is released
day 6 00:00 poster is released
day 6 00:00 ann is sent 1 book, there day 7 00:00
day 6 00:00 cid is sent 1 book, there day 7 00:00
day 6 00:00 eve is sent 1 book, there day 7 00:00
day 6 00:00 gus is sent 1 poster, there day 7 00:00
day 6 00:00 hal backorders 1 book for 19.00 (given away), to be paid now, promised day 8 00:00
day 6 00:00 fay pays 19.00 ahead, less 0.29 in fees
day 6 00:00 hal pays 19.00 ahead, less 0.29 in fees
day 6 00:00 buys 2 book, due day 8 00:00
day 7 08:00 cid will never pay 9.00
day 7 09:00 ida orders 1 poster for 8.00
day 7 09:00 ida is sent 1 poster, there day 8 09:00
day 7 09:00 ida pays 8.00, less 0.18 in fees
day 7 10:00 joe backorders 2 book for 38.00 (given away), to be paid now, promised day 9 10:00
day 7 10:00 joe pays 38.00 ahead, less 0.48 in fees
day 7 10:00 buys 2 book, due day 9 10:00
day 8 00:00 receives 2 book
day 8 00:00 fay is sent 1 book, there day 9 00:00
day 8 00:00 hal is sent 1 book, there day 9 00:00
day 8 10:00 joe cancels 2 book: changed
day 8 10:00 joe gets 38.00 back
day 9 00:00 pays 16.00 for 2 book
day 9 10:00 receives 2 book
"""

# The tables, moments as day/time. Products: book 0, poster 1; segments: fans 0, others 1.
ORDERS = """
placed_at person segment carrier first_line line_count
0/08:00 0 0 0 0 1
0/09:00 1 1 0 1 1
1/08:00 2 1 0 2 1
1/09:00 3 1 0 3 2
1/10:00 4 1 0 5 1
2/08:00 5 0 0 6 1
3/09:00 6 1 0 7 1
6/00:00 7 1 0 8 1
7/09:00 8 1 0 9 1
7/10:00 9 0 0 10 1
"""
LINES = """
order product asked_for origin quantity list_value value surcharge prepaid offer lost promised_at \
allocated_at shipped_at parcel cancelled_at cancelled approach full_price restated_at restated_to \
site cause packed_at cost
0 0 0 0 1 20.00 17.00 0.00 17.00 3 0 4/00:00 6/00:00 6/00:00 0 - 0 0 1 3/00:00 6/00:00 0 2 6/00:00 8.00
1 0 0 0 1 20.00 20.00 0.00 0.00 0 2 - - - - - 0 - - - - 0 0 - 0.00
2 0 0 0 1 20.00 18.00 0.00 9.00 3 0 4/00:00 6/00:00 6/00:00 1 - 0 1 1 3/00:00 6/00:00 0 2 6/00:00 8.00
3 0 0 0 1 20.00 17.00 0.00 17.00 3 0 4/00:00 - - - 3/00:00 2 0 1 3/00:00 6/00:00 0 2 - 0.00
3 1 1 0 1 8.00 8.00 0.00 0.00 3 0 4/00:00 - - - 3/00:00 2 0 - 3/00:00 6/00:00 0 2 - 0.00
4 0 0 0 1 20.00 19.00 0.00 19.00 3 0 6/00:00 6/00:00 6/00:00 2 - 0 0 1 - - 0 2 6/00:00 8.00
5 0 0 0 1 20.00 19.00 0.00 19.00 2 0 8/00:00 8/00:00 8/00:00 5 - 0 0 1 - - 0 1 8/00:00 8.00
6 1 1 0 1 8.00 8.00 0.00 0.00 3 0 6/00:00 6/00:00 6/00:00 3 - 0 0 - - - 0 2 6/00:00 1.00
7 0 0 0 1 20.00 19.00 0.00 19.00 2 0 8/00:00 8/00:00 8/00:00 6 - 0 0 1 - - 0 1 8/00:00 8.00
8 1 1 0 1 8.00 8.00 0.00 0.00 1 0 7/09:00 7/09:00 7/09:00 4 - 0 - - - - 0 0 7/09:00 1.00
9 0 0 0 2 40.00 38.00 0.00 38.00 2 0 9/10:00 - - - 8/10:00 3 0 1 - - 0 1 - 0.00
"""
# A parcel for which nothing is due has no charge.
PAYMENTS = """
order line charge at kind amount fee ahead
0 0 0 0/08:00 0 17.00 0.27 1
2 2 1 1/08:00 0 9.00 0.19 1
3 3 2 1/09:00 0 17.00 0.27 1
3 3 3 5/00:00 2 17.00 0.00 1
4 5 4 3/00:00 0 19.00 0.29 1
5 6 5 6/00:00 0 19.00 0.29 1
6 7 6 6/00:00 3 8.00 0.18 1
7 8 7 6/00:00 0 19.00 0.29 1
2 2 8 7/08:00 7 9.00 0.00 0
8 9 9 7/09:00 1 8.00 0.18 0
9 10 10 7/10:00 0 38.00 0.48 1
9 10 11 8/10:00 2 38.00 0.00 1
"""
PARCELS = """
order carrier shipped_at delivered_at cost
0 0 6/00:00 7/00:00 2.00
2 0 6/00:00 7/00:00 2.00
4 0 6/00:00 7/00:00 2.00
6 0 6/00:00 7/00:00 2.00
8 0 7/09:00 8/09:00 2.00
5 0 8/00:00 9/00:00 2.00
7 0 8/00:00 9/00:00 2.00
"""
PURCHASES = """
product supplier quantity ordered_at expected_at due_at received_at cost payable_at
0 0 2 6/00:00 8/00:00 8/00:00 8/00:00 16.00 9/00:00
0 0 2 7/10:00 9/10:00 9/10:00 9/10:00 16.00 10/10:00
"""

# The journal: event, row in its table, amounts.
JOURNAL = """
0 00:00 opening 0: cash 10.00 inventory 33.00 equity -43.00
0 08:00 checkout 0: cash 17.00 customer_deposits -17.00
0 08:00 fee 0: payment_fees 0.27 cash -0.27
1 08:00 checkout 1: cash 9.00 customer_deposits -9.00
1 08:00 fee 1: payment_fees 0.19 cash -0.19
1 09:00 checkout 2: cash 17.00 customer_deposits -17.00
1 09:00 fee 2: payment_fees 0.27 cash -0.27
3 00:00 cancellation 3: customer_deposits 17.00 refunds_payable -17.00
3 00:00 checkout 4: cash 19.00 customer_deposits -19.00
3 00:00 fee 4: payment_fees 0.29 cash -0.29
5 00:00 refund 3: refunds_payable 17.00 cash -17.00
6 00:00 scheduled 6: cash 8.00 customer_deposits -8.00
6 00:00 shipment 0: customer_deposits 17.00 discounts 3.00\
 revenue -20.00 cost_of_goods 8.00 inventory -8.00
6 00:00 shipment 2: customer_deposits 9.00 receivable 9.00 discounts 2.00\
 revenue -20.00 cost_of_goods 8.00 inventory -8.00
6 00:00 shipment 5: customer_deposits 19.00 discounts 1.00\
 revenue -20.00 cost_of_goods 8.00 inventory -8.00
6 00:00 shipment 7: customer_deposits 8.00 revenue -8.00 cost_of_goods 1.00 inventory -1.00
6 00:00 fee 6: payment_fees 0.18 cash -0.18
6 00:00 parcel 0: shipping 2.00 cash -2.00
6 00:00 parcel 1: shipping 2.00 cash -2.00
6 00:00 parcel 2: shipping 2.00 cash -2.00
6 00:00 parcel 3: shipping 2.00 cash -2.00
6 00:00 checkout 5: cash 19.00 customer_deposits -19.00
6 00:00 checkout 7: cash 19.00 customer_deposits -19.00
6 00:00 fee 5: payment_fees 0.29 cash -0.29
6 00:00 fee 7: payment_fees 0.29 cash -0.29
7 08:00 default 8: bad_debts 9.00 receivable -9.00
7 09:00 shipment 9: receivable 8.00 revenue -8.00 cost_of_goods 1.00 inventory -1.00
7 09:00 collection 9: cash 8.00 receivable -8.00
7 09:00 fee 9: payment_fees 0.18 cash -0.18
7 09:00 parcel 4: shipping 2.00 cash -2.00
7 10:00 checkout 10: cash 38.00 customer_deposits -38.00
7 10:00 fee 10: payment_fees 0.48 cash -0.48
8 00:00 receipt 0: inventory 16.00 payable -16.00
8 00:00 shipment 6: customer_deposits 19.00 discounts 1.00\
 revenue -20.00 cost_of_goods 8.00 inventory -8.00
8 00:00 shipment 8: customer_deposits 19.00 discounts 1.00\
 revenue -20.00 cost_of_goods 8.00 inventory -8.00
8 00:00 parcel 5: shipping 2.00 cash -2.00
8 00:00 parcel 6: shipping 2.00 cash -2.00
8 10:00 cancellation 10: customer_deposits 38.00 refunds_payable -38.00
8 10:00 refund 11: refunds_payable 38.00 cash -38.00
9 00:00 supplier_payment 0: payable 16.00 cash -16.00
9 10:00 receipt 1: inventory 16.00 payable -16.00
"""


def test_ten_customers_told_in_words(story: Story) -> None:
    assert story(SHOP, CUSTOMERS, slips=SLIP) == TOLD.strip().splitlines()


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("orders", ORDERS),
        ("lines", LINES),
        ("payments", PAYMENTS),
        ("parcels", PARCELS),
        ("purchases", PURCHASES),
    ],
)
def test_ten_customers_as_the_log_writes_them_down(
    lived: Lived, write: Write, table: str, rows: str
) -> None:
    log, _ = lived(SHOP, CUSTOMERS, slips=SLIP)
    columns, *expected = rows.strip().splitlines()
    assert write(log).rows(table, *columns.split()) == expected


def test_ten_customers_in_the_books(lived: Lived, write: Write) -> None:
    log, _ = lived(SHOP, CUSTOMERS, slips=SLIP)
    assert write(log).journal == JOURNAL.strip().splitlines()
