"""The verdict in words: what to do, how sure that is, and what it costs.

An arm is recommended only if the primary KPIs justify it: better than the baseline on at least
one, worse on none, undecided on none. Everything short of that is said as what it is: a trade-off,
a tie, or a question that more replications would settle.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Literal, NamedTuple

from backsim.experiments.study import Study
from backsim.inference.types import Difference
from backsim.records.kpi import KpiInfo
from backsim.report.numerals import NO_INTERVAL, counted
from backsim.report.reading import (
    challengers,
    confidence_words,
    difference,
    estimate,
    futures_won,
    gap_scale,
    listed,
    primary_kpis,
    quoted,
    title_of,
    value_scale,
)

Standing = Literal["wins", "leans", "mixed", "loses", "same", "open"]
"""Where an arm stands against the baseline on all primary KPIs together: it wins (better on some,
worse and undecided on none), leans (better on some, the rest undecided), is mixed (better on some,
worse on others), loses (worse on some, better on none), is the same (all equivalent), or open."""

SIGNS = {
    **{"better": "+", "worse": "-", "equivalent": "=", "undecided": "?"},
    **{"higher": "^", "lower": "v"},
}
"""A sign for each verdict, so that none depends on colour."""
MARKS = {
    "better": "\N{BLACK UP-POINTING TRIANGLE}",
    "worse": "\N{BLACK DOWN-POINTING TRIANGLE}",
    "equivalent": "=",
    "undecided": "?",
    "higher": "\N{WHITE UP-POINTING TRIANGLE}",
    "lower": "\N{WHITE DOWN-POINTING TRIANGLE}",
}
"""The same for the page."""

_MOST_NAMED = 3


class Statement(NamedTuple):
    """One arm against the baseline, in a sentence."""

    arm: str
    title: str
    standing: Standing
    text: str


class Answer(NamedTuple):
    """What the study found, in words."""

    headline: str
    statements: tuple[Statement, ...]
    sureness: str
    """What the study rests on."""
    error: str
    """How well the means are known."""
    risk: str
    """How different one single future may be."""


def answer(study: Study) -> Answer:
    """The verdict of a study, from its primary KPIs."""
    statements = tuple(_statement(study, arm) for arm in challengers(study))
    headline = _headline(study, statements) if statements else _headline_alone(study)
    focus = _focus(study, statements)
    return Answer(headline, statements, _sureness(study), _error(study), _risk(study, focus))


def standing(differences: list[Difference]) -> Standing:
    """Where an arm stands, from its differences on the primary KPIs. What is higher or lower, and
    neither is better, says nothing of it."""
    found = {verdict_word(d) for d in differences} - {"higher", "lower"}
    if "better" in found and "worse" in found:
        return "mixed"
    if "worse" in found:
        return "loses"
    if "better" in found:
        return "leans" if "undecided" in found else "wins"
    return "same" if found == {"equivalent"} else "open"


def _pairs(study: Study, arm: str) -> list[tuple[KpiInfo, Difference]]:
    found = ((info, difference(study, arm, info.id)) for info in primary_kpis(study))
    return [(info, gap) for info, gap in found if gap is not None]


def _statement(study: Study, arm: str) -> Statement:
    pairs = _pairs(study, arm)
    title = title_of(study, arm)
    place = standing([gap for _, gap in pairs])
    return Statement(arm, title, place, _sentence(study, pairs))


def _sentence(study: Study, pairs: list[tuple[KpiInfo, Difference]]) -> str:
    """Better first, then what it costs, then what is not known."""
    said: dict[str, list[str]] = {word: [] for word in SIGNS}
    for info, gap in pairs:
        # Once is enough: the intervals of a sentence share their confidence.
        first = not any(said.values())
        said[verdict_word(gap)].append(_phrase(study, info, gap, with_confidence=first))
    if not pairs:
        return "no primary KPI has a value to compare."
    good = listed([*said["better"], *said["equivalent"]])
    bad, unknown = listed(said["worse"]), listed(said["undecided"])
    other = listed([*said["higher"], *said["lower"]])
    text = ", but ".join(part for part in (good, bad) if part)
    text = "; ".join(part for part in (text, other, unknown) if part)
    return f"{text}{_settle([gap for _, gap in pairs])}."


def _phrase(study: Study, info: KpiInfo, gap: Difference, *, with_confidence: bool) -> str:
    """One KPI: which way, by how much, and how sure."""
    name, scale, word = running_name(info), gap_scale(study, info), verdict_word(gap)
    if word not in {"equivalent", "undecided"}:
        way, low, high = "up", gap.low, gap.high
        # "down by 3 (2 to 4)": the direction is in the word, so the ends change sides.
        if gap.mean < 0:
            way, low, high = "down", -gap.high, -gap.low
        interval = _interval(study, scale.between(low, high), with_confidence)
        return f"{name} {way} by {scale.size(gap.mean)} ({interval})"
    between = scale.between(gap.low, gap.high)
    if between != NO_INTERVAL:
        between += scale.gap_unit
    said = "not decided" if word == "undecided" else word
    return f"{name} {said} ({_interval(study, between, with_confidence)})"


def _interval(study: Study, between: str, with_confidence: bool) -> str:
    if between == NO_INTERVAL or not with_confidence:
        return between
    return f"{confidence_words(study)} interval {between}"


def is_real(gap: Difference) -> bool:
    """Whether the interval of a difference leaves out zero."""
    return gap.low > 0 or gap.high < 0


def verdict_word(gap: Difference) -> str:
    """The verdict in a table: a KPI without a better direction is higher or lower, and no more."""
    if gap.verdict == "undecided" and is_real(gap):
        return "higher" if gap.mean > 0 else "lower"
    return gap.verdict


def running_name(info: KpiInfo) -> str:
    """A KPI's name inside a sentence: ``Net cash flow`` is ``net cash flow``, ``NPS`` stays."""
    name = info.name
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _settle(gaps: list[Difference]) -> str:
    more = max((gap.more_replications for gap in gaps if gap.verdict == "undecided"), default=0)
    return f"; about {counted(more, 'more replication')} would settle it" if more else ""


