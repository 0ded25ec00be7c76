"""Figures as plain data."""

from __future__ import annotations

import json
from math import nan

import pytest

from backsim.report.drawing import Figure, trace


def test_a_figure_is_its_traces_and_its_layout() -> None:
    figure = Figure([trace("bar", x=(1, None), y=["a", "b"])], height=80)
    figure.arrange(margin={"l": 8, "r": 12}, autosize=True)
    figure.arrange(margin={"r": 30})
    figure.axis("x", title={"font": {"size": 12}}, visible=True)
    figure.axis("x", title={"text": "days"}, visible=False)
    assert figure.height == 80
    assert json.loads(figure.to_json()) == {
        "data": [{"type": "bar", "x": [1, None], "y": ["a", "b"]}],
        "layout": {
            "height": 80,
            "autosize": True,
            "margin": {"l": 8, "r": 30},
            "xaxis": {"title": {"font": {"size": 12}, "text": "days"}, "visible": False},
        },
    }


def test_what_was_handed_in_is_left_as_it_was() -> None:
    margin = {"l": 8}
    figure = Figure([], height=80)
    figure.arrange(margin=margin)
    figure.arrange(margin={"l": 9})
    assert margin == {"l": 8}


def test_a_number_that_a_browser_cannot_read_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        Figure([trace("bar", x=[nan])], height=80).to_json()
