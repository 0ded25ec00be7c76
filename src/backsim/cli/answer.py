"""The end of every verb that has a study to show: page, result, what to know about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backsim.cli.document import print_json
from backsim.cli.say import say
from backsim.cli.session import Session
from backsim.errors import TrialError

if TYPE_CHECKING:
    from backsim.experiments import Study


def drawing(session: Session) -> Callable[[Study, Path], None]:
    """What writes the page, and says that it does."""

    def draw(study: Study, path: Path) -> None:
        session.note("drawing the page")
        from backsim.report import write_page

        write_page(study, path)

    return draw


def answer(session: Session, study: Study, *, as_json: bool) -> None:
    """Print the result; a failed trial decides the exit code.

    The page is there before: a reader who closes the pipe early (``| head``) still finds it.
    """
    if study.failed:
        session.exit_code = TrialError.exit_code
        # Not a note: --quiet must not hide that a result is incomplete.
        say(f"backsim: {len(study.failed):,} of {len(study.rows):,} trials failed")
    if as_json:
        _as_document(session, study)
    else:
        _as_text(study)


def _as_document(session: Session, study: Study) -> None:
    """The document has no place for the notes and the page, so they go to stderr."""
    print_json(study.document())
    for note in study.notes:
        session.note(f"note: {note}")
    if study.page is not None:
        session.note(f"page: {study.page}")


def _as_text(study: Study) -> None:
    from backsim.report import study_text

    click.echo(study_text(study))
    if study.page is not None:
        click.echo(f"page: {study.page}")
