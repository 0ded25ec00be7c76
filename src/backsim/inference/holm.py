"""Holm's step-down adjustment: many questions at once, one error rate for all of them.

S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
Statistics 6 (1979). It holds the chance of even one false star at ``alpha``, however the questions
depend on each other, and is never weaker than dividing ``alpha`` by their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Step(NamedTuple):
    """Where one question stands in its family."""

    p: float
    """Adjusted p-value, to be compared with ``alpha`` itself."""
    share: int
    """Among how many questions ``alpha`` was divided when this one was judged."""


def holm(p_values: Sequence[float], alpha: float = 0.05) -> list[Step]:
    """The adjusted p-values, and the level at which each question was judged.

    The smallest p-value is judged at ``alpha / m``, the next at ``alpha / (m - 1)`` and so on; the
    first that fails ends it, and all that are left fail at the level of that step. An interval at
    level ``alpha / share`` therefore leaves out zero exactly where the adjusted p-value is below
    ``alpha``.

    >>> holm([0.01, 0.04, 0.03])
    [Step(p=0.03, share=3), Step(p=0.06, share=2), Step(p=0.06, share=2)]
    """
    steps = [Step(1.0, 1)] * len(p_values)
    adjusted, share, failed = 0.0, len(p_values), False
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        left = len(p_values) - rank
        adjusted = max(adjusted, min(left * p_values[place], 1.0))
        if not failed:
            share, failed = left, adjusted >= alpha
        steps[place] = Step(adjusted, share)
    return steps
