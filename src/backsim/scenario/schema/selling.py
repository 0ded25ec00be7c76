"""Selling what is not there yet: backorders, pre-orders, promises, who is served first."""

from __future__ import annotations

from typing import Annotated, ClassVar

import numpy as np

from backsim.policies import allocation, backorder, preorder, promise
from backsim.records.views import Policy
from backsim.scenario.kinds import (
    Duration,
    Flag,
    Limit,
    Moment,
    Multiple,
    Names,
    Pieces,
    PiecesOrUnlimited,
    Quantile,
    words,
)
from backsim.scenario.schema.base import Around, OneOf, Option, Section, section, setting
from backsim.units import FOREVER


class NoBackorders(Option):
    """What is out of stock is not sold: a lost sale."""

    word = "off"

    def policy(self) -> Policy:
        return Policy(backorder.off, None)


class OpenBackorders(Option):
    """Every backorder is taken."""

    word = "open"

    def policy(self) -> Policy:
        return Policy(backorder.open_to_all, None)


class LimitedBackorders(Option):
    """Backorders are taken up to a number of waiting pieces and up to a wait."""

    word = "limited"
    max_pieces: PiecesOrUnlimited = setting(
        "Pieces of the product that may be on backorder at any time.", FOREVER
    )
    max_wait: Limit = setting("Longest wait that the store expects and still accepts.", FOREVER)
    only_when_on_order: Flag = setting(
        "Only if what is on order covers the line and all that wait before it.", False
    )
    segments: Names = setting("Only for these segments; by default for all.", ())

    def policy_in(self, around: Around, /) -> Policy:
        params = backorder.Limits(
            self.max_pieces,
            self.max_wait,
            only_on_order=self.only_when_on_order,
            segments=around.positions(self.segments),
        )
        return Policy(backorder.limited, params)


class NoPreorders(Option):
    """Nothing is sold before its release."""

    word = "off"

    def policy(self) -> Policy:
        return Policy(preorder.off, None)


class EarlyAccess(Section):
    """Some customers may pre-order before the others."""

    example: ClassVar[str] = """\
selling:
  preorders:
    opens: 14 days
    early_access: {segments: [fans], opens: 0 days}
"""

    segments: Names = setting("Who they are; by default nobody.", ())
    opens: Moment = setting("First moment at which they may.", 0)


class OpenPreorders(Option):
    """Pre-orders are taken inside a window, up to a cap."""

    word = "open"
    opens: Moment = setting("First moment at which a pre-order is taken.", 0)
    closes: Moment = setting("From this moment on, no pre-order is taken.", FOREVER)
    cap: PiecesOrUnlimited = setting("Pieces of the product that may be pre-ordered.", FOREVER)
    supply_share: Multiple = setting(
        "Cap as a share of the pieces here and on order; above 100%: over-commitment, 0%: no cap.",
        0.0,
    )
    waiting_list: Flag = setting(
        "Customers beyond the cap wait for a place, as long as their patience lasts.", False
    )
    early_access: EarlyAccess = section("Who may pre-order before the others.", EarlyAccess)

    def policy_in(self, around: Around, /) -> Policy:
        early = self.early_access
        params = preorder.Window(
            max(self.opens, 0),
            self.closes,
            self.cap,
            self.supply_share,
            self.waiting_list,
            early_at=max(early.opens, 0) if early.segments else FOREVER,
            early_segments=around.positions(early.segments),
        )
        return Policy(preorder.window, params)


class ExpectedPromise(Option):
    """The date on which the store expects to ship, plus a buffer."""

    word = "expected"
    buffer: Duration = setting("Slack added to the expected date.", 0)

    def policy(self) -> Policy:
        return Policy(promise.expected, promise.Buffer(self.buffer))


class QuantilePromise(Option):
    """The date by which the supplier delivers with a given probability: as `expected`, with the
    lead time's quantile in place of its mean."""

    word = "quantile"
    quantile: Quantile = setting("That probability.")
    buffer: Duration = setting("Slack added to that date.", 0)

    def policy_in(self, around: Around, /) -> Policy:
        ticks = float(around.lead_time.quantile(np.array([self.quantile]))[0])
        above_mean = round(max(ticks, 0.0)) - round(around.lead_time.mean)
        return Policy(promise.expected, promise.Buffer(above_mean + self.buffer))


