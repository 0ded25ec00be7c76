"""When customers pay, what the payment processor takes, and what can go wrong with money."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from backsim.chance.delays import AT_ONCE
from backsim.records.codes import Offer
from backsim.records.rules import Plain
from backsim.scenario.schema.base import Section, section, setting
from backsim.scenario.schema.cancelling import (
    CancellationFee,
    Forfeit,
    RefundDelays,
    StoreCredit,
)
from backsim.scenario.schema.due import Balance, BalanceDue, Between, Every
from backsim.scenario.schema.pricing import WAITING
from backsim.scenario.schema.rules import Around, OneOf, Option
from backsim.scenario.schema.unpaid import Unpaid
from backsim.scenario.values import texts
from backsim.scenario.values.hints import not_one_of
from backsim.scenario.values.kinds import (
    Context,
    Hazard,
    Kind,
    Limit,
    LongDuration,
    Money,
    Name,
    Parts,
    Share,
    Tries,
    words,
)
from backsim.units import DAY, FOREVER


class Fee(Section):
    """What the processor keeps of each charge; never returned, not even on a refund."""

    share: Share = setting("Share of the charge.", 0.0)
    fixed: Money = setting("Fixed amount per charge.", 0)


ORDERS = {"stock": Offer.STOCK, **WAITING}
"""What an order of one line may be."""


def offers(raw: Any) -> tuple[Offer, ...]:
    """Which orders a way to pay is for, from their words.

    >>> [offer.name for offer in offers(["stock", "preorder"])]
    ['STOCK', 'PREORDER']
    """
    told = texts.names(raw)
    for word in told:
        if word not in ORDERS:
            raise ValueError(not_one_of(word, tuple(ORDERS)))
    return tuple(offer for word, offer in ORDERS.items() if word in told)


def _say_offers(chosen: tuple[Offer, ...], _: Context) -> str:
    return ", ".join(word for word, offer in ORDERS.items() if offer in chosen)


AppliesTo = Annotated[
    tuple[Offer, ...],
    Kind(
        "list of `stock`, `backorder`, `preorder`, `advance`",
        "[stock, backorder]",
        lambda raw, _: offers(raw),
        _say_offers,
    ),
]


class Approach(Option):
    """A way to pay. What it does not apply to is charged as it leaves."""

    applies_to: AppliesTo | None = setting(
        "Which lines are paid this way. By default `net_days` and `instalments` reach everything, "
        "the others what has to wait and, where an order is sent together, what is held back with "
        "it.",
        None,
    )
    discount: Share = setting("Off the list price, for those who pay this way.", 0.0)
    default_rate: Share = setting(
        "Share of customers who do not pay what they still owe once they have the goods.", 0.0
    )
    fee: Fee | None = setting("What the processor keeps of each charge.", None)
    forfeit: Forfeit | None = setting(
        "What is kept of what was paid ahead when an order is given up; by default nothing, below "
        "`offer` what the section says.",
        None,
    )

    @classmethod
    def shared(cls) -> tuple[str, ...]:
        return tuple(Approach.model_fields)

    def reached(self) -> tuple[Offer, ...]:
        """The offers that are paid this way."""
        if self.applies_to is not None:
            return self.applies_to
        return tuple(ORDERS.values() if self.word in EVERYTHING else WAITING.values())

    def leaves_open(self) -> bool:
        """Can anything be owed to the store after the shipment? By somebody else's rule, it can."""
        return bool(self.origin)

    def extra_fee(self) -> float:
        """Share of each charge that is kept on top of the processor's fee."""
        return 0.0

    def takes_ahead(self) -> bool:
        """Can anything be paid before the goods leave? What is not written here, can."""
        return self.word != "at_shipment"


class Deposit(Approach):
    """A part at checkout, the balance later."""

    word = "deposit"
    share: Share | None = setting("Share of the value that is paid at checkout ...", None)
    amount: Money | None = setting("... or an amount, never more than the value.", None)
    amount_per: Annotated[str, words("piece", "line", "order")] = setting(
        "What the amount is for. Of an order its lines bear it one after the other, each up to its "
        "value.",
        "line",
    )
    balance: BalanceDue = setting("When the rest is paid.", Balance())

    def settings_in(self, _around: Around, /) -> dict[str, Plain]:
        return {
            "share": self.share or 0.0,
            "amount": self.amount or 0,
            "balance_at": self.balance.at,
            "balance_after": self.balance.after,
            "per": self.amount_per,
        }

    def leaves_open(self) -> bool:
        return self.balance != Balance()


class InFull(Approach):
    """Everything at checkout."""

    word = "full"

    def settings_in(self, _around: Around, /) -> dict[str, Plain]:
        return {"share": 1.0}


class NetDays(Approach):
    """An invoice: everything some days after shipment."""

    word = "net_days"
    days: LongDuration = setting("From the shipment to the payment.")

    def takes_ahead(self) -> bool:
        return False

    def leaves_open(self) -> bool:
        return True


