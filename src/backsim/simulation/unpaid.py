"""Orders that are placed but not paid: their pieces are held for a time, and then given up.

Some customers pay by slip or transfer, ahead: nothing of their order leaves before they have paid,
and some never do. They are asked for all that their way to pay takes at the checkout and at
shipment; what is due on other dates stays as it was agreed. A date is promised when they pay: the
one that they were quoted, or that day if it is later.
"""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import Plan
from backsim.simulation.agenda import LAPSE, PAY_LATE
from backsim.simulation.codes import DEADLINE, FOR_PAYMENT, PAYMENT, SCHEDULED, UNPAID
from backsim.simulation.deadlines import Deadlines
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.facts import Unpaid
from backsim.simulation.store import Store
from backsim.simulation.till import Till
from backsim.units import FOREVER, NEVER, Money, Row, Tick


@final
class Held:
    """An order that is not paid yet."""

    def __init__(self, lines: list[int], waiting: list[int], quoted: list[int]) -> None:
        self.lines: Final = lines
        self.waiting: Final = waiting
        """Those of them that have to wait for more than the payment."""
        self.quoted: Final = quoted
        """By line: the ship date that will be promised."""


@final
class UnpaidOrders:
    """Holds what is not paid, until it is or the time for it is over."""

    def __init__(
        self, store: Store, till: Till, dispatch: Dispatch, deadlines: Deadlines, terms: Unpaid
    ) -> None:
        self.store: Final = store
        self.till: Final = till
        self.dispatch: Final = dispatch
        self.deadlines: Final = deadlines
        self.terms: Final = terms
        self.held: Final[dict[int, Held]] = {}
        """By the first of its lines."""

    # The order is placed.

    def begins(self, visit: Row, bought: list[int], plans: dict[int, Plan], now: Tick) -> bool:
        """Is the order not paid as it is placed? Then what is due for it is noted. It is paid at
        once if nothing is due before the goods leave."""
        if self.pays_at(visit, now) == now or not self.due(bought, plans):
            return False
        lines, live = self.store.lines, self.store.live
        for line in bought:
            if line in plans:
                plan = plans.pop(line)
                self.till.agree(line, plan, now)
                live.owing[line] += plan.checkout
                lines.prepaid[line] = 0
        return True

    def pays_at(self, visit: Row, now: Tick) -> Tick:
        """When this customer pays for an order; ``NEVER``: not in time."""
        store, terms = self.store, self.terms
        first = store.drawn.first_line[visit]
        if store.luck("unpaid", first) >= terms.share:
            return now
        if terms.never > 0 and store.luck("never pays", first) < terms.never:
            return NEVER
        at = store.drawn.paid_at(0, first, now)
        return at if at <= now + terms.held_for else NEVER

    def due(self, bought: list[int], plans: dict[int, Plan]) -> Money:
        """What is to be paid for these lines before they leave, or as they do."""
        total: Money = 0
        for line in bought:
            owing = self.store.live.owing[line]
            if line in plans:
                plan = plans[line]
                owing += plan.surcharge - plan.part * plan.count
                if plan.terms:
                    owing = plan.checkout
            total += owing
        return total

    def hold(self, visit: Row, bought: list[int], waiting: list[int], now: Tick) -> None:
        """Nothing of the order leaves until it is paid."""
        store, lines, dispatch = self.store, self.store.lines, self.dispatch
        here = [line for line in bought if line not in waiting]
        if store.together:
            dispatch.bundle(bought, len(waiting) + 1)
        else:
            if here:
                dispatch.bundle(here, 1)
            for line in waiting:
                dispatch.bundle([line], 2)
        quoted = [lines.promised_at[line] for line in bought]
        for line in bought:
            date = lines.first_date(line)
            lines.promised_at[line] = FOREVER
            lines.go_by(line, date)
            if not lines.cause[line]:
                lines.cause[line] = FOR_PAYMENT
        self.held[bought[0]] = Held(bought, waiting, quoted)
        at = self.pays_at(visit, now)
        if at != NEVER:
            store.put(at, PAYMENT, PAY_LATE, bought[0])
        else:
            store.put(now + self.terms.held_for, DEADLINE, LAPSE, bought[0])

    # What becomes of it.

    def pay(self, first: Row, now: Tick) -> None:
        """The order is paid: what is here leaves, the rest waits like any other."""
        store, lines, order = self.store, self.store.lines, self.held.pop(first)
        still: list[int] = []
        for place in range(len(order.lines)):
            line = order.lines[place]
            if lines.is_open(line):
                still.append(line)
                self.promise(line, order.quoted[place], now)
        self.till.charge(still, store.live.owing, now, SCHEDULED)
        for line in still:
            store.live.owing[line] = 0
        self.dispatch.free(still, len(order.lines) > 1 and store.together, now)
        waiting = [line for line in order.waiting if lines.is_open(line)]
        for line in waiting:
            self.deadlines.watch(line)
        if waiting:
            for listener in store.moments.sold:
                listener.sold(lines.order[first], waiting, now)

    def promise(self, line: Row, quoted: Tick, now: Tick) -> None:
        """From now on the store can be late. (Nobody is told a later date before.)"""
        lines = self.store.lines
        date = max(lines.first_date(line), now)
        lines.promised_at[line] = max(quoted, now)
        lines.go_by(line, date)

    def lapse(self, first: Row, now: Tick) -> None:
        """The time is over: the order ends, and its pieces go to the next."""
        order = self.held.pop(first)
        still = [line for line in order.lines if self.store.lines.is_open(line)]
        if still:
            self.dispatch.withdraw(still, UNPAID, now)