class FixedPromise(Option):
    """The same wait for everybody, counted from the order or from the release."""

    word = "fixed"
    wait: Duration = setting("The wait that is promised.")

    def policy(self) -> Policy:
        return Policy(promise.fixed, promise.Fixed(self.wait))


class NoPromise(Option):
    """No date is given."""

    word = "none"

    def policy(self) -> Policy:
        return Policy(promise.none, None)


class FirstCome(Option):
    """In order of arrival."""

    word = "first_come"

    def policy(self) -> Policy:
        return Policy(allocation.first_come, None)


class EarliestPromise(Option):
    """The line that was promised first; lines without a promise last."""

    word = "earliest_promise"

    def policy(self) -> Policy:
        return Policy(allocation.earliest_promise, None)


class PreordersFirst(Option):
    """Pre-orders before backorders."""

    word = "preorders_first"

    def policy(self) -> Policy:
        return Policy(allocation.preorders_first, None)


class MostValuable(Option):
    """The line worth most."""

    word = "most_valuable"

    def policy(self) -> Policy:
        return Policy(allocation.most_valuable, None)


class SmallestFirst(Option):
    """The line with the fewest pieces."""

    word = "smallest_first"

    def policy(self) -> Policy:
        return Policy(allocation.smallest_first, None)


class PaidFirst(Option):
    """The line of which the largest share is already paid."""

    word = "paid_first"

    def policy(self) -> Policy:
        return Policy(allocation.paid_first, None)


class BySegment(Option):
    """Segments in a given order."""

    word = "by_segment"
    order: Names = setting("Segments, the one served first in front; the others come last.")

    def policy_in(self, around: Around, /) -> Policy:
        ranked = {name: rank for rank, name in enumerate(self.order)}
        ranks = tuple(ranked.get(name, len(ranked)) for name in around.segments)
        return Policy(allocation.by_segment, allocation.Ranks(ranks))


Backorders = Annotated[
    NoBackorders | OpenBackorders | LimitedBackorders, OneOf("rule", otherwise="limited")
]
Preorders = Annotated[NoPreorders | OpenPreorders, OneOf("rule", otherwise="open")]
Promise = Annotated[
    ExpectedPromise | QuantilePromise | FixedPromise | NoPromise,
    OneOf("rule", otherwise="expected"),
]
Allocation = Annotated[
    FirstCome
    | EarliestPromise
    | PreordersFirst
    | MostValuable
    | SmallestFirst
    | PaidFirst
    | BySegment,
    OneOf("rule", otherwise="first_come"),
]


class Selling(Section):
    """What the store offers when a product is not in stock; store-wide, or for one product."""

    example: ClassVar[str] = """\
selling:
  backorders: {max_pieces: 50, max_wait: 30 days}
  preorders: {opens: 0 days, closes: 20 days, cap: 200}
  promise: {rule: expected, buffer: 3 days}
  allocation: first_come
"""

    backorders: Backorders = setting(
        "Are orders taken for a released product that is out of stock?", NoBackorders()
    )
    preorders: Preorders = setting("Are orders taken before the release?", NoPreorders())
    promise: Promise = setting(
        "Which ship date is a customer given for what cannot ship at once?", ExpectedPromise()
    )
    allocation: Allocation = setting("Who is served first when goods arrive?", FirstCome())
    release_allocation: Allocation | None = setting(
        "How is the queue ordered anew on release day? Any `allocation`; by default it stays as "
        "it is.",
        None,
    )
    reserve: Pieces = setting("Pieces kept back from those who wait, for walk-in customers.", 0)
    partial_lines: Annotated[str, words("hold", "split")] = setting(
        "Of a line that is only partly in stock: hold it all, or send what is there and let the "
        "rest wait (needs `shipments: split`).",
        "hold",
    )
