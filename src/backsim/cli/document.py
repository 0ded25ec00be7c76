"""What ``--json`` prints: one document on stdout, and nothing else there."""

from __future__ import annotations

import json
from typing import Any

import click

from backsim.changes import JSON_FORMAT


def print_json(document: dict[str, Any]) -> None:
    """Print one document, which begins with the number of its form.

    Raises ``ValueError`` for a number that JSON has no word for.
    """
    document = {"format": JSON_FORMAT} | document
    click.echo(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False, default=str))
