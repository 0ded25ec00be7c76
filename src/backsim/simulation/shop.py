"""The shop at work: its departments, and the day on which a product is released."""

from __future__ import annotations

from backsim.simulation.buying import Buying
from backsim.simulation.clock import REVIEW, At
from backsim.simulation.counter import Counter
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.patience import Patience
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.simulation.till import Till
from backsim.simulation.word import Word


class Shop:
    """One arm's store in one replication, put together."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.till = Till(store)
        self.dispatch = Dispatch(store, self.till)
        self.patience = Patience(store, self.dispatch)
        self.counter = Counter(store, self.till, self.dispatch, self.patience)
        self.buying = Buying(store, self.dispatch, self.patience)
        self.dispatch.place_free = self.counter.call_waiting_list
        store.review_soon = self.review_soon
        rule = store.scenario.demand.word_of_mouth
        if rule is not None:
            self.dispatch.left = Word(store, rule, self.counter).spread

    def review_soon(self) -> None:
        """What was sold at this instant is reviewed in its turn, whether or not anybody comes."""
        At(self.store.env, self.store.env.tick, REVIEW, lambda _: self.buying.review_sold())

    def release(self, shelf: Shelf) -> None:
        """The product goes on sale: pre-orders are paid and served, then the waiting list."""
        self.till.collect_at_release(shelf)
        shelf.released = True
        if shelf.product.release_allocation is not None:
            shelf.reorder(lambda line: self.counter.key(shelf, line, on_release=True))
        self.dispatch.serve(shelf)
        self.counter.call_waiting_list(shelf)
