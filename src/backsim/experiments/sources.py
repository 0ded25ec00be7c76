"""What a question was read from, and what must not be written over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from backsim.errors import ResultError
from backsim.experiments.files import reason
from backsim.experiments.manifest import FileRead


class Source(NamedTuple):
    """The files behind a question."""

    text: Callable[[Path], str]
    """The scenario as one file for this folder."""
    scenarios: tuple[Path, ...]
    """The scenario, after those that it extends."""
    histories: tuple[Path, ...] = ()
    plain: bool = True
    """Asked of the file as it stands, without ``--set``."""
    whole: bool = False
    """The file itself says all: it extends nothing and the call changes nothing of it."""

    @property
    def files(self) -> tuple[Path, ...]:
        """All that was read."""
        return (*self.scenarios, *self.histories)

    def read(self, folder: Path) -> tuple[FileRead, ...]:
        """Each file as seen from a folder, with its digest."""
        roles = {"scenario": self.scenarios, "history": self.histories}
        return tuple(
            FileRead(os.path.relpath(file.resolve(), folder.resolve()), role, digest_of(file))
            for role, files in roles.items()
            for file in files
        )

    def among(self, targets: Iterable[Path]) -> list[Path]:
        """Which of these are files that were read, under whatever name."""
        return [target for target in targets if any(same(target, file) for file in self.files)]


def digest_of(path: Path) -> str:
    """The SHA-256 of a file. Raises ``ResultError`` if it cannot be read."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ResultError(f"cannot read {path}: {reason(error)}") from error


def same(one: Path, other: Path) -> bool:
    """Are both the same file, through links and other spellings?"""
    try:
        return one.samefile(other)
    except OSError:
        return False
