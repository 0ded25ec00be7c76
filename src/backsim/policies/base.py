"""The questions that a store asks: for each a class to derive a rule from, with one pure method.

A rule is told everything that it may see as plain numbers, and answers with plain numbers; it
holds its own settings and nothing else. Times are ticks since the scenario's start (``FOREVER``:
not known, or never), quantities are pieces, money is in minor units. The classes here can be used
as they are: each gives the simplest answer there is.
"""

from __future__ import annotations

from typing import Final, final

from mypy_extensions import mypyc_attr

from backsim.records.codes import Answer, LostCause
from backsim.units import FOREVER, Code, Money, Pieces, Tick

_NO: Final[Code] = int(Answer.NO)
_SOLD: Final[Code] = int(LostCause.SOLD)

AT_RELEASE: Final = -2
"""In ``Plan.first_at``: the day on which the product is really released."""


@mypyc_attr(allow_interpreted_subclasses=True)
class BackorderRule:
    """May this line wait? The base refuses the sale of what is not in stock."""

    def allows(
        self,
        now: Tick,
        quantity: Pieces,
        backorders: Pieces,
        on_order: Pieces,
        expected_at: Tick,
        segment: Code,
    ) -> bool:
        """Asked when a released product is not there: is a backorder taken?

        ``quantity`` are the pieces of the line that are not here. ``backorders`` are those of this
        product that customers already wait for, pre-orders not counted. ``on_order`` is on its way
        to them all: what pre-orders and the reserve will take of it is left out.
        ``expected_at`` is when the store expects to be able to serve this line; ``FOREVER`` if it
        cannot tell. ``segment`` is the number of the customer's segment, in the scenario's order.
        """
        return False


@mypyc_attr(allow_interpreted_subclasses=True)
class PreorderRule:
    """May this line be ordered before its release? The base sells nothing before it."""

    def answers(
        self,
        now: Tick,
        quantity: Pieces,
        preordered: Pieces,
        supply: Pieces,
        release_at: Tick,
        segment: Code,
    ) -> Code:
        """Asked before a product's release, and of a released one that is out of stock where the
        file says ``when_out_of_stock``; answers a code of ``Answer``.

        ``preordered`` are the pieces pre-ordered that still wait, ``supply`` those that are here
        and on order and not for backorders.
        """
        return _NO


@mypyc_attr(allow_interpreted_subclasses=True)
class PromiseRule:
    """Which ship date is the customer given? The base gives none: the customer orders blind."""

    def date(
        self,
        now: Tick,
        expected_at: Tick,
        release_at: Tick,
        lead_time_mean: Tick,
        lead_time_sd: Tick,
    ) -> Tick:
        """Asked for a line that cannot ship at once; ``FOREVER`` takes the order without a date.

        ``expected_at`` is when the store expects to be able to serve the line, ``release_at`` is 0
        once the product is released.
        """
        return FOREVER

    def width(self) -> Tick:
        """Asked with it: how long before that date does the window begin that the customer is told?
        0: they are told the date alone."""
        return 0


@mypyc_attr(allow_interpreted_subclasses=True)
class PricingRule:
    """How much is taken off the list value of a line? The base takes nothing off."""

    def off(
        self,
        now: Tick,
        offer: Code,
        list_value: Money,
        quantity: Pieces,
        quoted_wait: Tick,
        preordered: Pieces,
    ) -> Money:
        """Asked for each line on offer; ``offer`` is a code of ``Offer``.

        ``quoted_wait`` is from now to the promised ship date; 0 for stock, ``FOREVER`` without a
        promise. ``preordered`` are the pieces of this product that are pre-ordered and wait.
        """
        return 0


@final
class Plan:
    """When a line is paid. What a plan does not name is due at shipment.

    ``checkout`` is paid when the order is placed. ``count`` further payments of ``part`` each are
    scheduled: the first at tick ``first_at`` (``AT_RELEASE``: the day on which the product is
    really released), the others every ``every`` ticks. The rest is due ``terms`` ticks after
    shipment. ``felt`` is what the customer feels as paid ahead; -1: all that is paid at checkout
    and scheduled. ``surcharge`` is the interest that the customer pays the store on top of the
    value, within the amounts above; ``financing`` is what they pay to somebody else.

    With ``months`` above 0 the scheduled payments keep to the calendar: they fall due once, twice,
    ... so many months after ``first_at``, on the same day of the month or, where it has no such
    day, on its last.
    """

    def __init__(
        self,
        checkout: Money = 0,
        part: Money = 0,
        first_at: Tick = 0,
        every: Tick = 0,
        count: Pieces = 0,
        terms: Tick = 0,
        felt: Money = -1,
        surcharge: Money = 0,
        financing: Money = 0,
        months: Pieces = 0,
    ) -> None:
        self.checkout: Final = checkout
        self.part: Final = part
        self.first_at: Final = first_at
        self.every: Final = every
        self.count: Final = count
        self.terms: Final = terms
        self.felt: Final = felt
        self.surcharge: Final = surcharge
        self.financing: Final = financing
        self.months: Final = months

    def felt_ahead(self) -> Money:
        """What the customer feels as paid ahead.

        >>> Plan(checkout=100, part=50, count=2).felt_ahead(), Plan(checkout=9, felt=0).felt_ahead()
        (200, 0)
        """
        return self.felt if self.felt >= 0 else self.checkout + self.count * self.part


