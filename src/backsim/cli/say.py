"""Words on stderr: everything that is not the result."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click


def say(text: str) -> None:
    """Write a line to stderr.

    If nobody reads it any more (a closed pipe, a full disk behind ``2>``), the work goes on all
    the same: a note is never worth the trials in flight.
    """
    if sys.stderr is None:  # closed before the start, as in ``2>&-``
        return
    try:
        click.echo(text, file=sys.stderr)
    except (OSError, ValueError):
        silence(sys.stderr)


def silence(stream: TextIO | None) -> None:
    """Let nothing more be written to stdout or stderr, not even what is still in its buffer.

    Without this the interpreter's last flush would fail, say so, and change the exit code.
    """
    if stream is None:
        return
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return
