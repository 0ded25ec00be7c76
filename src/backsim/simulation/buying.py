"""Goods are bought, and arrive; bad news about them travels to those who wait."""

from __future__ import annotations

from backsim.records.views import PromiseView
from backsim.simulation.clock import CANCELLATION, RECEIPT, At
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.patience import Patience
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import FOREVER


class Buying:
    """Reviews stock, places purchase orders and takes deliveries in."""

    def __init__(self, store: Store, dispatch: Dispatch, patience: Patience) -> None:
        self.store = store
        self.dispatch = dispatch
        self.patience = patience

    def review_sold(self) -> None:
        """Review what was sold at this instant."""
        for product in self.store.to_review:
            self.review(self.store.shelves[product])
        self.store.to_review.clear()

    def review(self, shelf: Shelf) -> None:
        """Look at the stock and buy, if the policy says so."""
        store, now = self.store, self.store.env.tick
        decide, params = shelf.product.replenishment.policy
        quantity = decide(shelf.position(now), params)
        if quantity <= 0:
            return
        supplier = shelf.product.supplier
        purchase = len(shelf.supplied)
        due_at = now + store.lead_times.of(supplier, shelf.number, purchase - 1)
        expected_at = now + store.lead_means[supplier][0]
        shelf.order(quantity, expected_at)
        row = store.log.purchase(shelf.number, supplier, quantity, now, expected_at, due_at)
        if due_at < store.horizon:
            At(store.env, due_at, RECEIPT, lambda _: self.receive(shelf, row, quantity))
        notice = store.scenario.suppliers[supplier].notice
        if due_at > expected_at and notice < FOREVER:
            learnt_at = max(expected_at - notice, now)
            if learnt_at < min(due_at, store.horizon):
                self.expect_news(learnt_at, shelf, purchase, due_at)

    def receive(self, shelf: Shelf, row: int, quantity: int) -> None:
        """A purchase order arrives; those it can serve are served."""
        self.store.log.received(row, self.store.env.tick)
        shelf.receive(quantity)
        self.dispatch.serve(shelf)

    def expect_news(self, at: int, shelf: Shelf, purchase: int, due_at: int) -> None:
        """The store will hear that a purchase order is late."""
        At(self.store.env, at, CANCELLATION, lambda _: self.learn(shelf, purchase, due_at))

    def learn(self, shelf: Shelf, purchase: int, due_at: int) -> None:
        """The supplier says when a late purchase order will really come; customers are told."""
        shelf.expected[purchase] = due_at
        promise = self.promise(shelf, due_at)
        for line in shelf.waiting_for(purchase):
            self.patience.restate(line, promise)

    def postpone(self, shelf: Shelf, release_at: int) -> None:
        """The release slips; those who were promised their pre-order before it can be are told."""
        shelf.release_at = release_at
        promise = self.promise(shelf, release_at)
        for line in [line for line in shelf.missing if line in shelf.preorders]:
            self.patience.restate(line, promise)

    def promise(self, shelf: Shelf, expected_at: int) -> int:
        """The ship date that the store would now give for goods expected then."""
        decide, params = shelf.product.promise
        release_at = 0 if shelf.released else shelf.release_at
        supplier = shelf.product.supplier
        mean, sd = self.store.lead_means[supplier] if supplier >= 0 else (0, 0)
        view = PromiseView(self.store.env.tick, expected_at, release_at, mean, sd)
        promised_at: int = decide(view, params)
        return promised_at
