"""Write the golden files anew: what the shipped scenarios find, to the last digit.

    python scripts/goldens.py

``tests/golden`` compares them exactly. A change of ``numbers.txt`` is a change of results and
belongs into CHANGELOG.md with the mark [RESULTS]; a change of ``necklace.txt`` alone is one of
words or layout.
"""

from __future__ import annotations

import os
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import backsim
from backsim.cli.main import main as command_line

ROOT = Path(__file__).parents[1]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
GOLDEN = ROOT / "tests" / "golden"


def table() -> str:
    """What the terminal shows of the necklace."""
    call = ["compare", str(ROOT / "scenarios" / "necklace.yaml"), "--replications", "12"]
    call += ["--seed", "1", "--jobs", "1", "--quiet", "--no-page", "--out"]
    width, os.environ["COLUMNS"] = os.environ.get("COLUMNS"), "80"
    try:
        with TemporaryDirectory() as folder, redirect_stdout(StringIO()) as told:
            code = command_line([*call, folder])
    finally:
        if width is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = width
    if code:
        raise SystemExit(code)
    return told.getvalue()


def numbers(scenario: Path, folder: Path) -> str:
    """Each arm's mean of each KPI over two replications, a line each."""
    study = backsim.compare(scenario, replications=2, seed=1, jobs=1, out=folder)
    lines = [
        f"{scenario.stem} / {arm} / {kpi}: {estimate.mean:.9g}"
        for arm, estimates in study.estimates.items()
        for kpi, estimate in sorted(estimates.items())
    ]
    return "\n".join(lines) + "\n"


def all_numbers() -> str:
    """The numbers of every shipped scenario."""
    with TemporaryDirectory() as folder:
        return "".join(numbers(path, Path(folder) / path.stem) for path in SCENARIOS)


def main() -> None:
    """Write both files."""
    for name, text in (("necklace.txt", table()), ("numbers.txt", all_numbers())):
        (GOLDEN / name).write_text(text, encoding="utf-8")
        print(f"tests/golden/{name}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
