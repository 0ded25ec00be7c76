"""The sale: a visitor looks at an offer, weighs it, and becomes a customer or does not."""

from __future__ import annotations

from collections.abc import Sequence

from backsim.records.codes import Answer, LostCause, Offer
from backsim.records.views import (
    AllocationView,
    BackorderView,
    OfferView,
    PaymentView,
    Plan,
    PreorderView,
    PriceView,
    PromiseView,
)
from backsim.scenario.model import Product
from backsim.simulation.clock import RELEASE, At
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.patience import Patience
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.simulation.till import Till
from backsim.units import FOREVER, share_of

# Plain ints: an enum member costs a look-up and a slower comparison for every order.
_STOCK, _SOLD = int(Offer.STOCK), int(LostCause.SOLD)


class Counter:
    """Where visitors are served."""

    def __init__(self, store: Store, till: Till, dispatch: Dispatch, patience: Patience) -> None:
        self.store = store
        self.till = till
        self.dispatch = dispatch
        self.patience = patience
        self.weigh, self.weigh_params = store.scenario.customer
        self.together = not store.scenario.split_shipments
        self.plans: dict[int, Plan] = {}
        """Payment plans of the lines that are being ordered now."""
        self.calling: set[int] = set()
        """Products whose waiting list is being called now."""

    def visit(self, visit: int, now: int) -> None:
        """A customer looks at each product they want; what they order is charged and shipped."""
        store, log = self.store, self.store.log
        first = store.first_line[visit]
        bought: list[int] = []
        for line in range(first, first + store.line_count[visit]):
            shelf = store.shelves[log.product[line]]
            if shelf.partial and self.is_short(visit, line, shelf):
                self.sell_part(visit, line, shelf, now, bought)
                continue
            outcome = self.sell_wanted(visit, line, shelf, now)
            if outcome != _SOLD and shelf.substitutes:
                outcome = self.sell_instead(visit, line, shelf, now, outcome)
            log.lost[line] = outcome
            if outcome == _SOLD:
                bought.append(line)
        if bought:
            self.place(visit, bought)

    def place(self, visit: int, bought: list[int]) -> None:
        """An order has been placed: what is there leaves, the rest is paid for as agreed."""
        store, log = self.store, self.store.log
        for line in bought:
            shelf = store.shelves[log.product[line]]
            if shelf.reviewed_on_demand:
                store.to_review.append(shelf.number)
        if not self.plans:
            self.dispatch.ship(bought)
            return
        waiting = [line for line in bought if line in self.plans]
        self.till.open(waiting, [self.plans.pop(line) for line in waiting])
        here = [line for line in bought if line not in waiting]
        if self.together and len(bought) > 1:
            latest = max([log.promised_at[line] for line in bought])
            for line in bought:
                log.promised_at[line] = latest
            self.dispatch.bundle(bought, len(waiting))
        elif here:
            self.dispatch.ship(here)
        for line in waiting:
            self.patience.watch(line)
        if self.patience.minds_change:
            self.patience.may_change(visit, waiting)

    # One line.

    def sell_wanted(self, visit: int, line: int, shelf: Shelf, now: int) -> int:
        """Offer the product that was asked for; answers a ``LostCause``."""
        product, quantity = shelf.product, self.store.log.quantity[line]
        if now >= product.ends_at:
            return LostCause.ENDED
        if shelf.sold + quantity > product.edition:
            return LostCause.SOLD_OUT
        if self.store.some_order_ahead and shelf.released and self.store.advance[visit]:
            return self.sell_advance(visit, line, shelf, now)
        if shelf.released and shelf.available >= quantity:
            return self.sell_from_stock(line, shelf, now)
        return self.sell_ahead(visit, line, shelf, now)

    def sell_from_stock(self, line: int, shelf: Shelf, now: int, limit: float | None = None) -> int:
        """Offer what is there, to be paid when it ships. The limit is given for a substitute."""
        log = self.store.log
        listed = value = log.list_value[line]
        quantity = log.quantity[line]
        log.offer[line] = _STOCK
        pricing = shelf.product.pricing
        if pricing is not None:
            view = PriceView(now, _STOCK, value, quantity, 0, 0)
            value -= pricing.decide(view, pricing.params)
            log.price(line, listed, value)
        if limit is None:
            limit = self.store.limit_of(line) if self.store.parts else self.store.limit[line]
        offer = OfferView(listed, value, 0, 0, 0, limit, 0, 0.0, 0.0)
        outcome: int = self.weigh(offer, self.weigh_params)
        if outcome == _SOLD:
            shelf.sold += quantity
            shelf.available -= quantity
            log.promised_at[line] = log.allocated_at[line] = now
            if value != listed:
                self.judge_discount(line, offer)
        return outcome

    def sell_ahead(self, visit: int, line: int, shelf: Shelf, now: int) -> int:
        """Offer a backorder, or before the release a pre-order, if the policy allows one."""
        store, product = self.store, shelf.product
        quantity, segment = store.log.quantity[line], store.segment[visit]
        expected_at = self.expected_at(shelf, quantity)
        if expected_at >= FOREVER:
            return LostCause.SOLD_OUT
        if shelf.released:
            backorder = BackorderView(
                now, quantity, shelf.owed, shelf.on_order, expected_at, segment
            )
            if not product.backorder.decide(backorder, product.backorder.params):
                return LostCause.REFUSED
            return self.offer(visit, line, shelf, Offer.BACKORDER, expected_at)
        supply = shelf.available + shelf.on_order
        preorder = PreorderView(now, quantity, shelf.preordered, supply, shelf.release_at, segment)
        answer = product.preorder.decide(preorder, product.preorder.params)
        if answer == Answer.YES:
            return self.offer(visit, line, shelf, Offer.PREORDER, expected_at)
        if answer == Answer.LIST:
            shelf.waiting_list.append(line)
            return LostCause.WAITING_LIST
        return LostCause.NOT_RELEASED

    def sell_advance(self, visit: int, line: int, shelf: Shelf, now: int) -> int:
        """Take an order for the date that the customer names."""
        store, product = self.store, shelf.product
        quantity = store.log.quantity[line]
        expected_at = self.expected_at(shelf, quantity)
        if expected_at >= FOREVER:
            return LostCause.SOLD_OUT
        if expected_at > now + store.advance[visit]:
            view = BackorderView(
                now, quantity, shelf.owed, shelf.on_order, expected_at, store.segment[visit]
            )
            if not product.backorder.decide(view, product.backorder.params):
                return LostCause.REFUSED
        return self.offer(visit, line, shelf, Offer.ADVANCE, expected_at)

    def expected_at(self, shelf: Shelf, quantity: int) -> int:
        """When the store expects to serve so many more pieces."""
        supplier = shelf.product.supplier
        mean = self.store.lead_means[supplier][0] if supplier >= 0 else 0
        return shelf.expected_at(quantity, self.store.env.tick, mean)

    def offer(self, visit: int, line: int, shelf: Shelf, offer: int, expected_at: int) -> int:
        """Quote a date, a price and ways to pay for a line that has to wait; let them weigh it."""
        store, log, now, product = self.store, self.store.log, self.store.env.tick, shelf.product
        listed, wanted_at = log.list_value[line], now + store.advance[visit]
        log.offer[line] = offer
        promised_at = self.promise(shelf, expected_at, wanted_at)
        wait = promised_at - wanted_at if promised_at < FOREVER else FOREVER
        value = listed
        if product.pricing is not None:
            decide, params = product.pricing
            price = PriceView(now, offer, listed, log.quantity[line], wait, shelf.preordered)
            value -= decide(price, params)
        release_at = 0 if shelf.released else shelf.release_at
        pay = PaymentView(now, offer, value, wait, release_at)
        chosen, plan, value = self.choose(product, listed, pay, store.aversion[visit])
        view = OfferView(
            listed,
            value,
            felt(plan),
            plan.surcharge + plan.financing,
            wait,
            store.limit_of(line),
            store.patience[visit],
            store.aversion[visit],
            store.response[store.segment[visit]],
        )
        log.price(line, listed, value)
        outcome: int = self.weigh(view, self.weigh_params)
        if outcome == _SOLD:
            log.promised_at[line] = promised_at
            log.approach[line] = chosen
            self.plans[line] = plan
            if value != listed:
                at_list_price = [
                    approach.policy.decide(pay._replace(value=listed), approach.policy.params)
                    for approach in product.approaches
                ]
                self.judge_discount(line, view, at_list_price)
            self.owe(line, shelf, offer, wanted_at, plan.checkout)
        return outcome

    def promise(self, shelf: Shelf, expected_at: int, wanted_at: int) -> int:
        """The ship date that the customer is given."""
        supplier = shelf.product.supplier
        mean, sd = self.store.lead_means[supplier] if supplier >= 0 else (0, 0)
        release_at = 0 if shelf.released else shelf.release_at
        if wanted_at > self.store.env.tick and max(expected_at, release_at) <= wanted_at:
            return wanted_at
        decide, params = shelf.product.promise
        view = PromiseView(self.store.env.tick, expected_at, release_at, mean, sd)
        promised_at: int = decide(view, params)
        return max(promised_at, wanted_at)

    def choose(
        self, product: Product, listed: int, pay: PaymentView, aversion: float
    ) -> tuple[int, Plan, int]:
        """The way to pay that feels cheapest to this customer, the first of equals: its place, its
        plan, and the value of the line if it is paid that way."""
        best: tuple[float, int, Plan, int] | None = None
        for place, approach in enumerate(product.approaches):
            priced = pay
            if approach.discount:
                off = share_of(listed, approach.discount)
                priced = pay._replace(value=max(pay.value - off, 0))
            plan = approach.policy.decide(priced, approach.policy.params)
            cost = priced.value + plan.surcharge + plan.financing + aversion * felt(plan)
            if best is None or cost < best[0]:
                best = (cost, place, plan, priced.value)
        assert best is not None  # a product has at least one approach
        return best[1:]

    def owe(self, line: int, shelf: Shelf, offer: int, wanted_at: int, prepaid: int) -> None:
        """The line waits: it joins the queue now, or on the date for which it is wanted."""
        now, log = self.store.env.tick, self.store.log
        shelf.owe(line, log.quantity[line], offer == Offer.PREORDER)
        log.prepaid[line] = prepaid
        if wanted_at <= now:
            shelf.join(line, self.key(shelf, line), log.order[line])
            if shelf.available:
                self.dispatch.serve(shelf)
        elif wanted_at < self.store.horizon:
            At(self.store.env, wanted_at, RELEASE, lambda _: self.want(shelf, line))

    def want(self, shelf: Shelf, line: int) -> None:
        """The day has come for which an advance order was placed."""
        if line in shelf.missing:
            shelf.join(line, self.key(shelf, line), self.store.log.order[line])
            self.dispatch.serve(shelf)

    def key(self, shelf: Shelf, line: int, *, on_release: bool = False) -> float:
        """The place of a line in the queue."""
        log = self.store.log
        visit = log.order[line]
        rule = shelf.product.allocation
        if on_release and shelf.product.release_allocation is not None:
            rule = shelf.product.release_allocation
        view = AllocationView(
            self.store.at[visit],
            log.promised_at[line],
            log.quantity[line],
            log.value[line],
            log.prepaid[line],
            line in shelf.preorders,
            self.store.segment[visit],
        )
        key: float = rule.decide(view, rule.params)
        return key

    def judge_discount(self, line: int, view: OfferView, plans: Sequence[Plan] = (Plan(),)) -> None:
        """Would this customer have bought at list price, on the same promise, in any way to pay?"""
        full = [
            view._replace(
                value=view.list_value, prepaid=felt(plan), surcharge=plan.surcharge + plan.financing
            )
            for plan in plans
        ]
        bought = any(self.weigh(each, self.weigh_params) == _SOLD for each in full)
        self.store.log.full_price[line] = int(bought)

    # Less than was asked for, or something else.

    def is_short(self, visit: int, line: int, shelf: Shelf) -> bool:
        """Is a part of the line in stock, but not all of it?"""
        quantity = self.store.log.quantity[line]
        in_part = shelf.released and 0 < shelf.available < quantity
        return (
            in_part and not self.store.advance[visit] and shelf.sells(quantity, self.store.env.tick)
        )

    def sell_part(self, visit: int, line: int, shelf: Shelf, now: int, bought: list[int]) -> None:
        """Sell what is there; the rest of the line is offered as a line of its own."""
        log = self.store.log
        rest = self.store.split(line, shelf.available)
        for part in (line, rest):
            outcome = self.sell_wanted(visit, part, shelf, now)
            if outcome != _SOLD and shelf.substitutes:
                outcome = self.sell_instead(visit, part, shelf, now, outcome)
            log.lost[part] = outcome
            if outcome == _SOLD:
                bought.append(part)

    def sell_instead(self, visit: int, line: int, shelf: Shelf, now: int, outcome: int) -> int:
        """Offer a substitute; who takes it leaves the waiting list of what they wanted."""
        taken = self.sell_substitute(visit, line, shelf, now, outcome)
        if taken == _SOLD and outcome == LostCause.WAITING_LIST:
            shelf.waiting_list.remove(line)
        return taken

    def sell_substitute(self, visit: int, line: int, shelf: Shelf, now: int, outcome: int) -> int:
        """Offer what is in stock instead; the line changes only if the customer takes it."""
        store, log = self.store, self.store.log
        luck = log.luck("substitute", line)
        asked = log.list_value[line], log.value[line], log.offer[line]
        for number, share in shelf.product.substitutes:
            other, quantity = store.shelves[number], log.quantity[line]
            if luck >= share or not other.sells_now(quantity, now):
                continue
            limit = store.willingness[visit] * other.product.reference_price * quantity
            log.substitute(line, number, other.product.price * quantity)
            if self.sell_from_stock(line, other, now, limit) == _SOLD:
                return _SOLD
            log.product[line] = shelf.number
            log.price(line, *asked[:2])
            log.offer[line] = asked[2]
        return outcome

    def call_waiting_list(self, shelf: Shelf) -> None:
        """A place is free, or goods are: those on the waiting list are asked in turn."""
        if shelf.number in self.calling:
            return  # whoever is called and gives up at once makes place for the next in turn
        self.calling.add(shelf.number)
        store, log, now = self.store, self.store.log, self.store.env.tick
        for _ in range(len(shelf.waiting_list)):
            line = shelf.waiting_list.popleft()
            visit = log.order[line]
            if now - store.at[visit] > store.patience[visit]:
                continue
            outcome = self.sell_wanted(visit, line, shelf, now)
            if outcome == LostCause.WAITING_LIST:
                shelf.waiting_list.pop()  # still no place: it was put at the end
            if outcome in (LostCause.WAITING_LIST, LostCause.NOT_RELEASED):
                shelf.waiting_list.appendleft(line)
                break
            log.lost[line] = outcome
            if outcome == _SOLD:
                self.place(visit, [line])
                store.review_soon()
        self.calling.remove(shelf.number)


def felt(plan: Plan) -> int:
    """What a customer feels as paid ahead."""
    if plan.felt >= 0:
        return plan.felt
    return plan.checkout + sum([amount for _, amount in plan.scheduled])
