"""The shop at work: a visit, a receipt, a cancellation, a shipment, a review."""

from __future__ import annotations

from backsim.records.codes import CancelCause, LostCause, Offer, PaymentKind
from backsim.records.views import (
    AllocationView,
    BackorderView,
    OfferView,
    PaymentView,
    PreorderView,
    PriceView,
    PromiseView,
)
from backsim.scenario.model import Scenario
from backsim.simulation.clock import CANCELLATION, RECEIPT, At, Clock
from backsim.simulation.recorder import Recorder
from backsim.simulation.shelf import Shelf
from backsim.simulation.workload import Workload
from backsim.units import FOREVER, NEVER

# Plain ints: an enum member costs a look-up and a slower comparison for every order.
_STOCK, _BACKORDER, _PREORDER = int(Offer.STOCK), int(Offer.BACKORDER), int(Offer.PREORDER)
_SOLD = int(LostCause.SOLD)


class Shop:
    """One arm's store in one replication: it holds the shelves and writes down what happens."""

    def __init__(self, env: Clock, scenario: Scenario, workload: Workload) -> None:
        self.env = env
        self.scenario = scenario
        self.horizon = scenario.horizon
        self.log = Recorder(workload)
        self.shelves = [
            Shelf(product, times.tolist())
            for product, times in zip(scenario.products, workload.lead_times, strict=True)
        ]
        self.segment = workload.segment.tolist()
        self.willingness = workload.willingness.tolist()
        self.patience = workload.patience.tolist()
        self.tolerance = workload.tolerance.tolist()
        self.aversion = workload.aversion.tolist()
        self.first_line = workload.first_line.tolist()
        self.line_count = workload.line_count.tolist()
        self.order = workload.order.tolist()
        self.line_product = workload.product.tolist()
        self.quantity = workload.quantity.tolist()
        self.list_value = workload.list_value.tolist()
        self.response = [segment.discount_response for segment in scenario.segments]
        self.preorder_lines: set[int] = set()
        self.to_review: list[int] = []
        """Products sold since the last review, of those that are reviewed after every demand."""
        self.lead_means = [
            (round(s.lead_time.mean), round(s.lead_time.sd)) for s in scenario.suppliers
        ]
        self.weigh, self.weigh_params = scenario.customer

    # A customer comes.

    def visit(self, visit: int) -> None:
        """A customer looks at each product they want; what they order is charged and shipped."""
        first = self.first_line[visit]
        bought, waiting = [], []
        for line in range(first, first + self.line_count[visit]):
            shelf = self.shelves[self.line_product[line]]
            outcome = self.sell(visit, line, shelf)
            self.log.lost[line] = outcome
            if outcome == _SOLD:
                bought.append(line)
                if shelf.reviewed_on_demand:
                    self.to_review.append(self.line_product[line])
                if self.log.allocated_at[line] == NEVER:
                    waiting.append(line)
        if not bought:
            return
        if not waiting:
            self.ship(visit, bought)
        else:
            self.hold(visit, bought, waiting)

    def sell(self, visit: int, line: int, shelf: Shelf) -> int:
        """Make an offer for one line and let the customer weigh it; answers a ``LostCause``."""
        product, quantity, now = shelf.product, self.quantity[line], self.env.tick
        if now >= product.ends_at:
            return LostCause.ENDED
        if shelf.sold + quantity > product.edition:
            return LostCause.SOLD_OUT
        if shelf.released and shelf.available >= quantity:
            return self.sell_from_stock(visit, line, shelf)
        return self.sell_ahead(visit, line, shelf)

    def sell_from_stock(self, visit: int, line: int, shelf: Shelf) -> int:
        """Offer what is there, at list price, to be paid when it ships."""
        log, value = self.log, self.list_value[line]
        log.offer[line] = _STOCK
        outcome: int = self.weigh(
            OfferView(value, value, 0, 0, self.willingness[visit], 0, 0.0, 0.0), self.weigh_params
        )
        if outcome == _SOLD:
            quantity = self.quantity[line]
            shelf.sold += quantity
            shelf.available -= quantity
            log.promised_at[line] = log.allocated_at[line] = self.env.tick
        return outcome

    def sell_ahead(self, visit: int, line: int, shelf: Shelf) -> int:
        """Offer a backorder, or before the release a pre-order, if the policy allows one."""
        log, now, product = self.log, self.env.tick, shelf.product
        quantity, value = self.quantity[line], self.list_value[line]
        mean, sd = self.lead_means[product.supplier] if product.supplier >= 0 else (0, 0)
        expected_at = shelf.expected_at(quantity, now, mean)
        if expected_at >= FOREVER:
            return LostCause.SOLD_OUT
        if shelf.released:
            offer, refusal = _BACKORDER, LostCause.REFUSED
            backorder = BackorderView(
                now, quantity, shelf.owed, shelf.on_order, expected_at, self.segment[visit]
            )
            allowed = product.backorder.decide(backorder, product.backorder.params)
        else:
            offer, refusal = _PREORDER, LostCause.NOT_RELEASED
            preorder = PreorderView(
                now, quantity, shelf.preordered, product.release_at, self.segment[visit]
            )
            allowed = product.preorder.decide(preorder, product.preorder.params)
        if not allowed:
            return refusal

        log.offer[line] = offer
        decide, params = product.promise
        release_at = 0 if shelf.released else product.release_at
        promised_at = decide(PromiseView(now, expected_at, release_at, mean, sd), params)
        quoted = promised_at - now if promised_at < FOREVER else FOREVER
        decide, params = product.pricing
        value -= decide(PriceView(now, offer, value, quantity, quoted, shelf.preordered), params)
        decide, params = product.payment
        prepaid = decide(PaymentView(now, offer, value, quoted), params)
        log.value[line] = value
        outcome: int = self.weigh(
            OfferView(
                self.list_value[line],
                value,
                prepaid,
                quoted,
                self.willingness[visit],
                self.patience[visit],
                self.aversion[visit],
                self.response[self.segment[visit]],
            ),
            self.weigh_params,
        )
        if outcome == _SOLD:
            log.promised_at[line] = promised_at
            log.prepaid[line] = prepaid
            self.queue(visit, line, shelf, offer == _PREORDER)
        return outcome

    def queue(self, visit: int, line: int, shelf: Shelf, preorder: bool) -> None:
        """The line waits; what is available already is set aside for it."""
        log, quantity = self.log, self.quantity[line]
        decide, params = shelf.product.allocation
        view = AllocationView(
            self.env.tick,
            log.promised_at[line],
            quantity,
            log.value[line],
            log.prepaid[line],
            preorder,
            self.segment[visit],
        )
        shelf.sold += quantity
        shelf.wait(line, quantity, decide(view, params), preorder)
        if preorder:
            self.preorder_lines.add(line)
        for _ in shelf.serve(self.preorder_lines):
            raise AssertionError("a line that could be served from stock was made to wait")

    def hold(self, visit: int, bought: list[int], waiting: list[int]) -> None:
        """Part of the order has to wait: take what is due ahead, ship what may go first."""
        log, now = self.log, self.env.tick
        prepaid = sum([log.prepaid[line] for line in bought])
        if prepaid:
            log.pay(visit, now, PaymentKind.CHECKOUT, prepaid)
        if self.scenario.split_shipments:
            here = [line for line in bought if line not in waiting]
            if here:
                self.ship(visit, here)
        else:
            latest = max([log.promised_at[line] for line in bought])
            for line in bought:
                log.promised_at[line] = latest
            log.held[visit] = (bought, len(waiting))
        for line in waiting:
            self.watch(visit, line)

    def watch(self, visit: int, line: int) -> None:
        """The customer will cancel when their tolerance past the promise has run out.

        Without a promise they wait as long as the longest wait they would have accepted.
        """
        promised_at = self.log.promised_at[line]
        start = promised_at if promised_at < FOREVER else self.env.tick + self.patience[visit]
        at = start + self.tolerance[visit]
        if at < self.horizon:
            At(self.env, at, CANCELLATION, lambda _: self.cancel(visit, line))

    # Goods leave, or do not.

    def ready(self, line: int) -> None:
        """All pieces of a waiting line are set aside for it: it ships, alone or with the rest."""
        log, visit = self.log, self.order[line]
        log.allocated_at[line] = self.env.tick
        if visit not in log.held:
            self.ship(visit, [line])
            return
        bought, waiting = log.held[visit]
        if waiting == 1:
            del log.held[visit]
            self.ship(visit, bought)
        else:
            log.held[visit] = (bought, waiting - 1)

    def ship(self, visit: int, lines: list[int]) -> None:
        """Hand one parcel to the carrier and charge what is still to be paid for it."""
        log, due = self.log, 0
        log.ship(visit, self.env.tick, lines)
        for line in lines:
            self.shelves[self.line_product[line]].on_hand -= self.quantity[line]
            due += log.value[line] - log.prepaid[line]
        if due:
            log.pay(visit, self.env.tick, PaymentKind.SHIPMENT, due)

    def cancel(self, visit: int, line: int) -> None:
        """A customer gives up on a line, and on all that is held back with it."""
        log = self.log
        if log.parcel[line] != NEVER or log.cancelled_at[line] != NEVER:
            return
        lines = log.held.pop(visit)[0] if visit in log.held else [line]
        for each in lines:
            self.withdraw(visit, each)
        # Only now: nothing that was freed may go to another line of the order that is cancelled.
        for each in lines:
            self.serve(self.shelves[self.line_product[each]])

    def withdraw(self, visit: int, line: int) -> None:
        """Take a line out of its order: its pieces are available again, its money goes back."""
        log, now, quantity = self.log, self.env.tick, self.quantity[line]
        shelf = self.shelves[self.line_product[line]]
        log.cancelled_at[line] = now
        log.cancelled[line] = CancelCause.LATE
        missing = shelf.missing.pop(line, 0)
        shelf.sold -= quantity
        shelf.owed -= missing
        if line in self.preorder_lines:
            shelf.owed_preorders -= missing
            shelf.preordered -= quantity
        if log.prepaid[line]:
            refund_at = now + self.scenario.fees.refund_delay
            log.pay(visit, refund_at, PaymentKind.REFUND, log.prepaid[line])
        shelf.available += quantity - missing

    def serve(self, shelf: Shelf) -> None:
        """Give what is available to those who wait."""
        for line in shelf.serve(self.preorder_lines):
            self.ready(line)

    # Goods arrive, or are ordered.

    def release(self, shelf: Shelf) -> None:
        """The product goes on sale, and pre-orders are served."""
        shelf.released = True
        self.serve(shelf)

    def review_sold(self) -> None:
        """Review what was sold at this instant."""
        for product in self.to_review:
            self.review(product)
        self.to_review.clear()

    def review(self, product: int) -> None:
        """Look at the stock and buy, if the policy says so."""
        shelf, now = self.shelves[product], self.env.tick
        decide, params = shelf.product.replenishment.policy
        quantity = decide(shelf.position(now), params)
        if quantity <= 0:
            return
        supplier = shelf.product.supplier
        due_at = now + shelf.lead_times[len(shelf.supplied) - 1]
        expected_at = now + self.lead_means[supplier][0]
        shelf.order(quantity, expected_at)
        purchase = self.log.purchase(product, supplier, quantity, now, expected_at, due_at)
        if due_at < self.horizon:
            At(self.env, due_at, RECEIPT, lambda _: self.receive(purchase))

    def receive(self, purchase: int) -> None:
        """A purchase order arrives; those it can serve are served."""
        product, quantity = self.log.received(purchase, self.env.tick)
        shelf = self.shelves[product]
        shelf.receive(quantity)
        self.serve(shelf)
