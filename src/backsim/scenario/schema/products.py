"""What is on sale, how it is bought again, and from whom."""

from __future__ import annotations

from typing import Annotated, ClassVar

from backsim.chance.distributions import Constant
from backsim.scenario.schema.base import Section, section, setting
from backsim.scenario.schema.day_zero import GoodsOnOrder, OrdersWaiting
from backsim.scenario.schema.payment import LATER, Payment
from backsim.scenario.schema.pricing import Pricing
from backsim.scenario.schema.rules import OneOf, Option
from backsim.scenario.schema.selling import Selling
from backsim.scenario.values import costs
from backsim.scenario.values.kinds import (
    AnyPieces,
    Duration,
    Durations,
    Kind,
    Moment,
    Money,
    Name,
    Notice,
    Pieces,
    PiecesOrUnlimited,
    Share,
    SomePieces,
    Weight,
    words,
)
from backsim.units import FOREVER

INHERITED = ("selling", "pricing", "payment")
"""Sections that a product takes over from the store, and may change for itself."""
STORE_WIDE = {
    "pricing": ("late_code",),
    "payment": (
        *("fee", "refund_after", "capture", "authorisation", "disputes"),
        *("cancellation_fee", "refund_as", "store_credit", "unpaid"),
    ),
}
"""What of these is the store's alone."""


SalvageValue = Annotated[
    costs.Salvage,
    Kind("money, or share of the unit cost", "40%", costs.salvage, costs.say_salvage),
]


CostOfWaiting = Annotated[
    costs.WaitingCost,
    Kind(
        "money, money per time, or both",
        "{per_piece: 2.00, per_time: 0.05 per day}",
        costs.waiting_cost,
        costs.say_waiting_cost,
    ),
]


class Replenish(Option):
    """A way to buy again. When stock is reviewed does not depend on what is bought then."""

    review_period: Duration = setting("Between two reviews; 0 days: after every demand.", 0)
    review: Annotated[str, words("after_demand", "before_demand")] = setting(
        "Does a periodic review see the stock after or before the demand of the same instant?",
        "after_demand",
    )

    @classmethod
    def shared(cls) -> tuple[str, ...]:
        return tuple(Replenish.model_fields)


class ReorderPoint(Replenish):
    """(r,Q): at or below the reorder point, buy multiples of the order quantity."""

    word = "reorder_point"
    reorder_point: AnyPieces = setting("Inventory position at or below which is bought.")
    order_quantity: SomePieces = setting("Pieces bought at a time.")


class OrderUpTo(Replenish):
    """(s,S): at or below the reorder point, buy up to the order-up-to level."""

    word = "order_up_to"
    reorder_point: AnyPieces = setting("Inventory position at or below which is bought.")
    order_up_to_level: AnyPieces = setting("Inventory position that is bought up to.")


class BaseStock(Replenish):
    """At every review, buy up to the base-stock level."""

    word = "base_stock"
    base_stock_level: Pieces = setting("Inventory position that is bought up to.")


REPLENISHMENT = OneOf(
    "replenishment",
    "policy",
    otherwise="none",
    parent=Replenish,
    written=(ReorderPoint, OrderUpTo, BaseStock),
)


class Product(Section):
    """One thing on sale. It may have selling, pricing and payment sections of its own: they are
    merged over the store-wide ones key by key."""

    example: ClassVar[str] = """\
products:
  necklace:
    price: 120.00
    unit_cost: 45.00
    weight: 0.2 kg
    opening_stock: 40
    supplier: atelier
    replenishment: {policy: reorder_point, reorder_point: 30, order_quantity: 60}
    selling: {backorders: open}
"""

    price: Money = setting("What a customer pays for one piece.")
    price_before_release: Money | None = setting(
        "What it costs before its announced release; by default the price.", None
    )
    reference_price: Money | None = setting(
        "What customers' willingness to pay is a multiple of, in every arm; by default the price "
        "in the file, before any arm or `--set` changes it.",
        None,
    )
    unit_cost: Money = setting("What one piece costs at the supplier.")
    weight: Weight = setting("Of one piece.", 0.0)
    opening_stock: Pieces = setting("Pieces on hand at the start.", 0)
    on_order: GoodsOnOrder = setting("Goods that are on the way at the start.", ())
    waiting: OrdersWaiting = setting("Orders that were taken before the start and wait.", ())
    release: Moment = setting("From when on it is sold; before, it can only be pre-ordered.", 0)
    release_slip: Durations = setting(
        "How far the real release falls behind the announced one.", Constant(0.0)
    )
    slip_notice: Duration = setting(
        "How long before the announced release the store and its customers learn of it.", 0
    )
    end_of_sale: Moment = setting("From when on it is no longer sold; by default never.", FOREVER)
    edition: PiecesOrUnlimited = setting("Pieces that may ever be sold.", FOREVER)
    max_per_customer: PiecesOrUnlimited = setting(
        "Pieces that one customer may have, in all their orders together; what they have cancelled "
        "does not count. Who asks for more may order that many, and the rest is not sold "
        "(`lost_limit`). Everybody is taken to order what is left for them: those who would then "
        "rather buy nothing are not in the model.",
        FOREVER,
    )
    tax: Share | None = setting("Sales tax inside of its price; by default `money.tax`.", None)
    holding_cost: Share = setting("Of keeping a piece for a year, as a share of its cost.", 0.0)
    order_cost: Money = setting(
        "Of each purchase order, whatever its size; paid as it is placed.", 0
    )
    backorder_cost: CostOfWaiting = setting(
        "What a textbook charges for a piece that is owed: once, for the time that it is, or both. "
        "Nobody pays it: it counts in `backorder_cost` and `inventory_cost`, and not in cash.",
        costs.WaitingCost(),
    )
    lost_sale_cost: Money = setting(
        "What a textbook charges for a piece that is not sold for want of stock. Nobody pays it: "
        "it counts in `lost_sale_cost` and `inventory_cost`, and not in cash.",
        0,
    )
    salvage: SalvageValue | None = setting(
        "What a piece that is left at the end is worth in `own_money`. By default its unit cost "
        "(ASSUMED): it is sold later as it would be today, and running stock down before the end "
        "earns nothing. A launch or a season names less, what it would be cleared for: what is "
        "left over then has no later, and at unit cost buying too much would cost nothing.",
        None,
    )
    supplier: Name = setting("Who delivers it; by default the only supplier.", "")
    substitutes: dict[Name, Share] = setting(
        "Other products, offered in this order if they are in stock and this one is not sold, "
        "and the share of all customers who would take each.",
        {},
    )
    replenishment: Annotated[Replenish, REPLENISHMENT] = setting(
        "How much is bought, and when.", REPLENISHMENT.default("none")
    )
    selling: Selling = section("Selling rules of this product alone.", Selling)
    pricing: Pricing = section("Discounts of this product alone.", Pricing)
    payment: Payment = setting("How this product alone is paid.", LATER)


class Supplier(Section):
    """Who delivers, after how long, and when they are paid."""

    example: ClassVar[str] = """\
suppliers:
  atelier:
    lead_time: gamma(mean 18 days, cv 0.4)
    payment_after: 30 days
"""

    lead_time: Durations = setting("From the purchase order to the receipt of the goods.")
    payment_after: Duration = setting("From the receipt of the goods to paying for them.", 0)
    delay_notice: Notice = setting(
        "How long before the expected date the store learns that goods will be late, and tells "
        "its customers.",
        FOREVER,
    )
