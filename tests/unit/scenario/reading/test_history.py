"""Replaying real orders: every row is used, or refused with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from backsim.scenario.model import History
from backsim.units import DAY, HOUR

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

REPLAY = (("horizon: 100 days\n", ""), ("  rate: 2 per day\n", "  file: h.csv\n"))
HEADER = "order_id,order_date,customer_id,units,value_usd\n"
CDNOW = Path(__file__).parents[5] / "shared" / "data" / "cdnow_orders.csv"


def history(desk: Desk, text: str, rows: str, *sets: str) -> History:
    desk.write(rows, "h.csv")
    found = desk.load(text, *sets).arms[0].demand.history
    assert found is not None
    return found


def test_rows_become_lines_in_order_of_time(desk: Desk, shop: Shop) -> None:
    rows = HEADER + "b,2026-03-03,ann,1,9.50\na,2026-03-02,bob,2,20\nc,2026-03-03,bob,3,0\n"
    text = shop(*REPLAY)
    found = history(desk, text, rows)
    assert found.at.tolist() == [0, DAY, DAY]
    assert found.order.tolist() == [0, 1, 2]
    assert found.person.tolist() == [0, 1, 0]
    assert found.product.tolist() == [0, 0, 0]
    assert found.quantity.tolist() == [2, 1, 3]
    assert found.value.tolist() == [2000, 950, 0]
    assert (found.read, found.used, found.refused, found.has_time) == (3, 3, (), False)
    assert found.at.dtype == np.int64


def test_start_and_horizon_come_from_the_file(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,2026-03-02,a,1,1\n2,2026-03-09,a,1,1\n", "h.csv")
    loaded = desk.load(shop(*REPLAY))
    (arm,) = loaded.arms
    assert (arm.start, arm.horizon) == (date(2026, 3, 2), 8 * DAY)
    assert loaded.notes == ("h.csv: 2 rows read, 2 used",)


def test_moments_count_from_the_start_that_the_file_gives(desk: Desk, shop: Shop) -> None:
    released = ("    opening_stock: 5\n", "    release: 2026-03-05\n")
    desk.write(HEADER + "1,2026-03-02,a,1,1\n2,2026-03-09,a,1,1\n", "h.csv")
    (arm,) = desk.load(shop(*REPLAY, released)).arms
    assert arm.products[0].release_at == 3 * DAY


def test_rows_outside_the_horizon_are_counted_not_faults(desk: Desk, shop: Shop) -> None:
    rows = HEADER + "".join(f"{d},2026-03-{d:02},a,1,1\n" for d in range(1, 7))
    desk.write(rows, "h.csv")
    loaded = desk.load(shop(*REPLAY, add="start: 2026-03-02\nhorizon: 3 days\n"))
    found = loaded.arms[0].demand.history
    assert found is not None
    assert (found.read, found.used) == (6, 3)
    assert found.refused == (("after the horizon", 2), ("before the start", 1))
    assert loaded.notes == (
        "h.csv: 6 rows read, 3 used, 2 refused (after the horizon), 1 refused (before the start)",
    )


def test_no_row_inside_the_horizon_is_a_fault(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,2026-03-02,a,1,1\n", "h.csv")
    text = shop(*REPLAY, add="start: 2027-01-01\nhorizon: 3 days\n")
    assert desk.messages(text) == ["no row of the history falls inside the horizon"]


@pytest.mark.parametrize("moment", ["2026-03-02 14:30", "2026-03-02T14:30:00", "2026-03-02T14:30Z"])
def test_dates_may_have_a_time(desk: Desk, shop: Shop, moment: str) -> None:
    found = history(desk, shop(*REPLAY), HEADER + f"1,{moment},a,1,1\n")
    assert found.has_time
    assert found.at.tolist() == [14.5 * HOUR]


EARLIER, LATER = "02:30+02:00", "02:10+01:00"


def in_zone(shop: Shop, zone: str) -> str:
    return shop(*REPLAY, ("  file: h.csv\n", f"  file: h.csv\n  time_zone: {zone}\n"))


def test_a_time_with_an_offset_is_an_instant(desk: Desk, shop: Shop) -> None:
    # In UTC, which is the store's clock if it says nothing: 00:30 and 01:10.
    rows = HEADER + f"1,2026-03-02T{LATER},a,1,1\n2,2026-03-02T{EARLIER},b,2,1\n"
    found = history(desk, shop(*REPLAY), rows)
    assert found.at.tolist() == [0.5 * HOUR, 70 * 60]
    assert found.quantity.tolist() == [2, 1]


def test_the_stores_zone_says_which_day_it_is(desk: Desk, shop: Shop) -> None:
    # 23:30 in UTC is half past midnight in Berlin, on the next day. A time without an offset is
    # what the store's clock shows.
    rows = HEADER + "1,2026-03-02T23:30Z,a,1,1\n2,2026-03-03T09:00,b,1,1\n"
    desk.write(rows, "h.csv")
    (arm,) = desk.load(in_zone(shop, "Europe/Berlin")).arms
    assert arm.start == date(2026, 3, 3)
    assert arm.demand.history is not None
    assert arm.demand.history.at.tolist() == [0.5 * HOUR, 9 * HOUR]
    (arm,) = desk.load(shop(*REPLAY)).arms
    assert arm.start == date(2026, 3, 2)
    (arm,) = desk.load(in_zone(shop, "-10:00")).arms
    assert arm.start == date(2026, 3, 2)
    assert arm.demand.history is not None
    assert arm.demand.history.at.tolist() == [13.5 * HOUR, DAY + 9 * HOUR]


def test_midnights_of_the_store_are_no_times(desk: Desk, shop: Shop) -> None:
    rows = HEADER + "1,2026-03-02T00:00+01:00,a,1,1\n"
    found = history(desk, in_zone(shop, "Europe/Berlin"), rows)
    assert (found.has_time, found.at.tolist()) == (False, [0])
    assert history(desk, shop(*REPLAY), rows).has_time  # 23:00 in UTC, the day before


def test_nobody_goes_back_in_time_when_the_clock_does(desk: Desk, shop: Shop) -> None:
    # The day has 25 hours, told in 24: 02:30 for the first time is 2 h 30 min after midnight, 02:10
    # for the second is 3 h 10 min after it, noon is 13 hours after it; each times 24 / 25.
    day = "2026-10-25T"
    rows = HEADER + f"1,{day}12:00+01:00,a,1,1\n2,{day}{LATER},b,2,1\n3,{day}{EARLIER},c,3,1\n"
    found = history(desk, in_zone(shop, "Europe/Berlin"), rows)
    assert found.quantity.tolist() == [3, 2, 1]
    assert found.at.tolist() == [2.4 * HOUR, 190 * 60 * 24 // 25, 12.48 * HOUR]


def test_an_instant_outside_the_calendar_is_no_date(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,0001-01-01T00:00+05:00,a,1,1\n", "h.csv")
    (said,) = desk.messages(shop(*REPLAY))
    assert said.startswith("'0001-01-01T00:00+05:00' is not a date such as")


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berln", "'Europe/Berln' is not a time zone, did you mean 'Europe/Berlin'?"),
        ("utc", "'utc' is not a time zone, did you mean 'UTC'?"),
        (
            "99:00 hours",
            "'99:00 hours' is not a time zone such as Europe/Berlin, nor an offset such as +02:00",
        ),
        ("[1]", "time_zone must be a text, not a list"),
    ],
)
def test_an_unknown_zone_is_a_fault(desk: Desk, shop: Shop, zone: str, said: str) -> None:
    desk.write(HEADER + "1,2026-03-02,a,1,1\n", "h.csv")
    assert desk.messages(in_zone(shop, zone)) == [said]


KEPT = (
    "the replayed orders of 'ring' keep the price that was paid, so {} would change nothing for "
    "them; a discount (`pricing`) does, or generated demand instead of demand.file"
)
ARM = "arms:\n  now: {{}}\n  dear: {{products.{}}}\n"


def test_a_new_price_for_what_is_replayed_is_refused(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,2026-03-02,a,1,1\n", "h.csv")
    dear = shop(*REPLAY, add=ARM.format("ring.price: 12"))
    assert desk.messages(dear) == [KEPT.format("price")]
    assert desk.messages(shop(*REPLAY), "products.ring.price=12") == [KEPT.format("price")]
    early = ARM.format("ring.price_before_release: 8")
    released = ("    opening_stock: 5\n", "    release: 1 hour\n")
    assert desk.messages(shop(*REPLAY, released, add=early)) == [
        KEPT.format("price_before_release")
    ]


def test_a_new_price_for_what_nobody_ordered_is_sound(desk: Desk, shop: Shop) -> None:
    # Nobody in the file asks for a hat; as a substitute it is sold at its own price.
    hat = ("suppliers:\n", "  hat: {price: 5, unit_cost: 2}\nsuppliers:\n")
    columns = ("  file: h.csv\n", "  file: h.csv\n  columns: {product: sku}\n")
    text = shop(*REPLAY, hat, columns, add=ARM.format("hat.price: 6"))
    desk.write(HEADER.rstrip() + ",sku\n1,2026-03-02,a,1,10,ring\n", "h.csv")
    assert [arm.products[0].price for arm in desk.load(text).arms] == [500, 600]


def test_a_new_price_reaches_who_is_generated(desk: Desk, shop: Shop) -> None:
    loaded = desk.load(shop(add=ARM.format("ring.price: 12")))
    assert [arm.products[0].price for arm in loaded.arms] == [1000, 1200]


def test_dates_may_have_another_form(desk: Desk, shop: Shop) -> None:
    text = shop(*REPLAY, ("  file: h.csv\n", "  file: h.csv\n  date_format: '%d/%m/%Y'\n"))
    (arm,) = (desk.write(HEADER + "1,02/03/2026,a,1,1\n", "h.csv"), desk.load(text))[1].arms
    assert arm.start == date(2026, 3, 2)
    desk.write(HEADER + "1,2026-03-02,a,1,1\n", "h.csv")
    assert desk.messages(text) == ["'2026-03-02' is not a date of the form %d/%m/%Y"]


def test_byte_order_mark_quotes_and_line_ends(desk: Desk, shop: Shop) -> None:
    rows = '\ufefforder_id;order_date;customer_id;units;value_usd\r\n"1";2026-03-02;"a;b";1;1\r\n'
    desk.folder.joinpath("h.csv").write_bytes(rows.encode())
    found = desk.load(shop(*REPLAY)).arms[0].demand.history
    assert found is not None
    assert (found.read, found.used) == (1, 1)


def test_orders_of_several_products(desk: Desk, shop: Shop) -> None:
    hat = ("suppliers:\n", "  hat: {price: 5, unit_cost: 2}\nsuppliers:\n")
    text = shop(*REPLAY, hat, ("  file: h.csv\n", "  file: h.csv\n  columns: {product: sku}\n"))
    rows = (
        "order_id,order_date,customer_id,units,value_usd,sku\n"
        "1,2026-03-02,a,1,10,ring\n1,2026-03-02,a,1,5,hat\n1,2026-03-02,a,2,20,ring\n"
    )
    found = history(desk, text, rows)
    # Products are numbered by name: hat 0, ring 1. Two lines of one product become one.
    assert found.order.tolist() == [0, 0]
    assert found.product.tolist() == [1, 0]
    assert found.quantity.tolist() == [3, 1]
    assert found.value.tolist() == [3000, 500]
    assert (found.read, found.used) == (3, 3)


def test_price_per_piece_and_columns_left_out(desk: Desk, shop: Shop) -> None:
    columns = "  columns: {order: none, customer: none, date: day, quantity: n, price: each}\n"
    text = shop(*REPLAY, ("  file: h.csv\n", "  file: h.csv\n" + columns))
    found = history(desk, text, "day,n,each\n2026-03-02,3,1.255\n2026-03-02,1,2\n")
    assert found.order.tolist() == [0, 1]
    assert found.person.tolist() == [0, 1]
    assert found.value.tolist() == [377, 200]


def test_a_customer_without_a_number_is_a_stranger(desk: Desk, shop: Shop) -> None:
    rows = HEADER + "1,2026-03-02,,1,1\n2,2026-03-02,,1,1\n2,2026-03-02,,1,1\n"
    assert history(desk, shop(*REPLAY), rows).person.tolist() == [0, 1]


def test_the_path_is_relative_to_who_names_it(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,2026-03-02,a,1,1\n", "low/h.csv")
    desk.write(shop(*REPLAY), "low/base.yaml")
    assert desk.load("extends: low/base.yaml\n").arms[0].horizon == DAY
    desk.write(HEADER + "1,2026-03-02,a,1,1\n2,2026-03-05,a,1,1\n", "other.csv")
    assert desk.load("extends: low/base.yaml\n", "demand.file=other.csv").arms[0].horizon == 4 * DAY


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "2,2026-03-32,a,1,1",
            "h.csv:3:3: '2026-03-32' is not a date such as 2026-03-02 or "
            "2026-03-02 14:30\n    2,2026-03-32,a,1,1\n      ^",
        ),
        (
            "2,2026-03-02,a,-1,1",
            "h.csv:3:16: negative units: -1\n    2,2026-03-02,a,-1,1\n                   ^",
        ),
        (
            "2,2026-03-02,a,0,1",
            "h.csv:3:16: zero units\n    2,2026-03-02,a,0,1\n                   ^",
        ),
        (
            "2,2026-03-02,a,two,1",
            "h.csv:3:16: units 'two' are not a number\n"
            "    2,2026-03-02,a,two,1\n                   ^",
        ),
        (
            "2,2026-03-02,a,1.5,1",
            "h.csv:3:16: units are not whole: 1.5\n    2,2026-03-02,a,1.5,1\n                   ^",
        ),
        (
            "2,2026-03-02,a,9e9,1",
            "h.csv:3:16: more than 1,000,000 units: 9e9\n"
            "    2,2026-03-02,a,9e9,1\n                   ^",
        ),
        (
            "2,2026-03-02,a,1,-1",
            "h.csv:3:18: negative value: -1\n    2,2026-03-02,a,1,-1\n                     ^",
        ),
        (
            "2,2026-03-02,a,1,$1",
            "h.csv:3:18: value '$1' is not a number\n"
            "    2,2026-03-02,a,1,$1\n                     ^",
        ),
        (
            "2,2026-03-02,a,1,nan",
            "h.csv:3:18: value 'nan' is not a number\n"
            "    2,2026-03-02,a,1,nan\n                     ^",
        ),
        (",2026-03-02,a,1,1", "h.csv:3:1: no order number\n    ,2026-03-02,a,1,1\n    ^"),
        (
            "1,2026-03-03,a,1,1",
            "h.csv:3:3: order '1' has another date on line 2\n    1,2026-03-03,a,1,1\n      ^",
        ),
        (
            "1,2026-03-02,b,1,1",
            "h.csv:3:14: order '1' has another customer on line 2\n"
            "    1,2026-03-02,b,1,1\n                 ^",
        ),
        (
            "2,2026-03-02,a,1",
            "h.csv:3:1: has 4 cells, the header has 5\n    2,2026-03-02,a,1\n    ^",
        ),
    ],
)
def test_a_bad_row_is_a_fault_at_its_cell(desk: Desk, shop: Shop, row: str, said: str) -> None:
    desk.write(HEADER + "1,2026-03-02,a,1,1\n" + row + "\n", "h.csv")
    assert desk.faults(shop(*REPLAY)) == said


def test_bad_rows_may_be_left_out_and_are_counted(desk: Desk, shop: Shop) -> None:
    rows = HEADER + "1,2026-03-02,a,1,1\n2,x,a,1,1\n3,2026-03-02,a,0,1\n4,y,a,1,1\n"
    found = history(desk, shop(*REPLAY), rows, "demand.on_bad_row=skip")
    assert (found.read, found.used) == (4, 1)
    assert found.refused == (("not a date", 2), ("zero units", 1))


def test_twenty_bad_rows_are_shown_and_the_others_counted(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,x,a,1,1\n" * 23, "h.csv")
    said = desk.messages(shop(*REPLAY))
    assert len(said) == 21
    assert said[-1] == "and 3 more bad rows (demand.on_bad_row: skip leaves them out)"


def test_arms_share_the_faults_of_their_history(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,x,a,1,1\n", "h.csv")
    assert len(desk.messages(shop(*REPLAY, add="arms: {a: {}, b: {}}\n"))) == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("", "shop.yaml:10:9: h.csv is empty\n      file: h.csv\n            ^"),
        (HEADER, "h.csv: has a header but no rows"),
        (
            "order,order_date,customer_id,units,value_usd\n1,2,3,4,5\n",
            "shop.yaml:10:9: h.csv has no column 'order_id', did you mean 'order'? (set "
            "demand.columns.order)\n      file: h.csv\n            ^",
        ),
        (
            "order_id,order_date,customer_id,units,units,value_usd\n",
            "shop.yaml:10:9: h.csv has two columns 'units'\n      file: h.csv\n            ^",
        ),
        (
            HEADER + '1,2026-03-02,"a,1,1\n',
            "h.csv:2: not valid CSV: unexpected end of data",
        ),
    ],
)
def test_a_file_that_is_no_history(desk: Desk, shop: Shop, rows: str, said: str) -> None:
    desk.write(rows, "h.csv")
    assert desk.faults(shop(*REPLAY)) == said


def test_a_column_that_is_named_is_missed_where_it_is_named(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,2026-03-02,a,1,1\n", "h.csv")
    text = shop(*REPLAY, ("  file: h.csv\n", "  file: h.csv\n  columns: {value: total}\n"))
    assert desk.faults(text) == (
        "shop.yaml:11:20: h.csv has no column 'total'; it has order_id, order_date, customer_id, "
        "units and value_usd (set demand.columns.value)\n"
        "      columns: {value: total}\n                       ^"
    )


def test_a_missing_history_and_what_was_meant(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER, "hist.csv")
    assert desk.messages(shop(*REPLAY, ("file: h.csv", "file: hits.csv"))) == [
        "hits.csv does not exist, did you mean 'hist.csv'?"
    ]
    desk.folder.joinpath("bin.csv").write_bytes(b"a\0b")
    assert desk.messages(shop(*REPLAY, ("file: h.csv", "file: bin.csv"))) == [
        "bin.csv is not a text file: it holds a zero byte"
    ]


def test_several_products_need_their_column(desk: Desk, shop: Shop) -> None:
    desk.write(HEADER + "1,2026-03-02,a,1,1\n", "h.csv")
    hat = ("suppliers:\n", "  hat: {price: 5, unit_cost: 2}\nsuppliers:\n")
    assert desk.messages(shop(*REPLAY, hat)) == [
        "several products: which column names the product? (demand.columns.product)"
    ]
    text = shop(*REPLAY, ("  file: h.csv\n", "  file: h.csv\n  columns: {product: customer_id}\n"))
    assert desk.messages(text) == ["unknown product 'a'"]
    none = shop(*REPLAY, ("  file: h.csv\n", "  file: h.csv\n  columns: {date: none}\n"))
    assert desk.messages(none) == ["a history needs its column 'date'"]


def test_real_orders_are_all_used(desk: Desk, shop: Shop) -> None:
    if not CDNOW.exists():
        pytest.skip("the shared data folder is not here")
    loaded = desk.load(shop(*REPLAY), f"demand.file={CDNOW}")
    (arm,) = loaded.arms
    found = arm.demand.history
    assert found is not None
    assert (found.read, found.used, found.refused) == (6919, 6919, ())
    assert int((found.value == 0).sum()) == 8
    assert arm.start == date(1997, 1, 1)
    assert arm.horizon == (date(1998, 6, 30) - date(1997, 1, 1)).days * DAY + DAY
    assert len(set(found.person.tolist())) == 2357
