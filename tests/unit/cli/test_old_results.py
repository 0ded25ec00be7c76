"""What an older backsim left: shown as it was, or refused in one sentence.

``old`` was made by the version before folders had an index (shop.yaml of ``test_verbs``, two
replications), and reduced by hand: four KPIs, and ``calm_days``, which this version does not know.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from backsim import __version__
from backsim.cli.main import main

OLD = Path(__file__).with_name("old")

SHOP = """\
horizon: 30 days
products: {mug: {price: 20.00, unit_cost: 9.00, opening_stock: 50}}
demand: {rate: 2 per day}
study: {replications: 2}
arms: {refuse: {}, dear: {products.mug.price: 25.00}}
"""

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    shutil.copytree(OLD, tmp_path / "old")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".lock"]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_an_older_result_opens_as_it_was(capsys: Captured) -> None:
    assert main(["report", "old", "--quiet"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    # 1,318.00 and 1,382.00 were the two futures of the arm `open`, so its mean was 1,350.
    assert "Net cash flow, EUR 1,060 ± 0 1,350 ± 508" in words
    assert "Calm days, days 3.5" in words, "its own dictionary"
    assert "note: Made by backsim 0.1.0 with model version 1, and shown as it was." in words
    assert words.endswith("page: old/page.html")
    assert "a measure of former times" in Path("old/page.html").read_text()


def test_showing_it_changes_nothing_else(capsys: Captured) -> None:
    before = contents(OLD)
    assert main(["report", "old", "--quiet"]) == 0
    after = contents(Path("old"))
    assert after.pop("page.html")
    assert after == before
    assert "page: old/page.html" in capsys.readouterr().out


def test_the_numbers_in_json_are_those_that_it_printed_then(capsys: Captured) -> None:
    assert main(["report", "old", "--json", "--quiet", "--no-page"]) == 0
    now = json.loads(capsys.readouterr().out)
    then = json.loads((OLD / "comparison.json").read_text())
    for arm, kpis in then["arms"].items():
        assert {kpi: now["arms"][arm][kpi] for kpi in kpis} == kpis


def test_rows_with_another_kind_of_profile_keep_their_numbers(capsys: Captured) -> None:
    (shard,) = Path("old/trials").iterdir()
    text = shard.read_text().replace('"on_hand":', '"on_the_shelf":')
    shard.write_text(text)
    assert main(["report", "old", "--quiet"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "1,350 ± 508" in words
    assert "cannot be read" not in words


def test_without_its_source_it_cannot_be_done_again(capsys: Captured) -> None:
    assert main(["reproduce", "old", "--quiet"]) == 2
    assert capsys.readouterr().err == (
        "backsim: old was made by backsim 0.1.0, model 1, which kept no source to do it again "
        "from; `backsim compare FILE` asks anew\n"
    )


def test_a_new_question_lives_beside_the_old_one(capsys: Captured) -> None:
    Path("shop.yaml").write_text(SHOP)
    assert main(["report", "old", "--quiet"]) == 0
    before = capsys.readouterr().out
    assert main(["compare", "shop.yaml", "--out", "old", "--quiet"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "page: old/page.html"
    index = json.loads(Path("old/manifest.json").read_text())
    first, second = index["questions"]
    assert index["latest"] == index["plain"] == second
    assert not Path("old/scenario.json").exists()
    assert main(["report", "old", "--question", first[:6], "--quiet"]) == 0
    after = capsys.readouterr().out
    assert after == before.replace("old/page.html", f"old/page-{first}.html")


@pytest.mark.parametrize(
    ("change", "version"),
    [({"format": 3, "backsim": "0.9.0"}, "0.9.0"), ({"kpis": [{"id": "x"}]}, "0.1.0")],
)
def test_what_cannot_be_opened_is_refused_in_one_sentence(
    change: dict[str, object], version: str, capsys: Captured
) -> None:
    path = Path("old/manifest.json")
    data = json.loads(path.read_text()) | {"command": "backsim compare shop.yaml"} | change
    path.write_text(json.dumps(data))
    Path("shop.yaml").write_text(SHOP)
    words = (
        f"backsim: old was made by backsim {version} in a form that backsim {__version__} cannot "
        "open; `backsim compare shop.yaml --out ANOTHER_FOLDER` makes it anew\n"
    )
    for call in (["report", "old"], ["reproduce", "old"], ["compare", "shop.yaml", "--out", "old"]):
        assert main([*call, "--quiet"]) == 2
        assert capsys.readouterr() == ("", words)
    assert json.loads(path.read_text()) == data
