"""The end of every verb that has a study to show: page, result, failed trials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from backsim.cli.document import print_json, study_document
from backsim.cli.say import say
from backsim.cli.session import Session
from backsim.errors import TrialError

if TYPE_CHECKING:
    from backsim.experiments.study import Study

PAGE = "page.html"


def answer(session: Session, study: Study, *, as_json: bool, no_page: bool) -> None:
    """Write the page, then print the result; say which trials failed and end with their code.

    The page comes first: a reader who closes the pipe early (``| head``) still finds it.
    """
    failed = [row for row in study.rows if row.error]
    if failed:
        session.exit_code = TrialError.exit_code
        # Not a note: --quiet must not hide that a result is incomplete.
        say(f"{len(failed)} of {len(study.rows)} trials failed; the first: {failed[0].error}")
    page = None
    if study.result_dir is not None and not no_page:
        from backsim.report import write_page

        page = study.result_dir / PAGE
        write_page(study, page)
    if as_json:
        print_json(study_document(study))
        if page is not None:
            session.note(f"page: {page}")
        return
    from backsim.report import study_text

    click.echo(study_text(study))
    if page is not None:
        click.echo(f"page: {page}")
