"""Demand: what became of everybody who wanted to buy. No policy can shrink these denominators."""

from __future__ import annotations

import numpy as np

from backsim.metrics.kpi import Kpi, Measure, mean, ratio, share
from backsim.metrics.reading import Floats, Mask, Reading
from backsim.records.codes import LostCause
from backsim.records.kpi import KpiInfo


def demand_served(r: Reading) -> Measure:
    """Lines that arrived whole, among those wanted."""
    return share(r.served, r.judged)


def demand_on_time(r: Reading) -> Measure:
    """Lines that arrived whole by the date that their customer went by, among those wanted."""
    return share(r.served_on_time, r.judged)


def customers_served(r: Reading) -> Measure:
    """Visits of which something arrived, among those that wanted something."""
    some = r.count(r.shipped)[r.log.lines.order] > 0
    return _by_person(r, some.astype(np.float64))


def demand_won(r: Reading) -> Measure:
    """Lines bought by who would not have taken them at the reference price, per line wanted."""
    won = r.unmoved & ~r.judged & r.accepted_lines
    return ratio(int(np.count_nonzero(won)), int(np.count_nonzero(r.judged)))


def experience(r: Reading) -> Measure:
    """Mean score of all who wanted to buy."""
    return _by_person(r, r.stars)


def turned_away(r: Reading) -> Measure:
    """Of all who wanted to buy, those who were refused."""
    return _left(r, "turned_away")


def walked_away(r: Reading) -> Measure:
    """Of all who wanted to buy, those who declined the price, the wait or the payment."""
    return _left(r, "walked_away")


def nothing_to_buy(r: Reading) -> Measure:
    """Of all who wanted to buy, those who found nothing more for sale."""
    return _left(r, "nothing_to_buy")


def _left(r: Reading, scored: str) -> Measure:
    """What a stated score weighs in ``experience``."""
    return _by_person(r, r.left(scored).astype(np.float64))


def _by_person(r: Reading, values: Floats) -> Measure:
    """The mean of a value by line over all who wanted to buy, by the weight of their lines."""
    return mean(r.weight * values, round(float(r.weight.sum()), 6))


def demand_ahead(r: Reading) -> Measure:
    """Lines of which the end of the log cuts off what becomes of them, among those wanted."""
    return share(r.still_ahead, r.judged)


def visits_brought(r: Reading) -> float:
    """Visits that a campaign of the arm, or what it did before, has brought."""
    orders = r.log.orders
    return float(np.count_nonzero(r.within(orders.placed_at) & (orders.brought == 1)))


def lost_sales_rate(r: Reading) -> Measure:
    """Demanded lines that became part of no order."""
    return share(~r.accepted_lines, r.asked & r.is_part)


def _lost_to(cause: LostCause) -> Kpi:
    """The part of the lost sales rate that has one cause."""
    mine = cause.scored == "walked_away"
    name = cause.name.lower()

    def lost(r: Reading) -> Measure:
        gone: Mask = r.log.lines.lost == cause
        return share(gone, r.asked & r.is_part)

    words = cause.words.removeprefix("lost: ")
    return Kpi(
        KpiInfo(
            f"lost_to_{name}" if mine else f"lost_{name}",
            f"Lost: {words}",
            "share",
            -1,
            f"Demanded lines lost for this cause ({words}) / demanded lines; asked for in the "
            "window, and summing over all causes to `lost_sales_rate`.",
            "backsim: each cause is written down where the sale is lost",
        ),
        lost,
    )


CAUSES = tuple(_lost_to(cause) for cause in LostCause if cause != LostCause.SOLD)

_JUDGED = (
    "lines wanted; asked for in the window and before the cool-down, in visits that no arm can add "
    "or remove"
)
_PEOPLE = (
    "all who wanted to buy (a line counts as wanted if its customer would have taken it from stock "
    "at the reference price); in the window and before the cool-down, in visits that no arm can "
    "add or remove"
)