@mypyc_attr(allow_interpreted_subclasses=True)
class PaymentRule:
    """When is how much of a line paid? The base: all of it at shipment.

    A line in stock has a plan if the approach applies to it; else it is charged as it leaves.
    """

    def for_line(self, quantity: Pieces, taken: Money) -> PaymentRule:
        """The rule as it stands for a line of so many pieces, in an order of which other lines
        have ``taken`` so much at checkout in the same way. Most rules do not care."""
        return self

    def plan(
        self, now: Tick, offer: Code, value: Money, quoted_wait: Tick, release_at: Tick
    ) -> Plan:
        """Asked for each line of an offer that the approach reaches; ``value`` is after discounts.

        ``offer`` is a code of ``Offer``, ``quoted_wait`` is 0 from stock and ``FOREVER`` without a
        promise, and ``release_at`` is 0 once the product is released.
        """
        return Plan()


@mypyc_attr(allow_interpreted_subclasses=True)
class AllocationRule:
    """Who is served first when goods arrive? The base: in order of arrival."""

    def key(
        self,
        placed_at: Tick,
        promised_at: Tick,
        quantity: Pieces,
        value: Money,
        prepaid: Money,
        preorder: bool,
        segment: Code,
    ) -> float:
        """Asked once for each waiting line, when it joins the queue: where does it stand?

        The smallest key is served first, equal keys in order of arrival. ``promised_at`` is
        ``FOREVER`` without a promise, ``prepaid`` is what was paid at checkout, out of ``value``.
        """
        return 0.0


@mypyc_attr(allow_interpreted_subclasses=True)
class ReplenishmentRule:
    """How much is bought at a review? The base never buys: the opening stock is all there is."""

    def buys(
        self,
        now: Tick,
        on_hand: Pieces,
        on_order: Pieces,
        backorders: Pieces,
        preorders: Pieces,
        inventory_position: Pieces,
    ) -> Pieces:
        """Asked at a review; 0 buys nothing.

        ``inventory_position`` is what is on hand and set aside for nobody, plus ``on_order``, less
        ``backorders`` and ``preorders``: the pieces that those who wait still miss. (``on_hand``
        also counts what is set aside and has not left.) While somebody waits, a reserve for walk-in
        customers is not among them.
        """
        return 0


@mypyc_attr(allow_interpreted_subclasses=True)
class CustomerRule:
    """Does the customer take the offer? The base: always."""

    def weighs(
        self,
        list_value: Money,
        value: Money,
        felt_ahead: Money,
        surcharge: Money,
        wait: Tick,
        limit: Money,
        patience: Tick,
        aversion: float,
        discount_response: float,
    ) -> Code:
        """What one customer weighs, the offer and their own thresholds; a ``LostCause`` code.

        ``wait`` is until the ship date that they go by: the one quoted, or the one that they
        believe in.
        ``value`` is after discounts; ``felt_ahead`` is what of it feels as paid ahead of shipment;
        ``surcharge`` is the interest that the customer would pay on top, to whomever. ``limit`` is
        the most this customer would pay: willingness times the value at the reference price.
        ``patience`` is the longest wait that they accept at list price, ``aversion`` how
        much dearer an offer feels if all of it is paid ahead, as a share of its value, and
        ``discount_response`` by how many times the discount share the patience grows.
        """
        return _SOLD


@mypyc_attr(allow_interpreted_subclasses=True)
class MemoryRule:
    """What will a customer who was served tell others? The base: nothing."""

    def recommends(self, ordered_at: Tick, promised_at: Tick, shipped_at: Tick) -> float:
        """Asked once per order, when something of it has left: how likely does a friend come?

        ``promised_at`` is the date that the customer went by when they ordered: the one promised
        or, without one, the one that they believed in.
        """
        return 0.0
