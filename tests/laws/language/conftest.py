"""Every mechanism of selling and paying: how it is drawn at random, and how it is turned off.

A mechanism is a set of keys, written as dotted paths, on top of a shop drawn by ``any_shop``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
Tree = dict[str, Any]
Paths = dict[tuple[str, ...], Any]


ABSENT = object()
"""In place of a value: the key is not there."""


def path(dotted: str) -> tuple[str, ...]:
    """The steps of a dotted path."""
    return tuple(dotted.split("."))


def grown(tree: Tree, paths: Paths) -> Tree:
    """The tree with these values in their places."""
    tree = deepcopy(tree)
    for steps, value in paths.items():
        section = tree
        for step in steps[:-1]:
            inner = section.get(step)
            section[step] = inner if isinstance(inner, dict) else {}
            section = section[step]
        if value is ABSENT:
            section.pop(steps[-1], None)
        else:
            section[steps[-1]] = value
    return tree


class Mechanism(NamedTuple):
    """One mechanism: keys that switch it on, drawn for a shop, and the same ones at rest.

    ``beneath`` is what a shop must have for the mechanism to be off: where one rule takes the
    place of another, the plain rule.
    """

    on: Callable[[Draw, Tree], Paths]
    off: Callable[[Tree], Paths]
    beneath: Callable[[Tree], Paths] = lambda _: {}


def percent(lowest: int, highest: int) -> st.SearchStrategy[str]:
    return st.integers(lowest, highest).map(lambda n: f"{n}%")


def days(lowest: int, highest: int) -> st.SearchStrategy[str]:
    """Days or hours: coarse, so that many things happen at one instant."""
    whole = st.integers(lowest, highest).map(lambda n: f"{n} days")
    hours = st.integers(24 * lowest, 24 * highest).map(lambda n: f"{n} h")
    return st.one_of(whole, hours)


def spread(highest: int) -> st.SearchStrategy[str]:
    """A distribution of durations."""
    mean = st.integers(1, highest)
    return st.one_of(
        days(1, highest),
        mean.map(lambda n: f"gamma(mean {n} days, cv 0.9)"),
        mean.map(lambda n: f"uniform(0 days, {n} days)"),
    )


def euros(highest: int) -> st.SearchStrategy[str]:
    return st.integers(1, highest).map(lambda cents: f"{cents / 100:.2f}")


def released(tree: Tree) -> list[str]:
    """Products with a release to come."""
    return [name for name, product in tree["products"].items() if "release" in product]


def each(names: Iterable[str], key: str, value: Callable[[str], Any]) -> Paths:
    """One key of several products."""
    return {("products", name, *path(key)): value(name) for name in names}


# Products.

ON_ORDER = st.fixed_dictionaries(
    {"pieces": st.integers(1, 6), "at": days(1, 24), "paid": st.booleans()}
)
WAITING = st.fixed_dictionaries(
    {"orders": st.integers(1, 3), "pieces": st.integers(1, 3), "paid": percent(0, 100)},
    optional={"promised": st.one_of(st.sampled_from(["none", "2025-12-31"]), days(0, 9))},
)


def early_prices(draw: Draw, tree: Tree) -> Paths:
    return each(released(tree), "price_before_release", lambda _: draw(euros(3_000)))


def reference_prices(draw: Draw, tree: Tree) -> Paths:
    return each(tree["products"], "reference_price", lambda _: draw(euros(4_000)))


def beginnings(draw: Draw, tree: Tree) -> Paths:
    """Goods on the way, and orders that wait: no more than there can ever be."""
    told: Paths = {}
    for name, product in tree["products"].items():
        goods = draw(st.lists(ON_ORDER, max_size=3))
        most = product.get("edition", 30)
        if product["replenishment"]["policy"] == "none":
            most = min(most, product["opening_stock"] + sum(each["pieces"] for each in goods))
        waiting = draw(st.lists(WAITING, max_size=3))
        while sum(each["orders"] * each["pieces"] for each in waiting) > most:
            waiting.pop()
        told |= {("products", name, "on_order"): goods, ("products", name, "waiting"): waiting}
    return told


def empty_beginnings(tree: Tree) -> Paths:
    return each(tree["products"], "on_order", lambda _: []) | each(
        tree["products"], "waiting", lambda _: []
    )


def same_price(key: str, of: Callable[[Tree], Iterable[str]]) -> Callable[[Tree], Paths]:
    """Each product's price under another name."""
    return lambda tree: each(of(tree), key, lambda name: tree["products"][name]["price"])


