"""Who is served first when goods arrive? ``decide(AllocationView, params) -> number``.

The waiting line with the smallest number is served first; equal numbers in order of arrival.
"""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.views import AllocationView


def first_come(view: AllocationView, params: None) -> int:
    """In order of arrival."""
    return 0


def earliest_promise(view: AllocationView, params: None) -> int:
    """The line that was promised first; lines without a promise last."""
    return view.promised_at


def preorders_first(view: AllocationView, params: None) -> int:
    """Pre-orders before backorders."""
    return 0 if view.preorder else 1


def most_valuable(view: AllocationView, params: None) -> int:
    """The line worth most."""
    return -view.value


def smallest_first(view: AllocationView, params: None) -> int:
    """The line with the fewest pieces: most customers served by a small arrival."""
    return view.quantity


def paid_first(view: AllocationView, params: None) -> float:
    """The line of which the largest share is already paid."""
    return -view.prepaid / view.value if view.value else 0.0


class Ranks(NamedTuple):
    """The order in which segments are served."""

    rank: tuple[int, ...]
    """By segment; the smallest is served first."""


def by_segment(view: AllocationView, params: Ranks) -> int:
    """The line of the segment that ranks first."""
    return params.rank[view.segment]
