"""``backsim journal``: the books of one trial as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backsim.cli.main import main

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SHOP = """
horizon: 40 days
products: {ring: {price: 10.00, unit_cost: 4.00, opening_stock: 20}}
demand: {rate: 2 per day}
arms:
  poor: {}
  rich: {money.opening_cash: 500.00}
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP, encoding="utf-8")
    return file


def journal(capsys: pytest.CaptureFixture[str], *args: object) -> str:
    """What is printed; nothing is said beside it."""
    assert main(["journal", *map(str, args)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_baseline_is_printed(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = journal(capsys, shop)
    assert text.startswith('option "title" "shop, poor, replication 0, seed 1"\n')
    assert "  Assets:Inventory  80.00 EUR\n  Equity:Opening  -80.00 EUR\n" in text


def test_another_trial_by_arm_replication_seed_and_set(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    args = ["--arm", "rich", "--replication", "3", "--seed", "7", "--set", "currency=USD"]
    text = journal(capsys, shop, *args)
    assert text.startswith('option "title" "shop, rich, replication 3, seed 7"\n')
    assert "  Assets:Cash  500.00 USD\n" in text


def test_the_same_call_gives_the_same_text_and_other_luck_another(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = journal(capsys, shop)
    assert journal(capsys, shop) == first
    assert journal(capsys, shop, "--replication", "1") != first


def test_a_file_is_written_whole(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = journal(capsys, shop)
    assert main(["journal", str(shop), "--out", "books.beancount"]) == 0
    assert capsys.readouterr() == ("", "written to books.beancount\n")
    assert Path("books.beancount").read_text(encoding="utf-8") == text
    assert sorted(file.name for file in Path().iterdir()) == ["books.beancount", "shop.yaml"]


@pytest.mark.parametrize("out", ["shop.yaml", "../books/shop.yaml", "link", "nowhere"])
def test_what_is_there_stays(out: str, shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shop.with_name("link").symlink_to(shop)
    shop.with_name("nowhere").symlink_to("gone")
    out = out.replace("books", shop.parent.name)
    assert main(["journal", "shop.yaml", "--out", out]) == 2
    words = f"backsim: {out} is already there and stays as it is; --out FILE writes elsewhere\n"
    assert capsys.readouterr() == ("", words)
    assert shop.read_text(encoding="utf-8") == SHOP
    assert not shop.with_name("gone").exists()


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--out", ""], "Invalid value for '--out': it is empty"),
        (["--arm", "pour"], "unknown arm 'pour', did you mean 'poor'?"),
        (["--out", "no/books.beancount"], "cannot write no/books.beancount: no such file or dir"),
        (["--replication", "-1"], "Invalid value for '--replication': -1 is not in the range"),
        (["--set", "horizn=3 days"], "unknown key 'horizn', did you mean 'horizon'?"),
    ],
)
def test_a_wrong_call_ends_with_one_message(
    shop: Path, args: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", str(shop), *args]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err


@pytest.mark.parametrize(
    ("name", "arm"), [("launch", "deposit"), ("necklace", "open"), ("dropship", "capped")]
)
def test_bean_check_accepts_the_books_of_a_scenario(
    name: str, arm: str, bean_check: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journal", str(SCENARIOS / f"{name}.yaml"), "--arm", arm, "--quiet"]) == 0
    assert bean_check(capsys.readouterr().out) == ""
