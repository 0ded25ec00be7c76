"""The manifest of a result folder: what was asked, of which model, on what machine, when."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from backsim.errors import ResultError
from backsim.experiments.files import reason, write_text
from backsim.experiments.study import StudyFacts
from backsim.records.kpi import KpiInfo

NAME = "manifest.json"


class Manifest(NamedTuple):
    """Enough to find the trials of a study in the folder and to tell the study again."""

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

    @property
    def replications(self) -> range:
        """The replications that were asked for."""
        return range(self.first, self.first + self.facts.replications)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest. Raises ``ResultError`` if that cannot be."""
    data: dict[str, Any] = {"backsim": manifest.facts.version} | manifest._asdict()
    data["facts"] = manifest.facts._asdict()
    data["kpis"] = [info._asdict() for info in manifest.kpis]
    write_text(folder / NAME, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest. Raises ``ResultError`` if the folder holds none that can be read."""
    path = folder / NAME
    if not folder.is_dir():
        what = "it is a file" if folder.exists() else "there is no such folder"
        raise ResultError(f"{folder} is not a result of backsim: {what}")
    try:
        data = json.loads(path.read_bytes())
        return _rebuilt(data)
    except FileNotFoundError as error:
        raise ResultError(f"{folder} is not a result of backsim: it has no {NAME}") from error
    except OSError as error:
        raise ResultError(f"cannot read {path}: {reason(error)}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ResultError(f"{path} is not a manifest that this backsim can read") from error


def _rebuilt(data: dict[str, Any]) -> Manifest:
    facts = data["facts"]
    facts["arms"] = tuple(facts["arms"])
    facts["primary"] = tuple((kpi, matters) for kpi, matters in facts["primary"])
    data["facts"] = StudyFacts(**facts)
    data["kpis"] = tuple(KpiInfo(**info) for info in data["kpis"])
    data["warnings"] = tuple(data["warnings"])
    del data["backsim"]
    manifest = Manifest(**data)
    if set(manifest.facts.arms) != set(manifest.arms):
        raise ValueError("the arms of the study and their digests do not agree")
    return manifest
