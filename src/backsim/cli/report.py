"""``backsim report``: a kept result, shown again."""

from __future__ import annotations

from pathlib import Path

import click

from backsim.cli import options
from backsim.cli.answer import answer, drawing
from backsim.cli.session import Session


@click.command()
@click.argument("result_dir", type=click.Path(path_type=Path))
@options.question
@options.as_json
@options.no_page
@options.quiet
@click.pass_obj
def report(
    session: Session, /, result_dir: Path, question: str | None, as_json: bool, no_page: bool
) -> None:
    """Show a kept result again, and write its page anew.

    Nothing is simulated. A study that was stopped half way is shown as far as it came.

    \b
    Examples:
      backsim report results/shop
      backsim report results/shop --question 3f2a91
    """
    session.note(f"reading {result_dir}")
    from backsim import experiments

    study = experiments.open_result(result_dir, question)
    if not no_page:
        study, busy = experiments.draw_page(study, drawing(session))
        if busy:
            session.note(f"no page is written: {busy} is at work in {result_dir}")
    answer(session, study, as_json=as_json)