def limits(draw: Draw, tree: Tree) -> Paths:
    return each(tree["products"], "max_per_customer", lambda _: draw(st.integers(1, 3)))


def slips(draw: Draw, tree: Tree) -> Paths:
    late = each(released(tree), "release_slip", lambda _: draw(spread(6)))
    return late | each(released(tree), "slip_notice", lambda _: draw(days(0, 4)))


def others(tree: Tree, name: str) -> list[str]:
    return [other for other in tree["products"] if other != name]


def substitutes(draw: Draw, tree: Tree) -> Paths:
    def some(name: str) -> Tree:
        return {other: draw(percent(1, 100)) for other in draw(st.permutations(others(tree, name)))}

    return each(tree["products"], "substitutes", some)


def no_substitutes(tree: Tree) -> Paths:
    return each(tree["products"], "substitutes", lambda name: dict.fromkeys(others(tree, name), 0))


# Suppliers and demand.


def notices(draw: Draw, tree: Tree) -> Paths:
    return {("suppliers", name, "delay_notice"): draw(days(0, 4)) for name in tree["suppliers"]}


def no_notices(tree: Tree) -> Paths:
    return {("suppliers", name, "delay_notice"): "never" for name in tree["suppliers"]}


def demand(key: str, drawn: st.SearchStrategy[Any]) -> Callable[[Draw, Tree], Paths]:
    return lambda draw, _: {("demand", *path(key)): draw(drawn)}


CAMPAIGNS = st.fixed_dictionaries(
    {
        "at": st.one_of(days(0, 14), st.sampled_from(["2026-01-16", "2026-01-18"])),
        "length": days(3, 9),
        "lift": percent(1, 300),
    }
)
RENTS = st.builds(
    lambda amount, every: f"{amount} per {every}",
    euros(2_000),
    st.sampled_from(["day", "week", "month", "year"]),
)


def fair(_: Tree) -> Paths:
    """A campaign that there is whatever it costs and whoever it is for."""
    told = {"at": "0 days", "length": "9 days", "lift": "100%"}
    return {("demand", "campaigns", "fair"): told, ("demand", "rate"): "4 per day"}


def of_fair(tree: Tree, told: Tree) -> Paths:
    """Settings of the campaign, which there is from then on."""
    there = "fair" in tree["demand"].get("campaigns", {})
    return ({} if there else fair(tree)) | {
        ("demand", "campaigns", "fair", key): value for key, value in told.items()
    }


def campaign_cost(draw: Draw, tree: Tree) -> Paths:
    return of_fair(tree, {"cost": draw(euros(9_000))})


def campaign_for(draw: Draw, tree: Tree) -> Paths:
    """For some of the products and segments, and about some of what is offered."""
    products = draw(st.lists(st.sampled_from(sorted(tree["products"])), min_size=1, unique=True))
    begins = tree["demand"].get("campaigns", {}).get("fair", {}).get("at", "0 days")
    later = begins == "0 days" and any("release" in tree["products"][name] for name in products)
    offers = [["on_sale"], ["on_sale", "preorder"]] + [["preorder"]] * later
    segments = [name for name, told in tree["customers"].items() if told["share"] != "0%"]
    return of_fair(
        tree,
        {"products": products, "segments": segments[:1], "offers": draw(st.sampled_from(offers))},
    )


