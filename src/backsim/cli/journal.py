"""``backsim journal``: the books of one trial, for other tools."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backsim.cli import options
from backsim.cli.session import Session
from backsim.errors import ResultError

if TYPE_CHECKING:
    from backsim.simulation.engine import Clock


@click.command()
@options.scenario_file
@options.arm
@click.option(
    "--replication",
    type=click.IntRange(min=0),
    default=0,
    metavar="K",
    help="Which replication, counted from 0.  [default: 0]",
)
@options.seed
@options.overrides
@options.clock
@click.option(
    "--out",
    type=options.NewPath(),
    metavar="FILE",
    help="Write to a new file instead of the screen.",
)
@options.quiet
@click.pass_obj
def journal(
    session: Session,
    /,
    file: Path,
    arm: str | None,
    replication: int,
    seed: int | None,
    overrides: tuple[str, ...],
    clock: Clock | None,
    out: Path | None,
) -> None:
    """Print every entry of one trial's books in the plain-text format of beancount.

    One transaction per event; balances are asserted as each month begins. Without --arm it is the
    baseline, or the only arm that there is.

    \b
    Example:
      backsim journal shop.yaml --arm open --out shop.beancount
    """
    from backsim.experiments import load
    from backsim.experiments.studies import arm_of
    from backsim.ledger.beancount import lines
    from backsim.simulation import draw, simulate
    from backsim.simulation.engine import DEFAULT_CLOCK

    if out is not None and os.path.lexists(out):
        raise ResultError(f"{out} is already there and stays as it is; --out FILE writes elsewhere")
    loaded = load(file, overrides=overrides, seed=seed)
    for warning in (*loaded.notes, *loaded.warnings):
        session.note(f"note: {warning}")
    scenario = arm_of(loaded, arm, file)
    workload = draw(scenario, loaded.plan.seed, replication)
    text = "".join(lines(simulate(scenario, workload, clock=clock or DEFAULT_CLOCK)))
    _print(session, text, out)


def _print(session: Session, text: str, out: Path | None) -> None:
    """To the screen, or to a new file."""
    from backsim.experiments.files import write_text

    if out is None:
        click.echo(text, nl=False)
        return
    write_text(out, text)
    session.note(f"written to {out}")
