"""A study's result, complete: what every view and every export is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from backsim.changes import JSON_FORMAT
from backsim.errors import UsageError
from backsim.inference.types import Difference, Estimate
from backsim.records.kpi import Declared, KpiInfo
from backsim.records.trial import TrialRow

if TYPE_CHECKING:
    from polars import DataFrame

OfParts = dict[str, dict[str, dict[str, dict[str, Estimate]]]]
"""By cut, by part (a product, a segment, a month), by arm, by KPI id."""


class StudyFacts(NamedTuple):
    """What was asked."""

    version: str
    study: str
    title: str
    description: str
    seed: int
    replications: int
    baseline: str
    """Empty if nothing is compared (one arm alone)."""
    arms: tuple[str, ...]
    """In the order of the file."""
    arm_titles: dict[str, str]
    """By arm; empty where the file gives none."""
    primary: tuple[tuple[str, float | None], ...]
    """KPIs that decide, with the smallest difference that matters where declared."""
    confidence: float
    steady_state: bool
    start: str
    horizon_days: float
    warm_up_days: float
    currency: str
    minor_digits: int
    declared: tuple[Declared, ...] = ()
    """Primary KPIs with a direction of their own, or that are the chance of a limit."""
    by: tuple[str, ...] = ()
    """The cuts that were asked for: ``product``, ``segment``, ``month``."""
    stated: Mapping[str, float] = {}
    """The scores that the scenario states for those who did not buy, by name."""


@dataclass(frozen=True)
class Study:
    """What was found. KPIs are in the units of the dictionary, money in major units."""

    facts: StudyFacts
    kpis: tuple[KpiInfo, ...]
    """The dictionary's entries that have a value in this study, in its order."""
    estimates: dict[str, dict[str, Estimate]]
    """By arm, by KPI id."""
    differences: dict[str, dict[str, Difference]]
    """By arm other than the baseline, by KPI id."""
    rows: tuple[TrialRow, ...]
    notes: tuple[str, ...]
    """Warnings for the reader, in words."""
    result_dir: Path | None
    question: str = ""
    """Its identity in the result folder; empty for a study that is kept nowhere."""
    page: Path | None = None
    """Where its page was written, if it was."""
    by: OfParts = field(default_factory=dict)
    """Of each cut that was asked for, the KPIs that have a meaning there."""
    by_differences: OfParts = field(default_factory=dict)
    """Paired differences against the baseline, of the other arms. Each interval stands by itself:
    nothing is corrected for their number, and there is no verdict."""

    @property
    def failed(self) -> tuple[TrialRow, ...]:
        """The trials that came to nothing."""
        return tuple(row for row in self.rows if row.error)

    def unit(self, kpi: KpiInfo) -> str:
        """The unit of a KPI here: for money the currency."""
        return self.facts.currency if kpi.unit == "money" else kpi.unit

    def document(self) -> dict[str, Any]:
        """The study as plain data, ready for JSON: what ``--json`` prints.

        A number that does not exist (no value, no interval from one replication) is ``None``. A
        study of one arm has no baseline and no differences.
        """
        facts = self.facts
        document: dict[str, Any] = {
            "format": JSON_FORMAT,
            "backsim": facts.version,
            "study": facts.study,
            "question": self.question or None,
            "seed": facts.seed,
            "replications": facts.replications,
        }
        if facts.baseline:
            document["baseline"] = facts.baseline
        document["arms"] = {
            arm: {
                kpi.id: _numbers(found[kpi.id], "mean", "low", "high") | {"unit": self.unit(kpi)}
                for kpi in self.kpis
            }
            for arm, found in self.estimates.items()
        }
        if facts.baseline:
            names = ("mean", "low", "high", "verdict", "variance_reduction")
            document["differences"] = {
                arm: {kpi.id: _numbers(found[kpi.id], *names) for kpi in self.kpis}
                for arm, found in self.differences.items()
            }
        if facts.by:
            document["by"] = _plain_parts(self.by)
            if facts.baseline:
                document["by_differences"] = _plain_parts(self.by_differences)
        document["result_dir"] = None if self.result_dir is None else str(self.result_dir)
        return document

    def table(self, by: str = "") -> DataFrame:
        """One row per arm and KPI, as a polars data frame.

        ``mean``, ``low`` and ``high`` are the estimate and its interval, ``p10`` and ``p90`` the
        spread of single futures, ``n`` the replications behind them; ``difference`` to
        ``more_replications`` compare with the baseline and are empty in its own rows.

        With ``by``, a cut that the study was asked for, there is a row per part, arm and KPI; its
        first column bears the name of the cut, and differences have no verdict. Raises
        ``UsageError`` for any other.
        """
        from polars import DataFrame

        if by:
            return DataFrame(list(self._of_parts(by)), schema={by: str, **_SCHEMA_OF_PARTS})
        records = [
            self._named(arm, kpi)
            | _numbers(found[kpi.id], *_ESTIMATE)
            | _against(self.differences.get(arm, {}).get(kpi.id), _DIFFERENCE)
            for arm, found in self.estimates.items()
            for kpi in self.kpis
        ]
        return DataFrame(records, schema=_SCHEMA)

    def _of_parts(self, cut: str) -> Iterator[dict[str, Any]]:
        if cut not in self.by:
            there = f"there are: {', '.join(self.by)}" if self.by else "it was asked for none"
            raise UsageError(f"this study has no cut {cut!r}; {there}")
        for part, arms in self.by[cut].items():
            gaps = self.by_differences.get(cut, {}).get(part, {})
            for arm, found in arms.items():
                for kpi in self.kpis:
                    if kpi.id in found:
                        yield (
                            {cut: part, **self._named(arm, kpi)}
                            | _numbers(found[kpi.id], *_ESTIMATE)
                            | _against(gaps.get(arm, {}).get(kpi.id), _DIFFERENCE_OF_PARTS)
                        )

    def _named(self, arm: str, kpi: KpiInfo) -> dict[str, Any]:
        return {"arm": arm, "kpi": kpi.id, "name": kpi.name, "unit": self.unit(kpi)}

    def trials(self) -> DataFrame:
        """One row per trial with a column per KPI, as a polars data frame."""
        from polars import DataFrame

        schema = {"trial": str, "arm": str, "replication": int, "error": str}
        return DataFrame(self.records(), schema=schema | {kpi.id: float for kpi in self.kpis})

    def records(self) -> list[dict[str, Any]]:
        """One plain record per trial: identity, arm, replication, error, then the KPIs."""
        return [
            {"trial": row.trial, "arm": row.arm, "replication": row.replication}
            | {"error": row.error}
            | {kpi.id: row.kpis.get(kpi.id) for kpi in self.kpis}
            for row in self.rows
        ]


