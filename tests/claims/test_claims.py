"""What sellers and studies say comes out as they say, for the reason that they give.

Each claim is a row of ``claims.yaml`` and a scenario of its number; ``scripts/claims.py`` lives
through them and writes ``docs/claims.md``.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

from backsim.metrics import Reading
from backsim.records.codes import LostCause, Offer
from backsim.scenario.build import load
from backsim.simulation import draw, simulate
from backsim.testing import Diary
from backsim.units import DAY

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "claims.py"))
CLAIMS = SCRIPT["claims"]()
TRIED = {claim.id: claim for claim in CLAIMS if not claim.needs}

each_claim = pytest.mark.parametrize("number", TRIED)


def broken(results: list[Any]) -> list[str]:
    """The moves that went another way."""
    return [SCRIPT["line"](result) for result in results if not result.holds]


@each_claim
def test_a_claim_comes_out_as_it_says_and_as_the_page_says(number: int) -> None:
    assert broken(SCRIPT["tried"](number)) == []
    told = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    begin = told.index(f'<a id="{number}"></a>')
    end = re.compile(r'^<a id="|^## Not yet', re.MULTILINE).search(told, begin + 1)
    assert end
    assert told[begin : end.start()] == SCRIPT["section"](TRIED[number]) + "\n"


@each_claim
def test_nothing_is_left_of_it_without_what_it_rests_on(number: int) -> None:
    claim = TRIED[number]
    results = SCRIPT["tried_without"](number)
    assert broken(results) == []
    # At least one thing that the claim says moves stands still then, or is no better.
    stated = {(move.arm, move.against, move.what) for move in claim.moves}
    still = [move for move in claim.rests if move.goes in ("same", "not up", "not down")]
    assert {(move.arm, move.against, move.what) for move in still} & stated


@each_claim
def test_the_reason_is_looked_up_in_the_log(number: int) -> None:
    """What the row names as the reason, a column and what stands in it, is among what must move."""
    claim = TRIED[number]
    moves = [move for move in claim.moves if move.goes != "seen"]
    rows = [move.what for move in moves if SCRIPT["ROWS"].fullmatch(move.what)]
    named = [code for code in re.findall(r"`([^`]+)`", claim.why) if re.search(" [=<>] ", code)]
    assert rows
    assert [reason for reason in named if not any(reason in what for what in rows)] == []


@each_claim
def test_two_arms_that_are_compared_differ_in_one_lever(number: int) -> None:
    claim = TRIED[number]
    arms = yaml.safe_load(claim.scenario.read_text(encoding="utf-8"))["arms"]
    for arm, against in {(move.arm, move.against) for move in claim.moves}:
        keys = {key for key, _ in flat(arms[arm]).items() ^ flat(arms[against]).items()}
        levers = {lever for lever in claim.levers for key in keys if under(key, lever)}
        assert all(any(under(key, lever) for lever in levers) for key in keys), keys
        assert len(levers) == 1, (arm, against)


@each_claim
def test_the_same_customers_come_to_every_arm(number: int) -> None:
    """A campaign may bring more of them; nobody stays away for an arm."""
    visits = [
        set(zip(log.orders.placed_at.tolist(), log.orders.segment.tolist(), strict=True))
        for log in (simulate(arm, draw(arm, 1, 0)) for arm in load(TRIED[number].scenario).arms)
    ]
    assert len(visits) >= 2
    assert all(visits[0] <= others for others in visits)


def test_every_claim_is_listed_once() -> None:
    assert [claim.id for claim in CLAIMS] == list(range(1, 60))
    files = {int(path.name[:2]) for path in Path(__file__).parent.glob("[0-9]*.yaml")}
    assert files == set(TRIED)


def test_the_page_holds_what_the_rows_say() -> None:
    before, after = SCRIPT["skeleton"]().split(SCRIPT["MIDDLE"])
    told = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    assert told.startswith(before)
    assert told.endswith(after)
    assert [int(found) for found in re.findall(r'<a id="(\d+)">', told)] == list(TRIED)


def flat(tree: dict[str, Any], path: str = "") -> dict[str, Any]:
    """The overrides of an arm by dotted key."""
    found: dict[str, Any] = {}
    for key, told in tree.items():
        deeper = f"{path}.{key}" if path else str(key)
        found |= flat(told, deeper) if isinstance(told, dict) and told else {deeper: str(told)}
    return found


def under(key: str, lever: str) -> bool:
    """Does the key belong to the lever?"""
    return key == lever or key.startswith(lever + ".")


# How the log is read.


@pytest.fixture
def day() -> Reading:
    """Two visits: one buys a ring that waits two days, one is refused two."""
    diary = Diary(horizon=10 * DAY).visit(0)
    diary.line(Offer.BACKORDER, shipped_at=2 * DAY, promised_at=DAY)
    return Reading(diary.visit(DAY).lost(LostCause.REFUSED, quantity=2).log())


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("orders", 1.0),
        ("lines", 2.0),
        ("lines where lost = refused", 1.0),
        ("quantity of lines where lost = refused", 2.0),
        ("quantity of lines where lost != refused", 1.0),
        ("lines where shipped_at > went_by and lost = sold", 1.0),
        ("lines where shipped_at < went_by and lost = sold", 0.0),
        ("lines where placed_at > 0", 1.0),
        ("lines where segment = everyone", 2.0),
        ("lines where product = ring and shipped_at = never", 1.0),
        ("lines where late_days = 0 and lost = sold", 1.0),  # a day late, and a day less on the way
        ("lines where late_days > 0 and lost = sold", 0.0),
        ("days_waited of lines where lost = sold", 2.0),
        ("mean quantity of lines", 1.5),
        ("mean quantity of lines where quantity > 2", None),
        ("amount of payments", 10.0),
        ("amount of payments per lines", 5.0),
        ("amount of payments per lines where quantity > 2", None),
        ("lines less parcels", 1.0),
        ("orders of segment everyone", 1.0),
    ],
)
def test_what_the_log_says(day: Reading, what: str, value: float | None) -> None:
    assert SCRIPT["value"](what, day) == value


@pytest.mark.parametrize("what", ["no_such_kpi", "wishes where lost = refused"])
def test_what_no_log_says(day: Reading, what: str) -> None:
    with pytest.raises(ValueError, match="neither a KPI nor rows of the log"):
        SCRIPT["value"](what, day)


def test_a_comparison_that_is_none(day: Reading) -> None:
    with pytest.raises(ValueError, match="not 'column = something': lost"):
        SCRIPT["value"]("lines where lost", day)


@pytest.mark.parametrize(
    ("goes", "holds"),
    [
        ("up", (True, False, False)),
        ("down", (False, False, True)),
        ("same", (False, True, False)),
        ("not up", (False, True, True)),
        ("not down", (True, True, False)),
        ("seen", (True, True, True)),
    ],
)
def test_which_way_it_went(goes: str, holds: tuple[bool, ...]) -> None:
    """More, the same and fewer orders than in five logs by hand."""

    def logs(orders: list[int]) -> list[Reading]:
        diaries = [Diary() for _ in orders]
        for diary, number in zip(diaries, orders, strict=True):
            for _ in range(number):
                diary.visit(0).line()
        return [Reading(diary.log()) for diary in diaries]

    base = [3, 4, 3, 4, 3]
    more, fewer = [5, 7, 5, 7, 6], [1, 2, 1, 2, 1]
    move = SCRIPT["Move"]("arm", "base", "orders", goes)
    found = [
        SCRIPT["found"]([move], {"base": logs(base), "arm": logs(arm)}, 0.99)[0].holds
        for arm in (more, base, fewer)
    ]
    assert tuple(found) == holds
