"""Discounts, and what else is given to those who wait."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import WrapValidator

from backsim.records.codes import Offer
from backsim.records.rules import Plain, Rule
from backsim.scenario.schema.base import Section, distinct, section, setting
from backsim.scenario.values import amounts, texts, wording
from backsim.scenario.values.hints import FaultsError, meant, not_one_of, quoted
from backsim.scenario.values.kinds import (
    Context,
    Count,
    Duration,
    Kind,
    Moment,
    Money,
    Share,
    SomeCount,
)

WAITING = {
    "backorder": Offer.BACKORDER,
    "preorder": Offer.PREORDER,
    "advance": Offer.ADVANCE,
}
"""Offers of what cannot ship at once."""


class GiftTerms(NamedTuple):
    """What a gift costs, in minor units, and whose parcels it goes into."""

    cost: int
    offers: tuple[str, ...]


def gift(raw: Any, context: Context) -> GiftTerms:
    """A gift from its mapping, ``{cost: 3.00, with: [backorder, preorder]}``."""
    if not isinstance(raw, dict):
        raise ValueError(f"must be such as `{{cost: 3.00}}`, not {quoted(raw)}")
    known = ("cost", "with")
    for key in raw:
        if key not in known:
            raise FaultsError(((key,), f"unknown key {quoted(key)}{meant(str(key), known)}"))
    if raw.get("cost") is None:
        raise ValueError("must say what it costs, for instance `cost: 3.00`")
    try:
        cost = amounts.money(raw["cost"], context.currency, context.minor_digits)
    except ValueError as error:
        raise FaultsError((("cost",), str(error))) from None
    told = raw.get("with")
    offers = ("backorder", "preorder") if told is None else texts.names(told)
    for offer in offers:
        if offer not in WAITING:
            raise FaultsError((("with",), not_one_of(offer, WAITING)))
    return GiftTerms(cost, offers)


def _say_gift(terms: GiftTerms, context: Context) -> str:
    if not terms.offers:
        return "none"
    cost = wording.money(terms.cost, context.currency, context.minor_digits)
    return f"{cost}, with {', '.join(terms.offers)}"


def _free(raw: Any) -> tuple[Offer, ...]:
    told = texts.names(raw)
    for word in told:
        if word not in WAITING:
            raise ValueError(not_one_of(word, tuple(WAITING)))
    return tuple(offer for word, offer in WAITING.items() if word in told)


FreeShipping = Annotated[
    tuple[Offer, ...],
    Kind(
        "list of `backorder`, `preorder`, `advance`",
        "[backorder, preorder]",
        lambda raw, _: _free(raw),
        lambda chosen, _: ", ".join(word for word, offer in WAITING.items() if offer in chosen),
    ),
]
Gift = Annotated[
    GiftTerms,
    Kind("mapping of its `cost` and the offers it goes `with`", "{cost: 3.00}", gift, _say_gift),
]
Distinct = WrapValidator(distinct)


class LateCode(Section):
    """A code for the next purchase, for an order that leaves later than promised."""

    example: ClassVar[str] = """\
pricing:
  late_code: {value: 10.00, redeemed: 30%, anyway: 50%, after: 30 days}
"""

    value: Money = setting("What it is worth to the customer; 0: there is no such code.", 0)
    redeemed: Share = setting("Share of these codes that are used.", 1.0)
    anyway: Share = setting(
        "Of those who use it: share who would have bought the same without it, as customers whom "
        "`demand` counts already: what they take off is a cost. The others come again for it, for "
        "what they wanted then, at the price of the day less the code. ASSUMED: nothing public "
        "tells them apart.",
        0.5,
    )
    after: Duration = setting("From the shipment until a code is used.", 0)


class Pricing(Section):
    """What is taken off the list price; store-wide, or for one product. Discounts that apply to
    the same line add up."""

    example: ClassVar[str] = """\
pricing:
  preorder_discount: 10%
  early_bird: {2026-03-01: 15%, 2026-03-15: 10%, 2026-04-01: 0%}
  preorder_steps: {0: 20%, 100: 10%, 300: 0%}
  wait_discounts: {14 days: 5%, 30 days: 10%}
  quantity_discounts: {2: 5%, 5: 10%}
  gift: {cost: 3.00, with: [backorder, preorder]}
  free_shipping: [backorder]
"""

    preorder_discount: Share = setting("Off every pre-order.", 0.0)
    early_bird: Annotated[dict[Moment, Share], Distinct] = setting(
        "Off a pre-order, by the date of the order: from each moment on, this share.", {}
    )
    preorder_steps: Annotated[dict[Count, Share], Distinct] = setting(
        "Off a pre-order, by the pieces pre-ordered before it: from so many on, this share.", {}
    )
    wait_discounts: Annotated[dict[Duration, Share], Distinct] = setting(
        "Off a backorder, by its promised wait: each wait, and the share that it earns from there "
        "on.",
        {},
    )
    quantity_discounts: Annotated[dict[SomeCount, Share], Distinct] = setting(
        "Off any line, by its pieces: from so many on, this share.", {}
    )
    gift: Gift = setting(
        "Put into the parcel of a line that had to wait; `with`: those of `backorder`, "
        "`preorder`, `advance` that get it (default: the first two).",
        GiftTerms(0, ()),
    )
    free_shipping: FreeShipping = setting(
        "Orders with such a line are sent for free (`shipping.charged`), for its wait: a reward, "
        "worth what the shipping costs (`customers.*.reward_response`, `reward_stars`).",
        (),
    )
    late_code: LateCode = section("A code for those who got it late (store-wide only).", LateCode)

    def rule(self) -> Rule | None:
        """The discounts as the engine takes them; none where there are none."""
        settings: dict[str, Plain] = {
            "preorder": self.preorder_discount,
            "early_bird": tuple((max(at, 0), off) for at, off in self.early_bird.items()),
            "by_sold": tuple(self.preorder_steps.items()),
            "by_wait": tuple(self.wait_discounts.items()),
            "by_quantity": tuple(self.quantity_discounts.items()),
        }
        return Rule.of("discounts", **settings) if any(settings.values()) else None
