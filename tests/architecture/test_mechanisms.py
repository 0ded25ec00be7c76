"""The table of mechanisms in docs/model.md names keys, code and tests that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class Row(NamedTuple):
    """One mechanism, as the table has it."""

    mechanism: str
    keys: str
    code: str
    test: str


def table(text: str) -> list[Row]:
    """The rows of all tables with these four columns."""
    cells = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in text.splitlines()
        if line.startswith("| ") and line.count(" | ") == 3
    ]
    return [Row(*row) for row in cells if row[0] not in ("mechanism", "event")]


def missing(row: Row, root: Path = ROOT) -> list[str]:
    """What a row names and is not there."""
    found = []
    for folder, place in (("src/backsim", row.code), ("tests", row.test)):
        path, _, name = place.strip("`").partition("::")
        file = root / folder / path
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        if not text or (name and not re.search(rf"^\s*(def|class) {name}\(", text, re.MULTILINE)):
            found.append(place)
    return found


ROWS = table((ROOT / "docs" / "model.md").read_text(encoding="utf-8"))


def test_the_table_is_there() -> None:
    assert len(ROWS) > 50


@pytest.mark.parametrize("row", ROWS, ids=[row.mechanism for row in ROWS])
def test_code_and_test_of_a_mechanism_exist(row: Row) -> None:
    assert missing(row) == []


@pytest.mark.parametrize("row", ROWS, ids=[row.mechanism for row in ROWS])
def test_its_keys_are_in_the_reference(row: Row) -> None:
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    for key in re.findall(r"`([^`]+)`", row.keys):
        last = key.partition(":")[0].split(".")[-1]
        known = key.startswith("backsim ") or row.keys.startswith("KPIs")
        assert known or f"`{last}`" in reference, key


def test_a_row_that_names_nothing_is_noticed() -> None:
    row = Row("magic", "`selling.magic`", "`policies/magic.py::spell`", "`stories/test_magic.py`")
    assert missing(row) == [row.code, row.test]
