"""The manifest of a question: what was asked, of which model, on what machine, when."""

from __future__ import annotations

from typing import Any, NamedTuple

from backsim.experiments.identity import question_of
from backsim.experiments.study import StudyFacts
from backsim.records.kpi import Declared, KpiInfo


class FileRead(NamedTuple):
    """A file that a question was read from."""

    name: str
    """As seen from the result folder."""
    role: str
    """``scenario`` or ``history``."""
    sha256: str


class Manifest(NamedTuple):
    """Enough to find the trials of a question in the folder and to tell its study again."""

    facts: StudyFacts
    arms: dict[str, str]
    """Digest of each arm, see ``identity``."""
    model: int
    first: int
    """The first replication; they are numbered from 0."""
    kpis: tuple[KpiInfo, ...]
    """The dictionary as it was."""
    warnings: tuple[str, ...]
    """What there was to say about the scenario."""
    versions: dict[str, str]
    machine: str
    started: str
    finished: str
    """UTC, ISO; empty while the study runs or after it was stopped."""
    format: int = 1
    """Of the folder that it was written for, see ``changes``."""
    command: str = ""
    """The command line that asked."""
    files: tuple[FileRead, ...] = ()
    source: str = ""
    """Digest of the merged source; empty if none was kept."""

    @property
    def replications(self) -> range:
        """The replications that were asked for."""
        return range(self.first, self.first + self.facts.replications)

    @property
    def question(self) -> str:
        """The identity of the question."""
        return question_of(self.facts, self.arms, self.model, self.first)

    @property
    def told(self) -> tuple[Any, ...]:
        """All that a page or a table says beside the rows."""
        return self.facts, self.arms, self.model, self.first, self.kpis, self.warnings

    def as_data(self) -> dict[str, Any]:
        """The manifest as plain data, ready for JSON."""
        return {
            "backsim": self.facts.version,
            "question": self.question,
            **self._asdict(),
            "facts": self.facts._asdict()
            | {"declared": [one._asdict() for one in self.facts.declared]},
            "kpis": [info._asdict() for info in self.kpis],
            "files": [file._asdict() for file in self.files],
        }


def rebuilt(data: dict[str, Any]) -> Manifest:
    """The manifest in plain data; keys that it does not know are passed over.

    Raises ``ValueError``, ``TypeError``, ``KeyError`` or ``AttributeError`` if it is none.
    """
    facts = _known(StudyFacts, data["facts"])
    facts["arms"] = tuple(facts["arms"])
    facts["primary"] = tuple((kpi, matters) for kpi, matters in facts["primary"])
    facts["by"] = tuple(facts.get("by", ()))
    declared = facts.get("declared", ())
    facts["declared"] = tuple(Declared(**_known(Declared, dict(one))) for one in declared)
    data = _known(Manifest, data)
    data["facts"] = StudyFacts(**facts)
    data["kpis"] = tuple(KpiInfo(**_known(KpiInfo, info)) for info in data["kpis"])
    data["warnings"] = tuple(data["warnings"])
    data["files"] = tuple(FileRead(**_known(FileRead, file)) for file in data.get("files", ()))
    manifest = Manifest(**data)
    if set(manifest.facts.arms) != set(manifest.arms):
        raise ValueError("the arms of the study and their digests do not agree")
    return manifest


def _known(kind: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record, of all that a newer or older version wrote."""
    return {name: data[name] for name in kind._fields if name in data}
