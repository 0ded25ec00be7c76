"""Money between a customer and the store: charges, their payment plans, what goes back."""

from __future__ import annotations

from typing import Final, final

from backsim.columns import Ints
from backsim.policies.base import AT_RELEASE, Plan
from backsim.simulation.agenda import COLLECT
from backsim.simulation.cards import Card
from backsim.simulation.codes import (
    CHARGEBACK,
    CHECKOUT,
    DEFAULT,
    DISPUTED,
    PAYMENT,
    REFUND,
    SCHEDULED,
    SHIPMENT,
)
from backsim.simulation.moments import Listener
from backsim.simulation.refunds import Refunds
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import NEVER, Code, Money, Row, Tick, share_of

MOST_PLANS: Final = 1 << 20
"""More than there are ways to pay: an order and a way make one number."""


@final
class Bill:
    """What an order pays at one instant in one way: one charge, with one fee."""

    def __init__(
        self, plan: Row, number: Row, row: Row, fee_share: float, fee_fixed: Money
    ) -> None:
        self.plan: Final = plan
        self.number: Final = number
        """Of the charge."""
        self.row: Final = row
        """Of its first payment, where the fee stands."""
        self.fee_share: Final = fee_share
        self.fee_fixed: Final = fee_fixed
        self.total: Money = 0
        self.fee: Money = 0


