"""The Workload: all of one replication's luck, drawn before the run, one row per entity.

A column is declared here and nowhere else: drawing, merging and tests go through the declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from backsim.chance.distributions import Floats
from backsim.records.log import Column
from backsim.simulation.lead_times import LeadTimes

BY_SEGMENT: Final = {"ticks": False}
"""Of a column drawn once per person, from the distribution of that name of their segment."""
TICKS_BY_SEGMENT: Final = {"ticks": True}
"""The same, of a duration."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of equal length. They are shared by arms, so nobody can write to them."""

    def __post_init__(self) -> None:
        for column in self.columns().values():
            column.flags.writeable = False

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def columns(self) -> dict[str, NDArray[Any]]:
        """All columns by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def merged(cls, parts: Sequence[Self], rows: Column | None) -> Self:
        """All parts in one, with the rows in this order; ``None``: as they stand."""
        if len(parts) == 1 and rows is None:
            return parts[0]
        columns = {
            each.name: np.concatenate([getattr(part, each.name) for part in parts])
            for each in fields(cls)
        }
        return cls(**{name: c if rows is None else c[rows] for name, c in columns.items()})


@dataclass(frozen=True, slots=True)
class Visits(Rows):
    """A row per visit, in order of time: first, at ``NEVER``, those whose order waits at the start;
    those who may never come, last and at ``FOREVER``: friends, and then the next visits of all
    before them."""

    at: Column
    person: Column
    first_line: Column
    """Row in ``Asked``."""
    line_count: Column
    of_arm: Column
    """1 if they come to this arm only: from a burst or campaign that others have not had."""


@dataclass(frozen=True, slots=True)
class People(Rows):
    """Who the visitors are: a row per visit."""

    segment: Column
    carrier: Column
    advance: Column
    """Ticks from the visit to the date for which an advance order is placed; 0: for now."""
    willingness: Floats = field(metadata=BY_SEGMENT)
    patience: Column = field(metadata=TICKS_BY_SEGMENT)
    tolerance: Column = field(metadata=TICKS_BY_SEGMENT)
    aversion: Floats = field(metadata=BY_SEGMENT)
    believed_wait: Floats = field(metadata=BY_SEGMENT)
    """The wait that they believe in where no date is named, as a multiple of the expected one."""
    change_after: Column = field(metadata=TICKS_BY_SEGMENT)
    """Ticks after which they change their mind, if they still wait."""


THRESHOLDS: Final[dict[str, bool]] = {
    each.name: each.metadata["ticks"] for each in fields(People) if "ticks" in each.metadata
}
"""The columns that are drawn by segment: are they durations?"""


@dataclass(frozen=True, slots=True)
class Friends(Rows):
    """A row per visitor who may bring a friend; none where nobody does."""

    visit: Column
    """Row of the friend in ``Visits``: when they come, if at all, is seen in the run."""
    after: Column
    """Ticks from the visitor's goods to the friend's visit."""


@dataclass(frozen=True, slots=True)
class Again(Rows):
    """A row per visit after which the same customer may come again; none where nobody does."""

    visit: Column
    """Row of the next visit in ``Visits``."""


@dataclass(frozen=True, slots=True)
class Asked(Rows):
    """A row per line that somebody asks for; those of a visit stand together."""

    visit: Column
    product: Column
    quantity: Column
    list_value: Column
    worth: Column
    """The line at the reference price, which willingness is a multiple of."""
    limit: Floats
    """The most they would pay for the line."""
    transit: Column
    """Of a parcel, at the row of its first line."""


class LineLuck(dict[str, Floats]):
    """By purpose, a uniform number per line, for what may befall it.

    A purpose is drawn when it is first asked for, so that what is off draws nothing, and what is
    new is entered in no list. Numbers given by hand stand in place of those that would be drawn.
    """

    def __init__(self, draw: Callable[[str], Floats]) -> None:
        super().__init__()
        self._draw = draw

    def __missing__(self, purpose: str) -> Floats:
        column = self[purpose] = self._draw(purpose)
        column.flags.writeable = False
        return column


@dataclass(frozen=True, slots=True)
class Workload:
    """Who comes, what they want and would accept, how long suppliers and carriers take."""

    seed: int
    replication: int
    visits: Visits
    people: People
    friends: Friends
    again: Again
    asked: Asked
    luck: LineLuck
    lead_times: LeadTimes
    slips: Column
    """By product: how far the release falls behind."""

    @property
    def visitors(self) -> int:
        """How many visits are made of their own accord; behind them stand those that others bring,
        or a code."""
        return len(self.friends) or len(self.again) or len(self.visits)

    def told(self, columns: Mapping[str, NDArray[Any]]) -> Workload:
        """The same, with columns of visits, people and lines by hand. Raises ``KeyError``."""
        left = dict(columns)
        tables: dict[str, Any] = {}
        for name in ("visits", "people", "asked"):
            table = getattr(self, name)
            mine = {column: left.pop(column) for column in table.columns() if column in left}
            tables[name] = replace(table, **mine)
        if left:
            raise KeyError(f"a workload has no column {next(iter(left))}")
        return replace(self, **tables)
