"""What does not go back in cash when an order is given up: deposits kept, fees, store credit.

An order ends by the customer's own will if they change their mind, if their card fails for good,
or if they lose patience with an order that was taken without a date. The store has failed if the
customer gives up past a promise, or is told of a delay that they do not accept. Of what is swapped
for something else, and of what the bank has taken back, nothing is withheld; and no deposit or fee
is kept of orders from before the start, as nobody knows on which terms they were placed.
"""

from __future__ import annotations

from typing import Final, final

from backsim.ledger.accounts import Account
from backsim.simulation.agenda import END_CREDIT
from backsim.simulation.codes import (
    CANCELLATION_FEE,
    CHANGED,
    CREDIT,
    CREDIT_EXPIRED,
    CREDIT_REDEEMED,
    DECLINED,
    DISPUTED,
    KEPT,
    LATE,
    PAYMENT,
    RECLAIMED,
    SHIPPING_KEPT,
    SWAPPED,
    TOLD,
)
from backsim.simulation.facts import Approach, Cancelling
from backsim.simulation.store import Store
from backsim.units import FOREVER, NEVER, Code, Money, Row, Tick, share_of

CREDIT_GOODS: Final[Code] = int(Account.CREDIT_GOODS)
NOTHING: Final[dict[int, int]] = {}


class Refunds:
    """Says what is withheld of a refund. Here: nothing, all of it goes back in cash."""

    def withhold(self, lines: list[int], cause: Code, now: Tick) -> dict[int, int]:
        """Lines are withdrawn together: what of each will not be given back in cash, by line."""
        return NOTHING

    def end_credit(self, line: Row, used: bool, now: Tick) -> None:
        """A store credit is used, or expires."""

    def at_risk(self, approach: Approach, felt: Money) -> float:
        """The share of what is felt as paid ahead that a customer who gives up would not see
        again."""
        return 0.0


