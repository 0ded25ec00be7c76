"""The checkout: shipping is put on top of an order, and its customer looks at the whole of it."""

from __future__ import annotations

from typing import Final, final

from backsim.policies.base import Plan
from backsim.simulation.codes import LOST_TO_SHIPPING, STOCK
from backsim.simulation.quotes import Quotes
from backsim.simulation.store import Store
from backsim.units import FOREVER, NEVER, Money, Row, share_of


@final
class Checkout:
    """Charges an order for its shipping, once, and takes lines back that are not bought after all.

    What is charged is apportioned to the lines by their value, and each part is paid as its line
    is. The customer has agreed to each line by itself; here they weigh what all of them cost with
    shipping against what they would pay for them all, and buy everything or nothing.
    """

    def __init__(self, store: Store, quotes: Quotes) -> None:
        self.store: Final = store
        self.advance: Final = store.drawn.people["advance"]
        self.carrier: Final = store.drawn.people["carrier"]
        self.willingness: Final = store.drawn.shares["willingness"]
        self.quotes: Final = quotes
        self.placed: Final[set[int]] = set()
        """Visits that became an order: what is added to one later travels for what it has paid."""

    def goes_through(self, visit: Row, bought: list[int], plans: dict[int, Plan]) -> bool:
        """Is the order bought with its shipping? Then what is paid for its lines, and how, includes
        it; else nothing of it is sold."""
        charge = 0 if visit in self.placed else self.charge(visit, bought)
        if charge:
            parts = self.parts(bought, charge)
            dearer: dict[int, Plan] = {}
            for place in range(len(bought)):
                if bought[place] in plans:
                    dearer[bought[place]] = self.plan(visit, bought[place], parts[place])
            if self.is_too_dear(visit, bought, parts, dearer):
                self.put_back(bought, plans)
                return False
            self.put_on(bought, parts, plans, dearer)
        self.placed.add(visit)
        return True

    def charge(self, visit: Row, bought: list[int]) -> Money:
        """What an order of these lines pays for shipping."""
        store, lines, goods = self.store, self.store.lines, 0
        carrier = store.carriers[self.carrier[visit]]
        for line in bought:
            if store.shelf_of(line).item.ships_free[lines.offer[line]]:
                return 0
            goods += lines.value[line]
        return 0 if goods >= carrier.free_above else carrier.charged

    def parts(self, bought: list[int], charge: Money) -> list[int]:
        """The charge by line, in proportion to their values; to the cent, the whole of it."""
        value = self.store.lines.value
        goods: Money = 0
        for line in bought:
            goods += value[line]
        parts: list[int] = []
        so_far: Money = 0
        before: Money = 0
        for line in bought:
            so_far += value[line]
            upto = charge * so_far // goods if goods else charge
            parts.append(upto - before)
            before = upto
        return parts

    def plan(self, visit: Row, line: Row, part: Money) -> Plan:
        """How a line is paid with its part of the shipping: in the way that was chosen for it."""
        store, lines = self.store, self.store.lines
        shelf, offer, promised_at = store.shelf_of(line), lines.offer[line], lines.promised_at[line]
        now, wait = store.agenda.now, 0
        if offer != STOCK:
            wait = promised_at - now - self.advance[visit] if promised_at < FOREVER else FOREVER
        release_at = 0 if shelf.released else shelf.release_at
        rule = self.quotes.rule_for(line, self.store.approach_of(line))
        return rule.plan(now, offer, lines.value[line] + part, wait, release_at)

    def is_too_dear(
        self, visit: Row, bought: list[int], parts: list[int], plans: dict[int, Plan]
    ) -> bool:
        """Does the order cost more, as its customer feels it, than they would pay for its goods?"""
        left: Money = 0
        for place in range(len(bought)):
            line = bought[place]
            left += self.limit(visit, line) - self.store.lines.value[line] - parts[place]
            if line in plans:
                plan = plans[line]
                left -= plan.surcharge + plan.financing
                # What leaves at once does not feel as paid ahead.
                if self.store.lines.offer[line] != STOCK:
                    approach = self.store.approach_of(line)
                    aversion = self.quotes.aversion_to(visit, approach, plan)
                    left -= share_of(plan.felt_ahead(), aversion)
        return left < 0

    def limit(self, visit: Row, line: Row) -> Money:
        """The most that this customer would pay for what they take."""
        store, lines = self.store, self.store.lines
        if lines.asked_for.get(line) in (NEVER, lines.product[line]):
            return store.live.limit[line]
        worth = store.shelf_of(line).item.reference_price * lines.quantity[line]
        return share_of(worth, self.willingness[visit])

    def put_on(
        self,
        bought: list[int],
        parts: list[int],
        plans: dict[int, Plan],
        dearer: dict[int, Plan],
    ) -> None:
        """The shipping is a part of what each line costs."""
        store, lines = self.store, self.store.lines
        for place in range(len(bought)):
            line, part = bought[place], parts[place]
            if part:
                lines.shipping_charge.put(line, part)
                store.live.owing[line] += part
            if line in dearer:
                plans[line] = dearer[line]
                lines.prepaid[line] = dearer[line].checkout

    def put_back(self, bought: list[int], plans: dict[int, Plan]) -> None:
        """Nothing of the order is bought: its pieces are where they were before."""
        store, lines = self.store, self.store.lines
        store.allocations.forget(bought)
        for line in bought:
            store.shelf_of(line).withdraw(line, lines.quantity[line])
            lines.unsell(line, LOST_TO_SHIPPING)
            plans.pop(line, None)
