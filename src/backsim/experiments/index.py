"""What a result folder holds: its questions, and which of them is the latest.

The index is the folder's own ``manifest.json``; a folder without one is not of backsim.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from backsim.changes import RESULT_FORMAT
from backsim.errors import ResultError
from backsim.experiments.environment import backsim_version
from backsim.experiments.files import reason, write_text
from backsim.experiments.manifest import Manifest, rebuilt

NAME = "manifest.json"
QUESTIONS = "questions"
"""The folder of the questions' manifests."""

BROKEN = (ValueError, TypeError, KeyError, AttributeError)
"""What reading a manifest may raise that is none, or that was made by an unknown version."""


class Index(NamedTuple):
    """The questions of a folder."""

    study: str
    latest: str = ""
    """The question that was asked last; empty if none was."""
    plain: str = ""
    """The question that the files without a question in their name belong to."""
    commands: Mapping[str, str] = {}
    """How each question was asked, by its identity, in the order in which they came."""
    old: Manifest | None = None
    """The only question of a folder of format 1."""


def read_index(folder: Path) -> Index:
    """The index of a folder.

    Raises ``ResultError`` if the folder holds no result, or one that only another version reads.
    """
    path = folder / NAME
    if not folder.is_dir():
        what = "there is no such folder"
        if folder.exists():
            what = "it is a file"
            if (folder.parent / NAME).exists():
                what += f"; the result that it belongs to is {folder.parent}"
        raise ResultError(f"{folder} is not a result of backsim: {what}")
    if not path.exists():
        raise ResultError(f"{folder} is not a result of backsim: it has no {NAME}")
    data = _read(path)
    if not isinstance(data, dict) or not isinstance(data.get("backsim"), str):
        raise ResultError(f"{path} is not a manifest that this backsim can read")
    try:
        if data.get("format", 1) > RESULT_FORMAT:
            raise ValueError("a format of the future")
        if "format" not in data:
            old = rebuilt(data)
            return Index(old.facts.study, old.question, old.question, {old.question: ""}, old)
        commands = {str(key): str(value) for key, value in data["questions"].items()}
        return Index(str(data["study"]), str(data["latest"]), str(data["plain"]), commands)
    except BROKEN as error:
        raise unknown_form(folder, data) from error


def write_index(folder: Path, index: Index) -> None:
    """Write the index. Raises ``ResultError`` if that cannot be."""
    data = {
        "backsim": backsim_version(),
        "format": RESULT_FORMAT,
        "study": index.study,
        "latest": index.latest,
        "plain": index.plain,
        "questions": dict(index.commands),
    }
    write_text(folder / NAME, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def read_question(folder: Path, name: str | None = None) -> Manifest:
    """The manifest of a question, by the beginning of its identity; by default of the latest.

    Raises ``ResultError`` if there is no such question, or none that this version can read.
    """
    index = read_index(folder)
    if name is None and not index.latest:
        raise ResultError(f"{folder} holds no question yet: run its scenario again to ask it")
    known = [index.latest] if name is None else [q for q in index.commands if q.startswith(name)]
    if len(known) != 1 or name == "":
        what = f"several questions that begin with {name!r}" if known else f"no question {name!r}"
        raise ResultError(f"{folder} holds {what}; there are: {', '.join(index.commands)}")
    if index.old:
        return index.old
    path = folder / QUESTIONS / f"{known[0]}.json"
    if not path.exists():
        again = index.commands[known[0]]
        raise ResultError(f"{path} is missing; `{again}` asks its question anew")
    data = _read(path)
    try:
        return rebuilt(data)
    except BROKEN as error:
        raise unknown_form(folder, data) from error


def write_question(folder: Path, manifest: Manifest) -> None:
    """Write the manifest of a question. Raises ``ResultError`` if that cannot be."""
    text = json.dumps(manifest.as_data(), indent=2, ensure_ascii=False)
    write_text(folder / QUESTIONS / f"{manifest.question}.json", text + "\n")


def unknown_form(folder: Path, data: Any) -> ResultError:
    """The one sentence for a result that this version cannot open."""
    made = data.get("backsim", "another version") if isinstance(data, dict) else "another version"
    here = backsim_version()
    again = ""
    if isinstance(data, dict):
        questions = data.get("questions")
        asked = questions.get(data.get("latest"), "") if isinstance(questions, dict) else ""
        again = data.get("command") or asked
    command = f"{again or 'backsim compare FILE'} --out ANOTHER_FOLDER"
    return ResultError(
        f"{folder} was made by backsim {made} in a form that backsim {here} cannot open; "
        f"`{command}` makes it anew"
    )


def _read(path: Path) -> Any:
    """A file of JSON; ``None`` if it is none."""
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise ResultError(f"cannot read {path}: {reason(error)}") from error
    except ValueError:
        return None
