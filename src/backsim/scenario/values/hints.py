"""Words for faults: quoting what was found, and guessing what was meant."""

from __future__ import annotations

from collections.abc import Iterable

from backsim.errors import visible

LONGEST_QUOTE = 40
KEY = "[key]"
"""At the end of a fault's path, as in those of pydantic: it is the key that is wrong."""


class FaultsError(ValueError):
    """Several things wrong inside one value: each a path below it, and a message."""

    def __init__(self, *faults: tuple[tuple[str | int, ...], str]) -> None:
        self.faults = faults
        super().__init__("; ".join(message for _, message in faults))


def quoted(raw: object) -> str:
    """How a value from a file is shown inside a message.

    >>> quoted("opne"), quoted(7), quoted(True), quoted([1, 2])
    ("'opne'", '7', 'true', 'a list')
    """
    match raw:
        case None:
            return "nothing"
        case bool():
            return str(raw).lower()
        case str():
            return f"'{shortened(raw)}'"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case _:
            return shortened(str(raw))


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """A text on one line, cut where it grows long; what cannot be seen as its escape."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= longest else line[: longest - 3] + "..."


def meant(word: str, words: Iterable[str]) -> str:
    """``, did you mean 'deposit'?`` if one of the words is close, else nothing.

    >>> meant("depositt", ["deposit", "share"])
    ", did you mean 'deposit'?"
    """
    from difflib import get_close_matches

    by_folded = {known.casefold(): known for known in words}
    # The search takes quadratic time.
    told = word.casefold()[:100]
    # A beginning is no close match by letters: `back` for `backorders`.
    begun = [known for known in by_folded if len(told) >= 3 and known.startswith(told)]
    close = begun or get_close_matches(told, by_folded, n=1, cutoff=0.6)
    return f", did you mean '{by_folded[close[0]]}'?" if close else ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """``a, b or c``.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b or c', 'a')
    """
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


_YES, _NO = ("yes", "on", "true"), ("no", "off", "false")


def not_one_of(raw: object, words: Iterable[str]) -> str:
    """A wrong choice: the close one if there is one, else all of them.

    >>> not_one_of(True, ["off", "open"])
    "true is not one of off, open, did you mean 'open'?"
    """
    known = list(words)
    told = quoted(raw) if isinstance(raw, bool) else str(raw).casefold()
    # Yes or no, where the choice has words for both.
    for answers, word in ((_YES, "open"), (_NO, "off"), (_NO, "none")):
        if told in answers and word in known:
            return f"{quoted(raw)} is not one of {', '.join(known)}, did you mean '{word}'?"
    guess = meant(raw, known) if isinstance(raw, str) else ""
    return f"{quoted(raw)} is not one of {', '.join(known)}{guess}"
