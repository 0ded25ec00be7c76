"""Do the tests notice? Change the engine and the statistics, one place at a time, and see.

    python scripts/mutate.py --sample 200 --seed 1

A seeded sample of small changes (``scripts/mutation/mutants.py``), each tried in a copy of the
tree with the tests that reach its lines, the quickest first, until one fails; goldens, the browser
and the architecture are left out. What is known is kept in ``build/mutation``: the same command
goes on where it was stopped, ``--again`` tries the survivors once more. Mutants that change nothing
that anybody could see stand with their reason in ``scripts/mutation/equivalent.txt`` and are not
counted. docs/validation.md says what came out.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("inference", "ledger", "metrics", "policies", "simulation")
KEPT = ROOT / "build" / "mutation"
EQUIVALENT = ROOT / "scripts" / "mutation" / "equivalent.txt"
LEFT_OUT = (
    *("tests/golden", "tests/browser", "tests/architecture"),
    "tests/unit/cli/test_bad_luck.py",  # of killed processes: on a busy machine it fails by itself
)
KILLED, SURVIVED, UNREACHED = "killed", "survived", "unreached"


class Reach(NamedTuple):
    """What one run of the whole suite showed, see ``plugin.py``."""

    tests: list[str]
    seconds: list[float]
    lines: dict[str, dict[str, list[int]]]
    """By file and line, the tests that touch it."""

    def of(self, mutant: Mutant) -> list[int]:
        """The tests that could notice a mutant, the quickest first.

        What runs on import no single test is seen to touch: the tests that touch the file at all
        may notice, and those of its room, which may look at what was made then.
        """
        lines = self.lines.get(mutant.file, {})
        touched = [str(line) for line in mutant.lines] or list(lines)
        found = {test for line in touched for test in lines.get(line, [])}
        if not mutant.lines:
            near = home(mutant)
            found |= {test for test, name in enumerate(self.tests) if name.startswith(near)}
        found = {test for test in found if not self.tests[test].startswith(LEFT_OUT)}
        return sorted(found, key=lambda test: (self.seconds[test], test))


def home(mutant: Mutant) -> str:
    """Where the tests of a mutant's room are."""
    return f"tests/unit/{mutant.file.split('/')[0]}/"


def main() -> None:
    """Try a sample and show the table."""
    asked = arguments()
    KEPT.mkdir(parents=True, exist_ok=True)
    chosen = sample(asked.rooms, asked.sample, asked.seed)
    known = kept()
    todo = [m for m in chosen if not (before := known.get(str(m))) or again(asked, before)]
    if todo:
        reach = reached(anew=asked.anew)
        known |= tried(todo, reach, asked.jobs, asked.seconds)
    print(table(chosen, known))