@final
class Till:
    """Charges customers, follows each line's payment plan, and gives money back."""

    def __init__(self, store: Store, card: Card, refunds: Refunds) -> None:
        self.store: Final = store
        self.card: Final = card
        self.refunds: Final = refunds
        self.instant: Tick = NEVER
        self.bills: Final[dict[int, Bill]] = {}
        """What is being paid at this instant, by order and way to pay."""

    # Money comes in.

    def charge(self, lines: list[int], due: Ints, now: Tick, kind: Code) -> None:
        """What is due for some lines of one order is taken, in one go for what is paid one way: by
        a new charge, or with what the order pays in the same way, in this instant, already."""
        bill: Bill | None = None
        for line in lines:
            if due[line]:
                plan = self.plan_of(line)
                if bill is None or bill.plan != plan:
                    self.settle(bill)
                    bill = self.bill_for(line, plan, now)
                self.enter(bill, line, due[line], now, kind)
        self.settle(bill)

    def charge_at_once(self, lines: list[int], now: Tick) -> None:
        """A whole order leaves as it is placed, and is paid as it leaves: no other charge of it can
        fall into this instant, so it needs no bill."""
        store, payments, terms = self.store, self.store.payments, self.store.terms
        number, row, total = payments.new_charge(), payments.size, 0
        for line in lines:
            amount = store.live.owing[line]
            if amount:
                payments.add(line, number, now, SHIPMENT, amount, 0, False)
                total += amount
        if total:
            fee = share_of(total, terms.fee_share) + terms.fee_fixed
            payments.fee[row] = fee
            store.purse.cash += total - fee

    def bill_for(self, line: Row, plan: Row, now: Tick) -> Bill:
        """The bill of a line's order for one way to pay, at this instant."""
        payments = self.store.payments
        if self.instant != now:
            self.instant = now
            self.bills.clear()
        key = self.store.lines.order[line] * MOST_PLANS + plan
        bill = self.bills.get(key)
        if bill is None:
            share, fixed = self.store.terms.fee_share, self.store.terms.fee_fixed
            if plan != NEVER:
                approach = self.store.approach_of(line)
                share, fixed = approach.fee_share, approach.fee_fixed
            bill = Bill(plan, payments.new_charge(), payments.size, share, fixed)
            self.bills[key] = bill
        return bill

    def enter(self, bill: Bill, line: Row, amount: Money, now: Tick, kind: Code) -> None:
        """A line is paid for."""
        store = self.store
        bill.total += amount
        ahead = store.lines.parcel[line] == NEVER
        store.payments.add(line, bill.number, now, kind, amount, 0, ahead)
        store.live.paid[line] += amount
        store.purse.cash += amount

    def settle(self, bill: Bill | None) -> None:
        """The processor keeps its fee, on the whole of a bill."""
        if bill is not None:
            fee = share_of(bill.total, bill.fee_share) + bill.fee_fixed
            self.store.payments.fee[bill.row] = fee
            self.store.purse.cash -= fee - bill.fee
            bill.fee = fee

    def plan_of(self, line: Row) -> Row:
        """The number of the way to pay; ``NEVER`` if the line is paid when it leaves."""
        if self.store.lines.approach[line] == NEVER:
            return NEVER
        return self.store.approach_of(line).plan

    def same_plan(self, line: Row, plan: Row) -> Row:
        """The place of a way to pay among those of a line's product, if the line can be paid so
        although it is in stock; else ``NEVER``."""
        approaches = self.store.shelf_of(line).item.selling.approaches
        for place in range(len(approaches)):
            if approaches[place].plan == plan and approaches[place].holds:
                return place
        return NEVER

    def open(self, lines: list[int], plans: list[Plan], now: Tick) -> None:
        """An order has been placed: take what is due now, note what is due on a date."""
        self.charge(lines, self.store.lines.prepaid, now, CHECKOUT)
        for place in range(len(lines)):
            self.agree(lines[place], plans[place], now)

    def agree(self, line: Row, plan: Plan, now: Tick) -> None:
        """What is paid for a line, and when."""
        store, live = self.store, self.store.live
        if plan.surcharge:
            store.lines.surcharge.put(line, plan.surcharge)
        live.owing[line] += plan.surcharge - plan.checkout
        at = plan.first_at
        for number in range(1, plan.count + 1):
            live.scheduled.put(line, live.scheduled.get(line) + plan.part)
            live.owing[line] -= plan.part
            if at == AT_RELEASE:
                store.shelf_of(line).charged_at_release.append(line)
            elif plan.months:
                at = store.calendar.months_after(plan.first_at, plan.months * number)
                self.later(max(at, now), line, plan.part)
            else:
                self.later(max(at, now), line, plan.part)
                at += plan.every
        if plan.terms:
            live.terms.put(line, plan.terms)
            live.scheduled.put(line, live.scheduled.get(line) + live.owing[line])
            live.owing[line] = 0

    def later(self, at: Tick, line: Row, amount: Money) -> None:
        """A payment falls due on a date."""
        self.store.put(at, PAYMENT, COLLECT, line, amount)

    def collect(self, line: Row, amount: Money, now: Tick) -> None:
        """A scheduled payment is due: it is made, unless the line was withdrawn meanwhile.

        A customer who has the goods may default: then all that is still owed is written off.
        """
        store, scheduled = self.store, self.store.live.scheduled
        left = scheduled.get(line)
        if store.lines.cancelled_at.get(line) != NEVER or not left:
            return
        if store.lines.parcel[line] != NEVER and self.defaults(line):
            scheduled.put(line, 0)
            store.payments.add(line, store.payments.new_charge(), now, DEFAULT, left, 0, False)
            return
        scheduled.put(line, left - amount)
        bill = self.bill_for(line, self.plan_of(line), now)
        self.enter(bill, line, amount, now, SCHEDULED)
        self.settle(bill)

    def collect_at_release(self, shelf: Shelf, now: Tick) -> None:
        """Release day: the lines that are paid on it are paid."""
        for line in shelf.charged_at_release:
            self.collect(line, self.store.live.scheduled.get(line), now)

    def defaults(self, line: Row) -> bool:
        """Will this customer, who has the goods, not pay what they still owe?"""
        rate = self.store.approach_of(line).default_rate
        return rate > 0 and self.store.luck("default", line) < rate

    # Money goes back.

    def give_back(self, lines: list[int], cause: Code, now: Tick) -> None:
        """Lines are withdrawn together: what was paid for them goes back, by the store or by the
        bank, but for what is withheld. What goes back at one moment goes back in one go: when, is
        the luck of the first of them."""
        store, live, terms = self.store, self.store.live, self.store.terms
        disputed = cause == DISPUTED
        kind = CHARGEBACK if disputed else REFUND
        charges: dict[int, int] = {}
        withheld = self.refunds.withhold(lines, cause, now)
        first = live.drawn_as(lines[0])
        for line in lines:
            if live.scheduled.get(line):
                live.scheduled.put(line, 0)
            amount = live.paid[line] - withheld.get(line, 0)
            if not amount:
                continue
            offer = store.lines.offer[line]
            at = now if disputed else store.drawn.refund_at(offer, first, now)
            fee: Money = 0
            if at not in charges:
                charges[at] = store.payments.new_charge()
                fee = terms.dispute_fee if disputed else 0
            store.payments.add(line, charges[at], at, kind, amount, fee, True)
            store.purse.pay(amount + fee, at, now)


@final
class Invoices(Listener):
    """Lines that are sold on net terms: what is owing when they leave falls due some days later."""

    def __init__(self, till: Till) -> None:
        self.till: Final = till

    def packed(self, lines: list[int], now: Tick) -> None:
        live = self.till.store.live
        for line in lines:
            terms = live.terms.get(line)
            if terms:
                self.till.later(now + terms, line, live.scheduled.get(line))
