"""What sellers and studies say, tried: run the claims' shops, write docs/claims.md.

    python scripts/claims.py            # all of them, and the page
    python scripts/claims.py 1 7        # only these, told in the terminal

A claim is a row of tests/claims/claims.yaml and a scenario beside it, whose arms differ in the one
thing that the claim is about. tests/claims holds every row to what it says, and the page to what
this script writes.
"""

from __future__ import annotations

import operator
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from functools import cache
from pathlib import Path
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
import yaml

from backsim.inference import Difference, paired
from backsim.ledger import Account
from backsim.metrics import KPIS, Reading
from backsim.metrics.cuts import Values, evaluate_by
from backsim.records.codes import CancelCause, LineOrigin, LostCause, Offer, PaymentKind, WaitCause
from backsim.report.numerals import Scale, scale_of
from backsim.scenario.build import load
from backsim.simulation import draw, simulate
from backsim.units import DAY, NEVER

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "claims"
PAGE = ROOT / "docs" / "claims.md"
FEW = "study.replications=12"
"""Enough to see that nothing is left."""


ROUNDING = 1e-9
"""What means of floats may differ by where nothing does."""


class Move(NamedTuple):
    """One thing that should move between two arms, and which way."""

    arm: str
    against: str
    what: str
    """A KPI, or rows of the log: see ``value``."""
    goes: str
    """``up``; ``down``; ``same``, in every future; ``not up``, ``not down`` ...; or ``seen``: it is
    only shown."""
    by: float = 0.0
    """... by more than this."""


class Claim(NamedTuple):
    """A row of claims.yaml."""

    id: int
    claim: str
    source: str
    needs: str = ""
    """The capability that is missing, if one is; then nothing below is given."""
    since: str = ""
    levers: tuple[str, ...] = ()
    """The keys in which the arms differ: two arms that are compared, in one of them."""
    moves: tuple[Move, ...] = ()
    why: str = ""
    limits: str = ""
    """What the shop does not show, or shows only here."""
    without: tuple[str, ...] = ()
    """What takes away what the claim rests on, as ``--set`` would ..."""
    rests: tuple[Move, ...] = ()
    """... and what becomes of it then."""

    @property
    def scenario(self) -> Path:
        """The file with the arms."""
        (path,) = FOLDER.glob(f"{self.id:02}-*.yaml")
        return path


class Found(NamedTuple):
    """What a move came to."""

    move: Move
    before: float
    """Mean over the futures of the arm that is compared with ..."""
    after: float
    """... and of the one that is compared."""
    gap: Difference

    @property
    def holds(self) -> bool:
        """Did it go where the claim says, at the stated confidence?"""
        match self.move.goes:
            case "up" | "down":
                return self.gap.verdict == "better"
            case "not up":
                return self.gap.high <= self.move.by
            case "not down":
                return self.gap.low >= -self.move.by
            case "same":
                return max(abs(self.gap.low), abs(self.gap.high)) < ROUNDING
        return self.move.goes == "seen"


@cache
def claims() -> tuple[Claim, ...]:
    """All rows, in order."""
    rows = yaml.safe_load((FOLDER / "claims.yaml").read_text(encoding="utf-8"))
    return tuple(_claim(row) for row in rows)


def _claim(row: dict[str, Any]) -> Claim:
    without = tuple(f"{key}={told}" for key, told in row.pop("without", {}).items())
    moves, rests = (tuple(_moves(row.pop(key, {}))) for key in ("moves", "rests"))
    levers = tuple(row.pop("levers", ()))
    return Claim(**row, levers=levers, moves=moves, rests=rests, without=without)


def _moves(told: dict[str, dict[str, Any]]) -> Iterator[Move]:
    """``arm against arm: {what: up, other: {not up: 0.5}}``."""
    for arms, what in told.items():
        arm, against = arms.split(" against ")
        for name, goes in what.items():
            way, by = next(iter(goes.items())) if isinstance(goes, dict) else (goes, 0.0)
            yield Move(arm, against, name, way, by)


# What the log says.

