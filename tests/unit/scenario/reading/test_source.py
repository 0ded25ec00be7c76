"""YAML files: what a scalar means, where it stands, and what is refused."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from backsim.errors import ScenarioError
from backsim.scenario.reading.source import read, read_override, scalar
from backsim.scenario.reading.tree import Node, at, plain


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tree(text: str) -> Node:
    Path("shop.yaml").write_text(text, encoding="utf-8")
    layers, faults = read(Path("shop.yaml"))
    assert not faults
    return layers[-1]


def refusal(text: str | bytes, name: str = "shop.yaml") -> str:
    data = text.encode() if isinstance(text, str) else text
    Path(name).write_bytes(data)
    try:
        _, faults = read(Path(name))
    except ScenarioError as error:
        return str(error)
    return "\n".join(str(fault) for fault in faults)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("off", "off"),
        ("on", "on"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("012", 12),
        ("-7", -7),
        ("0o17", 15),
        ("0x1F", 31),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("49.00", 49.0),
        ("1_000", "1_000"),
        ("12:30:00", "12:30:00"),
        ("2026-03-02", "2026-03-02"),
        ("~", None),
        ("", None),
        ("null", None),
        ("-.inf", -math.inf),
        ("7 days", "7 days"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_plain_scalars_follow_yaml_1_2(text: str, value: object) -> None:
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


def test_quoted_scalars_are_text() -> None:
    assert plain(tree("a: '12'\nb: \"no\"\nc: |\n  12\n")) == {"a": "12", "b": "no", "c": "12\n"}


def test_keys_are_text_as_written() -> None:
    assert plain(tree("1: a\n012: b\n14 days: c\ntrue: d\n")) == {
        "1": "a",
        "012": "b",
        "14 days": "c",
        "true": "d",
    }


def test_every_key_and_value_knows_its_place() -> None:
    root = tree("a:\n  b: [1, {c: x}]\n")
    node = at(root, ["a", "b", 1, "c"])
    assert node is not None
    assert (node.key.line, node.key.column) == (2, 11)
    assert (node.place.line, node.place.column) == (2, 14)
    assert node.place.excerpt == "  b: [1, {c: x}]"
    assert (node.place.file, node.place.origin) == ("shop.yaml", "file")


def test_lines_are_counted_as_yaml_counts_them() -> None:
    node = at(tree("a: 'x\u2028  y'\r\nb: 1\rc: 2\n"), ["c"])
    assert node is not None
    assert (node.place.line, node.place.column, node.place.excerpt) == (4, 4, "c: 2")


def test_an_alias_is_its_anchor_again() -> None:
    assert plain(tree("a: &x {b: 1}\nc: *x\n")) == {"a": {"b": 1}, "c": {"b": 1}}


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    Path("shop.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    (root,), _ = read(Path("shop.yaml"))
    assert plain(root) == {"a": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{t: gamma(mean 4 days, cv 0.5), q: 6}", {"t": "gamma(mean 4 days, cv 0.5)", "q": 6}),
        ("{t: triangular(1, 2, 3)}", {"t": "triangular(1, 2, 3)"}),
        ("{t: f(1, q: 6}", {"t": "f(1", "q": 6}),
        ("{t: 'f(1', q}", {"t": "f(1, q"}),
    ],
)
def test_a_comma_inside_parentheses_does_not_end_a_value_in_braces(
    text: str, value: dict[str, Any]
) -> None:
    assert plain(tree(text)) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a: 1\nb: 2\na: 3\n",
            "shop.yaml:3:1: duplicate key 'a' (first on line 1)\n    a: 3\n    ^",
        ),
        (
            "a: &x {b: 1}\nc: {<<: *x}\n",
            "shop.yaml:2:5: merge keys ('<<') are not used; start from another file with "
            "`extends:`\n    c: {<<: *x}\n        ^",
        ),
        (
            "a: 1\n---\nb: 2\n",
            "shop.yaml:2:1: a second document begins here; a file holds one scenario\n    ---\n"
            "    ^",
        ),
        ("", "shop.yaml: is empty; a scenario needs at least products"),
        ("# nothing\n", "shop.yaml: is empty; a scenario needs at least products"),
        (
            "- 1\n",
            "shop.yaml:1:1: a scenario is a mapping of keys, not a list\n    - 1\n    ^",
        ),
        (
            "a: !!python/object:os.system x\n",
            "shop.yaml:1:4: tags are not used: !!python/object:os.system\n"
            "    a: !!python/object:os.system x\n       ^",
        ),
        (
            "a: {b: *x}\n",
            "shop.yaml:1:8: alias '*x' has no anchor before it\n    a: {b: *x}\n           ^",
        ),
        (
            "a: &x {b: *x}\n",
            "shop.yaml:1:11: alias '*x' has no anchor before it\n    a: &x {b: *x}\n"
            "              ^",
        ),
        (
            "? [1]\n: 2\n",
            "shop.yaml:1:3: a key must be a plain text or number\n    ? [1]\n      ^",
        ),
        (
            "a:\n\tb: 1\n",
            "shop.yaml:2:1: not valid YAML: this character cannot stand here (indent with "
            "spaces, quote texts)\n    \tb: 1\n    ^",
        ),
        (
            "a: b: c\n",
            "shop.yaml:1:5: not valid YAML: a second ': ' on one line: put the text in quotes\n"
            "    a: b: c\n        ^",
        ),
        ("a: \x01\n", "shop.yaml: not valid YAML: it holds control characters"),
        (b"a: \0", "shop.yaml: is not a text file: it holds a zero byte"),
        (b"a: 1\nb: \xff\n", "shop.yaml: is not UTF-8 text: byte 0xff on line 2"),
        (
            "a: 1\n" * 200_001,
            "shop.yaml: has 1.0 MB; a scenario may have up to 1 MB",
        ),
    ],
)
def test_what_is_refused(text: str | bytes, said: str) -> None:
    assert refusal(text) == said


def test_an_unclosed_bracket_is_told() -> None:
    assert refusal("a: [1, 2\nb: 3\n").startswith("shop.yaml:2:2: not valid YAML: ")


def test_a_bomb_of_aliases_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for level in range(1, 9):
        again = ", ".join([f"*a{level - 1}"] * 10)
        lines.append(f"a{level}: &a{level} [{again}]")
    assert "more than 50,000 values, aliases written out" in refusal("\n".join(lines))


def test_deep_nesting_is_refused() -> None:
    assert "nested deeper than 40 levels" in refusal("a: " + "[" * 100_000)


def test_a_long_line_is_cut_in_the_excerpt() -> None:
    said = refusal("a: 1\n" + "a: " + "x" * 5000 + "\n")
    assert said == (
        "shop.yaml:2:1: duplicate key 'a' (first on line 1)\n    a: " + "x" * 157 + "\n    ^"
    )


def test_a_place_far_to_the_right_has_no_excerpt() -> None:
    assert refusal("{a: " + "x" * 5000 + ", a: 1}") == (
        "shop.yaml:1:5007: duplicate key 'a' (first on line 1)"
    )


def test_a_missing_file_and_what_was_meant() -> None:
    Path("shop.yaml").write_text("a: 1")
    with pytest.raises(
        ScenarioError, match=r"^shp\.yaml: does not exist, did you mean 'shop.yaml'?"
    ):
        read(Path("shp.yaml"))
    with pytest.raises(ScenarioError, match=r"^far/shop\.yaml: does not exist$"):
        read(Path("far/shop.yaml"))


def test_what_is_no_file() -> None:
    Path("folder.yaml").mkdir()
    with pytest.raises(ScenarioError, match=r"^folder\.yaml: is a folder, not a file$"):
        read(Path("folder.yaml"))
    with pytest.raises(ScenarioError, match=r"^/dev/null: is not a regular file$"):
        read(Path("/dev/null"))


def test_a_file_extends_another() -> None:
    Path("low").mkdir()
    Path("low/base.yaml").write_text("a: 1\nextends: deeper.yaml\n")
    Path("low/deeper.yaml").write_text("a: 0\n")
    Path("shop.yaml").write_text("extends: low/base.yaml\n")
    layers, _ = read(Path("shop.yaml"))
    assert [plain(layer).get("a") for layer in layers] == [0, 1, None]
    node = at(layers[0], ["a"])
    assert node is not None
    assert (node.place.file, node.place.origin) == ("low/deeper.yaml", "extends")


def test_a_circle_of_files() -> None:
    Path("base.yaml").write_text("extends: shop.yaml\n")
    assert refusal("extends: base.yaml\n") == (
        "base.yaml:1:10: shop.yaml extends this file in turn: a circle has no base\n"
        "    extends: shop.yaml\n             ^"
    )


def test_a_missing_base_is_told_where_it_is_named() -> None:
    Path("base.yaml").write_text("a: 1\n")
    assert refusal("extends: bas.yaml\n") == (
        "shop.yaml:1:10: bas.yaml does not exist, did you mean 'base.yaml'?\n"
        "    extends: bas.yaml\n             ^"
    )
    assert refusal("extends: [base.yaml]\n") == (
        "shop.yaml:1:10: extends must name one file, not a list\n"
        "    extends: [base.yaml]\n             ^"
    )


def test_an_override_is_a_path_and_a_yaml_value() -> None:
    steps, node = read_override("selling.backorders={max_pieces: 5}")
    assert steps == ("selling", "backorders")
    assert plain(node) == {"max_pieces": 5}
    assert node.place.file == "--set selling.backorders={max_pieces: 5}"
    assert node.place.origin == "--set"
    assert plain(read_override("title=")[1]) is None


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("seed", r"^--set seed: needs the form path=value, as in study\.seed=7$"),
        ("=7", r"^--set =7: needs the form path=value, as in study\.seed=7$"),
        ("study..seed=7", r"^--set study\.\.seed=7: needs the form path=value"),
        ("title=a: b: c", r"^--set title=a: b: c: not valid YAML: a second ': ' on one line"),
        ("title={a: 1, a: 2}", r"^--set title=\{a: 1, a: 2\}: duplicate key 'a'$"),
    ],
)
def test_an_override_that_makes_no_sense(told: str, said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        read_override(told)
