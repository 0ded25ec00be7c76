"""Quotes: which date, price and ways to pay a customer is shown. Nothing changes here."""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import CustomerRule, Plan
from backsim.simulation.codes import SOLD
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import FOREVER, NEVER, Code, Money, Row, Tick, share_of


@final
class Quote:
    """What a customer is offered for a line that has to wait."""

    def __init__(
        self,
        offer: Code,
        wanted_at: Tick,
        promised_at: Tick,
        wait: Tick,
        value: Money,
        approach: Row,
        plan: Plan,
    ) -> None:
        self.offer: Final = offer
        self.wanted_at: Final = wanted_at
        self.promised_at: Final = promised_at
        self.wait: Final = wait
        self.value: Final = value
        """If it is paid the way that the customer would choose ..."""
        self.approach: Final = approach
        """... which is this one of the product's."""
        self.plan: Final = plan


@final
class Quotes:
    """Works out what a line is offered at, and asks the customer's own thresholds."""

    def __init__(self, store: Store, customer: CustomerRule) -> None:
        self.store: Final = store
        self.customer: Final = customer

    # Dates.

    def promise(self, shelf: Shelf, expected_at: Tick, now: Tick) -> Tick:
        """The ship date that the store gives for goods expected then; ``FOREVER``: none."""
        lead_time = shelf.item.buying.supplier.lead_time
        release_at = 0 if shelf.released else shelf.release_at
        return shelf.item.selling.promise.date(
            now, expected_at, release_at, lead_time.mean, lead_time.sd
        )

    def promise_for(self, shelf: Shelf, expected_at: Tick, wanted_at: Tick, now: Tick) -> Tick:
        """The same for a customer who wants the goods on a date, and not before."""
        release_at = 0 if shelf.released else shelf.release_at
        if wanted_at > now and max(expected_at, release_at) <= wanted_at:
            return wanted_at
        return max(self.promise(shelf, expected_at, now), wanted_at)

    # Prices and ways to pay.

    def price(self, line: Row, shelf: Shelf, offer: Code, wait: Tick, now: Tick) -> Money:
        """What a line costs after discounts."""
        lines, pricing = self.store.lines, shelf.item.selling.pricing
        listed = lines.list_value[line]
        if pricing is None:
            return listed
        quantity = lines.quantity[line]
        return listed - pricing.off(now, offer, listed, quantity, wait, shelf.preordered)

    def quote(self, line: Row, shelf: Shelf, offer: Code, expected_at: Tick, now: Tick) -> Quote:
        """A date, a price, and of the ways to pay the one that feels cheapest to this customer:
        the first of equals."""
        store, drawn = self.store, self.store.drawn
        visit = store.lines.order[line]
        wanted_at = now + drawn.ahead[visit]
        if shelf.item.selling.sure:
            expected_at = shelf.sure_at(store.lines.quantity[line], now)
        promised_at = self.promise_for(shelf, expected_at, wanted_at, now)
        wait = promised_at - wanted_at if promised_at < FOREVER else FOREVER
        priced = self.price(line, shelf, offer, wait, now)
        listed, aversion = store.lines.list_value[line], drawn.aversion[visit]
        release_at = 0 if shelf.released else shelf.release_at
        best: Row = NEVER
        cheapest: Money = 0
        value, plan = priced, NO_PLAN
        approaches = shelf.item.selling.approaches
        for place in range(len(approaches)):
            approach = approaches[place]
            reduced = priced
            if approach.discount:
                reduced = max(priced - share_of(listed, approach.discount), 0)
            planned = approach.rule.plan(now, offer, reduced, wait, release_at)
            due = reduced + planned.surcharge + planned.financing
            cost = due + share_of(planned.felt_ahead(), aversion)
            if best == NEVER or cost < cheapest:
                best, cheapest, value, plan = place, cost, reduced, planned
        return Quote(offer, wanted_at, promised_at, wait, value, best, plan)

    # What the customer says.

    def from_stock(self, line: Row, value: Money, limit: Money) -> Code:
        """Does the customer buy what is there, at this price? Answers a ``LostCause``."""
        listed = self.store.lines.list_value[line]
        return self.customer.weighs(listed, value, 0, 0, 0, limit, 0, 0.0, 0.0)

    def answer(self, line: Row, quote: Quote) -> Code:
        """Does the customer take the quote? Answers a ``LostCause``."""
        return self._weigh(line, quote.value, quote.plan, quote.wait)

    def would_pay_in_full(self, line: Row, shelf: Shelf, quote: Quote, now: Tick) -> bool:
        """Would a customer who took a discount have bought at list price, on the same promise, in
        any way to pay?"""
        listed = self.store.lines.list_value[line]
        release_at = 0 if shelf.released else shelf.release_at
        for approach in shelf.item.selling.approaches:
            plan = approach.rule.plan(now, quote.offer, listed, quote.wait, release_at)
            if self._weigh(line, listed, plan, quote.wait) == SOLD:
                return True
        return False

    def _weigh(self, line: Row, value: Money, plan: Plan, wait: Tick) -> Code:
        store, drawn = self.store, self.store.drawn
        visit = store.lines.order[line]
        return self.customer.weighs(
            store.lines.list_value[line],
            value,
            plan.felt_ahead(),
            plan.surcharge + plan.financing,
            wait,
            store.live.limit[line],
            drawn.patience[visit],
            drawn.aversion[visit],
            store.segments[drawn.segment[visit]].discount_response,
        )


NO_PLAN: Final = Plan()