WORDS: dict[str, type[IntEnum]] = {
    "account": Account,
    "cancelled": CancelCause,
    "cause": WaitCause,
    "kind": PaymentKind,
    "lost": LostCause,
    "offer": Offer,
    "origin": LineOrigin,
}
"""The columns whose numbers have names."""
AMOUNTS = ("amount", "cost", "fee", "prepaid", "surcharge", "value")
"""The columns in minor units of money, shown in major ones."""
COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
}
COMBINED: dict[str, Callable[[float, float], float | None]] = {
    " less ": operator.sub,
    " per ": lambda left, right: left / right if right else None,
}
TEST = re.compile(r"(\w+) (=|!=|<|>) (.+)")
ROWS = re.compile(
    r"(?:(?P<mean>mean )?(?P<column>\w+) of )?"
    r"(?P<table>orders|lines|payments|parcels|purchases|deliveries|outlays)"
    r"(?: where (?P<tests>.+))?"
)
PART = re.compile(r"(?P<kpi>\w+) of segment (?P<segment>.+)")


def value(what: str, reading: Reading) -> float | None:
    """A KPI, by its id, or ``of segment`` so and so; or rows of a table of the log.

    Rows are counted, or one of their columns is summed up: ``lines where lost = refused``,
    ``amount of outlays where account = gifts``, ``mean days_waited of lines where quantity > 1``.
    Lines know the columns of their order. On the right of a comparison stands a name, a whole
    number, ``never`` or another column. ``per`` divides one thing by another, ``less`` takes one
    off another.
    """
    for word, combine in COMBINED.items():
        if word in what:
            left, right = (value(each, reading) for each in what.split(word))
            return None if left is None or right is None else combine(left, right)
    if what in KPIS:
        return KPIS[what].value(reading)
    if part := PART.fullmatch(what):
        return _by_segment(reading)[part["segment"]][part["kpi"]]
    told = ROWS.fullmatch(what)
    if not told:
        raise ValueError(f"neither a KPI nor rows of the log: {what}")
    table = told["table"]
    rows = np.ones(len(getattr(reading.log, table)), dtype=bool)
    for each in (told["tests"] or "").split(" and ") if told["tests"] else ():
        rows &= _test(reading, table, each)
    if not told["column"]:
        return float(np.count_nonzero(rows))
    chosen = _column(reading, table, told["column"])[rows]
    total = chosen.sum() / _unit(told["column"], reading)
    if told["mean"]:
        return float(total / len(chosen)) if len(chosen) else None
    return float(total)


def _unit(column: str, reading: Reading) -> int:
    """What is added up is whole, and divided only then: equal parts have equal sums."""
    if column in AMOUNTS:
        return int(10**reading.facts.minor_digits)
    return DAY if column == "days_waited" else 1


@cache
def _by_segment(reading: Reading) -> Values:
    return evaluate_by(reading, "segment")


def _test(reading: Reading, table: str, told: str) -> Any:
    test = TEST.fullmatch(told)
    if not test:
        raise ValueError(f"not 'column = something': {told}")
    left, compare, right = test.groups()
    return COMPARED[compare](_column(reading, table, left), _right(reading, table, left, right))


def _column(reading: Reading, table: str, name: str) -> Any:
    if table == "lines" and name in DERIVED:
        return DERIVED[name](reading)
    rows = getattr(reading.log, table)
    if hasattr(rows, name):
        return getattr(rows, name)
    return getattr(reading.log.orders, name)[rows.order]


def _days_waited(reading: Reading) -> Any:
    """In ticks, from the order until the line leaves, is withdrawn, or the log ends."""
    log = reading.log
    lines, until = log.lines, np.full(len(log.lines), log.facts.horizon)
    for ended in (lines.cancelled_at, lines.shipped_at):
        until = np.where(ended != NEVER, ended, until)
    return until - log.orders.placed_at[lines.order]


DERIVED: dict[str, Callable[[Reading], Any]] = {
    "days_waited": _days_waited,
    "late_days": lambda reading: reading.late_days,
    "stars": lambda reading: reading.stars,
}
"""Columns of lines that no table has."""


