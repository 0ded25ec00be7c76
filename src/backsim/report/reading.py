"""Small questions that every view asks of a study; the answers are in words or plain numbers."""

from __future__ import annotations

from math import isfinite

from backsim.experiments.study import Study
from backsim.inference.types import Difference, Estimate
from backsim.records.kpi import KpiInfo
from backsim.records.trial import Profile
from backsim.report.numerals import Scale, scale_of


def clean(text: str) -> str:
    """Text from a scenario on one line, without control characters (they could drive a terminal,
    or turn the direction of writing).

    >>> clean("gold\\x1b[31m\\nring")
    'gold [31m ring'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def title_of(study: Study, arm: str) -> str:
    """What an arm is called in the report: its title, else its name."""
    return clean(study.facts.arm_titles.get(arm, "")) or clean(arm)


def quoted(title: str) -> str:
    """A title inside a sentence, where its own words and commas must not run into it."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{title}\N{RIGHT DOUBLE QUOTATION MARK}"


def study_title(study: Study) -> str:
    """What the study is called: its title, else its name."""
    return clean(study.facts.title) or clean(study.facts.study)


def challengers(study: Study) -> tuple[str, ...]:
    """The arms that are compared with the baseline, in the order of the file."""
    return tuple(arm for arm in study.facts.arms if arm in study.differences)


def primary_kpis(study: Study) -> tuple[KpiInfo, ...]:
    """The KPIs that decide, as declared; those without a value in this study are left out."""
    known = {info.id: info for info in study.kpis}
    return tuple(known[kpi] for kpi, _ in study.facts.primary if kpi in known)


def other_kpis(study: Study) -> tuple[KpiInfo, ...]:
    """The KPIs that do not decide, in the dictionary's order."""
    primary = {kpi for kpi, _ in study.facts.primary}
    return tuple(info for info in study.kpis if info.id not in primary)


def estimate(study: Study, arm: str, kpi: str) -> Estimate | None:
    """A KPI's mean in an arm, or None where it has no value."""
    found = study.estimates.get(arm, {}).get(kpi)
    return found if found is not None and isfinite(found.mean) else None


def difference(study: Study, arm: str, kpi: str) -> Difference | None:
    """A KPI's paired difference against the baseline, or None where there is none."""
    found = study.differences.get(arm, {}).get(kpi)
    return found if found is not None and isfinite(found.mean) else None


def value_scale(study: Study, info: KpiInfo) -> Scale:
    """How the means of a KPI are written, alike in every arm."""
    found = [e for arm in study.facts.arms if (e := estimate(study, arm, info.id))]
    return scale_of(
        info.unit,
        [e.mean for e in found],
        [(e.high - e.low) / 2 for e in found],
        currency=clean(study.facts.currency),
        minor_digits=study.facts.minor_digits,
    )


def gap_scale(study: Study, info: KpiInfo) -> Scale:
    """How the differences of a KPI are written, alike in every arm."""
    found = [d for arm in study.facts.arms if (d := difference(study, arm, info.id))]
    return scale_of(
        info.unit,
        [d.mean for d in found],
        [(d.high - d.low) / 2 for d in found],
        currency=clean(study.facts.currency),
        minor_digits=study.facts.minor_digits,
    )


def profiles(study: Study, arm: str) -> tuple[Profile, ...]:
    """The profiles of an arm's trials that did not fail."""
    return tuple(
        row.profile for row in study.rows if row.arm == arm and row.profile and not row.error
    )


def arms_with_profiles(study: Study) -> tuple[str, ...]:
    """The arms of which something can be drawn."""
    return tuple(arm for arm in study.facts.arms if profiles(study, arm))


def futures_won(study: Study, arm: str, info: KpiInfo) -> tuple[int, int]:
    """In how many single futures an arm beats the baseline on a KPI, and of how many."""
    ours = _values(study, arm, info.id)
    theirs = _values(study, study.facts.baseline, info.id)
    gaps = [(ours[r] - theirs[r]) * info.better for r in ours.keys() & theirs.keys()]
    return sum(1 for gap in gaps if gap > 0), len(gaps)


def _values(study: Study, arm: str, kpi: str) -> dict[int, float]:
    found = ((row.replication, row.kpis.get(kpi)) for row in study.rows if row.arm == arm)
    return {replication: value for replication, value in found if value is not None}


def confidence_words(study: Study) -> str:
    """The confidence of intervals in percent.

    For 0.95 it is ``"95%"``.
    """
    return f"{study.facts.confidence * 100:g}%"


def listed(words: list[str], last: str = "and") -> str:
    """Words in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
