"""The source trees that are measured against each other, and the jobs that they are measured on."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
BASE = "cebea3c"
"""The commit that the ratios refer to: the last one before there were two clocks."""
CLOCKS = ("simpy", "heap")

ONE_PRODUCT = """
name: {name}
horizon: {days} days
question: steady_state
warm_up: 100 days
products:
  widget:
    price: 10.00
    unit_cost: 6.00
    opening_stock: {stock}
    supplier: maker
    replenishment: {{policy: reorder_point, reorder_point: {point}, order_quantity: {point}}}
suppliers:
  maker: {{lead_time: {lead_time}}}
demand: {{rate: {rate} per day}}
selling: {{backorders: open}}
"""
THREE_ARMS = """
arms:
  refuse: {selling.backorders: off}
  open: {}
  deposit: {payment: {approach: deposit, share: 30%}}
"""
WIDE = """
name: wide
horizon: 365 days
question: launch
demand: {{rate: 50 per day, basket: {{sizes: {sizes}}}}}
selling: {{backorders: open}}
suppliers: {{maker: {{lead_time: 5 days}}}}
products:
"""
BASKETS = {"one product a visit": "{1: 100%}", "one to four": "{1: 55%, 2: 20%, 3: 15%, 4: 10%}"}


class Job(NamedTuple):
    """An arm of a file, and what the tables call it."""

    name: str
    file: str
    arm: str = ""


def one_product(name: str, days: int, rate: int, lead_time: str = "5 days") -> str:
    """A store of one product, which buys again (r, Q) and takes every backorder."""
    stock, point = (0, 50) if lead_time != "5 days" else (10 * rate, 5 * rate)
    return ONE_PRODUCT.format(
        name=name, days=days, rate=rate, stock=stock, point=point, lead_time=lead_time
    )


def wide(products: int, sizes: str) -> str:
    """A store with so many products on its shelves."""
    rows = (
        f"  p{n}: {{price: 10.00, unit_cost: 6.00, opening_stock: 40, "
        "replenishment: {policy: base_stock, base_stock_level: 40}}\n"
        for n in range(products)
    )
    return WIDE.format(sizes=sizes) + "".join(rows)


def write_jobs(folder: Path, days: int) -> None:
    """The files of all jobs that do not lie in the repository."""
    files = {
        "bare": one_product("bare", days, 10),
        "year": one_product("year", 365, 50) + THREE_ARMS,
        "queue 50": one_product("queue", days, 10, "50 days"),
        "queue 500": one_product("queue", days, 10, "500 days"),
        "days 1": one_product("days", days // 4, 10),
        "days 2": one_product("days", days // 2, 10),
        "days 4": one_product("days", days, 10),
    }
    for products in (10, 100, 1000):
        for number, sizes in enumerate(BASKETS.values()):
            files[f"wide {products} {number}"] = wide(products, sizes)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


class Form:
    """One source tree, in a process of its own, on one clock (empty: the only one it has)."""

    def __init__(self, name: str, path: Path, clock: str = "") -> None:
        self.name, self.path, self.clock = name, path, clock
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("turns.py"))],
            env=os.environ | {"PYTHONPATH": str(path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, what: str, *args: Any) -> Any:
        """What one of the functions of ``turns.py`` answers."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            print(json.dumps([what, args]), file=process.stdin, flush=True)
        answer = process.stdout.readline()
        if not answer:
            sys.exit(f"{self.name} ended with code {process.wait()}")
        return json.loads(answer)

    def compare(self, file: Path, replications: int) -> float:
        """CPU seconds of a whole ``backsim compare``: workers, archive and page included."""
        with TemporaryDirectory() as out:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [sys.executable, "-m", "backsim.cli.main", "compare", str(file), "--quiet"]
            command += ["--replications", str(replications), "--out", out, "--jobs", "2"]
            command += ["--clock", self.clock] if self.clock else []
            env = os.environ | {"PYTHONPATH": str(self.path)}
            subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def base_tree(folder: Path) -> Path:
    """The sources of the commit that the ratios refer to."""
    command = ["git", "-C", str(ROOT), "archive", BASE, "src"]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"the history holds no {BASE}, to which every ratio refers: clone without --depth")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


def all_forms(folder: Path, compiled: Path | None) -> Sequence[Form]:
    """The old tree, then the present one: plain and compiled, on either clock.

    ``compiled`` is where ``scripts/compile.py`` put it; without one, it is compiled now.
    """
    if compiled is None:
        compiled = folder / "compiled"
        script = ROOT / "scripts" / "compile.py"
        subprocess.run([sys.executable, str(script), "--into", str(compiled)], check=True, stdout=2)
    forms = [Form(BASE, base_tree(folder / "base"))]
    for name, path in (("plain", ROOT / "src"), ("compiled", compiled)):
        forms += [Form(f"{name}, {clock}", path, clock) for clock in CLOCKS]
    return forms
