"""``backsim report``: a kept result, shown again."""

from __future__ import annotations

from pathlib import Path

import click

from backsim.cli import options
from backsim.cli.answer import answer
from backsim.cli.session import Session


@click.command()
@click.argument("result_dir", type=click.Path(path_type=Path))
@options.as_json
@options.no_page
@options.quiet
@click.pass_obj
def report(session: Session, result_dir: Path, as_json: bool, no_page: bool) -> None:
    """Show a kept result again, and write its page anew.

    Nothing is simulated. A study that was stopped half way is shown as far as it came.

    \b
    Example:
      backsim report results/shop
    """
    session.note(f"reading {result_dir}")
    from backsim import experiments

    answer(session, experiments.open_result(result_dir), as_json=as_json, no_page=no_page)
