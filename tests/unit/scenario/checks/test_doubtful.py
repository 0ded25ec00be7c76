"""What is sound and hardly meant: each is said at its place, and no longer once it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from backsim.scenario.checks import file
from backsim.scenario.checks.findings import Finding, Question

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

Shop = Callable[..., str]

RING = "    unit_cost: 4.00\n"
STOCK = "    opening_stock: 5\n"
OPEN = "selling: {backorders: open}\n"
AVERSE = "customers: {everyone: {patience: 9 days, prepayment_aversion: 'uniform(0, 0.3)'%s}}\n"


def odd(desk: Desk, text: str, *sets: str) -> list[str]:
    """The warnings: the line, the column, and the words."""
    found = desk.load(text, *sets).odd
    return [f"{one.line}:{one.column}: {one.message}" for one in found]


CASES = [
    (
        "an offer that nobody can take",
        (),
        OPEN + "payment: {approach: deposit, share: 30%}\n" + AVERSE % "",
        "13:1: next to nobody can take this way to pay: with any prepayment_aversion it feels "
        "dearer than the most they would pay; give `willingness` a spread, for instance "
        "`lognormal(mean 1.2, cv 0.2)`",
        ("customers.everyone.willingness=lognormal(mean 1.2, cv 0.2)",),
    ),
    (
        "the same among several ways to pay",
        (),
        OPEN + "payment: {offer: {later: {approach: at_shipment}, all: {approach: full}}}\n"
        + AVERSE % "",
        "13:51: next to nobody can take this way to pay: with any prepayment_aversion it feels",
        ("payment.offer.all.discount=24%",),
    ),
    (
        "a deposit that nobody dares to lose",
        (),
        OPEN + "payment: {approach: deposit, share: 30%, forfeit: {customer: 10%}}\n",
        "13:1: next to nobody can take this way to pay: with a forfeit it feels dearer than",
        # A fifth of a tenth of 3.00 on top of 10.00.
        ("customers.everyone.willingness=1.006",),
    ),
    (
        "a price that nobody pays",
        (),
        "arms: {usual: {}, dear: {products.ring.price: 12.00}}\n",
        "12:47: next to nobody would pay 12.00 EUR: their willingness ends at 10.00 EUR (in arm "
        "dear)",
        ("arms.dear.products.ring.price=9.00",),
    ),
    (
        "an approach that reaches nothing",
        (),
        "payment: {approach: deposit, share: 30%}\n",
        "12:1: this way to pay reaches nothing: it is for backorders, pre-orders and advance "
        "orders, and none are taken",
        ("selling.backorders=open",),
    ),
    (
        "an approach for what is not taken",
        (),
        OPEN + "payment: {approach: full, applies_to: preorder}\n",
        "13:1: this way to pay reaches nothing: it is for pre-orders, and none are taken",
        ("payment.applies_to=backorder",),
    ),
    (
        "cost above price",
        ((RING, "    unit_cost: 11.00\n"),),
        "",
        "5:16: each piece is sold at a loss: it costs 11.00 EUR, its price is 10.00 EUR",
        ("products.ring.unit_cost=10.00",),
    ),
    (
        "goods for free",
        (("price: 10.00", "price: 0"),),
        "",
        "4:12: 'ring' is given away: price 0",
        ("products.ring.price=5", "products.ring.reference_price=5"),
    ),
    (
        "goods that cost nothing",
        ((RING, "    unit_cost: 0\n"),),
        "",
        "5:16: 'ring' costs the store nothing: unit_cost 0",
        ("products.ring.unit_cost=0.01",),
    ),
    (
        "a discount of everything",
        (),
        "pricing: {quantity_discounts: {2: 100%}}\n",
        "12:11: goods are given away: a discount of 100%",
        ("pricing.quantity_discounts={2: 99%}",),
    ),
    (
        "a fee of 100 %",
        (),
        "payment: {fee: {share: 100%}}\n",
        "12:24: the processor keeps 100% of every charge",
        ("payment.fee.share=49%",),
    ),
    (
        "capture that always fails",
        (),
        "payment: {capture: {failure: 100%}}\n",
        "12:30: every charge after a wait fails: no waiting order is ever paid",
        ("payment.capture.failure=99%",),
    ),
    (
        "a lead time beyond the horizon",
        (("lead_time: 7 days", "lead_time: gamma(mean 100 days, cv 0.4)"),),
        "",
        "9:22: a mean lead time of 100 days, and the horizon of 100 days is over before",
        ("suppliers.smith.lead_time=99 days",),
    ),
    (
        "a supplier from whom nothing is bought",
        (("lead_time: 7 days}", "lead_time: 7 days}\n  smyth: {lead_time: 9 days}"),
         (STOCK, STOCK + "    supplier: smith\n")),
        "",
        "11:3: nothing is bought from 'smyth'",
        ("suppliers.smyth=null",),
    ),
    (
        "no piece on backorder",
        (),
        "selling: {backorders: {max_pieces: 0}}\n",
        "12:36: no backorder is ever taken: max_pieces 0; that is `backorders: off`",
        ("selling.backorders.max_pieces=1",),
    ),
    (
        "no wait that is short enough",
        (),
        "selling: {backorders: {max_wait: 0 days}}\n",
        "12:34: no backorder is ever taken: max_wait 0; that is `backorders: off`",
        ("selling.backorders.max_wait=1 day",),
    ),
    (
        "no pre-order",
        ((STOCK, STOCK + "    release: 30 days\n"),),
        "selling: {preorders: {cap: 0}}\n",
        "13:28: no pre-order is ever taken: cap 0; that is `preorders: off`",
        ("selling.preorders.cap=1",),
    ),
    (
        "an edition of nothing",
        ((STOCK, STOCK + "    edition: 0\n"),),
        "",
        "7:14: no piece of 'ring' may ever be sold: edition 0",
        ("products.ring.edition=1",),
    ),
    (
        "an empty list of segments",
        (),
        "selling: {backorders: {segments: []}}\n",
        "12:34: `segments: []` names no segment, and that means all of them",
        ("selling.backorders.segments=[everyone]",),
    ),
    (
        "a promise of years",
        (),
        "selling: {promise: {rule: fixed, wait: 3 years}}\n",
        "12:40: a promise of 1095 days: more than a year",
        ("selling.promise.wait=1 year",),
    ),
    (
        "a window of years",
        (),
        "selling: {promise: {rule: window, earliest: 2 weeks, latest: 2 years}}\n",
        "12:62: a promise of 730 days: more than a year",
        ("selling.promise.latest=3 weeks",),
    ),
    (
        "a parcel that travels for years",
        (),
        "shipping: {carriers: {post: {transit: 400 days, quoted: 3 days}}}\n",
        "12:39: a parcel on its way for 400 days: more than a year",
        ("shipping.carriers.post.transit=365 days",),
    ),
    (
        "a curve above 5",
        (),
        "satisfaction: {base: 4.6}\n",
        # 4.6 - 0.196 ln(1 / 10) = 5.0513
        "12:1: the score after the shortest wait is 5.05, and is cut to 1 to 5",
        ("satisfaction.base=4.5",),
    ),
    (
        "a curve below 1",
        (),
        "satisfaction: {late_drop: 3}\n",
        # 4.275 - 0.196 ln(100 / 10) - 3 = 0.8237
        "12:1: the score after a long wait and a broken promise is 0.82, and is cut to 1 to 5",
        ("satisfaction.late_drop=2.8",),
    ),
    (
        "a score that is none",
        (),
        "satisfaction: {cancelled: 0.5}\n",
        "12:27: cancelled 0.5 is no score from 1 to 5",
        ("satisfaction.cancelled=1",),
    ),
    (
        "turning customers away would please them",
        (),
        "satisfaction: {turned_away: 3.9}\n",
        # 4.275 - 0.196 ln(100 / 10) - 2.203 / (1 + exp(2.404 / 1.062)) = 3.6162
        "12:29: turned_away 3.9 is not below 3.62, the worst score of a kept promise: turning "
        "customers away would please them",
        ("satisfaction.turned_away=3.6",),
    ),
    (
        "a currency that is none",
        (),
        "currency: EUT\n",
        "12:11: EUT is no currency of ISO 4217, did you mean 'EUR'?; amounts are taken to have 2 "
        "decimals",
        ("currency=EUR",),
    ),
    (
        "no demand",
        (("rate: 2 per day", "rate: 2 per day\n  season: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"),),
        "",
        "10:1: nobody comes: demand has no rate, no burst and no file",
        ("demand.season={jan: 1}",),
    ),
    (
        "how to read a file that is not there",
        (("rate: 2 per day", "rate: 2 per day\n  time_zone: Europe/Berlin"),),
        "",
        "12:3: `time_zone` says how a history is read, and there is no `file`",
        ("demand.time_zone=null",),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "added", "said", "mended"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_it_is_said_once_at_its_place_until_it_is_mended(
    changes: tuple[tuple[str, str], ...],
    added: str,
    said: str,
    mended: tuple[str, ...],
    desk: Desk,
    shop: Shop,
) -> None:
    text = shop(*changes, add=added)
    (found,) = odd(desk, text)
    assert found.startswith(said)
    assert odd(desk, text, *mended) == []


def test_every_matter_has_its_case(desk: Desk, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()

    def noting(matter: Callable[[Question], Iterator[Finding]]) -> Callable[..., list[Finding]]:
        def look(question: Question) -> list[Finding]:
            found = list(matter(question))
            seen.update([matter.__name__] if found else [])
            return found

        return look

    told_apart = {
        "too_many_reviews",
        "too_many_renewals",
        "too_many_instalments",
        "made_in_passing",
        "customers_left_out",
        "lateness_costs_nothing",
        "hole_in_history",
    }
    every = {matter.__name__ for matter in file.MATTERS}
    monkeypatch.setattr(file, "MATTERS", tuple(noting(matter) for matter in file.MATTERS))
    for _, changes, added, *_ in CASES:
        desk.load(shop(*changes, add=added))
    assert seen == every - told_apart


def test_customers_left_out_altogether(desk: Desk, shop: Shop) -> None:
    text = shop(add=OPEN + "customers: null\n")
    assert odd(desk, text) == [
        "13:12: nothing is said of the customers: everybody pays the price and accepts any wait; "
        "say what they bear, for instance `customers: {everyone: {patience: 21 days}}`"
    ]
    assert odd(desk, text, "customers.everyone.patience=21 days") == []
    # Who writes it down means it.
    assert odd(desk, text, "customers.everyone.patience=unlimited") == []
    # Where nothing has to wait, patience is no matter.
    assert odd(desk, text, "selling.backorders=off") == []


def test_an_approach_that_another_arm_uses_is_not_odd(desk: Desk, shop: Shop) -> None:
    rules = "payment: {approach: full}\narms: {refuse: {}, wait: {selling.backorders: open}}\n"
    assert odd(desk, shop(add=rules)) == []


def test_a_hole_of_years_in_a_history(desk: Desk, shop: Shop) -> None:
    rows = ["order_id,order_date,customer_id,units,value_usd"]
    rows += ["1,2026-01-06,a,1,20.00", "2,2125-01-07,b,1,20.00", "3,2026-01-08,c,1,20.00"]
    desk.write("\n".join(rows) + "\n", "orders.csv")
    text = shop(("rate: 2 per day", "file: orders.csv"))
    assert odd(desk, text) == [
        "11:9: the history has no order between 2026-01-08 and 2125-01-07 (line 3): is a date "
        "wrong?"
    ]
    desk.write("\n".join(rows).replace("2125", "2027") + "\n", "orders.csv")
    assert odd(desk, text) == []
    desk.write("\n".join(rows).replace("2125", "2225") + "\n", "orders.csv")
    assert desk.messages(text, "horizon=null") == [
        "the horizon may have up to 100 years; this history has 72685 days: is a date wrong?"
    ]


@pytest.mark.parametrize(
    ("changes", "added", "said", "mended"),
    [
        (
            (("order_quantity: 6", "order_quantity: 6, review_period: 1 s"),),
            "",
            # 100 days of 86,400 seconds
            "7:96: about 8,640,000 reviews of stock in one replication; up to 5,000,000 can be "
            "simulated",
            "products.ring.replenishment.review_period=2 s",
        ),
        (
            (),
            OPEN + "payment: {authorisation: {valid_for: 1 s}}\n",
            # 200 customers wait about 7 days of 86,400 seconds
            "13:38: about 120,960,000 authorisations in one replication, one every 1 s of a wait; "
            "up to 20,000,000 can be simulated",
            "payment.authorisation.valid_for=7 s",
        ),
        (
            (("rate: 2 per day", "rate: 100000 per day"),),
            "payment: {approach: instalments, parts: 3, every: 1 s}\n",
            "12:41: about 30,000,000 instalments in one replication; up to 20,000,000 can be "
            "simulated",
            "payment.parts=2",
        ),
    ],
)
def test_what_no_machine_gets_through_is_refused(
    changes: tuple[tuple[str, str], ...],
    added: str,
    said: str,
    mended: str,
    desk: Desk,
    shop: Shop,
) -> None:
    text = shop(*changes, add=added)
    assert desk.faults(text).startswith(f"shop.yaml:{said}\n")
    assert odd(desk, text, mended) == []


def test_a_misspelt_name_of_an_override(desk: Desk, shop: Shop) -> None:
    assert desk.faults(shop(), "suppliers.smth.lead_time=3 days").endswith(
        "--set suppliers.smth.lead_time=3 days: the file has no supplier 'smth', did you mean "
        "'smith'?"
    )
    assert "the file has no segment 'everone', did you mean 'everyone'?" in desk.faults(
        shop(), "customers.everone.patience=3 days"
    )
    assert desk.messages(shop(), "products.rng.price=3.00") == [
        "products.rng needs 'unit_cost', for instance `unit_cost: 49.00`; or did you mean 'ring'?"
    ]
    assert desk.load(shop(), "suppliers.smith.lead_time=3 days").odd == ()


def test_a_misspelt_name_of_an_arm(desk: Desk, shop: Shop) -> None:
    own = (STOCK, STOCK + "    supplier: smith\n")
    slip = "arms: {soon: {suppliers.smth.lead_time: 3 days}, late: {}}\n"
    assert odd(desk, shop(own, add=slip)) == [
        "13:15: a new supplier, 'smth', did you mean 'smith'? (in arm soon)"
    ]
    # Another one, and used, is what an arm is for.
    other = "{suppliers.far.lead_time: 3 days, products.ring.supplier: far}"
    assert odd(desk, shop(own, add=f"arms: {{soon: {other}, late: {{}}}}\n")) == []


def test_a_new_name_of_an_override(desk: Desk, shop: Shop) -> None:
    both = ("suppliers.far.lead_time=30 days", "products.ring.supplier=far")
    assert desk.load(shop(), *both).warnings == (
        "nothing is bought from 'smith'",
        "a new supplier, 'far' (the file has smith)",
    )
    whole = "products.rung={price: 3.00, unit_cost: 1.00, opening_stock: 5}"
    assert desk.load(shop(), whole).warnings == ("a new product, 'rung' (the file has ring)",)
    # Without a segment in the file there is none to be missed.
    alone = desk.load(shop(add="customers: null\n"), "customers.fans.patience=3 days")
    assert alone.odd == ()