def _headline(study: Study, statements: tuple[Statement, ...]) -> str:
    by_standing = {
        place: [s for s in statements if s.standing == place]
        for place in ("wins", "leans", "mixed", "loses", "same", "open")
    }
    if not primary_kpis(study):
        return "No primary KPI has a value here, so no arm is recommended."
    if winners := by_standing["wins"]:
        return _headline_winners(study, winners)
    if leaning := by_standing["leans"]:
        first = max(leaning, key=lambda s: _count_better(study, s.arm))
        return f"Not decided yet, but it leans to {quoted(first.title)}: {first.text}"
    if mixed := by_standing["mixed"]:
        return _headline_mixed(study, mixed)
    baseline = quoted(title_of(study, study.facts.baseline))
    # To keep the baseline is an answer only if no arm is left that might be better.
    if not by_standing["open"] and (losers := by_standing["loses"]):
        return _headline_losers(study, baseline, losers, tied=bool(by_standing["same"]))
    if len(by_standing["same"]) == len(statements):
        return f"It makes no difference that matters: {_names(statements)} and {baseline} tie."
    return _headline_open(study, baseline, by_standing["open"])


def _count_better(study: Study, arm: str) -> int:
    return sum(1 for _, gap in _pairs(study, arm) if gap.verdict == "better")


def _headline_winners(study: Study, winners: list[Statement]) -> str:
    best = [
        one for one in winners if all(_clearly_beats(study, one, o) for o in winners if o != one)
    ]
    if best:
        return f"{best[0].title}: {best[0].text}"
    baseline = quoted(title_of(study, study.facts.baseline))
    names = _names(winners, "or")
    return (
        f"{names}: each is better than {baseline}, and none clearly better than the others. "
        f"{winners[0].title}: {winners[0].text}"
    )


def _clearly_beats(study: Study, one: Statement, other: Statement) -> bool:
    """Whether one arm's intervals lie beyond the other's on some primary KPI, and behind on none.

    Both are differences against the same baseline, so this is stricter than a direct comparison:
    what it does not separate may still differ.
    """
    steps = [
        _beyond(study, one.arm, other.arm, info) - _beyond(study, other.arm, one.arm, info)
        for info in primary_kpis(study)
    ]
    return any(step > 0 for step in steps) and all(step >= 0 for step in steps)


def _beyond(study: Study, one: str, other: str, info: KpiInfo) -> bool:
    ours, theirs = difference(study, one, info.id), difference(study, other, info.id)
    if ours is None or theirs is None:
        return False
    return bool(info.better) and (
        ours.low > theirs.high if info.better > 0 else ours.high < theirs.low
    )


def _headline_mixed(study: Study, mixed: list[Statement]) -> str:
    if len(mixed) == 1:
        return f"A trade-off, not a winner. {mixed[0].title}: {mixed[0].text}"
    baseline = quoted(title_of(study, study.facts.baseline))
    better, worse = (_shared(study, mixed, word) for word in ("better", "worse"))
    names = _names(mixed)
    if better and worse:
        return (
            f"A trade-off, not a winner: {names} have better {listed(better)}, "
            f"but worse {listed(worse)} than {baseline}."
        )
    return (
        f"A trade-off, not a winner: {names} are each better than {baseline} on one primary KPI "
        "and worse on another."
    )