def arguments() -> argparse.Namespace:
    """What was asked on the command line."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    reader.add_argument("--sample", type=int, default=200, help="how many mutants")
    reader.add_argument("--seed", type=int, default=1, help="which ones")
    reader.add_argument("--rooms", nargs="+", default=ROOMS, choices=ROOMS, help="of which rooms")
    reader.add_argument("--jobs", type=int, default=2, help="how many at a time")
    reader.add_argument(
        "--seconds", type=float, default=90, help="of tests for one mutant; beyond, it survives"
    )
    reader.add_argument("--again", action="store_true", help="try survivors once more")
    reader.add_argument("--anew", action="store_true", help="find out anew what tests reach")
    return reader.parse_args()


def again(asked: argparse.Namespace, before: str) -> bool:
    """Is a mutant that was tried before tried once more?"""
    return bool(asked.again) and before != KILLED


# Which mutants.


def sample(rooms: list[str], size: int, seed: int) -> list[Mutant]:
    """A seeded sample, in random order, of those that are not known to be equivalent."""
    ours = [mutant for room in rooms for mutant in room_of(room)]
    random.Random(seed).shuffle(ours)
    unseen = equivalent()
    return [mutant for mutant in ours if str(mutant) not in unseen][:size]


def room_of(room: str) -> Iterator[Mutant]:
    """All mutants of one package."""
    source = ROOT / "src" / "backsim"
    for file in sorted((source / room).rglob("*.py")):
        yield from mutants_of(file.read_text("utf-8"), file.relative_to(source).as_posix())


def equivalent() -> dict[str, str]:
    """The mutants that nobody could tell from the program, each with the reason: two lines each."""
    lines = [line for line in EQUIVALENT.read_text("utf-8").splitlines() if line[:1] not in "#"]
    return dict(zip(lines[::2], (line.strip() for line in lines[1::2]), strict=True))


# What is known.


def kept() -> dict[str, str]:
    """Verdicts of earlier runs; the last one counts, a torn line does not."""
    found = {}
    file = KEPT / "verdicts.jsonl"
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        found[row["mutant"]] = row["verdict"]
    return found


def keep(mutant: Mutant, verdict: str, by: str) -> None:
    """Write one verdict down."""
    row = {"mutant": str(mutant), "verdict": verdict, "by": by}
    with (KEPT / "verdicts.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def reached(*, anew: bool) -> Reach:
    """Which test touches which line: kept, or found by running the suite once."""
    file = KEPT / "reach.json"
    if anew or not file.exists():
        with TemporaryDirectory() as folder:
            tree = Path(folder)
            copy_to(tree)
            print("running the suite once, to see which test reaches which line", flush=True)
            record = {"BACKSIM_RECORD": str(tree / "reach.json")}
            left_out = [f"--ignore={path}" for path in LEFT_OUT]
            done = run(tree, ["tests", *left_out], record, limit=None)
            if done.returncode:  # under a watch some tests are too slow for themselves
                print(f"{done.stdout}\nWhat fails without any mutant is left out.", flush=True)
            shutil.copy(tree / "reach.json", file)
    return Reach(**json.loads(file.read_text("utf-8")))


# Trying them.


def tried(todo: list[Mutant], reach: Reach, jobs: int, seconds: float) -> dict[str, str]:
    """Verdicts on all of them, some at a time, each job in a copy of the tree of its own."""
    with TemporaryDirectory() as folder:
        trees: SimpleQueue[Path] = SimpleQueue()
        for job in range(jobs):
            tree = Path(folder) / str(job)
            copy_to(tree)
            trees.put(tree)

        def one(numbered: tuple[int, Mutant]) -> tuple[str, str]:
            number, mutant = numbered
            tree = trees.get()
            try:
                verdict, by = judged(mutant, tree, reach, seconds)
            finally:
                trees.put(tree)
            keep(mutant, verdict, by)
            print(f"{number}/{len(todo)} {verdict}: {mutant} {by}".rstrip(), flush=True)
            return str(mutant), verdict

        with ThreadPoolExecutor(jobs) as pool:
            return dict(pool.map(one, enumerate(todo, start=1)))


def judged(mutant: Mutant, tree: Path, reach: Reach, seconds: float) -> tuple[str, str]:
    """The verdict on one mutant, and what killed it."""
    tests = affordable(reach.of(mutant), reach, seconds)
    if not tests:
        return UNREACHED, ""
    file = tree / "src" / "backsim" / mutant.file
    text = file.read_text("utf-8")
    file.write_text(mutant.applied(text), encoding="utf-8")
    try:
        for places, stage in stages(mutant, tests, reach):
            if killer := failing(tree, places, stage, reach, 10 * seconds):
                return KILLED, killer
    finally:
        file.write_text(text, encoding="utf-8")
    return SURVIVED, f"({len(tests)} tests)"


def stages(
    mutant: Mutant, tests: list[int], reach: Reach
) -> Iterator[tuple[list[str], dict[str, float]]]:
    """The tests of the mutant's own room, which are soon collected, and then all others.

    Where they stand, and the tests, each with the seconds that it may take: a little longer than
    usual on a busy machine.
    """
    near = {test for test in tests if reach.tests[test].startswith(home(mutant))}
    for stage in ([t for t in tests if t in near], [t for t in tests if t not in near]):
        limits = {reach.tests[test]: 10 * reach.seconds[test] + 20 for test in stage}
        if stage and stage[0] in near:
            yield [home(mutant)], limits
        elif stage:
            yield sorted({test.split("::")[0] for test in limits}), limits


def failing(
    tree: Path, places: list[str], stage: dict[str, float], reach: Reach, limit: float
) -> str:
    """The first of these tests to fail, if one does; all of them together have a limit too."""
    pick = tree / "pick.json"
    pick.write_text(json.dumps({"run": stage, "known": reach.tests}), encoding="utf-8")
    try:
        done = run(tree, ["-x", *places], {"BACKSIM_PICK": str(pick)}, limit)
    except subprocess.TimeoutExpired:
        return "(time)"
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if failed:
        return failed[0].split(" - ")[0]
    return f"(pytest ended with {done.returncode})" if done.returncode else ""


def affordable(tests: list[int], reach: Reach, seconds: float) -> list[int]:
    """As many of these tests as fit into the time; at least one."""
    spent = 0.0
    chosen: list[int] = []
    for test in tests:
        spent += reach.seconds[test]
        if chosen and spent > seconds:
            break
        chosen.append(test)
    return chosen


def copy_to(tree: Path) -> None:
    """A copy of all that the tests need, as it is in the working tree."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listing.split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)


def run(
    tree: Path, arguments: list[str], settings: dict[str, str], limit: float | None
) -> subprocess.CompletedProcess[str]:
    """pytest in a copy of the tree, on the copy's own source."""
    paths = os.pathsep.join(str(tree / path) for path in ("src", "scripts/mutation"))
    environment = os.environ | settings | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    call = [sys.executable, "-m", "pytest", "-p", "plugin", "-p", "no:cacheprovider", "--tb=no"]
    return subprocess.run(
        [*call, *arguments],
        cwd=tree,
        env=environment,
        timeout=limit,
        capture_output=True,
        text=True,
    )


# What came out.


def table(chosen: list[Mutant], known: dict[str, str]) -> str:
    """By room how many were killed, and the survivors by name."""
    counts = Counter((m.file.split("/")[0], known.get(str(m), "")) for m in chosen)
    unseen = equivalent()
    alike = {room: sum(str(m) in unseen for m in room_of(room)) for room in ROOMS}
    rooms = sorted({m.file.split("/")[0] for m in chosen})
    rows = [f"{'room':12}{'mutants':>9}{'killed':>9}{'survived':>9}{'equivalent':>12}{'score':>9}"]
    for name, inside in [*((room, [room]) for room in rooms), ("all", rooms)]:
        killed = sum(counts[room, KILLED] for room in inside)
        lived = sum(counts[room, word] for room in inside for word in (SURVIVED, UNREACHED))
        score = f"{killed / (killed + lived):.1%}" if killed + lived else "-"
        same = sum(alike[room] for room in inside)
        rows.append(f"{name:12}{killed + lived:9}{killed:9}{lived:9}{same:12}{score:>9}")
    left = [m for m in chosen if known.get(str(m)) in (SURVIVED, UNREACHED)]
    rows += ["", *(f"{known[str(m)]}: {m}" for m in left)] if left else []
    return "\n".join(rows)


if __name__ == "__main__":
    main()
