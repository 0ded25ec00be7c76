"""From the rows of the trials to what the study found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from backsim.experiments.notes import notes
from backsim.experiments.parts import of_parts
from backsim.experiments.study import Study, StudyFacts
from backsim.inference import Contrast, Difference, estimate, judge
from backsim.records.kpi import KpiInfo
from backsim.records.trial import TrialRow

Columns = dict[str, dict[str, list[float | None]]]
"""By arm, by KPI id: one value per replication, the same replications for every arm."""


def assemble(
    facts: StudyFacts,
    infos: Sequence[KpiInfo],
    rows: Iterable[TrialRow],
    warnings: Sequence[str] = (),
    result_dir: Path | None = None,
) -> Study:
    """The study that these rows make.

    Every arm has an estimate of every KPI that has a value in any arm, and every arm but the
    baseline a difference, be it one without a number. The declared KPIs in all arms are judged as
    one family, all other KPIs as a second, exploratory one.
    """
    infos = _as_declared(facts, infos)
    rows = [_with_declared(facts, row) for row in rows] if facts.declared else rows
    place = {arm: i for i, arm in enumerate(facts.arms)}
    ordered = tuple(sorted(rows, key=lambda row: (place[row.arm], row.replication)))
    columns = _columns(facts, infos, ordered)
    known = tuple(
        info
        for info in infos
        if any(value is not None for kpis in columns.values() for value in kpis[info.id])
    )
    estimates = {
        arm: {info.id: estimate(kpis[info.id], facts.confidence) for info in known}
        for arm, kpis in columns.items()
    }
    differences = _differences(facts, known, columns) if facts.baseline else {}
    base = facts.baseline
    against = of_parts(facts, known, ordered, against=base) if base else {}
    found = Study(
        facts,
        known,
        estimates,
        differences,
        ordered,
        (),
        result_dir,
        by=of_parts(facts, known, ordered),
        by_differences=against,
    )
    return replace(found, notes=(*warnings, *notes(found)))


def _as_declared(facts: StudyFacts, infos: Sequence[KpiInfo]) -> list[KpiInfo]:
    """The dictionary, with the directions of this study, and the chances that it asks for."""
    own = {info.id: info for info in infos}
    for one in facts.declared:
        if one.kpi in own:
            own[one.id] = one.info(own[one.kpi])
    return list(own.values())


def _with_declared(facts: StudyFacts, row: TrialRow) -> TrialRow:
    """A row that knows what became of each chance."""
    chances = {one.id: one.value(row.kpis.get(one.kpi)) for one in facts.declared}
    return row._replace(kpis=row.kpis | chances)


def _columns(facts: StudyFacts, infos: Sequence[KpiInfo], rows: Sequence[TrialRow]) -> Columns:
    kpis = {(row.arm, row.replication): row.kpis for row in rows}
    replications = sorted({row.replication for row in rows})
    return {
        arm: {
            info.id: [kpis.get((arm, number), {}).get(info.id) for number in replications]
            for info in infos
        }
        for arm in facts.arms
    }


def _differences(
    facts: StudyFacts, infos: Sequence[KpiInfo], columns: Columns
) -> dict[str, dict[str, Difference]]:
    matters = dict(facts.primary)
    contrasts = {
        (arm, info.id): Contrast(
            columns[arm][info.id],
            columns[facts.baseline][info.id],
            info.better,
            matters.get(info.id),
        )
        for arm in facts.arms
        if arm != facts.baseline
        for info in infos
    }
    judged: dict[tuple[str, str], Difference] = {}
    for declared in (True, False):
        family = {key: one for key, one in contrasts.items() if (key[1] in matters) is declared}
        judged |= judge(family, facts.confidence)
    return {
        arm: {info.id: judged[arm, info.id] for info in infos}
        for arm in facts.arms
        if arm != facts.baseline
    }