SURGES = st.fixed_dictionaries(
    {
        "at": st.sampled_from(
            ["uniform(1 days, 12 days)", "2026-01-18", "lognormal(mean 4 days, cv 1)"]
        ),
        "peak": st.integers(1, 12).map(lambda n: f"{n} per day"),
        "half_life": days(1, 3),
    }
)
UNKNOWN = st.sampled_from(
    ["uniform(0 per day, 6 per day)", "gamma(mean 4 per day, cv 0.8)", "exponential(14 per week)"]
)
FRIENDS = st.fixed_dictionaries({"share": percent(1, 100), "delay": spread(9)})
ADVANCE = st.fixed_dictionaries({"share": percent(1, 100), "ahead": spread(9)})


# Customers.

CHANGES = st.builds(
    lambda after, split: {"after": after, "drop": f"{split[0]}%", "swap": f"{split[1]}%"},
    spread(9),
    st.sampled_from([(0, 0), (50, 50), (30, 40), (100, 0), (0, 100)]),
)


def changes(draw: Draw, tree: Tree) -> Paths:
    return {("customers", name, "changes"): draw(CHANGES) for name in tree["customers"]}


def no_changes(tree: Tree) -> Paths:
    return {("customers", name, "changes", "after"): "never" for name in tree["customers"]}


# Selling.


def some_segments(draw: Draw, tree: Tree) -> list[str]:
    names = sorted(tree["customers"])
    return names[: draw(st.integers(1, len(names)))]


def backorders(draw: Draw, tree: Tree) -> Paths:
    rule = {
        "rule": "limited",
        "only_when_on_order": draw(st.booleans()),
        "segments": some_segments(draw, tree),
        "max_pieces": draw(st.sampled_from(["unlimited", 9])),
    }
    return {("selling", "backorders"): rule}


ANY_BACKORDER = {"max_wait": "unlimited", "only_when_on_order": False, "segments": []}


def preorders(draw: Draw, tree: Tree) -> Paths:
    if not released(tree):
        return {}
    rule = {
        "opens": draw(days(0, 1).filter(lambda told: told not in ("1 days", "24 h"))),
        "closes": draw(days(2, 9)),
        "cap": draw(st.integers(0, 9)),
        "supply_share": draw(st.sampled_from([None, "50%", "100%", "150%"])),
        "waiting_list": draw(st.booleans()),
        "early_access": {"segments": some_segments(draw, tree), "opens": "0 days"},
    }
    return {("selling", "preorders"): rule}


ANY_PREORDER: Tree = {
    "opens": "0 days",
    "cap": "unlimited",
    "supply_share": None,
    "waiting_list": True,
    "early_access": {"segments": []},
}


def preorders_again(draw: Draw, _: Tree) -> Paths:
    rule = {
        "when_out_of_stock": True,
        "cap": draw(st.integers(0, 9)),
        "waiting_list": draw(st.booleans()),
        "supply_share": draw(st.sampled_from([None, "100%"])),
    }
    return {("selling", "preorders", key): told for key, told in rule.items()}


def only_before_release(tree: Tree) -> Paths:
    rule = {"when_out_of_stock": False} if released(tree) else "off"
    return {("selling", "preorders"): rule}


def quantiles(draw: Draw, _: Tree) -> Paths:
    rule = {"rule": "quantile", "quantile": draw(percent(5, 99)), "buffer": draw(days(0, 2))}
    return {("selling", "promise"): rule}


def window(draw: Draw, _: Tree) -> Paths:
    rule = {"rule": "window", "earliest": draw(days(0, 1)), "latest": draw(days(2, 6))}
    return {("selling", "promise"): rule}


def guesses(draw: Draw, tree: Tree) -> Paths:
    told = st.sampled_from([0, 3, "uniform(0, 2)", "lognormal(mean 1.2, cv 0.5)"])
    return {("customers", name, "believed_wait"): draw(told) for name in tree["customers"]}


