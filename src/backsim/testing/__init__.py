"""For tests: customers told one by one, a log in words, a log written by hand, two logs compared.

A scenario, those who come, and what happened, line by line:

>>> shop = scenario_of('''
... horizon: 9 days
... products: {cup: {price: 10.00, unit_cost: 4.00, opening_stock: 1}}
... ''')
>>> day = by_hand(shop, '''
... 0 09:00 ann 1 cup 10.00
... 1 10:30 ben 1 cup 10.00
... ''')
>>> for line in story(simulate(day.scenario, day.workload), day.names):
...     print(line)
day 0 09:00 ann orders 1 cup for 10.00
day 0 09:00 ann is sent 1 cup, there day 3 09:00
day 0 09:00 ann pays 10.00
day 1 10:30 ben leaves without 1 cup: sold_out
"""

from backsim.simulation import simulate
from backsim.testing.customers import HandMade, arms_of, by_hand, scenario_of
from backsim.testing.diary import Diary, changed, row, table_of
from backsim.testing.difference import difference, tables_of
from backsim.testing.telling import Written, story, when, written

__all__ = [
    "Diary",
    "HandMade",
    "Written",
    "arms_of",
    "by_hand",
    "changed",
    "difference",
    "row",
    "scenario_of",
    "simulate",
    "story",
    "table_of",
    "tables_of",
    "when",
    "written",
]
