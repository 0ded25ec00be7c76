"""What one order costs: every form of the engine in turns with the old one and with bare SimPy.

    python benchmarks/measure.py --write        # everything, into README.md: about two hours
    python benchmarks/measure.py --quick        # shorter jobs, fewer turns, for a first look

Machines are noisy and differ, so the forms take turns and every ratio is the median of the ratios
of the turns. All times are CPU times. The notes on what is going on go to standard error.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stdout
from datetime import date
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from forms import BASE, BASKETS, ROOT, Form, Job, all_forms, write_jobs

CUSTOMERS = 20_000
"""Of the bare SimPy loop."""
LAUNCH = ("no-preorder", "at-release", "deposit", "full")
CHIP = Path("/proc/cpuinfo")
PARTS = ("draw", "events", "log", "measures", "profile")


README = Path(__file__).with_name("README.md")
BELOW = "<!-- What follows is written by measure.py. -->\n"


class Effort(NamedTuple):
    """How much is done."""

    turns: int
    days: int
    replications: int


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown; numbers stand on the right."""
    print("| " + " | ".join(head) + " |")
    print("|---" + "|--:" * (len(head) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def note(text: str) -> None:
    """Say what is being done."""
    print(text, file=sys.stderr, flush=True)


def number(value: float) -> str:
    """Three digits or so."""
    return f"{value:,.2f}" if value < 10 else f"{value:,.1f}" if value < 100 else f"{value:,.0f}"


def against(first: Sequence[float], other: Sequence[float]) -> float:
    """How many times as fast the other one is, by the median of the turns."""
    return median(a / b for a, b in zip(first, other, strict=True))


def circumstances(effort: Effort) -> None:
    """Where, when and how long."""
    told = CHIP.read_text(encoding="utf-8") if CHIP.exists() else ""
    chips = [line for line in told.splitlines() if line.startswith("model name")]
    chip = chips[0].partition(": ")[2] if chips else platform.machine()
    day, python = date.today().isoformat(), platform.python_version()
    print(
        f"Measured on {day}: {chip}, {os.cpu_count()} processors, Python {python}, SimPy "
        f"{version('simpy')}, mypyc {version('mypy')}; {effort.turns} turns, "
        f"{effort.days:,} days of the bare job.\n"
    )


def jobs_in(folder: Path) -> list[Job]:
    """Bare, every arm of launch, every arm of mixed."""
    launch, mixed = str(ROOT / "scenarios/launch.yaml"), str(ROOT / "benchmarks/mixed.yaml")
    jobs = [Job("bare", str(folder / "bare.yaml"))]
    jobs += [Job(f"launch, {arm}", launch, arm) for arm in LAUNCH]
    return jobs + [Job(f"mixed, {a}", mixed, a) for a in ("refuse", "deposit", "later")]


def simulations(forms: Sequence[Form], jobs: Sequence[Job], turns: int) -> None:
    """The events and their log, in every form."""
    print(f"### `simulate`: µs per visit, and how many times as fast as {BASE}\n")
    rows = []
    for job in jobs:
        note(f"simulate {job.name}")
        bare: list[float] = []
        spent: list[list[float]] = [[] for _ in forms]
        for _ in range(turns):
            bare.append(forms[0].ask("bare_simpy", CUSTOMERS))
            for form, times in zip(forms, spent, strict=True):
                times.append(form.ask("simulated", job.file, job.arm, form.clock))
        row = [job.name, number(median(bare)), number(median(spent[0]))]
        row += [f"{number(median(s))} **x{number(against(spent[0], s))}**" for s in spent[1:]]
        rows.append([*row, *(number(against(bare, spent[i])) for i in (2, 4))])
    head = ["job", "bare SimPy", BASE, *(form.name for form in forms[1:])]
    table([*head, "plain heap : bare SimPy", "compiled heap : bare SimPy"], rows)


def growth(forms: Sequence[Form], folder: Path, turns: int) -> None:
    """The cost of a visit where there are more days, or more people who wait."""
    print("### Does a visit cost more where there are more days, or a longer queue? µs per visit\n")
    names = {f"days {n}": f"bare, {n} x the days" for n in (1, 2, 4)}
    names |= {f"queue {n}": f"no stock, lead time {n} days" for n in (50, 500)}
    chosen = (forms[0], forms[2], forms[4])
    rows = []
    for file, name in names.items():
        note(name)
        job = [str(folder / f"{file}.yaml"), ""]
        spent = [[form.ask("simulated", *job, form.clock) for form in chosen] for _ in range(turns)]
        rows.append([name, *(number(median(times)) for times in zip(*spent, strict=True))])
    table(["job", *(form.name for form in chosen)], rows)


def who_pays_what(forms: Sequence[Form], jobs: Sequence[Job], turns: int) -> None:
    """The parts of a trial."""
    print("### Who pays what: µs per visit\n")
    rows = []
    for job in jobs:
        for form in (forms[0], forms[2], forms[4]):
            note(f"parts of {job.name}, {form.name}")
            told = [form.ask("parts", job.file, job.arm, form.clock) for _ in range(turns)]
            parts = [median(one[part] for one in told) for part in PARTS]
            rows.append([f"{job.name}: {form.name}", *map(number, [*parts, sum(parts)])])
    table(["job", *PARTS, "a trial"], rows)


def draws(forms: Sequence[Form], folder: Path, turns: int) -> None:
    """Drawing the luck where there are many products."""
    print("### `draw` where there are many products: µs per visit\n")
    sizes = (10, 100, 1000)
    rows = []
    for number_of, name in enumerate(BASKETS):
        for form in (forms[0], forms[1]):
            note(f"draw, {name}, {form.name}")
            files = [str(folder / f"wide {size} {number_of}.yaml") for size in sizes]
            spent = [median(form.ask("drawn", file, "") for _ in range(turns)) for file in files]
            label = form.name if form is forms[0] else "now"
            rows.append([f"{name}: {label}", *map(number, spent), number(spent[2] / spent[0])])
    table(["baskets", *(f"{size:,} products" for size in sizes), "1,000 : 10"], rows)


def memories(forms: Sequence[Form], jobs: Sequence[Job]) -> None:
    """What a trial needs at its peak."""
    print("### Memory at the peak of a trial (draw and simulate, plain Python): bytes per visit\n")
    rows = []
    for job in jobs:
        note(f"memory of {job.name}")
        bytes_of = [form.ask("memory", job.file, job.arm) for form in forms[:2]]
        rows.append([job.name, *(f"{b:,.0f}" for b in bytes_of), number(bytes_of[1] / bytes_of[0])])
    table(["job", BASE, "now", "ratio"], rows)


def studies(forms: Sequence[Form], folder: Path, replications: int) -> None:
    """Whole comparisons from the command to the page."""
    print(f"### `backsim compare`, 3 arms x {replications} replications x 365 days x 50 a day\n")
    print("CPU seconds of all processes: reading, two workers, archive, inference and page.\n")
    rows = []
    files = {"one product": folder / "year.yaml", "mixed": ROOT / "benchmarks" / "mixed.yaml"}
    for name, file in files.items():
        chosen = (forms[0], forms[1], forms[2], forms[4])
        spent = []
        for form in chosen:
            note(f"compare {name}, {form.name}")
            spent.append(form.compare(file, replications))
        visits = 3 * replications * 365 * 50 / 1e6
        row = [f"{number(s)} **1/{number(spent[0] / s)}**" for s in spent[1:]]
        rows.append([name, number(spent[0]), *row, number(spent[-1] / visits)])
    head = ["job", *(form.name for form in (forms[0], forms[1], forms[2], forms[4]))]
    table([*head, "compiled: µs a visit"], rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What one order costs.")
    parser.add_argument("--quick", action="store_true", help="shorter jobs, for a first look")
    every = ("simulate", "growth", "parts", "draw", "memory", "compare")
    parser.add_argument("--write", action="store_true", help="put the tables into README.md")
    parser.add_argument("--compiled", type=Path, help="where scripts/compile.py put that form")
    parser.add_argument("--only", nargs="+", choices=every, default=every, metavar="TABLE")
    given = parser.parse_args()
    effort = Effort(3, 730, 4) if given.quick else Effort(7, 3650, 100)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_jobs(folder, effort.days)
        forms, jobs = all_forms(folder, given.compiled), jobs_in(folder)
        few = [job for job in jobs if job.arm in ("", "deposit")]
        tables: dict[str, Any] = {
            "simulate": lambda: simulations(forms, jobs, effort.turns),
            "growth": lambda: growth(forms, folder, effort.turns),
            "parts": lambda: who_pays_what(forms, few, effort.turns),
            "draw": lambda: draws(forms, folder, min(effort.turns, 3)),
            "memory": lambda: memories(forms, few),
            "compare": lambda: studies(forms, folder, effort.replications),
        }
        told = StringIO()
        with redirect_stdout(told) if given.write else nullcontext():
            circumstances(effort)
            for one in given.only:
                tables[one]()
    if given.write:
        above = README.read_text(encoding="utf-8").partition(BELOW)[0]
        README.write_text(f"{above}{BELOW}\n{told.getvalue().rstrip()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
