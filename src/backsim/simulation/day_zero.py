"""Day 0: a store that asks its question today is not empty. Goods are on the way, orders wait."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.agenda import RECEIVE
from backsim.simulation.codes import BACKORDER, CHECKOUT, PREORDER, RECEIPT
from backsim.simulation.deadlines import Deadlines
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.quotes import Quotes
from backsim.simulation.store import Store
from backsim.simulation.waiting import Waiting, cause_of
from backsim.units import FOREVER, NEVER, Pieces, Row, Tick, share_of


@final
class DayZero:
    """Takes up what was begun before the start. What was paid then is written down at ``NEVER``."""

    def __init__(
        self,
        store: Store,
        dispatch: Dispatch,
        deadlines: Deadlines,
        quotes: Quotes,
        waiting: Waiting,
    ) -> None:
        self.store: Final = store
        self.dispatch: Final = dispatch
        self.deadlines: Final = deadlines
        self.quotes: Final = quotes
        self.waiting: Final = waiting

    def expect(self, number: Row, quantity: Pieces, at: Tick, paid: bool) -> None:
        """Goods are on the way to a shelf. They are none of the orders that the store will place:
        those have the lead times that they would have without them."""
        store, shelf = self.store, self.store.shelves[number]
        supplier, cost = shelf.item.buying.supplier, shelf.item.unit_cost * quantity
        payable_at = NEVER if paid else at + supplier.payment_delay
        purchase = store.purchases.add(
            number, supplier.number, quantity, NEVER, at, at, cost, payable_at
        )
        shelf.expect(purchase, quantity, at)
        store.put(at, RECEIPT, RECEIVE, store.deliveries.add(purchase, quantity, at))

    def take_up(self, visit: Row, promised_at: Tick, paid: float) -> None:
        """An order of one line waits. It is promised what was said then, or, if that is ``NEVER``,
        what anybody would be promised today."""
        store, lines, live = self.store, self.store.lines, self.store.live
        line = store.drawn.first_line[visit]
        shelf, quantity = store.shelf_of(line), lines.quantity[line]
        offer = BACKORDER if shelf.released else PREORDER
        if promised_at == NEVER or promised_at >= FOREVER:
            expected_at = shelf.sure_at(quantity, 0)
            if promised_at == NEVER:
                promised_at = self.quotes.promise(shelf, expected_at, 0)
            goes_by = self.quotes.believed(line, shelf, expected_at, 0, promised_at)
        else:
            goes_by = promised_at
        lines.offer[line] = offer
        lines.promised_at[line] = promised_at
        lines.go_by(line, goes_by)
        lines.cause[line] = cause_of(offer, shelf.released)
        ahead = share_of(lines.value[line], paid)
        if ahead:
            store.payments.add(line, store.payments.new_charge(), NEVER, CHECKOUT, ahead, 0, True)
            lines.prepaid[line] = ahead
            live.paid[line] = ahead
            live.owing[line] -= ahead
        shelf.owe(line, quantity, offer == PREORDER)
        self.waiting.join(line, shelf)
        self.deadlines.watch(line)
        for listener in store.moments.sold:
            listener.sold(visit, [line], 0)

    def serve(self) -> None:
        """All have taken their places: what is here goes to those whose turn it is."""
        for shelf in self.store.shelves:
            self.dispatch.serve(shelf, 0)