KPIS = (
    Kpi(
        KpiInfo(
            "experience",
            "Experience of all who wanted to buy",
            "score",
            +1,
            "Sum of scores from 1 to 5 of what became of the lines that somebody wanted, a visit's "
            "lines averaged: the curve's score if it arrives (what still waits at the end is taken "
            "to arrive then, or when it is due), the stated scores if they were turned away, "
            f"walked away, found nothing to buy, or the order was withdrawn / {_PEOPLE}.",
            "backsim, with the curve of `satisfaction`; the stated scores are ASSUMED",
        ),
        experience,
    ),
    Kpi(
        KpiInfo(
            "demand_on_time",
            "Demand served on time",
            "share",
            +1,
            "Lines delivered whole, every part by the date that its customer went by (the ship "
            "date promised or believed in, plus the transit that they were told, by calendar day) "
            f"/ {_JUDGED}.",
            "backsim: no policy can shrink the denominator",
        ),
        demand_on_time,
    ),
    Kpi(
        KpiInfo(
            "demand_served",
            "Demand served",
            "share",
            +1,
            f"Lines delivered whole, or on their way when the log ends / {_JUDGED}.",
            "backsim: no policy can shrink the denominator",
        ),
        demand_served,
    ),
    Kpi(
        KpiInfo(
            "customers_served",
            "Customers served",
            "share",
            +1,
            "Visits of which at least a part of what they wanted was delivered, or is on its way "
            f"when the log ends / {_PEOPLE}.",
            "backsim: what a limit per customer is for, where `demand_served` counts whole lines",
        ),
        customers_served,
    ),
    Kpi(
        KpiInfo(
            "demand_won",
            "Demand won",
            "share",
            +1,
            "Lines bought by customers who would not have taken them from stock at the reference "
            f"price: what a discount or a way to pay has won / {_JUDGED}.",
            "backsim: each customer's own thresholds are known",
        ),
        demand_won,
    ),
    Kpi(
        KpiInfo(
            "turned_away",
            "Turned away",
            "share",
            -1,
            "Visits that were refused, by the share of their lines: what the stated score "
            f"`satisfaction.turned_away` weighs in `experience` / {_PEOPLE}.",
            "backsim",
        ),
        turned_away,
    ),
    Kpi(
        KpiInfo(
            "walked_away",
            "Walked away",
            "share",
            -1,
            "Visits that declined the price, the wait or what was to be paid ahead, by the share "
            "of their lines: what the stated score `satisfaction.walked_away` weighs in "
            f"`experience` / {_PEOPLE}.",
            "backsim",
        ),
        walked_away,
    ),
    Kpi(
        KpiInfo(
            "nothing_to_buy",
            "Found nothing to buy",
            "share",
            -1,
            "Visits that found it sold out or no longer sold, by the share of their lines: what "
            "the stated score `satisfaction.nothing_to_buy` weighs in `experience` / "
            f"{_PEOPLE}.",
            "backsim",
        ),
        nothing_to_buy,
    ),
    Kpi(
        KpiInfo(
            "demand_ahead",
            "Cut off by the end",
            "share",
            0,
            f"Lines that still wait when the log ends, for a date that is ahead / {_JUDGED}.",
            "backsim: says how much of the demand cannot be judged yet",
        ),
        demand_ahead,
    ),
    Kpi(
        KpiInfo(
            "visits_brought",
            "Visits brought",
            "visits",
            +1,
            "Visits in the window that the arm has brought: by a campaign of its own, or by what "
            "happened before, as word of mouth; they count in money, and not in what is said of "
            "all who wanted to buy, since another arm would not have had them.",
            "backsim",
        ),
        visits_brought,
    ),
    Kpi(
        KpiInfo(
            "lost_sales_rate",
            "Lost sales rate",
            "share",
            -1,
            "Demanded lines that became part of no order, refused by the store or by the customer "
            "for whatever cause or never called from the waiting list / demanded lines; asked for "
            "in the window, a line offered in two parts being two.",
            "backsim: a lost sale is one refused or not offered",
        ),
        lost_sales_rate,
    ),
    *CAUSES,
)
