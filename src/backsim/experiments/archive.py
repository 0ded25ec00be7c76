"""A result folder::

    results/<study>/
        page.html         the answer \\
        comparison.json   the numbers   } of the question asked last without --set;
        trials.csv        one row per   } with --set they are called page-QUESTION.html,
        source.yaml       what was run /  and so on
        manifest.json     the index: all questions, which is the latest
        questions/*.json  of each question: what was asked, versions, seed, digests, machine, times
        trials/*.jsonl    the rows of all questions; one shard per process

Rows and manifests are the truth, and a row belongs to every question that asks for its trial. A
page or a table is made from them, carries the question that it tells of, and is removed as soon
as that question is asked anew and more than was known is to be found. One process at a time
writes (see ``lock``).
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from backsim.changes import RESULT_FORMAT
from backsim.errors import ResultError
from backsim.experiments import lock
from backsim.experiments.environment import backsim_version
from backsim.experiments.files import make_folder, remove, rename, write_text
from backsim.experiments.identity import MODEL_VERSION, trial_of
from backsim.experiments.index import (
    NAME,
    QUESTIONS,
    Index,
    read_index,
    read_question,
    write_index,
    write_question,
)
from backsim.experiments.manifest import Manifest
from backsim.experiments.shards import read_rows
from backsim.experiments.sources import Source, same
from backsim.experiments.study import Study
from backsim.records.trial import TrialRow

SOURCE, PAGE, COMPARISON, TABLE = "source.yaml", "page.html", "comparison.json", "trials.csv"
DERIVED = (PAGE, COMPARISON, TABLE)
OF_FORMAT_1 = "scenario.json"


class Asked(NamedTuple):
    """The rows of a question that are there."""

    rows: dict[str, TrialRow]
    """By identity."""
    damaged: tuple[str, ...]


class Archive:
    """The folder that keeps the questions of one study."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shards = folder / "trials"

    def check_ours(self) -> None:
        """Raises ``ResultError`` if the folder belongs to something else than backsim."""
        if not self.folder.is_dir():
            return
        if (self.folder / NAME).exists():
            read_index(self.folder)
        elif theirs := [path.name for path in self.folder.iterdir() if not _is_trace(path.name)]:
            raise ResultError(
                f"{self.folder} holds other things ({min(theirs)}) and no result of backsim, so "
                "nothing is written there; name another folder with --out"
            )

    def begin(self, manifest: Manifest, source: Source) -> Manifest:
        """Write down what is asked, while the folder is held; gives the manifest as it is kept.

        What tells of another state of the question is removed. Raises ``ResultError`` if that
        cannot be, and if a file that was read, or changed by hand, would be written over.
        """
        index = self._entered(manifest, source)
        question = manifest.question
        suffix = self._suffix(question, source, index)
        own = self.named(SOURCE, suffix)
        if not suffix and index.plain not in ("", question):
            self._set_aside(index.plain, source)
        stays = bool(source.among([own]))
        if not stays:
            _check_unchanged(own)
        text = own.read_text(encoding="utf-8") if stays else _signed(source, self.folder, question)
        former = self._known(index, question)
        if former is None or former.told != manifest.told or not former.finished:
            self.clear(suffix)
        if stays and former is not None:
            # Asked from the folder's own source: where it came from at first says more.
            manifest = manifest._replace(command=former.command, files=former.files)
        manifest = manifest._replace(source=_digest(text))
        write_question(self.folder, manifest)
        commands = {q: told for q, told in index.commands.items() if q != question}
        index = index._replace(latest=question, commands=commands | {question: manifest.command})
        plain = index.plain if index.plain != question else ""
        write_index(self.folder, index._replace(plain=plain if suffix else question))
        if not stays:
            write_text(own, text)
        return manifest

    def clear(self, suffix: str) -> None:
        """Remove what was made from rows: it is to be made anew."""
        for name in DERIVED:
            remove(self.named(name, suffix))

    def asked(self, manifest: Manifest) -> Asked:
        """The rows that are there of the trials that the manifest asks for."""
        older = (manifest.format, manifest.model) != (RESULT_FORMAT, MODEL_VERSION)
        wanted = set(identities(manifest).values())
        return Asked(*read_rows(self.shards, wanted, older=older))

    def end(self, manifest: Manifest, study: Study) -> None:
        """Write down what was found. Raises ``ResultError`` if that cannot be."""
        suffix = self.suffix_of(manifest.question)
        text = json.dumps(study.document(), indent=2, ensure_ascii=False, allow_nan=False)
        write_text(self.named(COMPARISON, suffix), text + "\n")
        write_text(self.named(TABLE, suffix), as_csv(study.records()))
        write_question(self.folder, manifest)

    def named(self, name: str, suffix: str) -> Path:
        """The path of a file: ``page.html``, or ``page-QUESTION.html`` with a suffix."""
        stem, dot, kind = name.partition(".")
        return self.folder / (f"{stem}-{suffix}{dot}{kind}" if suffix else name)

    def suffix_of(self, question: str) -> str:
        """What stands in the names of a question's files."""
        return "" if read_index(self.folder).plain == question else question

    def source_of(self, question: str) -> Path:
        """The merged source of a question, there or not."""
        aside = self.named(SOURCE, question)
        return aside if aside.exists() else self.named(SOURCE, self.suffix_of(question))

    def _entered(self, manifest: Manifest, source: Source) -> Index:
        """The index of the folder; an empty folder gets one, an older folder a new one."""
        if not (self.folder / NAME).exists():
            # First of all, so that the folder is known as ours whenever this process is killed.
            write_index(self.folder, Index(manifest.facts.study))
        index = read_index(self.folder)
        make_folder(self.folder / QUESTIONS)
        make_folder(self.shards)
        if index.old:
            write_question(self.folder, index.old)
            resolved = self.folder / OF_FORMAT_1
            if not source.among([resolved]):
                rename(resolved, self.folder / QUESTIONS / f"{index.latest}-{OF_FORMAT_1}")
            index = index._replace(old=None)
            write_index(self.folder, index)
        return index

    def _known(self, index: Index, question: str) -> Manifest | None:
        try:
            return read_question(self.folder, question) if question in index.commands else None
        except ResultError:
            return None

    def _suffix(self, question: str, source: Source, index: Index) -> str:
        """What is to stand in the names of the question's files.

        Nothing if it is asked of a file as it stands, else the question; never so that a file
        which was read would be written over.
        """
        scenario = source.scenarios[-1]
        mine = scenario.name.startswith("source-") and same(scenario.parent, self.folder)
        clash: list[Path] = []
        plain = (source.plain and not mine) or question == index.plain
        for suffix in ("", question) if plain else (question,):
            clash = source.among(self.named(name, suffix) for name in (SOURCE, *DERIVED))
            its_own = question == (suffix or index.plain)
            if (source.whole or its_own) and same(self.named(SOURCE, suffix), scenario):
                # It is the source of its own question already, and stays as it is.
                clash = [path for path in clash if path.name != self.named(SOURCE, suffix).name]
            if not clash:
                return suffix
        raise _read_and_written(clash[0])

    def _set_aside(self, question: str, source: Source) -> None:
        """Let the files without a question in their name belong to nobody."""
        own = self.named(SOURCE, "")
        if not source.among([own]):
            _check_unchanged(own)
            rename(own, self.named(SOURCE, question))
        self.clear("")


SIGNATURE = "the sha256 of all below is "


def _signed(source: Source, folder: Path, question: str) -> str:
    """The source with a first line from which it can be told whether it was changed since."""
    text = source.text(folder)
    head = f"# As run by backsim {backsim_version()} for question {question}"
    return f"{head}; {SIGNATURE}{_digest(text)}\n{text}"


def _check_unchanged(path: Path) -> None:
    """Raises ``ResultError`` if a source is there that is not as we wrote it."""
    if not os.path.lexists(path):
        return
    head, _, text = path.read_text(encoding="utf-8", errors="replace").partition("\n")
    if not head.endswith(f"{SIGNATURE}{_digest(text)}"):
        raise ResultError(
            f"{path} is not as backsim wrote it, so it stays as it is; "
            "move it elsewhere, or name another folder with --out"
        )


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _read_and_written(path: Path) -> ResultError:
    return ResultError(
        f"{path} is read by this scenario, and the result would be written over it; "
        "name another folder with --out"
    )


def _is_trace(name: str) -> bool:
    """What a process leaves that was killed before it wrote its first manifest."""
    return name == lock.NAME or name.startswith(f".{NAME}.")


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
