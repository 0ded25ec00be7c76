"""Plain aligned columns for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

WIDEST = 48
"""A longer cell pushes the rest of its own row to the right, and not of every row."""


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Each row as a line, every column as wide as its longest cell (at most ``WIDEST``).

    >>> list(columns([("a", "b", "c"), ("long", "", "d")]))
    ['a     b  c', 'long     d']
    """
    widths = [min(max(map(len, cells)), WIDEST) for cells in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()
