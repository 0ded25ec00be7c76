"""The whole numbers that state is made of: ticks, pieces, minor units of money.

Time is counted in ticks of one second since the scenario's start, money in minor units of its
currency (cents), shares in floats between 0 and 1. Nothing here knows of a scenario.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from mypy_extensions import i64

Tick: TypeAlias = i64
"""A moment or a duration. The names tell a reader, and the compiled form, what an ``int`` is."""
Money: TypeAlias = i64
"""Minor units."""
Pieces: TypeAlias = i64
Row: TypeAlias = i64
"""Of a table, or a position in a list."""
Code: TypeAlias = i64
"""A member of one of the small vocabularies of ``records.codes``."""

TICK: Final = 1
MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
WEEK: Final = 7 * DAY
YEAR: Final = 365 * DAY

NEVER: Final = -1
"""In a column of times: it did not happen."""

FOREVER: Final = 1152921504606846976  # 1 << 60: an expression would not be a constant
"""A duration or a moment beyond any horizon: unlimited patience, a supply that is not expected."""


HALF_UP: Final = 0.5 + 1e-6
"""Added before cutting to whole units. The little more is for shares that are not exact in binary:
1500 x 0.009 comes out below 13.5, and is meant to be 13.5."""


def share_of(amount: Money, share: float) -> Money:
    """The given share of an amount, rounded half up to a whole minor unit.

    >>> share_of(999, 0.5), share_of(1500, 0.009)
    (500, 14)
    """
    return int(float(amount) * share + HALF_UP)
