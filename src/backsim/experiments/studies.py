"""The verbs: compare the arms of a scenario, or run one of them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from backsim.errors import UsageError
from backsim.experiments.conduct import Draw, Progress, Request, conduct
from backsim.experiments.environment import backsim_version
from backsim.experiments.notes import STATED
from backsim.experiments.sources import Source
from backsim.experiments.study import Study, StudyFacts
from backsim.experiments.trials import Runner, simulated
from backsim.scenario.model import Scenario
from backsim.units import DAY

if TYPE_CHECKING:
    from backsim.metrics import Cut
    from backsim.records.kpi import KpiInfo
    from backsim.scenario.build import Loaded
    from backsim.simulation.engine import Clock

RESULTS = Path("results")
"""Where results land unless told otherwise, under the current folder."""


def compare(
    scenario: str | Path,
    *,
    arms: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: str | Path | None = None,
    overrides: Sequence[str] = (),
    by: str | Sequence[str] = (),
    clock: Clock | None = None,
    progress: Progress | None = None,
    page: Draw | None = None,
) -> Study:
    """Compare the arms of a scenario file on the same customers.

    ``arms`` picks some of them; the file's baseline is the baseline if it is among them, else the
    first. ``overrides`` are ``path=value`` as for ``--set``. The result is kept in ``out``
    (``results/<study>``), where the same call finds it again. ``clock`` is ``"simpy"`` or
    ``"heap"``, for the same numbers at another speed. ``by`` names cuts, ``"product"``,
    ``"segment"`` and ``"month"``: then ``Study.by`` has the KPIs of each part. ``page`` writes its
    page there too, for instance ``backsim.write_page``; then ``Study.page`` says where. Raises
    ``ScenarioError`` for faults in the file, ``UsageError`` for a call that makes no sense,
    ``ResultError`` for a folder that cannot be used and ``TrialError`` if every trial failed.

    ::

        study = backsim.compare("shop.yaml", replications=40)
        print(study.table())
    """
    _check_counts(replications=replications, jobs=jobs)
    cuts = cuts_of(by)
    loaded = load(scenario, overrides=overrides, replications=replications, seed=seed)
    chosen = _chosen(loaded, arms, scenario)
    names = tuple(one.arm for one in chosen)
    baseline = loaded.plan.baseline if loaded.plan.baseline in names else names[0]
    request = Request(
        facts=_facts(loaded, names, baseline, cuts),
        scenarios=chosen,
        kpis=_dictionary(),
        warnings=(*loaded.notes, *loaded.warnings, *loaded.one_sided(chosen)),
        source=_source(loaded, overrides, replications, seed),
        call=_command(
            "compare",
            scenario,
            overrides,
            replications=replications,
            seed=seed,
            by=",".join(cuts) or None,
        ),
        command=_command("run", scenario, overrides, by=",".join(cuts) or None),
        out=_folder(out, loaded.study),
        jobs=jobs,
        page=page,
        runner=_runner(clock, cuts),
    )
    return conduct(request, progress)


def _chosen(
    loaded: Loaded, arms: Sequence[str] | None, scenario: str | Path
) -> tuple[Scenario, ...]:
    """The arms to compare, each once. Raises ``UsageError`` if there is only one."""
    chosen = {one: arm_of(loaded, one, scenario) for one in arms} if arms else {}
    found = tuple(chosen.values()) or loaded.arms
    if len(found) < 2:
        raise UsageError(
            f"{scenario}: a comparison needs two arms at least, and there is only "
            f"{found[0].arm!r}; name more under `arms:`, or use `backsim run`"
        )
    return found


def run(
    scenario: str | Path,
    *,
    arm: str | None = None,
    replications: int | None = None,
    replication: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: str | Path | None = None,
    overrides: Sequence[str] = (),
    by: str | Sequence[str] = (),
    clock: Clock | None = None,
    progress: Progress | None = None,
    page: Draw | None = None,
) -> Study:
    """Run one arm of a scenario file, the baseline if none is named, and describe what comes out.

    ``replication`` does that single replication (numbered from 0) and nothing else, here and now;
    if it fails, the ``TrialError`` has the cause. The result is kept in ``out``: by default
    ``results/<study>`` if the file has one arm and ``results/<study>-<arm>`` if it has more, so
    that a comparison is never overwritten by one of its arms. Raises as ``compare`` does.
    """
    _check_counts(replications=replications, jobs=jobs)
    cuts = cuts_of(by)
    if replication is not None and replication < 0:
        raise UsageError(f"replications are numbered from 0, so there is no {replication}")
    loaded = load(scenario, overrides=overrides, replications=replications, seed=seed)
    one = arm_of(loaded, arm, scenario)
    place = loaded.study if len(loaded.arms) == 1 else f"{loaded.study}-{one.arm}"
    facts = _facts(loaded, (one.arm,), "", cuts)
    if replication is not None:
        facts = facts._replace(replications=1)
        place = f"{place}-{replication}"
    request = Request(
        facts=facts,
        scenarios=(one,),
        kpis=_dictionary(),
        warnings=(*loaded.notes, *loaded.warnings),
        source=_source(loaded, overrides, replications, seed),
        call=_command(
            "run",
            scenario,
            overrides,
            arm=arm,
            replications=replications,
            replication=replication,
            seed=seed,
            by=",".join(cuts) or None,
        ),
        command=_command("run", scenario, overrides, by=",".join(cuts) or None),
        out=_folder(out, place),
        first=replication or 0,
        jobs=jobs,
        strict=replication is not None,
        page=page,
        runner=_runner(clock, cuts),
    )
    return conduct(request, progress)


def load(
    scenario: str | Path,
    *,
    overrides: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
) -> Loaded:
    """Read a scenario file as a study does, which knows the KPIs that it may name.

    Raises ``ScenarioError`` with all faults of the file.
    """
    # Late: other processes and `backsim report` need no reader of scenarios.
    from backsim.scenario.build import load as build

    return build(
        Path(scenario),
        overrides=overrides,
        replications=replications,
        seed=seed,
        kpis=_dictionary(),
    )


def _dictionary() -> tuple[KpiInfo, ...]:
    from backsim.metrics import infos

    return infos()


def arm_of(loaded: Loaded, name: str | None, scenario: str | Path) -> Scenario:
    """The arm of this name, the baseline if none is given. Raises ``UsageError`` if unknown."""
    name = loaded.plan.baseline if name is None else name
    for one in loaded.arms:
        if one.arm == name:
            return one
    known = [one.arm for one in loaded.arms]
    raise UsageError(f"{scenario}: {_unknown('arm', name, known)}")


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    if near:
        return f"unknown {what} {name!r}, did you mean {near[0]!r}?"
    return f"unknown {what} {name!r}; there are: {', '.join(known)}"


def _check_counts(**counts: int | None) -> None:
    for name, count in counts.items():
        if count is not None and count < 1:
            raise UsageError(f"{name} must be 1 or more, not {count}")


def cuts_of(words: str | Iterable[str]) -> tuple[Cut, ...]:
    """The cuts that are named, one by one or with commas between them.

    Raises ``UsageError`` for one that there is not.
    """
    from backsim.metrics import CUTS

    texts = [words] if isinstance(words, str) else words
    named = [word.strip() for text in texts for word in text.split(",")]
    for word in named:
        if word not in CUTS:
            raise UsageError(_unknown("cut", word, list(CUTS)))
    return tuple(cut for cut in CUTS if cut in named)


def _runner(clock: Clock | None, by: tuple[Cut, ...]) -> Runner:
    """What does the trials, whichever clock they run on and whatever is read off them: neither is
    a part of what they are."""
    from backsim.simulation.engine import Clock

    if clock is not None and clock not in get_args(Clock):
        raise UsageError(_unknown("clock", clock, get_args(Clock)))
    return partial(simulated, clock=clock, by=by)


def _facts(loaded: Loaded, arms: tuple[str, ...], baseline: str, by: tuple[Cut, ...]) -> StudyFacts:
    any_arm = next(one for one in loaded.arms if one.arm == (baseline or arms[0]))
    plan = loaded.plan
    return StudyFacts(
        version=backsim_version(),
        study=loaded.study,
        title=loaded.title,
        description=loaded.description,
        seed=plan.seed,
        replications=plan.replications,
        baseline=baseline,
        arms=arms,
        arm_titles={name: loaded.arm_titles.get(name, "") for name in arms},
        primary=plan.primary,
        confidence=plan.confidence,
        steady_state=plan.steady_state,
        start=any_arm.start.isoformat(),
        horizon_days=any_arm.horizon / DAY,
        warm_up_days=any_arm.warm_up / DAY,
        currency=any_arm.currency,
        minor_digits=any_arm.minor_digits,
        declared=plan.declared,
        by=by,
        stated={name: getattr(any_arm.satisfaction, name) for name in STATED},
    )


def _command(
    verb: str, scenario: str | Path, overrides: Sequence[str], **options: str | int | None
) -> str:
    """The command line of a verb with this scenario; options that are ``None`` are left out."""
    words = ["backsim", verb, str(scenario)]
    for option, value in options.items():
        words += [] if value is None else [f"--{option}", str(value)]
    for override in overrides:
        words += ["--set", override]
    return shlex.join(words)


def _folder(out: str | Path | None, name: str) -> Path:
    """Where the result is kept. Raises ``UsageError`` for a name that is empty."""
    if out is not None and not str(out).strip():
        raise UsageError("out names no folder: it is empty")
    return RESULTS / name if out is None else Path(out)


def _source(
    loaded: Loaded,
    overrides: Sequence[str],
    replications: int | None,
    seed: int | None,
) -> Source:
    from backsim.scenario.reading.merged import merged

    scenarios = loaded.layers.files
    changed = overrides or replications is not None or seed is not None
    return Source(
        text=lambda folder: merged(loaded.layers, loaded.study, folder),
        scenarios=scenarios,
        histories=loaded.files[len(scenarios) :],
        plain=not overrides,
        whole=len(scenarios) == 1 and not changed,
    )
