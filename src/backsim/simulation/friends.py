"""Word of mouth: customers who were served may bring a friend, who wants what they had."""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import MemoryRule
from backsim.simulation.agenda import COME
from backsim.simulation.codes import DEMAND
from backsim.simulation.moments import Listener
from backsim.simulation.store import Store
from backsim.units import Tick


@final
class Friends(Listener):
    """Asks each customer once, when something of their order has left."""

    def __init__(self, store: Store, rule: MemoryRule) -> None:
        self.store: Final = store
        self.friend_after: Final = store.drawn.people["friend_after"]
        self.friend: Final = store.drawn.people["friend"]
        self.rule: Final = rule
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
