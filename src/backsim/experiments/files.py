"""Writing files so that a reader never meets half of one."""

from __future__ import annotations

import os
from pathlib import Path

from backsim.errors import ResultError


def write_text(path: Path, text: str) -> None:
    """Put ``text`` (UTF-8) at ``path``: all of it, or what was there before.

    The folder must exist. Raises ``ResultError`` if the file cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        _forget(part)
        raise unwritable(path, error) from error
    except BaseException:
        _forget(part)
        raise


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises ``ResultError`` if that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ResultError(f"cannot use {path} as a folder: it is a file") from error
    except OSError as error:
        raise unwritable(path, error) from error


def remove(path: Path) -> None:
    """Remove a file, if it is there. Raises ``ResultError`` if that cannot be."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ResultError(f"cannot remove {path}: {reason(error)}") from error


def rename(path: Path, target: Path) -> None:
    """Give a file another name, if it is there. Raises ``ResultError`` if that cannot be."""
    try:
        path.replace(target)
    except FileNotFoundError:
        return
    except OSError as error:
        raise ResultError(f"cannot rename {path}: {reason(error)}") from error


def unwritable(path: Path, error: OSError) -> ResultError:
    """The error for the user: what could not be written, and why."""
    return ResultError(f"cannot write {path}: {reason(error)}")


def reason(error: OSError) -> str:
    """What the system says is wrong, as the end of a sentence: ``no space left on device``."""
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return
