"""Money between a customer and the store, other than at the moment a parcel leaves."""

from __future__ import annotations

from math import exp

from backsim.policies.base import AT_RELEASE, Plan
from backsim.records.codes import Offer, PaymentKind
from backsim.simulation.clock import PAYMENT, At
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.units import DAY, FOREVER, NEVER


class Till:
    """Follows each line's payment plan, and gives money back."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.money = store.scenario.money
        self.terms: dict[int, int] = {}
        """By line that is sold on an invoice: ticks from its shipment to the payment."""
        self.rewarded: set[int] = set()
        """Orders that have been given a code."""
        self.tries: dict[int, int] = {}
        """By line: failed tries to charge the card at shipment."""
        self.holds_expire = self.money.capture.valid_for < FOREVER
        self.gives_codes = self.money.code_value > 0
        self.cards_fail = bool(self.money.capture.failure or self.money.capture.growth)

    def open(self, lines: list[int], plans: list[Plan]) -> None:
        """An order has been placed: take what is due now, note what is due on a date."""
        store, log, now = self.store, self.store.log, self.store.env.tick
        ahead = [plan.checkout for plan in plans]
        if any(ahead):
            log.charge(lines, ahead, now, PaymentKind.CHECKOUT)
        for line, plan in zip(lines, plans, strict=True):
            if plan.surcharge:
                log.surcharge[line] = plan.surcharge
            log.owing[line] += plan.surcharge - plan.checkout
            for part in range(plan.count):
                at, amount = plan.first_at + part * plan.every, plan.part
                log.scheduled[line] += amount
                log.owing[line] -= amount
                if at == AT_RELEASE:
                    store.shelf_of(line).charged_at_release.append(line)
                else:
                    self.later(max(at, now), line, amount)
            if plan.terms:
                self.terms[line] = plan.terms
            elif self.holds_expire and log.owing[line]:
                self.authorise(line)

    def invoice(self, line: int) -> None:
        """Goods leave on net terms: the rest is due some days later."""
        log = self.store.log
        owing = log.owing[line]
        log.scheduled[line] += owing
        self.later(self.store.env.tick + self.terms.pop(line), line, owing)

    def later(self, at: int, line: int, amount: int) -> None:
        """A payment falls due on a date."""
        if at < self.store.horizon:
            At(self.store.env, at, PAYMENT, lambda _: self.collect(line, amount))

    def collect(self, line: int, amount: int) -> None:
        """A scheduled payment is due: it is made, unless the line was withdrawn meanwhile.

        A customer who has the goods may default: then all that is still owed is written off.
        """
        store, log = self.store, self.store.log
        if log.cancelled_at[line] != NEVER or not log.scheduled[line]:
            return
        if log.parcel[line] != NEVER and self.defaults(line):
            lost, log.scheduled[line] = log.scheduled[line], 0
            log.pay(line, log.new_charge(), store.env.tick, PaymentKind.DEFAULT, lost)
            return
        log.scheduled[line] -= amount
        log.charge([line], [amount], store.env.tick, PaymentKind.SCHEDULED)

    def collect_at_release(self, shelf: Shelf) -> None:
        """Release day: the lines that are paid on it are paid."""
        for line in shelf.charged_at_release:
            self.collect(line, self.store.log.scheduled[line])

    def defaults(self, line: int) -> bool:
        """Will this customer, who has the goods, not pay what they still owe?"""
        approach = self.store.shelf_of(line).product.approaches[self.store.log.approach[line]]
        rate = approach.default_rate
        return rate > 0 and self.store.log.luck("default", line) < rate

    def authorise(self, line: int) -> None:
        """A card is authorised for what is due at shipment; the hold expires and is renewed."""
        capture = self.money.capture
        at = self.store.env.tick + capture.valid_for
        if at < self.store.horizon:
            At(self.store.env, at, PAYMENT, lambda _: self.renew(line))

    def renew(self, line: int) -> None:
        """The hold on the card has expired while the line waits."""
        store = self.store
        if not store.is_open(line):
            return
        store.log.pay(line, store.log.new_charge(), store.env.tick, PaymentKind.RENEWAL, 0)
        self.authorise(line)

    def declined(self, lines: list[int]) -> bool:
        """Does the card fail now? Only after a wait, and each try has luck of its own."""
        store, capture, line = self.store, self.money.capture, lines[0]
        waited = store.env.tick - store.at[store.log.order[line]]
        if not waited:
            return False
        tried = self.tries.get(line, 0)
        chance = 1 - (1 - capture.failure) * exp(-capture.growth * waited / DAY)
        if store.log.luck(f"capture {tried}", line) >= chance:
            return False
        self.tries[line] = tried + 1
        store.log.pay(line, store.log.new_charge(), store.env.tick, PaymentKind.FAILED, 0)
        return True

    def gives_up(self, line: int) -> bool:
        """Was the card declined for the last time?"""
        return self.tries.get(line, 0) > self.money.capture.retries

    def refund(self, lines: list[int], *, disputed: bool) -> None:
        """Lines are withdrawn together: what was paid for them goes back, by the store or by the
        bank. What goes back at one moment goes back in one go."""
        log, now = self.store.log, self.store.env.tick
        kind = PaymentKind.CHARGEBACK if disputed else PaymentKind.REFUND
        charges: dict[int, int] = {}
        for line in lines:
            log.scheduled.pop(line, None)
            amount = log.paid[line]
            if not amount:
                continue
            at = now if disputed else now + self.money.refund_delays[log.offer[line]]
            if at not in charges:
                charges[at] = log.new_charge()
            log.pay(line, charges[at], at, kind, amount)

    def reward(self, line: int) -> None:
        """A line leaves late: its customer gets a code for the next purchase, and may use it. One
        order, one code."""
        store, log = self.store, self.store.log
        late = log.offer[line] != Offer.STOCK and store.env.tick > log.promised_at[line]
        if not late or log.order[line] in self.rewarded:
            return
        self.rewarded.add(log.order[line])
        if log.luck("code", line) < self.money.code_redeemed:
            at = store.env.tick + self.money.code_after
            log.pay(line, log.new_charge(), at, PaymentKind.REWARD, self.money.code_value)
