"""Do a kept question again, from its folder alone, and hold the new numbers against the old."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from backsim.errors import ResultError, UsageError
from backsim.experiments.archive import Archive, rows_of
from backsim.experiments.conduct import Progress, Request, conduct
from backsim.experiments.environment import backsim_version, versions
from backsim.experiments.identity import MODEL_VERSION, arm_hash
from backsim.experiments.index import read_question
from backsim.experiments.manifest import Manifest
from backsim.experiments.sources import Source, digest_of, same
from backsim.experiments.studies import arm_of, cuts_of, load
from backsim.experiments.trials import simulated
from backsim.records.trial import TrialRow

if TYPE_CHECKING:
    from backsim.scenario.model import Scenario


class Mismatch(NamedTuple):
    """A number that did not come out again."""

    arm: str
    replication: int
    kpi: str
    """A KPI's id, alone or of a part; or ``error``, or a place in the row's profile."""
    kept: Any
    new: Any


class Reproduction(NamedTuple):
    """What came of doing a question again."""

    question: str
    seed: int
    version: str
    model: int
    trials: int
    """Trials that were held against their kept rows."""
    never_done: int
    """Trials that the question asks for, and of which no row is kept."""
    first_difference: Mismatch | None
    notes: tuple[str, ...]
    """What is not as it was, and need not matter: other versions of libraries."""


def reproduce(
    folder: str | Path,
    *,
    question: str | None = None,
    arm: str | None = None,
    replications: int | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Reproduction:
    """Do the trials of a kept question again, by default the latest, and compare every number.

    ``arm`` limits it to one arm, ``replications`` to the first so many. Nothing is written to the
    folder. Raises ``ResultError`` if it cannot be done again: another model version, a source or
    a history that is gone or not as it was; ``UsageError`` for an unknown arm.
    """
    folder = Path(folder)
    manifest = read_question(folder, question)
    _check_versions(folder, manifest)
    kept = _kept(folder, manifest, arm, replications)
    source = Archive(folder).source_of(manifest.question)
    scenarios = _scenarios(folder, source, manifest)
    new = _done_again(manifest, source, scenarios, kept, jobs, progress)
    asked = len(kept) if arm or replications else len(manifest.arms) * len(manifest.replications)
    return Reproduction(
        question=manifest.question,
        seed=manifest.facts.seed,
        version=manifest.facts.version,
        model=manifest.model,
        trials=len(kept),
        never_done=asked - len(kept),
        first_difference=next(_differences(kept, new), None),
        notes=tuple(_changed_libraries(manifest)),
    )


def _check_versions(folder: Path, manifest: Manifest) -> None:
    again = manifest.command or "backsim compare FILE"
    made = f"{folder} was made by backsim {manifest.facts.version}, model {manifest.model}"
    if not manifest.source:
        raise ResultError(f"{made}, which kept no source to do it again from; `{again}` asks anew")
    if manifest.model != MODEL_VERSION:
        here = f"backsim {backsim_version()}, model {MODEL_VERSION}"
        raise ResultError(
            f"{made}, and only that model finds its numbers again; "
            f"this is {here}: `{again}` makes it anew"
        )


def _kept(
    folder: Path, manifest: Manifest, arm: str | None, replications: int | None
) -> list[TrialRow]:
    """The kept rows that are to be done again, arm by arm."""
    if arm is not None and arm not in manifest.arms:
        known = ", ".join(manifest.facts.arms)
        raise UsageError(f"{folder} has no arm {arm!r} in this question; there are: {known}")
    last = manifest.first + (replications or manifest.facts.replications)
    rows = rows_of(manifest, Archive(folder).asked(manifest).rows)
    kept = [row for row in rows if row.replication < last and arm in (None, row.arm)]
    if not kept:
        raise ResultError(f"{folder} holds no trial of this question to do again")
    return kept


def _scenarios(folder: Path, source: Path, manifest: Manifest) -> dict[str, Scenario]:
    """The arms as the kept source gives them.

    Raises ``ResultError`` if they, or what they are read from, are not as they were.
    """
    if not source.exists():
        raise ResultError(f"{source}, the source of this question, is not there any more")
    _check_unchanged(source, {manifest.source}, "the source")
    kept = {folder / file.name: file.sha256 for file in manifest.files if file.role == "history"}
    for path in kept:
        # Before it is read: what was changed may not even load, and that is not the point.
        if path.exists():
            _check_unchanged(path, {kept[path]}, "an order history")
    loaded = load(source, seed=manifest.facts.seed)
    for path in loaded.files[1:]:
        _check_unchanged(path, set(kept.values()), "an order history")
    scenarios = {name: arm_of(loaded, name, source) for name in manifest.facts.arms}
    for name, scenario in scenarios.items():
        if arm_hash(scenario) != manifest.arms[name]:
            raise ResultError(
                f"{source}: the arm {name!r} does not mean to backsim {backsim_version()} what it "
                f"meant to backsim {manifest.facts.version}; `{manifest.command}` asks anew"
            )
    return scenarios


def _check_unchanged(path: Path, known: set[str], what: str) -> None:
    now = digest_of(path)
    if now not in known:
        then = " or ".join(f"{sha256[:12]}..." for sha256 in sorted(known))
        plain = Path(os.path.normpath(path))
        shown = plain if same(plain, path) else path
        raise ResultError(
            f"{shown}, {what} of this question, has changed since it was asked: "
            f"its sha256 was {then}, and is {now[:12]}..."
        )


def _done_again(
    manifest: Manifest,
    source: Path,
    scenarios: dict[str, Scenario],
    kept: Sequence[TrialRow],
    jobs: int | None,
    progress: Progress | None,
) -> dict[tuple[str, int], TrialRow]:
    """New rows for all of the kept ones, by arm and replication; done in a folder of their own."""
    arms = tuple(dict.fromkeys(row.arm for row in kept))
    count = max(row.replication for row in kept) - manifest.first + 1
    # Whatever cuts are kept, not just those that were asked for last.
    by = cuts_of({cut for row in kept for cut in row.by})
    facts = manifest.facts._replace(arms=arms, baseline="", replications=count, by=by)
    with TemporaryDirectory(prefix="backsim-") as place:
        request = Request(
            facts=facts,
            scenarios=tuple(scenarios[arm] for arm in arms),
            kpis=manifest.kpis,
            warnings=(),
            source=Source(lambda _: "", (source,)),
            call="",
            command=f"backsim run {source}",
            out=Path(place) / "again",
            first=manifest.first,
            jobs=jobs,
            runner=partial(simulated, by=by),
        )
        return {(row.arm, row.replication): row for row in conduct(request, progress).rows}


def _differences(
    kept: Sequence[TrialRow], new: dict[tuple[str, int], TrialRow]
) -> Iterator[Mismatch]:
    for row in kept:
        other = new[row.arm, row.replication]
        if bool(row.error) != bool(other.error):
            yield Mismatch(row.arm, row.replication, "error", row.error, other.error)
        for kpi, value in row.kpis.items():
            if other.kpis.get(kpi) != value:
                yield Mismatch(row.arm, row.replication, kpi, value, other.kpis.get(kpi))
        for cut, part, kpi, value in _of_parts(row):
            again = other.by.get(cut, {}).get(part, {}).get(kpi)
            if again != value:
                yield Mismatch(row.arm, row.replication, f"{kpi} of {cut} {part}", value, again)
        if row.profile is None or other.profile is None:
            continue
        for name, series in row.profile._asdict().items():
            then, now = _by_place(series), _by_place(getattr(other.profile, name))
            for place in dict.fromkeys([*then, *now]):
                if then.get(place) != now.get(place):
                    what = f"profile {name}[{place}]"
                    yield Mismatch(row.arm, row.replication, what, then.get(place), now.get(place))


def _of_parts(row: TrialRow) -> Iterator[tuple[str, str, str, float | None]]:
    for cut, parts in row.by.items():
        for part, kpis in parts.items():
            for kpi, value in kpis.items():
                yield cut, part, kpi, value


def _by_place(series: Sequence[Any] | Mapping[str, Any]) -> dict[Any, Any]:
    """A series by the position, or a table by the name, of each of its numbers."""
    return dict(series if isinstance(series, Mapping) else enumerate(series))


def _changed_libraries(manifest: Manifest) -> Iterator[str]:
    now = versions()
    for name, version in manifest.versions.items():
        if name in now and now[name] != version:
            yield f"{name} was {version} then, and is {now[name]} now"
