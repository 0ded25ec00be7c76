"""What one order costs: backsim against a bare SimPy loop, side by side in one run.

    python benchmarks/orders_per_second.py            # the table
    python benchmarks/orders_per_second.py --quick    # shorter jobs, for a first look

Machines are noisy, so every figure is a ratio: bare and backsim take turns, and the median over
the turns is shown. "simulated" is draw and simulate, everything recorded; "evaluated" adds every
KPI. Memory is what tracemalloc sees at the peak of one trial, per order.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Generator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import simpy

from backsim.metrics import evaluate
from backsim.scenario.build import load
from backsim.scenario.model import Scenario
from backsim.simulation import draw, simulate

BARE_JOB = """
name: bare-job
horizon: {days} days
question: steady_state
warm_up: 100 days
products:
  widget:
    price: 10.00
    unit_cost: 6.00
    opening_stock: {opening}
    supplier: maker
    replenishment: {{policy: reorder_point, reorder_point: 50, order_quantity: 50}}
suppliers:
  maker: {{lead_time: {lead_time}}}
demand: {{rate: 10 per day}}
selling: {{backorders: open}}
"""
LAUNCH = Path(__file__).parents[1] / "scenarios" / "launch.yaml"


def bare_loop(customers: int) -> None:
    """A SimPy model that does nothing: one process per customer, who comes and waits once."""
    env = simpy.Environment()

    def customer() -> Generator[simpy.Event, None, None]:
        yield env.timeout(5)

    def source() -> Generator[simpy.Event, None, None]:
        for _ in range(customers):
            yield env.timeout(1)
            env.process(customer())

    env.process(source())
    env.run()


def seconds(job: Callable[[], object]) -> float:
    """How long a job takes."""
    start = perf_counter()
    job()
    return perf_counter() - start


def bare_job(days: int, *, lead_time: str = "5 days", opening: int = 100) -> Scenario:
    """One product, 10 customers a day of one unit, (r,Q) = (50,50), full backordering."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bare.yaml"
        path.write_text(BARE_JOB.format(days=days, lead_time=lead_time, opening=opening))
        return load(path).arms[0]


def measure(name: str, scenario: Scenario, turns: int) -> None:
    """Print one line of the table."""

    def trial() -> object:
        return simulate(scenario, draw(scenario, 1, 0))

    log = simulate(scenario, draw(scenario, 1, 0))
    orders = len(log.orders)
    ratios, per_order, evaluation = [], [], []
    for _ in range(turns):
        bare, ours = seconds(lambda: bare_loop(orders)), seconds(trial)
        ratios.append(bare / ours)
        per_order.append(ours / orders * 1e6)
        evaluation.append(bare / (ours + seconds(lambda: evaluate(log))))
    tracemalloc.start()
    trial()
    memory = tracemalloc.get_traced_memory()[1] / orders
    tracemalloc.stop()
    print(
        f"{name:<34}{orders:>9,}{median(per_order):>10.1f}{median(ratios):>11.2f}"
        f"{median(evaluation):>11.2f}{memory:>9.0f}"
    )


def main() -> None:
    """Measure and print."""
    quick = "--quick" in sys.argv[1:]
    days, turns = (730, 3) if quick else (3650, 7)
    print(f"{'':<43}{'µs per':>10}{'ratio to bare SimPy':>22}{'bytes per':>10}")
    head = ("orders", "order", "simulated", "evaluated", "order")
    print(f"{'job':<34}{head[0]:>9}{head[1]:>10}{head[2]:>11}{head[3]:>11}{head[4]:>9}")
    measure("(a) bare job", bare_job(days), turns)
    for arm in load(LAUNCH).arms:
        measure(f"(b) launch, {arm.arm}", arm, turns)
    print("\nDoes the cost of an order grow with the number of orders, or with the backlog?")
    for factor in (1, 2, 4):
        measure(f"    {factor} x the days", bare_job(days * factor // 4), turns)
    for lead_time in ("5 days", "50 days", "500 days"):
        job = bare_job(days, lead_time=lead_time, opening=0)
        measure(f"    lead time {lead_time}, no stock", job, turns)


if __name__ == "__main__":
    main()
