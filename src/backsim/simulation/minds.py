"""Customers change their minds while they wait: they drop a line, swap it, or cancel."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.agenda import CHANGE
from backsim.simulation.allowances import Allowances
from backsim.simulation.codes import CHANGED, DEADLINE, STOCK, SWAPPED
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.moments import Listener
from backsim.simulation.quotes import Quotes
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import Row, Tick, share_of


@final
class Minds(Listener):
    """Whoever has to wait may think again, once."""

    def __init__(
        self, store: Store, dispatch: Dispatch, quotes: Quotes, allowances: Allowances | None
    ) -> None:
        self.store: Final = store
        self.change_after: Final = store.drawn.people["change_after"]
        self.segment: Final = store.drawn.people["segment"]
        self.willingness: Final = store.drawn.shares["willingness"]
        self.dispatch: Final = dispatch
        self.quotes: Final = quotes
        self.allowances: Final = allowances
        self.waiting: Final[dict[int, list[int]]] = {}
        """By the first of them: the lines of an order that had to wait."""

    def sold(self, visit: Row, waiting: list[int], now: Tick) -> None:
        at = now + self.change_after[visit]
        if at < self.store.horizon:
            self.waiting[waiting[0]] = waiting
            self.store.agenda.put(at, DEADLINE, CHANGE, waiting[0])

    def change(self, first: Row, now: Tick) -> None:
        """Drop one line, take a substitute for it, or cancel everything that has not left."""
        store = self.store
        still = [line for line in self.waiting.pop(first) if store.lines.is_open(line)]
        if not still:
            return
        segment = store.segments[self.segment[store.lines.order[first]]]
        luck = store.luck("change", still[0])
        substitute = self.substitute(still[0], now)
        if luck < segment.drop and len(self.dispatch.held_with(still[0], still)) > 1:
            self.dispatch.drop(still[0], CHANGED, now)
        elif segment.drop <= luck < segment.drop + segment.swap and substitute is not None:
            self.swap(still[0], substitute, now)
        else:
            for line in still:
                if store.lines.is_open(line):
                    self.dispatch.give_up(line, CHANGED, now)

    def substitute(self, line: Row, now: Tick) -> Shelf | None:
        """A substitute that is in stock now and not too dear for this customer, if there is one."""
        store, quotes, quantity = self.store, self.quotes, self.store.lines.quantity[line]
        visit = store.lines.order[line]
        willingness = self.willingness[visit]
        for number in store.shelf_of(line).item.substitutes:
            shelf = store.shelves[number]
            if not shelf.sells_now(quantity, now):
                continue
            allowances = self.allowances
            if allowances is not None and allowances.left(visit, shelf) < quantity:
                continue
            limit = share_of(shelf.item.reference_price * quantity, willingness)
            listed = shelf.item.price * quantity
            if quotes.price_of(shelf, STOCK, listed, quantity, 0, now) <= limit:
                return shelf
        return None

    def swap(self, line: Row, shelf: Shelf, now: Tick) -> None:
        """Send a substitute, at the price that it has at the counter; the line it replaces is
        withdrawn. What the line was to be sent with, the substitute is sent with."""
        store, lines, quantity = self.store, self.store.lines, self.store.lines.quantity[line]
        listed = shelf.item.price * quantity
        other = store.live.swap(line, shelf.number, listed)
        value = self.quotes.price_of(shelf, STOCK, listed, quantity, 0, now)
        if value != listed:
            limit = share_of(
                shelf.item.reference_price * quantity,
                self.willingness[lines.order[line]],
            )
            store.live.price(other, listed, value)
            lines.full_price.put(other, 1 if listed <= limit else 0)
        lines.offer[other] = STOCK
        if self.allowances is not None:
            self.allowances.note(lines.order[line], other)
        shipping = lines.shipping_charge.get(line)
        if shipping:  # of an order that is sent as it was paid for, whatever is in it
            lines.shipping_charge.put(other, shipping)
            store.live.owing[other] += shipping
        shelf.take(quantity)
        lines.promised_at[other] = now
        lines.allocated_at[other] = now
        held = self.dispatch.hold_with(line, other)
        if held:
            till = self.dispatch.till
            lines.approach[other] = till.same_plan(other, till.plan_of(line))
            lines.promised_at[other] = lines.promised_at[line]
            lines.go_by(other, lines.first_date(line))
        self.dispatch.drop(line, SWAPPED, now)
        if not held:
            self.dispatch.ship([other], now)
        if shelf.reviewed_on_demand:
            store.to_review.append(shelf.number)
            store.review_soon(now)