_ESTIMATE = ("mean", "low", "high", "p10", "p90", "n")

_DIFFERENCE = {
    "difference": "mean",
    "diff_low": "low",
    "diff_high": "high",
    "p": "p",
    "verdict": "verdict",
    "variance_reduction": "variance_reduction",
    "more_replications": "more_replications",
}
"""Columns of the table, and where in a ``Difference`` they come from."""

_DIFFERENCE_OF_PARTS = {"difference": "mean", "diff_low": "low", "diff_high": "high", "diff_n": "n"}
"""The same of a part, which is an estimate and not judged."""

_OF_ARMS: dict[str, type] = (
    dict.fromkeys(("arm", "kpi", "name", "unit"), str)
    | dict.fromkeys(_ESTIMATE, float)
    | {"n": int}
)
_SCHEMA: dict[str, type] = (
    _OF_ARMS | dict.fromkeys(_DIFFERENCE, float) | {"verdict": str, "more_replications": int}
)
_SCHEMA_OF_PARTS = _OF_ARMS | dict.fromkeys(_DIFFERENCE_OF_PARTS, float) | {"diff_n": int}


def _numbers(found: Estimate | Difference, *names: str) -> dict[str, Any]:
    """Fields of a finding; ``None`` for a number that does not exist."""
    return {name: _existing(getattr(found, name)) for name in names}


def _plain_parts(found: OfParts) -> dict[str, Any]:
    return {
        cut: {
            part: {
                arm: {kpi: _numbers(one, "mean", "low", "high", "n") for kpi, one in kpis.items()}
                for arm, kpis in arms.items()
            }
            for part, arms in parts.items()
        }
        for cut, parts in found.items()
    }


def _existing(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value


def _against(found: Estimate | Difference | None, columns: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a difference; empty ones for the baseline."""
    if found is None:
        return dict.fromkeys(columns)
    return {column: _existing(getattr(found, name)) for column, name in columns.items()}