def usual_guesses(tree: Tree) -> Paths:
    return {("customers", name, "believed_wait"): "uniform(0.5, 2)" for name in tree["customers"]}


RULES = st.sampled_from(
    [
        *("first_come", "earliest_promise", "preorders_first", "most_valuable"),
        *("smallest_first", "paid_first"),
    ]
)


def by_segment(draw: Draw, tree: Tree) -> Paths:
    order = draw(st.permutations(sorted(tree["customers"])))
    rule = {"rule": "by_segment", "order": order[: draw(st.integers(1, len(order)))]}
    return {("selling", "allocation"): rule}


def on_release(draw: Draw, tree: Tree) -> Paths:
    return {("selling", "release_allocation"): draw(RULES)} if released(tree) else {}


def reserve(draw: Draw, _: Tree) -> Paths:
    return {("selling", "reserve"): draw(st.integers(1, 4))}


def partial(_draw: Draw, _: Tree) -> Paths:
    return {("selling", "partial_lines"): "split", ("shipping", "shipments"): "split"}


# Prices.

EARLY_BIRD = st.sampled_from([{"0 days": "30%", "3 days": "10%"}, {"2026-01-18": "100%"}])
BY_SOLD = st.sampled_from([{0: "20%", 3: "10%", 6: "0%"}, {0: "0%", 2: "50%"}])
BY_QUANTITY = st.sampled_from([{2: "5%", 4: "20%"}, {1: "3%"}])
GIFTS = st.builds(
    lambda cost, offers: {"cost": cost, "with": offers},
    euros(500),
    st.sampled_from([["backorder"], ["backorder", "preorder", "advance"]]),
)
CODES = st.builds(
    lambda value, redeemed, anyway, after: {
        **{"value": value, "redeemed": redeemed},
        **{"anyway": anyway, "after": after},
    },
    euros(900),
    percent(1, 100),
    percent(0, 100),
    days(0, 9),
)
REWARDS: Paths = {
    ("pricing", "gift"): {"cost": "2.00", "with": ["backorder", "preorder", "advance"]},
    ("pricing", "late_code"): {"value": "3.00", "redeemed": "40%", "after": "2 days"},
}


def responses(key: str) -> Callable[[Draw, Tree], Paths]:
    """How customers take rewards, where there are some."""
    return lambda draw, tree: {
        ("customers", name, key): draw(st.integers(1, 9)) for name in tree["customers"]
    }


def no_response(key: str) -> Callable[[Tree], Paths]:
    return lambda tree: {("customers", name, key): 0 for name in tree["customers"]}


SOME_WAITS = st.lists(
    st.sampled_from(["backorder", "preorder", "advance"]), min_size=1, unique=True
)


def well_off(tree: Tree) -> Paths:
    """Customers who would pay for some more than the goods."""
    return {("customers", name, "willingness"): "uniform(1, 3)" for name in tree["customers"]}


def carriers(tree: Tree, key: str, value: Callable[[], Any]) -> Paths:
    """One key of every carrier."""
    return {("shipping", "carriers", name, key): value() for name in tree["shipping"]["carriers"]}


def shipping_charged(draw: Draw, tree: Tree) -> Paths:
    own: Paths = {}
    if draw(st.booleans()):
        own |= carriers(tree, "charged", lambda: draw(euros(900)))
    if draw(st.booleans()):
        own |= carriers(tree, "free_above", lambda: draw(st.sampled_from(["unlimited", "15.00"])))
    return own | {
        path("shipping.charged"): draw(euros(600)),
        path("shipping.free_above"): draw(st.one_of(st.just("unlimited"), euros(9_000))),
        path("shipping.given_back"): draw(st.sampled_from(["always", "for_delays", "never"])),
    }


def shipping_for_nothing(tree: Tree) -> Paths:
    return carriers(tree, "charged", lambda: 0) | {path("shipping.charged"): 0}


