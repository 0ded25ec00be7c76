"""What do customers make of what they lived through? ``decide(OutcomeView, params) -> share``."""

from __future__ import annotations

from typing import NamedTuple

from backsim.records.views import OutcomeView


class Recommendation(NamedTuple):
    """How likely a content customer is to bring a friend."""

    share: float


def if_on_time(view: OutcomeView, params: Recommendation) -> float:
    """The probability that a friend comes: the share if the promise was kept, else nothing.

    >>> view = OutcomeView(ordered_at=0, promised_at=5, shipped_at=5)
    >>> if_on_time(view, Recommendation(0.1)), if_on_time(view._replace(shipped_at=6),
    ...                                                   Recommendation(0.1))
    (0.1, 0.0)
    """
    return params.share if view.shipped_at <= view.promised_at else 0.0
