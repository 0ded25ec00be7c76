"""Customers who wait: they give up when it takes too long, hear of delays, change their minds."""

from __future__ import annotations

from backsim.chance.distributions import Constant
from backsim.records.codes import CancelCause, Offer, PaymentKind
from backsim.simulation.clock import CANCELLATION, At
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import FOREVER


class Patience:
    """Watches every line that waits."""

    def __init__(self, store: Store, dispatch: Dispatch) -> None:
        self.store = store
        self.dispatch = dispatch
        never = Constant(float(FOREVER))
        self.minds_change = any(s.change_after != never for s in store.scenario.segments)

    def watch(self, line: int) -> None:
        """The customer will give up when their tolerance past the promise has run out.

        Without a promise they wait as long as the longest wait they would have accepted.
        """
        at = self.ends_at(line)
        if at < self.store.horizon:
            At(self.store.env, at, CANCELLATION, lambda _: self.expire(line))

    def ends_at(self, line: int) -> int:
        """When this customer's tolerance will have run out."""
        store, visit = self.store, self.store.log.order[line]
        promised_at = store.promised_at(line)
        if promised_at >= FOREVER:
            promised_at = store.at[visit] + store.advance[visit] + store.patience[visit]
        tolerance: int = store.tolerance[visit]
        return promised_at + tolerance

    def expire(self, line: int) -> None:
        """The tolerance has run out, unless the goods left or a new date was accepted."""
        store = self.store
        if not store.is_open(line) or self.ends_at(line) > store.env.tick:
            return
        share, log = store.scenario.money.dispute_share, store.log
        disputed = share > 0 and log.paid[line] > 0 and log.luck("dispute", line) < share
        self.dispatch.give_up(line, CancelCause.DISPUTED if disputed else CancelCause.LATE)

    def restate(self, line: int, promise: int) -> None:
        """Tell the customer a later date. Within their tolerance they accept it, else they leave.

        What leaves together is promised together.
        """
        store, log, now = self.store, self.store.log, self.store.env.tick
        before = store.promised_at(line)
        if not store.is_open(line) or before >= FOREVER or promise <= before:
            return
        bundle = self.dispatch.bundles.get(line)
        for each in bundle.lines if bundle else [line]:
            log.restated_at[each], log.restated_to[each] = now, promise
        if promise - before > store.tolerance[log.order[line]]:
            self.dispatch.give_up(line, CancelCause.TOLD)
        else:
            self.watch(line)

    def may_change(self, visit: int, waiting: list[int]) -> None:
        """This customer will change their mind after a time, if they still wait then."""
        at = self.store.env.tick + self.store.change_after[visit]
        if at < self.store.horizon:
            At(self.store.env, at, CANCELLATION, lambda _: self.change(visit, waiting))

    def change(self, visit: int, waiting: list[int]) -> None:
        """Drop one line, take a substitute for it, or cancel everything that has not left."""
        store, log = self.store, self.store.log
        still = [line for line in waiting if store.is_open(line)]
        if not still:
            return
        segment = store.scenario.segments[store.segment[visit]]
        luck = log.luck("change", still[0])
        substitute = self.substitute(still[0])
        if luck < segment.drop and len(still) > 1:
            self.dispatch.drop(still[0], CancelCause.CHANGED)
        elif segment.drop <= luck < segment.drop + segment.swap and substitute is not None:
            self.swap(still[0], substitute)
        else:
            for line in still:
                if store.is_open(line):
                    self.dispatch.give_up(line, CancelCause.CHANGED)

    def substitute(self, line: int) -> Shelf | None:
        """A substitute that is in stock now and not too dear for this customer, if there is one."""
        store, quantity = self.store, self.store.log.quantity[line]
        willingness = store.willingness[store.log.order[line]]
        for number, _ in store.shelf_of(line).product.substitutes:
            shelf = store.shelves[number]
            limit = willingness * shelf.product.reference_price
            if shelf.product.price <= limit and shelf.sells_now(quantity, store.env.tick):
                return shelf
        return None

    def swap(self, line: int, shelf: Shelf) -> None:
        """Send a substitute at its own list price; the line it replaces is withdrawn."""
        store, log, now = self.store, self.store.log, self.store.env.tick
        value = shelf.product.price * log.quantity[line]
        other = log.swap(line, shelf.number, value)
        log.offer[other] = Offer.STOCK
        shelf.take(log.quantity[line])
        log.promised_at[other] = log.allocated_at[other] = now
        self.dispatch.drop(line, CancelCause.SWAPPED)
        log.ship(now, [other])
        shelf.on_hand -= log.quantity[other]
        log.charge([other], [value], now, PaymentKind.SHIPMENT)
        if shelf.reviewed_on_demand:
            store.to_review.append(shelf.number)
            store.review_soon()
