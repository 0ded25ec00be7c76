"""Columns of numbers: a packed vector where the code is compiled, a list where it is not.

This is the one module that knows of the difference. To the type checker (and so to mypyc) a column
is a ``vec``; a list answers to the same ``len``, ``column[i]`` and ``column[i] = x``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from mypy_extensions import i64

if TYPE_CHECKING:
    from librt.vecs import vec

Ints: TypeAlias = "vec[i64]"
Floats: TypeAlias = "vec[float]"

COMPILED: Final = not __file__.endswith(".py")
"""Is this the compiled form of the engine?"""


def ints(length: i64, value: i64 = 0) -> Ints:
    """So many equal whole numbers."""
    if COMPILED:
        return vec[i64]([value] * length)
    return cast("Ints", [value] * length)


def floats(length: i64, value: float = 0.0) -> Floats:
    """So many equal floats."""
    if COMPILED:
        return vec[float]([value] * length)
    return cast("Floats", [value] * length)


def ints_of(values: Iterable[int]) -> Ints:
    """The same whole numbers, of a list or of anything that gives them one by one."""
    if COMPILED:
        return vec[i64](cast(Any, values))
    return cast("Ints", list(values))


def floats_of(values: Iterable[float]) -> Floats:
    """The same floats."""
    if COMPILED:
        return vec[float](values)
    return cast("Floats", list(values))


def copied(column: Ints) -> Ints:
    """The same numbers in a column of their own."""
    if COMPILED:
        return vec[i64](column)
    return cast("Ints", list(column))


def longer(column: Ints, value: i64 = 0) -> Ints:
    """The same column with room behind it, filled with one value."""
    more = ints(len(column) * 2 + 8, value)
    for i in range(len(column)):
        more[i] = column[i]
    return more


def longer_floats(column: Floats) -> Floats:
    """The same column with room behind it."""
    more = floats(len(column) * 2 + 8)
    for i in range(len(column)):
        more[i] = column[i]
    return more
