"""Rows on disk: each process appends to a shard of its own, a reader takes all shards together.

A shard is a file with one JSON object per line. Whatever stops a process (``kill -9``, a full
disk) costs at most the line that was being written: a reader passes over what it cannot read, and
that trial is simply done again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import uuid4

from backsim.errors import ResultError
from backsim.experiments.files import reason, unwritable
from backsim.records.trial import Profile, TrialRow


class Shard:
    """One process's own file of rows, made when the first row comes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / f"{uuid4().hex[:12]}.jsonl"
        self._file: FileIO | None = None

    def append(self, row: TrialRow) -> None:
        """Keep one row: when this returns, the system has it.

        Raises ``ResultError`` if it cannot be kept.
        """
        rest = f"{encoded(row)}\n".encode()
        try:
            if self._file is None:
                # Without a buffer: what could not be written is not tried again on closing.
                self._file = FileIO(self._path, "a")
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            why = f"{unwritable(self._path, error)} (the trials done before are kept)"
            raise ResultError(why) from error

    def close(self) -> None:
        """No more rows will come."""
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Kept(NamedTuple):
    """What the shards of a folder hold of the trials that were asked for."""

    rows: dict[str, TrialRow]
    """By trial. Of several rows of one trial the first that did not fail, with all their cuts."""
    damaged: tuple[str, ...]
    """Where there were lines that cannot be read, other than the last of a shard."""


def read_rows(folder: Path, wanted: Collection[str], *, older: bool = False) -> Kept:
    """Read the rows of the trials in ``wanted``; a folder that is not there holds none.

    Rows of an ``older`` version may have a profile of another form, which is then left out.
    Raises ``ResultError`` if a shard cannot be read at all.
    """
    rows: dict[str, TrialRow] = {}
    damaged: list[str] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(_lines(path), start=1):
            row = decoded(line, older=older)
            if row is None:
                if line.endswith(b"\n"):
                    damaged.append(f"{path.name}:{number}")
            elif row.trial in wanted:
                rows[row.trial] = rows[row.trial].joined(row) if row.trial in rows else row
    return Kept(rows, tuple(damaged))


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise ResultError(f"cannot read {path}: {reason(error)}") from error


def encoded(row: TrialRow) -> str:
    """A row as one line of JSON."""
    profile = None if row.profile is None else row.profile._asdict()
    data = row._asdict() | {"profile": profile}
    if not row.by:
        # Nothing is kept of what nobody asked for.
        del data["by"]
    return json.dumps(data, separators=(",", ":"), allow_nan=False)


def decoded(line: bytes, *, older: bool = False) -> TrialRow | None:
    """The row in a line, or ``None`` if there is no whole row in it."""
    try:
        data = json.loads(line)
        profile = data["profile"]
        if older and profile is not None and set(profile) != set(Profile._fields):
            profile = None
        row = TrialRow(**data | {"profile": None if profile is None else Profile(**profile)})
    except (ValueError, TypeError, KeyError):
        return None
    sound = isinstance(row.trial, str) and isinstance(row.arm, str) and _are_numbers(row.kpis)
    return row if sound and isinstance(row.replication, int) and _are_cuts(row.by) else None


def _are_numbers(kpis: Any) -> bool:
    return isinstance(kpis, dict) and all(
        value is None or isinstance(value, float | int) for value in kpis.values()
    )


def _are_cuts(by: Any) -> bool:
    return isinstance(by, dict) and all(
        isinstance(parts, dict) and all(_are_numbers(kpis) for kpis in parts.values())
        for parts in by.values()
    )