def pricing(key: str, drawn: st.SearchStrategy[Any]) -> Callable[[Draw, Tree], Paths]:
    return lambda draw, _: {("pricing", key): draw(drawn)}


# Payment.

WAYS = st.one_of(
    st.just({"approach": "at_shipment"}),
    st.just({"approach": "full"}),
    percent(0, 100).map(lambda share: {"approach": "deposit", "share": share}),
    st.builds(
        lambda amount, per, due: {
            **{"approach": "deposit", "amount": amount, "amount_per": per, "balance": due}
        },
        euros(2_000),
        st.sampled_from(["piece", "line", "order"]),
        st.one_of(
            days(0, 12).map(lambda told: {"after": told}),
            days(0, 12).map(lambda told: {"at": told}),
        ),
    ),
    days(1, 12).map(lambda told: {"approach": "net_days", "days": told}),
    st.builds(
        lambda parts, every, interest, bears, partner: {
            "approach": "instalments",
            "parts": parts,
            "every": every,
            "interest": interest,
            "interest_borne_by": bears,
            "financed_by": partner,
        },
        st.integers(2, 5),
        st.one_of(days(1, 5), st.just("1 month")),
        percent(0, 30),
        st.sampled_from(["store", "customer"]),
        st.sampled_from(["store", "partner"]),
    ),
    percent(1, 3).map(
        lambda interest: {
            "approach": "instalments",
            "parts": 2,
            "every": "2 days",
            "interest": interest,
            "interest_borne_by": "customer",
        }
    ),
)
TERMS = (
    *("fee", "refund_after", "capture", "authorisation", "disputes"),
    *("forfeit", "cancellation_fee", "refund_as", "store_credit", "unpaid"),
)
"""What stands in the store's payment section beside the ways to pay."""


def fit(way: Tree, tree: Tree) -> Tree:
    """A way to pay that this shop can offer."""
    return way if released(tree) or way["approach"] != "at_release" else {"approach": "full"}


def extras(draw: Draw) -> Tree:
    told: Tree = {"discount": draw(percent(0, 20)), "default_rate": draw(percent(0, 60))}
    if draw(st.booleans()):
        told["fee"] = {"share": draw(percent(0, 9)), "fixed": draw(euros(50))}
    return told


RELEASE_TOO = st.one_of(WAYS, st.just({"approach": "at_release"}))


def one_way(draw: Draw, tree: Tree) -> Paths:
    """One approach for the whole store, in place of any product's own."""
    terms = {key: told for key, told in tree["payment"].items() if key in TERMS}
    way = fit(draw(RELEASE_TOO), tree) | extras(draw)
    way.pop("fee", None)
    return no_own_payment(tree) | {("payment",): terms | way}


def ways(tree: Tree) -> Paths:
    """Every way to pay of a shop, by where it stands: the store's own and those of products."""
    stores: Paths = {(): tree} | {("products", n): p for n, p in tree["products"].items()}
    sections = {
        (*steps, "payment"): store["payment"]
        for steps, store in stores.items()
        if "payment" in store
    }
    offers = {
        (*steps, "offer", name): way
        for steps, section in sections.items()
        for name, way in section.get("offer", {}).items()
    }
    return {steps: way for steps, way in sections.items() if "offer" not in way} | offers


ORDERS = ["stock", "backorder", "preorder", "advance"]
SOME_ORDERS = st.lists(st.sampled_from(ORDERS), min_size=1, unique=True)


def reach(draw: Draw, tree: Tree) -> Paths:
    return {(*steps, "applies_to"): draw(SOME_ORDERS) for steps in ways(tree)}


def usual_reach(tree: Tree) -> Paths:
    """What invoices and instalments reach if nothing is said, and nothing said of the others."""
    everything = ("net_days", "instalments")
    return {
        (*steps, "applies_to"): ORDERS if way.get("approach") in everything else ABSENT
        for steps, way in ways(tree).items()
    }


