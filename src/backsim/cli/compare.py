"""``backsim compare``: the arms of a file on the same customers."""

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
@options.plan
@click.pass_obj
def compare(
    session: Session,
    /,
    file: Path,
    as_json: bool,
    no_page: bool,
    **plan: Any,
) -> None:
    """Compare the arms of a scenario file on the same customers.

    Every arm meets the same luck, so that differences come from the policy. The result is a table
    with an interval and a verdict for each difference, and a page for the browser. Trials are
    kept in the result folder: the same call again does only what is missing.

    \b
    Examples:
      backsim compare shop.yaml
      backsim compare shop.yaml -n 200 --set study.baseline=open
      backsim compare shop.yaml --json --quiet > shop.json
    """
    session.note(f"comparing the arms of {file}")
    session.progress = progress_for(session.quiet)
    from backsim import experiments

    page = None if no_page else drawing(session)
    study = experiments.compare(file, progress=session.progress, page=page, **plan)
    answer(session, study, as_json=as_json)
