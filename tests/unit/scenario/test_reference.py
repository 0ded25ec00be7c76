"""The reference is the schema in words, and its examples run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backsim.scenario.reading.source import read
from backsim.scenario.reading.tree import merge, plain
from backsim.scenario.reference import SECTIONS, reference
from backsim.scenario.schema.base import Section
from backsim.scenario.schema.file import File

if TYPE_CHECKING:
    from tests.unit.scenario.conftest import Desk

PAGE = Path(__file__).parents[3] / "docs" / "reference.md"

EXAMPLES = [(path, section) for path, section in SECTIONS if section.example]


def test_the_page_is_what_the_schema_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "write it anew: python -m backsim.scenario.reference > docs/reference.md"
    )


def test_every_key_is_documented() -> None:
    page = reference()
    for _, section in SECTIONS:
        for key, info in section.model_fields.items():
            assert f"| `{key}` |" in page
            assert info.description
            assert info.description.endswith(".") or info.description.endswith("?")


@pytest.mark.parametrize(("path", "section"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
def test_every_example_is_valid(
    desk: Desk, shop: Callable[..., str], path: str, section: type[Section]
) -> None:
    del path
    desk.write(section.example, "example.yaml")
    desk.write(shop(("  ring:\n", "  necklace:\n")), "shop.yaml")
    (example,), _ = read(Path("example.yaml"))
    (base,), _ = read(Path("shop.yaml"))
    File.model_validate(plain(merge(base, example)))
