"""Word of mouth: customers who were served may bring a friend, who wants what they had."""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import MemoryRule
from backsim.simulation.agenda import COME
from backsim.simulation.codes import DEMAND
from backsim.simulation.counter import Counter
from backsim.simulation.moments import Listener
from backsim.simulation.store import Store
from backsim.units import Row, Tick


@final
class Friends(Listener):
    """Asks each customer once, when something of their order has left."""

    def __init__(self, store: Store, rule: MemoryRule, counter: Counter) -> None:
        self.store: Final = store
        self.friend_after: Final = store.drawn.people["friend_after"]
        self.friend: Final = store.drawn.people["friend"]
        self.rule: Final = rule
        self.counter: Final = counter
        self.asked: Final[set[int]] = set()
        """Visits whose customer has been asked what they tell others."""

    def shipped(self, lines: list[int], now: Tick) -> None:
        store, drawn, line = self.store, self.store.drawn, lines[0]
        visit = store.lines.order[line]
        if visit in self.asked or visit >= drawn.visitors:
            return
        self.asked.add(visit)
        date = store.lines.first_date(line)
        chance = self.rule.recommends(store.placed_at[visit], date, now)
        if store.luck("word of mouth", line) < chance:
            store.put(now + self.friend_after[visit], DEMAND, COME, self.friend[visit])

    def come(self, friend: Row, now: Tick) -> None:
        """A friend comes, at today's prices."""
        store, drawn, lines = self.store, self.store.drawn, self.store.lines
        store.placed_at[friend] = now
        first = drawn.first_line[friend]
        for line in range(first, first + drawn.line_count[friend]):
            item = store.shelf_of(line).item
            if item.early_price != item.price and now < item.release_at:
                value = item.early_price * lines.quantity[line]
                store.live.price(line, value, value)
        self.counter.visit(friend, now)
        store.review_soon(now)
