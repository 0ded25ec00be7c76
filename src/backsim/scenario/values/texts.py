"""Words, names and yes or no, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from backsim.scenario.values.hints import FaultsError, not_one_of, quoted


def text(raw: object) -> str:
    """Words; a number is taken as it is written."""
    if isinstance(raw, bool | dict | list) or raw is None:
        raise ValueError(f"must be a text, not {quoted(raw)}")
    return str(raw)


def word(raw: object, words: Iterable[str]) -> str:
    """One of some words."""
    known = tuple(words)
    if raw not in known:
        raise ValueError(not_one_of(raw, known))
    return str(raw)


def name(raw: object) -> str:
    """The name of a product, a segment, a supplier: one line of up to 60 characters."""
    told = text(raw)
    if not told.strip() or len(told) > 60 or not told.isprintable():
        raise ValueError(f"a name has 1 to 60 printable characters: {quoted(told)}")
    return told


def names(raw: object) -> tuple[str, ...]:
    """One name, or a list of different names.

    >>> names("fans"), names(["fans", "others"])
    (('fans',), ('fans', 'others'))
    """
    if not isinstance(raw, list):
        return (name(raw),)
    faults: list[tuple[tuple[str | int, ...], str]] = []
    read: list[str] = []
    for position, item in enumerate(raw):
        try:
            read.append(name(item))
        except ValueError as error:
            faults.append(((position,), str(error)))
            continue
        if read[-1] in read[:-1]:
            faults.append(((position,), f"names {quoted(item)} twice"))
    if faults:
        raise FaultsError(*faults)
    return tuple(read)


def arm_name(raw: object) -> str:
    """The name of an arm: letters, digits, ``-``, ``_`` and single spaces, but no dot."""
    told = text(raw)
    if len(told) > 60 or not re.fullmatch(r"\w[\w-]*( [\w-]+)*", told):
        raise ValueError(f"only letters, digits, spaces, '-' and '_' are allowed: {quoted(told)}")
    return told


def handle(raw: object) -> str:
    """A name that may stand in a file name: letters, digits, ``-``, ``_`` and ``.``."""
    told = text(raw)
    if not re.fullmatch(r"\w[\w.-]{0,59}", told):
        raise ValueError(f"only letters, digits, '-', '_' and '.' are allowed: {quoted(told)}")
    return told


def currency(raw: object) -> str:
    """A currency code of three letters."""
    if not (isinstance(raw, str) and re.fullmatch("[A-Z]{3}", raw)):
        raise ValueError(f"must be a code of three capitals such as EUR, not {quoted(raw)}")
    return raw


def flag(raw: object) -> bool:
    """Yes or no, as YAML 1.2 writes them."""
    if not isinstance(raw, bool):
        raise ValueError(f"must be `true` or `false`, not {quoted(raw)}")
    return raw
