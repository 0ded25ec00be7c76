"""Money between a customer and the store: charges, their payment plans, what goes back."""

from __future__ import annotations

from typing import Final, final

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
)
from backsim.simulation.facts import Approach
from backsim.simulation.moments import Listener
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import NEVER, Code, Money, Row, Tick, share_of

MOST_PLANS: Final = 1 << 20
"""More than there are ways to pay: an order and a way make one number."""


@final
class Charge:
    """Money that an order pays at one instant in one way."""

    def __init__(self, number: Row, row: Row) -> None:
        self.number: Final = number
        self.row: Final = row
        """Of its first payment, where its fee stands."""
        self.total: Money = 0


@final
class Till:
    """Charges customers, follows each line's payment plan, and gives money back."""

    def __init__(self, store: Store, card: Card) -> None:
        self.store: Final = store
        self.card: Final = card
        self.instant: Tick = NEVER
        self.charges: Final[dict[int, Charge]] = {}
        """What is being paid at this instant, by order and way to pay."""

    # Money comes in.

    def charge(self, lines: list[int], amounts: list[int], now: Tick, kind: Code) -> None:
        """Money is taken for some lines of one order, in one go for what is paid one way."""
        for place in range(len(lines)):
            amount: Money = amounts[place]
            if amount:
                self.take(lines[place], amount, now, kind)

    def take(self, line: Row, amount: Money, now: Tick, kind: Code) -> None:
        """Money is taken for a line: by a charge of its own, or by the one that its order pays in
        this instant, in the same way, already. The fee stands where the charge begins."""
        store, payments = self.store, self.store.payments
        if self.instant != now:
            self.instant = now
            self.charges.clear()
        key = store.lines.order[line] * MOST_PLANS + self.plan_of(line)
        charge = self.charges.get(key)
        if charge is None:
            charge = Charge(payments.new_charge(), payments.size)
            self.charges[key] = charge
        before = charge.total
        charge.total = before + amount
        fee = self.fee(line, charge.total) - (self.fee(line, before) if before else 0)
        ahead = store.lines.parcel[line] == NEVER
        payments.add(line, charge.number, now, kind, amount, 0, ahead)
        payments.fee[charge.row] += fee
        store.live.paid[line] += amount
        store.purse.take(amount - fee)

    def fee(self, line: Row, total: Money) -> Money:
        """What the processor keeps of a charge."""
        if self.store.lines.approach[line] == NEVER:
            terms = self.store.terms
            return share_of(total, terms.fee_share) + terms.fee_fixed
        approach = self.approach_of(line)
        return share_of(total, approach.fee_share) + approach.fee_fixed

    def plan_of(self, line: Row) -> Row:
        """The number of the way to pay; ``NEVER`` if the line is paid when it leaves."""
        if self.store.lines.approach[line] == NEVER:
            return NEVER
        return self.approach_of(line).plan

    def approach_of(self, line: Row) -> Approach:
        """The way to pay that was chosen for a line."""
        chosen = self.store.lines.approach[line]
        return self.store.shelf_of(line).item.selling.approaches[chosen]

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
        ahead = [plan.checkout for plan in plans]
        self.charge(lines, ahead, now, CHECKOUT)
        for place in range(len(lines)):
            self.agree(lines[place], plans[place], now)

    def agree(self, line: Row, plan: Plan, now: Tick) -> None:
        """What is paid for a line, and when."""
        store, live = self.store, self.store.live
        if plan.surcharge:
            store.lines.surcharge.put(line, plan.surcharge)
        live.owing[line] += plan.surcharge - plan.checkout
        at = plan.first_at
        for _ in range(plan.count):
            live.scheduled.put(line, live.scheduled.get(line) + plan.part)
            live.owing[line] -= plan.part
            if at == AT_RELEASE:
                store.shelf_of(line).charged_at_release.append(line)
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
        self.charge([line], [amount], now, SCHEDULED)

    def collect_at_release(self, shelf: Shelf, now: Tick) -> None:
        """Release day: the lines that are paid on it are paid."""
        for line in shelf.charged_at_release:
            self.collect(line, self.store.live.scheduled.get(line), now)

    def defaults(self, line: Row) -> bool:
        """Will this customer, who has the goods, not pay what they still owe?"""
        rate = self.approach_of(line).default_rate
        return rate > 0 and self.store.luck("default", line) < rate

    # Money goes back.

    def give_back(self, lines: list[int], cause: Code, now: Tick) -> None:
        """Lines are withdrawn together: what was paid for them goes back, by the store or by the
        bank. What goes back at one moment goes back in one go."""
        store, live, terms = self.store, self.store.live, self.store.terms
        disputed = cause == DISPUTED
        kind = CHARGEBACK if disputed else REFUND
        charges: dict[int, int] = {}
        for line in lines:
            if live.scheduled.get(line):
                live.scheduled.put(line, 0)
            amount = live.paid[line]
            if not amount:
                continue
            at = now if disputed else now + terms.refund_delays[store.lines.offer[line]]
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
