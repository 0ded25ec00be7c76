"""The JSON that ``--json`` prints: one document, whose shape other programs rely on."""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from backsim.experiments.study import Study
    from backsim.inference.types import Difference, Estimate


def study_document(study: Study) -> dict[str, Any]:
    """A study as plain data; one that compares nothing has no baseline and no differences.

    Numbers are in the units of the KPI dictionary; money is in whole units of the currency, which
    stands as its ``unit``.
    """
    facts = study.facts
    units = {kpi.id: facts.currency if kpi.unit == "money" else kpi.unit for kpi in study.kpis}
    document: dict[str, Any] = {
        "backsim": facts.version,
        "study": facts.study,
        "seed": facts.seed,
        "replications": facts.replications,
    }
    if facts.baseline:
        document["baseline"] = facts.baseline
    document["arms"] = {
        arm: {kpi: _estimate(found, units[kpi]) for kpi, found in kpis.items()}
        for arm, kpis in study.estimates.items()
    }
    if facts.baseline:
        document["differences"] = {
            arm: {kpi: _difference(found) for kpi, found in kpis.items()}
            for arm, kpis in study.differences.items()
        }
    document["result_dir"] = None if study.result_dir is None else str(study.result_dir)
    return document


def print_json(document: dict[str, Any]) -> None:
    """Print one document to stdout. A number that is none (no interval from one run) is null."""
    click.echo(json.dumps(_finite(document), indent=2, ensure_ascii=False, allow_nan=False))


def _estimate(found: Estimate, unit: str) -> dict[str, Any]:
    return {"mean": found.mean, "low": found.low, "high": found.high, "unit": unit}


def _difference(found: Difference) -> dict[str, Any]:
    names = ("mean", "low", "high", "verdict", "variance_reduction")
    return {name: getattr(found, name) for name in names}


def _finite(value: Any) -> Any:
    """The same data, with ``None`` for numbers that JSON cannot write: infinite, undefined."""
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return value
