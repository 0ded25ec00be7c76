"""The page: one HTML file that opens offline, and asks no one for anything."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backsim.errors import ResultError
from backsim.experiments.study import Study
from backsim.report.numerals import counted, long_date, whole_days
from backsim.report.reading import clean, confidence_words, study_title, title_of
from backsim.report.verdict import MARKS, answer
from backsim.report.views.cuts import cut_tables, cuts_caption
from backsim.report.views.fates import fate_styles
from backsim.report.views.tables import better_words, kpi_table

if TYPE_CHECKING:
    from backsim.report.sections import Section


def write_page(study: Study, path: Path) -> None:
    """Write the page of a study; the file is either whole or not there.

    Raises ``ResultError`` if it cannot be written.
    """
    text = render(study)
    try:
        _replace(path, text)
    except OSError as error:
        raise ResultError(f"cannot write the page {path}: {error.strerror or error}") from error


def _replace(path: Path, text: str) -> None:
    """Write beside the target first, then take its place in one step."""
    # In the same folder: only within one file system is taking a place one step.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        # A temporary file is private; the page is as readable as any other new file.
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def render(study: Study) -> str:
    """The page as text."""
    import jinja2
    from plotly.offline import get_plotlyjs

    from backsim.report.sections import sections_of

    loader = jinja2.PackageLoader("backsim.report", ".")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    sections = sections_of(study)
    # A browser hashes a script after it has made line ends alike; so do we.
    scripts = (get_plotlyjs().replace("\r", ""), _resource("page.js"))
    return environment.get_template("page.html").render(
        title=study_title(study),
        description=clean(study.facts.description),
        answer=answer(study),
        marks=MARKS,
        table=kpi_table(study),
        sections=sections,
        cuts=cut_tables(study),
        cuts_caption=cuts_caption(study),
        kpis=[(info, better_words(info)) for info in study.kpis],
        facts=_facts(study),
        notes=[clean(note) for note in _notes(study)],
        confidence=confidence_words(study),
        baseline=title_of(study, study.facts.baseline) if study.differences else "",
        style=_trusted(_resource("page.css") + fate_styles()),
        scripts=[_trusted(script) for script in scripts],
        figures=_trusted(_figures_json(sections)),
        policy=_policy(scripts),
    )


def _policy(scripts: tuple[str, ...]) -> str:
    """A content policy that lets these scripts run, no others, and nothing reach the network."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    )
    return (
        # Plotly writes styles of its own; they cannot be hashed beforehand.
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _trusted(text: str) -> Any:
    """Text of our own that must not be escaped."""
    from markupsafe import Markup

    return Markup(text)


def _resource(name: str) -> str:
    return resources.files("backsim.report").joinpath(name).read_text(encoding="utf-8")


def _figures_json(sections: tuple[Section, ...]) -> str:
    """All figures by chart, safe inside a script tag: no ``<``, ``>`` or ``&`` is left in it."""
    parts = (
        f"{json.dumps(chart.id)}:{chart.figure}" for section in sections for chart in section.charts
    )
    text = "{" + ",".join(parts) + "}"
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _notes(study: Study) -> list[str]:
    count = len(study.failed)
    lost = [f"{counted(count, 'trial')} failed and left out of every number."] if count else []
    return [*study.notes, *lost]


def _facts(study: Study) -> list[tuple[str, str]]:
    facts = study.facts
    found = [
        ("Study", clean(facts.study)),
        ("Arms", "; ".join(_arm_words(study, arm) for arm in facts.arms)),
        ("Replications", f"{facts.replications:,} of each arm"),
        ("Seed", str(facts.seed)),
        ("Time", f"{whole_days(facts.horizon_days)} from {long_date(facts.start)}"),
        ("Question", "a steady state" if facts.steady_state else "a launch, from start to end"),
        ("Confidence", confidence_words(study)),
        ("Currency", clean(facts.currency)),
        ("Made with", f"backsim {facts.version}"),
    ]
    if study.question:
        trials = len(facts.arms) * facts.replications
        rows = f"{len(study.rows):,} of its {counted(trials, 'trial')}"
        found.append(("Made from", f"{rows}, kept as question {study.question}"))
    if facts.warm_up_days:
        found.insert(5, ("Warm-up, left out", whole_days(facts.warm_up_days)))
    return found


def _arm_words(study: Study, arm: str) -> str:
    title = title_of(study, arm)
    words = title if title == clean(arm) else f"{title} ({clean(arm)})"
    return f"{words}, the baseline" if arm == study.facts.baseline else words
