"""Goods are bought, and arrive; bad news about them travels to those who wait."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.agenda import LEARN, RECEIVE
from backsim.simulation.codes import CANCELLATION, RECEIPT
from backsim.simulation.deadlines import Deadlines
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.quotes import Quotes
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import FOREVER, NEVER, Pieces, Row, Tick


@final
class Buying:
    """Reviews stock, places purchase orders and takes deliveries in."""

    def __init__(
        self, store: Store, dispatch: Dispatch, deadlines: Deadlines, quotes: Quotes
    ) -> None:
        self.store: Final = store
        self.dispatch: Final = dispatch
        self.deadlines: Final = deadlines
        self.quotes: Final = quotes

    def review_sold(self, now: Tick) -> None:
        """Review what was sold at this instant."""
        for number in self.store.to_review:
            self.review(self.store.shelves[number], now)
        self.store.to_review.clear()

    def review_in_turn(self, shelf: Shelf, now: Tick) -> None:
        """The first review, or a periodic one; it is known when the next one is."""
        shelf.next_review = now + shelf.item.buying.review_period
        self.review(shelf, now)

    def review(self, shelf: Shelf, now: Tick) -> None:
        """Look at the stock and buy, if the policy says so."""
        quantity = shelf.item.buying.rule.buys(
            now,
            shelf.on_hand,
            shelf.on_order,
            shelf.owed - shelf.owed_preorders,
            shelf.owed_preorders,
            shelf.inventory_position(),
        )
        if quantity > 0:
            self.buy(shelf, quantity, now)

    def buy(self, shelf: Shelf, quantity: Pieces, now: Tick) -> None:
        """Place a purchase order."""
        store, item, supplier = self.store, shelf.item, shelf.item.buying.supplier
        number = shelf.orders_placed
        due_at = now + store.drawn.lead_time(supplier.number, shelf.number, number)
        expected_at = now + supplier.lead_time.mean
        purchase = store.purchases.add(
            shelf.number,
            supplier.number,
            quantity,
            now,
            expected_at,
            due_at,
            item.unit_cost * quantity,
            due_at + supplier.payment_delay,
        )
        shelf.order(purchase, quantity, now, expected_at)
        delivery = store.deliveries.add(purchase, quantity, due_at)
        store.put(due_at, RECEIPT, RECEIVE, delivery)
        for listener in store.moments.bought:
            listener.bought(shelf, now)
        if due_at > expected_at and supplier.notice < FOREVER:
            learnt_at = max(expected_at - supplier.notice, now)
            if learnt_at < due_at:
                store.put(learnt_at, CANCELLATION, LEARN, purchase)
        for listener in store.moments.stocked:
            listener.stocked(shelf, now)

    def receive(self, delivery: Row, now: Tick) -> None:
        """A delivery arrives, the last of its purchase order; those it can serve are served."""
        store, purchases, deliveries = self.store, self.store.purchases, self.store.deliveries
        purchase = deliveries.purchase[delivery]
        shelf = store.shelves[purchases.product[purchase]]
        deliveries.received_at[delivery] = now
        purchases.received_at[purchase] = now
        if purchases.payable_at[purchase] != NEVER:
            store.purse.pay(purchases.cost[purchase], purchases.payable_at[purchase], now)
        quantity = deliveries.quantity[delivery]
        cost = purchases.cost[purchase] * quantity // purchases.quantity[purchase]
        shelf.receive(purchase, quantity, cost)
        self.dispatch.serve(shelf, now)
        for listener in store.moments.stocked:
            listener.stocked(shelf, now)

    def learn(self, purchase: Row, now: Tick) -> None:
        """The supplier says when a late purchase order will really come; customers are told."""
        purchases = self.store.purchases
        shelf, due_at = self.store.shelves[purchases.product[purchase]], purchases.due_at[purchase]
        shelf.inbound.learn(purchase, due_at)
        # Who was to have pieces of this one may now have those of another, and others these.
        while self.tell(shelf, now):
            pass  # whoever left has made place for those behind, who may need no news

    def tell(self, shelf: Shelf, now: Tick) -> bool:
        """Tell, in turn, those who wait for what will come late; yes if one of them left."""
        for line, arrives_at in shelf.known_arrivals():
            promise = self.quotes.promise(shelf, arrives_at, now)
            if self.deadlines.restate(line, arrives_at, promise, now):
                return True
        return False

    def slip(self, shelf: Shelf, release_at: Tick, now: Tick) -> None:
        """The release slips; those who were promised their pre-order before it can be are told."""
        shelf.release_at = release_at
        promise = self.quotes.promise(shelf, release_at, now)
        for line in [line for line in shelf.missing if line in shelf.preorders]:
            self.deadlines.restate(line, release_at, promise, now)
