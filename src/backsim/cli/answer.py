"""The end of every verb that has a study to show: page, result, what to know about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from backsim.cli.document import print_json
from backsim.cli.say import say
from backsim.cli.session import Session
from backsim.errors import TrialError

if TYPE_CHECKING:
    from backsim.experiments import Study

PAGE = "page.html"


def answer(session: Session, study: Study, *, as_json: bool, no_page: bool) -> None:
    """Write the page, then print the result; a failed trial decides the exit code.

    The page comes first: a reader who closes the pipe early (``| head``) still finds it.
    """
    page = None if no_page else _write_page(session, study)
    if study.failed:
        session.exit_code = TrialError.exit_code
        # Not a note: --quiet must not hide that a result is incomplete.
        say(f"backsim: {len(study.failed):,} of {len(study.rows):,} trials failed")
    if as_json:
        _as_document(session, study, page)
    else:
        _as_text(study, page)


def _write_page(session: Session, study: Study) -> Path | None:
    if study.result_dir is None:
        return None
    session.note("drawing the page")
    from backsim.report import write_page

    page = study.result_dir / PAGE
    write_page(study, page)
    return page


def _as_document(session: Session, study: Study, page: Path | None) -> None:
    """The document has no place for the notes and the page, so they go to stderr."""
    print_json(study.document())
    for note in study.notes:
        session.note(f"note: {note}")
    if page is not None:
        session.note(f"page: {page}")


def _as_text(study: Study, page: Path | None) -> None:
    from backsim.report import study_text

    click.echo(study_text(study))
    if page is not None:
        click.echo(f"page: {page}")
