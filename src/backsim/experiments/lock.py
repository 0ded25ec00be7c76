"""One process at a time works on a result folder; the others wait.

The system holds the lock, so that it goes with its process, however that ends. Whoever only reads
needs none: files are written whole.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from backsim.experiments.files import make_folder, unwritable

NAME = ".lock"


@contextmanager
def held(folder: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the folder, which is made if need be.

    If another process has it, ``waiting`` gets words for the user, and then this one waits.
    Raises ``ResultError`` if the folder cannot be written.
    """
    handle = _opened(folder)
    try:
        if not _taken(handle, wait=False):
            waiting(f"waiting for {_who(handle)}, at work in {folder}")
            _taken(handle, wait=True)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def held_if_free(folder: Path) -> Iterator[str]:
    """Hold the folder if nobody has it: gives nothing, or else words for who has it."""
    handle = _opened(folder)
    try:
        yield "" if _taken(handle, wait=False) else _who(handle)
    finally:
        os.close(handle)


def _opened(folder: Path) -> int:
    make_folder(folder)
    try:
        return os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise unwritable(folder / NAME, error) from error


def _taken(handle: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        # A file system without locks. Rows of two processes do not mix even so: each has a shard
        # of its own, and a row says which trial it is.
        return True
    return True


def _who(handle: int) -> str:
    number = os.pread(handle, 20, 0).decode("ascii", "replace")
    return f"another backsim (process {number})" if number else "another backsim"
