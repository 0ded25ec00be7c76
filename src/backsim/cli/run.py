"""``backsim run``: one arm, described by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from backsim.cli import options
from backsim.cli.answer import answer, drawing
from backsim.cli.progress import progress_for
from backsim.cli.session import Session


@click.command()
@options.scenario_file
@options.arm
@click.option(
    "--replication",
    type=click.IntRange(min=0),
    metavar="K",
    help="Do replication K alone, counted from 0: to look into a trial that failed.",
)
@options.plan
@click.pass_obj
def run(
    session: Session,
    /,
    file: Path,
    arm: str | None,
    replication: int | None,
    as_json: bool,
    no_page: bool,
    **plan: Any,
) -> None:
    """Run one arm of a scenario file and describe what comes out.

    Without --arm it is the baseline, or the only arm that there is.

    \b
    Examples:
      backsim run shop.yaml
      backsim run shop.yaml --arm open -n 5 --no-page
    """
    session.note(f"running {file}")
    session.progress = progress_for(session.quiet)
    from backsim import experiments

    page = None if no_page else drawing(session)
    study = experiments.run(
        file, arm=arm, replication=replication, progress=session.progress, page=page, **plan
    )
    answer(session, study, as_json=as_json)
