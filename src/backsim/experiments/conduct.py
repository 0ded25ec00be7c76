"""Carry a study out: do the trials that are missing, keep them, and say what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from backsim.changes import RESULT_FORMAT
from backsim.errors import ResultError, TrialError
from backsim.experiments.archive import PAGE, Archive, identities, rows_of
from backsim.experiments.comparison import assemble
from backsim.experiments.environment import backsim_version, machine, versions
from backsim.experiments.executors import execute
from backsim.experiments.identity import MODEL_VERSION, arm_hash
from backsim.experiments.index import read_question
from backsim.experiments.lock import held, held_if_free
from backsim.experiments.manifest import Manifest
from backsim.experiments.sources import Source
from backsim.experiments.study import Study, StudyFacts
from backsim.experiments.trials import Bench, Runner, Task, simulated
from backsim.records.kpi import KpiInfo
from backsim.records.trial import TrialRow
from backsim.scenario.model import Scenario


class Progress(Protocol):
    """Who wants to know how far a study is."""

    def started(self, total: int, already_done: int, /) -> None:
        """The study has ``total`` trials, some of which an earlier run has done."""

    def advanced(self, row: TrialRow, /) -> None:
        """One more trial is done and kept."""

    def finished(self) -> None:
        """No more will come: all is done, or the study was stopped."""

    def waiting(self, words: str, /) -> None:
        """Another process is at work in the folder, and this one waits for it."""


Draw = Callable[[Study, Path], None]
"""Writes the page of a study, for instance ``backsim.write_page``."""


class Request(NamedTuple):
    """A study, ready to be carried out."""

    facts: StudyFacts
    scenarios: tuple[Scenario, ...]
    """One for each of ``facts.arms``, in the same order."""
    kpis: tuple[KpiInfo, ...]
    warnings: tuple[str, ...]
    source: Source
    call: str
    """The command line that asks for this study."""
    command: str
    """How the scenario is run, to tell how a failed trial is done again."""
    out: Path
    first: int = 0
    """The first replication."""
    jobs: int | None = None
    strict: bool = False
    """Stop at the first trial that fails."""
    page: Draw | None = None
    runner: Runner = simulated


def conduct(request: Request, progress: Progress | None = None) -> Study:
    """Do what is missing and find out what all trials say.

    Trials that the folder holds already are taken from it; failed ones are tried again. Nobody
    else writes to the folder meanwhile. Raises ``ResultError`` if the folder cannot be used and
    ``TrialError`` if every trial failed. Whatever stops it, trials that were done are kept.
    """
    archive = Archive(request.out)
    archive.check_ours()
    waiting = progress.waiting if progress else _silently
    with held(request.out, waiting):
        manifest = archive.begin(_manifest(request), request.source)
        rows, damaged = archive.asked(manifest)
        rows = {trial: row for trial, row in rows.items() if not row.error}
        missing = _missing(request, manifest, rows)
        if missing:
            archive.clear(archive.suffix_of(manifest.question))
        _do_missing(request, archive, missing, rows, progress)
        manifest = manifest._replace(finished=_now())
        study = _assembled(manifest, rows, damaged, request.out)
        archive.end(manifest, study)
        if len(study.failed) == len(study.rows):
            failures = f"all {len(study.rows):,} trials failed; the first"
            raise TrialError(f"{failures}: {study.failed[0].error}")
        return study if request.page is None else _drawn(study, request.page)


def open_result(path: str | Path, question: str | None = None) -> Study:
    """A question that a result folder keeps, as far as it came; by default the latest.

    ``question`` is the beginning of its identity. Nothing is simulated and nothing is written; a
    result of another version is told as it was. Raises ``ResultError`` if the folder holds no
    such result, or one without a single trial.
    """
    folder = Path(path)
    manifest = read_question(folder, question)
    rows, damaged = Archive(folder).asked(manifest)
    if not rows:
        raise ResultError(f"{folder} holds no trial yet: run its scenario again to do them")
    return _assembled(manifest, rows, damaged, folder, *_age(manifest))


def draw_page(study: Study, page: Draw) -> tuple[Study, str]:
    """The study with its page written into its folder; or as it was, and who keeps it from that.

    Raises ``ResultError`` if the page cannot be written.
    """
    assert study.result_dir is not None
    with held_if_free(study.result_dir) as other:
        return (study, other) if other else (_drawn(study, page), "")


def _drawn(study: Study, page: Draw) -> Study:
    """The study with its page, in a folder that is held."""
    assert study.result_dir is not None
    archive = Archive(study.result_dir)
    path = archive.named(PAGE, archive.suffix_of(study.question))
    page(study, path)
    return replace(study, page=path)


def _silently(_words: str) -> None:
    """Wait without a word."""


def _age(manifest: Manifest) -> Iterator[str]:
    """What made a result, if it was not this version."""
    made, here = manifest.facts.version, backsim_version()
    if (made, manifest.model, manifest.format) == (here, MODEL_VERSION, RESULT_FORMAT):
        return
    words = f"Made by backsim {made} with model version {manifest.model}, and shown as it was."
    if manifest.model != MODEL_VERSION:
        words += (
            f" This is backsim {here} with model version {MODEL_VERSION}, which finds others: "
            "run the scenario again before comparing."
        )
    yield words


def _manifest(request: Request) -> Manifest:
    return Manifest(
        facts=request.facts,
        arms={
            arm: arm_hash(scenario)
            for arm, scenario in zip(request.facts.arms, request.scenarios, strict=True)
        },
        model=MODEL_VERSION,
        first=request.first,
        kpis=request.kpis,
        warnings=request.warnings,
        versions=versions(),
        machine=machine(),
        started=_now(),
        finished="",
        format=RESULT_FORMAT,
        command=request.call,
        files=request.source.read(request.out),
    )


def _missing(request: Request, manifest: Manifest, rows: dict[str, TrialRow]) -> list[Task]:
    """The trials still to be done, replication by replication; equal arms are done once. A row
    without a cut that is asked for does not count.

    All arms of a replication come before the next replication, so that a study which is stopped
    early has pairs to compare.
    """
    place = {arm: i for i, arm in enumerate(request.facts.arms)}
    trials = sorted(identities(manifest).items(), key=lambda one: (one[0][1], place[one[0][0]]))
    tasks = {trial: Task(trial, place[arm], number) for (arm, number), trial in reversed(trials)}
    done = {trial for trial, row in rows.items() if row.by.keys() >= set(request.facts.by)}
    return [task for task in reversed(tasks.values()) if task.trial not in done]


def _do_missing(
    request: Request,
    archive: Archive,
    tasks: Sequence[Task],
    rows: dict[str, TrialRow],
    progress: Progress | None,
) -> None:
    """Do the tasks and add their rows to ``rows``."""
    bench = Bench(
        request.scenarios,
        request.facts.seed,
        archive.shards.absolute(),
        request.command,
        request.runner,
        request.strict,
    )
    if progress:
        total = len(rows.keys() | {task.trial for task in tasks})
        progress.started(total, total - len(tasks))
    try:
        with closing(execute(bench, tasks, request.jobs)) as done:
            for row in done:
                # A failure is told, even of a trial that was done before without the cuts.
                rows[row.trial] = row if row.error else row.joined(rows.get(row.trial, row))
                if progress:
                    progress.advanced(row)
    finally:
        if progress:
            progress.finished()


def _assembled(
    manifest: Manifest,
    rows: dict[str, TrialRow],
    damaged: Sequence[str],
    folder: Path,
    *notes: str,
) -> Study:
    warnings = [*notes, *manifest.warnings]
    if damaged:
        lines = "lines" if len(damaged) > 1 else "line"
        warnings.append(
            f"{len(damaged)} {lines} of the kept trials cannot be read and count as not done; "
            f"the first is trials/{damaged[0]}."
        )
    found = assemble(manifest.facts, manifest.kpis, rows_of(manifest, rows), warnings, folder)
    return replace(found, question=manifest.question)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