def _shared(study: Study, statements: list[Statement], verdict: str) -> list[str]:
    """The primary KPIs on which all of these arms have the same verdict."""
    return [
        running_name(info)
        for info in primary_kpis(study)
        if all(
            (gap := difference(study, s.arm, info.id)) is not None and gap.verdict == verdict
            for s in statements
        )
    ]


def _headline_losers(study: Study, baseline: str, losers: list[Statement], *, tied: bool) -> str:
    rest = "every other arm is worse" if not tied else "no other arm is better"
    if len(losers) == 1:
        return f"Keep {baseline}: {rest}. {losers[0].title}: {losers[0].text}"
    worse = _shared(study, losers, "worse")
    on = f" on {listed(worse)}" if worse and not tied else ""
    return f"Keep {baseline}: {rest}{on}."


def _headline_open(study: Study, baseline: str, undecided: list[Statement]) -> str:
    gaps = [gap for s in undecided for _, gap in _pairs(study, s.arm)]
    return (
        f"Not decided: no arm is shown to be better than {baseline} on the primary KPIs"
        f"{_settle(gaps)}."
    )


def _names(statements: Sequence[Statement], last: str = "and") -> str:
    """The arms by title; from four on it is the number that can be read."""
    if len(statements) > _MOST_NAMED:
        return f"{len(statements)} arms"
    return listed([quoted(s.title) for s in statements], last)


def _headline_alone(study: Study) -> str:
    """One arm, nothing compared: its primary KPIs, as they are."""
    arm = study.facts.arms[0]
    said: list[str] = []
    for info in primary_kpis(study):
        if found := estimate(study, arm, info.id):
            scale = value_scale(study, info)
            interval = _interval(study, scale.between(found.low, found.high), not said)
            said.append(f"{running_name(info)} {scale.value(found.mean)} ({interval})")
    return f"{title_of(study, arm)}: {listed(said) or 'no primary KPI has a value'}."


def _focus(study: Study, statements: tuple[Statement, ...]) -> str:
    """The arm whose single futures are described: the most promising one."""
    order: tuple[Standing, ...] = ("wins", "leans", "mixed", "open", "same", "loses")
    ranked = sorted(
        statements, key=lambda s: (order.index(s.standing), -_count_better(study, s.arm))
    )
    return ranked[0].arm if ranked else study.facts.arms[0]


def _sureness(study: Study) -> str:
    replications = counted(study.facts.replications, "replication")
    if not study.differences:
        return f"One arm alone, {replications}: nothing is compared."
    return (
        f"{replications} of each arm, and every arm met the same customers, so differences are "
        f"paired.{_gained(study)} Verdicts on the primary KPIs are corrected for their number; the "
        "other KPIs explain, they do not decide."
    )


def _gained(study: Study) -> str:
    """What pairing did to the variance of the primary differences."""
    found = [
        gap.variance_reduction
        for arm in challengers(study)
        for _, gap in _pairs(study, arm)
        if isfinite(gap.variance_reduction)
    ]
    if not found:
        return ""
    ends = dict.fromkeys((f"{min(found):.1f}", f"{max(found):.1f}"))
    by = " to ".join(ends)
    return f" That divided the variance of the primary differences by {by} (above 1 is a gain)."


def _error(study: Study) -> str:
    if study.facts.replications < 2:
        return "One replication has no interval: how well the mean is known cannot be said."
    return (
        f"Error: the {confidence_words(study)} interval says how well a mean is known. "
        "More replications narrow it."
    )


def _risk(study: Study, arm: str) -> str:
    """The spread of single futures of one arm, on the first primary KPI that has one: the chance of
    a limit has none, since each future passes it or does not."""
    chances = {one.id for one in study.facts.declared if one.limit is not None}
    for info in primary_kpis(study):
        found = estimate(study, arm, info.id)
        if found is None or found.n < 2 or info.id in chances:
            continue
        scale = value_scale(study, info)
        text = (
            f"Risk: you will live one future, not the mean. With {quoted(title_of(study, arm))}, "
            f"{running_name(info)} lies between {scale.bare(found.p10)} and "
            f"{scale.value(found.p90)} in 8 of 10 of them"
        )
        won, of = futures_won(study, arm, info)
        better = f", and it beats the baseline in {won:,} of {of:,}" if of and info.better else ""
        return f"{text}{better}. More replications do not narrow that."
    return "Risk: the spread of single futures cannot be told from so few."
