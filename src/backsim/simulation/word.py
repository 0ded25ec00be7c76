"""Word of mouth: customers who were served may bring a friend, who wants what they had."""

from __future__ import annotations

from backsim.policies import registry
from backsim.policies.base import MemoryRule
from backsim.scenario.model import WordOfMouth
from backsim.simulation.clock import DEMAND, At
from backsim.simulation.counter import Counter
from backsim.simulation.store import Store


class Word:
    """Hears of every parcel that leaves."""

    def __init__(self, store: Store, rule: WordOfMouth, counter: Counter) -> None:
        self.store = store
        self.memory: MemoryRule = registry.make("word_of_mouth", rule.policy)
        self.counter = counter
        self.asked: set[int] = set()
        """Visits whose customer has been asked what they tell others."""

    def spread(self, lines: list[int]) -> None:
        """Something of an order has left: will its customer bring a friend?"""
        store, log, line = self.store, self.store.log, lines[0]
        visit = log.order[line]
        if visit in self.asked or visit >= len(store.friend):
            return
        self.asked.add(visit)
        now = store.env.tick
        share = self.memory.recommends(store.at[visit], log.promised_at[line], now)
        at = store.env.tick + store.friend_after[visit]
        if log.luck("word of mouth", line) < share and at < store.horizon:
            At(store.env, at, DEMAND, lambda _: self.come(store.friend[visit]))

    def come(self, friend: int) -> None:
        """A friend comes, at today's prices."""
        store, log, now = self.store, self.store.log, self.store.env.tick
        store.at[friend] = now
        first = store.first_line[friend]
        for line in range(first, first + store.line_count[friend]):
            product = store.shelf_of(line).product
            if product.early_price != product.price and now < product.release_at:
                value = product.early_price * log.quantity[line]
                log.price(line, value, value)
        self.counter.visit(friend, now)
        store.review_soon()
