"""A rule as plain data: what a scenario holds of a policy, and what makes two rules the same."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Plain: TypeAlias = "bool | int | float | str | tuple[Plain, ...] | None"
"""What a setting may be: it can be hashed, pickled, and written as JSON."""


class Rule(NamedTuple):
    """The word by which ``policies.registry`` knows a rule, and what it is made with."""

    word: str
    settings: tuple[tuple[str, Plain], ...] = ()
    """Names and values, in the engine's units."""
    origin: str = ""
    """The distribution of somebody else's rule and its version; empty for backsim's own."""

    @classmethod
    def of(cls, word: str, /, **settings: Plain) -> Rule:
        """One of backsim's own rules, with its settings by name.

        >>> Rule.of("fixed", wait=86400)
        Rule(word='fixed', settings=(('wait', 86400),), origin='')
        """
        return cls(word, tuple(settings.items()))
