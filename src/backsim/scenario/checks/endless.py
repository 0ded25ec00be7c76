"""Customers whom no lateness makes give up, so that to be late costs no order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from backsim.chance.distributions import Constant, Distribution
from backsim.scenario.checks.findings import Finding, Question
from backsim.scenario.values.hints import quoted
from backsim.units import FOREVER


class Waits(Protocol):
    """A segment, as a file has it or as the engine is handed it."""

    @property
    def patience(self) -> Distribution:
        """The longest wait that they accept."""

    @property
    def tolerance(self) -> Distribution:
        """How far past their date they wait."""


def endless(segments: Mapping[str, Waits]) -> dict[str, str]:
    """By segment whose tolerance is unlimited: what that leaves out of the answer, in words."""
    return {
        name: f"customers of {quoted(name)} accept any wait and never give up (patience and "
        "tolerance are unlimited): no date costs an order, be it late or broken"
        if _unlimited(segment.patience)
        else f"customers of {quoted(name)} never give up (tolerance is unlimited): a date that is "
        "broken costs no order"
        for name, segment in segments.items()
        if _unlimited(segment.tolerance)
    }


def lateness_costs_nothing(question: Question) -> Iterator[Finding]:
    """A tolerance without end, where something is sold that has to wait."""
    file = question.file
    sold = [product.selling for product in file.products.values()]
    waits = any(one.backorders.word != "off" or one.preorders.word != "off" for one in sold)
    if waits or file.demand.advance.share:
        for name, words in endless(file.customers).items():
            yield Finding(("customers", name, "tolerance"), words, warning=True)


MATTERS = (lateness_costs_nothing,)


def _unlimited(told: Distribution) -> bool:
    return isinstance(told, Constant) and told.value >= FOREVER
