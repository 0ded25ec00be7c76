"""The sale: a visitor looks at an offer, weighs it, and becomes a customer or does not."""

from __future__ import annotations

from typing import Final, final

from backsim.simulation.allowances import Allowances
from backsim.simulation.checkout import Checkout
from backsim.simulation.codes import (
    ADVANCE,
    BACKORDER,
    ENDED,
    FOR_REST,
    LIST,
    NOT_RELEASED,
    PREORDER,
    REFUSED,
    SOLD,
    SOLD_OUT,
    STOCK,
    WAITING_LIST,
    YES,
)
from backsim.simulation.deadlines import Deadlines
from backsim.simulation.dispatch import Dispatch
from backsim.simulation.quotes import Quotes
from backsim.simulation.shelf import Shelf
from backsim.simulation.store import Store
from backsim.simulation.till import Till
from backsim.simulation.unpaid import UnpaidOrders
from backsim.simulation.waiting import Waiting
from backsim.units import FOREVER, NEVER, Code, Money, Pieces, Row, Tick, share_of


@final
class Counter:
    """Where visitors are served."""

    def __init__(
        self,
        store: Store,
        till: Till,
        dispatch: Dispatch,
        deadlines: Deadlines,
        quotes: Quotes,
        waiting: Waiting,
        checkout: Checkout | None,
        allowances: Allowances | None,
        unpaid: UnpaidOrders | None,
    ) -> None:
        self.store: Final = store
        self.advance: Final = store.drawn.people["advance"]
        self.segment: Final = store.drawn.people["segment"]
        self.willingness: Final = store.drawn.shares["willingness"]
        self.till: Final = till
        self.dispatch: Final = dispatch
        self.deadlines: Final = deadlines
        self.quotes: Final = quotes
        self.waiting: Final = waiting
        self.checkout: Final = checkout
        """``None``: nobody pays for shipping."""
        self.allowances: Final = allowances
        """``None``: everybody may have as much as they want."""
        self.unpaid: Final = unpaid
        """``None``: everybody pays as agreed."""
        self.plans: Final = quotes.plans

    def visit(self, visit: Row, now: Tick) -> None:
        """A customer looks at each product they want; what they order is charged and shipped."""
        drawn, lines, shelves = self.store.drawn, self.store.lines, self.store.shelves
        first = drawn.first_line[visit]
        bought: list[int] = []
        for line in range(first, first + drawn.line_count[visit]):
            shelf = shelves[lines.product[line]]
            if self.allowances is not None and not self.allowances.cut(visit, line, shelf, now):
                continue
            if shelf.item.partial and self.is_short(visit, line, shelf, now):
                self.sell_part(visit, line, shelf, now, bought)
            else:
                self.sell(visit, line, shelf, now, bought)
        if bought:
            self.place(visit, bought, now)

    def come(self, visit: Row, now: Tick) -> None:
        """A customer comes whom something that happened has brought, at today's prices."""
        store, lines = self.store, self.store.lines
        store.placed_at[visit] = now
        first = store.drawn.first_line[visit]
        for line in range(first, first + store.drawn.line_count[visit]):
            item = store.shelf_of(line).item
            if item.early_price != item.price:
                price = item.early_price if now < item.release_at else item.price
                value = price * lines.quantity[line]
                store.live.price(line, value, value)
        self.visit(visit, now)
        store.review_soon(now)

    def place(self, visit: Row, bought: list[int], now: Tick) -> None:
        """An order has been placed: what is there leaves, the rest is paid for as agreed."""
        store, shelves = self.store, self.store.shelves
        waiting: list[int] = []
        for line in bought:
            shelf = shelves[store.lines.product[line]]
            if shelf.reviewed_on_demand:
                store.to_review.append(shelf.number)
            if store.lines.offer[line] != STOCK:
                waiting.append(line)
        together = store.together and len(waiting) > 0 and len(bought) > 1
        if together:
            self.plan_together(bought, waiting[0], now)
        if self.checkout is not None and not self.checkout.goes_through(visit, bought, self.plans):
            return
        unpaid = self.unpaid
        if unpaid is not None and unpaid.begins(visit, bought, self.plans, now):
            if together:
                self.promise_together(bought)
            unpaid.hold(visit, bought, waiting, now)
            return
        if not waiting and not self.plans and store.placed_at[visit] == now:
            self.dispatch.ship_at_once(bought, now)
            return
        self.agree(bought, now)
        if together:
            self.promise_together(bought)
            self.dispatch.bundle(bought, len(waiting))
        elif len(waiting) < len(bought):
            self.dispatch.ship([line for line in bought if line not in waiting], now)
        for line in waiting:
            self.deadlines.watch(line)
        if waiting:
            for listener in store.moments.sold:
                listener.sold(visit, waiting, now)

    def agree(self, bought: list[int], now: Tick) -> None:
        """What is due now is paid, and what is due on a date will be."""
        plans = self.plans
        if plans:
            planned = [line for line in bought if line in plans]
            self.till.open(planned, [plans.pop(line) for line in planned], now)

    def plan_together(self, bought: list[int], waiting: Row, now: Tick) -> None:
        """What is in stock, and held back for a line that waits, is paid as that line is, if the
        product can be paid so and the approach reaches it."""
        chosen = self.till.plan_of(waiting)
        for line in bought:
            if self.store.lines.offer[line] == STOCK and line not in self.plans:
                self.plan_held(line, chosen, now)

    def plan_held(self, line: Row, chosen: Row, now: Tick) -> None:
        """The customer had agreed to pay at once; paid like the rest, it may be cheaper."""
        store, lines = self.store, self.store.lines
        place = self.till.same_plan(line, chosen)
        if place == NEVER:
            return
        lines.approach[line] = place
        approach = store.approach_of(line)
        if approach.discount:
            listed = lines.list_value[line]
            reduced = max(lines.value[line] - share_of(listed, approach.discount), 0)
            store.live.price(line, listed, reduced)
            if reduced < listed:  # of what is free, nothing is taken off
                lines.full_price.put(line, 1)
        rule = self.quotes.rule_for(line, approach)
        self.plans[line] = rule.plan(now, STOCK, lines.value[line], 0, 0)
        lines.prepaid[line] = self.plans[line].checkout

    def promise_together(self, bought: list[int]) -> None:
        """What leaves together is promised for the last of it, and awaited then."""
        lines = self.store.lines
        latest = max([lines.promised_at[line] for line in bought])
        date = max([lines.first_date(line) for line in bought])
        for line in bought:
            lines.promised_at[line] = latest
            lines.go_by(line, date)
            if not lines.cause[line]:
                lines.cause[line] = FOR_REST

    # One line.

    def sell(self, visit: Row, line: Row, shelf: Shelf, now: Tick, bought: list[int]) -> None:
        """Offer a line as it was asked for, or else something instead of it."""
        outcome = self.sell_asked_for(visit, line, shelf, now)
        if outcome != SOLD and len(shelf.item.substitutes):
            outcome = self.sell_substitute(visit, line, shelf, now, outcome)
        if outcome == SOLD:
            bought.append(line)
        else:
            self.store.lines.lost[line] = outcome
            if outcome == WAITING_LIST:
                quantity = self.store.lines.quantity[line]
                shelf.waiting_list.join(line, self.segment[visit], quantity)
        if self.allowances is not None:
            self.allowances.note(visit, line)

    def sell_asked_for(self, visit: Row, line: Row, shelf: Shelf, now: Tick) -> Code:
        """Offer the product that was asked for; answers a ``LostCause``."""
        item, quantity = shelf.item, self.store.lines.quantity[line]
        if now >= item.ends_at:
            return ENDED
        if shelf.sold + quantity > item.edition:
            return SOLD_OUT
        if shelf.released and self.advance[visit]:
            return self.sell_advance(visit, line, shelf, now)
        if shelf.released and shelf.available >= quantity:
            return self.sell_from_stock(line, shelf, now, self.store.live.limit[line])
        return self.sell_ahead(visit, line, shelf, now)

    def sell_from_stock(self, line: Row, shelf: Shelf, now: Tick, limit: Money) -> Code:
        """Offer what is there, to be paid when it ships or on agreed terms."""
        store, lines = self.store, self.store.lines
        listed = lines.list_value[line]
        lines.offer[line] = STOCK
        value, extra = listed, 0
        if shelf.item.selling.pricing is not None:
            value = self.quotes.price(line, shelf, STOCK, 0, now)
        if shelf.item.selling.terms_for_stock:
            quote = self.quotes.at_hand(line, shelf, value, now)
            value, extra = quote.value, quote.plan.surcharge + quote.plan.financing
            lines.approach[line] = quote.approach
            lines.prepaid[line] = quote.plan.checkout
            self.plans[line] = quote.plan
        if value != lines.value[line]:
            store.live.price(line, listed, value)
        outcome = self.quotes.from_stock(line, value, extra, limit)
        if outcome != SOLD:
            self.forget_plan(line)
            return outcome
        shelf.take(lines.quantity[line])
        lines.promised_at[line] = now
        lines.allocated_at[line] = now
        if value != listed:
            in_full = self.quotes.from_stock(line, listed, 0, limit) == SOLD
            brought = store.live.code.get(line) > 0
            lines.full_price.put(line, 1 if in_full and not brought else 0)
        return outcome

    def forget_plan(self, line: Row) -> None:
        """The line is not sold on these terms."""
        if line in self.plans:
            del self.plans[line]
            self.store.lines.approach[line] = NEVER
            self.store.lines.prepaid[line] = 0

    def sell_ahead(self, visit: Row, line: Row, shelf: Shelf, now: Tick) -> Code:
        """Offer a pre-order, or after the release a backorder, if the policy allows one."""
        quantity, selling = self.store.lines.quantity[line], shelf.item.selling
        expected_at = shelf.expected_at(quantity, now)
        if expected_at >= FOREVER:
            return SOLD_OUT
        if not shelf.released or selling.preorders_again:
            answer = selling.preorders.answers(
                now,
                quantity,
                shelf.owed_preorders,
                shelf.for_preorders(),
                shelf.release_at,
                self.segment[visit],
            )
            if answer == YES:
                return self.offer(line, shelf, PREORDER, expected_at, now)
            if answer == LIST:
                return WAITING_LIST
        if not shelf.released:
            return NOT_RELEASED
        if self.may_wait(visit, quantity, shelf, expected_at, now):
            return self.offer(line, shelf, BACKORDER, expected_at, now)
        return REFUSED

    def sell_advance(self, visit: Row, line: Row, shelf: Shelf, now: Tick) -> Code:
        """Take an order for the date that the customer names."""
        quantity = self.store.lines.quantity[line]
        expected_at = shelf.expected_at(quantity, now)
        if expected_at >= FOREVER:
            return SOLD_OUT
        if expected_at > now + self.advance[visit] and not self.may_wait(
            visit, quantity, shelf, expected_at, now
        ):
            return REFUSED
        return self.offer(line, shelf, ADVANCE, expected_at, now)

    def may_wait(
        self, visit: Row, quantity: Pieces, shelf: Shelf, expected_at: Tick, now: Tick
    ) -> bool:
        """Does the store take a backorder? What is here for the line, and what pre-orders still
        miss, is not on backorder."""
        return shelf.item.selling.backorders.allows(
            now,
            max(quantity - shelf.to_give(), 0),
            shelf.owed - shelf.owed_preorders,
            shelf.on_order - shelf.owed_preorders - shelf.reserve_lacks(),
            expected_at,
            self.segment[visit],
        )

    def offer(self, line: Row, shelf: Shelf, offer: Code, expected_at: Tick, now: Tick) -> Code:
        """Quote a date, a price and ways to pay for a line that has to wait; let them weigh it."""
        store, lines = self.store, self.store.lines
        listed = lines.list_value[line]
        quote = self.quotes.quote(line, shelf, offer, expected_at, now)
        lines.offer[line] = offer
        store.live.price(line, listed, quote.value)
        outcome = self.quotes.answer(line, quote)
        if outcome == SOLD:
            lines.promised_at[line] = quote.promised_at
            lines.go_by(line, quote.goes_by)
            lines.approach[line] = quote.approach
            if quote.approach != NEVER:
                self.plans[line] = quote.plan
            if quote.value != listed:
                in_full = self.quotes.would_pay_in_full(line, shelf, quote, now)
                lines.full_price.put(line, 1 if in_full else 0)
            self.waiting.owe(line, shelf, quote, now)
        return outcome

    # Less than was asked for, or something else.

    def is_short(self, visit: Row, line: Row, shelf: Shelf, now: Tick) -> bool:
        """Is a part of the line in stock and on sale, but not all of it?"""
        in_part = shelf.released and 0 < shelf.at_hand() < self.store.lines.quantity[line]
        return in_part and not self.advance[visit] and now < shelf.item.ends_at

    def sell_part(self, visit: Row, line: Row, shelf: Shelf, now: Tick, bought: list[int]) -> None:
        """Sell what is there; the rest of the line is offered as a line of its own."""
        rest = self.store.live.split(line, shelf.at_hand())
        self.sell(visit, line, shelf, now, bought)
        self.sell(visit, rest, shelf, now, bought)

    def sell_substitute(
        self, visit: Row, line: Row, shelf: Shelf, now: Tick, outcome: Code
    ) -> Code:
        """Offer what is in stock instead; the line changes only if the customer takes it."""
        store, lines, item = self.store, self.store.lines, shelf.item
        luck, quantity = store.luck("substitute", line), lines.quantity[line]
        listed, value, offer = lines.list_value[line], lines.value[line], lines.offer[line]
        for place in range(len(item.substitutes)):
            other = store.shelves[item.substitutes[place]]
            if luck >= item.substitute_shares[place] or not other.sells_now(quantity, now):
                continue
            if self.allowances is not None and self.allowances.left(visit, other) < quantity:
                continue
            limit = share_of(other.item.reference_price * quantity, self.willingness[visit])
            store.live.substitute(line, other.number, other.item.price * quantity)
            if self.sell_from_stock(line, other, now, limit) == SOLD:
                return SOLD
            lines.product[line] = shelf.number
            store.live.price(line, listed, value)
            lines.offer[line] = offer
        return outcome
