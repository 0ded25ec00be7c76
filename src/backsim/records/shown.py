"""What the members of a closed vocabulary carry besides their number.

It stands apart from the vocabularies because these are compiled where a compiler is at hand, and an
enumeration that makes its own members cannot be.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class Shown(IntEnum):
    """Codes that people read too: a member is its number, its words and its look in a chart.

    A row may be a number alone. Rows stand in the order in which reports show them.
    """

    words: str
    """As a legend or a sentence has it."""
    colour: str
    """Hexadecimal, ``#rrggbb``; empty if no chart shows it."""
    pattern: str
    """Plotly's sign for a hatching, so that neighbours are not told apart by colour alone."""
    scored: str
    """Of who leaves without buying: which stated score of ``SatisfactionCurve`` is theirs."""

    def __new__(
        cls, code: int, words: str = "", colour: str = "", pattern: str = "", scored: str = ""
    ) -> Self:
        """One row of a vocabulary."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.words, member.colour, member.pattern = words, colour, pattern
        member.scored = scored
        return member
