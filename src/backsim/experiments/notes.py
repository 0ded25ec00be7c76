"""What a reader should know before believing a study."""

from __future__ import annotations

from collections.abc import Iterator

from backsim.experiments.study import Study

LOWEST, HIGHEST = 1.0, 5.0
"""Of a score."""
FEW = 10
"""Replications below which intervals rest on too little to be leaned on."""

NO_GAIN = 0.995
"""A variance reduction below this is a loss; what is 1 but for rounding is not worth a word."""


def notes(study: Study) -> tuple[str, ...]:
    """Warnings about the trials and the numbers, in words; none if there is nothing to say."""
    return (*_trials(study), *_primary(study), *_experience(study), *_cut_off(study))


STATED = {
    "turned_away": "being turned away",
    "walked_away": "walking away from the price, the wait or the payment",
    "nothing_to_buy": "finding nothing to buy",
}
"""The stated scores, in words; what each weighs in `experience` is the KPI of its name."""
MOST_CUT_OFF = 0.01
"""Share of what was wanted that may still wait for a date beyond the end without a word."""


def _experience(study: Study) -> Iterator[str]:
    """Where a score that is stated and not measured decides, and at which one it would turn.

    The mean experience is a sum in which a stated score has the weight of those who have it.
    """
    if "experience" not in dict(study.facts.primary):
        return
    for name, score in study.facts.stated.items():
        turns = [
            f"{at:.2f} for {arm}"
            for arm in study.differences
            if (at := _turns(study, arm, name, score)) is not None
        ]
        if turns:
            yield (
                f"Experience hangs on how {STATED[name]} is scored, {score:.2f} here, which is "
                f"ASSUMED (`satisfaction.{name}`): against {study.facts.baseline} it would turn at "
                f"{', '.join(turns)}."
            )


def _turns(study: Study, arm: str, name: str, score: float) -> float | None:
    """The stated score at which an arm would be neither better nor worse; none from 1 to 5 may
    be."""
    found = study.differences[arm].get("experience")
    if found is None or found.verdict not in ("better", "worse"):
        return None
    weight = study.differences[arm][name].mean if name in study.differences[arm] else 0.0
    turns = score - found.mean / weight if weight else 0.0
    return turns if LOWEST <= turns <= HIGHEST else None


def _cut_off(study: Study) -> Iterator[str]:
    """Where the end comes before what was promised."""
    shares = {arm: known.get("demand_ahead") for arm, known in study.estimates.items()}
    told = [
        f"{found.mean:.1%} in {arm}"
        for arm, found in shares.items()
        if found is not None and found.n and found.mean > MOST_CUT_OFF
    ]
    if told:
        yield (
            "When the time ends, a part of what was wanted still waits for a date that is ahead "
            f"({', '.join(told)}): what is said of all who wanted to buy takes that date as kept. "
            "A longer horizon, or a `cool_down`, tells more."
        )


def _trials(study: Study) -> Iterator[str]:
    facts = study.facts
    asked = facts.replications * len(facts.arms)
    if len(study.rows) < asked:
        yield (
            f"The study is not finished: {len(study.rows):,} of {asked:,} trials are done. "
            "Run it again to do the others."
        )
    failed = study.failed
    if failed:
        first = failed[0]
        yield (
            f"{len(failed):,} of {asked:,} trials failed and are left out; the first, "
            f"{first.arm} in replication {first.replication}: {first.error}"
        )
    for cut in facts.by:
        done = [row for row in study.rows if not row.error]
        cut_up = sum(1 for row in done if cut in row.by)
        if cut_up < len(done):
            yield (
                f"By {cut} is known of {cut_up:,} of {len(done):,} trials: the others were done "
                "before it was asked for. Ask again, and they are done again."
            )
    if facts.replications < FEW:
        many = "replications" if facts.replications > 1 else "replication"
        yield (
            f"Only {facts.replications} {many}: the intervals are wide and rest on little. "
            f"Take at least {FEW}."
        )


def _primary(study: Study) -> Iterator[str]:
    names = {info.id: info.name for info in study.kpis}
    for kpi, _ in study.facts.primary:
        if kpi not in names:
            yield f"{kpi} has no value in any trial, so it decides nothing."
            continue
        for arm, estimates in study.estimates.items():
            if estimates[kpi].n == 0:
                yield f"{names[kpi]} has no value in the arm {arm}, so it decides nothing there."
        for arm, differences in study.differences.items():
            found = differences[kpi]
            if found.n >= FEW and found.variance_reduction < NO_GAIN:
                yield (
                    f"{names[kpi]}, {arm} against {study.facts.baseline}: sharing the same "
                    "customers made the comparison no sharper (variance reduction "
                    f"{found.variance_reduction:.2f})."
                )
