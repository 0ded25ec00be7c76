"""Words on stderr: everything that is not the result."""

from __future__ import annotations

import sys

import click


def say(text: str) -> None:
    """Write a line to stderr.

    If nobody reads it any more (a closed pipe, a full disk behind ``2>``), the work goes on all
    the same: a note is never worth the trials in flight.
    """
    if sys.stderr is None:
        return
    try:
        click.echo(text, file=sys.stderr)
    except (OSError, ValueError):
        return
