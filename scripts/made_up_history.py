"""Make the order history that ships with `scenarios/real-orders.yaml`.

    python scripts/made_up_history.py > scenarios/history/orders.csv

Nobody placed these orders. They have the shape of a young shop: a crowd of first orders in the
first quarter, some of whom come back, baskets of one to a few discs, now and then a free order.
"""

from __future__ import annotations

import csv
import sys
from datetime import date, timedelta
from random import Random

START, DAYS, CUSTOMERS = date(1997, 1, 1), 546, 1000
PRICES = (9.95, 11.95, 12.95, 14.95, 16.95, 24.95)


def orders(luck: Random) -> list[tuple[int, int, int, float]]:
    """(day, customer, units, value), in order of day."""
    rows = []
    for customer in range(1, CUSTOMERS + 1):
        day = luck.triangular(0, 90, 60)
        pause = luck.lognormvariate(4.6, 0.9)  # days between this customer's orders
        loyal = luck.random()
        while day < DAYS:
            units = 1 + min(int(luck.expovariate(0.8)), 11)
            value = 0.0 if luck.random() < 0.002 else units * luck.choice(PRICES)
            rows.append((int(day), customer, units, value))
            if luck.random() > loyal:
                break
            day += luck.expovariate(1 / pause)
    return sorted(rows)


def main() -> None:
    """Write the history to standard output."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["order_id", "order_date", "customer_id", "units", "value_usd"])
    for number, (day, customer, units, value) in enumerate(orders(Random(1997)), start=1):
        placed = START + timedelta(days=day)
        table.writerow([number, placed.isoformat(), f"{customer:05d}", units, f"{value:.2f}"])


if __name__ == "__main__":
    main()
