"""Whatever stands in a file: a scenario, or faults in words; never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backsim.errors import ScenarioError
from backsim.scenario.build import load

FULL = Path(__file__).with_name("full.yaml").read_text(encoding="utf-8")

PIECES = st.one_of(
    st.sampled_from(
        [
            *("", " ", "\n", "\t", ":", ": ", "- ", "#", "{", "}", "[", "]", "(", ")", ",", "'"),
            *('"', "&a ", "*a", "!!str ", "|", "%", "-", "-1", "0", "1e999", ".nan", ".inf", "~"),
            *("null", "true", "days", "7 days", "unlimited", "none", "off", "{}", "[]", "arms:"),
            *("gamma(mean 1 day, cv 2)", "distribution", "rule: open", "9" * 400, "\x00", "\x85"),
        ]
    ),
    st.text(max_size=5),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The full scenario with up to four pieces of it replaced."""
    text = FULL
    for _ in range(draw(st.integers(1, 4))):
        begin = draw(st.integers(0, len(text)))
        end = begin + draw(st.integers(0, 12))
        text = text[:begin] + draw(PIECES) + text[end:]
    return text


def outcome(path: Path, overrides: tuple[str, ...] = ()) -> list[str]:
    """The arms of a file, or the messages of its faults."""
    try:
        return [arm.arm for arm in load(path, overrides=overrides).arms]
    except ScenarioError as error:
        return [fault.message for fault in error.faults]


CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of a file."""


@settings(CALM, max_examples=200)
@given(text=damaged())
def test_a_damaged_file_is_read_or_refused(folder: Path, text: str) -> None:
    path = folder / "shop.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert all(outcome(path))


@settings(CALM, max_examples=60)
@given(told=st.one_of(PIECES, st.text(), st.builds("{}={}".format, PIECES, PIECES)))
def test_an_odd_override_is_read_or_refused(folder: Path, told: str) -> None:
    path = folder / "whole.yaml"
    path.write_text(FULL)
    assert all(outcome(path, (told,)))
