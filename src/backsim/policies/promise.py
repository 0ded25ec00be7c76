"""Which ship date is the customer given? ``decide(PromiseView, params) -> tick``.

``FOREVER`` means that the order is taken without a date.
"""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.views import PromiseView
from backsim.units import FOREVER


class Buffer(NamedTuple):
    """Slack added to what the store expects."""

    buffer: int = 0


def expected(view: PromiseView, params: Buffer) -> int:
    """The date on which the store expects to serve the line, plus a buffer.

    >>> expected(PromiseView(now=0, expected_at=9, release_at=0, lead_time_mean=5,
    ...                      lead_time_sd=2), Buffer(3))
    12
    """
    if view.expected_at >= FOREVER:
        return FOREVER
    return max(view.expected_at, view.release_at, view.now) + params.buffer


class Fixed(NamedTuple):
    """The same quote for everybody, counted from now (or from the release, if that is later)."""

    wait: int


def fixed(view: PromiseView, params: Fixed) -> int:
    """A fixed number of days, whatever is on order."""
    return max(view.now, view.release_at) + params.wait


def none(view: PromiseView, params: None) -> int:
    """No date at all: the customer orders blind."""
    return FOREVER
