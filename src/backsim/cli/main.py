"""Where the program starts and ends: the one place that turns errors into words and exit codes."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import current_thread, main_thread

import click

from backsim.cli.door import door
from backsim.cli.failures import explain
from backsim.cli.say import say, silence
from backsim.cli.session import Session

COMPLETION = "_BACKSIM_COMPLETE"
"""Set by the shell when it asks what the Tab key may offer."""


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing is raised past here.

    Click's own ``main`` would end the process by itself, with its own codes for a closed pipe and
    for Ctrl-C, so the context is opened here.
    """
    if COMPLETION in os.environ:
        door(prog_name="backsim")
    session = Session()
    given = list(sys.argv[1:] if args is None else args)
    try:
        code = _run(given, session)
        _flush()
    except (Exception, KeyboardInterrupt) as error:
        code = _end(error, session)
    return code


def _flush() -> None:
    """Write out what is printed: a full disk or a closed pipe may show only now."""
    if sys.stdout is not None:  # None: closed before the start, as in ``>&-``
        sys.stdout.flush()


def _run(args: list[str], session: Session) -> int:
    try:
        with _ctrl_c(session), door.make_context("backsim", args, obj=session) as context:
            door.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    return session.exit_code


@contextmanager
def _ctrl_c(session: Session) -> Iterator[None]:
    """Let Ctrl-C be remembered as well as raised; one that is ignored (``nohup``) stays ignored."""

    def remember(*_: object) -> None:
        session.progress.stop = True
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or current_thread() is not main_thread():
        yield
        return
    signal.signal(signal.SIGINT, remember)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(error: BaseException, session: Session) -> int:
    """Say what went wrong.

    A closed pipe (``| head``) is no error: results are printed when all is done and kept, and the
    reader has seen enough. It ends as the work ended, which under ``pipefail`` is what counts.
    """
    if session.debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, BrokenPipeError):
        silence(sys.stdout)
        return session.exit_code
    session.progress.finished()
    words, code = explain(error, session.progress)
    if isinstance(error, OSError):
        silence(sys.stdout)
    say(words)
    return code


if __name__ == "__main__":
    sys.exit(main())
