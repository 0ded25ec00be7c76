"""``backsim reproduce``: does a kept result come out again?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backsim.cli import options
from backsim.cli.document import print_json
from backsim.cli.progress import progress_for
from backsim.cli.session import Session
from backsim.errors import TrialError

if TYPE_CHECKING:
    from backsim.experiments import Mismatch, Reproduction


@click.command()
@click.argument("result_dir", type=click.Path(path_type=Path))
@options.question
@click.option("--arm", metavar="ARM", help="This arm alone.")
@click.option(
    "--replications",
    "-n",
    type=click.IntRange(min=1),
    metavar="N",
    help="The first N replications alone.",
)
@options.jobs
@options.as_json
@options.quiet
@click.pass_obj
def reproduce(session: Session, /, result_dir: Path, as_json: bool, **limits: Any) -> None:
    """Do a kept question again, from its folder alone, and compare every number.

    It ends with 0 if every number is the same to the last digit, with 1 and the first that is not
    if one is not, and with 2 if it cannot be done again: another model version, a source or an
    order history that is gone or has changed. The folder stays as it is.

    \b
    Examples:
      backsim reproduce results/shop
      backsim reproduce results/shop --arm open -n 5
    """
    session.note(f"doing again what {result_dir} keeps")
    session.progress = progress_for(session.quiet)
    from backsim import experiments

    found = experiments.reproduce(result_dir, progress=session.progress, **limits)
    first = found.first_difference
    if first is not None:
        session.exit_code = TrialError.exit_code
    if as_json:
        print_json(
            found._asdict() | {"first_difference": None if first is None else first._asdict()}
        )
        return
    for line in _lines(found):
        click.echo(line)


def _lines(found: Reproduction) -> list[str]:
    trials = f"{found.trials:,} trial{'s' if found.trials != 1 else ''}"
    made = f"question {found.question}, seed {found.seed}, backsim {found.version}"
    verdict = "identical" if found.first_difference is None else "not identical"
    lines = [f"{verdict}: {trials} done again ({made}, model {found.model})"]
    if found.first_difference is not None:
        lines.append(_worded(found.first_difference))
    if found.never_done:
        lines.append(f"note: {found.never_done:,} more trials of this question were never done")
    return lines + [f"note: {note}" for note in found.notes]


def _worded(first: Mismatch) -> str:
    where = f"arm {first.arm}, replication {first.replication}, {first.kpi}"
    return f"the first difference: {where}: kept {first.kept!r}, new {first.new!r}"
