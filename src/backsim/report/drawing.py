"""What Plotly draws: traces and a layout, as the plain data that its script reads.

Plotly's own ``graph_objects`` look at every value of every figure each time one is made, which took
most of the time of a page. Here the tests have them do so once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

Trace = dict[str, Any]
"""One set of marks: its type, and its attributes as Plotly's reference has them."""


def trace(kind: str, **attributes: Any) -> Trace:
    """Marks of a kind: ``bar``, ``scatter``, ``waterfall``.

    >>> trace("bar", x=[1], y=["a"])
    {'x': [1], 'y': ['a'], 'type': 'bar'}
    """
    return {**attributes, "type": kind}


class Figure:
    """Traces, and how they are laid out; ``height`` is in pixels."""

    def __init__(self, traces: Sequence[Trace], height: int) -> None:
        self.traces = list(traces)
        self.height = height
        self._layout: dict[str, Any] = {"height": height}

    def arrange(self, **settings: Any) -> None:
        """Settings of the layout; what a setting that is there already says besides is kept."""
        _merge(self._layout, settings)

    def axis(self, letter: str, **settings: Any) -> None:
        """Settings of the axis ``x`` or ``y``."""
        self.arrange(**{f"{letter}axis": settings})

    def to_json(self) -> str:
        """The figure for the script. Raises ``ValueError`` for a number that JSON does not have."""
        figure = {"data": self.traces, "layout": self._layout}
        return json.dumps(figure, separators=(",", ":"), allow_nan=False)


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = dict(value) if isinstance(value, dict) else value
