"""Quotes: which date, price and ways to pay a customer is shown. Nothing changes here."""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import CustomerRule, PaymentRule, Plan
from backsim.simulation.codes import SOLD, STOCK
from backsim.simulation.facts import Approach
from backsim.simulation.refunds import Refunds
from backsim.simulation.shelf import Shelf
from backsim.simulation.softening import Softening
from backsim.simulation.store import Store
from backsim.units import FOREVER, NEVER, Code, Money, Pieces, Row, Tick, share_of

AT_SHIPMENT: Final = Plan()


@final
class Quote:
    """What a customer is offered for a line."""

    def __init__(
        self, offer: Code, wanted_at: Tick, promised_at: Tick, goes_by: Tick, value: Money
    ) -> None:
        self.offer: Final = offer
        self.wanted_at: Final = wanted_at
        self.promised_at: Final = promised_at
        self.goes_by: Final = goes_by
        """The ship date that the customer believes in ..."""
        self.felt_wait: Final = goes_by - wanted_at
        """... which is so long to wait; the store has named a wait of ..."""
        self.wait: Final = promised_at - wanted_at if promised_at < FOREVER else FOREVER
        self.value = value
        """If it is paid the way that the customer would choose ..."""
        self.approach: Row = NEVER
        """... which is this one of the product's; ``NEVER``: it is paid when it leaves."""
        self.plan = AT_SHIPMENT


