"""What changed between versions, as tables that the program reads.

A row of ``RENAMED_KEYS`` or ``RENAMED_KPIS`` turns "unknown" into "is now called"; a row of
``CHANGED_DEFAULTS`` lets ``backsim check`` say where a file relies on a default that is another
one now, and must stand in the change log, which a test holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

JSON_FORMAT = 1
"""The form of what ``--json`` prints. Raised when a key goes away or comes to mean something else;
a new key raises nothing."""

RESULT_FORMAT = 2
"""The form of a result folder. 1: one question a folder, without its source (backsim 0.1.0 before
this number was written down)."""


class Renamed(NamedTuple):
    """A key of the scenario language, or a KPI, that has another name now."""

    since: str
    """The version of backsim that brought the new name."""
    old: str
    """A KPI's id; or a dotted path, in which ``*`` stands for any name."""
    new: str


class ChangedDefault(NamedTuple):
    """A key that means something else than before where a file leaves it out."""

    since: str
    key: str
    """Dotted path; ``*`` stands for each name that a file gives there."""
    old: str
    new: str
    sentence: str
    """What follows from it for who relied on the old one."""
    beside: str = ""
    """If given: only where this key of the same section ..."""
    words: tuple[str, ...] = ()
    """... has one of these values."""


RENAMED_KEYS: tuple[Renamed, ...] = ()
RENAMED_KPIS: tuple[Renamed, ...] = ()
CHANGED_DEFAULTS: tuple[ChangedDefault, ...] = (
    ChangedDefault(
        "0.1.0",
        "customers.*.tolerance",
        "unlimited",
        "lognormal(mean 21 days, cv 0.8)",
        "Who waits past the date that they go by gives up one day; write `unlimited` for customers "
        "whom lateness never makes cancel.",
    ),
    ChangedDefault(
        "0.1.0",
        "study.primary",
        "backorder_rate, fulfillment_rate, net_cash_flow and satisfaction",
        "own_money, experience and demand_on_time",
        "What decides is the store's own money and what all who wanted to buy live through, which "
        "no policy can better by turning customers away.",
    ),
    *(
        ChangedDefault(
            "0.1.0",
            f"{section}.applies_to",
            "what has to wait",
            "everything",
            "What is sold from stock by `net_days` or `instalments` is paid on these terms too, "
            "with their discount and their defaults, and no longer at once.",
            "approach",
            ("net_days", "instalments"),
        )
        for section in (
            "payment",
            "payment.offer.*",
            "products.*.payment",
            "products.*.payment.offer.*",
        )
    ),
)


def renamed_kpi(name: str) -> str:
    """Words for a KPI that has another name now; empty if it has not."""
    for row in RENAMED_KPIS:
        if row.old == name:
            return f"the KPI '{row.old}' is called '{row.new}' since backsim {row.since}"
    return ""


def renamed_key(path: Sequence[object]) -> str:
    """Words for a key of the scenario language that has another name now; empty if it has not.

    What a product has for itself is found by its store-wide name too.
    """
    steps = [str(step) for step in path]
    paths = [steps, steps[2:]] if steps[:1] == ["products"] else [steps]
    for row in RENAMED_KEYS:
        if any(_matches(row.old.split("."), one) for one in paths):
            above, _, name = row.new.rpartition(".")
            where = "" if above == row.old.rpartition(".")[0] else f", below `{above}`"
            return f"'{steps[-1]}' is called '{name}' since backsim {row.since}{where}"
    return ""


def _matches(pattern: Sequence[str], steps: Sequence[str]) -> bool:
    return len(pattern) == len(steps) and all(
        wanted in ("*", step) for wanted, step in zip(pattern, steps, strict=True)
    )
