"""What leaves and what is withdrawn: lines become ready, parcels go, orders are given up."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.agenda import SHIP_AGAIN
from backsim.simulation.codes import DECLINED, PAYMENT, SHIPMENT
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.simulation.till import Till
from backsim.units import NEVER, Code, Pieces, Row, Tick


@final
class Bundle:
    """Lines of one order that leave together, and how many of them are not ready."""

    def __init__(self, lines: list[int], waiting: Pieces) -> None:
        self.lines: Final = lines
        self.waiting = waiting


@final
class Dispatch:
    """Serves those who wait, ships what is ready and paid for, takes back what is given up."""

    def __init__(self, store: Store, till: Till) -> None:
        self.store: Final = store
        self.carrier: Final = store.drawn.people["carrier"]
        self.till: Final = till
        self.bundles: Final[dict[int, Bundle]] = {}
        """By line that leaves together with others."""
        self.declined: Final[dict[int, list[int]]] = {}
        """By first line: parcels that wait until their card is tried again."""

    def bundle(self, lines: list[int], waiting: Pieces) -> None:
        """Hold these lines back until the last of them is ready."""
        together = Bundle(lines, waiting)
        for line in lines:
            self.bundles[line] = together

    def free(self, lines: list[int], together: bool, now: Tick) -> None:
        """These lines of an order were held back for one thing more, which has come: what waits for
        nothing else leaves. They still leave ``together``, or each as it is ready."""
        freed: list[Bundle] = []
        for line in lines:
            bundle = self.bundles.get(line)
            if bundle is not None and bundle not in freed:
                freed.append(bundle)
                bundle.waiting -= 1
            if not together:
                self.bundles.pop(line, None)
        for bundle in freed:
            if not bundle.waiting:
                self.ship(bundle.lines, now)

    def held_with(self, line: Row, others: list[int]) -> list[int]:
        """The lines that a line is sent with; if it is sent alone, those others."""
        bundle = self.bundles.get(line)
        return others if bundle is None else bundle.lines

    def hold_with(self, line: Row, other: Row) -> bool:
        """Send another line, which is ready, together with this one; no, if it is sent alone."""
        bundle = self.bundles.get(line)
        if bundle is None:
            return False
        bundle.lines.append(other)
        self.bundles[other] = bundle
        return True

    def serve(self, shelf: Shelf, now: Tick) -> None:
        """Set pieces aside for the head of the queue, and send each line that is complete."""
        missing, queue = shelf.missing, shelf.queue
        while shelf.released and not queue.is_empty():
            line = queue.head()
            need = missing.get(line, 0)
            if not need:  # withdrawn while it waited
                queue.leave()
                continue
            given = min(need, shelf.to_give())
            if not given:
                return
            shelf.give(line, given)
            if given < need:
                missing[line] = need - given
                self.store.allocations.add(line, now, given)
                return
            queue.leave()
            del missing[line]
            self.ready(line, now)

    def ready(self, line: Row, now: Tick) -> None:
        """All pieces of a waiting line are set aside for it: it leaves, alone or with the rest."""
        self.store.lines.allocated_at[line] = now
        bundle = self.bundles.get(line)
        if bundle is None:
            self.ship([line], now)
            return
        bundle.waiting -= 1
        if not bundle.waiting:
            self.ship(bundle.lines, now)

    # Parcels.

    def ship(self, lines: list[int], now: Tick) -> None:
        """Send a parcel and charge what is still to be paid for it, unless the card is declined."""
        if self.till.card.is_declined(lines, now):
            self.try_again(lines, now)
        else:
            self.send(lines, now, whole=False)

    def ship_at_once(self, lines: list[int], now: Tick) -> None:
        """Send a whole order as it is placed, to be paid as it leaves. It is the commonest of all,
        and spared what can only befall the others."""
        self.send(lines, now, whole=True)

    def send(self, lines: list[int], now: Tick, whole: bool) -> None:
        """The one way out: a parcel goes to the carrier, and what is due for it is charged."""
        store = self.store
        self.hand_over(lines, now)
        for listener in store.moments.packed:
            listener.packed(lines, now)
        if whole:
            self.till.charge_at_once(lines, now)
        else:
            self.till.charge(lines, store.live.owing, now, SHIPMENT)
        for listener in store.moments.shipped:
            listener.shipped(lines, now)

    def hand_over(self, lines: list[int], now: Tick) -> None:
        """A parcel leaves the house; it takes the transit drawn for its first line."""
        store, written, first = self.store, self.store.lines, lines[0]
        order = written.order[first]
        carrier = self.carrier[order]
        transit = store.drawn.transit[store.live.drawn_as(first)]
        parcel, weight = store.parcels.size, 0.0
        for line in lines:
            shelf, quantity = store.shelves[written.product[line]], written.quantity[line]
            written.cost[line] = shelf.send(quantity)
            weight += shelf.item.weight * float(quantity)
            written.parcel[line] = parcel
        cost = store.carriers[carrier].postage(weight)
        store.parcels.add(order, carrier, now, now + transit, cost)
        store.purse.cash -= cost

    def try_again(self, lines: list[int], now: Tick) -> None:
        """The card was declined: the pieces stay set aside until it works, or it is given up."""
        if self.till.card.is_given_up(lines[0]):
            self.withdraw(lines, DECLINED, now)
            return
        self.declined[lines[0]] = lines
        self.store.put(now + self.store.terms.capture_every, PAYMENT, SHIP_AGAIN, lines[0])

    def ship_again(self, first: Row, now: Tick) -> None:
        """Charge again, unless the customer gave up meanwhile."""
        is_open = self.store.lines.is_open
        still = [line for line in self.declined.pop(first) if is_open(line)]
        if still:
            self.ship(still, now)

    # What is given up.

    def give_up(self, line: Row, cause: Code, now: Tick) -> None:
        """A customer gives up on a line, and on all that is held back with it."""
        bundle = self.bundles.get(line)
        self.withdraw([line] if bundle is None else bundle.lines, cause, now)

    def withdraw(self, lines: list[int], cause: Code, now: Tick) -> None:
        """Take lines out of an order: money goes back, pieces go to the next in the queue."""
        store = self.store
        self.till.give_back(lines, cause, now)
        for line in lines:
            store.lines.cancelled_at.put(line, now)
            store.lines.cancelled.put(line, cause)
            store.shelf_of(line).withdraw(line, store.lines.quantity[line])
        for line in lines:
            shelf = store.shelf_of(line)
            self.serve(shelf, now)
            for listener in store.moments.withdrawn:
                listener.withdrawn(shelf, now)

    def drop(self, line: Row, cause: Code, now: Tick) -> None:
        """Take one line out of an order; what was held back for it alone may leave."""
        bundle, last = self.bundles.pop(line, None), False
        if bundle is not None:
            bundle.lines.remove(line)
            if self.store.lines.allocated_at[line] == NEVER:
                bundle.waiting -= 1
                last = not bundle.waiting
        self.withdraw([line], cause, now)
        # Else the rest still waits, or has its card tried again, or has just left: what was set
        # aside for this line may have set going a chain that freed what the rest was waiting for.
        if bundle is not None and last and bundle.lines:
            self.ship(bundle.lines, now)