@final
class Withheld(Refunds):
    """A store that keeps a part of what was paid ahead, or gives it back as store credit."""

    def __init__(self, store: Store, cancelling: Cancelling) -> None:
        self.store: Final = store
        self.cancelling: Final = cancelling
        self.fees: Final[dict[int, int]] = {}
        """By order: what it has paid for being cancelled."""
        self.credits: Final[dict[int, int]] = {}
        """By line: store credit that is still owed."""

    # What is withheld.

    def withhold(self, lines: list[int], cause: Code, now: Tick) -> dict[int, int]:
        if cause in (SWAPPED, DISPUTED):
            return NOTHING
        shipping: dict[int, int] = {}
        kept: dict[int, int] = {}
        fees: dict[int, int] = {}
        credit: dict[int, int] = {}
        withheld: dict[int, int] = {}
        for line in lines:
            paid = self.store.live.paid[line]
            shipping[line] = self.keeps_shipping(line, paid, cause)
            paid -= shipping[line]
            kept[line] = self.keeps(line, paid, cause, now)
            fees[line] = self.fee(line, paid - kept[line], cause, now)
            left = paid - kept[line] - fees[line]
            credit[line] = left if self.cancelling.as_credit else 0
            amount = shipping[line] + kept[line] + fees[line] + credit[line]
            if amount:
                withheld[line] = amount
        if self.is_disputed(withheld):
            self.reclaim(withheld, now)
        else:
            self.settle(shipping, SHIPPING_KEPT, now)
            self.settle(kept, KEPT, now)
            self.settle(fees, CANCELLATION_FEE, now)
            self.settle(credit, CREDIT, now)
            self.issue(credit, now)
        return withheld

    def own_will(self, line: Row, cause: Code, now: Tick) -> bool:
        """Does the customer give up by their own will, and too late to do it for nothing?"""
        store = self.store
        if store.lines.approach[line] == NEVER or not self.chooses(line, cause):
            return False
        free = self.store.approach_of(line).forfeit_after
        return now - store.placed_at[store.lines.order[line]] >= free

    def chooses(self, line: Row, cause: Code) -> bool:
        """Does the customer give up by their own will?"""
        undated = cause == LATE and self.store.lines.promised_at[line] >= FOREVER
        return cause in (CHANGED, DECLINED) or undated

    def keeps_shipping(self, line: Row, paid: Money, cause: Code) -> Money:
        """What the store keeps of what was paid for shipping."""
        when = self.cancelling.keeps_shipping
        if not when or (when == 1 and not self.chooses(line, cause)):
            return 0
        return min(paid, self.store.lines.shipping_charge.get(line))

    def keeps(self, line: Row, paid: Money, cause: Code, now: Tick) -> Money:
        """What the store keeps of a deposit."""
        if not paid or self.store.lines.approach[line] == NEVER:
            return 0
        if self.own_will(line, cause, now):
            return share_of(paid, self.store.approach_of(line).forfeit_customer)
        dated = self.store.lines.promised_at[line] < FOREVER
        if cause == TOLD or (cause == LATE and dated):
            return share_of(paid, self.store.approach_of(line).forfeit_store)
        return 0

    def fee(self, line: Row, left: Money, cause: Code, now: Tick) -> Money:
        """The fee for giving up, out of what else was paid: by line, or once in an order."""
        if not left or not self.cancelling.fee or not self.own_will(line, cause, now):
            return 0
        if self.cancelling.fee_per_line:
            return min(self.cancelling.fee, left)
        order = self.store.lines.order[line]
        before = self.fees.get(order, 0)
        fee = min(self.cancelling.fee - before, left)
        self.fees[order] = before + fee
        return fee

    def settle(self, amounts: dict[int, int], kind: Code, now: Tick) -> None:
        """No cash moves: what was owed to the customer becomes the store's, or store credit."""
        payments, charge = self.store.payments, NEVER
        for line, amount in amounts.items():
            if amount:
                if charge == NEVER:
                    charge = payments.new_charge()
                payments.add(line, charge, now, kind, amount, 0, True)

    # What the customer says to it.

    def at_risk(self, approach: Approach, felt: Money) -> float:
        if not felt:
            return 0.0
        kept = share_of(felt, approach.forfeit_customer)
        kept += min(self.cancelling.fee, felt - kept)
        risk = float(kept)
        if self.cancelling.as_credit:
            risk += float(felt - kept) * (1.0 - self.cancelling.redeemed)
        return risk / float(felt)

    def is_disputed(self, withheld: dict[int, int]) -> bool:
        """Does the customer have their bank take back what was withheld?"""
        share = self.cancelling.disputed
        if not share or not withheld:
            return False
        first = min(withheld)
        return self.store.luck("dispute what was kept", first) < share

    def reclaim(self, withheld: dict[int, int], now: Tick) -> None:
        """The bank takes it back at once, in one go and for one fee."""
        store, fee = self.store, self.store.terms.dispute_fee
        charge = store.payments.new_charge()
        for line, amount in withheld.items():
            store.payments.add(line, charge, now, RECLAIMED, amount, fee, True)
            store.purse.pay(amount + fee, now, now)
            fee = 0

    # Store credit.

    def issue(self, credit: dict[int, int], now: Tick) -> None:
        """Store credit is owed until it is used or expires."""
        store, terms = self.store, self.cancelling
        for line, amount in credit.items():
            if not amount:
                continue
            self.credits[line] = amount
            expires_at = now + terms.expires
            used_at = FOREVER
            if store.luck("credit", line) < terms.redeemed:
                used_at = store.drawn.credit_at(0, store.live.drawn_as(line), now)
            if used_at < expires_at:
                store.put(used_at, PAYMENT, END_CREDIT, line, 1)
            else:
                store.put(expires_at, PAYMENT, END_CREDIT, line, 0)

    def end_credit(self, line: Row, used: bool, now: Tick) -> None:
        """Goods that are bought with it cost the store something; what expires costs nothing."""
        store, amount = self.store, self.credits.pop(line)
        kind = CREDIT_REDEEMED if used else CREDIT_EXPIRED
        store.payments.add(line, store.payments.new_charge(), now, kind, amount, 0, True)
        cost = share_of(amount, self.cancelling.goods_cost) if used else 0
        if cost:
            store.purse.spend(CREDIT_GOODS, cost, now, store.lines.order[line], line)


def refunds_of(store: Store) -> Refunds:
    """How this store gives back."""
    cancelling = store.terms.cancelling
    return Refunds() if cancelling is None else Withheld(store, cancelling)
