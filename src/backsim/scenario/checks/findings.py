"""What can be found out about a valid file: a fault or a warning, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from backsim.scenario.reading.history import Rows
from backsim.scenario.reading.tree import Node, TreePath, at
from backsim.scenario.schema.file import File
from backsim.scenario.schema.rules import Option
from backsim.scenario.values.hints import meant, quoted
from backsim.scenario.values.kinds import Context
from backsim.scenario.values.wording import day_of, duration


class Finding(NamedTuple):
    """A fault, or a warning, at a path of the tree."""

    path: TreePath
    message: str
    warning: bool = False
    everywhere: bool = False
    """A warning worth saying only if it holds in every arm."""
    at_key: bool = False
    """It is the key that is wrong, not the value."""


class Question(NamedTuple):
    """A valid file, and what was found out about its time."""

    file: File
    given: Node
    """The merged tree as it was written, before products inherit the store-wide sections."""
    horizon: int
    context: Context
    rows: Rows | None = None
    """The replayed history as it was read."""

    @property
    def currency(self) -> tuple[str, int]:
        """Its code and its decimals, as money is worded."""
        return self.context.currency, self.context.minor_digits

    @property
    def start(self) -> date:
        """The day of tick 0."""
        return self.context.start


def too_late(question: Question, tick: int, what: str) -> str:
    """A fault's words for something that begins when all is over."""
    end = f"the horizon of {duration(question.horizon)} is over"
    return f"{what} on {day_of(tick, question.start)}, when {end}"


def needs_release(question: Question, path: TreePath) -> bool:
    """Is a setting at this path of a product without a release out of place?

    Yes if the product has it for itself, or if no product of the store has a release.
    """
    # A store-wide setting is meant for the products that have a release, if there is one.
    own = at(question.given, path) is not None
    return own or all(product.release <= 0 for product in question.file.products.values())


def unknown_in(question: Question, option: Option, path: TreePath) -> Iterator[Finding]:
    """Segments that the settings of a rule name and that do not exist."""
    for setting, names in option.segment_settings().items():
        yield from unknown_segments(question, names, (*path, setting))


def unknown_segments(
    question: Question, names: Collection[str], path: TreePath
) -> Iterator[Finding]:
    """Segments that a list names and that do not exist."""
    for position, name in enumerate(names):
        if name not in question.file.customers:
            known = f" (segments: {', '.join(question.file.customers)})"
            guess = meant(name, question.file.customers) or known
            yield Finding((*path, position), f"unknown segment {quoted(name)}{guess}")
