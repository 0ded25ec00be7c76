"""Who listens to which moment: the one place where a mechanism is switched on.

What is off does not subscribe. Of one moment, listeners are told in the order in which they stand
here.
"""

from __future__ import annotations

from backsim.chance.distributions import Constant
from backsim.scenario.model import Scenario
from backsim.simulation.agenda import REMIT_TAX, SPEND
from backsim.simulation.codes import PAYMENT
from backsim.simulation.ordering import OrderCosts
from backsim.simulation.packaging import Packaging
from backsim.simulation.rewards import FreeShipping, Gifts, LateCodes
from backsim.simulation.shop import Shop
from backsim.simulation.spending import planned, tax_days
from backsim.simulation.till import Invoices
from backsim.simulation.waiting_list import WaitingList
from backsim.units import FOREVER

UNCHANGING = Constant(float(FOREVER))


def subscribe(shop: Shop, scenario: Scenario) -> None:
    """Let every mechanism that is on be told of what it acts on."""
    store, moments, products = shop.store, shop.store.moments, scenario.products
    if any(product.release_at > 0 or product.preorders_again for product in products):
        waiting_list = WaitingList(store, shop.counter)
        moments.withdrawn.append(waiting_list)
        moments.stocked.append(waiting_list)
        moments.released.append(waiting_list)
    if scenario.money.capture.valid_for < FOREVER:
        moments.sold.append(shop.holds)
    if any(segment.change_after != UNCHANGING for segment in scenario.segments):
        moments.sold.append(shop.minds)
    ways = [each.policy for product in products for each in product.approaches]
    if any(way.word == "net_days" or way.origin for way in ways):
        moments.packed.append(Invoices(shop.till))
    if scenario.money.code_value:
        moments.packed.append(LateCodes(store, shop.softening))
    if any(product.gift is not None and product.gift.cost for product in products):
        moments.packed.append(Gifts(store, shop.softening))
    if any(product.ships_free for product in products):
        moments.packed.append(FreeShipping(store, shop.softening))
    if scenario.packaging:
        moments.packed.append(Packaging(store, scenario.packaging))
    if scenario.demand.word_of_mouth is not None:
        moments.shipped.append(shop.friends)
    order_costs = {
        n: product.order_cost for n, product in enumerate(products) if product.order_cost
    }
    if order_costs:
        moments.bought.append(OrderCosts(store, order_costs))
    if any(product.tax for product in products):
        moments.shipped.append(shop.taxes)
        for at in tax_days(scenario):
            store.put(at, PAYMENT, REMIT_TAX)
    # What is known from the start waits for no moment: its days do.
    for due in planned(scenario):
        store.put(due.at, PAYMENT, SPEND, int(due.account), due.amount)