@final
class Quotes:
    """Works out what a line is offered at, and asks the customer's own thresholds."""

    def __init__(
        self, store: Store, customer: CustomerRule, refunds: Refunds, softening: Softening
    ) -> None:
        self.store: Final = store
        self.refunds: Final = refunds
        self.softening: Final = softening
        self.plans: Final[dict[int, Plan]] = {}
        """How lines that are being ordered now will be paid, other than when they leave."""
        self.advance: Final = store.drawn.people["advance"]
        self.aversion: Final = store.drawn.shares["aversion"]
        self.believed_wait: Final = store.drawn.shares["believed_wait"]
        self.patience: Final = store.drawn.people["patience"]
        self.segment: Final = store.drawn.people["segment"]
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

    def believed(
        self, line: Row, shelf: Shelf, expected_at: Tick, wanted_at: Tick, promised_at: Tick
    ) -> Tick:
        """The ship date that the customer goes by: the one promised. Where none is, or a window,
        they have a wait of their own in mind: a multiple of the one that the store expects, never
        until before the release, which is announced, and inside the window if there is one. Of what
        the store expects no more they expect to have it at once."""
        width = shelf.item.selling.promise.width()
        if promised_at < FOREVER and not width:
            return promised_at
        release_at = 0 if shelf.released else shelf.release_at
        if expected_at >= FOREVER:
            expected_at = wanted_at
        wait = max(max(expected_at, release_at), wanted_at) - wanted_at
        factor = self.believed_wait[self.store.lines.order[line]]
        date = max(wanted_at + share_of(wait, factor), release_at)
        if promised_at >= FOREVER:
            return date
        return min(max(date, promised_at - width), promised_at)

    # Prices and ways to pay.

    def price(self, line: Row, shelf: Shelf, offer: Code, wait: Tick, now: Tick) -> Money:
        """What a line costs after discounts, and after the code with which it is bought. The parts
        of a line cost together what it would cost whole: each is charged what it adds to the parts
        in front of it."""
        listed = self.store.lines.list_value[line]
        if shelf.item.selling.pricing is None:
            return listed
        live = self.store.live
        pieces = live.whole.get(line) or self.store.lines.quantity[line]
        before = live.in_front(line)
        price = self.price_of(shelf, offer, before + listed, pieces, wait, now)
        if before:
            price -= self.price_of(shelf, offer, before, pieces, wait, now)
        return max(price - live.code.get(line), 0)

    def price_of(
        self, shelf: Shelf, offer: Code, listed: Money, pieces: Pieces, wait: Tick, now: Tick
    ) -> Money:
        """What so many pieces cost after discounts."""
        pricing = shelf.item.selling.pricing
        if pricing is None:
            return listed
        return listed - pricing.off(now, offer, listed, pieces, wait, shelf.owed_preorders)

    def quote(self, line: Row, shelf: Shelf, offer: Code, expected_at: Tick, now: Tick) -> Quote:
        """A date, a price and a way to pay for a line that has to wait."""
        store = self.store
        wanted_at = now + self.advance[store.lines.order[line]]
        if shelf.item.selling.sure:
            expected_at = shelf.sure_at(store.lines.quantity[line], now)
        promised_at = self.promise_for(shelf, expected_at, wanted_at, now)
        goes_by = self.believed(line, shelf, expected_at, wanted_at, promised_at)
        quote = Quote(offer, wanted_at, promised_at, goes_by, 0)
        quote.value = self.price(line, shelf, offer, quote.wait, now)
        return self.choose(line, shelf, quote, now)

    def at_hand(self, line: Row, shelf: Shelf, value: Money, now: Tick) -> Quote:
        """The same for a line in stock that need not be paid at once."""
        return self.choose(line, shelf, Quote(STOCK, now, now, now, value), now)

    def choose(self, line: Row, shelf: Shelf, quote: Quote, now: Tick) -> Quote:
        """Fill in, of the ways to pay for this offer, the one that feels cheapest to this customer:
        the first of equals. What leaves at once does not feel as paid ahead."""
        store, priced, visit = self.store, quote.value, self.store.lines.order[line]
        listed = store.lines.list_value[line]
        release_at = 0 if shelf.released else shelf.release_at
        cheapest: Money = 0
        approaches = shelf.item.selling.approaches
        for place in range(len(approaches)):
            approach = approaches[place]
            if not approach.reaches[quote.offer]:
                continue
            value = priced
            if approach.discount:
                value = max(priced - share_of(listed, approach.discount), 0)
            rule = self.rule_for(line, approach)
            plan = rule.plan(now, quote.offer, value, quote.wait, release_at)
            cost = value + plan.surcharge + plan.financing
            if quote.offer != STOCK:
                cost += share_of(plan.felt_ahead(), self.aversion_to(visit, approach, plan))
            if quote.approach == NEVER or cost < cheapest:
                cheapest = cost
                quote.approach, quote.value, quote.plan = place, value, plan
        return quote

    def rule_for(self, line: Row, approach: Approach) -> PaymentRule:
        """A way to pay for this line, beside what else is being ordered with it."""
        taken: Money = 0
        for other, plan in self.plans.items():
            if other != line and self.store.approach_of(other).plan == approach.plan:
                taken += plan.checkout
        return approach.rule.for_line(self.store.lines.quantity[line], taken)

    # What the customer says.

    def from_stock(self, line: Row, value: Money, extra: Money, limit: Money) -> Code:
        """Does the customer buy what is there, at this price and with so much interest on top?
        Answers a ``LostCause``."""
        listed = self.store.lines.list_value[line]
        return self.customer.weighs(listed, value, 0, extra, 0, limit, 0, 0.0, 0.0)

    def answer(self, line: Row, quote: Quote) -> Code:
        """Does the customer take the quote? Answers a ``LostCause``."""
        if quote.approach == NEVER:
            return self._weigh(line, quote.value, None, quote.plan, quote)
        approach = self.store.shelf_of(line).item.selling.approaches[quote.approach]
        return self._weigh(line, quote.value, approach, quote.plan, quote)

    def would_pay_in_full(self, line: Row, shelf: Shelf, quote: Quote, now: Tick) -> bool:
        """Would a customer who took a discount have bought at list price, on the same promise, in
        any way to pay? Whom a code has brought would not have come."""
        if self.store.live.code.get(line):
            return False
        listed = self.store.lines.list_value[line]
        release_at = 0 if shelf.released else shelf.release_at
        if quote.approach == NEVER:
            return self._weigh(line, listed, None, quote.plan, quote) == SOLD
        for approach in shelf.item.selling.approaches:
            if approach.reaches[quote.offer]:
                rule = self.rule_for(line, approach)
                plan = rule.plan(now, quote.offer, listed, quote.wait, release_at)
                if self._weigh(line, listed, approach, plan, quote) == SOLD:
                    return True
        return False

    def aversion_to(self, visit: Row, approach: Approach, plan: Plan) -> float:
        """How much dearer it feels to this customer to pay ahead in this way: what they would not
        see again if they gave up weighs more."""
        risk = self.refunds.at_risk(approach, plan.felt_ahead())
        aversion = self.aversion[visit]
        if not risk:
            return aversion
        return aversion + self.store.segments[self.segment[visit]].forfeit_aversion * risk

    def _weigh(
        self, line: Row, value: Money, approach: Approach | None, plan: Plan, quote: Quote
    ) -> Code:
        store, visit = self.store, self.store.lines.order[line]
        reward = self.softening.with_parcel(line, quote.offer)
        return self.customer.weighs(
            store.lines.list_value[line],
            value,
            plan.felt_ahead(),
            plan.surcharge + plan.financing,
            quote.felt_wait,
            store.live.limit[line],
            self.softening.longer(self.patience[visit], line, reward),
            self.aversion[visit] if approach is None else self.aversion_to(visit, approach, plan),
            store.segments[self.segment[visit]].discount_response,
        )
