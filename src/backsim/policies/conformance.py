"""Is a rule what the store takes it for? For the tests of other people's packages."""

from __future__ import annotations

import inspect
from random import Random
from typing import Any

from backsim.errors import PluginError
from backsim.policies.base import Plan
from backsim.policies.entry import BASES, RuleEntry
from backsim.records.rules import Plain
from backsim.units import DAY, FOREVER

ANSWERS: dict[str, tuple[str, Any]] = {
    "backorders": ("allows", bool),
    "preorders": ("answers", int),
    "promise": ("date", int),
    "payment": ("plan", Plan),
    "allocation": ("key", (int, float)),
    "replenishment": ("buys", int),
}
"""By kind of rule: its method, and what that answers with."""
_OF_FEW = {"segment": (0, 1, 2), "offer": (1, 2, 3, 4), "preorder": (False, True)}
_PLAN = (
    *("checkout", "part", "first_at", "every", "count"),
    *("terms", "felt", "surcharge", "financing"),
)


def check_rule(entry: RuleEntry, /, **settings: Plain) -> None:
    """Ask a rule with these settings 500 times, with numbers of all sizes, each time the same.

    Raises ``PluginError`` at the first answer that is of another type than the store can use, or
    that is another one when the same rule, or a second one with the same settings, is asked again,
    and where the rule fails.
    """
    method, answers_with = ANSWERS[entry.kind]
    rule, twin = entry.rule(**settings), entry.rule(**settings)
    names = list(inspect.signature(getattr(BASES[entry.kind], method)).parameters)[1:]
    luck = Random(1)
    for _ in range(500):
        asked = [luck.choice(_OF_FEW.get(name, _any_size(luck))) for name in names]
        if "quantity" in names and entry.kind != "backorders":
            place = names.index("quantity")
            asked[place] = max(
                asked[place], 1
            )  # a line has a piece, though all of them may be here
        call = f"{entry.word}: {method}({', '.join(map(str, asked))})"
        try:
            answer = getattr(rule, method)(*asked)
        except Exception as error:
            raise PluginError(f"{call} fails: {error!r}") from error
        told = f"{call} answers {answer!r}"
        if not isinstance(answer, answers_with) or isinstance(answer, bool) > (method == "allows"):
            raise PluginError(f"{told}, which is no {getattr(answers_with, '__name__', 'number')}")
        for other in (rule, twin):
            again = getattr(other, method)(*asked)
            if _plain(again) != _plain(answer):
                raise PluginError(f"{told}, and asked again {again!r}")


def _any_size(luck: Random) -> tuple[int, ...]:
    return (0, 1, luck.randrange(100), luck.randrange(100_000), luck.randrange(400 * DAY), FOREVER)


def _plain(answer: Any) -> Any:
    if isinstance(answer, Plan):
        return [getattr(answer, name) for name in _PLAN]
    return answer