def _right(reading: Reading, table: str, left: str, right: str) -> Any:
    facts = reading.log.facts
    products = tuple(product.name for product in facts.products)
    names = {"segment": facts.segments, "product": products, "asked_for": products}
    if right == "never":
        return NEVER
    if right.isdigit():
        return int(right)
    if left in WORDS:
        return WORDS[left][right.upper().replace(" ", "_")]
    return names[left].index(right) if left in names else _column(reading, table, right)


# What the claims come to.


def lived(path: Path, overrides: Sequence[str] = ()) -> dict[str, list[Reading]]:
    """The logs of each arm, future by future, in which the same luck befalls all of them."""
    arms = load(path, overrides=overrides).arms
    return {
        arm.arm: [
            Reading(simulate(arm, draw(arm, arm.plan.seed, future), clock="heap"))
            for future in range(arm.plan.replications)
        ]
        for arm in arms
    }


def found(
    moves: Sequence[Move], readings: dict[str, list[Reading]], confidence: float
) -> list[Found]:
    """The moves of one claim. A claim holds if all of them do, so none need make up for the others:
    each is judged at the full confidence."""
    values = {
        (arm, move.what): [value(move.what, reading) for reading in readings[arm]]
        for move in moves
        for arm in (move.arm, move.against)
    }

    return [_found(move, values, confidence) for move in moves]


def _found(move: Move, values: dict[tuple[str, str], list[float | None]], level: float) -> Found:
    before, after = values[move.against, move.what], values[move.arm, move.what]
    better = -1 if move.goes == "down" else 1
    gap = paired(after, before, better, confidence=level)
    return Found(move, _mean(before), _mean(after), gap)


def _mean(values: list[float | None]) -> float:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else float("nan")


@cache
def tried(number: int) -> list[Found]:
    """What a claim says should move, and what did."""
    claim = claim_of(number)
    return found(claim.moves, lived(claim.scenario), confidence(claim))


@cache
def tried_without(number: int) -> list[Found]:
    """The same once what it rests on is taken away."""
    claim = claim_of(number)
    return found(claim.rests, lived(claim.scenario, (FEW, *claim.without)), confidence(claim))


def claim_of(number: int) -> Claim:
    """The row with this number."""
    (claim,) = (claim for claim in claims() if claim.id == number)
    return claim


def confidence(claim: Claim) -> float:
    """That of the claim's scenario."""
    return load(claim.scenario).plan.confidence


# The page.

HEAD = """\
# What sellers and studies say, tried

*Written by `python scripts/claims.py`; do not edit.*

Each line is a claim that guides for online sellers make, or that a study measured, in our own
words. Each is tried in a small shop ([most of them](../tests/claims/shop.yaml), [a
launch](../tests/claims/launch.yaml), [two products](../tests/claims/pair.yaml)), as arms that
differ in the one thing that the claim is about, with the same customers and the same luck.
`backsim compare` takes each of these files like any other.

`tests/claims` holds every claim to its direction, at the confidence of its file ({level}); the
reason to a column of the log; and this page to what comes out. A claim must also fail where it
should: once what it rests on is taken away, nothing may be left of it. That is the second table.
Where the column *claimed* is empty, a number is only shown.

The shops are made up. What a claim teaches is a direction and a cause; how much it comes to
elsewhere is a question to that shop's own file.
"""
CAPABILITIES = {
    "customers": "customers who remember, are written to and ask, and go elsewhere",
    "supply": "suppliers, warehouse and shipping in full",
    "answer": "an answer that ranks measures by what they pay back",
}
"""What is not there yet."""
GOES = {"not up": "not above", "not down": "not below", "seen": ""}


def skeleton() -> str:
    """The page without what was found: what it says before, and after, the claims' own parts."""
    rows = [row for row in claims() if not row.needs]
    levels = {f"{confidence(row):.0%}" for row in rows}
    head = HEAD.format(level=" or ".join(sorted(levels)))
    return "\n".join([head, *_contents(rows), "", MIDDLE, *_missing()]) + "\n"


MIDDLE = "<!-- the claims -->"


def _contents(rows: Sequence[Claim]) -> Iterator[str]:
    yield "| | claim | since |"
    yield "|--:|---|---|"
    for row in rows:
        yield f"| [{row.id}](#{row.id}) | {row.claim} | {row.since} |"


