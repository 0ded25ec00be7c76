"""A name that changed tells its successor, a default that changed is told to who relied on it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from backsim import changes
from backsim.changes import ChangedDefault, Renamed, renamed_key
from backsim.cli.main import main

LOG = Path(__file__).parents[3] / "CHANGELOG.md"

SHOP = """\
horizon: 30 days
products:
  mug: {price: 20.00, unit_cost: 9.00, opening_stock: 50}
  jug: {price: 30.00, cost: 12.00, opening_stock: 50, selling: {sell_ahead: open}}
demand: {rate: 2 per day}
study: {primary: [served]}
arms:
  refuse: {}
  open: {selling.sell_ahead: open}
"""

KEYS = (
    Renamed("0.2.0", "products.*.cost", "products.*.unit_cost"),
    Renamed("0.2.0", "selling.sell_ahead", "preorder.policy"),
)
KPIS = (Renamed("0.2.0", "served", "fill_rate"),)

SENTENCE = "A store that ships slowly looks slower than before."
ROW = ChangedDefault("0.2.0", "shipping.shipments", "together", "split", SENTENCE)

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(SHOP)


def test_names_that_changed_are_faults_that_tell_the_new_ones(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(changes, "RENAMED_KEYS", KEYS)
    monkeypatch.setattr(changes, "RENAMED_KPIS", KPIS)
    assert main(["check", "shop.yaml"]) == 2
    err = capsys.readouterr().err
    moved = "'sell_ahead' is called 'policy' since backsim 0.2.0, below `preorder`"
    assert "shop.yaml:4:23: 'cost' is called 'unit_cost' since backsim 0.2.0\n" in err
    assert f"shop.yaml:4:65: {moved}\n" in err, "a product's own, by its store-wide name"
    assert f"shop.yaml:9:10: {moved}\n" in err


def test_a_kpi_that_has_another_name(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    words = "the KPI 'served' is called 'fill_rate' since backsim 0.2.0"
    sound = SHOP.replace("cost: 12.00", "unit_cost: 12.00").replace("sell_ahead", "preorders")
    Path("shop.yaml").write_text(sound.replace(": open}", ": off}"))
    assert main(["check", "shop.yaml"]) == 2
    assert "unknown KPI 'served'" in capsys.readouterr().err
    monkeypatch.setattr(changes, "RENAMED_KPIS", KPIS)
    assert main(["check", "shop.yaml"]) == 2
    assert capsys.readouterr().err.startswith(f"shop.yaml:6:19: {words}\n")
    assert main(["kpis", "served"]) == 2
    assert capsys.readouterr() == ("", f"backsim: {words}\n")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fil_rate", "backsim: unknown KPI 'fil_rate', did you mean 'fill_rate'?\n"),
        ("zzz", "backsim: unknown KPI 'zzz'; backsim kpis lists them\n"),
    ],
)
def test_a_kpi_that_never_was(name: str, words: str, capsys: Captured) -> None:
    assert main(["kpis", name]) == 2
    assert capsys.readouterr() == ("", words)


def test_one_kpi_of_all(capsys: Captured) -> None:
    assert main(["kpis", "satisfaction", "fill_rate", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [kpi["id"] for kpi in document["kpis"]] == ["satisfaction", "fill_rate"]
    assert document["format"] == 1


def test_a_key_is_known_by_its_whole_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "RENAMED_KEYS", KEYS)
    assert renamed_key(("products", "jug", "cost"))
    assert renamed_key(("products", "jug", "selling", "sell_ahead"))
    assert renamed_key(("suppliers", "jug", "cost")) == ""
    assert renamed_key(("cost",)) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", True),
        ("shipping: {shipments: together}\n", False),
        ("shipping: {shipments: null}\n", True),
        ("arms: {a: {shipping.shipments: split}, b: {}}\n", True),
        ("arms: {a: {shipping.shipments: split}, b: {shipping.shipments: together}}\n", False),
    ],
)
def test_check_tells_a_default_that_changed_where_a_file_relies_on_it(
    text: str, told: bool, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr(changes, "CHANGED_DEFAULTS", (ROW,))
    shop = "horizon: 30 days\nproducts: {mug: {price: 20.00, unit_cost: 9.00, opening_stock: 5}}\n"
    Path("shop.yaml").write_text(f"{shop}demand: {{rate: 2 per day}}\n{text}")
    words = (
        "shipping.shipments is left out: before backsim 0.2.0 that meant together, now it means "
        f"split. {SENTENCE}"
    )
    assert main(["check", "shop.yaml"]) == 0
    assert (f"  note      {words}\n" in capsys.readouterr().out) is told
    assert main(["check", "shop.yaml", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] == ([words] if told else [])


def test_a_star_asks_each_name_that_is_given(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    row = ROW._replace(key="demand.bursts.*.half_life")
    monkeypatch.setattr(changes, "CHANGED_DEFAULTS", (row, ROW._replace(key="products.*.weight")))
    shop = "horizon: 30 days\nproducts: {mug: {price: 20.00, unit_cost: 9.00, weight: 1 kg}, "
    shop += "jug: {price: 20.00, unit_cost: 9.00}}\ndemand: {rate: 2 per day}\n"
    Path("shop.yaml").write_text(shop)
    assert main(["check", "shop.yaml", "--json"]) == 0
    (note,) = json.loads(capsys.readouterr().out)["notes"]
    assert note.startswith("products.*.weight is left out"), "the jug's; there is no burst"


DECLARED = "study: {primary: [own_money]}\n"  # whose default is another one, too
PAID = (
    " is left out: before backsim 0.1.0 that meant what has to wait, now it means everything. "
    "What is sold from stock by `net_days` or `instalments` is paid on these terms too, with their "
    "discount and their defaults, and no longer at once."
)


@pytest.mark.parametrize(
    ("payment", "section"),
    [
        ("{approach: net_days, days: 14 days}", "payment"),
        ("{approach: instalments, parts: 2, every: 30 days}", "payment"),
        ("{approach: full}", ""),
        ("{approach: net_days, days: 14 days, applies_to: [backorder]}", ""),
        ("{offer: {a: {approach: net_days, days: 14 days}, b: {}}}", "payment.offer.*"),
        ("{offer: {a: {approach: full}, b: {}}}", ""),
    ],
)
def test_check_says_that_terms_reach_what_is_in_stock(
    payment: str, section: str, capsys: Captured
) -> None:
    shop = "horizon: 30 days\nproducts: {mug: {price: 20.00, unit_cost: 9.00, opening_stock: 5}}\n"
    Path("shop.yaml").write_text(
        f"{shop}demand: {{rate: 2 per day}}\npayment: {payment}\n{DECLARED}"
    )
    assert main(["check", "shop.yaml", "--json"]) == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert notes == ([f"{section}.applies_to{PAID}"] if section else [])


def test_check_says_so_of_one_product(capsys: Captured) -> None:
    payment = "{approach: net_days, days: 9 days}"
    mug = f"{{price: 20.00, unit_cost: 9.00, opening_stock: 5, payment: {payment}}}"
    Path("shop.yaml").write_text(
        f"horizon: 30 days\nproducts: {{mug: {mug}}}\ndemand: {{rate: 2 per day}}\n{DECLARED}"
    )
    assert main(["check", "shop.yaml", "--json"]) == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert notes == [f"products.*.payment.applies_to{PAID}"]


def untold(log: str, rows: Iterable[Renamed | ChangedDefault]) -> list[str]:
    """What the change log has to say of each change and does not."""
    text = " ".join(log.split())
    words = [
        (f"`{row.key}`", row.sentence) if isinstance(row, ChangedDefault)
        else (f"`{row.old}`", f"`{row.new}`")
        for row in rows
    ]  # fmt: skip
    return [word for pair in words for word in pair if word not in text]


def test_the_change_log_tells_every_change() -> None:
    tables = (changes.RENAMED_KEYS, changes.RENAMED_KPIS, changes.CHANGED_DEFAULTS)
    assert untold(LOG.read_text(), [row for table in tables for row in table]) == []


def test_a_change_that_the_log_leaves_out_is_found() -> None:
    log = (
        f"- `shipping.shipments` is split.\n  {SENTENCE.replace(' slowly', chr(10) + '  slowly')}\n"
    )
    assert untold(log, [ROW]) == []
    assert untold("", [ROW]) == ["`shipping.shipments`", SENTENCE]
    assert untold("`served` is called something else", KPIS) == ["`fill_rate`"]