class Instalments(Approach):
    """Equal parts, the first at checkout."""

    word = "instalments"
    parts: Parts = setting("How many.")
    every: Every = setting(
        "Between two of them: a duration, or `1 month` for the same day of each month (its last, "
        "where it has no such day).",
        Between(30 * DAY),
    )
    interest: Share = setting("For the whole plan, as a share of the value.", 0.0)
    interest_borne_by: Annotated[str, words("store", "customer")] = setting(
        "The customer pays it on top, or the store pays it to the partner.", "store"
    )
    financed_by: Annotated[str, words("store", "partner")] = setting(
        "A partner pays the store everything at checkout, and collects the parts at its own risk.",
        "store",
    )

    def settings_in(self, _around: Around, /) -> dict[str, Plain]:
        return {
            "parts": self.parts,
            "every": self.every.ticks,
            "interest": self.interest,
            "customer_bears": self.interest_borne_by == "customer",
            "partner": self.financed_by == "partner",
            "months": self.every.months,
        }

    def leaves_open(self) -> bool:
        return self.financed_by == "store"

    def extra_fee(self) -> float:
        partner_keeps = self.financed_by == "partner" and self.interest_borne_by == "store"
        return self.interest if partner_keeps else 0.0


EVERYTHING = (NetDays.word, Instalments.word)
"""Ways to pay that reach what is in stock, too, unless they say otherwise."""

WRITTEN = (Deposit, InFull, NetDays, Instalments)
ALTERNATIVE = OneOf(
    "payment", "approach", otherwise="at_shipment", parent=Approach, written=WRITTEN
)


class Capture(Section):
    """What can go wrong with a card that is charged at shipment, after a wait."""

    example: ClassVar[str] = """\
payment:
  capture: {failure: 2%, growth: 0.5% per day, retries: 2, retry_every: 3 days}
"""

    failure: Share = setting("Chance that a charge fails after the shortest of waits.", 0.0)
    growth: Hazard = setting("Rate at which that chance grows with the wait.", 0.0)
    retries: Tries = setting("Tries after a failed one; when all fail, the order ends.", 2)
    retry_every: LongDuration = setting("Between two tries.", 3 * DAY)


class Authorisation(Section):
    """How long a card stays authorised for what is due at shipment."""

    example: ClassVar[str] = """\
payment:
  authorisation: {valid_for: 7 days, renewal_fee: 0.10}
"""

    valid_for: Limit = setting("Until it expires and is renewed.", FOREVER)
    renewal_fee: Money = setting("Cost of each renewal.", 0)


class Disputes(Section):
    """Customers who have their bank take back what they paid ahead."""

    example: ClassVar[str] = """\
payment:
  disputes: {share: 10%, fee: 15.00}
"""

    share: Share = setting("Of those who paid ahead and give up.", 0.0)
    fee: Money = setting("What the bank charges the store for each dispute.", 0)
    kept_share: Share = setting(
        "Of those who get store credit, or of whose money a part is kept: share who have their "
        "bank take that back at once. ASSUMED: no measurement is known, and a lever that only "
        "brings money would win for nothing.",
        0.1,
    )


class StoreTerms(Approach):
    """How the store is paid: one approach, or several to choose from."""

    example: ClassVar[str] = """\
payment:
  offer:
    later: {approach: at_shipment}
    in full: {approach: full, discount: 5%}
  fee: {share: 2.9%, fixed: 0.30}
  refund_after: {backorder: uniform(7, 10 working days), preorder: 30 days}
"""

    offer: dict[Name, Annotated[Approach, ALTERNATIVE]] = setting(
        "Instead of `approach`: named alternatives, each with the settings of an approach, and "
        "with a `fee` of its own if it has one. The customer takes the one that feels cheapest to "
        "them, the first of equals.",
        {},
    )
    fee: Fee = section("What the processor keeps of each charge (store-wide only).", Fee)
    refund_after: RefundDelays = setting(
        "From a cancellation until the money is given back: one delay, or a distribution of which "
        "each refund has a draw of its own; `7 working days` leave out Saturdays and Sundays, not "
        "public holidays. Shoppers are told 7 to 10 working days for backorders and up to 30 days "
        "for pre-orders; the default gives back at once (store-wide only).",
        tuple((offer, AT_ONCE) for offer in WAITING.values()),
    )
    capture: Capture = section("Cards that fail (store-wide only).", Capture)
    authorisation: Authorisation = section("Cards that expire (store-wide only).", Authorisation)
    disputes: Disputes = section("Money taken back by the bank (store-wide only).", Disputes)
    cancellation_fee: CancellationFee = section(
        "A fee for giving up (store-wide only).", CancellationFee
    )
    refund_as: Annotated[str, words("cash", "credit")] = setting(
        "What is not kept goes back in cash `refund_after` the cancellation, or at once as store "
        "credit. Where the store has failed, the law mostly wants cash (store-wide only).",
        "cash",
    )
    unpaid: Unpaid = section("Orders that are not paid at once (store-wide only).", Unpaid)
    store_credit: StoreCredit = section(
        "What becomes of store credit (store-wide only).", StoreCredit
    )

    @classmethod
    def shared(cls) -> tuple[str, ...]:
        return tuple(StoreTerms.model_fields)


OF_ONE = ("applies_to", "discount", "default_rate")
"""What belongs to one approach, and has no meaning beside an offer of several."""
SHARED = tuple(StoreTerms.model_fields)


STORE_PAYMENT = OneOf(
    "payment",
    "approach",
    otherwise="at_shipment",
    parent=Approach,
    written=WRITTEN,
    beside=StoreTerms,
)
Payment = Annotated[StoreTerms, STORE_PAYMENT]
LATER = STORE_PAYMENT.default("at_shipment")
"""The default: everything at shipment."""
