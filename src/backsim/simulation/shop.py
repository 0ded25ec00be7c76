"""The shop at work: its departments, and what each kind of event means."""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import CustomerRule, MemoryRule
from backsim.simulation import agenda as happens
from backsim.simulation.agenda import HeapAgenda
from backsim.simulation.allowances import allowances_of
from backsim.simulation.buying import Buying
from backsim.simulation.cards import Holds, card_of
from backsim.simulation.checkout import Checkout
from backsim.simulation.codes import DEMAND, RELEASE, REVIEW, REVIEW_BEFORE
from backsim.simulation.counter import Counter
from backsim.simulation.day_zero import DayZero
from backsim.simulation.deadlines import Deadlines
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.friends import Friends
from backsim.simulation.minds import Minds
from backsim.simulation.quotes import Quotes
from backsim.simulation.refunds import refunds_of
from backsim.simulation.shelf import Shelf
from backsim.simulation.softening import Softening
from backsim.simulation.store import Store
from backsim.simulation.taxes import Taxes
from backsim.simulation.till import Till
from backsim.simulation.unpaid import UnpaidOrders
from backsim.simulation.waiting import Waiting
from backsim.units import Code, Row, Tick


@final
class Shop:
    """One arm's store in one replication, put together."""

    def __init__(
        self, store: Store, customer: CustomerRule, memory: MemoryRule, slips: list[int]
    ) -> None:
        self.store: Final = store
        self.slips: Final = slips
        """By shelf: ticks by which its release falls behind."""
        self.refunds: Final = refunds_of(store)
        self.till: Final = Till(store, card_of(store), self.refunds)
        self.dispatch: Final = Dispatch(store, self.till)
        self.softening: Final = Softening(store)
        self.deadlines: Final = Deadlines(store, self.dispatch, self.softening)
        self.quotes: Final = Quotes(store, customer, self.refunds, self.softening)
        self.waiting: Final = Waiting(store, self.dispatch)
        allowances = allowances_of(store)
        unpaid = store.terms.unpaid
        self.unpaid: Final = (
            None
            if unpaid is None
            else UnpaidOrders(store, self.till, self.dispatch, self.deadlines, unpaid)
        )
        charged = any(carrier.charged > 0 for carrier in store.carriers)
        self.counter: Final = Counter(
            store,
            self.till,
            self.dispatch,
            self.deadlines,
            self.quotes,
            self.waiting,
            Checkout(store, self.quotes) if charged else None,
            allowances,
            self.unpaid,
        )
        self.buying: Final = Buying(store, self.dispatch, self.deadlines, self.quotes)
        self.day_zero: Final = DayZero(
            store, self.dispatch, self.deadlines, self.quotes, self.waiting
        )
        # These listen only where they are on; what they set going comes back as events.
        self.holds: Final = Holds(store)
        self.taxes: Final = Taxes(store)
        self.minds: Final = Minds(store, self.dispatch, self.quotes, allowances)
        self.friends: Final = Friends(store, memory)

    # The long-lived: customers come, products are released, stock is reviewed.

    def open(self) -> None:
        """Put on the agenda what sets all else going."""
        self.expect_visit(self.store.drawn.waiting)
        for shelf in self.store.shelves:
            if not shelf.released:
                self.expect_release(shelf)
            if shelf.item.buying.buys:
                self.expect_review(shelf, 0)

    def expect_visit(self, visit: Row) -> None:
        """The next customers, all those of one instant, will come."""
        drawn = self.store.drawn
        if visit < drawn.visitors:
            self.store.agenda.put(drawn.at[visit], DEMAND, happens.VISIT, visit)

    def expect_release(self, shelf: Shelf) -> None:
        """The product waits for its day, which may slip."""
        announced, slip = shelf.item.release_at, self.slips[shelf.number]
        if slip:
            heard_at = max(announced - shelf.item.slip_notice, 0)
            self.store.agenda.put(heard_at, RELEASE, happens.SLIP, shelf.number, announced + slip)
        else:
            self.store.agenda.put(announced, RELEASE, happens.GO_ON_SALE, shelf.number)

    def expect_review(self, shelf: Shelf, at: Tick) -> None:
        """The stock will be reviewed."""
        turn = REVIEW_BEFORE if shelf.item.buying.review_before else REVIEW
        self.store.agenda.put(at, turn, happens.REVIEW_SHELF, shelf.number)

    # What happens.

    def happen(self, kind: Code, a: Row, b: Row, now: Tick) -> None:
        """An event, the commonest kinds first."""
        shelves = self.store.shelves
        if kind == happens.VISIT:
            self.visits(a, now)
        elif kind == happens.EXPIRE:
            self.deadlines.expire(a, now)
        elif kind == happens.COLLECT:
            self.till.collect(a, b, now)
        elif kind == happens.RECEIVE:
            self.buying.receive(a, now)
        elif kind == happens.REVIEW_SHELF:
            self.review(shelves[a], now)
        elif kind == happens.REVIEW_SOLD:
            self.buying.review_sold(now)
        elif kind == happens.PAY_OUT:
            self.store.purse.pay(a, now, now)
        elif kind == happens.SPEND:
            self.store.purse.spend(a, b, now)
        elif kind == happens.RENEW:
            self.holds.renew(a, now)
        elif kind == happens.CHANGE:
            self.minds.change(a, now)
        elif kind == happens.WANT:
            self.waiting.want(a, now)
        elif kind == happens.SHIP_AGAIN:
            self.dispatch.ship_again(a, now)
        elif kind == happens.PAY_LATE and self.unpaid is not None:
            self.unpaid.pay(a, now)
        elif kind == happens.LAPSE and self.unpaid is not None:
            self.unpaid.lapse(a, now)
        elif kind == happens.REMIT_TAX:
            self.taxes.remit(now)
        elif kind == happens.COME:
            self.counter.come(a, now)
        elif kind == happens.END_CREDIT:
            self.refunds.end_credit(a, b == 1, now)
        elif kind == happens.LEARN:
            self.buying.learn(a, now)
        elif kind == happens.SLIP:
            self.slip(shelves[a], b, now)
        else:
            self.release(shelves[a], now)

    def visits(self, visit: Row, now: Tick) -> None:
        """Everybody who comes at this instant; then stock is reviewed, and the next one awaited."""
        drawn, last = self.store.drawn, self.store.drawn.visitors - 1
        self.counter.visit(visit, now)
        while visit < last and drawn.at[visit + 1] == now:
            visit += 1
            self.counter.visit(visit, now)
        if self.store.to_review:
            self.buying.review_sold(now)
        self.expect_visit(visit + 1)

    def review(self, shelf: Shelf, now: Tick) -> None:
        """A review of the stock, and the next one."""
        self.buying.review_in_turn(shelf, now)
        period = shelf.item.buying.review_period
        if period:
            self.expect_review(shelf, now + period)

    def slip(self, shelf: Shelf, release_at: Tick, now: Tick) -> None:
        """The release slips."""
        self.buying.slip(shelf, release_at, now)
        self.store.agenda.put(release_at, RELEASE, happens.GO_ON_SALE, shelf.number)

    def release(self, shelf: Shelf, now: Tick) -> None:
        """The product goes on sale: pre-orders are paid and served, then the waiting list."""
        self.till.collect_at_release(shelf, now)
        shelf.released = True
        self.waiting.reorder(shelf)
        self.dispatch.serve(shelf, now)
        for listener in self.store.moments.released:
            listener.released(shelf, now)


def work_off(shop: Shop, agenda: HeapAgenda) -> None:
    """Let everything happen that stands on the agenda before the horizon."""
    horizon = shop.store.horizon
    shop.open()
    while agenda.next(horizon):
        shop.happen(agenda.kind, agenda.a, agenda.b, agenda.now)
