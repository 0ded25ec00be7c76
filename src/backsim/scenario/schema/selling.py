"""Selling what is not there yet: backorders, pre-orders, promises, who is served first."""

from __future__ import annotations

from typing import Annotated, ClassVar

from backsim.records.rules import Plain
from backsim.scenario.schema.base import Section, section, setting
from backsim.scenario.schema.rules import Around, OneOf, Option
from backsim.scenario.values.kinds import (
    Duration,
    Flag,
    Moment,
    Multiple,
    Pieces,
    PiecesOrUnlimited,
    Quantile,
    Segments,
    words,
)
from backsim.units import FOREVER


class EarlyAccess(Section):
    """Some customers may pre-order before the others."""

    example: ClassVar[str] = """\
selling:
  preorders:
    opens: 14 days
    early_access: {segments: [fans], opens: 0 days}
"""

    segments: Segments = setting("Who they are; by default nobody.", ())
    opens: Moment = setting("First moment at which they may.", 0)


class Preorders(Option):
    """A rule for pre-orders. Which products it is asked for does not depend on what it says."""

    when_out_of_stock: Flag = setting(
        "Of a released product too, while it is out of stock and more of it will come: with the "
        "window, the cap (of pieces that wait), the discounts, the ways to pay and the refunds of "
        "any pre-order, and promised like one. What this rule does not take, `backorders` may.",
        False,
    )

    @classmethod
    def shared(cls) -> tuple[str, ...]:
        return tuple(Preorders.model_fields)


class OpenPreorders(Preorders):
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
        "Customers beyond the cap wait for a place, as long as their patience lasts. Whenever one "
        "is free, the first whose order fits into it is asked, before anybody new.",
        False,
    )
    early_access: EarlyAccess = section("Who may pre-order before the others.", EarlyAccess)

    def settings_in(self, around: Around, /) -> dict[str, Plain]:
        early = self.early_access
        return {
            "opens_at": max(self.opens, 0),
            "closes_at": self.closes,
            "cap": self.cap,
            "supply_share": self.supply_share,
            "waiting_list": self.waiting_list,
            "early_at": max(early.opens, 0) if early.segments else FOREVER,
            "early_segments": around.positions(early.segments),
        }


class QuantilePromise(Option):
    """The date by which the supplier delivers with a given probability: as `expected`, with the
    lead time's quantile in place of its mean. Of an order that has not come yet, it is the quantile
    of what its lead time can still be."""

    word = "quantile"
    quantile: Quantile = setting("That probability.")
    buffer: Duration = setting("Slack added to that date.", 0)

    def settings_in(self, _around: Around, /) -> dict[str, Plain]:
        return {"quantile": self.quantile, "buffer": self.buffer}


class WindowPromise(Option):
    """Between two waits ("in 2 to 3 weeks"), the same for everybody, counted from the order or from
    the release. The store means the latest date. The customer goes by the one that they would
    believe in without a date (`believed_wait`), or else by the end of the window that is nearer to
    it. ASSUMED: no measurement of what shoppers hear in a window is public."""

    word = "window"
    earliest: Duration = setting("The shortest wait that is named.")
    latest: Duration = setting("The longest.")


class BySegment(Option):
    """Segments in a given order."""

    word = "by_segment"
    order: Segments = setting("Segments, the one served first in front; the others come last.")

    def settings_in(self, around: Around, /) -> dict[str, Plain]:
        ranked = {name: rank for rank, name in enumerate(self.order)}
        return {"rank": tuple(ranked.get(name, len(ranked)) for name in around.segments)}


BACKORDERS = OneOf("backorders", "rule", otherwise="limited")
PREORDERS = OneOf("preorders", "rule", otherwise="open", parent=Preorders, written=(OpenPreorders,))
PROMISE = OneOf("promise", "rule", otherwise="expected", written=(QuantilePromise, WindowPromise))
ALLOCATION = OneOf("allocation", "rule", otherwise="first_come", written=(BySegment,))


class Selling(Section):
    """What the store offers when a product is not in stock; store-wide, or for one product."""

    example: ClassVar[str] = """\
selling:
  backorders: {max_pieces: 50, max_wait: 30 days}
  preorders: {opens: 0 days, closes: 20 days, cap: 200}
  promise: {rule: expected, buffer: 3 days}
  allocation: first_come
"""

    backorders: Annotated[Option, BACKORDERS] = setting(
        "Are orders taken for a released product that is out of stock?",
        BACKORDERS.default("off"),
    )
    preorders: Annotated[Preorders, PREORDERS] = setting(
        "Are orders taken before the release, or until it is back?", PREORDERS.default("off")
    )
    promise: Annotated[Option, PROMISE] = setting(
        "Which ship date is a customer given for what cannot ship at once?",
        PROMISE.default("expected"),
    )
    allocation: Annotated[Option, ALLOCATION] = setting(
        "Who is served first when goods arrive?", ALLOCATION.default("first_come")
    )
    release_allocation: Annotated[Option, ALLOCATION] | None = setting(
        "How is the queue ordered anew on release day? Any `allocation`; by default it stays as "
        "it is.",
        None,
    )
    reserve: Pieces = setting(
        "Pieces kept back from those who wait, for walk-in customers; arrivals fill it first.", 0
    )
    partial_lines: Annotated[str, words("hold", "split")] = setting(
        "Of a line that is only partly in stock: hold it all, or send what is there and let the "
        "rest wait (needs `shipments: split`).",
        "hold",
    )
