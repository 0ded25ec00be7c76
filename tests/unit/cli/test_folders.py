"""One folder, many questions: each with its own files, and nothing of the user's written over."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backsim.cli.main import main
from backsim.experiments.lock import held

SHOP = """\
title: A shop
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
DEAR = ["--set", "products.mug.price=25.00"]
COMMAND = [sys.executable, "-m", "backsim.cli.main"]

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(SHOP)


def ask(capsys: Captured, *args: str) -> Path:
    """Compare without a word; where the page is."""
    assert main(["compare", *(args or ["shop.yaml"]), "--quiet"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("page: ")
    return Path(last.removeprefix("page: "))


def refused(capsys: Captured, *args: str) -> str:
    """The one message of a call that ends with 2 and prints nothing."""
    assert main([*args, "--quiet"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.strip()


def index(folder: str = "results/shop") -> dict[str, str]:
    """The index of a folder."""
    data = json.loads(Path(folder, "manifest.json").read_text())
    assert isinstance(data, dict)
    return data


def derived(folder: str = "results/shop") -> list[str]:
    """Names of the files that are made from rows, and of the sources."""
    kinds = ("page*", "comparison*", "trials*.csv", "source*")
    return sorted(path.name for kind in kinds for path in Path(folder).glob(kind))


PLAIN = ["comparison.json", "page.html", "source.yaml", "trials.csv"]


def test_a_question_with_set_leaves_the_plain_one_alone(capsys: Captured) -> None:
    page = ask(capsys)
    assert str(page) == "results/shop/page.html"
    kept = {name: Path("results/shop", name).read_bytes() for name in PLAIN}
    plain = index()["latest"]
    other = ask(capsys, "shop.yaml", *DEAR)
    dear = index()["latest"]
    assert other.name == f"page-{dear}.html"
    assert index()["plain"] == plain
    assert {name: Path("results/shop", name).read_bytes() for name in PLAIN} == kept
    assert derived() == sorted([*PLAIN, *(name.replace(".", f"-{dear}.") for name in PLAIN)])
    for question, where in ((plain, ""), (dear, f"-{dear}")):
        document = json.loads(Path(f"results/shop/comparison{where}.json").read_text())
        assert document["question"] == question
        assert f"kept as question {question}" in Path(f"results/shop/page{where}.html").read_text()
        assert question in Path(f"results/shop/source{where}.yaml").read_text().splitlines()[0]


def test_a_set_that_changes_nothing_asks_the_plain_question(capsys: Captured) -> None:
    ask(capsys)
    assert str(ask(capsys, "shop.yaml", "--set", "demand.rate=14 per week")) == (
        "results/shop/page.html"
    )
    assert derived() == PLAIN


def test_a_set_that_changes_a_title_alone_is_a_question_of_its_own(capsys: Captured) -> None:
    ask(capsys)
    page = ask(capsys, "shop.yaml", "--set", "title=Another shop")
    assert page.name == f"page-{index()['latest']}.html"
    assert "Another shop" not in Path("results/shop/page.html").read_text()


def test_every_question_can_be_shown_again(capsys: Captured) -> None:
    said = {}
    for args in ([], DEAR, ["-n", "3"]):
        assert main(["compare", "shop.yaml", *args, "--quiet", "--no-page"]) == 0
        said[index()["latest"]] = capsys.readouterr().out
    assert len(set(said.values())) == 3
    for question, text in said.items():
        assert main(["report", "results/shop", "--question", question, "-q", "--no-page"]) == 0
        assert capsys.readouterr().out == text
    assert main(["report", "results/shop", "-q", "--no-page"]) == 0
    assert capsys.readouterr().out == said[index()["latest"]], "the latest, if none is named"


def test_the_plain_files_tell_of_the_plain_question_that_was_asked_last(capsys: Captured) -> None:
    ask(capsys)
    first = index()["plain"]
    Path("shop.yaml").write_text(SHOP.replace("rate: 2", "rate: 3"))
    assert str(ask(capsys)) == "results/shop/page.html"
    second = index()["plain"]
    assert first != second
    assert derived() == sorted([*PLAIN, f"source-{first}.yaml"])
    assert "rate: 2" in Path(f"results/shop/source-{first}.yaml").read_text()
    assert json.loads(Path("results/shop/comparison.json").read_text())["question"] == second
    for question in (first, second):
        assert main(["reproduce", "results/shop", "--question", question, "-q"]) == 0
        assert capsys.readouterr().out.startswith("identical: 4 trials")


def test_what_tells_of_fewer_rows_goes_when_more_are_to_be_found(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(capsys)
    (shard,) = Path("results/shop/trials").iterdir()
    shard.write_bytes(b"".join(shard.read_bytes().splitlines(keepends=True)[:3]))

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt("Ctrl-C")

    monkeypatch.setattr("backsim.simulation.simulate", stop)
    assert main(["compare", "shop.yaml", "--quiet", "--jobs", "1"]) == 130
    assert derived() == ["source.yaml"]


def test_a_call_that_finds_nothing_new_leaves_the_page(capsys: Captured) -> None:
    page = ask(capsys).read_bytes()
    assert main(["compare", "shop.yaml", "--no-page", "--quiet"]) == 0
    assert Path("results/shop/page.html").read_bytes() == page


@pytest.mark.parametrize("verb", ["check", "show", "run", "compare"])
@pytest.mark.parametrize("changes", [[], DEAR])
def test_every_verb_takes_a_kept_source(verb: str, changes: list[str], capsys: Captured) -> None:
    ask(capsys, "shop.yaml", *changes)
    asked = index()
    (source,) = Path("results/shop").glob("source*.yaml")
    before = source.read_bytes()
    assert main([verb, str(source)]) == 0
    assert source.read_bytes() == before
    assert index() == asked, "the same question, asked by the same words"
    assert len(derived()) == 4


@pytest.mark.parametrize("changes", [[], DEAR])
def test_a_kept_source_may_be_asked_by_its_own_number(changes: list[str], capsys: Captured) -> None:
    ask(capsys, "shop.yaml", *changes, "-n", "3")
    (source,) = Path("results/shop").glob("source*.yaml")
    before, kept = source.read_bytes(), index()["latest"]
    assert main(["compare", str(source), "-n", "3", "--quiet"]) == 0
    assert (source.read_bytes(), index()["latest"]) == (before, kept)


def test_a_file_of_a_result_names_its_folder(capsys: Captured) -> None:
    ask(capsys)
    assert main(["report", "results/shop/source.yaml"]) == 2
    assert "the result that it belongs to is results/shop" in capsys.readouterr().err


def test_a_kept_source_with_another_setting_is_not_written_over(capsys: Captured) -> None:
    ask(capsys)
    source = Path("results/shop/source.yaml")
    before = source.read_bytes()
    page = ask(capsys, str(source), "-n", "3")
    assert page.name == f"page-{index()['latest']}.html"
    assert source.read_bytes() == before


def test_a_source_that_was_changed_by_hand_stays(capsys: Captured) -> None:
    ask(capsys)
    source = Path("results/shop/source.yaml")
    source.write_text(source.read_text().replace("A shop", "My shop"))
    mine = source.read_text()
    words = refused(capsys, "compare", "shop.yaml")
    assert words.startswith("backsim: results/shop/source.yaml is not as backsim wrote it, so it s")
    Path("shop.yaml").write_text(SHOP.replace("rate: 2", "rate: 3"))
    assert refused(capsys, "compare", "shop.yaml") == words
    assert source.read_text() == mine
    assert str(ask(capsys, str(source))) == "results/shop/page.html", "it may be run"
    assert source.read_text() == mine


@pytest.mark.parametrize("out", [".", "../here", "link"])
def test_a_folder_with_other_things_in_it_is_refused(
    out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    Path("scenario.json").write_text(SHOP)
    Path("link").symlink_to(here)
    assert refused(capsys, "compare", "scenario.json", "--out", out) == (
        f"backsim: {out} holds other things (link) and no result of backsim, so nothing is written "
        "there; name another folder with --out"
    )
    assert Path("scenario.json").read_text() == SHOP
    assert sorted(path.name for path in here.iterdir()) == ["link", "scenario.json"]


def test_an_empty_folder_and_one_that_was_left_at_once_are_taken(capsys: Captured) -> None:
    Path("new").mkdir()
    Path("new/.lock").write_text("1")
    Path("new/.manifest.json.77.part").write_text("{")
    assert str(ask(capsys, "shop.yaml", "--out", "new")) == "new/page.html"


@pytest.mark.parametrize("name", ["trials.csv", "comparison.json", "page.html", "manifest.json"])
@pytest.mark.parametrize("link", [False, True])
def test_a_file_that_is_read_is_never_written_over(name: str, link: bool, capsys: Captured) -> None:
    ask(capsys)
    target = Path("results/shop", name)
    target.write_text(ORDERS)
    file = str(target)
    if link:
        Path("orders.csv").symlink_to(target)
        file = "orders.csv"
    args = ["compare", "shop.yaml", "--set", f"demand.file={file}", "--out", "results/shop"]
    if name == "manifest.json":
        assert "is not a manifest that this backsim can read" in refused(capsys, *args)
    else:
        ask(capsys, *args[1:])
        plain = SHOP.replace("rate: 2 per day", f"file: {file}")
        Path("shop.yaml").write_text(plain)
        assert ask(capsys).name == f"page-{index()['latest']}.html", "it gets names of its own"
    assert target.read_text() == ORDERS


def test_a_file_that_is_read_and_has_the_only_name_left_is_a_refusal(capsys: Captured) -> None:
    page = ask(capsys, "shop.yaml", *DEAR)
    page.write_text(SHOP)
    words = refused(
        capsys, "compare", str(page), *DEAR, "--set", "name=shop", "--out", "results/shop"
    )
    assert words == (
        f"backsim: {page} is read by this scenario, and the result would be written over it; "
        "name another folder with --out"
    )
    assert page.read_text() == SHOP


@pytest.mark.parametrize("verb", ["compare", "run", "journal"])
@pytest.mark.parametrize("out", ["", "  "])
def test_no_name_is_no_folder(verb: str, out: str, capsys: Captured) -> None:
    assert "Invalid value for '--out': it is empty" in refused(
        capsys, verb, "shop.yaml", "--out", out
    )


def test_two_processes_in_one_folder_wait_and_mix_nothing() -> None:
    told: list[str] = []
    with held(Path("results/shop"), told.append):
        process = subprocess.Popen(
            [*COMMAND, "compare", "shop.yaml", *DEAR], stderr=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(2)]
        assert lines[1].startswith("waiting for another backsim (process ")
        assert lines[1].endswith("), at work in results/shop\n")
        assert not Path("results/shop/manifest.json").exists(), "it has not begun"
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.splitlines()[-1] == f"page: results/shop/page-{index()['latest']}.html"
    assert told == []


def test_a_page_is_not_written_into_a_folder_that_is_at_work(capsys: Captured) -> None:
    page = ask(capsys)
    page.unlink()
    with held(Path("results/shop"), lambda _: None):
        assert main(["report", "results/shop"]) == 0
    out, err = capsys.readouterr()
    assert "page:" not in out
    assert "no page is written: another backsim (process " in err
    assert not page.exists()


def test_a_process_that_is_killed_holds_nothing(capsys: Captured) -> None:
    script = (
        "import time\nfrom pathlib import Path\nfrom backsim.experiments.lock import held\n"
        "with held(Path('results/shop'), print):\n"
        "    print('held', flush=True)\n    time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
    assert main(["compare", "shop.yaml", "--no-page"]) == 0
    assert "waiting" not in capsys.readouterr().err


def test_two_questions_at_a_time_both_come_out(capsys: Captured) -> None:
    calls = [[*COMMAND, "compare", "shop.yaml", "-q", *more] for more in ([], DEAR, ["-n", "3"])]
    running = [subprocess.Popen(call, stdout=subprocess.DEVNULL) for call in calls]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    questions = list(index()["questions"])
    assert len(questions) == 3
    for question in questions:
        assert main(["reproduce", "results/shop", "--question", question, "-q"]) == 0
        assert capsys.readouterr().out.startswith("identical")
    document = json.loads(Path("results/shop/comparison.json").read_text())
    assert document["question"] == index()["plain"]
