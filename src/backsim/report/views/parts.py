"""The parts that several views share: a data table, an axis, a band."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from backsim.report.numerals import MINUS, ticks

_ROOM = 0.05
"""Of its length, what an axis leaves free at either end."""


class DataTable(NamedTuple):
    """The numbers behind a chart, for readers who do not see it; cells are text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first cell of a row is its heading."""


class Axis(NamedTuple):
    """A numeric axis that several panels share."""

    low: float
    high: float
    values: tuple[float, ...]
    labels: tuple[str, ...]
    title: str


class Key(NamedTuple):
    """One entry of a legend: the role that a mark plays, and what it stands for."""

    role: str
    text: str


class Band(NamedTuple):
    """A series over many futures: its median, and the range of 8 of 10 of them, day by day.

    The range is taken for each day on its own: no single future need follow its edge.
    """

    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


def band_of(series: Iterable[Sequence[int]], factor: float = 1.0) -> Band:
    """The band of equally long series, each value times ``factor``.

    >>> band_of([[0, 10], [10, 20]]).middle
    (5.0, 15.0)
    """
    table = np.array(list(series), dtype=float) * factor
    # No chart shows more than two decimals, and the page would grow by them.
    low, middle, high = np.round(np.quantile(table, [0.1, 0.5, 0.9], axis=0), 2)
    return Band(tuple(low.tolist()), tuple(middle.tolist()), tuple(high.tolist()))


def axis_of(
    values: Iterable[float],
    title: str,
    *,
    count: int = 5,
    zero: bool = True,
    unsigned: bool = False,
    factor: float = 1.0,
) -> Axis:
    """An axis that just holds all these values, and zero if asked, with the round ticks on it.

    Labels are of ``value * factor``; ``unsigned`` drops their sign, for charts that show one
    quantity above the zero line and another below it.
    """
    found = [*values, *([0.0] if zero else [])] or [0.0]
    low, high = min(found), max(found)
    # All values alike: an axis of no length could not be drawn.
    if not high > low:
        high = low + (abs(low) or 1.0)
    room = _ROOM * (high - low)
    marks = ticks(low, high, count)
    step = (marks[1] - marks[0]) * factor
    marks = [mark for mark in marks if low - room <= mark <= high + room]
    labels = (tick_label(abs(m) if unsigned else m, step, factor) for m in marks)
    return Axis(low - room, high + room, tuple(marks), tuple(labels), title)


def tick_label(value: float, step: float, factor: float = 1.0) -> str:
    """A tick's number with as many decimals as its step needs.

    >>> tick_label(-2500.0, 500.0), tick_label(0.5, 0.25)
    ('\N{MINUS SIGN}2,500', '0.50')
    """
    decimals = next((d for d in range(6) if abs(round(step, d) - step) < step * 1e-6), 6)
    shown = f"{abs(value) * factor:,.{decimals}f}"
    return MINUS + shown if value < 0 else shown


def mean_counts(counts: Iterable[Sequence[int]]) -> tuple[float, ...]:
    """The mean over futures of equally long lists of counts.

    >>> mean_counts([[1, 2], [3, 2]])
    (2.0, 2.0)
    """
    return tuple(np.mean(np.array(list(counts), dtype=float), axis=0).tolist())


def sampled(length: int, most: int = 13) -> list[int]:
    """Up to ``most`` evenly spread positions of a series, its first and last among them.

    >>> sampled(5, 3)
    [0, 2, 4]
    """
    if length <= most:
        return list(range(length))
    return sorted({round(i * (length - 1) / (most - 1)) for i in range(most)})


def count_words(value: float) -> str:
    """A mean count: whole from ten on, one decimal below.

    >>> count_words(1234.4), count_words(2.25)
    ('1,234', '2.2')
    """
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:,.1f}"


def percent(part: float, whole: float) -> str:
    """A share of a whole in percent; ``"0%"`` of nothing.

    >>> percent(1, 3), percent(0.01, 10)
    ('33%', '<1%')
    """
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.5:
        return "<1%"
    return f"{share:.0f}%"
