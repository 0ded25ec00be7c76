"""What leaves and what is withdrawn: lines become ready, parcels go, orders are given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backsim.records.codes import CancelCause, PaymentKind
from backsim.simulation.clock import PAYMENT, At
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.simulation.till import Till
from backsim.units import NEVER

_AT_SHIPMENT = PaymentKind.SHIPMENT


@dataclass(slots=True)
class Bundle:
    """Lines of one order that leave together, and how many of them are not ready."""

    lines: list[int]
    waiting: int


class Dispatch:
    """Serves those who wait, ships what is ready and paid for, takes back what is given up."""

    def __init__(self, store: Store, till: Till) -> None:
        self.store = store
        self.till = till
        self.bundles: dict[int, Bundle] = {}
        """By line that leaves together with others."""
        self.left: Callable[[list[int]], None] | None = None
        """Told of every parcel that leaves, if anybody wants to know."""
        self.place_free: Callable[[Shelf], None] = lambda _: None
        """Told when a pre-order is withdrawn: somebody may be called from the waiting list."""

    def bundle(self, lines: list[int], waiting: int) -> None:
        """Hold these lines back until the last of them is ready."""
        together = Bundle(lines, waiting)
        for line in lines:
            self.bundles[line] = together

    def serve(self, shelf: Shelf) -> None:
        """Give what is available to those who wait."""
        for line in shelf.serve():
            self.ready(line)

    def ready(self, line: int) -> None:
        """All pieces of a waiting line are set aside for it: it leaves, alone or with the rest."""
        self.store.log.allocated_at[line] = self.store.env.tick
        bundle = self.bundles.get(line)
        if bundle is None:
            self.ship([line])
            return
        bundle.waiting -= 1
        if not bundle.waiting:
            self.ship(bundle.lines)

    def ship(self, lines: list[int]) -> None:
        """Charge what is still to be paid for a parcel, then hand it to the carrier."""
        store, log, till, now = self.store, self.store.log, self.till, self.store.env.tick
        due = [log.owing[line] for line in lines]
        if till.terms:
            due = [
                0 if line in till.terms else owing for line, owing in zip(lines, due, strict=True)
            ]
        if till.cards_fail and any(due) and till.declined(lines):
            self.try_again(lines)
            return
        log.ship(now, lines)
        for line in lines:
            store.shelves[log.product[line]].on_hand -= log.quantity[line]
        if self.bundles or till.terms or till.gives_codes:
            self.close(lines)
        log.charge(lines, due, now, _AT_SHIPMENT)
        if self.left is not None:
            self.left(lines)

    def close(self, lines: list[int]) -> None:
        """What else the shipment of a line sets going."""
        for line in lines:
            self.bundles.pop(line, None)
            if line in self.till.terms:
                self.till.invoice(line)
            if self.till.gives_codes:
                self.till.reward(line)

    def try_again(self, lines: list[int]) -> None:
        """The card was declined: the pieces stay set aside until it works, or it is given up."""
        if self.till.gives_up(lines[0]):
            self.withdraw(lines, CancelCause.DECLINED)
            return
        at = self.store.env.tick + self.till.money.capture.every
        if at < self.store.horizon:
            At(self.store.env, at, PAYMENT, lambda _: self.ship_again(lines))

    def ship_again(self, lines: list[int]) -> None:
        """Charge again, unless the customer gave up meanwhile."""
        still = [line for line in lines if self.store.is_open(line)]
        if still:
            self.ship(still)

    def give_up(self, line: int, cause: CancelCause) -> None:
        """A customer gives up on a line, and on all that is held back with it."""
        bundle = self.bundles.get(line)
        self.withdraw(bundle.lines if bundle else [line], cause)

    def withdraw(self, lines: list[int], cause: CancelCause) -> None:
        """Take lines out of an order: money goes back, pieces go to the next in the queue."""
        store, log = self.store, self.store.log
        self.till.refund(lines, disputed=cause == CancelCause.DISPUTED)
        for line in lines:
            self.bundles.pop(line, None)
            log.cancelled_at[line] = store.env.tick
            log.cancelled[line] = cause
            store.shelf_of(line).withdraw(line, log.quantity[line])
        for line in lines:
            shelf = store.shelf_of(line)
            self.serve(shelf)
            if shelf.waiting_list:
                self.place_free(shelf)

    def drop(self, line: int, cause: CancelCause) -> None:
        """Take one line out of an order; what was held back for it alone may leave."""
        bundle, last = self.bundles.pop(line, None), False
        if bundle is not None:
            bundle.lines.remove(line)
            missed = self.store.log.allocated_at[line] == NEVER
            bundle.waiting -= missed
            last = missed and not bundle.waiting
        self.withdraw([line], cause)
        # Else the rest still waits, or has its card tried again, or has just left: what was set
        # aside for this line may have set going a chain that freed what the rest was waiting for.
        if bundle is not None and last and bundle.lines:
            self.ship(bundle.lines)