def several_ways(draw: Draw, tree: Tree) -> Paths:
    terms = {key: told for key, told in tree["payment"].items() if key in TERMS}
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    offer = {name: fit(draw(RELEASE_TOO), tree) | extras(draw) for name in names}
    return no_own_payment(tree) | {("payment",): terms | {"offer": offer}}


def no_own_payment(tree: Tree) -> Paths:
    return each(
        (n for n, p in tree["products"].items() if "payment" in p), "payment", lambda _: ABSENT
    )


LATE_IN_JANUARY: Paths = {("start",): "2026-01-17"}
"""So that a month ends while the shop is open."""


def taxes(draw: Draw, tree: Tree) -> Paths:
    own = each(tree["products"], "tax", lambda _: draw(percent(1, 25)))
    period = st.sampled_from(["monthly", "quarterly", "yearly"])
    return LATE_IN_JANUARY | {
        path("money.tax"): draw(percent(1, 25)),
        path("money.tax_paid"): draw(period),
        **(own if draw(st.booleans()) else {}),
    }


CAPTURES = st.fixed_dictionaries(
    {
        "failure": percent(0, 60),
        "growth": st.sampled_from(["0% per day", "5% per day"]),
        "retries": st.integers(0, 3),
        "retry_every": days(1, 3),
    }
)


def terms(key: str, drawn: st.SearchStrategy[Any]) -> Callable[[Draw, Tree], Paths]:
    return lambda draw, _: {("payment", key): draw(drawn)}


def refund_times(highest: int) -> st.SearchStrategy[str]:
    """A duration, or a distribution, of the calendar or of working days."""
    working = st.integers(1, highest).map(lambda n: f"uniform(0, {n} working days)")
    return st.one_of(days(0, highest), spread(highest), working)


FORFEITS = st.fixed_dictionaries(
    {"customer": percent(1, 100), "store": percent(0, 100), "after": days(0, 3)}
)
CREDITS = st.fixed_dictionaries(
    {
        "redeemed": percent(0, 100),
        "after": spread(6),
        "goods_cost": percent(0, 100),
        "expires": st.one_of(days(1, 9), st.just("unlimited")),
    }
)


def store_credit(draw: Draw, _: Tree) -> Paths:
    return {path("payment.refund_as"): "credit", path("payment.store_credit"): draw(CREDITS)}


def store(key: str, value: Any) -> Callable[[Tree], Paths]:
    """Always the same value in the same place."""
    return lambda _: {path(key): value}


