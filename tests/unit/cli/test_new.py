"""``backsim new``: a starter scenario, never over something of yours."""

from __future__ import annotations

from pathlib import Path

import pytest

from backsim.cli.main import main
from backsim.cli.new import TEMPLATES, titles


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_without_a_name_it_is_the_shop(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new"]) == 0
    assert Path("shop.yaml").read_text() == (TEMPLATES / "shop.yaml").read_text()
    assert capsys.readouterr() == ("shop.yaml\n", "next: backsim compare shop.yaml\n")


def test_a_replay_brings_its_orders(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "replay", "--out", "mine.yaml", "--quiet"]) == 0
    assert sorted(file.name for file in Path().iterdir()) == ["mine.yaml", "orders.csv"]
    assert capsys.readouterr() == ("orders.csv\nmine.yaml\n", "")


@pytest.mark.parametrize("mine", ["replay.yaml", "orders.csv"])
def test_what_is_there_stays(mine: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(mine).write_text("mine")
    assert main(["new", "replay"]) == 2
    assert [file.name for file in Path().iterdir()] == [mine]
    assert Path(mine).read_text() == "mine"
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"backsim: {mine} is already there and stays as it is; --out FILE writes elsewhere\n"
    )


def test_a_link_that_leads_nowhere_stays(capsys: pytest.CaptureFixture[str]) -> None:
    Path("shop.yaml").symlink_to("gone.yaml")
    assert main(["new"]) == 2
    assert "shop.yaml is already there and stays as it is" in capsys.readouterr().err
    assert not Path("gone.yaml").exists()


def test_a_replay_does_not_take_the_name_of_its_orders(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "replay", "--out", "orders.csv"]) == 2
    assert capsys.readouterr().err == (
        "backsim: orders.csv is the name of its order history; --out needs another one\n"
    )
    assert list(Path().iterdir()) == []


def test_no_name_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--out", ""]) == 2
    assert "Invalid value for '--out': it is empty" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_a_wrong_name_gets_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "lanch"]) == 2
    assert capsys.readouterr().err == "backsim: no template 'lanch'; did you mean 'launch'?\n"


def test_a_wild_name_gets_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "zzz"]) == 2
    assert capsys.readouterr().err == (
        "backsim: no template 'zzz'; there are: shop, launch, replay\n"
    )


def test_the_list_says_what_each_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["shop", "launch", "replay"]
    assert all(line.endswith(title) for line, title in zip(lines, titles().values(), strict=True))
    assert list(Path().iterdir()) == []


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--out", "no/where.yaml"]) == 2
    assert capsys.readouterr().err == "backsim: no/where.yaml: no such file or directory\n"


@pytest.mark.parametrize("template", titles())
def test_a_starter_runs_as_it_is(template: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", template, "--quiet"]) == 0
    assert main(["check", f"{template}.yaml"]) == 0
    assert "warning" not in capsys.readouterr().out
    assert main(["compare", f"{template}.yaml", "-n", "2", "--no-page", "--quiet"]) == 0
