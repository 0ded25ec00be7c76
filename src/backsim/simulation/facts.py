"""What the shop knows of itself on the first day: facts that do not change, rules that decide."""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Floats, Ints
from backsim.policies.base import (
    AllocationRule,
    BackorderRule,
    PaymentRule,
    PreorderRule,
    PricingRule,
    PromiseRule,
    ReplenishmentRule,
)
from backsim.simulation.codes import STOCK
from backsim.simulation.known_lead_time import KnownLeadTime
from backsim.units import Code, Money, Pieces, Row, Tick, share_of


@final
class Supplier:
    """Who delivers."""

    def __init__(
        self, number: Row, lead_time: KnownLeadTime, payment_delay: Tick, notice: Tick
    ) -> None:
        self.number: Final = number
        """``NEVER`` for the supplier of what is never bought."""
        self.lead_time: Final = lead_time
        self.payment_delay: Final = payment_delay
        self.notice: Final = notice


@final
class Approach:
    """One way to pay."""

    def __init__(
        self,
        rule: PaymentRule,
        discount: float,
        fee_share: float,
        fee_fixed: Money,
        default_rate: float,
        plan: Row,
        reaches: Ints,
        holds: bool,
        forfeit_customer: float,
        forfeit_store: float,
        forfeit_after: Tick,
    ) -> None:
        self.plan: Final = plan
        """Equal for what is one way to pay to a customer, whichever product it is for."""
        self.reaches: Final = reaches
        """By offer: 1 if it is paid this way."""
        self.holds: Final = holds
        """Is what is in stock, and held back for such a line, paid with it?"""
        self.rule: Final = rule
        self.discount: Final = discount
        self.fee_share: Final = fee_share
        self.fee_fixed: Final = fee_fixed
        self.default_rate: Final = default_rate
        self.forfeit_customer: Final = forfeit_customer
        """Share of what was paid ahead that is kept when the customer gives up ..."""
        self.forfeit_store: Final = forfeit_store
        """... when the store fails ..."""
        self.forfeit_after: Final = forfeit_after
        """... and for how long after the order customers may give up for nothing."""


@final
class SellingRules:
    """How one product is sold."""

    def __init__(
        self,
        backorders: BackorderRule,
        preorders: PreorderRule,
        promise: PromiseRule,
        pricing: PricingRule | None,
        approaches: list[Approach],
        allocation: AllocationRule,
        release_allocation: AllocationRule | None,
        sure: float,
        sure_after: Tick,
        gift: Ints,
        preorders_again: bool = False,
    ) -> None:
        self.backorders: Final = backorders
        self.preorders: Final = preorders
        self.preorders_again: Final = preorders_again
        """Are pre-orders taken of the released product too, while it is out of stock?"""
        self.promise: Final = promise
        self.pricing: Final = pricing
        """``None``: everything is sold at list price."""
        self.approaches: Final = approaches
        reach = [approach for approach in approaches if approach.reaches[STOCK]]
        self.terms_for_stock: Final = len(reach) > 0
        """Is there a way to pay for what is in stock, other than at once?"""
        self.allocation: Final = allocation
        self.release_allocation: Final = release_allocation
        """``None``: on release day the queue stays as it is."""
        self.sure: Final = sure
        """The probability with which goods are to be there by the date that a promise is based on;
        0: it is based on the mean."""
        self.sure_after: Final = sure_after
        """The lead time that is kept with this probability."""
        self.gift: Final = gift
        """By offer: what a gift for who waits costs, 0 without one."""


@final
class BuyingRules:
    """How one product is bought."""

    def __init__(
        self,
        supplier: Supplier,
        rule: ReplenishmentRule,
        buys: bool,
        review_period: Tick,
        review_before: bool,
    ) -> None:
        self.supplier: Final = supplier
        self.rule: Final = rule
        self.buys: Final = buys
        """Is anything ever bought?"""
        self.review_period: Final = review_period
        """0: after every demand."""
        self.review_before: Final = review_before