LATER = {"approach": "at_shipment"}
MECHANISMS: dict[str, Mechanism] = {
    "early price": Mechanism(early_prices, same_price("price_before_release", released)),
    "reference price": Mechanism(
        reference_prices, same_price("reference_price", lambda tree: tree["products"])
    ),
    "limit per customer": Mechanism(
        limits, lambda tree: each(tree["products"], "max_per_customer", lambda _: "unlimited")
    ),
    "day zero": Mechanism(beginnings, empty_beginnings),
    "slip": Mechanism(slips, lambda tree: each(released(tree), "release_slip", lambda _: "0 days")),
    "substitutes": Mechanism(substitutes, no_substitutes),
    "delay notice": Mechanism(notices, no_notices),
    "season": Mechanism(
        demand("season", st.sampled_from([{"jan": 2}, {"jan": 0.5, "feb": 3}])),
        store("demand.season", [1] * 12),
    ),
    "trend": Mechanism(demand("trend", percent(-90, 900)), store("demand.trend", 0)),
    "unknown rate": Mechanism(
        demand("rate", UNKNOWN),
        store("demand.rate", "uniform(3 per day, 3 per day)"),
        store("demand.rate", "3 per day"),
    ),
    "campaign": Mechanism(
        demand("campaigns.fair", CAMPAIGNS),
        store("demand.campaigns.fair", {"at": "2 days", "length": "3 days", "lift": 0}),
    ),
    "surge": Mechanism(
        demand("bursts.surge", SURGES),
        store(
            "demand.bursts.surge",
            {"at": "uniform(0 days, 9 days)", "peak": "0 per day", "half_life": "1 days"},
        ),
    ),
    "advance": Mechanism(demand("advance", ADVANCE), store("demand.advance.share", 0)),
    "word of mouth": Mechanism(
        demand("word_of_mouth", FRIENDS), store("demand.word_of_mouth.share", 0)
    ),
    "changes": Mechanism(changes, no_changes),
    "backorder rules": Mechanism(
        backorders,
        lambda tree: {
            ("selling", "backorders"): ANY_BACKORDER | {"segments": sorted(tree["customers"])}
        },
        store("selling.backorders", "open"),
    ),
    "pre-order rules": Mechanism(
        preorders,
        lambda tree: {("selling", "preorders"): ANY_PREORDER} if released(tree) else {},
        lambda tree: {("selling", "preorders"): "open"} if released(tree) else {},
    ),
    "pre-orders again": Mechanism(
        preorders_again,
        only_before_release,
        lambda tree: {("selling", "preorders"): "open" if released(tree) else "off"},
    ),
    "quantile": Mechanism(
        quantiles,
        store("selling.promise", {"rule": "expected", "buffer": "0 days"}),
        store("selling.promise", "expected"),
    ),
    "window": Mechanism(
        window,
        store("selling.promise", {"rule": "window", "earliest": "4 days", "latest": "4 days"}),
        store("selling.promise", {"rule": "fixed", "wait": "4 days"}),
    ),
    "believed wait": Mechanism(guesses, usual_guesses, store("selling.promise", "none")),
    "by segment": Mechanism(
        by_segment,
        store("selling.allocation", {"rule": "by_segment", "order": []}),
        store("selling.allocation", "first_come"),
    ),
    "release allocation": Mechanism(
        on_release,
        lambda tree: {("selling", "release_allocation"): "first_come"} if released(tree) else {},
        store("selling.allocation", "first_come"),
    ),
    "reserve": Mechanism(reserve, store("selling.reserve", 0)),
    "partial lines": Mechanism(
        partial, store("selling.partial_lines", "hold"), store("shipping.shipments", "split")
    ),
    "early bird": Mechanism(
        pricing("early_bird", EARLY_BIRD), store("pricing.early_bird", {"0 days": "0%"})
    ),
    "steps": Mechanism(pricing("preorder_steps", BY_SOLD), store("pricing.preorder_steps", {0: 0})),
    "quantity break": Mechanism(
        pricing("quantity_discounts", BY_QUANTITY),
        store("pricing.quantity_discounts", {999: "100%"}),
    ),
    "gift": Mechanism(pricing("gift", GIFTS), store("pricing.gift.cost", 0)),
    "packaging": Mechanism(
        lambda draw, _: {path("shipping.packaging"): draw(euros(99))},
        store("shipping.packaging", 0),
    ),
    "order cost": Mechanism(
        lambda draw, tree: each(tree["products"], "order_cost", lambda _: draw(euros(900))),
        lambda tree: each(tree["products"], "order_cost", lambda _: 0),
    ),
    "running costs": Mechanism(
        lambda draw, _: {path("money.expenses"): {"rent": draw(RENTS), "wages": draw(RENTS)}},
        store("money.expenses", {"rent": "0.00 per day", "wages": "0.00 per day"}),
    ),
    "campaign's cost": Mechanism(
        campaign_cost,
        store("demand.campaigns.fair.cost", 0),
        fair,
    ),
    "campaign's customers": Mechanism(
        campaign_for,
        lambda _: {
            path("demand.campaigns.fair.products"): [],
            path("demand.campaigns.fair.segments"): [],
            path("demand.campaigns.fair.offers"): ["on_sale", "preorder"],
        },
        fair,
    ),
    "shipping charged": Mechanism(shipping_charged, shipping_for_nothing, well_off),
    "free shipping": Mechanism(
        pricing("free_shipping", SOME_WAITS),
        store("pricing.free_shipping", []),
        lambda tree: {path("shipping.charged"): "4.00"} | well_off(tree),
    ),
    "reward response": Mechanism(
        responses("reward_response"), no_response("reward_response"), lambda _: REWARDS
    ),
    "reward stars": Mechanism(
        responses("reward_stars"), no_response("reward_stars"), lambda _: REWARDS
    ),
    "late code": Mechanism(pricing("late_code", CODES), store("pricing.late_code.value", 0)),
    "one way to pay": Mechanism(one_way, lambda _: {}),
    "ways to pay": Mechanism(several_ways, lambda _: {}),
    "applies to": Mechanism(reach, usual_reach),
    "capture": Mechanism(
        terms("capture", CAPTURES),
        lambda _: {
            path("payment.capture.failure"): 0,
            path("payment.capture.growth"): "0% per day",
        },
    ),
    "authorisation": Mechanism(
        terms(
            "authorisation",
            days(1, 5).map(lambda told: {"valid_for": told, "renewal_fee": "0.10"}),
        ),
        store("payment.authorisation.valid_for", "unlimited"),
    ),
    "unpaid orders": Mechanism(
        terms(
            "unpaid",
            st.fixed_dictionaries(
                {
                    "share": percent(1, 100),
                    "paid_after": spread(5),
                    "never": percent(0, 60),
                    "held_for": days(1, 5),
                }
            ),
        ),
        store("payment.unpaid.share", 0),
    ),
    "disputes": Mechanism(
        terms("disputes", percent(1, 100).map(lambda told: {"share": told, "fee": "15.00"})),
        store("payment.disputes.share", 0),
    ),
    "refunds": Mechanism(
        terms(
            "refund_after",
            st.fixed_dictionaries({"backorder": refund_times(9), "preorder": refund_times(9)}),
        ),
        store("payment.refund_after", {"backorder": "0 days", "preorder": "0 days"}),
        store("payment.refund_after", "0 days"),
    ),
    "forfeit": Mechanism(
        terms("forfeit", FORFEITS), store("payment.forfeit", {"customer": 0, "store": "0%"})
    ),
    "cancellation fee": Mechanism(
        terms(
            "cancellation_fee",
            st.builds(
                lambda amount, per: {"amount": amount, "per": per},
                euros(900),
                st.sampled_from(["order", "line"]),
            ),
        ),
        store("payment.cancellation_fee.amount", 0),
    ),
    "store credit": Mechanism(store_credit, store("payment.refund_as", "cash")),
    "tax": Mechanism(
        taxes,
        lambda tree: each(tree["products"], "tax", lambda _: 0) | {path("money.tax"): 0},
        lambda _: LATE_IN_JANUARY,
    ),
    "interest": Mechanism(
        lambda draw, _: {path("money.interest"): draw(percent(1, 99))}, store("money.interest", 0)
    ),
    "credit limit": Mechanism(
        lambda draw, _: {path("money.credit_limit"): draw(euros(9_000))},
        store("money.credit_limit", "unlimited"),
    ),
}


@st.composite
def whole_shops(draw: Draw, plain: st.SearchStrategy[Tree]) -> Tree:
    """A shop with any of the mechanisms, in any combination."""
    tree: Tree = draw(plain)
    for mechanism in MECHANISMS.values():
        if draw(st.booleans()):
            tree = grown(tree, mechanism.on(draw, tree))
    return tree


@pytest.fixture(scope="session")
def whole_shop(any_shop: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    """Strategy for scenarios from the whole language."""
    return whole_shops(any_shop)


@pytest.fixture(scope="session")
def mechanisms() -> dict[str, Mechanism]:
    """All of them, by name."""
    return MECHANISMS


@pytest.fixture(scope="session")
def grow() -> Callable[[Tree, Paths], Tree]:
    """``grow(tree, paths)``: the tree with these values in their places."""
    return grown
