"""Hold the forms of the engine equal: plain Python and compiled, SimPy's clock and the heap's.

    python scripts/compile.py --into FOLDER
    python scripts/same.py FOLDER [--shops N] [--replications N]

Plain Python on SimPy's clock says what is right. Every column of every table is compared: of every
arm of every shipped scenario and of benchmarks/mixed.yaml, and of generated shops over the whole
language; then each of the store's rules, on random arguments. The first difference is printed, by
table, column and row, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
FILES = [*sorted((ROOT / "scenarios").glob("*.yaml")), ROOT / "benchmarks" / "mixed.yaml"]
CALLS = 2_000
"""Of each rule."""
SEGMENTS = 3
INSTANTS = (0, 1, 3600, 86_400, 864_000, 10**9)
"""Around these, thresholds of generated rules lie."""

Columns = dict[str, NDArray[Any]]


class Case(NamedTuple):
    """What one form has to say of one case."""

    name: str
    forms: dict[str, Columns]
    """By clock; for rules there is but one."""


def generated(shops: int) -> list[dict[str, Any]]:
    """Shops over the whole language, the same ones at each call."""
    from hypothesis import HealthCheck, Phase, given, settings

    laws = ROOT / "tests" / "laws"
    plain = runpy.run_path(str(laws / "conftest.py"))["shops"]()
    whole = runpy.run_path(str(laws / "language" / "conftest.py"))["whole_shops"](plain)
    found: list[dict[str, Any]] = []

    @settings(
        max_examples=shops,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(whole)
    def collect(tree: dict[str, Any]) -> None:
        found.append(tree)

    collect()
    return found


# What one form says, in a process of its own.


def tell(shops: Path, replications: int) -> None:
    """Write one ``Case`` after the other to standard output, as pickles."""
    from backsim.columns import COMPILED

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    pickle.dump(COMPILED, out)
    for cases in (scenarios(replications), rules(), small_shops(shops)):
        for case in cases:
            pickle.dump(case, out)
    pickle.dump(None, out)
    out.flush()


def scenarios(replications: int) -> Iterator[Case]:
    """Every arm of every shipped scenario."""
    from backsim.scenario.build import load

    for path in FILES:
        for arm in load(path).arms:
            for replication in range(replications):
                yield trial(f"{path.stem} / {arm.arm} / {replication}", arm, 1, replication)


def small_shops(file: Path) -> Iterator[Case]:
    """Every generated shop."""
    from backsim.scenario.build import load

    for number, tree in enumerate(json.loads(file.read_text(encoding="utf-8"))):
        path = file.with_name("shop.json")
        path.write_text(json.dumps(tree), encoding="utf-8")
        yield trial(f"generated shop {number}", load(path).arms[0], number, 0)


def trial(name: str, scenario: Any, seed: int, replication: int) -> Case:
    """One trial on both clocks."""
    from backsim.simulation import draw, simulate
    from backsim.simulation.engine import Clock

    clocks: tuple[Clock, ...] = get_args(Clock)
    workload = draw(scenario, seed, replication)
    logs = {clock: simulate(scenario, workload, clock=clock) for clock in clocks}
    return Case(name, {clock: columns(log) for clock, log in logs.items()})


def columns(log: Any) -> Columns:
    """Every column of every table of a log."""
    tables = [(f.name, getattr(log, f.name)) for f in fields(log) if f.name != "facts"]
    return {
        f"{name}.{column.name}": getattr(table, column.name)
        for name, table in tables
        for column in fields(table)
    }


def rules() -> Iterator[Case]:
    """The answers of every rule to the same random questions."""
    from backsim.policies.registry import OWN

    for entry in OWN:
        luck = random.Random(f"{entry.kind} {entry.word}")
        answers = [answer_of(entry.rule, luck) for _ in range(CALLS)]
        told = {f"answer {i}": np.array(one) for i, one in enumerate(zip(*answers, strict=True))}
        yield Case(f"rule {entry.kind} / {entry.word}", {"": told})


def answer_of(rule: type[Any], luck: random.Random) -> list[float]:
    """One object with random settings, asked once whatever it can be asked."""
    import inspect

    from backsim.policies import base

    made = rule(**{name: setting(name, luck) for name in inspect.signature(rule).parameters})
    answers: list[float] = []
    for question in questions(rule, base.__name__):
        method: Callable[..., Any] = getattr(made, question)
        names = inspect.signature(method).parameters
        answer = method(**{name: argument(name, luck) for name in names})
        if question == "for_line":
            made = answer  # the rule as it stands for a line: what is asked of it next
        elif isinstance(answer, base.Plan):
            answers += [getattr(answer, part) for part in inspect.signature(base.Plan).parameters]
        else:
            answers.append(answer)
    return answers


def questions(rule: type[Any], bases: str) -> list[str]:
    """What the rules of its kind can be asked, in the order in which the base has them."""
    return [
        name
        for parent in rule.__mro__
        if parent.__module__ == bases
        for name in vars(parent)
        if not name.startswith("_") and callable(getattr(parent, name))
    ]


def setting(name: str, luck: random.Random) -> Any:
    """A random value for a setting of this name: a number of pieces or ticks unless known."""
    if name in {"only_when_on_order", "waiting_list", "customer_bears", "partner"}:
        return luck.random() < 0.5
    if name in {"share", "interest", "supply_share", "preorder", "quantile"}:
        return luck.choice((0.0, 0.3, 1.0, luck.random()))
    if name in {"early_bird", "by_sold", "by_wait", "by_quantity"}:
        starts = sorted(luck.sample((*range(9), *INSTANTS[2:]), luck.randint(0, 4)))
        return tuple((start, luck.random() / 2) for start in starts)
    if name == "rank" or name.endswith("segments"):
        return tuple(
            luck.sample(range(SEGMENTS), SEGMENTS if name == "rank" else luck.randint(0, 3))
        )
    if name == "per":
        return luck.choice(("line", "piece", "order"))
    if name in {"parts", "order_quantity"}:
        return luck.randint(1, 7)
    return number(name, luck)


def argument(name: str, luck: random.Random) -> Any:
    """A random value for what a rule is asked."""
    if name in {"aversion", "discount_response"}:
        return luck.choice((0.0, luck.random(), luck.random() * 10_000))
    if name == "preorder":
        return luck.random() < 0.5
    if name == "offer":
        return luck.randint(0, 5)
    if name == "segment":
        return luck.randrange(SEGMENTS)
    if name == "inventory_position":
        return luck.randint(-12, 24)
    return number(name, luck)


def number(name: str, luck: random.Random) -> int:
    """Pieces, ticks or cents, often equal to each other, and without end where that can be."""
    from backsim.units import FOREVER

    if name.endswith(("_at", "_wait", "_after", "patience", "limit")) and luck.random() < 0.2:
        return FOREVER
    return luck.choice((luck.randint(0, 9), luck.choice(INSTANTS), luck.randint(0, 10**7)))


# What the forms say, side by side.


class Form:
    """One form of the engine at work."""

    def __init__(self, name: str, path: Path, shops: Path, replications: int) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--tell", str(shops), "--replications", str(replications)],
            env=os.environ | {"PYTHONPATH": str(path)},
            stdout=subprocess.PIPE,
        )

    def hear(self) -> Any:
        """The next that it says."""
        assert self.process.stdout is not None
        with suppress(EOFError):
            return pickle.load(self.process.stdout)
        sys.exit(f"the {self.name} form ended with code {self.process.wait()}")


def difference(right: Columns, other: Columns) -> str:
    """The first difference between two logs; empty if there is none."""
    for name in right | other:
        if name not in right or name not in other:
            return f"{name} is there in one of them only"
        one, two = right[name], other[name]
        if one.dtype != two.dtype or len(one) != len(two):
            return f"{name}: {len(one)} x {one.dtype} against {len(two)} x {two.dtype}"
        if one.tobytes() != two.tobytes():
            row = int(np.flatnonzero(one != two)[0])
            return f"{name}, row {row}: {one[row]} against {two[row]}"
    return ""


def compare(plain: Form, compiled: Form) -> int:
    """Say how many cases are equal, or which is not; the exit code."""
    if plain.hear() or not compiled.hear():
        sys.exit("these are not a plain and a compiled form")
    cases = logs = 0
    while True:
        one, two = plain.hear(), compiled.hear()
        if one is None or two is None:
            break
        assert one.name == two.name
        right = next(iter(one.forms.values()))
        for form, case in ((plain, one), (compiled, two)):
            for clock, told in case.forms.items():
                if wrong := difference(right, told):
                    which = f"{form.name} {clock}".strip()
                    print(f"{one.name}: {which} differs from plain Python on SimPy's: {wrong}")
                    return 1
                logs += 1
        cases += 1
    print(f"{cases} cases, each told in every form and on every clock: {logs} tellings, all equal")
    return int(one is not two)


def main() -> None:
    """Run both forms over all cases."""
    parser = argparse.ArgumentParser(description="Hold the forms of the engine equal.")
    parser.add_argument("compiled", type=Path, nargs="?", help="where scripts/compile.py put it")
    parser.add_argument("--shops", type=int, default=200, help="generated shops")
    parser.add_argument("--replications", type=int, default=3, help="of each shipped arm")
    parser.add_argument("--tell", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.tell:
        return tell(given.tell, given.replications)
    if given.compiled is None:
        parser.error("which folder holds the compiled form?")
    with TemporaryDirectory() as folder:
        shops = [Path(folder) / form / "shops.json" for form in ("plain", "compiled")]
        text = json.dumps(generated(given.shops))
        for file in shops:
            file.parent.mkdir()
            file.write_text(text, encoding="utf-8")
        places = (ROOT / "src", given.compiled.resolve())
        plain, compiled = (
            Form(file.parent.name, place, file, given.replications)
            for file, place in zip(shops, places, strict=True)
        )
        sys.exit(compare(plain, compiled))


if __name__ == "__main__":
    main()