@final
class Item:
    """A product where it is kept; the shelves are numbered by it."""

    def __init__(
        self,
        number: Row,
        price: Money,
        early_price: Money,
        reference_price: Money,
        unit_cost: Money,
        weight: float,
        opening_stock: Pieces,
        release_at: Tick,
        slip_notice: Tick,
        ends_at: Tick,
        edition: Pieces,
        most: Pieces,
        tax: float,
        reserve: Pieces,
        partial: bool,
        substitutes: Ints,
        substitute_shares: Floats,
        ships_free: Ints,
        selling: SellingRules,
        buying: BuyingRules,
    ) -> None:
        self.number: Final = number
        self.price: Final = price
        self.early_price: Final = early_price
        self.reference_price: Final = reference_price
        self.unit_cost: Final = unit_cost
        self.weight: Final = weight
        self.opening_stock: Final = opening_stock
        self.release_at: Final = release_at
        """As announced at the start."""
        self.slip_notice: Final = slip_notice
        self.ends_at: Final = ends_at
        self.edition: Final = edition
        self.most: Final = most
        """Pieces that one customer may have."""
        self.tax: Final = tax
        self.reserve: Final = reserve
        self.partial: Final = partial
        self.substitutes: Final = substitutes
        """Shelves of what is offered instead ..."""
        self.substitute_shares: Final = substitute_shares
        """... and the share of customers who would take it."""
        self.ships_free: Final = ships_free
        """By offer: 1 if an order with such a line pays nothing for shipping."""
        self.selling: Final = selling
        self.buying: Final = buying


@final
class Segment:
    """A kind of customer."""

    def __init__(
        self,
        discount_response: float,
        forfeit_aversion: float,
        drop: float,
        swap: float,
        reward_response: float,
        reward_stars: float,
    ) -> None:
        self.forfeit_aversion: Final = forfeit_aversion
        self.discount_response: Final = discount_response
        self.drop: Final = drop
        self.swap: Final = swap
        self.reward_response: Final = reward_response
        self.reward_stars: Final = reward_stars


@final
class Carrier:
    """A way to ship."""

    def __init__(self, cost: Money, cost_per_kg: Money, charged: Money, free_above: Money) -> None:
        self.cost: Final = cost
        self.cost_per_kg: Final = cost_per_kg
        self.charged: Final = charged
        """What a customer pays for the shipping of an order ..."""
        self.free_above: Final = free_above
        """... unless its goods cost this much."""

    def postage(self, weight: float) -> Money:
        """What a parcel of so many kilograms costs."""
        return self.cost + share_of(self.cost_per_kg, weight)


@final
class Cancelling:
    """What the store does with the money of those who give up, other than give it back in cash."""

    def __init__(
        self,
        fee: Money,
        fee_per_line: bool,
        as_credit: bool,
        redeemed: float,
        goods_cost: float,
        expires: Tick,
        disputed: float,
        keeps_shipping: Code,
    ) -> None:
        self.fee: Final = fee
        self.fee_per_line: Final = fee_per_line
        """Else once in an order."""
        self.as_credit: Final = as_credit
        self.redeemed: Final = redeemed
        """Share of store credits that are used."""
        self.goods_cost: Final = goods_cost
        """What the goods cost that they buy, as a share of the credit."""
        self.expires: Final = expires
        self.disputed: Final = disputed
        """Share of those whose money is withheld who have their bank take it back."""
        self.keeps_shipping: Final = keeps_shipping
        """Of what was paid for shipping: 0 is nothing kept, 1 if the customer gives up by their own
        will, 2 always."""


@final
class Unpaid:
    """Orders that are placed and not paid."""

    def __init__(self, share: float, never: float, held_for: Tick) -> None:
        self.share: Final = share
        """Of orders that are paid some time after they are placed ..."""
        self.never: Final = never
        """... or, this share of them, never."""
        self.held_for: Final = held_for


@final
class Terms:
    """The store's dealings in money that hold for every product."""

    def __init__(
        self,
        fee_share: float,
        fee_fixed: Money,
        capture_failure: float,
        capture_growth: float,
        capture_retries: Code,
        capture_every: Tick,
        hold: Tick,
        renewal_fee: Money,
        dispute_share: float,
        dispute_fee: Money,
        code_value: Money,
        code_redeemed: float,
        code_anyway: float,
        code_after: Tick,
        opening_cash: Money,
        cancelling: Cancelling | None,
        unpaid: Unpaid | None,
    ) -> None:
        self.fee_share: Final = fee_share
        self.fee_fixed: Final = fee_fixed
        self.capture_failure: Final = capture_failure
        self.capture_growth: Final = capture_growth
        self.capture_retries: Final = capture_retries
        self.capture_every: Final = capture_every
        self.hold: Final = hold
        """Ticks until a card authorisation expires."""
        self.renewal_fee: Final = renewal_fee
        self.dispute_share: Final = dispute_share
        self.dispute_fee: Final = dispute_fee
        self.code_value: Final = code_value
        self.code_redeemed: Final = code_redeemed
        self.code_anyway: Final = code_anyway
        self.code_after: Final = code_after
        self.opening_cash: Final = opening_cash
        self.cancelling: Final = cancelling
        """``None``: everything goes back in cash."""
        self.unpaid: Final = unpaid
        """``None``: everybody pays as agreed."""
