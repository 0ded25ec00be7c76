"""A kept result comes out again from its folder alone, or the first difference is shown."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import backsim
from backsim.cli.main import main
from backsim.experiments.identity import MODEL_VERSION

SHOP = """\
horizon: 30 days
products:
  mug:
    price: 20.00
    unit_cost: 9.00
    opening_stock: 20
    replenishment: {policy: reorder_point, reorder_point: 10, order_quantity: 30}
suppliers: {pottery: {lead_time: 14 days}}
demand: {rate: 2 per day}
study: {replications: 2, seed: 5, primary: [net_cash_flow]}
arms:
  refuse: {}
  open: {selling.backorders: open}
"""
ORDERS = """\
order_id,order_date,customer_id,units,value_usd
1,2026-01-06,a,1,20.00
2,2026-01-09,b,2,40.00
"""

VERSION = f"backsim {backsim.__version__}"

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("base.yaml").write_text(SHOP)
    Path("shop.yaml").write_text("extends: base.yaml\ndemand: {rate: 3 per day}\n")


def ask(*args: str) -> None:
    """Compare, without a page."""
    assert main(["compare", "shop.yaml", "--no-page", "--quiet", *args]) == 0


def said(capsys: Captured, code: int, *args: str) -> str:
    """What ``reproduce`` prints, or says if it ends with 2."""
    capsys.readouterr()
    assert main(["reproduce", *(args or ["results/shop"]), "--quiet"]) == code
    out, err = capsys.readouterr()
    assert bool(out) is (code != 2)
    assert bool(err) is (code == 2)
    return out or err


def change_row(number: int, **kpis: float) -> None:
    """Change kept numbers of a row, counted from 0, in the order in which they were done."""
    (shard,) = Path("results/shop/trials").iterdir()
    lines = shard.read_text().splitlines()
    row = json.loads(lines[number])
    row["kpis"] |= kpis
    lines[number] = json.dumps(row)
    shard.write_text("\n".join(lines) + "\n")


def test_a_folder_is_enough(capsys: Captured) -> None:
    ask("--set", "products.mug.price=21.00", "--seed", "11")
    shutil.move("results/shop", "elsewhere")
    for name in ("base.yaml", "shop.yaml", "results"):
        shutil.rmtree(name) if Path(name).is_dir() else Path(name).unlink()
    before = sorted((path, path.read_bytes()) for path in Path("elsewhere").rglob("*.*"))
    question = json.loads(Path("elsewhere/manifest.json").read_text())["latest"]
    assert said(capsys, 0, "elsewhere") == (
        f"identical: 4 trials done again (question {question}, seed 11, "
        f"{VERSION}, model {MODEL_VERSION})\n"
    )
    after = sorted((path, path.read_bytes()) for path in Path("elsewhere").rglob("*.*"))
    assert after == before, "nothing is written"
    assert not Path("results").exists()


def test_the_manifest_says_how_it_was_asked() -> None:
    ask("--set", "products.mug.price=21.00", "--seed", "11")
    (path,) = Path("results/shop/questions").iterdir()
    manifest = json.loads(path.read_text())
    assert manifest["command"] == (
        "backsim compare shop.yaml --seed 11 --set products.mug.price=21.00"
    )
    assert manifest["facts"]["seed"] == 11
    files = {file["name"]: file["role"] for file in manifest["files"]}
    assert files == {"../../base.yaml": "scenario", "../../shop.yaml": "scenario"}
    assert all(len(file["sha256"]) == 64 for file in manifest["files"])


def test_the_first_number_that_is_not_the_same_is_shown(capsys: Captured) -> None:
    ask()
    # Rows are done replication by replication: refuse 0, open 0, refuse 1, open 1.
    change_row(3, orders=7.0)
    change_row(2, orders=9.0)
    (study,) = [backsim.open_result("results/shop")]
    new = next(
        row for row in backsim.compare("shop.yaml", out="again").rows if row.replication == 1
    )
    assert study.rows[1].kpis["orders"] == 9.0
    lines = said(capsys, 1).splitlines()
    assert lines[0].startswith("not identical: 4 trials done again (question ")
    assert lines[1] == (
        "the first difference: arm refuse, replication 1, orders: "
        f"kept 9.0, new {new.kpis['orders']!r}"
    )
    assert said(capsys, 0, "results/shop", "-n", "1").startswith("identical: 2 trials")
    assert "arm open, replication 1, orders: kept 7.0" in said(
        capsys, 1, "results/shop", "--arm", "open"
    )


def test_the_course_over_time_counts_too(capsys: Captured) -> None:
    ask()
    (shard,) = Path("results/shop/trials").iterdir()
    first, rest = shard.read_text().split("\n", 1)
    row = json.loads(first)
    row["profile"]["days"] = [0, 7]
    shard.write_text(json.dumps(row) + "\n" + rest)
    assert "arm refuse, replication 0, profile days[1]: kept 7, new 1\n" in said(capsys, 1)


def test_in_json(capsys: Captured) -> None:
    ask()
    change_row(0, orders=9.0)
    document = json.loads(said(capsys, 1, "results/shop", "--json"))
    assert list(document)[:3] == ["format", "question", "seed"]
    assert (document["trials"], document["never_done"]) == (4, 0)
    first = document["first_difference"]
    assert (first["arm"], first["replication"], first["kpi"]) == ("refuse", 0, "orders")
    assert first["kept"] == 9.0


def test_a_study_that_was_stopped_is_done_again_as_far_as_it_came(capsys: Captured) -> None:
    ask()
    (shard,) = Path("results/shop/trials").iterdir()
    shard.write_bytes(b"".join(shard.read_bytes().splitlines(keepends=True)[:3]))
    lines = said(capsys, 0).splitlines()
    assert lines[0].startswith("identical: 3 trials done again")
    assert lines[1:] == ["note: 1 more trials of this question were never done"]


def test_an_order_history_that_changed_or_went_is_told(capsys: Captured) -> None:
    Path("orders.csv").write_text(ORDERS)
    ask("--set", "demand.file=orders.csv")
    assert said(capsys, 0).startswith("identical")
    for text in (ORDERS.replace("40.00", "41.00"), "no,history\n"):
        Path("orders.csv").write_text(text)
        assert said(capsys, 2).startswith(
            "backsim: orders.csv, an order history of this question, has changed "
            "since it was asked: its sha256 was "
        )
    Path("orders.csv").unlink()
    words = said(capsys, 2)
    assert words.startswith("results/shop/source-")
    assert "results/shop/../../orders.csv does not exist" in words


def test_a_source_that_changed_or_went_is_told(capsys: Captured) -> None:
    ask()
    source = Path("results/shop/source.yaml")
    source.write_text(source.read_text().replace("rate: 3", "rate: 4"))
    assert "source.yaml, the source of this question, has changed since it was" in said(capsys, 2)
    source.unlink()
    assert said(capsys, 2) == (
        "backsim: results/shop/source.yaml, the source of this question, is not there any more\n"
    )


def test_another_model_is_told(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    ask()
    monkeypatch.setattr("backsim.experiments.reproduction.MODEL_VERSION", MODEL_VERSION + 1)
    assert said(capsys, 2) == (
        f"backsim: results/shop was made by {VERSION}, model {MODEL_VERSION}, and only that "
        f"model finds its numbers again; this is {VERSION}, model {MODEL_VERSION + 1}: "
        "`backsim compare shop.yaml` makes it anew\n"
    )


def test_an_arm_that_means_something_else_is_told(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    monkeypatch.setattr("backsim.experiments.reproduction.arm_hash", lambda _: "another")
    assert f"source.yaml: the arm 'refuse' does not mean to {VERSION} what it" in said(capsys, 2)


def test_other_libraries_are_a_note(capsys: Captured) -> None:
    ask()
    (path,) = Path("results/shop/questions").iterdir()
    data = json.loads(path.read_text())
    now = data["versions"]["numpy"]
    path.write_text(json.dumps(data | {"versions": data["versions"] | {"numpy": "1.0"}}))
    assert said(capsys, 0).splitlines()[1:] == [f"note: numpy was 1.0 then, and is {now} now"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nowhere"], "nowhere is not a result of backsim: there is no such folder"),
        (["results/shop", "--arm", "opne"], "has no arm 'opne' in this question; there are: refu"),
        (["results/shop", "--question", "zzz"], "results/shop holds no question 'zzz'; there are"),
        (["results/shop", "-n", "0"], "Invalid value for '--replications' / '-n': 0 is not in"),
    ],
)
def test_wrong_calls(args: list[str], words: str, capsys: Captured) -> None:
    ask()
    assert words in said(capsys, 2, *args)


def test_python_has_the_same_verb() -> None:
    ask()
    found = backsim.reproduce("results/shop", arm="open", replications=1)
    assert (found.trials, found.first_difference, found.notes) == (1, None, ())