def _missing() -> Iterator[str]:
    rows = [row for row in claims() if row.needs]
    yield "## Not yet"
    yield ""
    for name, words in CAPABILITIES.items():
        yield f"*{name}*: {words}.  "
    yield ""
    yield "| | claim | source | needs |"
    yield "|--:|---|---|---|"
    for row in rows:
        yield f"| {row.id} | {row.claim} | {row.source} | {row.needs} |"


def section(claim: Claim) -> str:
    """What the page says of one claim."""
    path = claim.scenario.relative_to(ROOT).as_posix()
    arms = claim.scenario.read_text(encoding="utf-8").rstrip()
    lines = [
        f'<a id="{claim.id}"></a>',
        f"## {claim.id}. {claim.claim}",
        "",
        fill(f"Source: {claim.source}. Since {claim.since}.", 100),
        "",
        f"```yaml\n# {path}\n{arms}\n```",
        "",
        *_table(tried(claim.id)),
        "",
        fill(f"**Why.** {claim.why}", 100),
        "",
        fill(f"**Limits.** {claim.limits}", 100),
        "",
        "**With** " + ", ".join(f"`{each}`" for each in claim.without) + ":",
        "",
        *_table(tried_without(claim.id)),
        "",
    ]
    return "\n".join(lines)


def _table(results: Sequence[Found]) -> Iterator[str]:
    yield "| | | from | to | difference | claimed |"
    yield "|---|---|--:|--:|--:|---|"
    pair = ""
    for each in results:
        move, gap, scale = each.move, each.gap, _scale(each)
        here = f"*{move.arm}* against *{move.against}*"
        by = f" {scale.gap(move.by)}" if move.goes.startswith("not") else ""
        claimed = GOES.get(move.goes, move.goes) + by
        interval = f" ({scale.signed(gap.low)} to {scale.signed(gap.high)})"
        yield (
            f"| {here if here != pair else ''} | {_name(move.what)} | {scale.value(each.before)} | "
            f"{scale.value(each.after)} | {scale.gap(gap.mean)}{interval} | {claimed} |"
        )
        pair = here


def _name(what: str) -> str:
    return f"{KPIS[what].info.name} (`{what}`)" if what in KPIS else f"`{what}`"


def _scale(each: Found) -> Scale:
    """How the numbers of a row are written; a future's noise has no more digits."""
    unit = _unit_of(each.move.what)
    ends = [each.before, each.after, each.gap.low, each.gap.high]
    if unit == "rows":
        return Scale(1.0, 0 if max(map(abs, ends)) >= 1000 else 1, "", "")
    half = (each.gap.high - each.gap.low) / 2
    return scale_of(unit, ends, [half] if half > ROUNDING else [], currency="EUR")


def _unit_of(what: str) -> str:
    for word in COMBINED:
        what = what.split(word)[0]
    name = part["kpi"] if (part := PART.fullmatch(what)) else what
    if name in KPIS:
        return KPIS[name].info.unit
    rows = ROWS.fullmatch(what)
    column = rows["column"] if rows else ""
    return "money" if column in AMOUNTS else "days" if column == "days_waited" else "rows"


def page() -> str:
    """The whole page; every claim is tried for it."""
    parts = "\n".join(section(row) for row in claims() if not row.needs)
    return skeleton().replace(MIDDLE, parts)


def line(each: Found) -> str:
    """A move and what it came to, for the terminal."""
    move, gap = each.move, each.gap
    return (
        f"{move.arm} against {move.against}: {move.what} {move.goes}: {each.before:.5g} -> "
        f"{each.after:.5g}, {gap.mean:+.4g} ({gap.low:.4g} to {gap.high:.4g})"
    )


def main() -> None:
    """Tell of the claims that are named, or write the page of them all."""
    named = [claim_of(int(word)) for word in sys.argv[1:]]
    for claim in named:
        print(f"{claim.id}. {claim.claim}")
        for word, results in (("", tried(claim.id)), ("without: ", tried_without(claim.id))):
            for each in results:
                print("   " if each.holds else "NOT", word + line(each))
    if not named:
        PAGE.write_text(page(), encoding="utf-8")
        print(f"{PAGE.relative_to(ROOT)}: {len(claims())} claims")


if __name__ == "__main__":
    main()
