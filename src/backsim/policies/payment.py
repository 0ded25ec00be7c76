"""When is how much of a line paid?

What a plan does not name is paid when the line ships.
"""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import AT_RELEASE, PaymentRule, Plan
from backsim.units import FOREVER, Code, Money, Pieces, Tick, share_of


@final
class NetDays(PaymentRule):
    """Nothing ahead: all of it on an invoice, ``days`` ticks after shipment."""

    def __init__(self, days: Tick) -> None:
        self.days: Final = days

    def plan(
        self, now: Tick, offer: Code, value: Money, quoted_wait: Tick, release_at: Tick
    ) -> Plan:
        return Plan(terms=self.days)


@final
class AtRelease(PaymentRule):
    """A pre-order is paid on release day, shipped or not; anything else at shipment."""

    def plan(
        self, now: Tick, offer: Code, value: Money, quoted_wait: Tick, release_at: Tick
    ) -> Plan:
        if release_at <= now:
            return Plan()
        return Plan(part=value, first_at=AT_RELEASE, count=1, felt=0)


@final
class Deposit(PaymentRule):
    """A share of the value, or an amount, at checkout, and the balance when?

    ``balance_at`` is a tick, ``balance_after`` ticks after checkout; with neither, the balance is
    paid at shipment. A share of 1 is full payment up front. An amount is for each piece of a line
    (``per`` is ``piece``), for the ``line``, or for the whole ``order``: then its lines bear it
    one after the other, each up to its value.

    >>> Deposit(share=0.3).plan(0, 3, 999, 9, 9).checkout
    300
    >>> plan = Deposit(amount=200, balance_after=30).plan(0, 3, 999, 9, 9)
    >>> plan.count, plan.first_at, plan.part
    (1, 30, 799)
    >>> rule = Deposit(amount=200, per="piece").for_line(quantity=3, taken=0)
    >>> rule.plan(0, 3, 999, 9, 9).checkout, rule.plan(0, 3, 500, 9, 9).checkout
    (600, 500)
    >>> rest = Deposit(amount=200, per="order").for_line(quantity=3, taken=150)
    >>> rest.plan(0, 3, 999, 9, 9).checkout
    50
    """

    def __init__(
        self,
        share: float = 0.0,
        amount: Money = 0,
        balance_at: Tick = FOREVER,
        balance_after: Tick = FOREVER,
        per: str = "line",
    ) -> None:
        self.share: Final = share
        self.amount: Final = amount
        self.balance_at: Final = balance_at
        self.balance_after: Final = balance_after
        self.per: Final = per

    def for_line(self, quantity: Pieces, taken: Money) -> PaymentRule:
        if self.per == "piece":
            amount = self.amount * quantity
        elif self.per == "order":
            amount = max(self.amount - taken, 0)
        else:
            return self
        return Deposit(self.share, amount, self.balance_at, self.balance_after)

    def plan(
        self, now: Tick, offer: Code, value: Money, quoted_wait: Tick, release_at: Tick
    ) -> Plan:
        first = min(share_of(value, self.share) + self.amount, value)
        rest = value - first
        at = min(max(self.balance_at, now), now + self.balance_after)
        if at >= FOREVER or not rest:
            return Plan(checkout=first, felt=first)
        # What is due at once feels as paid at once, whatever it is called.
        felt = value if at <= now else first
        return Plan(checkout=first, part=rest, first_at=at, count=1, felt=felt)


@final
class Instalments(PaymentRule):
    """Equal parts, the first at checkout and one more every ``every`` ticks or ``months`` months.

    To the cent: the first part takes what does not divide. ``interest`` is a share of the value for
    the whole plan. If the customer bears it, it is added to what they pay; if the store bears it,
    it is what a partner keeps on top of its fees (or, without a partner, nothing is paid to
    anybody: the store only waits). A financing ``partner`` pays the store everything at checkout
    and collects the parts itself.

    >>> plan = Instalments(parts=3, every=10).plan(0, 2, 1000, 9, 0)
    >>> plan.checkout, plan.part, plan.count, plan.first_at, plan.every
    (334, 333, 2, 10, 10)
    """

    def __init__(
        self,
        parts: Pieces,
        every: Tick,
        interest: float = 0.0,
        customer_bears: bool = False,
        partner: bool = False,
        months: Pieces = 0,
    ) -> None:
        self.parts: Final = parts
        self.every: Final = every
        self.interest: Final = interest
        self.customer_bears: Final = customer_bears
        self.partner: Final = partner
        self.months: Final = months

    def plan(
        self, now: Tick, offer: Code, value: Money, quoted_wait: Tick, release_at: Tick
    ) -> Plan:
        extra = share_of(value, self.interest) if self.customer_bears else 0
        part = (value + extra) // self.parts
        first = value + extra - part * (self.parts - 1)
        if self.partner:
            # The partner keeps the customer's interest; the store has its money at once.
            return Plan(checkout=value, felt=first, financing=extra)
        return Plan(
            checkout=first,
            part=part,
            first_at=now if self.months else now + self.every,
            every=self.every,
            months=self.months,
            count=self.parts - 1,
            felt=first,
            surcharge=extra,
        )
