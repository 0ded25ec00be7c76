"""What can go wrong, as one tree; each branch knows the exit code it ends with.

::

    BacksimError            exit 1
    ├── UsageError          exit 2   the command line or the call is wrong
    ├── ScenarioError       exit 2   faults in a scenario file, all of them at once
    ├── PluginError         exit 2   an installed package of rules that cannot be used
    ├── ResultError         exit 2   a result folder that cannot be read or written
    └── TrialError          exit 1   one or more trials failed; the others are kept
"""

from __future__ import annotations

from dataclasses import dataclass, replace


class BacksimError(Exception):
    """Base of every error that backsim raises on purpose; its text is for the user."""

    exit_code = 1


class UsageError(BacksimError):
    """The command line, or a call from Python, asks for something that makes no sense."""

    exit_code = 2


class PluginError(BacksimError):
    """A rule of an installed package cannot be used; the text names the distribution."""

    exit_code = 2


class ResultError(BacksimError):
    """A result folder cannot be read or written."""

    exit_code = 2


class TrialError(BacksimError):
    """At least one trial failed; what the others found is kept."""

    exit_code = 1


def visible(text: str) -> str:
    """Signs that cannot be seen, and might drive a terminal, as their escapes.

    >>> print(visible("gold\\x1b[31m ring"))
    gold\\x1b[31m ring
    """
    if text.isprintable():
        return text
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return "".join(shown)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or odd, in a scenario, and where.

    ``line`` and ``column`` count from 1; 0 means that the place is not known. ``excerpt`` is the
    text of that line, shown with a caret under ``column``.
    """

    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        head = visible(f"{place}: {self.message}" if place else self.message)
        if not self.excerpt:
            return head
        # A tab in the source must be a tab in the caret line too, or the caret points elsewhere.
        before = _shown(self.excerpt[: max(self.column - 1, 0)])
        lead = "".join(c if c == "\t" else " " for c in before)
        return f"{head}\n    {_shown(self.excerpt)}\n    {lead}^"

    def as_warning(self) -> Fault:
        """The same, said to be a warning."""
        return replace(self, message=f"warning: {self.message}")


def _shown(excerpt: str) -> str:
    """A line of a file as it may be printed: tabs stay."""
    return "\t".join(visible(part) for part in excerpt.split("\t"))


class ScenarioError(BacksimError):
    """All the faults of a scenario file, in the order in which they stand in it."""

    exit_code = 2

    def __init__(self, faults: tuple[Fault, ...] | list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
