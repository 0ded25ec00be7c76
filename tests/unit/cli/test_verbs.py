"""Each verb once, from the file to stdout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backsim import __version__, metrics
from backsim.cli.main import main
from backsim.metrics import evaluate
from backsim.records.log import RunLog

SHOP = """\
title: A shop
horizon: 60 days
products:
  mug:
    price: 20.00
    unit_cost: 9.00
    opening_stock: 20
    replenishment: {policy: reorder_point, reorder_point: 10, order_quantity: 30}
suppliers:
  pottery: {lead_time: 14 days}
demand: {rate: 2 per day}
customers: {everyone: {patience: 30 days}}
study: {replications: 3, seed: 5, primary: [net_cash_flow]}
arms:
  refuse: {}
  open: {selling.backorders: open}
"""

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "shop.yaml").write_text(SHOP)


def _json(capsys: Captured, *args: str) -> dict[str, Any]:
    """The one document that a call prints; nothing else on stdout, nothing on stderr."""
    assert main([*args, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    document = json.loads(out)
    assert isinstance(document, dict)
    return document


def test_check_says_what_a_file_asks(capsys: Captured) -> None:
    assert main(["check", "shop.yaml"]) == 0
    assert capsys.readouterr().out.splitlines()[:6] == [
        "shop.yaml is sound",
        "  arms      refuse (baseline), open",
        "  time      60 days from 2026-01-05, no warm-up",
        "  products  mug",
        "  plan      3 replications from seed 5: 6 trials",
        "  decides   net_cash_flow",
    ]


def test_check_in_json(capsys: Captured) -> None:
    document = _json(capsys, "check", "shop.yaml", "--set", "horizon=2 weeks")
    assert document["arms"] == ["refuse", "open"]
    assert document["baseline"] == "refuse"
    assert document["horizon_days"] == 14
    assert document["replay"] is None


def test_check_counts_the_rows_of_a_history(capsys: Captured) -> None:
    rows = ["order_id,order_date,customer_id,units,value_usd"]
    rows += ["1,2026-01-06,a,1,20.00", "2,2026-01-07,b,none,20.00", "3,2026-01-08,b,2,40.00"]
    Path("orders.csv").write_text("\n".join(rows) + "\n")
    replay = ["--set", "demand.file=orders.csv", "--set", "demand.on_bad_row=skip"]
    assert main(["check", "shop.yaml", *replay]) == 0
    (line,) = [x for x in capsys.readouterr().out.splitlines() if x.startswith("  replay")]
    assert line.startswith("  replay    3 rows read, 2 used, 1 refused (1: ")
    document = _json(capsys, "check", "shop.yaml", *replay)
    assert document["replay"]["read"] == 3
    assert document["replay"]["used"] == 2
    assert sum(document["replay"]["refused"].values()) == 1


def test_show_says_where_a_value_came_from(capsys: Captured) -> None:
    assert main(["show", "shop.yaml", "--arm", "open", "--set", "demand.rate=3 per day"]) == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    shown = {path: rest.strip() for path, rest in lines}
    assert shown["selling.backorders"].split(maxsplit=1) == ["open", "arm open, shop.yaml:16"]
    assert shown["demand.rate"].endswith("--set demand.rate=3 per day")
    assert shown["products.mug.price"].endswith("shop.yaml:5")
    assert shown["selling.preorders"].split() == ["off", "default"]


def test_show_in_json(capsys: Captured) -> None:
    values = _json(capsys, "show", "shop.yaml")["values"]
    assert {"path": "arm", "value": "refuse", "origin": "default"} in values
    assert all(set(value) == {"path", "value", "origin"} for value in values)


def test_kpis_explains_every_number(capsys: Captured) -> None:
    document = _json(capsys, "kpis")
    assert main(["kpis"]) == 0
    text = capsys.readouterr().out
    ids = [kpi["id"] for kpi in document["kpis"]]
    assert {"backorder_rate", "fulfillment_rate", "net_cash_flow", "satisfaction"} <= set(ids)
    assert [name for name in ids if f"{name} " not in text] == []


def test_compare_prints_the_table_and_then_the_page(capsys: Captured) -> None:
    assert main(["compare", "shop.yaml"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("A shop\n")
    assert out.splitlines()[-1] == "page: results/shop/page.html"
    assert Path("results/shop/page.html").stat().st_size > 100_000
    assert err.startswith("comparing the arms of shop.yaml\n6 trials\n")


def test_compare_in_json_keeps_its_promise(capsys: Captured) -> None:
    document = _json(
        capsys, "compare", "shop.yaml", "--quiet", "--no-page", "--seed", "8", "-n", "4"
    )
    assert list(document) == [
        "format", "backsim", "study", "question", "seed", "replications", "baseline", "arms",
        "differences", "result_dir",
    ]  # fmt: skip
    assert document["backsim"] == __version__
    assert (document["study"], document["seed"], document["replications"]) == ("shop", 8, 4)
    assert document["baseline"] == "refuse"
    assert list(document["arms"]) == ["refuse", "open"]
    assert set(document["arms"]["open"]["net_cash_flow"]) == {"mean", "low", "high", "unit"}
    assert list(document["differences"]) == ["open"]
    assert set(document["differences"]["open"]["net_cash_flow"]) == {
        "mean", "low", "high", "verdict", "variance_reduction",
    }  # fmt: skip
    assert document["result_dir"] == "results/shop"
    assert not Path("results/shop/page.html").exists()


def test_by_month_and_product_on_request(capsys: Captured) -> None:
    document = _json(
        capsys, "compare", "shop.yaml", "--quiet", "--no-page", "--by", "month,product"
    )
    assert list(document)[-3:] == ["by", "by_differences", "result_dir"]
    assert list(document["by"]) == ["product", "month"]
    assert list(document["by"]["product"]) == ["mug"]
    assert list(document["by"]["month"]["2026-01"]) == ["refuse", "open"]
    assert set(document["by"]["month"]["2026-01"]["open"]["net_cash_flow"]) == {
        "mean", "low", "high", "n",
    }  # fmt: skip
    assert list(document["by_differences"]["month"]["2026-01"]) == ["open"]
    # The other way to name several, on what is there by now; and the page says it too.
    assert main(["compare", "shop.yaml", "--by", "product", "--by", "month"]) == 0
    out, err = capsys.readouterr()
    assert "6 trials, 6 of them kept from before" in err
    assert out.index("\nBy product\n") < out.index("\nBy month\n")
    assert "Net cash flow has no meaning by product." in " ".join(out.split())
    assert 'id="parts"' in Path("results/shop/page.html").read_text()
    assert main(["compare", "shop.yaml", "--by", "months", "--quiet"]) == 2
    assert capsys.readouterr().err == "backsim: unknown cut 'months', did you mean 'month'?\n"


def test_in_json_the_page_is_a_note(capsys: Captured) -> None:
    assert main(["compare", "shop.yaml", "--json"]) == 0
    out, err = capsys.readouterr()
    json.loads(out)
    assert err.splitlines()[-1] == "page: results/shop/page.html"


def test_run_describes_one_arm_and_compares_nothing(capsys: Captured) -> None:
    document = _json(capsys, "run", "shop.yaml", "--arm", "open", "--quiet", "--no-page")
    assert "baseline" not in document
    assert "differences" not in document
    assert list(document["arms"]) == ["open"]
    assert document["result_dir"] == "results/shop-open"


def test_run_without_an_arm_is_the_baseline(capsys: Captured) -> None:
    assert main(["run", "shop.yaml", "--out", "here", "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines()[-1] == "page: here/page.html"
    assert list(_json(capsys, "report", "here", "--quiet")["arms"]) == ["refuse"]


def test_one_replication_alone(capsys: Captured) -> None:
    whole = ["run", "shop.yaml", "--quiet", "--no-page", "--out"]
    _json(capsys, *whole, "all", "-n", "3")
    alone = _json(capsys, *whole, "one", "--replication", "2")
    third = Path("all/trials.csv").read_text().splitlines()[3]
    assert Path("one/trials.csv").read_text().splitlines()[1] == third
    assert alone["replications"] == 1


def test_report_shows_a_kept_result_again(capsys: Captured) -> None:
    assert main(["compare", "shop.yaml", "--no-page", "--quiet"]) == 0
    first = capsys.readouterr().out
    assert main(["report", "results/shop", "--no-page", "--quiet"]) == 0
    assert capsys.readouterr() == (first, "")
    assert main(["report", "results/shop", "--quiet"]) == 0
    assert capsys.readouterr().out == f"{first}page: results/shop/page.html\n"


def test_the_same_call_again_does_nothing_new(capsys: Captured) -> None:
    assert main(["compare", "shop.yaml", "--no-page"]) == 0
    first = capsys.readouterr().out
    assert main(["compare", "shop.yaml", "--no-page"]) == 0
    again = capsys.readouterr()
    assert again.out == first
    assert "6 trials, 6 of them kept from before" in again.err


def test_a_failed_trial_is_exit_code_1_and_the_others_are_shown(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(log: RunLog) -> dict[str, float | None]:
        if log.facts.replication == 1:
            raise ZeroDivisionError("no pieces")
        return evaluate(log)

    monkeypatch.setattr(metrics, "evaluate", fail)
    assert main(["compare", "shop.yaml", "--no-page", "--quiet", "--jobs", "1"]) == 1
    out, err = capsys.readouterr()
    assert err == "backsim: 2 of 6 trials failed\n"
    words = " ".join(out.split())
    assert "ZeroDivisionError: no pieces" in words
    assert "backsim run shop.yaml --arm refuse --seed 5 --replication 1 --debug" in words
