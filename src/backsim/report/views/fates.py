"""What became of everything that customers asked for."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from backsim.experiments.study import Study
from backsim.records.fates import FATES
from backsim.report.reading import arms_with_profiles, profiles, title_of
from backsim.report.views.parts import DataTable, Key, count_words, percent

_LABEL_FROM: Final = 0.06
"""A segment is labelled from this share on; smaller ones would not hold their number."""


_STRIPES: Final = {"/": "-45deg", "\\": "45deg", "x": "45deg", "-": "0deg", "|": "90deg"}
"""Which way a legend is striped that stands for a hatching; dots and crosses are too small."""


class Bar(NamedTuple):
    """One fate over all arms."""

    id: str
    name: str
    colour: str
    """Empty for a fate that is not known."""
    pattern: str
    shares: tuple[float, ...]
    """By arm, of all lines asked for there."""
    labels: tuple[str, ...]


class FatesView(NamedTuple):
    """Stacked bars, one per arm."""

    arms: tuple[str, ...]
    titles: tuple[str, ...]
    """By arm, with how many lines were asked for."""
    fates: tuple[Bar, ...]
    keys: tuple[Key, ...]
    note: str
    table: DataTable


def fates_view(study: Study) -> FatesView | None:
    """Customers' fates by arm; None if nobody asked for anything."""
    arms = arms_with_profiles(study)
    means = {arm: _means(study, arm) for arm in arms}
    totals = {arm: sum(line.values()) for arm, line in means.items()}
    if not any(totals.values()):
        return None
    used = {name for line in means.values() for name, count in line.items() if count > 0}
    # Fates that only an older result knows come last, without a colour of their own.
    ordered = [*(f for f in FATES if f in used), *sorted(used - FATES.keys())]
    fates = tuple(
        Bar(
            name,
            fate_name(name),
            *_look(name),
            tuple(_share(means[arm], name, totals[arm]) for arm in arms),
            tuple(_label(_share(means[arm], name, totals[arm])) for arm in arms),
        )
        for name in ordered
    )
    titles = tuple(f"{title_of(study, arm)}: {count_words(totals[arm])} lines" for arm in arms)
    return FatesView(
        arms,
        titles,
        fates,
        tuple(Key(f"fate_{fate.id}", fate.name) for fate in fates),
        _note(study, means, totals),
        _table(study, ordered, means, totals),
    )


def fate_name(fate: str) -> str:
    """A fate in words."""
    known = FATES.get(fate)
    return known.words if known else fate.replace("lost_", "lost: ").replace("_", " ")


def fate_styles() -> str:
    """One rule for the legend of every fate, in its colour and with stripes for its hatching."""
    rules = []
    for name, fate in FATES.items():
        angle, darker = _STRIPES.get(fate.pattern), _darker(fate.colour)
        stripes = f"{fate.colour} 0 4px, {darker} 4px 5px"
        fill = f"repeating-linear-gradient({angle}, {stripes})" if angle else fate.colour
        rules.append(f".fate_{name} {{ background: {fill}; }}\n")
    return "".join(rules)


def _darker(colour: str) -> str:
    """Three quarters of the light.

    >>> _darker("#b5421b")
    '#873114'
    """
    return "#" + "".join(f"{int(colour[i : i + 2], 16) * 3 // 4:02x}" for i in (1, 3, 5))


def _look(fate: str) -> tuple[str, str]:
    """Colour and hatching of a fate."""
    known = FATES.get(fate)
    return (known.colour, known.pattern) if known else ("", "")


def _means(study: Study, arm: str) -> dict[str, float]:
    found = profiles(study, arm)
    names = sorted({name for p in found for name in p.fates})
    return {name: float(np.mean([p.fates.get(name, 0) for p in found])) for name in names}


def _share(line: dict[str, float], name: str, total: float) -> float:
    return line.get(name, 0.0) / total if total else 0.0


def _label(share: float) -> str:
    return percent(share, 1.0) if share >= _LABEL_FROM else ""


def _note(study: Study, means: dict[str, dict[str, float]], totals: dict[str, float]) -> str:
    said = [
        f"{title_of(study, arm)} {percent(line.get('shipped_on_time', 0.0), totals[arm])}"
        for arm, line in means.items()
    ]
    return f"Shipped on time, of all lines asked for: {'; '.join(said)}."


def _table(
    study: Study,
    ordered: list[str],
    means: dict[str, dict[str, float]],
    totals: dict[str, float],
) -> DataTable:
    rows = [
        (
            fate_name(name).capitalize(),
            *(
                f"{count_words(line.get(name, 0.0))} ({percent(line.get(name, 0.0), totals[arm])})"
                for arm, line in means.items()
            ),
        )
        for name in ordered
    ]
    rows.append(("All lines asked for", *(count_words(total) for total in totals.values())))
    columns = ("Fate", *(title_of(study, arm) for arm in means))
    return DataTable("Order lines by fate, mean per future", columns, tuple(rows))
