"""Rules of other people's packages: entry points of the group ``backsim.policies``.

Each entry point names a ``RuleEntry``. All that can be wrong with one is said in one sentence that
names the distribution, so that its user knows what to mend or to remove.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterable
from importlib.metadata import EntryPoint, entry_points

from backsim.errors import PluginError
from backsim.policies.entry import BASES, CHOSEN, RuleEntry

GROUP = "backsim.policies"
_WORD = re.compile(r"[a-z][a-z0-9_]*")


def found() -> Iterable[EntryPoint]:
    """What the installed packages offer."""
    return entry_points(group=GROUP)


def entries_of(
    points: Iterable[EntryPoint], taken: Collection[tuple[str, str]]
) -> tuple[RuleEntry, ...]:
    """The rows of all entry points, by kind and word.

    ``taken`` are the kinds and words of backsim's own rules. Raises ``PluginError`` with
    everything that is wrong with any of them.
    """
    faults: list[str] = []
    owners = dict.fromkeys(taken, "backsim")
    entries = []
    for point in sorted(points, key=lambda point: (origin_of(point), point.name)):
        origin = origin_of(point)
        try:
            entry = _loaded(point)
            key = (entry.kind, entry.word)
            if key in owners:
                raise ValueError(f"the word '{entry.word}' exists already, in {owners[key]}")
        except ValueError as error:
            faults.append(f"{origin}: rule '{point.name}': {error}")
            continue
        owners[key] = origin
        entries.append(entry._replace(origin=origin))
    if faults:
        raise PluginError("\n".join(faults))
    return tuple(sorted(entries, key=lambda entry: (entry.kind, entry.word)))


def origin_of(point: EntryPoint) -> str:
    """The distribution of an entry point, with its version."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


def _loaded(point: EntryPoint) -> RuleEntry:
    """The row that an entry point names; a ``ValueError`` says what is wrong with it."""
    try:
        entry = point.load()
    except Exception as error:  # whatever somebody else's module raises while it is imported
        told = f"{type(error).__name__}: {error}"
        raise ValueError(f"{point.value} cannot be loaded: {told}") from error
    if not isinstance(entry, RuleEntry):
        raise ValueError(f"{point.value} is not a RuleEntry, but a {type(entry).__name__}")
    if entry.kind not in CHOSEN:
        raise ValueError(f"its kind '{entry.kind}' is not one of {', '.join(CHOSEN)}")
    if not _WORD.fullmatch(entry.word):
        raise ValueError(f"its word '{entry.word}' must be small letters, digits and _")
    base = BASES[entry.kind]
    if not (isinstance(entry.rule, type) and issubclass(entry.rule, base)):
        raise ValueError(f"{entry.rule!r} is not a subclass of {base.__name__}")
    _check_settings(entry)
    return entry


def _check_settings(entry: RuleEntry) -> None:
    names = [setting.name for setting in entry.settings]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"its setting '{name}' is declared twice")
    try:
        inspect.signature(entry.rule).bind(**dict.fromkeys(names))
    except TypeError as error:
        told = f"{entry.rule.__name__} cannot be made with its settings"
        raise ValueError(f"{told} ({', '.join(names) or 'none'}): {error}") from None
