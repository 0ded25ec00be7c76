"""What rewards do to those who wait: they make the wait more bearable, and lateness less bitter."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.codes import STOCK
from backsim.simulation.store import Store
from backsim.units import FOREVER, Code, Money, Row, Tick, share_of

THOUSANDTHS: Final = 1_000
"""Of a star."""


@final
class Softening:
    """Weighs a reward as each customer does: by its worth, as a share of the line's list value."""

    def __init__(self, store: Store) -> None:
        self.store: Final = store
        self.segment: Final = store.drawn.people["segment"]
        self.carrier: Final = store.drawn.people["carrier"]
        self.again: Final = store.drawn.people["again"]

    def announced(self, line: Row) -> Money:
        """What the customer of a line that waits knows that they will get: the gift in the parcel,
        and the code if it comes later than promised, unless a code has brought them."""
        store, lines = self.store, self.store.lines
        if lines.offer[line] == STOCK:
            return 0
        code = lines.promised_at[line] < FOREVER and lines.order[line] < len(self.again)
        worth = self.with_parcel(line, lines.offer[line])
        return worth + (store.terms.code_value if code else 0)

    def with_parcel(self, line: Row, offer: Code) -> Money:
        """What is sure to come with a line that waits on this offer: a gift, and what its shipping
        would have cost."""
        item = self.store.shelf_of(line).item
        return item.selling.gift[offer] + self.saved(line, offer)

    def saved(self, line: Row, offer: Code) -> Money:
        """What shipping would have cost the order of a line that is sent for free for its wait."""
        store = self.store
        if not store.shelf_of(line).item.ships_free[offer]:
            return 0
        carrier = store.carriers[self.carrier[store.lines.order[line]]]
        return 0 if store.lines.list_value[line] >= carrier.free_above else carrier.charged

    def longer(self, wait: Tick, line: Row, worth: Money) -> Tick:
        """How long a customer waits who would wait so long without a reward of this worth."""
        if not worth or wait >= FOREVER:
            return wait
        visit = self.store.lines.order[line]
        response = self.store.segments[self.segment[visit]].reward_response
        if not response:
            return wait
        return share_of(wait, 1.0 + response * self.share(line, worth))

    def soften(self, line: Row, worth: Money) -> None:
        """A reward is given: it gives back so much of what lateness costs in the score."""
        lines = self.store.lines
        stars = self.store.segments[self.segment[lines.order[line]]].reward_stars
        if stars:
            more = share_of(THOUSANDTHS, stars * self.share(line, worth))
            lines.softened.put(line, lines.softened.get(line) + more)

    def share(self, line: Row, worth: Money) -> float:
        """A reward is worth at most as much as the line."""
        listed = self.store.lines.list_value[line]
        return float(min(worth, listed)) / float(listed) if listed else 1.0
