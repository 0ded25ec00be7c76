"""One file in the place of several, and of ``--set``: the same arms, number by number."""

from __future__ import annotations

from pathlib import Path

import pytest

from backsim.scenario.build import Loaded, load
from backsim.scenario.loading import read
from backsim.scenario.reading import merged as room
from backsim.scenario.reading.merged import merged
from backsim.scenario.reading.source import read_override, scalar, written
from backsim.scenario.reading.tree import Node, plain

SCENARIOS = sorted((Path(__file__).parents[4] / "scenarios").glob("*.yaml"))

SHOP = """\
title: 'no: really'
horizon: 60 days
products:
  mug: {price: 20.00, unit_cost: 9, replenishment: {policy: base_stock, base_stock_level: 9}}
suppliers: {potter: {lead_time: 14 days}}
demand: {rate: 2 per day}
arms:
  closed: {selling.backorders: off}
  dear: {products.mug.price: 25.00, title: Dear}
"""


def again(path: Path, *overrides: str) -> tuple[Loaded, Loaded, str]:
    """A file as loaded, its merged form in the folder ``kept`` as loaded, and that form."""
    first = load(path, overrides=overrides)
    folder = path.parent / "kept"
    folder.mkdir(exist_ok=True)
    text = merged(first.layers, first.study, folder)
    (folder / "source.yaml").write_text(text)
    return first, load(folder / "source.yaml"), text


def same(first: Loaded, second: Loaded) -> bool:
    """Do two files ask the same?"""
    arms = [[(arm.arm, arm.title, arm.resolved) for arm in one.arms] for one in (first, second)]
    words = [(one.study, one.title, one.description, one.arm_titles) for one in (first, second)]
    return arms[0] == arms[1] and words[0] == words[1] and first.plan == second.plan


def test_a_file_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "corner shop.yaml").write_text(SHOP)
    _, _, text = again(tmp_path / "corner shop.yaml")
    assert text == (
        "name: corner-shop\n"
        "title: 'no: really'\n"
        "horizon: 60 days\n"
        "products:\n"
        "  mug:\n"
        "    price: 20.00\n"
        "    unit_cost: 9\n"
        "    replenishment:\n"
        "      policy: base_stock\n"
        "      base_stock_level: 9\n"
        "suppliers:\n"
        "  potter:\n"
        "    lead_time: 14 days\n"
        "demand:\n"
        "  rate: 2 per day\n"
        "arms:\n"
        "  closed:\n"
        "    selling:\n"
        "      backorders: off\n"
        "  dear:\n"
        "    title: Dear\n"
        "    products:\n"
        "      mug:\n"
        "        price: 25.00\n"
        "        reference_price: 20.00\n"
    )


def test_set_beats_the_arms_as_it_does_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP)
    changes = ("selling.backorders=open", "products.mug.price=30.00", "study.seed=9")
    first, second, text = again(tmp_path / "shop.yaml", *changes)
    assert same(first, second)
    assert [arm.products[0].reference_price for arm in second.arms] == [2000, 2000]
    assert text.endswith("arms:\n  closed: {}\n  dear:\n    title: Dear\n")


def test_what_a_file_extends_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(SHOP)
    top = "extends: base.yaml\ndemand: {rate: 3 per day}\narms: {dear: {}, closed: null}\n"
    (tmp_path / "top.yaml").write_text(top)
    first, second, text = again(tmp_path / "top.yaml")
    assert same(first, second)
    assert "extends" not in text
    assert second.arms[0].demand.rate.mean == 3.0


def test_the_file_that_is_named_by_a_set_is_found_from_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "order_id,order_date,customer_id,units,value_usd\n1,2026-01-06,7,1,20.00\n"
    Path("orders.csv").write_text(rows)
    Path("data").mkdir()
    Path("data/orders.csv").write_text(rows.replace("20.00", "21.00"))
    # Replayed orders carry their own prices, so there is no arm that asks for others.
    shop = SHOP.replace("products.mug.price: 25.00", "selling.backorders: open")
    Path("data/shop.yaml").write_text(shop + "  replay: {demand: {file: orders.csv}}\n")
    first, second, text = again(Path("data/shop.yaml"))
    assert same(first, second)
    assert "file: ../orders.csv\n" in text
    assert [file.name for file in first.files] == ["shop.yaml", "orders.csv"]
    Path("data/shop.yaml").write_text(SHOP.replace("products.mug.price: 25.00, ", ""))
    first, second, text = again(Path("data/shop.yaml"), "demand.file=orders.csv")
    assert same(first, second)
    assert "file: ../../orders.csv\n" in text


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "changes",
    [
        (),
        ("selling.backorders=open", "study.replications=3", "suppliers=null"),
        ("payment={approach: full}", "shipping.carriers.post.transit={mean: 9 days}"),
        ("selling.promise={rule: expected, buffer: 3 days}", "customers=null"),
    ],
)
def test_every_shipped_scenario_comes_out_as_it_went_in(
    path: Path, changes: tuple[str, ...], tmp_path: Path
) -> None:
    # The trees, sound or not: what the merge makes of a change does not ask whether it makes sense.
    first = read(path, (*changes, "demand.file=/orders.csv"))
    text = merged(first, "study", tmp_path)
    (tmp_path / "source.yaml").write_text(text)
    second = read(tmp_path / "source.yaml", ())
    for arm in first.arms:
        tree = plain(first.tree(arm)) | {"name": "study"}
        assert plain(second.tree(arm)) == tree
    assert (list(second.arms), second.titles) == (list(first.arms), first.titles)
    assert merged(second, "study", tmp_path) == text


def test_arms_say_everything_where_a_change_would_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP)
    monkeypatch.setattr(room, "change", lambda _lower, _upper: Node({}))
    first, second, text = again(tmp_path / "shop.yaml", "selling.backorders=open")
    assert same(first, second)
    assert text.count("unit_cost: 9\n") == 2, text


@pytest.mark.parametrize(
    "value",
    ["12", "'12'", "1e3", "0x1F", "20.00", ".inf", "-.inf", "true", "'true'", "null", "''", "no",
     "[1.50, a, '7']", "{5: 10%, 'x: y': [{a: 1}]}", "gamma(mean 4 days, cv 0.50)", "ärm",
     '"two\\nlines \\n"', '"tab\\t"', "'# no comment'", "' blanks '"],
)  # fmt: skip
def test_a_value_is_written_as_it_was_read(value: str) -> None:
    _, node = read_override(f"x={value}")
    text = written(Node({"x": node}))
    _, back = read_override(f"x={text[len('x:') :]}") if "\n  " not in text else ((), node)
    assert plain(back) == plain(node)
    if "'" not in value and '"' not in value and not value.startswith(("[", "{")):
        assert text == f"x: {value}\n"


def test_a_number_that_stood_in_no_file_keeps_every_digit() -> None:
    text = written(
        Node({"a": Node(0.1 + 0.2), "b": Node(float("inf")), "c": Node(True)}), "one\ntwo"
    )
    assert text == "# one\n# two\na: 0.30000000000000004\nb: .inf\nc: true\n"
    assert scalar("0.30000000000000004") == 0.1 + 0.2
