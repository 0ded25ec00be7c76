"""A result folder::

    results/<study>/
        scenario.json     every arm as resolved
        manifest.json     what was asked, versions, seed, digests, machine, times
        trials/*.jsonl    one row per trial; one shard per process
        trials.csv        the KPIs of every trial, for other programs
        comparison.json   the numbers that ``--json`` prints

The shards are the truth; the other files can be made again from them and the manifest. A folder
may hold trials of several studies: a study reads the ones that it asked for and leaves the others.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from backsim.experiments.files import make_folder, write_text
from backsim.experiments.identity import trial_of
from backsim.experiments.manifest import NAME, Manifest, read_manifest, write_manifest
from backsim.experiments.shards import read_rows
from backsim.experiments.study import Study
from backsim.records.trial import TrialRow


class Asked(NamedTuple):
    """The rows of a study that are there."""

    rows: dict[str, TrialRow]
    """By identity."""
    damaged: tuple[str, ...]


class Archive:
    """The folder that keeps one study."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shards = folder / "trials"

    def begin(self, manifest: Manifest, resolved: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the folder and write down what is asked; ``resolved`` holds each arm by name.

        Raises ``ResultError`` if that cannot be, or if the folder belongs to something else.
        """
        if (self.folder / NAME).exists():
            read_manifest(self.folder)
        make_folder(self.folder)
        make_folder(self.shards)
        text = json.dumps({"arms": resolved}, indent=2, ensure_ascii=False, default=str)
        write_text(self.folder / "scenario.json", text + "\n")
        write_manifest(self.folder, manifest)

    def asked(self, manifest: Manifest) -> Asked:
        """The rows that are there of the trials that the manifest asks for."""
        return Asked(*read_rows(self.shards, set(identities(manifest).values())))

    def end(self, manifest: Manifest, study: Study) -> None:
        """Write down what was found. Raises ``ResultError`` if that cannot be."""
        text = json.dumps(study.document(), indent=2, ensure_ascii=False, allow_nan=False)
        write_text(self.folder / "comparison.json", text + "\n")
        write_text(self.folder / "trials.csv", as_csv(study.records()))
        write_manifest(self.folder, manifest)


def identities(manifest: Manifest) -> dict[tuple[str, int], str]:
    """The identity of every trial that the manifest asks for, by arm and replication."""
    seed = manifest.facts.seed
    return {
        (arm, number): trial_of(manifest.arms[arm], manifest.model, seed, number)
        for arm in manifest.facts.arms
        for number in manifest.replications
    }


def rows_of(manifest: Manifest, rows: Mapping[str, TrialRow]) -> list[TrialRow]:
    """The rows of a study, arm by arm; arms that are equal each get their own copy."""
    return [
        rows[trial]._replace(arm=arm, replication=number)
        for (arm, number), trial in identities(manifest).items()
        if trial in rows
    ]


def as_csv(records: list[dict[str, Any]]) -> str:
    """Records as CSV with a header; text that a spreadsheet would take for a formula is defused."""
    out = io.StringIO()
    if records:
        writer = csv.DictWriter(out, fieldnames=list(records[0]), lineterminator="\n")
        writer.writerow({name: _harmless(name) for name in records[0]})
        writer.writerows(
            {name: _harmless(value) for name, value in record.items()} for record in records
        )
    return out.getvalue()


def _harmless(cell: Any) -> Any:
    """A text cell that begins like a formula gets an apostrophe in front; numbers stay numbers."""
    starts_formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if starts_formula else cell
